"""What a check, or a rule, has to say about a path of the case, and what it may look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from tertius.case.fields import Entry, is_id
from tertius.case.model import Case, Link, Threat
from tertius.case.parse.origin import DamagedPaths, Path, closest
from tertius.case.paths import COLLECTIONS, NOUNS, subject_of
from tertius.errors import Problem


def _one(collection: str) -> str:
    """``an actor``, ``a talk``: what an entry of a collection is."""
    noun = "actor with stances" if collection == "stances" else NOUNS[collection]
    return f"{'an' if noun[0] in 'aei' else 'a'} {noun}"


@dataclass(frozen=True)
class Finding:
    """Something a check found: at which path, what, what is legal, what to do."""

    path: Path
    found: str
    legal: str = ""
    suggestion: str = ""

    def problem(self, case: Case) -> Problem:
        """Return the problem, with its place if the case was read from a file."""
        where = subject_of(self.path, self.found)
        problem = Problem(where=where, found=self.found, legal=self.legal, suggestion=self.suggestion)
        return case.origin.place(self.path).put(problem)


@dataclass(frozen=True)
class CheckContext:
    """A case to be checked, and what had to be taken out of it because it was faulty.

    Attributes:
        case: The case.
        lost: Paths that were taken out; nothing that only follows from that is a mistake.
    """

    case: Case
    lost: DamagedPaths = DamagedPaths()  # noqa: RUF009  (it never changes)

    def ids(self, collection: str) -> list[str]:
        """The ids of a collection, faulty entries included."""
        faulty = filter(is_id, self.lost.entries(collection))
        return list(dict.fromkeys([*getattr(self.case, collection), *faulty]))

    def has(self, collection: str, ident: str) -> bool:
        """Whether a collection has an entry, or may have had it before it was taken out."""
        if ident in getattr(self.case, collection) or self.lost.holds((collection, ident)):
            return True
        misnamed = [name for name in self.lost.entries(collection) if not is_id(name)]
        return bool(closest(ident, misnamed))

    def whole(self, *path: str | int) -> bool:
        """Whether nothing was taken out at, above or below a path."""
        return not self.lost.touches(path)

    def unknown(self, path: Path, collection: str, ident: str) -> Finding:
        """Say that a collection has no such entry, and which it has."""
        known = self.ids(collection)
        near = closest(ident, known)
        other = next((c for c in COLLECTIONS if c != "stances" and ident in getattr(self.case, c)), "")
        if not near and other:
            near = f"'{ident}' is {_one(other)}"
        listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        legal = f"{collection}: {listed}" if known else f"the case has no {collection}"
        return Finding(path, f"'{ident}' is not {_one(collection)} of this case", legal, near)


def entries_of(value: object, path: Path = ()) -> Iterator[tuple[Path, Entry]]:
    """Return every entry in a case or part of it, with its path, the outer before the inner."""
    if isinstance(value, Entry):
        if path:
            yield path, value
        for name, alias in _holders_of(type(value)):
            yield from entries_of(getattr(value, name), (*path, alias))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from entries_of(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from entries_of(inner, (*path, index))


@cache  # every version of a case is walked through
def _holders_of(kind: type[Entry]) -> tuple[tuple[str, str], ...]:
    """The fields of an entry that can hold entries, each with the name that it has in the file."""
    fields = kind.model_fields.items()
    return tuple((name, info.alias or name) for name, info in fields if _holds_entries(info.annotation))


def _holds_entries(kind: Any) -> bool:
    """Whether a value of a kind can be an entry or have one in it."""
    if isinstance(kind, type) and get_origin(kind) is None:
        return issubclass(kind, Entry)
    return kind is Any or any(map(_holds_entries, get_args(kind)))


PAPER = "a paper that changes nothing"
"""How warnings on an agreement begin that leaves every level where it is and suits all the same."""


def stilled_by_paper(case: Case, talk: str) -> dict[Path, Link | Threat]:
    """The threats and links that any agreement of a talk stops, one that changes nothing included."""
    found: dict[Path, Link | Threat] = {}
    for name, entries in (("threats", case.threats), ("links", case.links)):
        found |= {(name, ident): one for ident, one in entries.items() if one.if_fails == talk and not one.unless}
    return found


def quoted(case: Case, stopped: Iterable[Path]) -> str:
    """``'Further sanctions' and 'patron'``."""
    names = [f"'{case.name(str(path[1]))}'" for path in stopped]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def told_once(*warnings: Iterable[Problem]) -> list[Problem]:
    """All warnings, but of several on one paper that changes nothing the last of those that know more of it.

    What a settlement has found names the gains, so it takes the place of what the case warns of.
    """
    listed = list(dict.fromkeys(one for some in warnings for one in some))
    papers = {_place(one): one for one in listed if one.found.startswith(PAPER)}
    return [one for one in listed if not one.found.startswith(PAPER) or papers[_place(one)] is one]


def _place(problem: Problem) -> tuple[object, ...]:
    return problem.file, problem.line, problem.where
