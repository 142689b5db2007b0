"""A crowd day by day: the median of the latest word of each who has not taken it back, when a day ends, UTC."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

Numbers = tuple[float, ...]
"""A probability, or those of several options, or the levels at several shares."""


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of a question.

    Attributes:
        who: Who.
        start: The moment from which it stood.
        said: The numbers; as many in each word of one question. Empty for a word that was taken back.
        end: The moment at which it was taken back, or followed by another; None if it stands.
    """

    who: str
    start: datetime
    said: Numbers
    end: datetime | None = None


def day_by_day(words: Iterable[Word]) -> Iterator[tuple[date, Numbers]]:
    """The crowd at the end of each day on which it changed, UTC.

        c_d = median of x_j(d) over everybody j whose latest word x_j still stands when day d ends

    place by place where a word has several numbers. Of two words of one person at one moment the one that comes later
    in the sequence counts. A day at whose end no word stands has no crowd: the one before goes on.

    Args:
        words: The words of one question, in any order of their moments.

    Yields:
        Days in their order, each with the numbers of the crowd if they are others than those of the last.
    """
    moments: list[tuple[datetime, int, int, Word]] = []
    for place, word in enumerate(words):
        moments.append((word.start, 1, place, word))
        if word.end is not None:
            moments.append((word.end, 0, place, word))  # before what starts at the same moment
    moments.sort(key=lambda moment: moment[:3])
    standing: dict[str, Word] = {}
    last: Numbers = ()
    for place, (moment, starts, _, word) in enumerate(moments):
        if not starts:
            if standing.get(word.who) is word:
                del standing[word.who]
        elif word.said and (word.end is None or word.end > word.start):
            standing[word.who] = word
        else:
            standing.pop(word.who, None)
        today = _day(moment)
        if place + 1 < len(moments) and _day(moments[place + 1][0]) == today:
            continue
        crowd = tuple(map(statistics.median, zip(*(one.said for one in standing.values()), strict=True)))
        if crowd and crowd != last:
            last = crowd
            yield today, crowd


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
