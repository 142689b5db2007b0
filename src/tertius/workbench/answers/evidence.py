"""What every number of a case rests on, as plain values: source, why, age and method, how weak, how far it matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tertius.analysis.forecast.evidence import weakness_of
from tertius.case.check.evidence import sources_of
from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.fields import Entry
from tertius.case.model import Case, Source
from tertius.case.parse.naming import numbered, slug
from tertius.case.paths import bare_type, type_at
from tertius.errors import UsageError
from tertius.report.text.evidence import weakness_words
from tertius.report.text.phrases import capital, date
from tertius.workbench.differences import NOTHING, Path, inner
from tertius.workbench.document import Put

METHODS = {
    "": "not said",
    "observed": "observed",
    "derived": "derived from other numbers",
    "elicited": "asked of experts",
    "judgement": "judgement",
}
"""How a number can be obtained, and what the page calls it."""

FIELDS = {
    "source": "source",
    "why": "reason",
    "method": "method",
    "as_of": "date",
    "known_since": "day since which it is known",
}
"""What can be said of a number, and what the page calls it."""

WEAK = 0.75
"""From this weakness on the evidence of a number is weak."""

Influences = Mapping[str, tuple[float, float]]
"""By the path of a number, with ``/`` between its steps: the share of the doubt that comes from it, and its error."""


def key_of(number: NumberEntry) -> str:
    """The path of a number, with ``/`` between its steps."""
    return "/".join(map(str, number.path))


def rows_told(case: Case, influences: Influences, done: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every number: by influence times weakness where the influence is known, then by weakness.

    Args:
        case: The case.
        influences: As far as they are known.
        done: By path the words of the numbers that somebody has ticked off; of another number the tick has lapsed.
    """
    rows = [_row(case, number, influences, done) for number in numbers_of(case)]
    return sorted(rows, key=lambda row: (-row["product"], -row["weakness"], row["certain"]))


def _row(case: Case, number: NumberEntry, influences: Influences, done: Mapping[str, str]) -> dict[str, Any]:
    key, weak = key_of(number), weakness_of(case, number)
    share, error = influences.get(key, (0.0, 0.0))
    return {
        "path": key,
        "label": capital(number.label),
        "words": number.words,
        "certain": number.quantity.certain,
        "sources": [source.title for source in sources_of(case, number)],
        "why": number.why or "",
        "method": METHODS[number.method or ""],
        "age": "" if weak.age is None else f"{weak.age:.0f} y" if weak.age >= 1 else "fresh",
        "dated": "" if (day := number.as_of or number.known_since) is None else date(day),
        "weakness": round(100 * weak.value),
        "weak": weak.value >= WEAK,
        "weakness_words": capital(weakness_words(weak)),
        "known": key in influences,
        "share": round(100 * share, 1),
        "clear": share > error,
        "product": share * weak.value,
        "bare": not number.sources and number.why is None,
        "done": done.get(key) == number.words,
    }


def number_at(case: Case, key: str) -> NumberEntry:
    """The number at a path.

    Raises:
        UsageError: There is none.
    """
    found = next((number for number in numbers_of(case) if key_of(number) == key), None)
    if found is None:
        raise UsageError("there is no such number in the case any more")
    return found


def form_told(case: Case, values: Any, key: str) -> dict[str, Any]:
    """What is said of one number, to be changed; what its entry inherits from the one around it is told as such."""
    number = number_at(case, key)
    entry, _ = entry_of(number)
    own = inner(values, entry)
    said = own if isinstance(own, Mapping) else {}
    chosen = list(number.sources)
    return {
        "path": key,
        "label": capital(number.label),
        "words": number.words,
        "why": number.why or "",
        "method": number.method or "",
        "as_of": "" if number.as_of is None else number.as_of.isoformat(),
        "known_since": "" if number.known_since is None else number.known_since.isoformat(),
        "chosen": [{"id": ident, "title": case.sources[ident].title} for ident in chosen if ident in case.sources],
        "others": [{"id": i, "title": source.title} for i, source in case.sources.items() if i not in chosen],
        "inherited": not any(name in said for name in ("why", "source", "method")) and bool(chosen or number.why),
    }


def entry_of(number: NumberEntry) -> tuple[Path, str]:
    """The path of the entry that carries the evidence of a number, and the field that a bare value of it stands for."""
    path = number.path
    for length in range(len(path) - 1, 0, -1):
        kind = bare_type(type_at(path[:length]))
        if isinstance(kind, type) and issubclass(kind, Entry):
            return tuple(map(str, path[:length])), kind.shorthand
    return (), ""


def puts_for(case: Case, values: Any, key: str, field: str, to: Any) -> tuple[list[Put], str]:
    """The edits that say something of a number, and what they are called.

    Args:
        case: The case.
        values: The same as plain values.
        key: The path of the number.
        field: One of `FIELDS`; ``new source`` makes a source of a block with its title and names it.
        to: The value; empty takes it away.

    Raises:
        UsageError: There is no such number or field.
    """
    number = number_at(case, key)
    entry, shorthand = entry_of(number)
    said = f"{FIELDS.get(field, 'source')} of {number.label}"
    puts = []
    if field == "new source":
        made, ident = _source(case, to)
        puts.append(Put(("sources", ident), made))
        field, to = "source", [*number.sources, ident]
    if field not in FIELDS:
        raise UsageError(f"nothing of a number is called '{field}'; legal are {', '.join(FIELDS)}")
    own = inner(values, entry)
    if isinstance(own, Mapping) or not shorthand:
        puts.append(Put((*entry, field), to or NOTHING))
    else:  # a bare value: what is said of it needs a block
        puts.append(Put(entry, {shorthand: own, **({field: to} if to else {})}))
    return puts, said


def _source(case: Case, to: Any) -> tuple[dict[str, str], str]:
    """A new source and its id."""
    block = to if isinstance(to, Mapping) else {}
    made = {name: str(block[name]).strip() for name in Source.model_fields if str(block.get(name) or "").strip()}
    if "title" not in made:
        raise UsageError("a source needs a title")
    return made, _free(slug(made["title"], "source"), case.sources)


def _free(stem: str, taken: Collection[str]) -> str:
    return stem if stem not in taken else numbered(stem, taken)
