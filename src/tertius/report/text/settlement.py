"""Sentences about a settlement: what is settled, who concedes what, who has the upper hand, how it ended.

Plain texts without markup, for the terminal and the page alike. Every number in them comes from the result. A
concession is the share of the way from an actor's own position toward the other side's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tertius.case.labels import move_words
from tertius.case.model import Case, Promise
from tertius.report.text.breakdown import cost_sentence, elsewhere_sentences
from tertius.report.text.limits.branches import open_sentence, several_sentences
from tertius.report.text.limits.slight import slight_sentence
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    counted,
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
)
from tertius.report.text.upper_hand import (
    NAMELY,
    bearable_sentence,
    by_belief,
    hands_sentence,
    in_name_only,
    upper_hand_sentence,
)
from tertius.rules import RULES
from tertius.rules.decisions.weighted_mean import WeightedMean
from tertius.rules.measured.talks import Measured, sides
from tertius.rules.payoffs import standing
from tertius.rules.settlement import EARLIER, Settlement, Status

SLIGHT_DEAL = "agreement on next to nothing"
"""How a talk ends whose deal moves every issue by less than a hundredth of its scale."""

OTHER_SIDE = "the other side’s position"


def settlement_sentences(settlement: Settlement, breakdowns: Mapping[str, Settlement] | None = None) -> list[str]:
    """The whole answer, a few sentences per talk; with `breakdowns`, also what each breakdown would cost."""
    sentences = [overview_sentence(settlement), slight_sentence(settlement), *several_sentences(settlement)]
    sentences += [hands_sentence(settlement)]
    sentences += elsewhere_sentences(settlement, breakdowns or {})
    for talk in settlement.case.talks:
        sentences += [talk_sentence(settlement, talk), *outside_sentences(settlement, talk)]
        if not settlement.agreements[talk]:
            possible = open_sentence(settlement, talk) or possible_sentence(settlement, talk)
            sentences += [failure_sentence(settlement, talk), possible]
            continue
        sentences += [concession_sentence(settlement, issue) for issue in settlement.case.talks[talk].issues]
        sentences += [chance_sentence(settlement, talk)]
        sentences += [] if talk in settlement.open_without else [reluctant_sentence(settlement, talk)]
        if talk in settlement.open_without:
            sentences.append(open_sentence(settlement, talk))
            continue
        sentences += [upper_hand_sentence(settlement, talk)]
        if breakdowns and talk in breakdowns:
            sentences.append(bearable_sentence(settlement, talk, breakdowns[talk]))
            sentences.append(cost_sentence(settlement, talk, breakdowns[talk]))
    sentences.append(status_sentence(settlement))
    return [sentence for sentence in sentences if sentence]


def overview_sentence(settlement: Settlement) -> str:
    """Which talks end in agreement and which fail, by name."""
    case = settlement.case
    agreed = [talk_phrase(case, talk) for talk, deal in settlement.agreements.items() if deal]
    failed = [talk_phrase(case, talk) for talk, deal in settlement.agreements.items() if not deal]
    if not settlement.agreements:
        decided = [issue for issue in case.issues if case.decided(issue)]
        levels = [f"{issue_name(case, i)}: {level_words(case, i, settlement.levels[i])}" for i in decided]
        none = "The case has no talks, so there is nothing to settle."
        return f"{_decision(settlement)}. {'; '.join(levels)}." if decided else none
    total = len(agreed) + len(failed)
    if total == 1:
        return f"{capital((agreed or failed)[0])} {'ends in agreement' if agreed else 'fails'}."
    if not failed:
        return f"{'Both' if total == 2 else f'All {counted(total)}'} talks end in agreement."
    if not agreed:
        none = "Neither talk" if total == 2 else f"None of the {counted(total)} talks"
        return f"{none} ends in agreement."
    verb = "ends" if len(agreed) == 1 else "end"
    return (
        f"{capital(counted(len(agreed)))} of {counted(total)} talks {verb} in agreement; "
        f"{joined(failed)} {'fails' if len(failed) == 1 else 'fail'}."
    )


def _decision(settlement: Settlement) -> str:
    """How the issues of a case without talks are decided, under the rule of the settlement."""
    if settlement.status is Status.STAYS:
        return f"Under the rule '{settlement.rule}' nothing is decided, for it would leave somebody worse off"
    if settlement.rule == WeightedMean.key:
        return "By capability and salience, the decision falls at the mean of the positions"
    return f"The decision falls under the rule '{settlement.rule}' ({rule_title(settlement)})"


def rule_title(settlement: Settlement) -> str:
    """The rule's name for people; its key if it is none that ships."""
    return RULES[settlement.rule].title if settlement.rule in RULES else settlement.rule


