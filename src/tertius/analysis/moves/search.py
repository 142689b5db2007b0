"""The best moves of an actor, and its best plans: ordered sequences of its moves, made before the talks."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.plans import DEEPEST, DRAWS, MOST_PLANS
from tertius.analysis.moves.tree import MoveTree
from tertius.case.actions import hindrance_to
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules.settlement import Branch
from tertius.scenarios.branches import branch_of
from tertius.scenarios.effects import SAME, Effect, decided, effect_of, mean_and_error
from tertius.scenarios.scenarios import Progress, Scenarios, scenarios_for

if TYPE_CHECKING:
    import pandas as pd


Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plan(Record):
    """One or several moves of an actor, made one after the other.

    Attributes:
        moves: Ids of the moves.
        any_order: Whether their order is all the same.
        net: The effect on the actor's payoff, less what the moves cost, over draws and theories.
        gross: The same without the cost.
        cost: What the moves are expected to cost, in the actor's points.
        regret: What is lost on average against the best of all plans looked into, had one known the draw.
        worst_regret: The most that is lost so in any draw.
        theories: Theory: mean of the net effect.
        others: Actor: mean effect on its payoff.
        errors: The standard errors over the draws of the means of ``net``, ``gross``, ``cost``, ``regret`` and
            ``behind``.
        behind: What it gains less than the best plan on average, over the same draws; 0 for the best.
        branch: Of a single move, whether the settlements without and with it are of one branch under every theory, with
            every number at its middle; else what it brings cannot be told, and it comes last.
    """

    moves: tuple[str, ...]
    any_order: bool
    net: Effect
    gross: Effect
    cost: float
    regret: float
    worst_regret: float
    theories: Mapping[str, float]
    others: Mapping[str, float]
    errors: Mapping[str, float]
    behind: float = 0.0
    branch: Branch = Branch.ONE

    @property
    def as_good(self) -> bool:
        """Whether it cannot be told from the best plan: what it is behind is within two standard errors, or nothing."""
        return self.behind <= SAME or not decided(self.behind, self.errors.get("behind", 0.0))

    @property
    def decided(self) -> bool:
        """Whether the sign of the gain is: two standard errors around it do not hold 0."""
        return decided(self.net.mean, self.errors["net"])

    @property
    def backfires(self) -> bool:
        """Whether it would hurt its own actor on average even if it cost nothing."""
        return self.gross.mean < 0

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of a plan in JSON."""
        effects = self.plain("moves", "any_order", "net", "gross", "cost", "regret", "worst_regret", "backfires")
        return effects | self.plain("theories", "others", "errors", "decided", "behind", "as_good", "branch")


