"""Looking back at forecasts that were wrong: which single number of the frozen case would have made them right.

It is the smallest change of one number after which the case, at its middles and under the first theory of the forecast,
ends as the talks really did. That is no proof that this number was wrong: many changes lead there, and this one is only
the smallest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tertius.errors import TertiusError
from tertius.ledger.entries import Forecasted, Track
from tertius.ledger.scoring.score import is_missed
from tertius.results import Record

if TYPE_CHECKING:
    from tertius.analysis.seek.result import Step
    from tertius.case.model import Case

SECONDS = 60.0
"""For so long is looked, over all questions, unless it is said otherwise."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Miss(Record):
    """A forecast on the wrong side, and the number that would have put it right.

    Attributes:
        question: The id of the question.
        found: ``number``; ``already`` if the middles of the case ended as the talks did, and only its ranges spoke
            against it; ``nothing`` if no single number does it; ``no case`` without a frozen case; ``not asked`` if the
            target cannot be sought; ``no time``.
        path: The path of the number; empty without one, as is the rest.
        label: What the number is, in the names of the case.
        unit: Its unit.
        now: What the case said.
        to: What it would have had to say.
        low: Lower end of its range in the case.
        high: Upper end.
        within: Whether it would have stayed in that range.
        confirmed: Whether the changed case, settled on its own, ends so.
        theory: Under which theory.
        why: What stood in the way, if something did.
    """

    question: str
    found: str
    path: str = ""
    label: str = ""
    unit: str = ""
    now: float | None = None
    to: float | None = None
    low: float | None = None
    high: float | None = None
    within: bool = False
    confirmed: bool = False
    theory: str = ""
    why: str = ""


class _NoTimeError(Exception):
    """Time is up in the middle of a search."""


def hindsight(
    tracks: Sequence[Track],
    case_of: Callable[[str], Case],
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> tuple[Miss, ...]:
    """For each missed question the smallest change of one number after which the frozen case ends as it really did.

    Args:
        tracks: Questions with what stands of them.
        case_of: Gives the frozen case of a hash.
        seconds: For how long is looked, over all questions; those for which there is no time left say so.
        progress: Told how many questions are done, and of how many.
    """
    missed = [(track, entry) for track in tracks if (entry := missed_entry(track)) is not None]
    ends, found = time.monotonic() + seconds, []
    for number, (track, entry) in enumerate(missed):
        if progress is not None:
            progress(number, len(missed))
        found.append(_looked_back(track, entry, case_of, ends))
    return tuple(found)


def missed_entry(track: Track) -> Forecasted | None:
    """The last forecast before the day, if it was wrong; None if it was not, or there is none."""
    ended = track.resolved
    if ended is None or ended.outcome is None:
        return None
    spoken = [entry for entry in track.forecasts if entry.said is not None and entry.day < ended.on]
    last = max(spoken, key=lambda entry: (entry.day, entry.when, entry.entry), default=None)
    if last is None or last.said is None or not is_missed(last.said, ended.outcome, track.question.is_event):
        return None
    return last


def _looked_back(track: Track, entry: Forecasted, case_of: Callable[[str], Case], ends: float) -> Miss:
    from tertius.analysis.seek.seek import seek

    ident, target = track.question.id, track.question.target
    if not entry.case_hash or not target:
        return Miss(ident, "no case")

    def watch(_done: int, _whole: int) -> None:
        if time.monotonic() > ends:
            raise _NoTimeError

    try:
        watch(0, 0)
        rule, solution = _frozen_theory(entry)
        sought = seek(
            *(case_of(entry.case_hash), target, _goal(track)),
            pairs=False,
            moves=False,
            rule=rule,
            solution=solution,
            progress=watch,
        )
    except _NoTimeError:
        return Miss(ident, "no time")
    except TertiusError as error:
        return Miss(ident, "not asked", why=str(error))
    if sought.already:
        return Miss(ident, "already", theory=sought.theory)
    if not sought.ways:
        return Miss(ident, "nothing", theory=sought.theory)
    return _told(ident, sought.ways[0].steps[0], sought.ways[0].confirmed, sought.theory)


def _frozen_theory(entry: Forecasted) -> tuple[str | None, str | None]:
    """Rule and solution of the first theory that the forecast was made with; None where it names none."""
    from tertius.rules import theory_named

    names = entry.settings.get("theories") or list(entry.theories)
    if not names:
        return None, None
    theory = theory_named(str(names[0]))
    return theory.rule.key, theory.solution.key if theory.rule.talks else None


def _told(ident: str, step: Step, confirmed: bool, theory: str) -> Miss:
    return Miss(
        question=ident,
        found="number",
        path=step.path,
        label=step.label,
        unit=step.unit,
        now=step.now,
        to=step.to,
        low=step.low,
        high=step.high,
        within=step.within,
        confirmed=confirmed,
        theory=theory,
    )


def _goal(track: Track) -> str:
    """How the question ended, in the words of goal seek."""
    outcome = None if track.resolved is None else track.resolved.outcome
    if not track.question.is_event:
        return f"{outcome:.9g}"
    words = ("fails", "holds") if track.question.target.startswith("claim:") else ("no agreement", "agreement")
    return words[outcome == 1]