def ending_words(settlement: Settlement, talk: str) -> str:
    """How a talk ends: ``agreement``, also ``in name only`` or ``on next to nothing``, ``no agreement``; and when."""
    when, deadline = "", settlement.case.talks[talk].deadline
    if deadline:
        season = min(settlement.season, int(deadline))
        when = f" in season {season} of {int(deadline)}" if season else " at once"
    if not settlement.agreements[talk]:
        return "no agreement" if not deadline else f"no agreement by season {int(deadline)}"
    slight = SLIGHT_DEAL if talk in settlement.next_to_nothing else "agreement"
    return f"{NAMELY if in_name_only(settlement, talk) else slight}{when}"


def talk_sentence(settlement: Settlement, talk: str) -> str:
    """Where one talk settles, issue by issue, or that it fails."""
    case = settlement.case
    name, issues = talk_name(case, talk), case.talks[talk].issues
    ending = ending_words(settlement, talk)
    parts = [f"{issue_name(case, issue)} {_outcome(settlement, issue)}" for issue in issues]
    return f"{name}: {ending}{', with ' if parts else ''}{'; '.join(parts)}."


def issue_sentence(settlement: Settlement, issue: str) -> str:
    """Where one issue settles, and where it would stay without a deal; its name is not repeated."""
    verb = "stays" if _unchanged(settlement, issue) else "settles"
    return f"It {verb} {_outcome(settlement, issue)}."


def _unchanged(settlement: Settlement, issue: str) -> bool:
    reference = settlement.reference(issue)
    return same_level(settlement.case, issue, settlement.levels[issue], reference)


def _outcome(settlement: Settlement, issue: str) -> str:
    case, talk = settlement.case, settlement.case.talk_of(issue)
    words = level_words(case, issue, settlement.levels[issue])
    if _unchanged(settlement, issue):
        agreed = talk is not None and settlement.agreements[talk]
        return f"at {words}{', as without a deal' if agreed else ''}"
    return f"at {words} (without a deal: {level_number(case, issue, settlement.reference(issue))})"


def standing_sentence(settlement: Settlement, talk: str) -> str:
    """That an agreed deal may still fall because of talks that failed; empty if it is safe."""
    case, sigma = settlement.case, standing(settlement, talk)
    if not settlement.agreements[talk] or sigma == 1:
        return ""
    guilty = {
        talk_phrase(case, link.if_fails)
        for link in case.links.values()
        if link.then_falls == talk and not settlement.agreements[link.if_fails]
    }
    if not guilty:  # its parties may miss the deal, which is told with its chance
        return ""
    return (
        f"The deal stands with a probability of {percent(sigma)} only, since the failure of {joined(sorted(guilty))} "
        "may bring it down."
    )


def concession_sentence(settlement: Settlement, issue: str) -> str:
    """Who gives way on an issue of an agreed talk, and how far; empty if the talk fails."""
    case = settlement.case
    talk = case.talk_of(issue)
    if talk is None or not settlement.agreements[talk]:
        return ""
    wants = _wants_of_parties(case, issue)
    levels = [want.level for want in wants.values()]
    if not wants:
        gives = "no party takes a position"
    elif len(wants) == 1:
        [(actor, want)] = wants.items()
        gets = _result(settlement, issue, want.level, "gets")
        gives = f"only {actor_phrase(case, actor)} takes a position: it {_aim(case, issue, want)} and {gets}"
    elif all(same_level(case, issue, level, levels[0]) for level in levels):
        who = joined([actor_phrase(case, actor) for actor in wants])
        get = _result(settlement, issue, levels[0], "get")
        gives = f"{who} want the same ({level_number(case, issue, levels[0])}) and {get}"
    else:
        parts = [_conceding(settlement, issue, actor, wants) for actor in wants]
        if len(wants) == 2:
            parts[1] = parts[1].replace(f" of the way to {OTHER_SIDE}", " of the way")
        gives = "; ".join(parts)
    return f"On {issue_name(case, issue)}, {gives}."


