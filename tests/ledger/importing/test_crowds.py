"""The crowd day by day, against looking at every word anew for every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from tertius.ledger.importing.crowds import Word, day_by_day

START = datetime(2024, 3, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def slowly(words: list[Word], day: date) -> tuple[float, ...]:
    """The crowd when a day ends: of each the word that started last, unless it has ended."""
    close = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    standing = []
    for who in sorted({word.who for word in words}):
        begun = [(word.start, place) for place, word in enumerate(words) if word.who == who and word.start < close]
        if begun:
            word = words[max(begun)[1]]
            if word.said and (word.end is None or word.end >= close):
                standing.append(word.said)
    return tuple(map(median, zip(*standing, strict=True)))


HOURS = st.integers(0, 96)


@st.composite
def some_words(draw: st.DrawFn) -> list[Word]:
    """Words of up to four people, some of them taken back."""
    numbers = draw(st.integers(1, 2))
    words = []
    for start in draw(st.lists(HOURS, max_size=12)):
        lasts = draw(st.one_of(st.none(), st.integers(1, 60)))
        said = tuple(draw(st.floats(0, 1)) for _ in range(numbers)) if draw(st.integers(0, 5)) else ()
        end = None if lasts is None else at(start + lasts - 0.5)
        words.append(Word(draw(st.sampled_from("abcd")), at(start), said, end))
    return words


@given(some_words())
def test_it_is_the_median_of_what_stands_when_each_day_ends(words: list[Word]) -> None:
    found = dict(day_by_day(words))
    crowd: tuple[float, ...] = ()
    for days in range(9):
        day = START.date() + timedelta(days=days)
        now = slowly(words, day)
        changed = bool(now) and now != crowd
        assert (day in found) == changed
        if changed:
            assert found[day] == now
            crowd = now


def test_a_word_that_ends_where_the_next_begins_is_followed_by_it() -> None:
    words = [Word("a", at(1), (0.2,), at(30)), Word("a", at(30), (0.6,)), Word("b", at(2), (0.4,), at(50))]
    assert list(day_by_day(words)) == [
        (date(2024, 3, 1), (0.30000000000000004,)),
        (date(2024, 3, 2), (0.5,)),
        (date(2024, 3, 3), (0.6,)),
    ]


def test_a_crowd_of_nobody_says_nothing() -> None:
    assert list(day_by_day([])) == []
    assert list(day_by_day([Word("a", at(1), (0.2,), at(2))])) == []
