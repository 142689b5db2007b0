"""The numbers of a case as short notes, one line each, and its sources: numbered as the brief first refers to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import urlsplit

from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.fields import IN_PERCENT, Method
from tertius.case.labels import issue_at
from tertius.case.model import Case
from tertius.case.model import Source as Origin
from tertius.case.parse.origin import Path
from tertius.report.brief.document import Cite, Note, Ref, Source, Span, Words
from tertius.report.text.phrases import capital, date

METHODS: dict[Method | None, str] = {
    "observed": "observed",
    "derived": "derived",
    "elicited": "elicited",
    "judgement": "judged",
    None: "no origin given",
}
"""How a number was obtained, in one word."""

_KINDS = {
    "talks": "Talk", "needs": "Need", "links": "Link", "threats": "Threat", "bodies": "Body", "moves": "Move",
}  # fmt: skip


class Notes:
    """The notes and sources of a brief. What nothing refers to has no number, and is not listed.

    So a reader finds the origin of any number in two steps: from the text to its note, from there to the source.
    """

    def __init__(self, case: Case) -> None:
        """A note for each entry of the case that has numbers; an issue with all that is wanted of it."""
        self.case = case
        entries: dict[Path, list[NumberEntry]] = {}
        for number in numbers_of(case):
            entries.setdefault(_entry(number), []).append(number)
        self._entries = list(entries.items())
        self._on: dict[Path, list[int]] = {}
        for place, (path, numbers) in enumerate(self._entries):
            paths = (path, *(one.path for one in numbers))
            for start in dict.fromkeys(each[:n] for each in paths for n in range(1, len(each) + 1)):
                self._on.setdefault(start, []).append(place)
        self._numbers: dict[int, int] = {}
        self._cited: dict[str, int] = {}

    def refs(self, *path: str | int) -> tuple[Ref, ...]:
        """Marks that lead to the notes on a path of the case and below it; none where the case has no number."""
        places = self._on.get(path, ())
        return tuple(Ref(self._numbers.setdefault(place, len(self._numbers) + 1)) for place in places)

    def cites(self, sources: Iterable[str]) -> tuple[Cite, ...]:
        """Marks that lead to sources, by their ids in the case."""
        known = (source for source in sources if source in self.case.sources)
        return tuple(Cite(self._cited.setdefault(source, len(self._cited) + 1)) for source in known)

    def listed(self) -> tuple[Note, ...]:
        """The notes that something refers to, by number. Asked for when all sections are made."""
        return tuple(Note(number, self._words(place)) for place, number in self._numbers.items())

    def sources(self) -> tuple[Source, ...]:
        """The sources that something cites, by number. Asked for after `listed`, which cites."""
        return tuple(source_line(self.case.sources[ident], number) for ident, number in self._cited.items())

    def reasons(self) -> tuple[Words, ...]:
        """Why each number is what it is, in the words of the case, under the mark of its note; all notes are listed."""
        for place in range(len(self._entries)):
            self._numbers.setdefault(place, len(self._numbers) + 1)
        return tuple(words for place, number in self._numbers.items() for words in self._reasons(place, number))

    def _reasons(self, place: int, number: int) -> Iterator[Words]:
        path, entries = self._entries[place]
        for _, alike in groupby(entries, key=_evidence):
            numbers = tuple(alike)
            if why := _reason(numbers[0]):
                head, what = _head(self.case, path), ", ".join(_field(self.case, path, one) for one in numbers)
                yield (Ref(number), f" {capital(f'{head}: {what}' if head else what)}. {why}")

    def _words(self, place: int) -> Words:
        """All that a note says: ``Trade: China wants 50 (40–65), salience 12; USA wants 0, observed.``."""
        path, entries = self._entries[place]
        parts: list[Span] = []
        for _, alike in groupby(entries, key=_evidence):
            numbers = tuple(alike)
            units = path[0] != "issues"  # else the unit stands behind the name of the issue
            said = [f"{_field(self.case, path, one)} {value_words(one, units)}".strip() for one in numbers]
            if numbers[0].method != self.usual:
                said.append(METHODS[numbers[0].method])
            parts += [f"{'; ' if parts else ''}{', '.join(said)}", *self.cites(numbers[0].sources)]
        head = _head(self.case, path)
        parts[0] = f"{head}: {parts[0]}" if head else capital(str(parts[0]))
        return (*parts, ".")

    @property
    def usual(self) -> Method | None:
        """How most numbers of the case were obtained: notes name what differs from it."""
        counts = Counter(one.method for _, entries in self._entries for one in entries)
        return counts.most_common(1)[0][0] if counts else None

    @property
    def alike(self) -> bool:
        """Whether all numbers of the case were obtained in the same way."""
        return len({one.method for _, entries in self._entries for one in entries}) < 2


def _entry(number: NumberEntry) -> Path:
    """The path to the entry that a note is on: the issue of a stance and of a level without a deal."""
    path = number.path
    if path[0] == "stances":
        return ("issues", path[2])
    issue = issue_at(path) if path[0] == "talks" and " without an agreement in " in number.label else ""
    return ("issues", issue) if issue else path[:2]


def _evidence(number: NumberEntry) -> tuple[object, ...]:
    """What a number rests on."""
    return (number.path[:2], number.why, number.sources, number.as_of, number.known_since, number.method)


def _head(case: Case, path: Path) -> str:
    """What all numbers of a note belong to; empty for those whose names say so."""
    kind = str(path[0])
    if kind == "issues":
        unit = case.issues[str(path[1])].unit
        return f"{case.name(str(path[1]))}{f' ({unit})' if unit else ''}"
    return f"{_KINDS[kind]} “{_name(case, path)}”" if kind in _KINDS else ""


def _name(case: Case, path: Path) -> str:
    ident = str(path[1])
    return case.moves[ident].name or ident if path[0] == "moves" else case.name(ident)


def _field(case: Case, path: Path, number: NumberEntry) -> str:
    """What a number is, without what the head of its note says already."""
    kind, label = str(number.path[0]), number.label
    if kind == "stances":
        name = case.name(str(number.path[1]))
        return f"{name} wants" if number.path[-1] == "position" else str(number.path[-1])
    if path[0] == "issues":
        return "without a deal" if kind == "talks" else label.removesuffix(f" of {case.name(str(path[1]))}")
    label = label.rpartition(", changed by the move ")[0] or label
    if path[0] in _KINDS:
        name = re.escape(_name(case, path))
        label = re.sub(rf" (?:of|by|of carrying out) the \w+ '{name}'| in {name}(?! \w)", "", label)
        label = label.replace(f"stills '{_name(case, path)}'", "stills it")
    words = label.removeprefix("probability that ").removeprefix("Probability that ")
    return re.sub(r"^level of (.*) without an agreement in .*", r"\1 without a deal", words)


def value_words(entry: NumberEntry, units: bool = True) -> str:
    """``60 points (45–75)``, ``25% (10–40)``, ``8 years``: the middle, and the range in brackets.

    Args:
        entry: The number.
        units: Whether its unit is given, which a percent sign always is.
    """
    quantity = entry.quantity
    sign, factor = "%" if quantity.percent else "", 1.0
    if entry.unit in IN_PERCENT and not quantity.percent:
        sign, factor = "%", 100.0
    low, middle, high = (f"{value * factor:.4g}" for value in (quantity.low, quantity.middle, quantity.high))
    unit = entry.unit.split(",")[0] if entry.unit == "points" or "," in entry.unit else ""
    if unit == "points" and middle in ("1", "-1"):
        unit = "point"
    words = f"{middle}{sign} {unit if units else ''}".strip()
    return words if quantity.certain else f"{words} ({low}–{high})"


def _reason(entry: NumberEntry) -> str:
    """Why, as of when, since when it is known: as the case says it."""
    why = capital((entry.why or "").strip())
    parts = [why if why.endswith((".", "!", "?")) else f"{why}."] if why else []
    parts += [f"As of {date(entry.as_of)}."] if entry.as_of else []
    parts += [f"Public since {date(entry.known_since)}."] if entry.known_since else []
    return " ".join(parts)


def source_line(source: Origin, number: int) -> Source:
    """Author, title, publisher and date of a source, with its address where that is safe to follow."""
    parts = [source.author, source.title, source.publisher, source.date]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    address = safe_address(source)
    return Source(number, f"{text}." if address or not source.url else f"{text}. {source.url}", address)


def safe_address(source: Origin) -> str:
    """The address of a source if it is an ordinary web address; else empty."""
    address = (source.url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