def _wants_of_parties(case: Case, issue: str) -> dict[str, Want]:
    """What the parties of an issue's talk want on it."""
    talk = case.talk_of(issue)
    parties = () if talk is None else case.talks[talk].parties
    return {actor: want for actor, want in wants_of(case, issue).items() if actor in parties}


def _supplied(settlement: Settlement, issue: str) -> str:
    """What an actor gets that only needs an issue: the more, the better."""
    low, high = settlement.case.issues[issue].scale
    share = (settlement.levels[issue] - low) / (high - low)
    return "gets all that it could use" if share >= 0.995 else f"gets {percent(share)} of what it could use"


def _result(settlement: Settlement, issue: str, wanted: float, verb: str) -> str:
    case, level = settlement.case, settlement.levels[issue]
    return f"{verb} {'it' if same_level(case, issue, level, wanted) else level_number(case, issue, level)}"


def _aim(case: Case, issue: str, want: Want) -> str:
    return f"wants {level_number(case, issue, want.level)}" if want.stated else "needs as much as it can get"


def _conceding(settlement: Settlement, issue: str, actor: str, wants: Mapping[str, Want]) -> str:
    """How far one of several parties comes, or what a need of its gets."""
    case, want = settlement.case, wants[actor]
    start = f"{actor_phrase(case, actor)} ({_aim(case, issue, want)})"
    if not want.stated:
        return f"{start} {_supplied(settlement, issue)}"
    concession = concession_of(settlement, issue, actor)
    if concession.toward is None:
        moved = not same_level(case, issue, want.level, settlement.levels[issue])
        return f"{start} concedes nothing{'; the outcome lies beyond its position' if moved else ''}"
    goal = OTHER_SIDE if len(wants) == 2 else f"the position of {actor_phrase(case, concession.toward)}"
    if concession.share > 1.005:
        return f"{start} goes all the way to {goal} and past it"
    if concession.share >= 0.995:
        return f"{start} concedes all the way to {goal}"
    if concession.share < 0.005:
        return f"{start} concedes next to nothing"
    return f"{start} concedes {percent(concession.share)} of the way to {goal}"


def failure_sentence(settlement: Settlement, talk: str) -> str:
    """Why a talk fails: who misses how much."""
    case = settlement.case
    shortfall = settlement.shortfalls.get(talk)
    if shortfall is None:
        return f"{capital(talk_phrase(case, talk))} was made to break down here, to see what follows."
    who = actor_phrase(case, shortfall.party)
    start = by_belief(case, talk, f"{talk_phrase(case, talk)} has no terms at which every party gains.")
    if shortfall.points < 0.05:
        return f"{start} At the least bad terms {who} would be no better off than by walking away."
    whole = settlement.ranges[shortfall.party]
    share = shortfall.points / whole if whole > 0 else 0.0
    return (
        f"{start} At the least bad terms {who} would still be {points_words(shortfall.points)} worse off "
        f"than by walking away ({percent(share)} of all it has at stake)."
    )


def reluctant_sentence(settlement: Settlement, talk: str) -> str:
    """Who would be better off without an agreement, even if it is made; empty if nobody would."""
    better = [
        f"{actor_phrase(settlement.case, party)} would have {points_words(-settlement.gain(talk, party))} more"
        for party in settlement.walk_away.get(talk, {})
        if settlement.agreements[talk] and -settlement.gain(talk, party) >= MEASURABLE
    ]
    if not better:
        return ""
    return capital(
        f"{joined(better)} without this agreement, since others could then be struck: they exclude each other, and who "
        "gives way is open."
    )


