"""A what-if: moves that are made, entries that are taken away, numbers that are set; as the address of a page has it.

``what-if?move=visit-beijing&without=links.china-backs-dprk&set=stances.usa.denuclearisation.salience=60``
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tertius.case.actions import Change, hindrance_to
from tertius.case.check.changes import apply_checked
from tertius.case.edit.changes import apply_steps, bare_case, steps_of
from tertius.case.edit.diff import Edit, diff_cases
from tertius.case.edit.moves import changes_of_move
from tertius.case.labels import label_of, on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.origin import Origin, Path, closest
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import COLLECTIONS, inner_of
from tertius.errors import UsageError
from tertius.report.text.phrases import capital

MOST = 200
"""So many parts a what-if has at most."""


@dataclass(frozen=True)
class Trial:
    """What is tried out.

    Attributes:
        moves: Moves of the case, made with success.
        without: Paths of entries that are taken away: ``talks.us-dprk``.
        numbers: Path: the value that is tried, on its plain scale.
    """

    moves: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]]) -> Trial:
        """The one of an address, or of a page.

        Raises:
            UsageError: A part of it is none.
        """
        given = [(name, value) for name, value in pairs if name in ("move", "without", "set")]
        if len(given) > MOST:
            raise UsageError(f"a what-if has at most {MOST} parts, not {len(given)}")
        named = {name: tuple(dict.fromkeys(value for key, value in given if key == name)) for name, _ in given}
        return cls(named.get("move", ()), named.get("without", ()), dict(map(_number, named.get("set", ()))))

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Trial:
        """From the plain values that a worker is told."""
        return cls(tuple(plain["moves"]), tuple(plain["without"]), dict(plain["numbers"]))

    def to_plain(self) -> dict[str, Any]:
        """As plain values."""
        return {"moves": list(self.moves), "without": list(self.without), "numbers": dict(self.numbers)}

    @property
    def empty(self) -> bool:
        """Whether nothing is tried."""
        return not (self.moves or self.without or self.numbers)

    def standing(self, case: Case) -> Trial:
        """What of it can be tried on a case: the rest is about what the case does not have, or no longer has."""
        without = tuple(path for path in self.without if _has_entry(case, path))
        numbers = {path: value for path, value in self.numbers.items() if quantity_at(case, path) is not None}
        return Trial(tuple(move for move in self.moves if move in case.moves), without, numbers)

    def changes(self, case: Case) -> list[Change]:
        """As changes of a case, in the order in which they are made: moves, what is taken away, numbers.

        Raises:
            UsageError: A move cannot be made after the others, or a number cannot have its value.
        """
        from tertius.draws import fix  # numpy; the Table, which names numbers as this does, is shown without it

        changes = [*_made(case, self.moves), *(Change(remove=path) for path in self.without)]
        left = apply_steps(case, steps_of(("changes",), changes)).case if changes else case
        numbers = {path: to for path, to in self.numbers.items() if quantity_at(left, path) is not None}
        fix(left, {tuple(path.split(".")): to for path, to in numbers.items()})  # raises for what is not legal
        return [*changes, *(Change(set=path, to=to) for path, to in numbers.items())]

    def changed(self, case: Case) -> Case:
        """The case after them, checked.

        Raises:
            UsageError, CaseError: They cannot be made; all that is wrong with the case they would leave.
        """
        return _checked(case, self.changes(case))

    def at_once(self, case: Case) -> Case:
        """The same without its moves and claims, which a settlement does not need: a tenth of the time.

        Raises:
            UsageError, CaseError: As for `changed`.
        """
        return _checked(bare_case(case), self.changes(case))

    def edits(self, before: Case, after: Case) -> tuple[Edit, ...]:
        """Where the case differs afterwards, in words."""
        if self.moves or self.without:
            return diff_cases(before, after)
        return tuple(_edit(before, path, to) for path, to in self.numbers.items())


def _checked(case: Case, changes: Iterable[Change]) -> Case:
    return apply_checked(case, steps_of(("changes",), changes), Origin(), lambda path: "")


def entry_name(case: Case, collection: str, ident: str) -> str:
    """What an entry of a case is called; of one without a name, its id as words."""
    entry = getattr(case, collection).get(ident)
    name = getattr(entry, "name", "") or ident
    return capital(name.replace("-", " ")) if name == ident else name


def quantity_at(case: Case, path: str) -> Quantity | None:
    """The number that a case has at a path; None if it has none there."""
    node: Any = case
    for step in path.split("."):
        if isinstance(node, tuple):
            node = node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = inner_of(node, step)
    return node if isinstance(node, Quantity) else None


def _number(said: str) -> tuple[str, float]:
    path, _, text = said.rpartition("=")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not path or not math.isfinite(value):
        raise UsageError(f"found '{said}' where a path, an equals sign and a number belong")
    return path, value


def _has_entry(case: Case, path: str) -> bool:
    head, _, rest = path.partition(".")
    return head in COLLECTIONS and rest in getattr(case, head)


def _made(case: Case, moves: tuple[str, ...]) -> Iterator[Change]:
    """The changes of moves, each made as soon as those that it comes after are made."""
    waiting, made, now = list(moves), list[str](), case
    while waiting:
        ready = [ident for ident in waiting if ident in case.moves and not hindrance_to(case.moves, ident, made)]
        if not ready:
            raise UsageError(_why_not(case, waiting[0], made))
        ident = ready[0]
        steps = changes_of_move(now, ident, case.moves[ident])
        yield from (step.change for step in steps)
        now = apply_steps(now, steps).case
        waiting.remove(ident)
        made.append(ident)


def _why_not(case: Case, ident: str, made: list[str]) -> str:
    if ident not in case.moves:
        return f"there is no move '{ident}': {closest(ident, case.moves) or 'the case has others, or none'}"
    move = case.moves[ident]
    name = move.name or ident
    missing = [case.moves[one].name or one for one in move.after if one not in made]
    if missing:
        return f"“{name}” comes after “{'” and “'.join(missing)}”: make that too"
    against = [case.moves[other].name or other for other in made if hindrance_to(case.moves, ident, [other])]
    return f"“{name}” cannot be made together with “{'” and “'.join(against)}”: choose one of them"


def _edit(case: Case, path: str, to: float) -> Edit:
    place: Path = tuple(path.split("."))
    stood = quantity_at(case, path)
    before = "" if stood is None else words_of(place, on_scale_of(case, place, stood))
    return Edit(place, label_of(case, place), before, words_of(place, Quantity(to, to)))
