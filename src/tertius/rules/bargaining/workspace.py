"""What the rules ask of the kernels: the case goes in as `Structure` and `Numbers`, answers come out by name."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Floats, Ints, Numbers, Structure, as_batch
from tertius.rules.bargaining.breakdown.leaving import partings_of
from tertius.rules.bargaining.kernels.layout import (
    COUNTS,
    FIELDS,
    FLOATS,
    HELD_AS_IS,
    INTS,
    NUMBERS,
    RENEGOTIATE,
    SECANTS,
    SETTLE,
    SETTLE_FROM,
    STAND,
    STRUCTURE,
)
from tertius.rules.compiled.machine_code import MachineCode
from tertius.rules.workers import call

_settle = MachineCode("tertius.rules.bargaining.kernels.settle", "settle", "PPPqPP")


class Answers(NamedTuple):
    """The headline of each draw.

    Attributes:
        levels: (D, K) levels, in [0, 1].
        agreed: (D,) masks of the talks in agreement.
        payoffs: (D, I) payoffs, in units of each actor.
        walk: (D, T, I) payoffs if each talk breaks down, in units of each actor.
        hand: (D, T, I) upper hands, nan where there is none; without a first axis if nobody asks for them.
        units: (D, I) the points of one unit of each actor.
        flags: (D,) CYCLING, LIMIT, TIED and SEVERAL bits.
        residual: (D,) largest move of a level in the last round.
        approval: (D, T) P(those at home say yes) to each deal.
        parted: (D,) masks of the partings: which groups closed a talk without its other parties.
        if_made: (D, T, I) payoffs if the deal of a talk that may be missed comes about, in units of each actor.
        season: (D,) the season in which it is settled, from 0.
    """

    levels: Floats
    agreed: Ints
    payoffs: Floats
    walk: Floats
    hand: Floats
    units: Floats
    flags: Ints
    residual: Floats
    approval: Floats
    if_made: Floats
    season: Ints
    parted: Ints


class Outcomes(NamedTuple):
    """The outcome of every set of talks S (2^T masks), under `renegotiate`; see `kernels.sets`.

    Attributes:
        levels: (S, K) levels, in [0, 1].
        agreed: (S,) mask of the talks that end in agreement.
        payoffs: (S, I) payoffs in units of each actor's range.
        flags: (S,) CYCLING, LIMIT, TIED and SEVERAL bits, of this set and of every set that it rests on.
        residual: (S,) largest move of a level in the last round, of this set and of every set that it rests on.
        parted: (S,) masks of the partings with which it ends, see `kernels.partings`.
        limbo: (S,) masks of the talks without agreement that may never take place.
        others: (S,) mask of the talks that a party may leave instead of the one that is off the table.
        fell: (S, T) the turn in which a talk was left without agreement, from 0; -1 if it was not.
        margin: (S, T) the smallest gain of such a talk, in units of the party's range.
        loser: (S, T) the party whose gain that is.
        units: (I,) the points of one unit of each actor's payoff.
    """

    levels: Floats
    agreed: Ints
    payoffs: Floats
    flags: Ints
    residual: Floats
    parted: Ints
    limbo: Ints
    others: Ints
    fell: Ints
    margin: Floats
    loser: Ints
    units: Floats


class Held(NamedTuple):
    """Where the search for one settlement ended, under `hold`.

    Attributes:
        levels: (K,) levels, in [0, 1].
        agreed: Mask of the talks that end in agreement.
        flags: CYCLING, LIMIT and TIED bits.
        residual: Largest move of a level in the last round.
        fell: (T,) the turn in which the talk fell out for want of a zone, from 0; -1 if it did not.
        margin: (T,) the smallest gain of such a talk, in units of the party's range.
        loser: (T,) the party whose gain that is.
        parted: Mask of the partings.
    """

    levels: Floats
    agreed: int
    flags: int
    residual: float
    parted: int
    fell: Ints
    margin: Floats
    loser: Ints


class Standing(NamedTuple):
    """What given levels and agreements are worth, if the other talks stay as they are when one fails.

    Attributes:
        payoffs: (I,) payoffs in units of each actor's range.
        walk: (T, I) payoffs if one talk fails and the others hold.
        hand: (T, I) upper hands; nan where there is no agreement, or no interest in the levels.
        units: (I,) the points of one unit of each actor's payoff.
        if_made: (T, I) payoffs if the deal of a talk that may be missed comes about.
    """

    payoffs: Floats
    walk: Floats
    hand: Floats
    units: Floats
    if_made: Floats


@dataclass(frozen=True)
class Workspace:
    """The two arrays of one network, with its structure written into them.

    Attributes:
        v: The counts, the places and the integers.
        w: The floats.
        shapes: The shape of every field.
    """

    v: Ints
    w: Floats
    shapes: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, structure: Structure, mode: int, backward: bool = False) -> Workspace:
        """Room to settle networks of this structure; with every set of talks, if they are renegotiated.

        Args:
            structure: Who is where.
            mode: RENEGOTIATE or HELD_AS_IS.
            backward: Whether talks are settled in the reverse of their order.
        """
        talks, actors = structure.party.shape
        partings = partings_of(structure)
        counts = {
            "actors": actors,
            "issues": structure.issue_talk.size,
            "talks": talks,
            "needs": structure.need_actor.size,
            "links": structure.link_from.size,
            "threats": structure.threat_talk.size,
            "doubts": structure.doubt_actor.size,
            "views": 1 + len(set(structure.doubt_actor.tolist())),
            "demands": structure.demand_issue.size,
            "electors": structure.elector_actor.size,
            "partings": len(partings["parting_talk"]),
            "luck": int(structure.unsure.any() or structure.planned.any()),
            "dated": int(structure.pending.any() or structure.given.any()),
            "mode": mode,
            "backward": int(backward),
        }
        sizes = dict(zip("IKTNLHWGDYC", counts.values(), strict=False))
        ways = [1 + int(structure.unsure[t] or structure.planned[t]) + int(structure.planned[t]) for t in range(talks)]
        firing = set(structure.link_from.tolist())
        sizes |= {"M": sizes["K"] + 1, "J": SECANTS, "Q": prod(ways[t] for t in firing)}
        sizes["S"] = 1 << talks + sizes["C"] if mode == RENEGOTIATE else 0
        sizes["R"] = 1 + talks if counts["luck"] else 1
        sizes |= {digit: int(digit) for digit in "1234"}
        shapes = {name: tuple(sizes[letter] for letter in shape) for name, shape in {**FLOATS, **INTS}.items()}
        floats = np.cumsum([0, *(prod(shapes[name]) for name in FLOATS)])
        ints = np.cumsum([len(FIELDS), *(prod(shapes[name]) for name in INTS)])
        counts["most_outcomes"] = sizes["Q"]
        counts["row"] = int(floats[len(NUMBERS)])
        made = cls(np.zeros(ints[-1], np.int64), np.zeros(floats[-1]), shapes)
        made.v[: len(COUNTS)] = [counts.get(name, 0) for name in COUNTS]
        made.v[len(COUNTS) : len(FIELDS)] = [*floats[:-1], *ints[:-1]]
        for name in STRUCTURE:
            made[name][...] = getattr(structure, name)
        for name, rows in partings.items():
            made[name][...] = rows
        made["seated"][...] = structure.party
        made["curvature"][...] = structure.curvature
        return made

    def __getitem__(self, field: str) -> NDArray[np.generic]:
        """A field in its shape; what is written into it is written into the workspace."""
        array: NDArray[np.generic] = self.w if field in FLOATS else self.v
        place, shape = int(self.v[FIELDS.index(field)]), self.shapes[field]
        return array[place : place + prod(shape)].reshape(shape)

    def ask(
        self, task: int, asked: int, numbers: Numbers, hands: bool = True, rest: int | None = None, closed: int = 0
    ) -> Answers:
        """The kernel's answers to every draw.

        Args:
            task: SETTLE, SETTLE_FROM (the levels in `start`) or STAND.
            asked: Mask of the talks that may be agreed; the others have failed. Of STAND
                under `hold`, those in agreement.
            numbers: With a leading axis of draws (D, ...).
            hands: Whether upper hands are wanted; they take time.
            rest: The set of talks whose outcome is told, or that might have been agreed; `asked` if left out.
            closed: The partings of an outcome that is there already, under `hold`.
        """
        draws, (talks, actors), issues = len(numbers.reference), self.shapes["walk"], self.shapes["levels"][0]
        names, values = ("task", "asked", "rest", "hands", "closed"), (task, asked, rest, hands, closed)
        for name, value in zip(names, values, strict=True):
            self.v[FIELDS.index(name)] = asked if value is None else value
        rows = np.concatenate([getattr(numbers, name).reshape(draws, -1) for name in NUMBERS], axis=1)
        out = np.empty((draws, issues + actors * (2 + 3 * talks) + 1 + talks))
        how = np.empty((draws, 3), np.int64)
        _settle(self.v, self.w, rows.reshape(-1), draws, out.reshape(-1), how.reshape(-1))
        ends = np.cumsum([issues, actors, talks * actors, talks * actors, actors, 1, talks])
        levels, payoffs, walk, hand, units, residual, approval, made = np.split(out, ends, axis=1)
        table = (draws, talks, actors)
        walk, hand = walk.reshape(table), hand.reshape(table)
        return Answers(
            levels,
            how[:, 0],
            payoffs,
            walk,
            hand,
            units,
            how[:, 1],
            residual[:, 0],
            approval,
            made.reshape(table),
            np.zeros(draws, np.int64),
            how[:, 2],
        )


def settle_draws(
    mode: int,
    structure: Structure,
    batch: Numbers,
    asked: int,
    first: int,
    last: int,
    answers: Answers,
    start: Floats | None = None,
) -> None:
    """Settles draws first to last - 1 of a batch, each from its references or from a start (K,); fills `answers`.

    Talks outside the mask `asked` are made to fail.
    """
    numbers, hands = Numbers(*(array[first:last] for array in batch)), len(answers.hand) > 0
    space = Workspace.of(structure, mode)
    if start is not None:
        space["start"][...] = start
    found = space.ask(SETTLE if start is None else SETTLE_FROM, asked, numbers, hands)
    for name, array in zip(Answers._fields, found, strict=True):
        if name != "hand" or hands:
            getattr(answers, name)[first:last] = array


def settle_sets(structure: Structure, numbers: Numbers, start: Floats, backward: bool, asked: int) -> Outcomes:
    """The outcomes of a set of talks and of every set within it; those of other sets say nothing.

    Args:
        structure: Who is where.
        numbers: One draw.
        start: (K,) the levels at which each search starts.
        backward: Whether the talks are settled in reverse order, round after round.
        asked: Mask of the set.
    """
    space = Workspace.of(structure, RENEGOTIATE, backward)
    space["start"][...] = start
    found = call(space.ask, SETTLE_FROM, asked, as_batch(numbers), False)
    sets = {name: space[f"set_{name}"] for name in Outcomes._fields[:-1]}
    return Outcomes(**sets, units=found.units[0])  # type: ignore[arg-type]


def walk_aways(
    structure: Structure, numbers: Numbers, outcomes: Outcomes, asked: int, rest: int
) -> tuple[Floats, Floats, Floats]:
    """Walk-away values, upper hands and payoffs if a deal is made (T, I), where the outcome is that of the set `rest`.

    Walk-away values are in units of the actor's range. The upper hand is (V - d) / (I - d), with I the actor's
    best in the zone of agreement; nan where there is no agreement, or no interest in the levels.
    """
    space = Workspace.of(structure, RENEGOTIATE)
    for name in ("levels", "payoffs", "agreed", "parted", "limbo"):
        space[f"set_{name}"][...] = getattr(outcomes, name)
    found = call(space.ask, STAND, asked, as_batch(numbers), True, rest)
    return found.walk[0], found.hand[0], found.if_made[0]


def settle_held(structure: Structure, numbers: Numbers, start: Floats, backward: bool, asked: int) -> Held:
    """Settles the talks of the set `asked` under `hold`: as long as one lacks a zone, the worst falls out.

    The arguments are those of `settle_sets`.
    """
    space = Workspace.of(structure, HELD_AS_IS, backward)
    space["start"][...] = start
    found = call(space.ask, SETTLE_FROM, asked, as_batch(numbers), False)
    ended = (found.levels[0], int(found.agreed[0]), int(found.flags[0]), float(found.residual[0]))
    return Held(*ended, int(found.parted[0]), space["fell"], space["fell_gain"], space["fell_party"])  # type: ignore[arg-type]


def stand_at(
    structure: Structure, numbers: Numbers, levels: Floats, agreed: int, asked: int | None = None, parted: int = 0
) -> Standing:
    """What everyone has at given levels.

    Args:
        structure: Who is where.
        numbers: One draw.
        levels: (K,) the levels.
        agreed: Mask of the talks in agreement.
        asked: Mask of the talks that might have been, if more than these; the others have failed.
        parted: Mask of the partings: which groups closed a talk without its other parties.
    """
    space = Workspace.of(structure, HELD_AS_IS)
    space["start"][...] = levels
    found = call(space.ask, STAND, agreed, as_batch(numbers), True, asked, parted)
    return Standing(found.payoffs[0], found.walk[0], found.hand[0], found.units[0], found.if_made[0])
