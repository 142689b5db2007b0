"""Who said what of a question on which day: the last word of each stands until it speaks again.

A day counts from the day of the first forecast, UTC, to the last one before the day on which the outcome was known. On
that day the outcome may already have been seen, so it does not count; nor does what was said later. What was recorded
elsewhere is of the day that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tertius.ledger.entries import Forecasted, Said, Track

FORECASTER = "tertius"
"""The name of the one whose ledger it is."""

Speaker = tuple[str, str]
"""What kind of forecaster, ``forecaster``, ``theory`` or ``rival``, and its name."""


@dataclass(frozen=True)
class Stretch:
    """Days on which one forecast stood.

    Attributes:
        first: The first of them, as a day counted from 1 January of year 1.
        end: The day after the last, likewise.
        said: The forecast.
    """

    first: int
    end: int
    said: Said

    @property
    def days(self) -> int:
        """How many days."""
        return self.end - self.first


def standing(track: Track) -> dict[Speaker, tuple[Stretch, ...]]:
    """What each forecaster said of a question that is resolved, day by day; who never spoke in time is left out."""
    if track.resolved is None or track.resolved.outcome is None:
        return {}
    end = track.resolved.on.toordinal()
    last: dict[Speaker, dict[int, Said]] = {}
    for entry in sorted(track.forecasts, key=lambda entry: (entry.day, entry.when, entry.entry)):
        for speaker, said in voices(entry):
            last.setdefault(speaker, {})[entry.day.toordinal()] = said  # of several on one day the last stands
    found = {speaker: tuple(_stretches(spoken, end)) for speaker, spoken in last.items()}
    return {speaker: stretches for speaker, stretches in found.items() if stretches}


def common(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> list[tuple[int, Said, Said]]:
    """The days on which both have a forecast: how many, and what each said."""
    found = []
    for mine in one:
        for theirs in other:
            days = min(mine.end, theirs.end) - max(mine.first, theirs.first)
            if days > 0:
                found.append((days, mine.said, theirs.said))
    return found


def voices(entry: Forecasted) -> Iterator[tuple[Speaker, Said]]:
    """Each that spoke in a forecast, and what it said: the forecaster, theories, rivals."""
    if entry.said is not None:
        yield ("forecaster", FORECASTER), entry.said
    for name, said in entry.theories.items():
        yield ("theory", name), said
    for name, said in entry.rivals.items():
        yield ("rival", name), said


def _stretches(spoken: dict[int, Said], end: int) -> Iterator[Stretch]:
    days = sorted(spoken)
    for day, after in zip(days, [*days[1:], end], strict=True):
        if day < min(after, end):
            yield Stretch(day, min(after, end), spoken[day])
