"""Endnotes: the case's numbers with their evidence, numbered, and referred to from wherever they are used."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup

from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.fields import IN_PERCENT
from tertius.case.model import Case, Source
from tertius.report.text.phrases import capital

_METHODS = {
    "observed": "observed",
    "derived": "derived from other numbers",
    "elicited": "asked of an expert",
    "judgement": "a judgement",
}

_NOT_USED = ("moves", "claims", "signals")


@dataclass(frozen=True)
class Note:
    """Numbers of one entry of the case that rest on the same evidence.

    Attributes:
        number: Its number in the brief, from 1.
        paths: Where its numbers stand in the case file.
        values: Each number with what it is: ``Salience of Trade for China: 60 points (range 45 to 75)``.
        evidence: Why, how obtained, as of when: sentences.
        sources: Ids of its sources.
    """

    number: int
    paths: tuple[tuple[str | int, ...], ...]
    values: tuple[str, ...]
    evidence: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass
class Notes:
    """The endnotes of a brief and the places that refer to them."""

    notes: tuple[Note, ...]
    used: dict[int, int] = field(default_factory=dict)
    _on: dict[tuple[str | int, ...], list[Note]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._on = {}
        for note in self.notes:
            for start in dict.fromkeys(path[:length] for path in note.paths for length in range(1, len(path) + 1)):
                self._on.setdefault(start, []).append(note)

    def ref(self, *path: str) -> Markup:
        """Raised numbers that lead to the notes on a path of the case; empty if there are none."""
        mark, marks = Markup('<sup class="ref"><a id="ref-{0}-{1}" href="#note-{0}">{0}</a></sup>'), Markup("")
        for number in (note.number for note in self._on.get(path, ())):
            self.used[number] = self.used.get(number, 0) + 1
            marks += mark.format(number, self.used[number])
        return marks

    @property
    def groups(self) -> list[tuple[str, list[Note]]]:
        """The notes under their headings: what the result rests on, and the rest."""
        rest = [note for note in self.notes if note.paths[0][0] in _NOT_USED]
        ties = [note for note in self.notes if note.paths[0][0] == "ties"]
        base = [note for note in self.notes if note not in (*rest, *ties)]
        named = [
            ("Numbers this result rests on", base),
            ("Numbers of moves and signals", rest),
            ("Ties, on which no result rests", ties),
        ]
        return [(title, notes) for title, notes in named if notes]

    def backs(self, note: Note) -> list[str]:
        """The places that refer to a note."""
        return [f"ref-{note.number}-{turn + 1}" for turn in range(self.used.get(note.number, 0))]


def notes_of(case: Case) -> Notes:
    """The case's numbers as notes, in the order of the case; numbers with common evidence share one."""
    length = {"stances": 3, "talks": 4}  # of the path to the entry that numbers belong to; else 2

    def common(entry: NumberEntry) -> tuple[object, ...]:
        rests_on = (entry.why, entry.sources, entry.as_of, entry.known_since, entry.method)
        return (entry.path[: length.get(str(entry.path[0]), 2)], *rests_on)

    grouped = groupby(numbers_of(case), key=common)
    notes = [_note(number, list(entries)) for number, (_, entries) in enumerate(grouped, start=1)]
    return Notes(tuple(notes))


def _note(number: int, entries: list[NumberEntry]) -> Note:
    first = entries[0]
    why = capital((first.why or "").strip())
    evidence = [why if why.endswith((".", "!", "?")) else f"{why}."] if first.why else []
    if first.method:
        evidence.append(f"Method: {_METHODS[first.method]}.")
    if first.as_of:
        evidence.append(f"As of {first.as_of}.")
    if first.known_since:
        evidence.append(f"Public since {first.known_since}.")
    if not first.why and not first.sources:
        evidence.append("No source or reason given.")
    values = tuple(f"{capital(entry.label)}: {_number_words(entry)}" for entry in entries)
    return Note(number, tuple(entry.path for entry in entries), values, tuple(evidence), first.sources)


def _number_words(entry: NumberEntry) -> str:
    """``60 points (range 45 to 75)``, ``25% (range 10% to 40%)``, ``8 years``."""
    quantity = entry.quantity
    sign, factor = "%" if quantity.percent else "", 1.0
    if entry.unit in IN_PERCENT and not quantity.percent:
        sign, factor = "%", 100.0
    low, middle, high = (f"{value * factor:.4g}{sign}" for value in (quantity.low, quantity.middle, quantity.high))
    unit = entry.unit.split(",")[0] if entry.unit == "points" or "," in entry.unit else ""
    if unit == "points" and middle in ("1", "-1"):
        unit = "point"
    words = f"{middle} {unit}".strip()
    return words if quantity.certain else f"{words} (range {low} to {high})"


def safe_url(source: Source) -> str:
    """The address of a source if it is an ordinary web address; else empty."""
    url = (source.url or "").strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
