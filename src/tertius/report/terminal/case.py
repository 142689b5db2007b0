"""The parts of a case as `tertius show` prints them, in the order of the case file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from tertius.case.model import supplier_of
from tertius.report.terminal.console import indented, table_of
from tertius.report.text.phrases import NOTHING, comment_words, date, evidence, listed, named, probability, tie_words

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.case.actions import Answer
    from tertius.case.entries import Bloc, Body, Demand, Reference, Talk
    from tertius.case.fields import Entry
    from tertius.case.model import Case, Link, Threat


def case_of(case: Case) -> Iterator[RenderableType]:
    """Everything that a case says, part by part; parts with nothing in them are left out."""
    made = f", by {case.author}" if case.author else ""
    heading = [Text(case.title, style="bold"), Text(f"{case.case}, as of {date(case.as_of)}{made}")]
    heading += [Text(f"\n{text}") for text in (case.question, case.summary) if text]
    heading += [Text(f"\nAnswered by: {listed(one.claim for one in case.answered_by)}")] if case.answered_by else []
    if case.curvature != 2:
        heading.append(Text(f"\nCurvature of the loss from distance: {case.curvature:g}"))
    if case.voice is not None:
        heading.append(Text(f"\nVoice of those who do not sit at a table: {probability(case.voice)}"))
    yield Group(*heading)
    for title, part in PARTS.items():
        lines = list(part(case))
        if lines:
            yield Group(Text(""), Text(title, style="bold underline"), *lines)


def actors(case: Case) -> Iterator[RenderableType]:
    """Id, name, country and evidence of every actor."""
    rows = [(ident, one.name or ident, one.country or NOTHING, evidence(one)) for ident, one in case.actors.items()]
    yield _trimmed(table_of("Id", "Name", "Country", "Evidence", rows=rows))


def issues(case: Case) -> Iterator[RenderableType]:
    """The scale of every issue with its anchors, where it stands, and at which talk it is settled."""
    for ident, issue in case.issues.items():
        low, high = issue.scale
        unit = f" {issue.unit}" if issue.unit else ""
        facts = [f"{low:g} to {high:g}{unit}"]
        if issue.supplier:
            facts.append(f"supplied by {case.name(issue.supplier)}")
        if issue.level is not None:
            facts.append(f"stands at {issue.level}{unit}")
        if issue.reference is not None:
            facts.append(f"stays at {issue.reference}{unit} without a decision")
        talk = case.talk_of(ident)
        facts.append(f"on the table of {talk}" if talk else "outside every talk")
        anchors = [f"{point:g}: {words}" for point, words in sorted(issue.anchors.items())]
        yield _entry(named(case, ident), [", ".join(facts), *anchors], issue)


def talks(case: Case) -> Iterator[RenderableType]:
    """Parties and power of every talk, and where its issues stay without agreement."""
    for ident, talk in case.talks.items():
        lines = [f"Parties: {listed(case.name(party) for party in talk.parties)}"]
        if talk.as_one:
            weights = [f"{case.name(actor)} (weight {weight:g})" for actor, weight in talk.as_one.items()]
            lines.append(f"Act as one: {listed(weights)}")
        if talk.chance is not None:
            lines.append(f"Takes place with probability {probability(talk.chance)}")
        lines += [f"Can close without the rest: {listed(map(case.name, some))}" for some in talk.can_close]
        if talk.solution is not None:
            lines.append(f"Solution: {talk.solution}")
        if talk.rule is not None:
            lines.append(f"Decided by the rule {talk.rule}")
        elif not talk.patience:
            power = "; ".join(f"{case.name(actor)} {party.power}" for actor, party in talk.power.items())
            rest = " (1 for others)" if len(talk.power) < len(talk.parties) else ""
            lines.append(f"Power: {power}{rest}" if power else "Equal power")
        yield _entry(named(case, ident), [*lines, *_failing(case, talk)], talk)
        if talk.without_agreement:
            rows = [(issue, _staying(stays), evidence(stays)) for issue, stays in talk.without_agreement.items()]
            yield indented(_trimmed(table_of("Issue", "Without agreement", "Evidence", rows=rows)))


def _failing(case: Case, talk: Talk) -> Iterator[str]:
    """Why the talk may fail although a deal would suit all, and how long it may go on."""
    told: dict[str, list[tuple[str, str, Entry]]] = {
        "Patience, season by season": [(party, str(one.discount), one) for party, one in talk.patience.items()],
        "Not known to the others, of its ranges": [
            (party, probability(one.share), one) for party, one in talk.doubt.items()
        ],
        "Delivers what it owes": [(party, probability(one.probability), one) for party, one in talk.keeps.items()],
        "Cannot take its demand back": [(party, probability(one.probability), one) for party, one in talk.firm.items()],
        "Ratified": [(party, f"by {case.name(one.by)}", one) for party, one in talk.ratified_by.items()],
    }
    for what, parties in told.items():
        words = [
            f"{case.name(party)} {says}{f' ({evidence(one)})' if evidence(one) else ''}" for party, says, one in parties
        ]
        if words:
            yield f"{what}: {'; '.join(words)}"
    if talk.deadline is not None:
        yield f"Deadline: {talk.deadline:g} seasons"
    if talk.kind is not None:
        yield f"Kind of talk: {talk.kind}"


def _staying(stays: Reference) -> str:
    """``10 to 20``, and by how much it moves."""
    return str(stays.level) if stays.drift is None else f"{stays.level}, moving by {stays.drift} each season"


def _short_of(case: Case, unless: Mapping[str, Demand]) -> str:
    """What a deal must reach lest a link or threat fires all the same."""
    levels = [f"{case.name(issue)} at {demand.level}" for issue, demand in unless.items()]
    return f", or its deal does not reach {listed(levels)}" if levels else ""


def _refusing(case: Case, entry: Link | Threat) -> str:
    """By whose refusal alone a link or threat fires."""
    refusing = " or ".join(case.name(party) for party in entry.refused_by)
    return f" because {refusing} refused" if refusing else ""


def stances(case: Case) -> Iterator[RenderableType]:
    """Position and salience of every actor on each issue."""
    for actor, own in case.stances.items():
        rows = [(issue, str(one.position), str(one.salience), evidence(one)) for issue, one in own.items()]
        yield Text(named(case, actor), style="bold")
        yield indented(_trimmed(table_of("Issue", "Position", "Salience", "Evidence", rows=rows)))


def needs(case: Case) -> Iterator[RenderableType]:
    """What every need is worth, and which issues cover it."""
    for ident, need in case.needs.items():
        yield _entry(named(case, ident), [f"{case.name(need.actor)} needs it, worth {need.weight} points"], need)
        if need.covered_by:
            table = table_of("Covered by", "Share at the top", "Supplier", "Evidence")
            for issue, cover in need.covered_by.items():
                supplier = supplier_of(case, issue, need.actor) or NOTHING
                table.add_row(issue, probability(cover.share), supplier, evidence(cover))
            yield indented(_trimmed(table))


def links(case: Case) -> Iterator[RenderableType]:
    """Which talk falls with which, how likely, and by whose doing."""
    for ident, link in case.links.items():
        words = (
            f"If {case.name(link.if_fails)} breaks down{_refusing(case, link)}{_short_of(case, link.unless)}, "
            f"{case.name(link.then_falls)} falls "
            f"with probability {probability(link.probability)}. {case.name(link.holder)} makes it so."
        )
        yield _entry(named(case, ident), [words], link)


def threats(case: Case) -> Iterator[RenderableType]:
    """Who hurts whom if a talk breaks down, how much, and who must authorise it."""
    for ident, threat in case.threats.items():
        words = (
            f"If {case.name(threat.if_fails)} breaks down{_refusing(case, threat)}{_short_of(case, threat.unless)}, "
            f"{case.name(threat.holder)} hurts {case.name(threat.target)}: damage {threat.damage} points, "
            f"cost to itself {threat.cost} points, credibility {probability(threat.credibility)}."
        )
        if threat.authorised_by:
            words += f" {case.name(threat.authorised_by)} must authorise it."
        yield _entry(named(case, ident), [words], threat)


def bodies(case: Case) -> Iterator[RenderableType]:
    """What a measure needs in every voting body, and how its members lean."""
    from tertius.case.bodies import leaning_of

    for ident, body in case.bodies.items():
        facts = [f"on: {body.measure}"] if body.measure else []
        facts += [f"like {body.like}"] if body.like else []
        facts += [f"quota {body.quota:g}"] if body.quota is not None else []
        facts += [f"votes cast {body.votes_cast}"] if body.votes_cast is not None else []
        facts += [f"majority {part.name or name}: {part.quota:g}" for name, part in body.majorities.items()]
        facts += [f"vetoes: {', '.join(body.vetoes)}"] if body.vetoes else []
        facts += [f"passes with probability {probability(body.passes)}"] if body.passes is not None else []
        facts += [_votes(body, "all other members")] if leaning_of(body) else []
        blocs = [_votes(bloc, f"bloc {name}: {', '.join(bloc.members)}") for name, bloc in body.blocs.items()]
        yield _entry(named(case, ident), [*(["; ".join(facts)] if facts else []), *blocs], body)
        if body.members:
            table = table_of("Member", "Weight", "Yes", "Abstains", "No", "Evidence", right=("Weight",))
            for actor, member in body.members.items():
                leanings = (member.yes, member.abstain, member.no)
                chances = (NOTHING if part is None else probability(part) for part in leanings)
                votes = NOTHING if body.like and member.weight is None else f"{member.votes:g}"
                table.add_row(actor, votes, *chances, evidence(member))
            yield indented(_trimmed(table))


def _votes(entry: Body | Bloc, who: str) -> str:
    """``all other members: yes 60%, no 40%``."""
    parts = [(name, getattr(entry, name)) for name in ("yes", "abstain", "no")]
    votes = ", ".join(f"{name} {probability(part)}" for name, part in parts if part is not None)
    return f"{who}: {votes}" if votes else who


def promises(case: Case) -> Iterator[RenderableType]:
    """Who may promise what in which talk, and how far it is counted on."""
    from tertius.case.labels import move_words

    for ident, promise in case.promises.items():
        words = (
            f"In the deal of {case.name(promise.talk)}, {case.name(promise.actor)} may promise to move the "
            f"{move_words(case, promise)}. "
            f"It is kept with probability {probability(promise.kept)}."
        )
        yield _entry(named(case, ident), [words], promise)


def beliefs(case: Case) -> Iterator[RenderableType]:
    """What the parties of talks take a number to be."""
    from tertius.report.text.sensitivity import beliefs_told

    for ident, (belief, says) in beliefs_told(case).items():
        parties = listed(case.name(talk) for talk in belief.talks)
        yield _entry(ident, [f"Parties of {parties}: {says}"], belief)


def groups(case: Case) -> Iterator[RenderableType]:
    """Which uncertain numbers move together, and which against them."""
    from tertius.case.groups import number_at
    from tertius.case.labels import label_of

    for ident, group in case.groups.items():
        lines = []
        for words, written in (("Together", group.together), ("Against them", group.against)):
            numbers = (number_at(case, path) for path in written)
            labels = [label_of(case, number[0]) for number in numbers if number is not None]
            lines += [f"{words}: {'; '.join(labels)}"] if labels else []
        yield _entry(ident, lines, group)


def ties(case: Case) -> Iterator[RenderableType]:
    """Old ties between actors, and the numbers in which they are taken to show."""
    for ident, tie in case.ties.items():
        yield _entry(ident, [tie_words(case, tie)], tie)


def comments(case: Case) -> Iterator[RenderableType]:
    """What reviewers say of parts of the case, the open ones first."""
    for comment in sorted(case.comments.values(), key=lambda one: (one.state != "open", one.date)):
        yield _entry(comment.on, [comment_words(comment)], comment)


def events(case: Case) -> Iterator[RenderableType]:
    """What happened, in the order of time."""
    table = table_of("Date", "Kind", "What happened", "Evidence", ids=2)
    for event in sorted(case.events.values(), key=lambda event: event.date):
        day = event.date.isoformat() + (f" to\n{event.until.isoformat()}" if event.until else "")
        there = [*event.actors, *([f"at the place of {event.host}"] if event.host else [])]
        who = f" ({', '.join(there)})" if there else ""
        table.add_row(day, event.kind, event.what + who, evidence(event))
    if case.events:
        yield _trimmed(table)


def moves(case: Case) -> Iterator[RenderableType]:
    """Who can make each move, at what cost, and what it changes."""
    from tertius.case.edit.moves import case_before, changes_of_move
    from tertius.report.text.claims import change_words

    for ident, move in case.moves.items():
        title = f"{move.name} ({ident})" if move.name else ident
        chance = f"; it succeeds with a chance of {probability(move.chance)}" if move.chance is not None else ""
        lines = [f"{case.name(move.actor)} can make it; cost {move.cost} points{chance}"]
        lines += [f"After {', '.join(move.after)}"] if move.after else []
        lines += [f"Not with {', '.join(move.not_with)}"] if move.not_with else []
        steps = changes_of_move(case_before(case, ident), ident, move)
        lines += change_words(step.change for step in steps)
        if move.signal is not None and move.signal.assumed:
            lines.append("A signal without a stated probability: an assumption")
        yield _entry(title, lines, move)


def claims(case: Case) -> Iterator[RenderableType]:
    """What every claim says, and how it will be tested."""
    from tertius.report.text.claims import claim_words

    answers = {one.claim: one for one in case.answered_by}
    for ident, claim in case.claims.items():
        lines = [claim.says, claim_words(claim)]
        if ident in answers:
            lines.append(f"It answers the question{_answers(answers[ident])}")
        yield _entry(ident, lines, claim)


def _answers(answer: Answer) -> str:
    """What is said by what becomes of the claim: ``. If it holds: Yes, a little. If it fails: No``."""
    said = {"it holds": answer.holds, "it fails": answer.fails, "it depends": answer.depends}
    return "".join(f". If {what}: {words.rstrip('.')}" for what, words in said.items() if words)


def sources(case: Case) -> Iterator[RenderableType]:
    """The bibliography."""
    table = table_of("Id", "Source")
    for ident, source in case.sources.items():
        grade = f"Reliability: {source.reliability}" if source.reliability else None
        parts = (source.author, source.title, source.publisher, source.date, source.url, source.note, grade)
        table.add_row(ident, ". ".join(part.rstrip(".") for part in parts if part))
    if case.sources:
        yield table


PARTS: dict[str, Callable[[Case], Iterable[RenderableType]]] = {
    "Actors": actors,
    "Issues": issues,
    "Talks": talks,
    "Stances": stances,
    "Needs": needs,
    "Links": links,
    "Threats": threats,
    "Bodies": bodies,
    "Promises": promises,
    "Beliefs": beliefs,
    "Groups": groups,
    "Ties": ties,
    "Events": events,
    "Moves": moves,
    "Claims": claims,
    "Sources": sources,
    "Comments": comments,
}


def _entry(title: str, lines: Iterable[str], entry: Entry) -> RenderableType:
    """A title in bold, and below it the lines and the evidence."""
    body = [*lines, *([evidence(entry)] if evidence(entry) else [])]
    return Group(Text(title, style="bold"), *(indented(Text(line)) for line in body))


def _trimmed(table: Table) -> Table:
    """The table without its last column, the evidence, where no row has any."""
    if not any(table.columns[-1].cells):
        table.columns.pop()
    return table
