"""A forecast as `tertius forecast` prints it: agreements, levels, payoffs, gains and upper hands, then in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.brief.believed import BY_BELIEF, any_by_belief
from tertius.brief.outlook_words import (
    READING,
    chance_cell,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    margin,
    settled_draws,
)
from tertius.cli.console import indented, table_of
from tertius.cli.outcome import words_of
from tertius.cli.words import date, level

if TYPE_CHECKING:
    from tertius.forecast.result import Fan, Forecast

__all__ = ["outlook_of"]


def outlook_of(told: Forecast) -> Iterator[RenderableType]:
    """The whole forecast."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {_drawn(told)}")
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
    yield Text(f"\n{READING} ±: the largest of their errors, one standard error; of percentages in points.")
    if any_by_belief(case):
        yield Text(f"\n{BY_BELIEF}")
    yield from words_of([*forecast_sentences(told), *_several(told)])


def _drawn(told: Forecast) -> str:
    """How many draws of what, under which theories."""
    many, numbers = told.draws, len(told.uncertain)
    draws = f"{many:,} {'draw' if many == 1 else 'draws'}"
    of = f"{numbers} uncertain {'number' if numbers == 1 else 'numbers'}" if numbers else "no uncertain number"
    return f"{draws} of {of}, seed {told.seed}, under {' and '.join(told.theories)}."


def _agreements(told: Forecast) -> RenderableType:
    pooled, names = told.pooled, list(told.theories)
    several = names if 1 < len(names) <= 3 else []
    table = table_of("Talk", "Agreement", "±", *several, "Doubt from", right=["±", *several])
    known = settled_draws(told)
    for talk, found in pooled.agreement.items():
        cells = [_percent(told.theories[name].agreement[talk].value) for name in several]
        table.add_row(
            talk,
            chance_cell(found, known),
            margin(found, factor=100),
            *cells,
            doubt_words(told.doubt_about_agreement(talk)),
        )
    if len(pooled.agreement) > 1:
        cells = [_percent(told.theories[name].all_agreed.value) for name in several]
        off = margin(pooled.all_agreed, factor=100)
        table.add_row("all of them", chance_cell(pooled.all_agreed, known), off, *cells, "")
    return table


def _levels(told: Forecast) -> RenderableType:
    case = told.case
    stays = ["Without a deal"] if case.talks else []
    table = table_of("Issue", "Low", "Middle", "High", "±", *stays, "Doubt from", right=_NUMBERS)
    for issue, fan in told.pooled.levels.items():
        talk, scale = case.talk_of(issue), case.issues[issue].scale
        reference = [level(case.reference(issue), scale) if talk else ""] if stays else []
        doubt = doubt_words(told.doubt_about_level(issue))
        table.add_row(issue, *ends(fan, finest(case, issue)), _off(fan), *reference, doubt)
    return table


def _payoffs(told: Forecast) -> RenderableType:
    table = table_of("Actor", "Low", "Middle", "High", "±", "Doubt from", ids=0, right=_NUMBERS)
    for actor, fan in told.pooled.payoffs.items():
        table.add_row(told.case.name(actor), *ends(fan), _off(fan), doubt_words(told.doubt_about_payoff(actor)))
    return table


def _hands(told: Forecast) -> RenderableType:
    table = table_of("Talk", "Party", *_HANDS, right=_HANDS)
    last = ""
    for (talk, party), fan in told.pooled.gains.items():
        hand = told.pooled.upper_hand[talk, party]
        shares = [_percent(end.value) for end in (hand.low, hand.middle, hand.high)]
        table.add_row(talk if talk != last else "", party, *ends(fan), _off(fan), *shares, _off(hand, 100))
        last = talk
    return table


def _several(told: Forecast) -> list[str]:
    """How often there was more than one settlement."""
    return [
        f"Under '{theory}' the talks can settle in more than one way in {found} of the first {told.looked_into} draws; "
        "the figures take the one reached from the levels without a deal."
        for theory, found in told.several.items()
        if found
    ]


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.0f}%"


def _off(fan: Fan, factor: float = 1.0) -> str:
    return margin(fan.low, fan.middle, fan.high, factor=factor)


_NUMBERS = ["Low", "Middle", "High", "±", "Without a deal"]
_HANDS = ["Gain\nlow", "\nmid", "\nhigh", "\n±", "Hand\nlow", "\nmid", "\nhigh", "\n±"]