def possible_sentence(settlement: Settlement, talk: str) -> str:
    """What it is worth to the parties of a talk without agreement that it stays possible; empty if nothing."""
    walk_away = {} if talk in settlement.settings.get("without", ()) else settlement.walk_away.get(talk, {})
    worth = {party: settlement.payoffs[party] - without for party, without in walk_away.items()}
    told = [
        f"{'brings' if points > 0 else 'costs'} {actor_phrase(settlement.case, party)} {points_words(abs(points))}"
        for party, points in worth.items()
        if abs(points) >= MEASURABLE
    ]
    return f"That it would be possible again if another talk broke down {joined(told)}." if told else ""


def status_sentence(settlement: Settlement) -> str:
    """How the search ended, what it means, and how far from rest it was."""
    if settlement.status is Status.SETTLED:
        return settlement.sentence
    if settlement.status is Status.SEVERAL:
        others = len(settlement.alternatives)
        count = f" {'One other was' if others == 1 else f'{others} others were'} found." if others else ""
        return settlement.sentence + count
    return (
        f"{settlement.sentence} The largest last move of a level was {settlement.residual:.2g} "
        "of its scale. Do not rely on these numbers."
    )


def miss_words(parties: int, missed: float, narrow: float | None, wide: float | None) -> str:
    """``the two may miss it: 27 percent (from 12 to 49, depending on how far ranges are trusted)``.

    Args:
        parties: How many sit at the table.
        missed: The probability that a deal that is there is not made.
        narrow: P(deal) if the ranges are half as wide; None if it is not known.
        wide: P(deal) if they are twice as wide.
    """
    if missed == 1:
        return f"the {counted(parties)} are sure to miss it, by what the case states"
    return f"the {counted(parties)} may miss it: {trusted_words(missed, narrow, wide)}"


def trusted_words(failed: float, narrow: float | None, wide: float | None) -> str:
    """A probability that no deal is made, with the ends that it has if ranges are half or twice as wide."""
    ends = sorted([failed, *(1 - p for p in (narrow, wide) if p is not None and not math.isnan(p))])
    low, high = (fixed(100 * end, 0) for end in (ends[0], ends[-1]))
    around = f" (from {low} to {high}, depending on how far ranges are trusted)" if low != high else ""
    return f"{percent(failed)}{around}"


def chance_sentence(settlement: Settlement, talk: str) -> str:
    """How likely the parties of an agreed talk miss the deal, if the case says why they may; empty if it does not."""
    found = settlement.chances.get(talk)
    if found is None or not settlement.agreements[talk]:
        return ""
    if found.reason:
        return f"The case says why this deal may be missed, but no probability can be given: {found.reason}."
    if found.deal == 1:
        when = _when_worked_out(settlement)
        return f"A deal is there, and nothing that the case states keeps the parties from making it{when}."
    words = miss_words(sides(settlement.case.talks[talk]), 1 - found.deal, found.narrow, found.wide)
    return f"A deal is there, but {words}{_when_worked_out(settlement)}."


def _when_worked_out(settlement: Settlement) -> str:
    return ", as worked out for an earlier version of the case" if settlement.settings.get("chances") == EARLIER else ""


def measured_sentence(found: Measured) -> str:
    """What recorded talks say of a talk, as it stands at the middles."""
    moved = "" if found.moved is None else f" ({percent(found.moved)} with the curve moved to its kind’s base rate)"
    beyond = "; more than two parties are beyond what was measured" if found.beyond else ""
    return (
        f"Recorded talks of strangers online whose worse-off side got {percent(found.hope)} of its best hope, as here, "
        f"ended in a deal in {percent(found.chance)}{moved}{beyond}."
    )


@dataclass(frozen=True)
class Want:
    """The level an actor wants most on an issue.

    Attributes:
        level: On the issue's own scale.
        stated: True for a stance; False for an actor that only needs what the issue supplies, the more the
            better, and whose position is therefore the top of the scale.
    """

    level: float
    stated: bool


@dataclass(frozen=True)
class Concession:
    """How far a party has come from its own position.

    Attributes:
        toward: The party toward whose position it came: of those on that side, the one farthest away; None if
            no other party stands on the side to which the outcome moved.
        share: Share of the way to that position: 0 nothing, 1 all the way, above 1 past it.
    """

    toward: str | None
    share: float


