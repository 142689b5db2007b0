"""Side promises: in the deal of talk t an actor may promise to do otherwise elsewhere.

A promise r moves one number of the case, and is kept with the probability q_r. N_K is the network in which the promises
of the set K are kept; what is promised there is fixed, and everything else settles anew. A deal of talk t that holds
the promises Y is worth to its party i

    sum over K in Y of P(K) V_i(N_K),     P(K) = prod_{r in K} q_r prod_{r in Y - K} (1 - q_r),

and without a deal nothing is promised: its walk-away value is that of N with no promise at all. So t settles within N_Y
with the walk-away values

    d_i + V_i(N_Y) - sum over K P(K) V_i(N_K).

Each deal holds those of its promises with which the product of its parties' gains is largest, given what other deals
hold. Levels and payoffs are means over what is kept. A stance that is promised is one that the actor acts on in the
talks about it; what it wants stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.case.entries import Body, Member
from tertius.case.labels import moved_by
from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity
from tertius.rules.arrays import SURE, Flags, Floats, Network, Numbers, Structure
from tertius.rules.bargaining.outside.voice import Said, as_taken
from tertius.rules.bargaining.perceived import POSITION, SALIENCE, answers_of_actors, bargainers
from tertius.rules.bargaining.solution import Solution, of_actors
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.payoffs import fraction_of
from tertius.voting.ballots import pass_chance

AS_GOOD = 1e-9
"""A product of gains that differs by less is as good, and the deal holds fewer promises."""

NO_DEAL = -1e9
"""How good it is to have no deal: worse than any, and better than a deal that some party would not make."""

BEARABLE = 1e-6
"""What a party that the levels do not touch may lose by a deal, as a share of its range."""


class Cell(NamedTuple):
    """A cell of the arrays that a promise moves.

    Attributes:
        name: The array: `reference`, `strike`, `link` or `chance`.
        place: The row.
        number: What it becomes; None if it is multiplied.
        factor: By what it is multiplied.
    """

    name: str
    place: int
    number: float | None
    factor: float = 1.0


class Promised(NamedTuple):
    """One promise as arrays.

    Attributes:
        talk: The row of the talk in whose deal it can be.
        cells: What it moves.
        belief: The rows of beliefs by which a stance is promised: talk, kind, actor, issue.
        number: The position or salience that is promised.
    """

    talk: int
    cells: tuple[Cell, ...] = ()
    belief: tuple[int, int, int, int] | None = None
    number: float = 0.0


@dataclass(frozen=True)
class WithPromises:
    """What draws come to with the promises that their deals hold.

    Attributes:
        structure: Who is where, with the stances that may be promised as beliefs.
        whole: The same as the kernels see it, with the walk-away values of the talks of promises given.
        numbers: The numbers with which each draw was settled.
        answers: The answers, for all actors that the arrays know.
        held: (D, P) whether each promise is in the deal of its talk.
        open: (D,) whether others might be held as well: several ways are, or none is, such that no deal would change.
        more: (D, I) what is expected beyond what was settled, in units of each actor: some promises are not kept.
        moved: (D, K) how far the levels that are expected lie from those that were settled.
        walk: (D, T, I) walk-away values, in units of each actor.
    """

    structure: Structure
    whole: Structure
    numbers: Numbers
    answers: Answers
    held: Flags
    open: Flags
    more: Floats
    moved: Floats
    walk: Floats


Broken = Mapping[int, tuple[Floats, int]]
"""Levels and the mask of agreements if a talk breaks down, by its row."""

Listen = Callable[[Structure, Numbers, Said], tuple[Structure, Numbers]]
"""Lets those outside a table be heard there: structure, numbers, and the stances that are stated."""

Solve = Callable[[Structure, Numbers], Answers]
"""Settles rows of a network without beliefs and joint actors: copies of all draws, one behind the other."""


def settle_with_promises(
    case: Case, network: Network, structure: Structure, batch: Numbers, solve: Solve, listen: Listen
) -> WithPromises:
    """Settle draws of a case with promises.

    Args:
        case: The case.
        network: Its network.
        structure: Who is where.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        solve: How rows are settled.
        listen: What makes of a network, and of stances that are stated, one in which those outside a table are heard.
    """
    promises = [_as_arrays(case, network, ident) for ident in case.promises]
    structure, batch, columns = _with_beliefs(structure, batch, promises)
    ways = list(product((False, True), repeat=len(promises)))  # the first holds none
    copies = [_kept(structure, batch, promises, columns, way) for way in ways]
    stacked = Numbers(*map(np.concatenate, zip(*copies, strict=True)))
    structure, stacked = listen(structure, stacked, _said(stacked, promises, columns, ways))
    whole, numbers = bargainers(structure, stacked)
    draws = len(batch.reference)
    kept = _in_ways(solve(whole, numbers), len(ways))
    given = whole._replace(given=np.isin(np.arange(len(whole.party)), [one.talk for one in promises]).astype(np.int64))
    expected = _Expected(kept, promises, ways, batch.kept)
    settled = [_rows(numbers, way, draws) for way in range(len(ways))]
    for way in range(1, len(ways)):
        walk, more = expected.walk[way], expected.more[way]
        settled[way] = _with_walks(settled[way], promises, ways[way], walk, more, kept.units[way])
    answers = _in_ways(solve(given, Numbers(*map(np.concatenate, zip(*settled[1:], strict=True)))), len(ways) - 1)
    answers = Answers._make(np.concatenate([one[:1], other]) for one, other in zip(kept, answers, strict=True))
    chosen, is_open = _choose(whole, _rows(numbers, 0, draws), answers, promises, expected)
    return _taken(given, structure, settled, answers, expected, chosen, is_open)


def _as_arrays(case: Case, network: Network, ident: str) -> Promised:
    """One promise as arrays."""
    promise = case.promises[ident]
    moved, talk = moved_by(case, promise), network.talks.index(promise.talk)
    if moved is None:
        return Promised(talk)
    path, now, to = moved
    match path:
        case ("stances", actor, issue, field):
            where = case.talk_of(str(issue))
            if where is None:  # nobody acts on a stance on an issue that stands outside every talk
                return Promised(talk)
            kind = POSITION if field == "position" else SALIENCE
            number = fraction_of(case, str(issue), to.middle) if kind == POSITION else to.middle
            at = (network.talks.index(where), kind, network.actors.index(str(actor)), network.issues.index(str(issue)))
            return Promised(talk, belief=at, number=number)
        case ("issues", issue, "level") | ("talks", _, "without_agreement", issue, "level"):
            number = fraction_of(case, str(issue), to.middle)
            return Promised(talk, (Cell("reference", network.issues.index(str(issue)), number),))
        case ("links", link, "probability"):
            return Promised(talk, (Cell("link", network.links.index(str(link)), min(to.middle, SURE)),))
        case ("threats", threat, "credibility"):
            row = network.threats.index(str(threat))
            body = case.threats[str(threat)].authorised_by
            passes = 1.0 if body is None else pass_chance(case.bodies[body]) or 0.0
            factor = to.middle / now.middle if now.middle > 0 else 0.0
            cell = Cell("strike", row, None, factor) if now.middle > 0 else Cell("strike", row, to.middle * passes)
            return Promised(talk, (cell,))
        case ("bodies", body, "members", member, field):
            return Promised(talk, tuple(_of_vote(case, network, str(body), str(member), str(field), to.middle)))
    return Promised(talk)


def _of_vote(case: Case, network: Network, ident: str, member: str, field: str, to: float) -> Iterator[Cell]:
    """Yield what another leaning of a member moves: the threats that its body must pass, the deals that it ratifies."""
    body = case.bodies[ident]
    before, after = pass_chance(body) or 0.0, pass_chance(_leaning(body, member, field, to)) or 0.0
    for row, threat in enumerate(case.threats.values()):
        if threat.authorised_by == ident:
            strikes = threat.credibility.middle * after
            yield Cell("strike", row, None, after / before) if before > 0 else Cell("strike", row, strikes)
    for row, talk in enumerate(case.talks.values()):
        if any(ratifier.by == ident for ratifier in talk.ratified_by.values()) and before > 0:
            yield Cell("chance", row, None, after / before)


def _leaning(body: Body, member: str, field: str, to: float) -> Body:
    """A body in which one vote of a member is as likely as it promises; its other votes share the rest as before."""
    now: Member = body.members[member]
    stated = {name: getattr(now, name) for name in ("yes", "abstain", "no")}
    others = {name: 0.0 if value is None else value.middle for name, value in stated.items() if name != field}
    if sum(value is None for name, value in stated.items() if name != field) == 1 and stated[field] is not None:
        lacking = next(name for name in others if stated[name] is None)
        others[lacking] = max(0.0, 1.0 - stated[field].middle - sum(others.values()))
    whole = sum(others.values())
    share = (1.0 - to) / whole if whole > 0 else 0.0
    votes = {name: value * share for name, value in others.items()} | {field: to}
    if not whole and to < 1:
        votes["no" if field != "no" else "abstain"] = 1.0 - to
    leanings = {name: Quantity(value, value) for name, value in votes.items()}
    return body.model_copy(update={"members": {**body.members, member: now.model_copy(update=leanings)}})


def _with_beliefs(
    structure: Structure, batch: Numbers, promises: Sequence[Promised]
) -> tuple[Structure, Numbers, list[int]]:
    """The network in which the talks about stances that may be promised go by beliefs, still the true ones.

    Returns:
        Structure and numbers, and for each promise the row of its belief; -1 if it has none.
    """
    beliefs, columns, places = structure.belief.tolist(), [batch.belief], []
    for one in promises:
        if one.belief is None:
            places.append(-1)
            continue
        if list(one.belief) not in beliefs:
            beliefs.append(list(one.belief))
            columns.append(as_taken(structure, batch, one.belief)[:, None])
        places.append(beliefs.index(list(one.belief)))
    structure = structure._replace(belief=np.array(beliefs, np.int64).reshape(-1, 4))
    return structure, batch._replace(belief=np.hstack(columns)), places


def _kept(
    structure: Structure, batch: Numbers, promises: Sequence[Promised], places: Sequence[int], way: Sequence[bool]
) -> Numbers:
    """The numbers if some promises are kept."""
    kept = batch._replace(
        **{name: getattr(batch, name).copy() for name in ("reference", "strike", "link", "chance", "belief")}
    )
    for one, place, holds in zip(promises, places, way, strict=True):
        if not holds:
            continue
        if place >= 0:
            kept.belief[:, place] = one.number
        for cell in one.cells:
            rows = np.array([cell.place])
            if cell.name == "strike":  # copies of a threat strike as it does
                rows = np.flatnonzero(structure.threat_like == cell.place)
            array = getattr(kept, cell.name)
            array[:, rows] = array[:, rows] * cell.factor if cell.number is None else cell.number
    return kept


def _said(
    stacked: Numbers, promises: Sequence[Promised], places: Sequence[int], ways: Sequence[Sequence[bool]]
) -> Said:
    """The stances that actors state in each way: a stance that is promised is stated, to whoever hears it."""
    position, salience = stacked.position.copy(), stacked.salience.copy()
    draws = len(position) // len(ways)
    for way, held in enumerate(ways):
        for one, place, holds in zip(promises, places, held, strict=True):
            if holds and place >= 0 and one.belief is not None:
                _, kind, actor, issue = one.belief
                rows = slice(way * draws, (way + 1) * draws)
                (position if kind == POSITION else salience)[rows, actor, issue] = one.number
    return position, salience


def _in_ways(answers: Answers, ways: int) -> Answers:
    """Answers with a leading axis of ways."""
    return Answers._make(array.reshape(ways, len(array) // ways, *array.shape[1:]) for array in answers)


def _rows(numbers: Numbers, way: int, draws: int) -> Numbers:
    """The numbers of one way."""
    return Numbers(*(array[way * draws : (way + 1) * draws] for array in numbers))


class _Expected:
    """What is expected of deals that hold some promises, each of which may not be kept.

    Args:
        kept: What every draw comes to in each way to keep promises.
        promises: The promises.
        ways: Which of them each way keeps, or holds.
        chance: (D, P) with which probability each is kept.
    """

    def __init__(
        self, kept: Answers, promises: Sequence[Promised], ways: Sequence[Sequence[bool]], chance: Floats
    ) -> None:
        self.kept, self.promises, self.ways, self.chance = kept, promises, ways, chance

    def _weights(self, held: int) -> Iterator[tuple[int, Floats]]:
        """Yield the ways in which promises that are held may be kept, each with its probability (D,)."""
        for way, kept in enumerate(self.ways):
            if all(h or not k for h, k in zip(self.ways[held], kept, strict=True)):
                weight = np.ones(len(self.chance))
                for place, holds in enumerate(self.ways[held]):
                    if holds:
                        weight = weight * (self.chance[:, place] if kept[place] else 1 - self.chance[:, place])
                yield way, weight

    @cached_property
    def more(self) -> Floats:
        """(ways, D, I) the mean payoff over what is kept, less the payoff if all is kept."""
        more = np.zeros_like(self.kept.payoffs)
        for held in range(len(self.ways)):
            for way, weight in self._weights(held):
                more[held] += weight[:, None] * (self.kept.payoffs[way] - self.kept.payoffs[held])
        return more

    @cached_property
    def walk(self) -> Floats:
        """(ways, D, T, I) walk-away values: with a talk all promises of its deal are gone, the others are there."""
        walk: Floats = self.kept.walk + self.more[:, :, None, :]
        for held, way in enumerate(self.ways):
            for talk in {one.talk for one in self.promises}:
                rest = tuple(h and one.talk != talk for h, one in zip(way, self.promises, strict=True))
                left = list(self.ways).index(rest)
                walk[held, :, talk] = self.kept.walk[left][:, talk] + self.more[left]
        return walk

    def moved(self, held: int, settled: Floats) -> Floats:
        """(D, K) the mean level over what is kept, less the level if all is kept: that at which the deal is settled."""
        moved: Floats = np.zeros_like(settled)
        for way, weight in self._weights(held):
            if way != held:
                moved += weight[:, None] * (self.kept.levels[way] - settled)
        return moved


def _with_walks(
    numbers: Numbers, promises: Sequence[Promised], way: Sequence[bool], walk: Floats, more: Floats, units: Floats
) -> Numbers:
    """The numbers with the walk-away values of the talks whose deals hold promises, what is not kept taken off."""
    wait = numbers.wait.copy()
    for one, holds in zip(promises, way, strict=True):
        if holds:
            wait[:, one.talk] = 1.0
    return numbers._replace(wait=wait, later=(walk - more[:, None, :]) * units[:, None, :])


def _choose(
    structure: Structure,
    numbers: Numbers,
    answers: Answers,
    promises: Sequence[Promised],
    expected: _Expected,
) -> tuple[NDArray[np.int64], Flags]:
    """(D,) which promises the deals hold: the first way from which no talk would rather hold others of its own.

    And whether that is open: there are several such ways, or there is none and nothing is promised.
    """
    ways, talks = expected.ways, sorted({one.talk for one in promises})
    scores = np.array(
        [[_score(structure, numbers, answers, expected, way, t) for t in talks] for way in range(len(ways))]
    )
    chosen, found = np.zeros((2, scores.shape[2]), np.int64)
    for way in reversed(range(len(ways))):
        rests = np.ones(scores.shape[2], np.bool_)
        for place, talk in enumerate(talks):
            for other in range(len(ways)):
                if all(one.talk == talk or a == b for one, a, b in zip(promises, ways[way], ways[other], strict=True)):
                    rests &= scores[way, place] >= scores[other, place] - AS_GOOD
        chosen[rests] = way
        found += rests
    return chosen, found != 1


def _score(
    structure: Structure, numbers: Numbers, answers: Answers, expected: _Expected, way: int, talk: int
) -> Floats:
    """(D,) the logarithm of the product of the gains in a talk; far below any other without a deal."""
    holds = any(h and one.talk == talk for h, one in zip(expected.ways[way], expected.promises, strict=True))
    gains = answers.if_made[way][:, talk] + expected.more[way] - expected.walk[way][:, talk]
    here, party = structure.issue_talk == talk, structure.party[talk]
    touched: Flags = np.any(numbers.salience[:, :, here] > 0, axis=2)
    for need, actor in enumerate(structure.need_actor):
        touched[:, actor] |= (numbers.weight[:, need, None] * numbers.cover[:, need][:, here] > 0).any(axis=1)
    inside = party & touched & (numbers.power[:, talk] > 0)
    share = numbers.power[:, talk] * inside
    share = share / np.maximum(share.sum(axis=1, keepdims=True), 1e-300)
    product = (share * np.log(np.where(inside & (gains > 0), gains, 1.0))).sum(axis=1)
    fits = ((gains > 0) | ~inside).all(axis=1) & ((gains >= -BEARABLE) | inside | ~party).all(axis=1)
    fits &= answers.agreed[way] >> talk & 1 == 1
    score: Floats = np.where(fits, product, -np.inf if holds else NO_DEAL)
    return score


def _taken(
    given: Structure,
    structure: Structure,
    settled: Sequence[Numbers],
    answers: Answers,
    expected: _Expected,
    chosen: NDArray[np.int64],
    is_open: Flags,
) -> WithPromises:
    """What every draw comes to in the way that is chosen for it."""
    rows, ways = np.arange(len(chosen)), range(len(expected.ways))

    def picked(arrays: Sequence[Floats]) -> Floats:
        return np.stack(arrays)[chosen, rows]

    found = Answers._make(array[chosen, rows] if array.shape[1] else array[0] for array in answers)
    more = expected.more[chosen, rows]
    moved = picked([expected.moved(way, answers.levels[way]) for way in ways])
    walk, talks = found.walk + more[:, None, :], list({one.talk for one in expected.promises})
    walk[:, talks] = expected.walk[chosen, rows][:, talks]
    moved[:, np.isin(given.issue_talk, talks)] = 0.0
    return WithPromises(
        structure=structure,
        whole=given,
        numbers=Numbers(*(picked(arrays) for arrays in zip(*settled, strict=True))),
        answers=found,
        held=np.array(expected.ways)[chosen],
        open=is_open,
        more=more,
        moved=moved,
        walk=walk,
    )


def expected_answers(found: WithPromises) -> Answers:
    """The answers for the actors of the network alone, as they are expected: some promises are not kept."""
    answers, more = found.answers, found.more
    answers = answers._replace(
        levels=answers.levels + found.moved,
        payoffs=answers.payoffs + more,
        walk=found.walk,
        if_made=answers.if_made + more[:, None, :],
    )
    return answers_of_actors(found.structure, answers)


def expected_solution(network: Network, found: WithPromises, solution: Solution, broken: Broken) -> Solution:
    """A settlement of the one draw of `found`, as `expected_answers` has it.

    Args:
        network: The network, with the structure of `found`.
        found: What the draw comes to.
        solution: The settlement, for all actors that the arrays know.
        broken: For the row of each talk whose deal may hold promises, levels and agreements if it breaks down.
    """
    more, talks = found.more[0], list(broken)
    walk = solution.walk + more
    walk[talks] = found.walk[0][talks]
    expected = replace(
        solution,
        levels=solution.levels + found.moved[0],
        payoffs=solution.payoffs + more,
        walk=walk,
        if_made=solution.if_made + more,
        broken=tuple(broken.get(t, outcome) for t, outcome in enumerate(solution.broken)),
    )
    return of_actors(network, expected)
