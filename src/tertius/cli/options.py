"""Arguments that several commands share.

The option ``--scale``: two numbers and, if one likes, a unit, in one word or in several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case


CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case of the gallery, a case file or variant, a folder with one, or a plain table: korea-2019, mine/.",
        show_default=False,
    ),
]

SolutionOption = Annotated[
    str | None,
    typer.Option(
        "--solution",
        metavar="SOLUTION",
        help="At which point of its zone a talk settles that does not say so itself: --solution kalai-smorodinsky.",
        show_default=False,
    ),
]

RuleOption = Annotated[
    str | None,
    typer.Option(
        "--rule",
        metavar="RULE",
        help="What the others do if a talk breaks down: --rule hold. Without it: the first rule that applies.",
        show_default=False,
    ),
]

SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="Seed of the draws; the same seed gives the same bits: --seed 7.")
]

TheoriesOption = Annotated[
    str,
    typer.Option(
        "--theories",
        metavar="LIST",
        help="Theories that settle every draw: all, or names with commas: --theories renegotiate,hold+egalitarian. "
        "Without it: every rule that applies, with Nash's solution.",
        show_default=False,
    ),
]

ThreadsOption = Annotated[
    int | None,
    typer.Option(
        "--threads",
        metavar="N",
        help="Draws settled at a time; all cores if left out: --threads 1. The answer is the same.",
        show_default=False,
    ),
]

OfOption = Annotated[
    str | None,
    typer.Option(
        "--of",
        metavar="TARGET",
        help="What is asked about: a talk, an issue, an actor, or one output: --of us-dprk, --of level:tariffs. "
        "Without it: all of them.",
        show_default=False,
    ),
]

BaseOption = Annotated[
    int,
    typer.Option(
        "--base",
        metavar="N",
        help="Precision, a power of two; the work is N times the inputs plus two settlements: --base 1024.",
    ),
]

ScaleOption = Annotated[
    str | None,
    typer.Option(
        "--scale",
        metavar="LOW HIGH [UNIT]",
        help="Of a plain table: lowest and highest position, and what they count: --scale 4 10 years.",
        show_default=False,
    ),
]

SalienceMax = Annotated[
    float | None,
    typer.Option(
        "--salience-max",
        help="Of a plain table: the highest salience there is: --salience-max 100.",
        show_default=False,
    ),
]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Of a plain table: the day that it describes, today if it is left out: --as-of 1994-05-01.",
        show_default=False,
    ),
]

ImputeOption = Annotated[
    str | None,
    typer.Option(
        "--impute",
        metavar="WAY",
        help="Of a plain table: fill in numbers that are missing from those of the others on the same issue, by their "
        "median or mean, and mark each: --impute median. Without it a number that is missing is a mistake.",
        show_default=False,
    ),
]

OPTIONS = "--scale, --salience-max, --as-of and --impute"


@dataclass(frozen=True)
class Declared:
    """What is said on the command line of a plain table.

    Attributes:
        scale: The words of ``--scale``.
        salience_max: The highest salience there is.
        as_of: The day that the table describes.
        impute: How numbers that are missing are filled in.
    """

    scale: str | None = None
    salience_max: float | None = None
    as_of: str | None = None
    impute: str | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.scale, self.salience_max, self.as_of, self.impute))

    @property
    def ends(self) -> tuple[tuple[float, float] | None, str]:
        """The ends of the scale, None if it is not declared, and its unit."""
        return (None, "") if self.scale is None else read_scale(self.scale)

    def load(self, name: str) -> Case:
        """The plain table of that name as a case."""
        from tertius.case import load_table

        return load_table(name, *self.ends, self.salience_max, self.as_of or "", self.impute)


def case_or_table(name: str, declared: Declared) -> Case:
    """The case of that name, or the plain table of that name as a case."""
    from tertius.case import load
    from tertius.case.load import is_plain_table

    if declared and is_plain_table(Path(name)):
        return declared.load(name)
    case = load(name)
    if declared:
        raise UsageError(f"{OPTIONS} declare what a plain table does not say; {name} is a case and says it itself")
    return case


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
