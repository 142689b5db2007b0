"""An attribution as `tertius leverage --explain` prints it: feature by feature, then in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.brief.leverage_words import attribution_sentences, feature_words, target_words
from tertius.brief.phrases import capital
from tertius.cli.console import indented, table_of
from tertius.cli.outcome import NUMBERS, words_of
from tertius.cli.words import date, level, percent, points

if TYPE_CHECKING:
    from tertius.leverage.attribution import Attribution

__all__ = ["attributed"]

READING = (
    "Part: what the feature adds, averaged over every order in which the features could be added (its Shapley value). "
    "A level without agreement counts as the reference."
)


def attributed(told: Attribution) -> Iterator[RenderableType]:
    """The whole attribution."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Theory: {told.theory}.")
    yield Text(f"{told.draws:,} draws." if told.draws else NUMBERS)
    yield Text(f"\n{capital(target_words(case, told.target))}: where it comes from", style="bold")
    errors = [] if told.exact else ["Error"]
    table = table_of("Feature", "Part", *errors, ids=0, right=["Part", *errors])
    table.add_row("with none of these", _amount(told, told.bare), *("" for _ in errors))
    for feature, part in told.ranking:
        table.add_row(feature_words(case, feature), _signed(told, part), *_error(told, told.errors[feature]))
    table.add_row("as it is", _amount(told, told.value), *("" for _ in errors))
    yield indented(table)
    yield Text(f"\n{READING} {_how(told)}")
    yield from words_of(attribution_sentences(told))


def _how(told: Attribution) -> str:
    count = f"{told.settlements:,} settlements"
    return f"Exact, from {count}." if told.exact else f"From sampled orders, {count}; error: one standard error."


def _amount(told: Attribution, value: float) -> str:
    if told.target.kind == "agreement":
        return percent(value)
    return points(value) if told.target.kind != "level" else level(value, told.case.issues[told.target.ident].scale)


def _signed(told: Attribution, value: float) -> str:
    text = _amount(told, value)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def _error(told: Attribution, error: float) -> list[str]:
    return [] if told.exact else [_amount(told, error)]
