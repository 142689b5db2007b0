"""The backtest worked out: what each forecaster said of every meeting, and how good that was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.forecast.forecast import check_forecast, forecast
from tertius.analysis.forecast.headline import Headline, log_pool
from tertius.case.load import load
from tertius.case.model import Case
from tertius.errors import TertiusError, UsageError
from tertius.kinds import known_rates
from tertius.results import Record, Result, frame_of, plain
from tertius.scores.brier import brier_score, log_score
from tertius.scores.paired import PairedDifference, paired_difference
from tertius.studies.backtest.frames import Meeting, frame_names, meetings_of

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 1_000
"""Draws of each case, if nobody says how many."""

CAP = 0.01
"""Probabilities are cut to this and 1 less this for the log score."""

WEIGHT = 0.5
"""Of the base rate in the pool with it."""

RIVAL = "base rate"
"""The rival that every other forecaster is held against."""

FORECASTERS = ("model", "measured", "pooled", RIVAL, "always 50%")
"""The model's own verdict; the curve of recorded talks; the headline with the base rate; two that know nothing."""

Progress = Callable[[int, int], None]
Said = tuple[dict[str, float], int, float]


@dataclass(frozen=True)
class Tried(Record):
    """One meeting, forecast.

    Attributes:
        meeting: The meeting.
        said: What each forecaster said, by its name; a forecaster that has no figure is not there.
        draws: Over how many draws.
        error: The Monte Carlo error of the headline.
    """

    meeting: Meeting
    said: Mapping[str, float]
    draws: int
    error: float


@dataclass(frozen=True)
class Standing(Record):
    """How good one forecaster was on the meetings of which it said something.

    Attributes:
        name: The forecaster.
        meetings: How many these are.
        brier: Mean Brier score, 0 to 1; 0 is best.
        log: Mean log score in nats, of probabilities cut to `CAP`.
        cut: How many were cut.
        against: The Brier score against that of the base rate on the same meetings; None for the base rate itself.
    """

    name: str
    meetings: int
    brier: float
    log: float
    cut: int
    against: PairedDifference | None

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON, in which it stands under its name."""
        told = self.plain("meetings", "brier", "log", "cut")
        names = ("mean", "low", "high", "smallest", "p")
        against = None if self.against is None else {name: plain(getattr(self.against, name)) for name in names}
        return {**told, "against": against}


@dataclass(frozen=True)
class Backtest(Result):
    """The whole backtest.

    Attributes:
        tried: Every meeting, frame by frame.
        standings: How good each forecaster was: over all under ``all``, and by frame.
        draws: How many draws each case took.
        seed: Their seed.
    """

    tried: tuple[Tried, ...]
    standings: Mapping[str, tuple[Standing, ...]]
    draws: int
    seed: int

    def ending(self) -> tuple[str, ...]:
        """Over what."""
        return (f"{len(self.tried)} meetings, {self.draws:,} draws of each, seed {self.seed}.",)

    def cautions(self) -> tuple[str, ...]:
        """What must be known before the numbers."""
        return (
            "Whoever wrote these cases knew how the meetings ended. The numbers follow from dated statements by a rule "
            "that is the same for all, but the rule was written with open eyes.",
        )

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius backtest --json``."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "meetings": [
                {**one.meeting.to_dict(), "said": dict(one.said), "error": one.error, "draws": one.draws}
                for one in self.tried
            ],
            "standings": {name: {row.name: row.to_dict() for row in rows} for name, rows in self.standings.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per meeting: its frame and day, whether it came true, and what each forecaster said."""
        rows = [
            (
                *(one.meeting.id, one.meeting.frame, one.meeting.day.isoformat(), one.meeting.happened),
                *(one.said.get(name) for name in FORECASTERS),
            )
            for one in self.tried
        ]
        kinds = {"frame": "string", "day": "string", "happened": bool, **dict.fromkeys(FORECASTERS, float)}
        return frame_of(rows, ["meeting"], kinds)


