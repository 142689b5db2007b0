"""How numbers, dates, names and evidence are written on a terminal."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tertius.case.fields import Entry
    from tertius.case.model import Case
    from tertius.case.parse.quantity import Quantity

__all__ = ["date", "evidence", "level", "listed", "named", "percent", "points", "probability", "signed"]

NOTHING = "–"


def date(day: dt.date) -> str:
    """``10 January 2019``."""
    return f"{day.day} {day:%B} {day.year}"


def points(value: float) -> str:
    """A payoff in points, with one decimal."""
    return _fixed(value, 1)


def signed(value: float, decimals: int = 1) -> str:
    """A difference, with its sign: ``+1.2``, ``-0.3``, ``0.0``."""
    text = _fixed(value, decimals)
    return text if text.startswith("-") or float(text) == 0 else f"+{text}"


def percent(share: float) -> str:
    """A share as a whole percentage: ``58%``."""
    return f"{_fixed(100 * share, 0)}%"


def level(value: float, scale: tuple[float, float]) -> str:
    """A level on its scale, to about a thousandth of the scale."""
    decimals = min(9, max(0, 3 - math.ceil(math.log10(scale[1] - scale[0]))))
    return _fixed(value, decimals)


def probability(quantity: Quantity) -> str:
    """A probability or share in percent: ``10% to 40%, likely 25%``."""
    from tertius.case.parse.quantity import Quantity

    likely = None if quantity.likely is None else 100 * quantity.likely
    return str(Quantity(100 * quantity.low, 100 * quantity.high, likely, percent=True, shape=quantity.shape))


def named(case: Case, ident: str) -> str:
    """``United States (usa)``, or the id alone where the case gives no name."""
    name = case.name(ident)
    return ident if name == ident else f"{name} ({ident})"


def listed(items: Iterable[str]) -> str:
    """``usa, dprk``; a dash for nothing."""
    return ", ".join(items) or NOTHING


def evidence(entry: Entry) -> str:
    """What an entry says about where its numbers come from: ``stated aim. Judgement; source: kotra-2018``."""
    notes = [entry.method.capitalize()] if entry.method else []
    if entry.source:
        notes.append(f"source: {', '.join(entry.source)}")
    if entry.as_of:
        notes.append(f"as of {entry.as_of.isoformat()}")
    if entry.known_since:
        notes.append(f"known since {entry.known_since.isoformat()}")
    why = entry.why or ""
    if why and notes and not why.endswith((".", "!", "?")):
        why += "."
    return " ".join(part for part in (why, "; ".join(notes)) if part)


def _fixed(value: float, decimals: int) -> str:
    """Fixed decimals, never ``-0``."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text
