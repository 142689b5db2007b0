"""`spatial`: the Spatial Model of Politics of KTAB: turn by turn each challenges another, and bargains are struck.

    d_ij = sqrt(sum_k (s_ik (x_ik - x_jk))^2 / sum_k s_ik^2),   u_ij = (1 - d_ij)(1 + d_ij R_i)

on all issues at once. Wise, Lester and Efird (2015). Everything that the toolkit lets its user choose moves the answer;
the options have its names as far as they are words, and its defaults.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import product
from typing import ClassVar, Literal, final, get_args, get_type_hints

import numpy as np

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.arrays import Floats, Ints
from tertius.rules.decisions.decision import DecisionModel, Ending
from tertius.rules.decisions.order import order_of, orders_of, stretches
from tertius.rules.decisions.stances import Stances
from tertius.rules.decisions.weighted_median import weighted_median, weighted_medians
from tertius.rules.settlement import Status
from tertius.rules.workers import call, call_each

TURNS, LEAST_TURNS = 100, 2

QUIET, SLACK = 0.02, 1e-6
"""Turns end when all moves together are below this share of the first turn's."""

AT_ONCE = 128
"""So many draws are played in one call, after which an interrupt is heard."""

STEPS = 10_000
"""Bargains are rounded to this part of a scale, as in the toolkit."""


@dataclass(frozen=True)
class Options:
    """What the toolkit lets its user choose; in brackets its name for it. The first word of each list is number 0.

    Attributes:
        voting: How influence grows with what is at stake (VotingRule).
        victory: How the chance to win grows with the odds of two coalitions (VictoryProbModel).
        election: How chances of single contests become chances of options (PCEModel).
        risk: How far risk attitudes R go down from 1: to 0, -1/2 or -1 (BigRRange).
        estimate: How much of the way from its own attitude to the other's true one an actor gets (BigRAdjust).
        commitment: Which helpers move when a contest ends: all, those who lose, or none (ThirdPartyCommit).
        bargain: Weights of a bargain: s P, (s P)^2, or the difference of the P (InterVecBrgn).
        view: Whose estimate of P makes the bargain: the challenger's, either's as two bargains, or a mean (BargnModel).
    """

    voting: Literal["proportional", "mixed", "binary", "mixed-cubic", "cubic", "prospect"] = "proportional"
    victory: Literal["linear", "square", "quartic", "octic"] = "linear"
    election: Literal["conditional", "long-run"] = "conditional"
    risk: Literal["low", "middle", "high"] = "middle"
    estimate: Literal["own", "third", "half", "two-thirds", "true"] = "third"
    commitment: Literal["full", "semi", "none"] = "semi"
    bargain: Literal["s1p1", "s2p2", "s2pmax"] = "s2p2"
    view: Literal["initiator", "both", "compromise"] = "initiator"

    def __post_init__(self) -> None:
        for name, words in self.legal().items():
            if getattr(self, name) not in words:
                raise ValueError(f"{name} is one of {', '.join(words)}, found {getattr(self, name)!r}")

    @classmethod
    @cache
    def legal(cls) -> dict[str, tuple[str, ...]]:
        """What every option can be."""
        hints = get_type_hints(cls)
        return {field.name: get_args(hints[field.name]) for field in fields(cls)}

    @property
    def numbers(self) -> Ints:
        """(8,) the options as the kernel takes them."""
        return np.array([words.index(word) for word, words in zip(astuple(self), self.legal().values(), strict=True)])


@dataclass(frozen=True)
class Turns:
    """The turns of one table; N actors, K issues.

    Attributes:
        positions: (T + 1, N, K) before the first turn and after each, on the scales that came in.
        targets: (T, N) whom each actor challenged; -1 if nobody was worth it.
        partners: (T, N) with whom it struck the bargain that moved it; -1 where it stays.
        risks: (T, N) its risk attitude R, from 1 (avoids risk) down.
        places: (M, K) the different positions in the end.
        chances: (M,) the chance of each in an election of all.
        status: Settled if the last turn was quiet, limit if the turns were over.
        residual: The sum of the moves in the last turn, in units of a scale.
    """

    positions: Floats
    targets: Ints
    partners: Ints
    risks: Floats
    places: Floats
    chances: Floats
    status: Status
    residual: float


