"""A forecast as `tertius forecast` prints it: agreements, levels, payoffs, gains and upper hands, then in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.brief.outlook_words import POINT, chance, doubt_words, figure, finest, forecast_sentences, settled_draws
from tertius.cli.console import indented, table_of
from tertius.cli.words import date, level

if TYPE_CHECKING:
    from tertius.forecast.figures import Fan
    from tertius.forecast.result import Forecast

__all__ = ["outlook_of"]

READING = (
    "Low, middle, high: one draw in ten lies below, half, one in ten above. "
    "Figures are rounded to their Monte Carlo error."
)


def outlook_of(told: Forecast) -> Iterator[RenderableType]:
    """The whole forecast."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(
        f"{case.case}, as of {date(case.as_of)}. {told.draws:,} draws of {len(told.uncertain)} uncertain numbers, "
        f"seed {told.seed}, under {', '.join(told.theories)}."
    )
    if case.talks:
        yield Text("\nDo the talks end in agreement?", style="bold")
        yield indented(_agreements(told))
    yield Text("\nWhere do they settle, if in agreement?" if case.talks else "\nWhere is it decided?", style="bold")
    yield indented(_levels(told))
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield indented(_payoffs(told))
    if case.talks:
        yield Text("\nGain and upper hand in each talk, if in agreement", style="bold")
        yield indented(_hands(told))
    yield Text(f"\n{READING}\n")
    for paragraph in forecast_sentences(told):
        yield Text(paragraph)
    yield from _several(told)


def _agreements(told: Forecast) -> RenderableType:
    pooled, names = told.pooled, list(told.theories)
    several = names if 1 < len(names) <= 3 else []
    table = table_of("Talk", "Agreement", *several, "Doubt", right=several)
    known = settled_draws(told)
    for talk, found in pooled.agreement.items():
        cells = [_percent(told.theories[name].agreement[talk].value) for name in several]
        table.add_row(talk, chance(found, known), *cells, doubt_words(told.doubt_about_agreement(talk)))
    if len(pooled.agreement) > 1:
        cells = [_percent(told.theories[name].all_agreed.value) for name in several]
        table.add_row("all of them", chance(pooled.all_agreed, known), *cells, "")
    return table


def _levels(told: Forecast) -> RenderableType:
    case = told.case
    table = table_of("Issue", "Low", "Middle", "High", "Without a deal", "Doubt", right=_NUMBERS)
    for issue, fan in told.pooled.levels.items():
        talk, scale = case.talk_of(issue), case.issues[issue].scale
        reference = "" if case.decided(issue) or talk is None else level(case.reference(issue), scale)
        table.add_row(issue, *_ends(fan, finest(case, issue)), reference, doubt_words(told.doubt_about_level(issue)))
    return table


def _payoffs(told: Forecast) -> RenderableType:
    table = table_of("Actor", "Low", "Middle", "High", "Doubt", ids=0, right=_NUMBERS)
    for actor, fan in told.pooled.payoffs.items():
        table.add_row(told.case.name(actor), *_ends(fan), doubt_words(told.doubt_about_payoff(actor)))
    return table


def _hands(told: Forecast) -> RenderableType:
    table = table_of("Talk", "Party", "Gain: low", "middle", "high", "Upper hand: low", "middle", "high", right=_HANDS)
    last = ""
    for (talk, party), fan in told.pooled.gains.items():
        hand = told.pooled.upper_hand[talk, party]
        shares = [_percent(end.value) for end in (hand.low, hand.middle, hand.high)]
        table.add_row(talk if talk != last else "", party, *_ends(fan), *shares)
        last = talk
    return table


def _several(told: Forecast) -> Iterator[RenderableType]:
    """How often there was more than one settlement."""
    for theory, found in told.several.items():
        if found:
            yield Text(
                f"{theory}: in {found} of the first {told.looked_into} draws the talks can settle in more than one "
                "way; the figures take the one reached from the references."
            )


def _ends(fan: Fan, least: float = POINT) -> tuple[str, str, str]:
    return figure(fan.low, least), figure(fan.middle, least), figure(fan.high, least)


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.0f}%"


_NUMBERS = ["Low", "Middle", "High", "Without a deal"]
_HANDS = ["Gain: low", "middle", "high", "Upper hand: low"]