def wants_of(case: Case, issue: str) -> dict[str, Want]:
    """What every actor wants on an issue, in the order of the case; no entry for actors without a stake."""
    scale = case.issues[issue].scale
    wants = {}
    for actor in case.actors:
        stance = case.stances.get(actor, {}).get(issue)
        if stance is not None:
            wants[actor] = Want(stance.position.on(scale).middle, stated=True)
        elif any(need.actor == actor and issue in need.covered_by for need in case.needs.values()):
            wants[actor] = Want(scale[1], stated=False)
    return wants


def concession_of(settlement: Settlement, issue: str, party: str) -> Concession:
    """How far a party with a position has come on an issue of its talk."""
    case = settlement.case
    wants = {name: want.level for name, want in _wants_of_parties(case, issue).items()}
    own, level = wants[party], settlement.levels[issue]
    low, high = case.issues[issue].scale
    if abs(level - own) <= 1e-6 * (high - low):
        return Concession(None, 0.0)
    ahead = {name: at for name, at in wants.items() if (at - own) * (level - own) > 0}
    if not ahead:
        return Concession(None, 0.0)
    toward = max(ahead, key=lambda name: abs(ahead[name] - own))
    return Concession(toward, (level - own) / (ahead[toward] - own))


def outside_sentences(settlement: Settlement, talk: str) -> list[str]:
    """Whether a talk takes place, who closed it or could, and what is promised in its deal; empty for most talks."""
    case, sentences = settlement.case, []
    if talk in settlement.takes_place:
        name, chance = capital(talk_phrase(case, talk)), percent(settlement.takes_place[talk])
        knows = "its own parties bargain knowing that it does, and all others count on it with that probability"
        sentences.append(f"{name} takes place with a probability of {chance}: {knows}.")
    if talk in settlement.closed_by:
        group = settlement.closed_by[talk]
        rest = [actor_phrase(case, party) for party in case.talks[talk].parties if party not in group]
        closers = capital(joined([actor_phrase(case, party) for party in group]))
        sentences.append(f"{closers} close it without {joined(rest)}, for no deal of all is worth everyone's while.")
    elif case.talks[talk].can_close:
        groups = [joined([actor_phrase(case, party) for party in group]) for group in case.talks[talk].can_close]
        counts = "whoever leaves counts on what those who stay would settle"
        sentences.append(f"{capital(', or '.join(groups))} could close it without the rest: {counts}.")
    return [*sentences, *_promises(settlement, talk)]


def _promises(settlement: Settlement, talk: str) -> Iterator[str]:
    """Yield what could be promised in the deal of a talk, and whether it is."""
    case = settlement.case
    for ident, promise in case.promises.items():
        if promise.talk != talk or not settlement.agreements[talk]:
            continue
        if ident in settlement.promised:
            yield f"The deal holds a promise by {actor_phrase(case, promise.actor)}: {_promise(settlement, promise)}."
        else:
            what = _promise(settlement, promise)
            yield f"{capital(actor_phrase(case, promise.actor))} could promise {what}; the deal is better without it."
    if settlement.promised and any(case.promises[ident].talk == talk for ident in settlement.promised):
        moved = [
            f"{issue_name(case, k)} at {level_number(case, k, level)} instead of {_other(settlement, k)}"
            for k, level in settlement.if_kept.items()
            if not same_level(case, k, level, settlement.levels[k]) and case.talk_of(k) != talk
        ]
        if moved:
            yield f"Where it is kept, there is {joined(moved)}; the levels told are means over both."


def _promise(settlement: Settlement, promise: Promise) -> str:
    """``to move the position of China on Arms, from 30 to 80, kept with probability 75 percent``."""
    kept = f"kept with a probability of {percent(promise.kept.middle)}"
    return f"to move the {move_words(settlement.case, promise)}, {kept}"


def _other(settlement: Settlement, issue: str) -> str:
    """The level of an issue if the promise, where it is the only one, is not kept; the mean if there are several."""
    level, held = settlement.levels[issue], settlement.promised
    kept = settlement.case.promises[held[0]].kept.middle if len(held) == 1 else 1.0
    if kept < 1:
        level = (level - kept * settlement.if_kept[issue]) / (1 - kept)
    return level_number(settlement.case, issue, level)