def spatial(
    positions: Floats,
    saliences: Floats,
    capabilities: Floats,
    scales: Floats | None = None,
    options: Options | None = None,
    turns: int = TURNS,
    steps: int = STEPS,
) -> Turns:
    """Play turns on all issues at once.

    Args:
        positions: (N, K) what each actor wants on each issue.
        saliences: (N, K) how much it matters to each, 0 or more. Where they add up to more than 1 for some actor all
            are divided by the largest sum.
        capabilities: (N,) the weight of each, 0 or more.
        scales: (K, 2) lowest and highest level of each issue; 0 to 100 if left out.
        options: What the toolkit lets its user choose; its defaults if left out.
        turns: The most that are played.
        steps: Bargains are rounded to this part of a scale; 0: not at all.

    Raises:
        ValueError: Nobody has any weight, or a number is out of its range.
    """
    from tertius.rules.decisions.spatial.kernel import chances_of_places, spatial_turns

    # One layout, whatever that of the tables, for each would be compiled for itself.
    x, s, c = (np.array(table, np.float64, order="C") for table in (positions, saliences, capabilities))
    ends = np.array([[0.0, 100.0]] * x.shape[1]) if scales is None else np.asarray(scales, np.float64)
    if not np.isfinite(x).all() or not (np.isfinite(s) & (s >= 0)).all() or not (np.isfinite(c) & (c >= 0)).all():
        raise ValueError("positions must be finite, saliences and capabilities 0 or more")
    if not (c[:, None] * s).sum() > 0:
        raise ValueError("nobody has any weight")
    if turns < 1:
        raise ValueError(f"turns must be 1 or more, found {turns}")
    s /= max(1.0, s.sum(axis=1).max())
    how = (options or Options()).numbers
    low, wide = ends[:, 0], ends[:, 1] - ends[:, 0]
    order = order_of(x, s, c)
    x, s, c = x[order], s[order], c[order]
    played, targets, partners, risks, moved, still = call(
        spatial_turns, (x - low) / wide, s, c, how, float(steps), LEAST_TURNS, turns, QUIET, SLACK
    )
    places = np.unique(played[-1], axis=0)
    chances = call(chances_of_places, played[-1], s, c, how, places)
    status = Status.SETTLED if still else Status.LIMIT
    place = np.argsort(order)  # where each row of the table went
    targets, partners = (np.where(whom < 0, -1, order[whom])[:, place] for whom in (targets, partners))
    positions, risks = low + wide * played[:, place], risks[:, place]
    return Turns(positions, targets, partners, risks, low + wide * places, chances, status, float(moved))


