"""A text or number as YAML writes it: in the quotes, the percent or the lines that stood there, else plain."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import replace
from typing import Any

from tertius.case.fields import Number
from tertius.case.parse.quantity import Quantity
from tertius.case.parse.tree import scalar_of
from tertius.case.plain import number_words

_WORDS = re.compile(r"[^\W\d_](?:[\w .,;()/%+'’“”–?!-]*[\w.)%’”?!])?")
_NUMBERS = re.compile(r"-?\.?\d(?:[\w .,%+-]*[\w%])?", re.ASCII)
_NOT_IN_FLOW = re.compile(r"[,?!]")
_WIDTH = 110


def scalar_words(value: Any, flow: bool = False, style: str = "") -> str:
    """A plain value on one line.

    Args:
        value: A text, a number, a truth or None.
        flow: Whether it stands in braces or brackets.
        style: The quotes that it has if it can.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        text = str(value)
        if not style and scalar_of(text) == value and not isinstance(scalar_of(text), str):
            return text
        return _quoted(repr(value), style)
    plain = (_WORDS.fullmatch(value) or _NUMBERS.fullmatch(value)) and scalar_of(value) == value
    if plain and style not in ("'", '"') and not (flow and _NOT_IN_FLOW.search(value)):
        return str(value)
    return _quoted(value, style)


def _quoted(text: str, style: str) -> str:
    """In the quotes asked for, else in those that need no backslash."""
    simple = text.isprintable() or not text
    double = simple and '"' not in text and "\\" not in text
    if simple and (style == "'" or not double):
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"' if double else json.dumps(text, ensure_ascii=False)


def name_words(name: Any, flow: bool = False) -> str:
    """A name of a block; numbers stand as they are."""
    text = str(name)
    if isinstance(name, str):
        known = scalar_of(text) == text and _WORDS.fullmatch(text) and not re.search(r"[,;()%+'’“”–?!]", text)
        return text if known else _quoted(text, "'")
    return scalar_words(name, flow)


def fits_line(text: str, indent: int) -> bool:
    """Whether a text is short enough for the line of its name."""
    return "\n" not in text and len(text) + indent <= _WIDTH + 10


def folded(text: str, indent: int, sign: str = ">-", width: int = _WIDTH) -> str | None:
    """A text below ``>-`` or ``|``, its lines at a column; None if it would not come back as it is."""
    literal = sign.startswith("|")
    parts = re.split(r"(\n+)", text)
    for part in parts[::2]:
        if not part or part != part.strip() or not part.isprintable() or (not literal and "  " in part):
            return None
    pad, lines = " " * indent, [sign]
    for index, part in enumerate(parts):
        if index % 2:
            lines += [""] * (len(part) - literal)
        elif literal:
            lines.append(pad + part)
        else:
            cut = textwrap.wrap(part, max(width - indent, 40), break_long_words=False, break_on_hyphens=False)
            lines += [pad + line for line in cut]
    return "\n".join(lines)


def number_in_place(number: Number, words: Any, stood: str) -> Any:
    """A number in percent if that is how the one before was written, and if it reads back as the same.

    Args:
        number: What the field says of its numbers.
        words: The number, as plain values have it.
        stood: What stood in the file.
    """
    if "%" not in stood or number.full is None:
        return words
    quantity = number.validate(words)
    percent = str(replace(quantity.scaled(100 / number.full), percent=True))
    return percent if number.validate(percent) == quantity else words


def listed_number(quantity: Quantity) -> list[Any] | None:
    """A range as ``[low, likely, high]``; None if a list cannot say it."""
    if quantity.certain or quantity.shape or quantity.percent:
        return None
    ends = [quantity.low, quantity.high] if quantity.likely is None else [quantity.low, quantity.likely, quantity.high]
    return [number_words(Quantity(end, end)) for end in ends]
