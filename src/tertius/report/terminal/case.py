"""The parts of a case as `tertius show` prints them, in the order of the case file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from tertius.case.model import supplier_of
from tertius.report.terminal.console import indented, table_of
from tertius.report.text.phrases import NOTHING, date, evidence, listed, named, probability

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.case.actions import Change, Claim
    from tertius.case.entries import Bloc, Body
    from tertius.case.fields import Entry
    from tertius.case.model import Case


def parts_of(case: Case) -> Iterator[RenderableType]:
    """Everything that a case says, part by part; parts with nothing in them are left out."""
    yield heading_of(case)
    for title, part in PARTS.items():
        lines = list(part(case))
        if lines:
            yield Group(Text(""), Text(title, style="bold underline"), *lines)


def heading_of(case: Case) -> RenderableType:
    """Title, name, date, author, question and summary."""
    made = f", by {case.author}" if case.author else ""
    lines = [Text(case.title, style="bold"), Text(f"{case.case}, as of {date(case.as_of)}{made}")]
    lines += [Text(f"\n{text}") for text in (case.question, case.summary) if text]
    if case.curvature != 2:
        lines.append(Text(f"\nCurvature of the loss from distance: {case.curvature:g}"))
    return Group(*lines)


def _actors(case: Case) -> Iterator[RenderableType]:
    table = table_of("Id", "Name", "Country", "Evidence")
    for ident, actor in case.actors.items():
        table.add_row(ident, actor.name or ident, actor.country or NOTHING, evidence(actor))
    yield _without_empty_evidence(table)


def _issues(case: Case) -> Iterator[RenderableType]:
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
        table = case.talk_of(ident)
        facts.append(f"on the table of {table}" if table else "outside every talk")
        anchors = [f"{point:g}: {words}" for point, words in sorted(issue.anchors.items())]
        yield _entry(named(case, ident), [", ".join(facts), *anchors], issue)


def _talks(case: Case) -> Iterator[RenderableType]:
    for ident, talk in case.talks.items():
        power = [f"{case.name(actor)} {party.power}" for actor, party in talk.power.items()]
        lines = [f"Parties: {listed(case.name(party) for party in talk.parties)}"]
        rest = " (1 for others)" if len(power) < len(talk.parties) else ""
        if talk.as_one:
            weights = [f"{case.name(actor)} (weight {weight:g})" for actor, weight in talk.as_one.items()]
            lines.append(f"Act as one: {listed(weights)}")
        if talk.solution is not None:
            lines.append(f"Solution: {talk.solution}")
        if talk.rule is not None:
            lines.append(f"Decided by the rule {talk.rule}")
        else:
            lines.append(f"Power: {'; '.join(power)}{rest}" if power else "Equal power")
        yield _entry(named(case, ident), lines, talk)
        if talk.without_agreement:
            table = table_of("Issue", "Without agreement", "Evidence")
            for issue, stays in talk.without_agreement.items():
                table.add_row(issue, str(stays.level), evidence(stays))
            yield _tidy(table)


def _stances(case: Case) -> Iterator[RenderableType]:
    for actor, stances in case.stances.items():
        table = table_of("Issue", "Position", "Salience", "Evidence")
        for issue, stance in stances.items():
            table.add_row(issue, str(stance.position), str(stance.salience), evidence(stance))
        yield Text(named(case, actor), style="bold")
        yield _tidy(table)


def _needs(case: Case) -> Iterator[RenderableType]:
    for ident, need in case.needs.items():
        first = f"{case.name(need.actor)} needs it, worth {need.weight} points"
        yield _entry(named(case, ident), [first], need)
        if need.covered_by:
            table = table_of("Covered by", "Share at the top", "Supplier", "Evidence")
            for issue, cover in need.covered_by.items():
                supplier = supplier_of(case, issue, need.actor) or NOTHING
                table.add_row(issue, probability(cover.share), supplier, evidence(cover))
            yield _tidy(table)


def _links(case: Case) -> Iterator[RenderableType]:
    for ident, link in case.links.items():
        words = (
            f"If {case.name(link.if_fails)} breaks down, {case.name(link.then_falls)} falls "
            f"with probability {probability(link.probability)}. {case.name(link.holder)} makes it so."
        )
        yield _entry(named(case, ident), [words], link)


def _threats(case: Case) -> Iterator[RenderableType]:
    for ident, threat in case.threats.items():
        words = (
            f"If {case.name(threat.if_fails)} breaks down, {case.name(threat.holder)} hurts "
            f"{case.name(threat.target)}: damage {threat.damage} points, "
            f"cost to itself {threat.cost} points, credibility {probability(threat.credibility)}."
        )
        if threat.authorised_by:
            words += f" {case.name(threat.authorised_by)} must authorise it."
        yield _entry(named(case, ident), [words], threat)


def _bodies(case: Case) -> Iterator[RenderableType]:
    from tertius.case.bodies import leaning_of

    for ident, body in case.bodies.items():
        facts = [f"on: {body.measure}"] if body.measure else []
        facts += [f"like {body.like}"] if body.like else []
        facts += [f"quota {body.quota:g}"] if body.quota is not None else []
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
                chances = [NOTHING if part is None else probability(part) for part in leanings]
                votes = NOTHING if body.like and member.weight is None else f"{member.votes:g}"
                table.add_row(actor, votes, *chances, evidence(member))
            yield _tidy(table)


def _votes(entry: Body | Bloc, who: str) -> str:
    """``all other members: yes 60%, no 40%``."""
    parts = [(name, getattr(entry, name)) for name in ("yes", "abstain", "no")]
    votes = ", ".join(f"{name} {probability(part)}" for name, part in parts if part is not None)
    return f"{who}: {votes}" if votes else who


def _beliefs(case: Case) -> Iterator[RenderableType]:
    from tertius.report.text.sensitivity import beliefs_told

    for ident, (belief, says) in beliefs_told(case).items():
        talks = listed(case.name(talk) for talk in belief.talks)
        yield _entry(ident, [f"Parties of {talks}: {says}"], belief)


def _groups(case: Case) -> Iterator[RenderableType]:
    from tertius.case.groups import number_at
    from tertius.case.labels import label_of

    for ident, group in case.groups.items():
        lines = []
        for words, written in (("Together", group.together), ("Against them", group.against)):
            paths = [number_at(case, path) for path in written]
            labels = [label_of(case, found[0]) for found in paths if found is not None]
            lines += [f"{words}: {'; '.join(labels)}"] if labels else []
        yield _entry(ident, lines, group)


def _events(case: Case) -> Iterator[RenderableType]:
    table = table_of("Date", "Kind", "What happened", "Evidence", ids=2)
    for event in sorted(case.events.values(), key=lambda event: event.date):
        day = event.date.isoformat() + (f" to\n{event.until.isoformat()}" if event.until else "")
        who = f" ({', '.join(event.actors)})" if event.actors else ""
        table.add_row(day, event.kind, event.what + who, evidence(event))
    if case.events:
        yield _without_empty_evidence(table)


def _moves(case: Case) -> Iterator[RenderableType]:
    from tertius.case.edit.moves import case_before, changes_of_move

    for ident, move in case.moves.items():
        title = f"{move.name} ({ident})" if move.name else ident
        chance = f"; it succeeds with a chance of {probability(move.chance)}" if move.chance is not None else ""
        first = f"{case.name(move.actor)} can make it; cost {move.cost} points{chance}"
        order = [f"After {', '.join(move.after)}"] if move.after else []
        order += [f"Not with {', '.join(move.not_with)}"] if move.not_with else []
        steps = changes_of_move(case_before(case, ident), ident, move)
        assumed = move.signal is not None and move.signal.assumed
        signal = ["A signal without a stated probability: an assumption"] if assumed else []
        yield _entry(title, [first, *order, *_changes(step.change for step in steps), *signal], move)


def _claims(case: Case) -> Iterator[RenderableType]:
    for ident, claim in case.claims.items():
        yield _entry(ident, [claim.says, *_test_of(claim)], claim)


def _sources(case: Case) -> Iterator[RenderableType]:
    table = table_of("Id", "Source")
    for ident, source in case.sources.items():
        parts = (source.author, source.title, source.publisher, source.date, source.url, source.note)
        grade = f"Reliability: {source.reliability}" if source.reliability else None
        table.add_row(ident, ". ".join(part.rstrip(".") for part in (*parts, grade) if part))
    if case.sources:
        yield table


PARTS: dict[str, Callable[[Case], Iterable[RenderableType]]] = {
    "Actors": _actors,
    "Issues": _issues,
    "Talks": _talks,
    "Stances": _stances,
    "Needs": _needs,
    "Links": _links,
    "Threats": _threats,
    "Bodies": _bodies,
    "Beliefs": _beliefs,
    "Groups": _groups,
    "Events": _events,
    "Moves": _moves,
    "Claims": _claims,
    "Sources": _sources,
}


def _entry(title: str, lines: Iterable[str], entry: Entry) -> RenderableType:
    body = [*lines, *([evidence(entry)] if evidence(entry) else [])]
    return Group(Text(title, style="bold"), *(indented(Text(line)) for line in body))


def _tidy(table: Table) -> RenderableType:
    return indented(_without_empty_evidence(table))


def _without_empty_evidence(table: Table) -> Table:
    """Takes the column of the evidence away where no row has any."""
    if table.columns[-1].header == "Evidence" and not any(table.columns[-1].cells):
        table.columns.pop()
    return table


def _changes(changes: Iterable[Change]) -> list[str]:
    from tertius.case.edit.diff import in_line

    words = {
        "set": lambda change: f"set {change.path} to {in_line(change.to)}",
        "add": lambda change: f"add {change.path}: {in_line(change.value)}",
        "remove": lambda change: f"remove {change.path}",
    }
    return [words[change.verb](change) for change in changes]


def _test_of(claim: Claim) -> list[str]:
    """How a claim will be tested, in words."""
    if claim.compare is not None:
        test = claim.compare
        least = f" by at least {test.at_least:g}" if test.at_least else ""
        first, second = "; ".join(_changes(test.changes)), "; ".join(_changes(test.against))
        versions = f"{first or 'the case as it stands'} against {second or 'the case as it stands'}"
        return [f"Compare {versions}: {test.quantity} is {test.direction}{least}"]
    if claim.sweep is not None:
        sweep = claim.sweep
        return [f"Sweep {sweep.input} over {sweep.over}: {sweep.quantity} {sweep.direction}"]
    if claim.equilibrium is not None:
        game = claim.equilibrium
        plays = "; ".join(f"{actor}: {', '.join(moves) or 'nothing'}" for actor, moves in game.moves.items())
        return [f"Equilibrium of the pre-talk game, {plays}: {'yes' if game.is_equilibrium else 'no'}"]
    if claim.events is not None:
        dated = claim.events
        return [f"Events: {dated.kind} within {dated.within:g} days before {dated.before}"]
    return []
