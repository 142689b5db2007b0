"""Many cases, here or on a cluster: each is settled at its middles and forecast; one that fails stops nothing."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tertius
from tertius.analysis.at_once import at_once
from tertius.analysis.batch.find import names_of
from tertius.analysis.batch.kept import Kept
from tertius.analysis.batch.result import ISSUE, TALK, Batch, BatchCase, BatchRow
from tertius.analysis.forecast.forecast import forecast
from tertius.analysis.forecast.result import Forecast
from tertius.case.check.check import warn_case
from tertius.case.files.write import yaml_of
from tertius.case.load import load
from tertius.case.model import Case
from tertius.draws import MOST_DRAWS, check_seed
from tertius.draws.sampling import check_count, check_threads
from tertius.errors import CaseError, UsageError, check_all
from tertius.rules import settle, theory_named
from tertius.rules.settlement import Settlement

DRAWS = 1_000
Progress = Callable[[int, int], None]
_Named = str | os.PathLike[str] | Case


def batch(
    cases: _Named | Sequence[_Named],
    draws: int = DRAWS,
    seed: int = 1,
    theories: str = "default",
    threads: int | None = None,
    keep: str | os.PathLike[str] | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    client: Any = None,
) -> Batch:
    """Settle and forecast many cases, and put what comes out in one table.

    Args:
        cases: Cases, or names of the gallery, files, folders with cases in them, patterns such as ``cases/*.yaml``.
        draws: How many draws of each case.
        seed: The seed of the draws; each case has those that `tertius.forecast` gives it.
        theories: As in `tertius.forecast`; names that do not apply to a case are a mistake of that case.
        threads: How many draws to settle at a time; as many as there are cores if left out.
        keep: A file that takes every case as soon as it is done.
        resume: Whether to go on with that file: a case that stands there and has not changed is not done again.
        force: Whether that file is begun anew if it is there.
        progress: Told how many cases are done, and of how many.
        client: A `distributed.Client`: each case is a task of its cluster, settled on one thread, to the same bits.

    Returns:
        The table. A case that is not valid is in it with its mistakes. After Ctrl-C it has the cases that were done.

    Raises:
        UsageError: There is no case, a pattern meets none, draws, seed, threads or theories are none, or the file
            cannot be written or is about something else.
    """
    check_batch(draws, seed, theories, threads)
    if keep is None and (resume or force):
        raise UsageError("resume and force are about the file of keep, but there is no keep")
    found = _found(cases)
    asked = {"version": tertius.__version__, "draws": draws, "seed": seed, "theories": theories}
    kept = None if keep is None else Kept(Path(keep), asked, resume, force)
    work, done = _Work(found, kept, (draws, seed, theories)), dict[int, BatchCase]()
    try:
        for place, one in work.here(threads) if client is None else work.there(client):
            done[place] = one
            if progress is not None:
                progress(len(done), len(found))
    except KeyboardInterrupt:
        if not done:
            raise
    left = tuple(name for place, (name, _) in enumerate(found) if place not in done)
    return Batch(seed, draws, theories, tuple(done[place] for place in sorted(done)), left)


def check_batch(draws: int, seed: int, theories: str, threads: int | None) -> None:
    """Whether many cases can be done with these settings.

    Raises:
        UsageError: Every mistake: too few or too many draws, no seed, no threads, names that are no theory.
    """

    def check_draws() -> None:
        check_count(draws, "draws", "a batch takes 1 draw or more of each case")
        if draws > MOST_DRAWS:
            raise UsageError(f"{draws} draws: a batch takes at most {MOST_DRAWS} of each case")

    names = [] if theories in ("default", "all") else [name.strip() for name in theories.split(",") if name.strip()]
    check_all(
        check_draws,
        lambda: check_seed(seed),
        lambda: check_threads(threads),
        *(lambda name=name: theory_named(name) for name in names),
    )


def _found(cases: _Named | Sequence[_Named]) -> list[tuple[str, Case | None]]:
    """The name of each case, with the case where it is known already."""
    listed = [cases] if isinstance(cases, str | os.PathLike | Case) else list(cases)
    wrong = [one for one in listed if not isinstance(one, str | os.PathLike | Case)]
    if wrong:
        raise UsageError(f"found {wrong[0]!r} where a case, its name or the path of its file belongs")
    found: dict[str | int, tuple[str, Case | None]] = {}
    for one in listed:
        if isinstance(one, Case):
            found[id(one)] = (str(one.case), one)
        else:
            found |= {name: (name, None) for name in names_of([os.fspath(one)])}
    if not found:
        names_of([])
    return list(found.values())


@dataclass(frozen=True)
class _Work:
    """Cases to be done, by threads of this process one after the other, or by the workers of a cluster.

    Both yield the place of a case and what comes out of it, which is kept by then.

    Attributes:
        found: Name of each case, and the case where it is known already.
        kept: The file that takes them; None if there is none.
        asked: Draws, seed and theories.
    """

    found: Sequence[tuple[str, Case | None]]
    kept: Kept | None
    asked: tuple[int, int, str]

    def here(self, threads: int | None) -> Iterator[tuple[int, BatchCase]]:
        """One after the other, in their order."""
        for place in range(len(self.found)):
            known = self._known(place)
            yield place, known if isinstance(known, BatchCase) else self._keep(case_outcome(*known, threads))

    def there(self, client: Any) -> Iterator[tuple[int, BatchCase]]:
        """As they are done: each is kept then, even if one before it takes long."""
        from tertius.cluster.cluster import Cluster

        ready, sent = list[tuple[int, BatchCase]](), list[int]()

        def tasks() -> Iterator[tuple[Any, ...]]:
            for place in range(len(self.found)):
                known = self._known(place)
                if isinstance(known, BatchCase):
                    ready.append((place, known))
                else:
                    sent.append(place)
                    yield (*known, 1)

        for number, one in Cluster(client=client).arrivals(case_outcome, tasks()):
            yield from _taken(ready)
            yield sent[number], self._keep(one)
        yield from _taken(ready)

    def _known(self, place: int) -> BatchCase | tuple[str, Case, str, tuple[int, int, str]]:
        """What was found out about a case before, or its mistakes if it is not valid; else what its outcome takes."""
        name, given = self.found[place]
        try:
            case = load(name) if given is None else given
            case_hash = hashlib.sha256(yaml_of(case).encode()).hexdigest()
        except (UsageError, CaseError) as mistake:
            return _wrong(name, "", "", mistake)
        earlier = None if self.kept is None else self.kept.get(name, case_hash)
        return earlier or (name, case, case_hash, self.asked)

    def _keep(self, one: BatchCase) -> BatchCase:
        if self.kept is not None and not one.mistakes:
            self.kept.add(one)
        return one


def _taken(ready: list[tuple[int, BatchCase]]) -> Iterator[tuple[int, BatchCase]]:
    """Take what is ready, the first first."""
    while ready:
        yield ready.pop(0)


def case_outcome(name: str, case: Case, case_hash: str, asked: tuple[int, int, str], threads: int | None) -> BatchCase:
    """What is found out about one case; with its mistakes if it cannot be settled as is asked: a task of a cluster."""
    try:
        return replace(_outcome(case, *asked, threads), name=name, hash=case_hash)
    except (UsageError, CaseError) as mistake:
        return _wrong(name, case.case, case_hash, mistake)


def _wrong(name: str, case_id: str, case_hash: str, mistake: Exception) -> BatchCase:
    mistakes = tuple(dict.fromkeys(str(mistake).splitlines()))
    return BatchCase(name, case_id, case_hash, "", 0, 0, 0, (), mistakes, ())


def _outcome(case: Case, draws: int, seed: int, theories: str, threads: int | None) -> BatchCase:
    """What comes out of one case, all of its draws.

    Raises:
        KeyboardInterrupt: Not all were done: a case counts whole or not at all.
    """
    drawn = forecast(case, draws, seed, theories, threads)
    if drawn.cut_short:
        raise KeyboardInterrupt
    settled = settle(case)
    warnings = (*map(str, warn_case(case)), *drawn.cautions())
    pooled = drawn.pooled
    rows = (*_talks(settled, drawn), *_issues(settled, drawn))
    status = settled.status.name.lower().replace("_", " ")
    return BatchCase("", case.case, "", status, drawn.draws, pooled.draws, pooled.unsettled, warnings, (), rows)


def _talks(settled: Settlement, drawn: Forecast) -> list[BatchRow]:
    rested, endings, none = drawn.pooled.draws - drawn.pooled.unsettled, at_once(settled), math.nan
    return [
        BatchRow(TALK, talk, endings[talk].ending.value, one.probability, one.error, none, none, none, none, rested)
        for talk, one in drawn.headline.items()
    ]


def _issues(settled: Settlement, drawn: Forecast) -> list[BatchRow]:
    none, rows = math.nan, []
    for issue, one in drawn.pooled.levels.items():
        spread = (one.low.value, one.middle.value, one.high.value)
        rows.append(BatchRow(ISSUE, issue, "", none, none, settled.levels.get(issue, none), *spread, one.draws))
    return rows