def backtest(
    frames: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    client: Any = None,
) -> Backtest:
    """Forecast every meeting of the frames from its frozen case, and score what was said.

    Args:
        frames: Names of frames; all of them without any.
        draws: Draws of each case.
        seed: Their seed.
        threads: How many draws to settle at a time; all cores if left out. The answer is the same.
        progress: Told how many meetings are done, and of how many.
        client: A `distributed.Client`: each meeting is a task of its cluster, settled on one thread, to the same bits.

    Raises:
        UsageError: A frame does not exist, a draw, a seed or a number of threads is none.
        TertiusError: A case is not the one that was frozen.
    """
    meetings = [meeting for frame in dict.fromkeys(frames or frame_names()) for meeting in meetings_of(frame)]
    if not meetings:
        raise UsageError("there is no frame to forecast")
    tried = []
    tasks = ((_case_of(meeting), meeting.talk, meeting.kind, draws, seed) for meeting in meetings)
    for done, (meeting, said) in enumerate(zip(meetings, _said(tasks, threads, client), strict=True), 1):
        tried.append(Tried(meeting, *said))
        if progress is not None:
            progress(done, len(meetings))
    kinds = {"all": tried} | {
        frame: [one for one in tried if one.meeting.frame == frame]
        for frame in dict.fromkeys(one.meeting.frame for one in tried)
    }
    return Backtest(tuple(tried), {name: standings_of(some) for name, some in kinds.items()}, draws, seed)


def _case_of(meeting: Meeting) -> Case:
    """The case of a meeting, if it is the one that was frozen."""
    if not meeting.is_frozen:
        raise TertiusError(
            f"the case of {meeting.title} is not the one that was frozen: its SHA-256 is not that of meetings.csv, so "
            "a score of it would mean nothing"
        )
    with as_file(meeting.place) as path:
        return load(path)


def _said(tasks: Iterable[tuple[Case, str, str, int, int]], threads: int | None, client: Any) -> Iterator[Said]:
    """What is said of each meeting, in their order."""
    if client is None:
        return (meeting_said(*task, threads=threads) for task in tasks)
    from tertius.cluster.cluster import Cluster

    return Cluster(client=client).answers(meeting_said, tasks)


def meeting_said(case: Case, talk: str, kind: str, draws: int, seed: int, threads: int | None = 1) -> Said:
    """What each forecaster says of a meeting, over how many draws, with which error: a task of a cluster."""
    check_forecast(case, draws, seed, threads=threads)
    found = forecast(case, draws, seed, threads=threads, hands=False)
    headline = found.headline[talk]
    return said_of(headline, known_rates()[kind].rate), found.draws, headline.error


def said_of(headline: Headline, base: float) -> dict[str, float]:
    """What each forecaster says, from a headline and a base rate."""
    said = {
        "model": headline.model,
        "pooled": log_pool(headline.probability, base, WEIGHT),
        RIVAL: base,
        "always 50%": 0.5,
    }
    if headline.measured is not None:
        said["measured"] = headline.takes_place * headline.zone * headline.measured.chance
    return {name: float(said[name]) for name in FORECASTERS if name in said and np.isfinite(said[name])}


def standings_of(tried: Sequence[Tried]) -> tuple[Standing, ...]:
    """How good each forecaster was on some meetings, in the order of `FORECASTERS`."""
    rows = []
    for name in FORECASTERS:
        some = [one for one in tried if name in one.said]
        if not some:
            continue
        said = np.array([one.said[name] for one in some])
        came = np.array([float(one.meeting.happened) for one in some])
        rival = np.array([one.said[RIVAL] for one in some])
        scores, cut = brier_score(said, came), np.clip(said, CAP, 1 - CAP)
        rows.append(
            Standing(
                name=name,
                meetings=len(some),
                brier=float(scores.mean()),
                log=float(log_score(cut, came).mean()),
                cut=int((cut != said).sum()),
                against=None if name == RIVAL else paired_difference(scores, brier_score(rival, came)),
            )
        )
    return tuple(rows)
