"""Arguments and options of commands: those that several share, and short words for those that one has alone.

A plain table is declared by ``--scale``, ``--salience-max``, ``--as-of`` and ``--impute``; ``--scale`` takes two
numbers and, if one likes, the name of an issue before and a unit behind them, in one word or in several.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

import tertius
from tertius.errors import UsageError
from tertius.report.text.phrases import printable

if TYPE_CHECKING:
    from tertius.case.model import Case as ReadCase


def argument(metavar: str, says: str) -> Any:
    """An argument without a default that help would show."""
    return typer.Argument(metavar=metavar, help=says, show_default=False)


def option(*names: str, metavar: str | None = None, says: str) -> Any:
    """An option without a default that help would show."""
    return typer.Option(*names, metavar=metavar, help=says, show_default=False)


def as_json(example: str, what: str = "the result") -> Any:
    """``--json``, which prints the documented shape of a result."""
    return typer.Option("--json", help=f"Print {what} as JSON: {example}.")


def flag(name: str, says: str) -> Any:
    """An option that is given or not."""
    return typer.Option(name, help=says)


def number(name: str, says: str, least: int | None = None) -> Any:
    """An option that takes a whole number, however it is written, and whose default help shows."""
    return typer.Option(name, metavar="NUMBER", parser=partial(whole_number, least=least), help=says)


def whole_number(text: str | int, least: int | None = None) -> int:
    """The number of ``1000``, ``1e3``, ``1,000`` or ``1_000``.

    Raises:
        typer.BadParameter: It is no whole number, or below the least.
    """
    written = str(text).strip()
    plain = re.sub(r"(?<=\d)[_,](?=\d{3}(?!\d))", "", written)
    match = re.fullmatch(r"([-+]?\d{1,18})(?:\.(\d{0,18}))?(?:[eE]\+?(\d{1,2}))?", plain)
    digits = "" if match is None else (match[2] or "").rstrip("0")
    if match is None or len(digits) > int(match[3] or 0):
        raise typer.BadParameter(f"{printable(written)!r} is no whole number: write it as 1000 or 1e3")
    value = int(match[1] + digits + "0" * (int(match[3] or 0) - len(digits)))
    if least is not None and value < least:
        raise typer.BadParameter(f"{value} is below {least}")
    return value


Case = Annotated[
    str,
    argument(
        "CASE", "A case of the gallery, a case file or variant, a folder with one, or a plain table: korea-2019, mine/."
    ),
]

Solution = Annotated[
    str | None,
    option(
        "--solution",
        metavar="SOLUTION",
        says="At which point of its zone a talk settles that does not say so itself: --solution kalai-smorodinsky.",
    ),
]

Rule = Annotated[
    str | None,
    option(
        "--rule",
        metavar="RULE",
        says="What the others do if a talk breaks down: --rule hold. Without it: the first rule that applies.",
    ),
]

Draws = Annotated[int, number("--draws", "How many draws: --draws 1000.")]
Seed = Annotated[int, number("--seed", "Seed of the draws; the same seed gives the same bits: --seed 7.")]

Theories = Annotated[
    str,
    option(
        "--theories",
        metavar="LIST",
        says="Theories that settle every draw: all, or names with commas: --theories renegotiate,hold+egalitarian. "
        "Without it: every rule that applies, with Nash's solution.",
    ),
]

Weight = Annotated[
    float | None,
    option("--weight", metavar="SHARE", says="The weight of the base rate, 0 to 1: --weight 0.3."),
]

Workers = Annotated[
    int | None,
    option(
        "--workers",
        metavar="NUMBER",
        says="Settle the draws in so many processes of this machine, as a cluster does: --workers 2. The answer is the "
        "same. Needs the extra cluster.",
    ),
]

ClusterAddress = Annotated[
    str | None,
    option(
        "--cluster",
        metavar="ADDRESS",
        says="Settle the draws on the cluster of this scheduler: --cluster tcp://10.0.0.1:8786. The answer is the "
        "same. Needs the extra cluster.",
    ),
]

Threads = Annotated[
    int | None,
    option(
        "--threads",
        metavar="NUMBER",
        says="Draws settled at a time; all cores if left out: --threads 1. The answer is the same.",
    ),
]

Of = Annotated[
    str | None,
    option(
        "--of",
        metavar="TARGET",
        says="What is asked about: a talk, an issue, an actor, or one output: --of us-dprk, --of level:tariffs. "
        "Without it: all of them.",
    ),
]

Base = Annotated[
    int,
    number(
        "--base",
        "Precision, a power of two: so many settlements for each input, and twice as many besides: --base 1024.",
    ),
]

Scale = Annotated[
    list[str] | None,
    option(
        "--scale",
        metavar="[ISSUE] LOW HIGH [UNIT]",
        says="Of a plain table: lowest and highest position, and what they count: --scale 4 10 years. May be repeated "
        "for single issues: --scale fee 0 10.",
    ),
]

SalienceMax = Annotated[
    float | None,
    option(
        "--salience-max", metavar="NUMBER", says="Of a plain table: the highest salience there is: --salience-max 100."
    ),
]

AsOf = Annotated[
    str | None,
    option(
        "--as-of",
        metavar="DATE",
        says="Of a plain table: the day that it describes, today if it is left out: --as-of 1994-05-01.",
    ),
]

Impute = Annotated[
    str | None,
    option(
        "--impute",
        metavar="WAY",
        says="Of a plain table: fill in numbers that are missing from those of the others on the same issue, by their "
        "median or mean, and mark each: --impute median. Without it a number that is missing is a mistake.",
    ),
]

OPTIONS = "--scale, --salience-max, --as-of and --impute"


@dataclass(frozen=True)
class Declared:
    """What is said on the command line of a plain table.

    Attributes:
        scale: The words of each ``--scale``.
        salience_max: The highest salience there is.
        as_of: The day that the table describes.
        impute: How numbers that are missing are filled in.
    """

    scale: Sequence[str] | None = None
    salience_max: float | None = None
    as_of: str | None = None
    impute: str | None = None

    def __bool__(self) -> bool:
        return bool(self.scale) or any(value is not None for value in (self.salience_max, self.as_of, self.impute))

    @property
    def ends(self) -> tuple[dict[str, tuple[float, float]], dict[str, str]]:
        """The ends of each scale by its issue, under the empty name of all others, and the units likewise.

        Raises:
            UsageError: Words are no scale, or two are declared for the same.
        """
        ends: dict[str, tuple[float, float]] = {}
        units: dict[str, str] = {}
        for words in self.scale or ():
            issue, own, unit = read_issue_scale(words)
            if issue in ends and (ends[issue], units[issue]) != (own, unit):
                whose = f"of '{issue}'" if issue else "of all issues"
                raise UsageError(f"{OPTION} is given twice for the scale {whose}; single issues are named: {_EXAMPLE}")
            ends[issue], units[issue] = own, unit
        return ends, units


def case_or_table(name: str, declared: Declared) -> ReadCase:
    """The case of that name, or the plain table of that name as a case."""
    if not declared:
        return tertius.load(name)
    from tertius.case.layouts.exchange import is_exchange_file, load_exchange
    from tertius.case.load import is_plain_table

    if is_exchange_file(Path(name)):
        if replace(declared, as_of=None):
            raise UsageError(f"{name} is a file of the exchange model, and says all itself but its day, --as-of")
        return load_exchange(name, declared.as_of or "")
    if is_plain_table(Path(name)):
        return tertius.load_table(name, *declared.ends, declared.salience_max, declared.as_of or "", declared.impute)
    tertius.load(name)
    raise UsageError(f"{OPTIONS} declare what a plain table does not say; {name} is a case and says it itself")


def _is_table(path: Path) -> bool:
    """Whether a file is a plain table, or one of the exchange model."""
    if not path.is_file():
        return False
    from tertius.case.layouts.exchange import is_exchange_file
    from tertius.case.load import is_plain_table

    return is_plain_table(path) or is_exchange_file(path)


def words_of(name: str, declared: Declared, case: ReadCase) -> str:
    """The words that name a case on a command line: with a table, all that it needs to be the same case again.

    Args:
        name: The case, as it was named.
        declared: What was said of it.
        case: What was read; a table that names no day is of the day on which it is read.
    """
    words = [name]
    for scale in declared.scale or ():
        words += [OPTION, scale]
    words += [] if declared.salience_max is None else ["--salience-max", f"{declared.salience_max:g}"]
    if declared.as_of is not None or _is_table(Path(name)):
        words += ["--as-of", case.as_of.isoformat()]
    return shlex.join(words)


OPTION = "--scale"
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_EXAMPLE = f"{OPTION} fee 0 10"
_WORDS = re.compile(rf"\s*({_NUMBER})(?:\s+to)?\s+({_NUMBER})(?:\s+(\S.*?))?\s*", re.DOTALL)
_OF_ISSUE = re.compile(rf"\s*(?:(?P<marked>\S.*):|(?P<bare>\S.*?))\s+(?P<scale>{_NUMBER}\s.*)", re.DOTALL)


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


def read_issue_scale(text: str) -> tuple[str, tuple[float, float], str]:
    """The issue, empty if none is named, and the ends and the unit of ``fee 0 10 EUR`` or ``fee: 0 10``.

    Raises:
        UsageError: It is none of these.
    """
    match = None if _WORDS.fullmatch(text) else _OF_ISSUE.fullmatch(text)
    if match is None or not _WORDS.fullmatch(match["scale"]):
        return "", *read_scale(text)
    return (match["marked"] or match["bare"]).strip(), *read_scale(match["scale"])


class ScaleCommand(TyperCommand):
    """A command whose ``--scale`` takes two words up to four; an option of the parser takes a fixed number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments with the words of a scale joined."""
        joined, unit = _joined(args)
        try:
            return super().parse_args(ctx, joined)
        except Exception as error:  # of the parser, each kind with its message
            said = getattr(error, "message", "")
            if unit and isinstance(error, typer.BadParameter) and type(error) is not typer.BadParameter:
                said = f"'{unit}' was taken for the unit of {OPTION}: put the argument before the options"
            error.message = printable(said)  # type: ignore[attr-defined]
            raise


def _joined(args: list[str]) -> tuple[list[str], str]:
    """The arguments with each scale as one word, and the unit that was taken, if any."""
    rest, out, unit = list(args), list[str](), ""
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*out, word, *rest], unit
        name, equals, value = word.partition("=")
        if name != OPTION:
            out.append(word)
            continue
        if equals:
            rest.insert(0, value)
        issue = [f"{rest.pop(0)}:"] if _names_issue(rest) else []
        numbers = _numbers(rest)
        words = issue + numbers
        if len(numbers) > 1 and rest and _may_be_unit(rest[0]):
            unit = rest.pop(0)
            words.append(unit)
        out += [OPTION, " ".join(words)] if words else [OPTION]
    return out, unit


def _names_issue(rest: list[str]) -> bool:
    """Whether the first word is the name of an issue, with the ends of its scale behind it."""
    numbers = [re.fullmatch(_NUMBER, word) for word in rest[:3] if word != "to"]
    return len(numbers) > 1 and not rest[0].startswith("-") and numbers[0] is None and numbers[1] is not None


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
    from tertius.case.parse.file_names import TEXT_TABLES, WORKBOOKS

    path = Path(word)
    if word.startswith("-") or path.suffix.lower() in (*TEXT_TABLES, *WORKBOOKS):
        return False
    try:
        return not path.exists()
    except OSError:  # no name of a file
        return True


_TARGETS = {"payoff": ("actors",), "level": ("issues",), "agreement": ("talks",), "gain": ("talks", "actors")}


def ident_of(case: ReadCase, word: str, *collections: str) -> str:
    """The id that a word stands for: itself if it is one, else that of the entry of this name; else the word.

    Args:
        case: The case.
        word: What was written.
        collections: Where it may be found; of several the first that has it.
    """
    from tertius.case.parse.names import Names

    names = Names.of({name: getattr(case, name) for name in collections})
    return next((names.ident(one, word) for one in collections if names.knows(one, word)), word)


def target_of(case: ReadCase, word: str) -> str:
    """The target that a word stands for, in which names may stand for ids: ``level:Sanctions relief``."""
    kind, colon, rest = word.partition(":")
    if not colon or kind not in _TARGETS:
        return ident_of(case, word, "actors", "issues", "talks")
    collections = _TARGETS[kind]
    parts = rest.split(":", len(collections) - 1)
    return ":".join([kind, *(ident_of(case, *pair) for pair in zip(parts, collections, strict=False))])


def figure_of(case: ReadCase, word: str) -> str:
    """The figure that a word stands for, in which names may stand for ids, and words for the path of a number."""
    kind, colon, rest = word.partition(":")
    if colon and kind in ("walk_away", "gain"):
        parts = zip(rest.split(":", 1), ("talks", "actors"), strict=False)
        return ":".join([kind, *(ident_of(case, *pair) for pair in parts)])
    found = target_of(case, word)
    if found == word:
        found = ident_of(case, word, "needs")
    if found != word or " " not in word:
        return found
    from tertius.case.edit.numbers import path_of_words

    return path_of_words(case, word)


def names_in(words: Iterable[str]) -> list[str]:
    """The names in words that may hold several with commas between them."""
    return [name.strip() for word in words for name in word.split(",") if name.strip()]
