"""Many cases, one after the other: each is settled at its middles and forecast; one that fails stops nothing."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path

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
    done: list[BatchCase] = []
    try:
        for name, one in found:
            done.append(_one(name, one, kept, lambda case: _outcome(case, draws, seed, theories, threads)))
            if progress is not None:
                progress(len(done), len(found))
    except KeyboardInterrupt:
        if not done:
            raise
    return Batch(seed, draws, theories, tuple(done), tuple(name for name, _ in found[len(done) :]))


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


def _one(name: str, given: Case | None, kept: Kept | None, outcome: Callable[[Case], BatchCase]) -> BatchCase:
    """What is found out about one case, now or before; with its mistakes if it is not valid."""
    case_id = case_hash = ""
    try:
        case = load(name) if given is None else given
        case_id, case_hash = case.case, hashlib.sha256(yaml_of(case).encode()).hexdigest()
        earlier = None if kept is None else kept.get(name, case_hash)
        if earlier is not None:
            return earlier
        made = outcome(case)
    except (UsageError, CaseError) as mistake:
        mistakes = tuple(dict.fromkeys(str(mistake).splitlines()))
        return BatchCase(name, case_id, case_hash, "", 0, 0, 0, (), mistakes, ())
    made = BatchCase(**{**vars(made), "name": name, "hash": case_hash})
    if kept is not None:
        kept.add(made)
    return made


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
