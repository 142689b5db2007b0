"""The option ``--scale``: two numbers and, if one likes, a unit, in one word or in several."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from tertius.errors import UsageError

__all__ = ["ScaleCommand", "read_scale"]

OPTION = "--scale"
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_WORDS = re.compile(rf"\s*({_NUMBER})(?:\s+to)?\s+({_NUMBER})(?:\s+(\S.*?))?\s*", re.DOTALL)


def read_scale(text: str) -> tuple[tuple[float, float], str]:
    """The two ends and the unit of ``4 10 years``, ``4 to 10 years`` or ``4 10``.

    Raises:
        UsageError: It is none of these.
    """
    match = _WORDS.fullmatch(text)
    if match is None:
        raise UsageError(
            f"{OPTION} {text}: it takes the lowest and the highest position and, if you like, what they count: "
            f"{OPTION} 4 10 years, or {OPTION} 0 100"
        )
    return (float(match[1]), float(match[2])), match[3] or ""


class ScaleCommand(TyperCommand):
    """A command whose ``--scale`` takes two words or three; an option of the parser takes a fixed number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments with the words of a scale joined."""
        joined, unit = _joined(args)
        try:
            return super().parse_args(ctx, joined)
        except typer.BadParameter as error:
            if unit and type(error) is not typer.BadParameter:
                error.message = f"'{unit}' was taken for the unit of {OPTION}: put the argument before the options"
            raise


def _joined(args: list[str]) -> tuple[list[str], str]:
    """The arguments with each scale as one word, and the unit that was taken, if any."""
    rest, out, unit = list(args), list[str](), ""
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*out, word, *rest], unit
        option, equals, value = word.partition("=")
        if option != OPTION:
            out.append(word)
            continue
        if equals:
            rest.insert(0, value)
        words = _numbers(rest)
        if len(words) > 1 and rest and _may_be_unit(rest[0]):
            unit = rest.pop(0)
            words.append(unit)
        out += [OPTION, " ".join(words)] if words else [OPTION]
    return out, unit


def _numbers(rest: list[str]) -> list[str]:
    """Take the two numbers at the beginning, with or without the word between them."""
    words: list[str] = []
    while rest and len(words) < 2 and re.fullmatch(_NUMBER, rest[0]):
        words.append(rest.pop(0))
        if len(words) == 1 and rest[:1] == ["to"]:
            rest.pop(0)
    return words


def _may_be_unit(word: str) -> bool:
    """Whether a word behind two numbers is what they count, and no option, file or folder."""
    from tertius.case.files.spreadsheets import TEXT_TABLES, WORKBOOKS

    path = Path(word)
    return not (word.startswith("-") or path.suffix.lower() in (*TEXT_TABLES, *WORKBOOKS) or path.exists())
