"""What the page of the ledger asks for, read into what the ledger takes; what is wrong is told field by field."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from tertius.case.model import Case
from tertius.errors import TertiusError, UsageError
from tertius.kinds import known_rates
from tertius.ledger import writer
from tertius.ledger.adding import Asked, ident_of
from tertius.ledger.entries import Track
from tertius.ledger.freezing import LEVEL, Making, scale_of
from tertius.report.text.phrases import date as date_words
from tertius.report.text.phrases import many, plain_number
from tertius.workbench.trials.trial import entry_name

LONGEST = 2_000
"""Characters of a text."""

MOST_DRAWS = 1_000_000
"""Draws of a forecast that a page asks for."""

Value = TypeVar("Value")


@dataclass
class Fields:
    """The fields of a form, with what is wrong with each.

    Attributes:
        given: What the page sent.
        mistakes: By the name of a field what is wrong with it; by the empty name what is wrong with the whole.
    """

    given: Mapping[str, Any]
    mistakes: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, needed: str = "") -> str:
        """A text without the blanks around it.

        Args:
            name: The name of the field.
            needed: What is said if it is empty; nothing is if it may be.
        """
        value = self.given.get(name)
        found = value.strip() if isinstance(value, str) else ""
        if len(found) > LONGEST:
            self.mistakes[name] = f"This has {len(found):,} characters: say it in {LONGEST:,} at most."
            return ""
        if needed and not found:
            self.mistakes[name] = needed
        return found

    def read(self, name: str, read: Callable[[str], Value], default: Value) -> Value:
        """What a function reads in a text; the default if it is empty or the function refuses it."""
        found = self.text(name)
        try:
            return read(found) if found else default
        except TertiusError as error:
            self.mistakes[name] = str(error)
            return default


@dataclass(frozen=True)
class Wanted:
    """A forecast that somebody wants frozen.

    Attributes:
        asked: The question.
        making: How the forecast is made.
    """

    asked: Asked
    making: Making


def targets_of(case: Case) -> dict[str, str]:
    """What of a case can be forecast, by what it is called on the page."""
    talks = {talk: f"The talk “{entry_name(case, 'talks', talk)}” ends in agreement" for talk in case.talks}
    return talks | {f"{LEVEL}{issue}": f"Level of {entry_name(case, 'issues', issue)}" for issue in case.issues}


def wanted_of(case: Case, fields: Fields, tracks: Mapping[str, Track]) -> Wanted:
    """The forecast that a form asks for; `fields` has the mistakes.

    Args:
        case: The case.
        fields: The form: `of`, `by`, `resolves`, `mine`, `name`, `text`, `who`, `kind`, `draws`.
        tracks: The questions of the ledger by id.
    """
    target = fields.text("of")
    if target not in targets_of(case):
        fields.mistakes["of"] = (
            "The case has no such talk or level any more: choose one that is in the list."
            if targets_of(case)
            else "The case has no talk and no issue yet, so nothing can be forecast: the Table has sheets for both."
        )
        target = ""
    name = fields.text("name")
    known = tracks.get(name or ident_of(case, target))
    by = fields.read("by", _day, None)
    resolves = fields.text("resolves")
    _check_question(fields, known, by, resolves)
    scale = scale_of(case, target) if target else None
    asked = Asked(
        question=target,
        by=by,
        resolves=resolves,
        id=name or None,
        text=fields.text("text"),
        probability=None,
        corrects=None,
        who=fields.text("who") or writer.user(),
    )
    making = Making(
        draws=fields.read("draws", _draws, Making.draws),
        kind=fields.read("kind", _kind, None),
        mine=fields.read("mine", lambda text: number_of(text, scale), None),
    )
    return Wanted(asked, making)


def _check_question(fields: Fields, known: Track | None, by: date | None, resolves: str) -> None:
    """Whether this can be asked today, and is not asked already in other words."""
    today = writer.now().date()
    if known is None:
        if by is None:
            fields.mistakes.setdefault("by", "Say by which day it will be known.")
        if not resolves:
            fields.mistakes.setdefault("resolves", "Say what must have happened, so that anybody can tell afterwards.")
    elif known.state != "open":
        fields.mistakes["name"] = (
            f"'{known.question.id}' is {known.state} already: give the new question a name of its own."
        )
    else:
        own = "a question with another one needs a name of its own."
        if by is not None and by != known.question.by:
            fields.mistakes["by"] = f"The question is asked already, by {date_words(known.question.by)}: {own}"
        if resolves and resolves != known.question.resolves:
            fields.mistakes["resolves"] = f"It is asked already, and resolves by “{known.question.resolves}”: {own}"
    day = by if by is not None else known.question.by if known is not None else None
    if day is not None and day < today:
        fields.mistakes["by"] = (
            f"{date_words(day)} is in the past: a forecast is written down before the day, "
            f"and today is {date_words(today)} (UTC)."
        )


def confirmation_of(case: Case, wanted: Wanted, known: Track | None, drafts: int, ledger: str) -> list[str]:
    """What is about to be written down for good, a sentence each; the last one says that it cannot be undone."""
    asked, making = wanted.asked, wanted.making
    by = asked.by or (known.question.by if known else None)
    resolves = asked.resolves or (known.question.resolves if known else "")
    what = targets_of(case)[asked.question]
    said = [f"{asked.text or what}, by {'–' if by is None else date_words(by)}. What counts: {resolves}"]
    if known is not None:
        before = many(len(known.forecasts), "forecast")
        said.append(f"The question '{known.question.id}' is in the ledger already, with {before}: this is one more.")
    said.append(
        f"The forecast is made of the case as it is now, over {many(making.draws, 'draw')} under each theory, and "
        f"written into {ledger} with a copy of the case, by {asked.who}."
    )
    if making.mine is not None:
        number = f"{plain_number(100 * making.mine)}%" if asked.question in case.talks else plain_number(making.mine)
        said.append(f"Your own number beside it: {number}.")
    if drafts:
        cells = "cell is" if drafts == 1 else "cells are"
        said.append(f"{drafts} {cells} not valid yet: what is typed there is not in the case that is frozen.")
    said.append("This cannot be undone: what is written down is never changed or deleted.")
    return said


def outcome_of(fields: Fields, track: Track) -> bool | float | None:
    """How a question ended, as a form says: true or false, a level, None if it is void; `fields` has the mistakes."""
    how = fields.text("how", "Choose how it ended.")
    scale = track.question.scale
    if how == "void":
        fields.text("source", "Say why it has no answer.")
        return None
    fields.text("source", "Say where that can be read, so that others can look.")
    if scale is None:
        if how not in ("yes", "no"):
            fields.mistakes["how"] = "Choose how it ended."
        return how == "yes"
    fields.text("level", f"Give the level, from {plain_number(scale[0])} to {plain_number(scale[1])}.")
    level = fields.read("level", lambda text: number_of(text, scale), None)
    return math.nan if level is None else level


def day_of(fields: Fields, name: str) -> date | None:
    """The day of a field; None if it is empty, or is none."""
    return fields.read(name, _day, None)


def number_of(text: str, scale: tuple[float, float] | None) -> float:
    """A level on its scale; without a scale a probability, which is typed in percent.

    Raises:
        UsageError: It is no number, or out of its range.
    """
    low, high = (0.0, 100.0) if scale is None else scale
    unit = " percent" if scale is None else ""
    legal = f"give a number from {plain_number(low)} to {plain_number(high)}{unit}."
    try:
        typed = Decimal(text.rstrip("%").strip().replace("−", "-").replace(",", "."))
    except InvalidOperation:
        raise UsageError(f"“{text}” is no number: {legal}") from None
    if not typed.is_finite() or not low <= typed <= high:
        raise UsageError(f"{text} is out of range: {legal}")
    return float(typed / 100 if scale is None else typed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}” is no day: write it as 2030-12-31.") from None


def _draws(text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 9 and 1 <= int(plain) <= MOST_DRAWS):
        raise UsageError(f"“{text}” is no number of draws: give one from 1 to {MOST_DRAWS:,}.")
    return int(plain)


def _kind(text: str) -> str:
    if text not in known_rates():
        raise UsageError(f"No base rate is known of talks of the kind “{text}”: choose one that is in the list.")
    return text