@dataclass(frozen=True)
class Search(Result):
    """The plans of one actor, best first.

    Attributes:
        case: The case.
        actor: Whose plans they are.
        depth: How many moves a plan has at most.
        plans: The plans looked into, by their mean net effect; doing nothing is none of them.
        nothing_regret: What doing nothing loses on average against the best plan in each draw.
        nothing_worst_regret: The most that it loses in any draw.
        hindered: Own moves that are in no plan, and why.
        looked_into: How many sequences of moves were looked into; some of them come to the same.
        possible: How many there are.
        draws: How many draws.
        seed: Their seed.
        theories: Names of the theories.
        unsettled: Share of draws and theories in which some version did not come to rest; they are in no figure of it.
    """

    case: Case
    actor: str
    depth: int
    plans: tuple[Plan, ...]
    nothing_regret: float
    nothing_worst_regret: float
    hindered: Mapping[str, str]
    looked_into: int
    possible: int
    draws: int
    seed: int
    theories: tuple[str, ...]
    unsettled: float

    @property
    def rivals(self) -> tuple[Plan, ...]:
        """The plans that cannot be told from the best one; more draws may turn the order round."""
        known = (plan for plan in self.plans[1:] if plan.net.draws and plan.branch.comparable)
        return tuple(plan for plan in known if plan.as_good)

    @property
    def exhaustive(self) -> bool:
        """Whether every plan was looked into."""
        return self.looked_into == self.possible

    def ending(self) -> tuple[str, ...]:
        """Whose moves, over how many draws and which theories."""
        of = f"{self.case.name(self.actor)}: {len(self.plans)} plans of up to {self.depth} moves"
        return (f"{of}, {self.draws:,} draws under {', '.join(self.theories)}.",)

    def cautions(self) -> tuple[str, ...]:
        """That some did not come to rest, and that not every plan was looked into."""
        restless = f"{100 * self.unsettled:.1f}% of draws and theories did not come to rest; no figure counts them."
        cut = f"{self.looked_into:,} of {self.possible:,} plans were looked into."
        return (*((restless,) if self.unsettled else ()), *(() if self.exhaustive else (cut,)))

    def to_frame(self) -> pd.DataFrame:
        """A row per plan: gain, cost, range, share of the draws in which it helps, worst case, regret."""
        rows = [
            (
                *(" + ".join(plan.moves), plan.net.mean, plan.cost, plan.net.low, plan.net.median, plan.net.high),
                *(plan.net.helps, plan.net.worst, plan.regret, plan.worst_regret, plan.backfires),
            )
            for plan in self.plans
        ]
        columns = ("gain", "cost", "low", "median", "high", "helps", "worst", "regret", "worst_regret")
        return frame_of(rows, ["plan"], dict.fromkeys(columns, float) | {"backfires": bool})

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        known = ("actor", "depth", "draws", "seed", "theories", "looked_into", "possible", "exhaustive", "unsettled")
        return {
            "case": self.case.case,
            **self.plain(*known),
            "nothing": {"regret": self.nothing_regret, "worst_regret": self.nothing_worst_regret},
            **self.plain("plans", "hindered"),
        }


def moves(
    case: Case,
    actor: str,
    depth: int = 1,
    draws: int = DRAWS,
    seed: int = 1,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    progress: Progress | None = None,
    scenarios: Scenarios | None = None,
    client: Any = None,
) -> Search:
    """Look for the best moves of an actor, and with a depth above 1 for its best plans.

    Every version of the case is settled in the same draws and under every theory; each draw under each theory
    counts the same. An actor's payoff is counted by its wants in the case, whatever it comes to state.

    Args:
        case: A checked case with moves.
        actor: Whose moves.
        depth: How many moves a plan has at most, 1 to 3.
        draws: How many draws.
        seed: Seed of the draws.
        theories: ``default``, ``all``, or names.
        threads: Draws settled at a time; all cores if left out.
        progress: Told how many plans are looked into, and of how many.
        scenarios: Shared with other searches or with `claims`: what one of them has settled is not settled again. The
            draws, seed, theories and threads are then theirs.
        client: A `distributed.Client`: its cluster settles the draws, to the same bits.

    Returns:
        The plans, best first. Up to `MOST_PLANS` sequences all are looked into; of more, those that begin with the
        best.

    Raises:
        UsageError: There is no such actor, it has no moves, a number is out of range, or the scenarios are of
            another case.
    """
    _check(sound(case), actor, depth)
    own = [ident for ident, move in case.moves.items() if move.actor == actor]
    tree = MoveTree(scenarios_for([case], theories, draws, seed, threads, scenarios, client))
    possible = sum(1 for _ in _sequences(case, own, depth))
    search = _PlanSearch(tree, actor, min(possible, MOST_PLANS), progress)
    if possible <= MOST_PLANS:
        in_turn = _sequences(case, own, depth)
        while some := list(islice(in_turn, tree.scenarios.at_once)):
            tree.settle_ahead(sequence for sequence in some if not tree.hindrance(sequence))
            for sequence in some:
                search.look_into(sequence)
        return search.result(depth, own, possible)
    # Best first: it always goes on from the plan that is best so far, until enough were looked into.
    waiting: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    while waiting and search.count < search.most:
        _, before = heapq.heappop(waiting)
        for ident in own:
            if not hindrance_to(case.moves, ident, before) and search.count < search.most:
                sequence = (*before, ident)
                gain = search.look_into(sequence)
                if len(sequence) < depth:
                    heapq.heappush(waiting, (-gain, sequence))
    return search.result(depth, own, possible)


