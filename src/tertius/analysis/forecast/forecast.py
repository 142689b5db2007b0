"""A forecast: draws times theories, settled batch by batch, and summed up as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.forecast.accumulator import Accumulator, accumulator_of
from tertius.analysis.forecast.headline import (
    Outlook,
    Pooling,
    all_of_them,
    chances_at_middles,
    headlines,
    pooling_of,
)
from tertius.analysis.forecast.readings import Readings, read_hopes
from tertius.analysis.forecast.result import LOOKED_INTO, Forecast
from tertius.analysis.forecast.summary import summary_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import MOST_DRAWS, Uncertain, check_index, check_seed, draw_at, sample, uncertain_of
from tertius.draws.sampling import check_count, check_threads
from tertius.errors import Problem, UsageError, check_all
from tertius.results import Record
from tertius.rules import chosen_theory, theories_named
from tertius.rules.settlement import DealChance, Settlement, Settlements, Status
from tertius.rules.theory import Theory

if TYPE_CHECKING:
    from tertius.cluster.held import HeldCase

DRAWS = 10_000
BATCH = 512  # draws between two reports of progress, at most
PATIENCE = 0.5  # seconds that a batch may take: so much is lost by Ctrl-C
FEW_TALKS = 3  # with more of them the first batch is smaller
TASK = 512
"""Draws of one task of a cluster, at most: half a second for the flagship, and a megabyte back."""

FEWEST = 32
"""Draws of one task, if there are more workers than draws to give each of them more: to build a task takes as long."""

Progress = Callable[[int, int], None]
_Settled = tuple[int, NDArray[np.float64], dict[str, Settlements], float]
Partial = Callable[[Forecast], None]


class DrawSink(Protocol):
    """Takes every batch of draws as it is settled."""

    def keep(self, first: int, values: NDArray[np.float64], settled: Mapping[str, Settlements]) -> None:
        """Keeps the draws `first` and on, settled under each theory."""


def forecast(
    case: Case,
    draws: int = DRAWS,
    seed: int = 1,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    progress: Progress | None = None,
    keeper: DrawSink | None = None,
    hands: bool = True,
    earlier: Iterable[tuple[int, Mapping[str, Settlements]]] = (),
    base_rate: str | None = None,
    weight: float | None = None,
    partial: Partial | None = None,
    client: Any = None,
) -> Forecast:
    """Draw every uncertain number, settle each draw under each theory, and sum up.

    Args:
        case: A checked case.
        draws: How many draws; every theory settles the same ones.
        seed: Any whole number, 0 or more; the same seed gives the same bits, on one thread or many.
        theories: Names of theories; "default" for every rule that applies, with Nash's solution; "all" for every
            rule with every solution.
        threads: How many draws to settle at a time; as many as there are cores if left out.
        progress: Told how many settlements are done, and of how many.
        keeper: Takes every draw as it is settled.
        hands: Whether upper hands are wanted; they take about a third of the time.
        earlier: First draw and settlements of each batch that was settled before: the forecast goes on from there.
        base_rate: A kind of talk, whose published base rate is pooled with every headline; `tertius.base_rates` has
            them all.
        weight: The weight of that base rate, 0 to 1; needed with it.
        partial: Told after a batch what the draws come to so far, unless the last telling took longer than what was
            settled since: at most half of the time goes into it.
        client: A `distributed.Client`: the draws are settled by the workers of its cluster, to the same bits; `threads`
            is then what this process may use for the rest.

    Returns:
        The forecast. After Ctrl-C it is that of the draws done until then, and says so.

    Raises:
        UsageError: See `check_forecast`; or a worker has another Tertius, or there is none.
        CaseError: The case cannot be settled under a theory.
    """
    check_forecast(case, draws, seed, theories, threads, base_rate, weight)
    chosen, uncertain, cores = theories_named([case], theories), uncertain_of(case), threads or os.cpu_count() or 1
    accumulators = {theory.name: accumulator_of(case) for theory in chosen}

    def count(first: int, values: NDArray[np.float64], settled: dict[str, Settlements]) -> None:
        for name, many in settled.items():
            accumulators[name].add(many, first)
        if keeper is not None:
            keeper.keep(first, values, settled)

    sums = _Sums(
        case=case,
        seed=seed,
        asked=draws,
        uncertain=uncertain,
        accumulators=accumulators,
        rules={theory.name: theory.rule.key for theory in chosen},
        start=perf_counter(),
        readings=read_hopes(case, chosen, draws, seed, cores),
        chances=chances_at_middles(case, {theory.name: theory for theory in chosen}),
        pooling=pooling_of(base_rate, weight),
    )
    begin = _count_earlier(accumulators, earlier)
    try:
        pace = _Pace(max(1, BATCH >> max(0, len(case.talks) - FEW_TALKS)), BATCH)
        asked = _Asked(case, tuple(theory.name for theory in chosen), uncertain, draws, seed, hands)
        settling = (
            asked.settled_here(begin, pace, cores, progress)
            if client is None
            else asked.settled_there(begin, client, progress)
        )
        for first, values, settled, seconds in settling:
            # Ctrl-C reaches the main thread only, which waits for the other one: a batch counts whole or not at all.
            with ThreadPoolExecutor(1) as pool:
                start = perf_counter()
                pool.submit(count, first, values, settled).result()
            pace.settled(seconds + perf_counter() - start)
            if partial is not None:
                pace.tell(lambda: partial(sums.forecast()))
    except KeyboardInterrupt:
        if not all(accumulator.draws for accumulator in accumulators.values()):
            raise
    # After Ctrl-C nobody waits for more.
    done = sums.draws
    several = _several(case, chosen, uncertain, min(LOOKED_INTO, done) if done == draws else 0, seed)
    return sums.forecast(*several)


@dataclass
class _Pace:
    """How large a batch is, and how often it is told what the draws come to so far.

    A batch is as large as can be settled in the time that one may lose. What it takes to tell something counts for
    nothing in this: it is the same for one draw and for five hundred, so that smaller batches would only add to it.

    Attributes:
        size: Draws of the next batch.
        most: Draws of a batch, at most.
        since: Seconds for which draws were settled since the last telling.
        telling: Seconds that the last telling took.
    """

    size: int
    most: int
    since: float = 0.0
    telling: float = 0.0

    def settled(self, took: float) -> None:
        """A batch was settled in so many seconds."""
        self.since += took
        if took < PATIENCE / 2:
            self.size = min(self.most, 2 * self.size)
        elif took > PATIENCE:
            self.size = max(1, self.size // 2)

    def tell(self, tell: Callable[[], None]) -> None:
        """Tell something, if settling took as long as the last telling."""
        if self.since < self.telling:
            return
        start = perf_counter()
        tell()
        self.since, self.telling = 0.0, perf_counter() - start


@dataclass(frozen=True)
class _Sums:
    """What was counted of the draws until now, and what is known beside it, from which a forecast is made."""

    case: Case
    seed: int
    asked: int
    uncertain: tuple[Uncertain, ...]
    accumulators: Mapping[str, Accumulator]
    rules: Mapping[str, str]
    start: float
    readings: Readings
    chances: Mapping[str, Mapping[str, DealChance]]
    pooling: Pooling | None

    @property
    def draws(self) -> int:
        """How many draws were counted under every theory."""
        return min(accumulator.draws for accumulator in self.accumulators.values())

    def forecast(self, several: Mapping[str, int] | None = None, looked_into: int = 0) -> Forecast:
        """The forecast of the draws that were counted.

        Args:
            several: By theory, in how many of the draws that were looked into there are further settlements.
            looked_into: How many these are.
        """
        case, seconds = self.case, perf_counter() - self.start
        together = accumulator_of(case)
        for accumulator in self.accumulators.values():
            together.merge(accumulator)
        summaries = {name: summary_of(case, each) for name, each in self.accumulators.items()}
        outlook = Outlook(summaries, summary_of(case, together), self.rules, self.readings, self.chances, self.pooling)
        found = headlines(case, outlook)
        return Forecast(
            case=case,
            seed=self.seed,
            asked=self.asked,
            draws=self.draws,
            uncertain=self.uncertain,
            theories=summaries,
            pooled=outlook.pooled,
            headline=found,
            headline_of_all=all_of_them(case, outlook, found),
            several=several or dict.fromkeys(self.accumulators, 0),
            looked_into=looked_into,
            seconds=seconds,
        )


@dataclass(frozen=True)
class _Asked:
    """The draws that are asked for, settled under every theory: by the threads of this process, or by a cluster.

    Both yield first draw, numbers, settlements by theory, and the seconds that these took.
    """

    case: Case
    theories: tuple[str, ...]
    uncertain: tuple[Uncertain, ...]
    draws: int
    seed: int
    hands: bool

    def settled_here(self, begin: int, pace: _Pace, threads: int, progress: Progress | None) -> Iterator[_Settled]:
        """Batch by batch, each as large as may be lost by Ctrl-C."""
        chosen, paths = theories_named([self.case], self.theories), [number.path for number in self.uncertain]
        for first, values in _batches(self.uncertain, begin, self.draws, self.seed, pace):
            settled, start = {}, perf_counter()
            for n, theory in enumerate(chosen, 1):
                settled[theory.name] = theory.settle_many(self.case, paths, values, threads, self.hands)
                self._note(progress, first * len(chosen) + len(values) * n)
            yield first, values, settled, perf_counter() - start

    def settled_there(self, begin: int, client: Any, progress: Progress | None) -> Iterator[_Settled]:
        """Task by task in the order of the draws, whichever worker is done first; each as large as may be lost."""
        from tertius.cluster.cluster import Cluster
        from tertius.cluster.held import HeldCase

        cluster = Cluster(client=client)
        case, most = cluster.hold(HeldCase(self.case)), cluster.share(self.draws - begin, FEWEST, TASK)
        pace = _Pace(max(1, most >> max(0, len(self.case.talks) - FEW_TALKS)), most)

        def tasks() -> Iterator[tuple[Any, ...]]:
            first = begin
            while first < self.draws:
                after = min(first + pace.size, self.draws)
                yield case, self.theories, first, after, self.seed, self.hands
                first = after

        first, start = begin, perf_counter()
        for values, settled, seconds in cluster.answers(settle_task, tasks()):
            pace.settled(seconds)
            self._note(progress, (first + len(values)) * len(self.theories))
            yield first, values, settled, perf_counter() - start
            first, start = first + len(values), perf_counter()

    def _note(self, progress: Progress | None, done: int) -> None:
        if progress is not None:
            progress(done, self.draws * len(self.theories))


def settle_task(
    held: HeldCase, theories: tuple[str, ...], first: int, after: int, seed: int, hands: bool
) -> tuple[NDArray[np.float64], dict[str, Settlements], float]:
    """A task of a cluster, on one thread: the numbers of the draws `first` to `after`, settled, and in what seconds."""
    start = perf_counter()
    values, paths = sample(held.uncertain, first, after, seed), [number.path for number in held.uncertain]
    chosen = theories_named([held.case], theories)
    settled = {theory.name: theory.settle_many(held.case, paths, values, 1, hands) for theory in chosen}
    return values, settled, perf_counter() - start


def _count_earlier(
    accumulators: Mapping[str, Accumulator], earlier: Iterable[tuple[int, Mapping[str, Settlements]]]
) -> int:
    """Count the draws that were settled before; return how many."""
    done = 0
    for first, settled in earlier:
        for name, many in settled.items():
            accumulators[name].add(many, first)
            done = first + many.draws
    return done


def check_forecast(
    case: Case,
    draws: int,
    seed: int,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    base_rate: str | None = None,
    weight: float | None = None,
) -> None:
    """Whether a forecast can be made of what is asked for.

    Raises:
        UsageError: Every mistake: too few or too many draws, no seed, no threads, theories that do not exist or apply,
            a base rate without a weight, or one that is not known.
    """

    def check_draws() -> None:
        check_count(draws, "draws", "a forecast takes 1 draw or more")
        if draws > MOST_DRAWS:
            raise UsageError(f"{draws} draws: a forecast takes at most {MOST_DRAWS}")

    check_all(
        check_draws,
        lambda: check_seed(seed),
        lambda: check_threads(threads),
        lambda: theories_named([case], theories),
        lambda: pooling_of(base_rate, weight),
    )


@dataclass(frozen=True)
class Draw(Record):
    """One draw of a forecast: every uncertain number where it was drawn, and the settlement with these.

    Attributes:
        case: The case with its ranges.
        index: Which draw, from 0.
        seed: Seed of the draws.
        values: The value of every uncertain number, by its path.
        settlement: Where the talks settle, from every start.
    """

    case: Case
    index: int
    seed: int
    values: Mapping[Path, float]
    settlement: Settlement

    def to_dict(self, case_warnings: Sequence[Problem] = ()) -> dict[str, Any]:
        """The documented shape of ``tertius draw --json``, with the warnings of the case of the draw."""
        numbers = {".".join(map(str, path)): value for path, value in self.values.items()}
        settlement = self.settlement.to_dict(case_warnings)
        return {"seed": self.seed, "index": self.index, "numbers": numbers, "settlement": settlement}


def draw(case: Case, index: int = 0, seed: int = 1, rule: str | None = None, solution: str | None = None) -> Draw:
    """Look at one draw of a forecast, settled from every start.

    Args:
        case: A checked case.
        index: Which draw, from 0.
        seed: Seed of the draws.
        rule: Key of the rule that settles it; the first that applies to the case if left out.
        solution: Key of the solution of talks that do not say theirs; Nash's if left out.

    Raises:
        UsageError: There is no such draw, seed, rule or solution; all that is wrong at once.
    """
    check_all(lambda: check_index(index), lambda: check_seed(seed), lambda: chosen_theory(case, rule, solution))
    values = draw_at(case, seed, index)
    settlement = chosen_theory(case, rule, solution).settle_draw(case, values)
    return Draw(case, index, seed, values, settlement.drawn(f"draw {index} of seed {seed}"))


def _batches(
    uncertain: tuple[Uncertain, ...], first: int, draws: int, seed: int, pace: _Pace
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """First draw of each batch from `first` on, and its numbers; the next ones are drawn while these are settled."""
    if first >= draws:
        return
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(sample, uncertain, first, min(first + pace.size, draws), seed)
        while first < draws:
            values = coming.result()
            after = first + len(values)
            if after < draws:
                coming = pool.submit(sample, uncertain, after, min(after + pace.size, draws), seed)
            yield first, values
            first = after


def _several(
    case: Case, theories: Sequence[Theory], uncertain: tuple[Uncertain, ...], draws: int, seed: int
) -> tuple[dict[str, int], int]:
    """In how many of the first draws there are further settlements, and how many draws were looked into.

    Ctrl-C makes these fewer; it costs no draw that is settled already.
    """
    several, looked_into = {theory.name: 0 for theory in theories}, 0
    if not draws:
        return several, 0
    try:
        for row in sample(uncertain, 0, draws, seed):
            values = {number.path: value for number, value in zip(uncertain, row.tolist(), strict=True)}
            statuses = {theory.name: theory.settle_draw(case, values).status for theory in theories}
            several = {name: n + (statuses[name] is Status.SEVERAL) for name, n in several.items()}
            looked_into += 1
    except KeyboardInterrupt:
        pass
    return several, looked_into
