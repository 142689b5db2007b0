"""A settlement as a search finds it, in arrays, and as a `Settlement` in the words and units of its case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.arrays import Floats, Network
from tertius.rules.bargaining.breakdown.leaving import closing_rows
from tertius.rules.bargaining.breakdown.papers import paper_warnings
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT, TIED, TOLERANCE
from tertius.rules.bargaining.perceived import actor_behind, hands_of_actors
from tertius.rules.payoffs import chances_of, commitments_of, on_scale, stands_of
from tertius.rules.settlement import DealChance, Settlement, Shortfall, Status

SAME = 1e-4
"""Settlements that differ by less, in levels or in shares of the range, are one and the same."""

NOTHING = 2e-6
"""A gain that is no gain, as a share of the range."""

STATED = 2
"""So many runs of a search, the first ones, are those that the rule names; the others look for more settlements."""

NO_DOUBT: Mapping[str, DealChance] = MappingProxyType({})
"""Every deal that is there is made."""

TIE = Problem(
    found="a talk with two sources of one need has another set of levels that is just as good",
    suggestion="merge the two issues, or treat the levels shown as one of several answers",
)


@dataclass(frozen=True)
class Solution:
    """One settlement of a network, as a rule found it.

    Attributes:
        levels: (K,) levels, in [0, 1].
        agreed: Mask of the talks in agreement.
        payoffs: (I,) payoffs, in units of each actor.
        walk: (T, I) payoffs if each talk breaks down, in units of each actor.
        hand: (T, I) upper hands; nan where there is none.
        units: (I,) the points of one unit of each actor.
        flags: CYCLING, LIMIT and TIED bits.
        residual: Largest move of a level in the last round.
        shortfalls: (talk, party, smallest gain in units) of the talks that lack a zone, as they fell out.
        broken: For each talk the levels and the mask of agreements if it breaks down.
        if_made: (T, I) payoffs if the deal of a talk that may be missed comes about, in units of each actor.
        several: Masks of talks without which the others have several settlements.
        parted: Mask of the partings: which groups closed a talk without its other parties.
    """

    levels: Floats
    agreed: int
    payoffs: Floats
    walk: Floats
    hand: Floats
    units: Floats
    flags: int
    residual: float
    shortfalls: tuple[tuple[int, int, float], ...]
    broken: tuple[tuple[Floats, int], ...]
    if_made: Floats
    several: tuple[int, ...] = ()
    parted: int = 0


def distinct(runs: Sequence[Solution]) -> list[Solution]:
    """The headline of several runs of one rule, and the further settlements among them.

    The headline is that of the first `STATED` runs with the most agreements. Searches that did not come to rest
    give way to those that did, and are no further settlement.
    """

    def rests(run: Solution) -> bool:
        return not run.flags & (CYCLING | LIMIT)

    def same(first: Solution, second: Solution) -> bool:
        pairs = ((first.levels, second.levels), (first.payoffs, second.payoffs), (first.walk, second.walk))
        return first.agreed == second.agreed and not any(np.abs(a - b).max(initial=0.0) >= SAME for a, b in pairs)

    order = sorted(runs[:STATED], key=lambda run: (not rests(run), -run.agreed.bit_count()))
    known = [order[0]]
    for run in (*order[1:], *runs[STATED:]):
        if rests(run) and not any(same(run, other) for other in known):
            known.append(run)
    return known


def of_actors(network: Network, solution: Solution) -> Solution:
    """A settlement found with stand-ins and joint actors, as one of the actors of the network alone.

    What a joint actor lacks is given as that of its first member at the table, at the same share of its own range.
    """
    structure = network.structure
    actors = structure.party.shape[1]
    if len(solution.payoffs) == actors:
        return solution
    return replace(
        solution,
        payoffs=solution.payoffs[:actors],
        walk=solution.walk[:, :actors],
        if_made=solution.if_made[:, :actors],
        hand=hands_of_actors(structure, solution.hand),
        units=solution.units[:actors],
        shortfalls=tuple((t, actor_behind(structure, t, party), margin) for t, party, margin in solution.shortfalls),
    )


def _warnings(case: Case, network: Network, solution: Solution) -> Iterator[Problem]:
    """What a reader must know of a settlement before leaning on it."""
    if solution.flags & TIED:
        yield TIE
    for mask in solution.several:
        names = " and ".join([case.name(talk) for t, talk in enumerate(network.talks) if mask >> t & 1])
        yield Problem(
            found=f"without {names} the other talks can settle in more than one way: which of them gives way is open",
            suggestion="what somebody would have without it is taken from one of these settlements; "
            "--without shows them all",
        )
    numbers = network.numbers
    here = network.structure.issue_talk == np.arange(len(network.talks))[:, None]
    for t, i in zip(*np.nonzero(network.structure.party), strict=True):
        needs = network.structure.need_actor == i
        supplies = bool((numbers.cover[np.ix_(needs, here[t])] > 0).any())
        gain = solution.if_made[t, i] - solution.walk[t, i]
        if solution.agreed >> t & 1 and supplies and not numbers.salience[i, here[t]].any() and gain <= NOTHING:
            yield Problem(
                found=f"{case.name(network.actors[i])} gains nothing from {case.name(network.talks[t])}: "
                "other talks cover fully what it would bring",
                suggestion="it bargains in this talk only if the others leave a part of its need open",
            )


def _closed_by(case: Case, parted: int) -> dict[str, tuple[str, ...]]:
    """Of the talks that some closed without the rest, who did."""
    rows, actors = closing_rows(case), np.array(list(case.actors))
    return {
        list(case.talks)[t]: tuple(actors[party > 0].tolist())
        for c, (t, party) in enumerate(zip(rows["closing_talk"], rows["closing_party"], strict=True))
        if parted >> c & 1
    }


def to_settlement(
    case: Case,
    network: Network,
    rule: str,
    known: Sequence[Solution],
    without: Sequence[str],
    season: int = 0,
    deals: Mapping[str, DealChance] = NO_DOUBT,
) -> Settlement:
    """The headline, the first of `known`, as a `Settlement` with the others as its alternatives.

    Args:
        case: The case.
        network: Its network.
        rule: The key of the rule.
        known: The settlements.
        without: The talks that were made to break down.
        season: That in which it settles.
        deals: How likely the deal of a talk is made, if one is there.
    """
    made = {talk: deal.made for talk, deal in deals.items()}
    actors, talks, chances, several = network.actors, network.talks, chances_of(case), len(known) > 1
    parties = {talk: [actors.index(party) for party in case.talks[talk].parties] for talk in talks}
    settings = {
        "draw": "middle",
        "without": list(without),
        "solution": network.solution,
        "solutions": {name: talk.rule or talk.solution or network.solution for name, talk in case.talks.items()},
        "tolerance": TOLERANCE,
        "starts": ["references", "stand-alone deals"],
    }
    if any(talk.deadline for talk in case.talks.values()):
        settings["season"] = season

    def outcome_of(fractions: Floats, agreed: int) -> tuple[dict[str, float], dict[str, bool]]:
        """Levels on their own scales, and agreements."""
        levels = {k: on_scale(case, k, float(x)) for k, x in zip(network.issues, fractions, strict=True)}
        return levels, {talk: bool(agreed >> t & 1) for t, talk in enumerate(talks)}

    def settlement_of(solution: Solution, alternatives: tuple[Settlement, ...] = ()) -> Settlement:
        solution = of_actors(network, solution)
        points, (levels, agreements) = solution.units, outcome_of(solution.levels, solution.agreed)
        broken = [outcome_of(*outcome) for outcome in solution.broken]
        cut_short = Status.CYCLING if solution.flags & CYCLING else Status.LIMIT if solution.flags & LIMIT else None
        return Settlement(
            case=case,
            rule=rule,
            settings=settings,
            levels=levels,
            agreements=agreements,
            stands={talk: stands_of(case, levels, agreements, talk, chances, made, without) for talk in case.talks},
            payoffs=dict(zip(actors, map(float, (solution.payoffs * points)[: len(actors)]), strict=True)),
            ranges=dict(zip(actors, map(float, network.numbers.range[: len(actors)]), strict=True)),
            if_made={
                talk: {actors[i]: float(solution.if_made[t, i] * points[i]) for i in parties[talk]}
                for t, talk in enumerate(talks)
            },
            walk_away={
                talk: {actors[i]: float(solution.walk[t, i] * points[i]) for i in parties[talk]}
                for t, talk in enumerate(talks)
            },
            upper_hand={
                talk: {actors[i]: float(solution.hand[t, i]) for i in parties[talk] if np.isfinite(solution.hand[t, i])}
                for t, talk in enumerate(talks)
                if agreements[talk]
            },
            shortfalls={
                talks[t]: Shortfall(actors[party], max(0.0, -margin) * float(points[party]))
                for t, party, margin in solution.shortfalls
            },
            commitments=commitments_of(case, dict(zip(talks, broken, strict=True)), made, season),
            status=cut_short or (Status.SEVERAL if several else Status.SETTLED),
            residual=solution.residual,
            alternatives=alternatives,
            warnings=tuple(_warnings(case, network, solution)),
            chances=dict(deals),
            closed_by=_closed_by(case, solution.parted),
            open_without=tuple(talk for t, talk in enumerate(talks) if 1 << t in solution.several),
        )

    headline = settlement_of(known[0], tuple(settlement_of(other) for other in known[1:]))
    return replace(headline, warnings=(*headline.warnings, *paper_warnings(headline)))
