"""How good forecasts were: the scores of each forecaster, what it is compared with, and question by question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tertius.ledger.entries import Said
from tertius.results import Record, Result, first_of, frame_of
from tertius.scores.brier import BrierParts

if TYPE_CHECKING:
    import pandas as pd

CONVENTIONS = {"0-1": 1.0, "0-2": 2.0}
"""What the Brier score of an event runs over: the half of Brier's own sum, customary today, or the whole of it."""


@dataclass(frozen=True)
class CalibrationBin(Record):
    """Probabilities of one bin against what happened.

    Attributes:
        low: Lower edge, which belongs to the bin.
        high: Upper edge, which belongs to the next; to this one if it is the last.
        questions: How many different questions had a forecast in it.
        weight: What they count for: each question 1, shared out over its days.
        forecast: Mean probability.
        observed: Share that happened.
        observed_low: Lower end of the Wilson interval of 95 percent about the share, for so much weight.
        observed_high: Upper end.
    """

    low: float
    high: float
    questions: int
    weight: float
    forecast: float
    observed: float
    observed_low: float
    observed_high: float


@dataclass(frozen=True)
class Scored(Record):
    """The scores of one forecaster; each question counts once, over the days on which the forecaster had a forecast.

    Attributes:
        name: ``tertius``, a theory, or a rival.
        kind: ``forecaster``, ``theory`` or ``rival``.
        events: How many events it forecast.
        levels: How many levels.
        days: Days on which a forecast of it stood, over all questions.
        brier: Mean Brier score in the convention of the whole; None without events.
        log: Mean log score in nats, of probabilities cut to the cap; None without events.
        cut: In how many questions a probability was cut.
        sharpness: Mean distance of a probability from one half, 0 to 0.5; None without events.
        crps: Mean CRPS as a share of the scale, 0 to 1; None without levels.
        width: Mean width of the 80 percent range as a share of the scale; None without levels.
        covered: Share of the levels inside that range; None without levels.
        parts: Murphy's parts of the Brier score, over ten bins, in the convention of the whole; None without events.
        calibration: The bins that hold a forecast, by rising probability.
    """

    name: str
    kind: str
    events: int
    levels: int
    days: int
    brier: float | None
    log: float | None
    cut: int
    sharpness: float | None
    crps: float | None
    width: float | None
    covered: float | None
    parts: BrierParts | None
    calibration: tuple[CalibrationBin, ...]

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return super().to_dict() | {"parts": None if self.parts is None else vars(self.parts).copy()}


@dataclass(frozen=True)
class Versus(Record):
    """The forecaster against another, on the days on which both had a forecast; below 0 the forecaster did better.

    Attributes:
        rival: The name of the other.
        kind: ``theory`` or ``rival``.
        score: ``brier``, ``log`` or ``crps``.
        mean: Mean difference, forecaster less rival, over the questions.
        low: Lower end of its interval; None with one group.
        high: Upper end; None with one group.
        method: Of the interval: ``t`` below 20 groups, ``bootstrap`` from 20 on, ``none`` with one.
        p: Of the test of signs; None with one group.
        smallest: Differences below this cannot be told apart from none; None with one group.
        told_apart: Whether interval and test both leave 0 out.
        questions: How many both forecast.
        groups: How many groups these make.
    """

    rival: str
    kind: str
    score: str
    mean: float
    low: float | None
    high: float | None
    method: str
    p: float | None
    smallest: float | None
    told_apart: bool
    questions: int
    groups: int


@dataclass(frozen=True)
class Judged(Record):
    """A resolved question, what was last forecast of it, and how that came out.

    Attributes:
        question: Its id.
        text: What was asked.
        group: Its group.
        on: The day on which it was known.
        outcome: 1 or 0 for an event, else the level.
        scale: Of a level; None for an event.
        said: The forecast that stood last; None if the forecaster had none in time.
        score: Brier score in the convention of the whole, or CRPS as a share of the scale, over its days; None without.
        days: Days that counted.
        missed: Whether it was on the wrong side: over half from an event, a level outside the 80 percent range.
    """

    question: str
    text: str
    group: str
    on: date
    outcome: float
    scale: tuple[float, float] | None
    said: Said | None
    score: float | None
    days: int
    missed: bool

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return super().to_dict() | {"on": self.on.isoformat()}


@dataclass(frozen=True)
class Scores(Result):
    """How good the forecasts of a ledger were.

    Attributes:
        convention: What a Brier score of an event runs over: ``0-1`` or ``0-2``.
        cap: Probabilities are cut to ``cap .. 1 - cap`` for the log score.
        coverage: Of the intervals.
        open: How many questions are open.
        void: How many are void.
        judged: The resolved ones, by the day on which they were known.
        scored: The forecaster first, then the rivals, then the theories.
        against: The forecaster against each of them.
        late: Questions scored by a forecast that was written down here only when the outcome was known, with an earlier
            day: no chain vouches for that day.
        by_others: Rivals that others recorded elsewhere, such as the crowd of a platform: their days are on their word.
    """

    convention: str
    cap: float
    coverage: float
    open: int
    void: int
    judged: tuple[Judged, ...]
    scored: tuple[Scored, ...]
    against: tuple[Versus, ...]
    late: tuple[str, ...] = ()
    by_others: tuple[str, ...] = ()

    @property
    def forecaster(self) -> Scored | None:
        """The scores of the one whose ledger it is; None if nothing of it can be scored."""
        return next((one for one in self.scored if one.kind == "forecaster"), None)

    @property
    def unscored(self) -> tuple[str, ...]:
        """Resolved questions of which the forecaster had no forecast before the day."""
        return tuple(one.question for one in self.judged if one.said is None)

    def ending(self) -> tuple[str, ...]:
        """How many questions it is over, and in which convention."""
        cap = f"probabilities cut to {self.cap:g} and {1 - self.cap:g} for the log score"
        questions = f"{len(self.judged)} resolved, {self.open} open, {self.void} void"
        return (f"Questions: {questions}. Brier score from 0 to {self.convention[-1]}, 0 is best; {cap}.",)

    def cautions(self) -> tuple[str, ...]:
        """What cannot be told apart, and which questions are not scored."""
        said = []
        if self.unscored:
            said.append(f"Not scored, without a forecast before the day: {first_of(self.unscored)}.")
        for one in self.against:
            if one.score != "log" and not one.told_apart:
                many = f"{one.questions} question{'' if one.questions == 1 else 's'}"
                said.append(f"{one.score} against {one.rival}: {many} cannot tell the two apart.")
        return tuple(said)

    def to_frame(self) -> pd.DataFrame:
        """A row for each forecaster: its scores, each question once."""
        numbers = ("brier", "log", "sharpness", "crps", "width", "covered")
        counts = ("events", "levels", "days", "cut")
        rows = [(o.kind, o.name, *(getattr(o, n) for n in (*counts, *numbers))) for o in self.scored]
        kinds: dict[str, Any] = dict.fromkeys(counts, "int64") | dict.fromkeys(numbers, float)
        return frame_of(rows, ["kind", "name"], kinds)