@final
class Spatial(DecisionModel):
    """The Spatial Model of Politics with the defaults of the toolkit: all issues at once, a hundred turns at most."""

    key: ClassVar[str] = "spatial"
    title: ClassVar[str] = "KTAB's spatial model: challenges and bargains on all issues at once"
    reference: ClassVar[str] = "Wise, Lester & Efird 2015"
    unmet: ClassVar[str] = "it places every actor on every issue, and not every actor has a stance on each"

    def lacks(self, case: Case) -> list[Problem]:
        """The stances that are missing: the model places every actor on every issue."""
        decided = [issue for issue in case.issues if case.decided(issue)]
        present = [actor for actor, own in case.stances.items() if any(issue in own for issue in decided)]
        problems = []
        for actor, issue in product(present, decided):
            if issue not in case.stances[actor]:
                found = (
                    f"'{actor}' has no stance on '{issue}', and the rule 'spatial' places every actor on every issue"
                )
                problem = Problem(found=found, suggestion="give it one, with salience 0 if it does not care")
                problems.append(case.origin.place(("stances", actor)).put(problem))
        return problems

    def decide_all(self, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """The weighted median of the last positions on each issue; the chances are those of the places in the end."""
        played = _play(stances)
        endings = _endings(stances, played)
        for k, (issue, ending) in enumerate(endings.items()):
            levels, where = np.unique(played.places[:, k], return_inverse=True)
            odds = np.bincount(where, played.chances)  # the chances of the places that lie at each level
            chances = tuple(zip(map(float, levels), map(float, odds), strict=True))
            endings[issue] = ending._replace(chances=chances)
        return endings

    def decide_many(self, draws: Sequence[Mapping[str, Stances]], threads: int = 1) -> list[dict[str, Ending] | None]:
        """Many draws of one table, each as `decide_all` has it but for the chances, many in one call of a kernel."""
        from tertius.rules.decisions.spatial.kernel import spatial_draws

        if not draws:
            return []
        x, s, c = (np.array([[own[n] for own in draw.values()] for draw in draws]) for n in range(3))  # (D, K, I)
        low, high = np.array([own.scale for own in draws[0].values()]).T
        shares, capability = np.moveaxis((x - low[:, None]) / (high - low)[:, None], 1, 2), c.mean(axis=1)
        salience = np.moveaxis(s, 1, 2) / 100
        salience = salience / np.maximum(1.0, salience.sum(axis=2).max(axis=1))[:, None, None]
        heavy = (capability[:, :, None] * salience).any(axis=(1, 2))
        order = orders_of(np.moveaxis(x, 1, 2), np.moveaxis(s, 1, 2) / 100, capability)
        rows = [np.take_along_axis(table, order[:, :, None], axis=1) for table in (shares, salience)]
        rows.append(np.take_along_axis(capability, order, axis=1))
        fixed = (Options().numbers, float(STEPS), LEAST_TURNS, TURNS, QUIET, SLACK)
        parts = stretches(np.flatnonzero(heavy), AT_ONCE)
        played = call_each(
            spatial_draws, [(*(np.ascontiguousarray(t[n]) for t in rows), *fixed) for n in parts], threads
        )
        last, rested = np.full(shares.shape, np.nan), np.zeros(len(draws), np.bool_)
        for part, (ends, still) in zip(parts, played, strict=True):
            last[part], rested[part] = ends, still
        last = np.take_along_axis(last, np.argsort(order, axis=1)[:, :, None], axis=1)
        levels = {}
        for k, issue in enumerate(draws[0]):
            weights = c[:, k] * s[:, k]
            weights = np.where(weights.any(axis=1)[:, None], weights, capability)
            levels[issue] = weighted_medians(low[k] + (high - low)[k] * last[:, :, k], weights)
        return [
            {
                issue: Ending(float(level[n]), Status.SETTLED if rested[n] else Status.LIMIT)
                for issue, level in levels.items()
            }
            if heavy[n]
            else None
            for n in range(len(draws))
        ]


def _play(stances: Mapping[str, Stances]) -> Turns:
    tables = list(stances.values())
    return spatial(
        np.array([own.position for own in tables]).T,
        np.array([own.salience for own in tables]).T / 100,
        np.array([own.capability for own in tables]).mean(axis=0),
        np.array([own.scale for own in tables]),
    )


def _endings(stances: Mapping[str, Stances], played: Turns) -> dict[str, Ending]:
    capability = np.array([own.capability for own in stances.values()]).mean(axis=0)
    endings = {}
    for k, (issue, own) in enumerate(stances.items()):
        weights = own.capability * own.salience
        level = weighted_median(played.positions[-1][:, k], weights if weights.any() else capability)
        endings[issue] = Ending(level, played.status, played.residual * (own.scale[1] - own.scale[0]))
    return endings
