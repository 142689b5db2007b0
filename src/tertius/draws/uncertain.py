"""Which numbers of a case are uncertain, and which of them move together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tertius.case.evidence import NumberEntry, numbers_of
from tertius.case.filling import follows_from_leanings
from tertius.case.groups import sides_of
from tertius.case.model import Case
from tertius.case.origin import Path
from tertius.case.quantity import Quantity

__all__ = ["Uncertain", "dimensions_of", "middles_of", "scale_of", "uncertain_of"]

_DRAWN = ("actors", "issues", "talks", "stances", "needs", "links", "threats", "bodies")
_LEANINGS = ("yes", "abstain", "no")


@dataclass(frozen=True)
class Uncertain:
    """One number of a case that has width.

    Attributes:
        number: What the case says of it: its path, its name in words, its unit, its evidence.
        quantity: The number on its plain scale: percent of an issue's scale are levels of the issue.
        dimension: The column of the unit cube that it is drawn from; numbers that move together share one.
        reversed: It is drawn from 1 - u rather than u, because it falls as the others of its group rise.
        group: The group that it belongs to; empty if it moves on its own.
    """

    number: NumberEntry
    quantity: Quantity
    dimension: int
    reversed: bool = False
    group: str = ""

    @property
    def path(self) -> Path:
        """Where it stands: ``("stances", "usa", "denuclearisation", "salience")``."""
        return self.number.path

    @property
    def label(self) -> str:
        """What it is, in words with the names of the case."""
        return self.number.label

    @property
    def unit(self) -> str:
        """``points``, ``probability``, ``share``, ``power``, ``capability``, or the scale of the issue."""
        return self.number.unit


def uncertain_of(case: Case) -> tuple[Uncertain, ...]:
    """The uncertain numbers of a case that can touch a settlement, in the order of the model.

    Those inside moves and claims are not among them, for they are not part of the case as it stands; nor are
    the leanings in a body from which its probability of passing a measure does not follow.
    """
    voting = {ident for ident, body in case.bodies.items() if follows_from_leanings(body)}
    sides = sides_of(case)
    columns: dict[object, int] = {}
    found = []
    for number in numbers_of(case):
        idle = number.path[0] == "bodies" and number.path[-1] in _LEANINGS and number.path[1] not in voting
        if number.path[0] not in _DRAWN or idle or number.quantity.certain:
            continue
        quantity = _plain(case, number)
        side = sides.get(number.path)
        column = columns.setdefault(number.path if side is None else side.group, len(columns))
        if side is None:
            found.append(Uncertain(number, quantity, column))
        else:
            found.append(Uncertain(number, quantity, column, side.against, side.group))
    return tuple(found)


def dimensions_of(uncertain: Iterable[Uncertain]) -> int:
    """How many columns the unit cube needs."""
    return 1 + max((number.dimension for number in uncertain), default=-1)


def middles_of(uncertain: Iterable[Uncertain]) -> dict[Path, float]:
    """The middle of each uncertain number, by its path: the draw that is used when one is needed."""
    return {number.path: number.quantity.middle for number in uncertain}


def scale_of(case: Case, path: Path) -> tuple[float, float] | None:
    """The scale on which the number at a path lies, if it is the level of an issue or a position; else None."""
    if path[-1] not in ("level", "position", "reference"):
        return None
    places = {"issues": 1, "talks": 3, "stances": 2}
    return case.issues[str(path[places[str(path[0])]])].scale


def _plain(case: Case, number: NumberEntry) -> Quantity:
    """The quantity of a number, percent of a scale as a level on it."""
    scale = scale_of(case, number.path)
    return number.quantity if scale is None else number.quantity.on(scale)