def _check(case: Case, actor: str, depth: int) -> None:
    if actor not in case.actors:
        near = closest(actor, case.actors)
        known = f"the actors are {', '.join(case.actors)}"
        raise UsageError(f"there is no actor '{actor}': {f'{near} ({known})' if near else known}")
    movers = list(dict.fromkeys(move.actor for move in case.moves.values()))
    if actor not in movers:
        raise UsageError(f"{case.name(actor)} has no moves: those that have are {', '.join(movers) or 'none'}")
    if depth not in range(1, DEEPEST + 1):
        raise UsageError(f"a depth of {depth}: a plan has 1 to {DEEPEST} moves")


def _sequences(case: Case, own: Sequence[str], depth: int, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every sequence of own moves in which each may follow those before it."""
    for ident in own:
        if not hindrance_to(case.moves, ident, before):
            sequence = (*before, ident)
            yield sequence
            if len(sequence) < depth:
                yield from _sequences(case, own, depth, sequence)


class _PlanSearch:
    """The plans of an actor looked into so far."""

    def __init__(self, tree: MoveTree, actor: str, most: int, progress: Progress | None) -> None:
        self.tree, self.actor, self.most, self.progress = tree, actor, most, progress
        self.count = 0
        self.impossible: dict[str, str] = {}
        self.start = tree.payoffs(())
        self.sequences: dict[tuple[frozenset[str], frozenset[tuple[frozenset[str], int]]], list[tuple[str, ...]]] = {}
        self.nets: dict[tuple[str, ...], Floats] = {}
        self.payoffs: dict[tuple[str, ...], dict[str, Floats]] = {}

    def look_into(self, sequence: tuple[str, ...]) -> float:
        """Looks into one sequence; returns the mean of its net effect, minus infinity if it cannot be."""
        self.count += 1
        if self.progress is not None:
            self.progress(self.count, self.most)
        why = self.tree.hindrance(sequence)
        if why:
            self.impossible.setdefault(sequence[-1], why)
            return -np.inf
        branches = self.tree.branches(sequence)
        ways = frozenset((frozenset(branch.succeeded), self.tree.key(branch.succeeded)) for branch in branches)
        same = self.sequences.setdefault((frozenset(sequence), ways), [])
        same.append(sequence)
        first = same[0]
        if first is sequence:
            payoffs = self.tree.expected(sequence)
            self.payoffs[first] = {actor: self._change(payoffs, actor) for actor in self.tree.scenarios.base.actors}
            self.nets[first] = self.payoffs[first][self.actor] - np.tile(self._cost(sequence), len(payoffs))
        mean = np.nanmean(self.nets[first]) if np.isfinite(self.nets[first]).any() else -np.inf
        return float(mean)

    def result(self, depth: int, own: Sequence[str], possible: int) -> Search:
        """The plans looked into, best first."""
        scenarios = self.tree.scenarios
        whole = np.stack([np.zeros(scenarios.draws * len(scenarios.theories)), *self.nets.values()])
        best = np.nanmax(whole, axis=0)
        branches = self._branches()
        ends = {first: self._mean(net)[0] if branches[first].comparable else np.nan for first, net in self.nets.items()}
        order = sorted(self.nets, key=lambda first: -ends[first] if np.isfinite(ends[first]) else np.inf)
        plans = [replace(self._plan(one, best, self.nets[order[0]]), branch=branches[one]) for one in order]
        made = {ident for sequence in self.nets for ident in sequence}
        hindered = {
            ident: self.impossible.get(ident) or _needs(scenarios.base, ident) for ident in own if ident not in made
        }
        return Search(
            case=scenarios.base,
            actor=self.actor,
            depth=depth,
            plans=tuple(plans),
            nothing_regret=float(best.mean()),
            nothing_worst_regret=float(best.max()),
            hindered=hindered,
            looked_into=self.count,
            possible=possible,
            draws=scenarios.draws,
            seed=scenarios.seed,
            theories=tuple(theory.name for theory in scenarios.theories),
            unsettled=float((~np.isfinite(whole)).any(axis=0).mean()),
        )

    def _branches(self) -> dict[tuple[str, ...], Branch]:
        """Of every plan, whether what it brings can be told; plans of several moves are not looked into."""
        theories, found = self.tree.scenarios.theories, dict.fromkeys(self.nets, Branch.ONE)
        before = [theory.settle(self.tree.version(())) for theory in theories]
        for first in (one for one in self.nets if len(one) == 1):
            for theory, stood in zip(theories, before, strict=True):
                branch = branch_of(theory, stood, theory.settle(self.tree.version(first)))
                if branch.crossing:
                    found[first] = branch
        return found

    def _mean(self, values: Floats) -> tuple[float, float]:
        """The mean of a figure (T D,) and its error, as the game has them: over draws, each averaged over theories."""
        return mean_and_error(values.reshape(len(self.start), -1))

    def _plan(self, first: tuple[str, ...], best: Floats, leader: Floats) -> Plan:
        net, payoffs = self.nets[first], self.payoffs[first]
        orders = [same for (moves, _), same in self.sequences.items() if moves == frozenset(first)]
        regret = (best - net)[np.isfinite(net)]
        parts = np.split(net, len(self.start))
        figures = {"net": net, "gross": payoffs[self.actor], "regret": best - net, "behind": leader - net}
        means = {name: self._mean(value) for name, value in figures.items()}
        cost, errors = self._cost(first), {name: error for name, (_, error) in means.items()}
        return Plan(
            moves=first,
            any_order=len(first) > 1 and len(orders) == 1 and len(orders[0]) > 1,
            net=replace(effect_of(np.zeros_like(net), net), mean=means["net"][0]),
            gross=replace(effect_of(np.zeros_like(net), payoffs[self.actor]), mean=means["gross"][0]),
            cost=float(cost.mean()),
            regret=float(regret.mean()) if regret.size else float("nan"),
            worst_regret=float(regret.max()) if regret.size else float("nan"),
            theories={name: effect_of(np.zeros_like(p), p).mean for name, p in zip(self.start, parts, strict=True)},
            others={
                actor: effect_of(np.zeros_like(change), change).mean
                for actor, change in payoffs.items()
                if actor != self.actor
            },
            errors=errors | {"cost": mean_and_error(cost)[1]},
            behind=means["behind"][0],
        )

    def _change(self, payoffs: Mapping[str, Mapping[str, Floats]], actor: str) -> Floats:
        """(T D,) the change of an actor's payoff, theory by theory."""
        return np.concatenate([payoffs[theory][actor] - start[actor] for theory, start in self.start.items()])

    def _cost(self, sequence: Sequence[str]) -> Floats:
        """(D,) what the moves are expected to cost: those that are made at all."""
        costs = [self.tree.cost(ident) * self.tree.chance_made(sequence, ident) for ident in sequence]
        whole: Floats = np.sum(costs, axis=0)
        return whole


def _needs(case: Case, ident: str) -> str:
    """Why a move is in no plan of its own actor alone."""
    others = [name for name in case.moves[ident].after if case.moves[name].actor != case.moves[ident].actor]
    if others:
        return f"it comes after {' and '.join(others)}, which {case.moves[others[0]].actor} makes"
    return hindrance_to(case.moves, ident, ()) or "no plan of this depth has room for it"
