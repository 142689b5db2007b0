"""The parts of the page as plain data: what the template lays out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from tertius.case.model import Case, Link, Threat
from tertius.report.charts.drawing import actor_look, svg_of
from tertius.report.charts.levels import issue_chart
from tertius.report.charts.network import suppliers_of
from tertius.report.text.breakdown import breakdown_sentences, commitment_sentence, cost_sentence, loss_sentence
from tertius.report.text.phrases import (
    NOTHING,
    actor_phrase,
    capital,
    comment_words,
    fixed,
    issue_name,
    joined,
    level_number,
    level_words,
    percent,
    points_words,
    same_level,
    talk_name,
    talk_phrase,
    tie_words,
)
from tertius.report.text.sensitivity import beliefs_at
from tertius.report.text.settlement import (
    concession_of,
    concession_sentence,
    ending_words,
    failure_sentence,
    issue_sentence,
    outcome_sentence,
    outside_sentences,
    possible_sentence,
    reluctant_sentence,
    standing_sentence,
    wants_of,
)
from tertius.report.text.upper_hand import bearable_sentence, upper_hand_sentence
from tertius.rules.payoffs import strike_chance
from tertius.rules.settlement import Settlement

Part = dict[str, Any]

ALL_IT_CAN = "as much as it can get"
"""The wish of an actor that only needs what an issue supplies."""


def picture_markup(spec: dict[str, Any], label: str) -> Markup:
    """A specification as SVG that may stand in the page as it is."""
    # The SVG writer escapes every text of the case, and `svg_of` the label; nothing else of it gets in.
    return Markup(svg_of(spec, label))  # noqa: S704


def actors_part(case: Case) -> dict[str, Part]:
    """Name, colour class and mark of every actor."""
    looks = {ident: actor_look(case, ident) for ident in case.actors}
    return {
        ident: {"name": actor.name or ident, "colour": looks[ident].index, "glyph": looks[ident].glyph}
        for ident, actor in case.actors.items()
    }


def answer_part(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[Part]:
    """The answer in short: per talk its outcome, the upper hand, and what a breakdown would cost."""
    case = settlement.case
    answer = []
    for talk in case.talks:
        if settlement.agreements[talk]:
            says = [reluctant_sentence(settlement, talk), upper_hand_sentence(settlement, talk)]
            says.append(standing_sentence(settlement, talk))
            outcomes = [outcome_sentence(settlement, issue) for issue in case.talks[talk].issues]
        else:
            says, outcomes = [failure_sentence(settlement, talk), possible_sentence(settlement, talk)], []
        if settlement.agreements[talk] and talk in breakdowns:
            says.append(bearable_sentence(settlement, talk, breakdowns[talk]))
            says.append(cost_sentence(settlement, talk, breakdowns[talk]))
        says += outside_sentences(settlement, talk)
        answer.append({"name": talk_name(case, talk), "says": [s for s in says if s], "outcomes": outcomes})
    return answer


def talk_part(settlement: Settlement, talk: str) -> Part:
    """One talk: its chart, and issue by issue the same in words."""
    case = settlement.case
    entry = case.talks[talk]
    equal = all(party.power.middle == 1 for party in entry.power.values())
    powers = {party: f"{power.power.middle:g}" for party, power in entry.power.items()}
    return {
        "id": talk,
        "name": talk_name(case, talk),
        "ending": ending_words(settlement, talk),
        "parties": [{"id": p, "power": "" if equal else powers.get(p, "1")} for p in entry.parties],
        "as_one": joined([actor_phrase(case, member) for member in entry.as_one]),
        "beliefs": beliefs_at(case, talk),
        "failure": "" if settlement.agreements[talk] else failure_sentence(settlement, talk),
        "standing": standing_sentence(settlement, talk),
        "issues": [_issue_part(settlement, talk, issue) for issue in entry.issues],
    }


def _issue_part(settlement: Settlement, talk: str, issue: str) -> Part:
    case = settlement.case
    wants = wants_of(case, issue)
    parties = case.talks[talk].parties
    order = [a for a in parties if a in wants] + [a for a in wants if a not in parties]
    label = f"{issue_name(case, issue)}. {issue_sentence(settlement, issue)}"
    return {
        "id": issue,
        "name": issue_name(case, issue),
        "chart": picture_markup(issue_chart(settlement, issue), label),
        "says": issue_sentence(settlement, issue),
        "concession": capital(concession_sentence(settlement, issue).removeprefix(f"On {issue_name(case, issue)}, ")),
        "stakes": [_stake_row(settlement, talk, issue, actor) for actor in order],
    }


def _stake_row(settlement: Settlement, talk: str, issue: str, actor: str) -> Part:
    """What one actor wants on an issue, how much it cares, and how far it comes."""
    case = settlement.case
    want = wants_of(case, issue)[actor]
    stance = case.stances.get(actor, {}).get(issue)
    party = actor in case.talks[talk].parties
    concedes = NOTHING
    if party and settlement.agreements[talk] and want.stated:
        concedes = percent(min(concession_of(settlement, issue, actor).share, 1.0), "%")
    return {
        "actor": actor,
        "party": party,
        "wants": level_words(case, issue, want.level) if want.stated else ALL_IT_CAN,
        "salience": "" if stance is None else fixed(stance.salience.middle),
        "needs": [n for n, need in case.needs.items() if need.actor == actor and issue in need.covered_by],
        "concedes": concedes,
    }


def breakdown_part(settlement: Settlement, talk: str, broken: Settlement | None) -> Part:
    """One talk: what each party would have without it, who has the upper hand, what else would change."""
    case = settlement.case
    walk_away = settlement.walk_away.get(talk, {})
    shares = settlement.upper_hand.get(talk, {})
    rows = []
    for party in case.talks[talk].parties:
        gain = settlement.gain(talk, party) if party in walk_away else 0.0
        whole = settlement.ranges[party]
        rows.append(
            {
                "actor": party,
                "payoff": fixed(settlement.payoffs[party]),
                "walk_away": fixed(walk_away[party]) if party in walk_away else NOTHING,
                "gain": fixed(gain),
                "range": fixed(whole),
                "share": percent(gain / whole, "%") if whole > 0 else NOTHING,
                "upper": percent(shares[party], "%") if party in shares else NOTHING,
                "loss": loss_sentence(settlement, talk, broken, party) if broken is not None else "",
            }
        )
    return {
        "name": talk_name(case, talk),
        "agreed": settlement.agreements[talk],
        "rows": rows,
        "bearable": bearable_sentence(settlement, talk, broken) if broken is not None else "",
        "upper_hand": upper_hand_sentence(settlement, talk),
        "cost": cost_sentence(settlement, talk, broken) if broken is not None else "",
        "changes": breakdown_sentences(settlement, talk, broken) if broken is not None else [],
    }


def commitments_part(settlement: Settlement) -> list[Part]:
    """Links and threats whose holder would lose by carrying them out, then the others."""
    case = settlement.case
    rows = []
    for ident, value in sorted(settlement.commitments.items(), key=lambda item: item[1] >= -0.05):
        kind, entry = ("link", case.links[ident]) if ident in case.links else ("threat", case.threats[ident])
        rows.append(
            {
                "name": capital(entry.name or ident),
                "path": (f"{kind}s", ident),
                "kind": kind,
                "credible": value >= -0.05,
                "says": commitment_sentence(settlement, ident),
            }
        )
    return rows


def needs_part(case: Case) -> list[Part]:
    """Each need and what can cover it."""
    parts = []
    for ident, need in case.needs.items():
        covers = [
            f"{issue_name(case, k)} (up to {percent(need.covered_by[k].share.middle)}"
            + (f", from {actor_phrase(case, supplier)})" if supplier else ")")
            for supplier, issues in suppliers_of(case, need).items()
            for k in issues
        ]
        parts.append(
            {
                "actor": need.actor,
                "name": need.name or ident,
                "id": ident,
                "weight": points_words(need.weight.middle),
                "covers": joined(covers) or "nothing in this case",
            }
        )
    return parts


def _refused(case: Case, entry: Link | Threat) -> str:
    """By whose refusal alone a link or threat fires; nothing if by that of anybody."""
    if not entry.refused_by:
        return ""
    return f" because {joined([actor_phrase(case, party) for party in entry.refused_by], 'or')} refused"


def threats_part(case: Case) -> list[Part]:
    """Links and threats in words."""
    parts: list[Part] = []
    for ident, link in case.links.items():
        says = (
            f"Should {talk_phrase(case, link.if_fails)} fail{_refused(case, link)}, "
            f"{talk_phrase(case, link.then_falls)} falls too "
            f"with a probability of {percent(link.probability.middle)}."
        )
        parts.append({"actor": link.holder, "name": link.name or ident, "says": says, "paths": [("links", ident)]})
    for ident, threat in case.threats.items():
        chance, target = percent(strike_chance(case, threat)), actor_phrase(case, threat.target)
        says = (
            f"Should {talk_phrase(case, threat.if_fails)} fail{_refused(case, threat)}, {target} loses "
            f"{points_words(threat.damage.middle)} with a probability of {chance}."
        )
        paths = [("threats", ident)]
        if threat.authorised_by is not None:
            paths.append(("bodies", threat.authorised_by))
        name = threat.name or ident
        parts.append({"actor": threat.holder, "name": name, "says": says, "paths": paths})
    return parts


def outside_part(settlement: Settlement) -> list[Part]:
    """Issues on no table, and where they stand."""
    case, parts = settlement.case, []
    for issue in (issue for issue in case.issues if case.talk_of(issue) is None):
        stakes = []
        for actor, want in wants_of(case, issue).items():
            wants = level_number(case, issue, want.level) if want.stated else ALL_IT_CAN
            stakes.append({"actor": actor, "wants": wants, "stated": want.stated})
        decided = "decided at " if case.decided(issue) else ""
        says = decided + level_words(case, issue, settlement.levels[issue])
        parts.append({"name": issue_name(case, issue), "says": says, "id": issue, "stakes": stakes})
    return parts


def alternatives_part(settlement: Settlement) -> list[list[str]]:
    """Each other settlement by what differs from the one shown."""
    case, parts = settlement.case, []
    for other in settlement.alternatives:
        differences = []
        for talk in case.talks:
            if other.agreements[talk] != settlement.agreements[talk]:
                verb = "ends in agreement" if other.agreements[talk] else "fails"
                differences.append(f"{capital(talk_phrase(case, talk))} {verb}.")
        for issue in case.issues:
            here, there = settlement.levels[issue], other.levels[issue]
            if not same_level(case, issue, here, there):
                differences.append(
                    f"{issue_name(case, issue)} at {level_words(case, issue, there)} "
                    f"(instead of {level_number(case, issue, here)})."
                )
        parts.append(differences or ["The same to the precision shown here."])
    return parts


def ties_part(case: Case) -> list[Part]:
    """Old ties between actors, in words."""
    return [{"id": ident, "says": tie_words(case, tie), "sources": tie.source} for ident, tie in case.ties.items()]


def comments_part(case: Case) -> list[Part]:
    """What reviewers say of the case, the open comments first."""
    ordered = sorted(case.comments.values(), key=lambda one: (one.state != "open", one.date))
    return [{"on": comment.on, "says": comment_words(comment)} for comment in ordered]


def events_part(case: Case) -> list[Part]:
    """Dated events, oldest first."""
    ordered = sorted(case.events.values(), key=lambda event: event.date)
    return [
        {
            "date": event.date.isoformat(),
            "until": event.until.isoformat() if event.until else "",
            "kind": event.kind,
            "what": event.what,
            "sources": event.source,
        }
        for event in ordered
    ]
