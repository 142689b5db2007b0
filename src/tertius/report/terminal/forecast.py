"""A forecast as `tertius forecast` prints it: agreements, levels, payoffs, gains, nearness to the best; then words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.analysis.forecast.summary import Estimate
from tertius.report.terminal.console import heading_of, indented, section, table_of, words_of
from tertius.report.text.forecast import (
    READING,
    basis_words,
    chance_cell,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    headline_figure,
    margin,
    settled_draws,
)
from tertius.report.text.phrases import NOTHING, level, plain_percent
from tertius.report.text.upper_hand import upper_hand_words

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.forecast.result import Forecast
    from tertius.analysis.forecast.summary import Quantiles
    from tertius.kinds import BaseRates

NUMBERS = ["Low", "Middle", "High", "±"]
HANDS = ["Gain\nlow", "\nmid", "\nhigh", "\n±", "Near\nlow", "\nmid", "\nhigh", "\n±"]


def forecast_of(forecast: Forecast) -> Iterator[RenderableType]:
    """The whole forecast."""
    case, many, numbers = forecast.case, forecast.draws, len(forecast.uncertain)
    draws = f"{many:,} {'draw' if many == 1 else 'draws'}"
    of = f"{numbers} uncertain {'number' if numbers == 1 else 'numbers'}" if numbers else "no uncertain number"
    yield from heading_of(case, f"{draws} of {of}, seed {forecast.seed}, under {' and '.join(forecast.theories)}.")
    if case.talks:
        yield from section("Do the talks end in agreement?", _agreements(forecast))
    where = "Where do they settle, if in agreement?" if case.talks else "Where is it decided?"
    yield from section(where, _levels(forecast))
    payoffs = (
        (case.name(actor), *ends(fan), _error(fan), doubt_words(forecast.doubt_about_payoff(actor)))
        for actor, fan in forecast.pooled.payoffs.items()
    )
    table = table_of("Actor", *NUMBERS, "Doubt from", rows=payoffs, ids=0, right=NUMBERS)
    yield from section("Payoff of every actor, in points of its own scale", table)
    if case.talks:
        yield from section("Gain, and how near to its best, in each talk, if in agreement", _hands(forecast))
    near = f" Near: {upper_hand_words(case)}" if case.talks else ""
    yield Text(f"\n{READING} ±: the largest of their errors, one standard error; of percentages in points.{near}")
    several = (
        f"Under '{theory}' the talks can settle in more than one way in {count} of the first {forecast.looked_into} "
        "draws; the figures take the one reached from the levels without a deal."
        for theory, count in forecast.several.items()
        if count
    )
    yield from words_of([*forecast_sentences(forecast), *several])


def _agreements(forecast: Forecast) -> Table:
    """The headline for each talk and for all of them; beside it the model's own chance, theory by theory if few."""
    outlooks = forecast.theories
    models = list(outlooks.values()) if 1 < len(outlooks) <= 3 else [forecast.pooled]
    heads = [f"Model:\n{name}" for name in outlooks] if len(models) > 1 else ["Model"]
    bases = {basis_words(one) for one in forecast.headline.values()}
    alike = bases.pop() if len(bases) == 1 else ""
    chances = [f"Agreement,\n{alike}", "±"] if alike else ["Agreement", "±", "From"]
    table = table_of("Talk", *chances, *heads, "Doubt from", right=["±", *heads])
    known = settled_draws(forecast)
    for talk, one in forecast.headline.items():
        share, doubt = headline_figure(forecast, talk), doubt_words(forecast.doubt_about_agreement(talk))
        cells = (plain_percent(model.agreement[talk].value) for model in models)
        basis = [] if alike else [basis_words(one)]
        table.add_row(talk, chance_cell(share, known), margin(share, factor=100), *basis, *cells, doubt)
    if len(forecast.headline) > 1:
        cells = (plain_percent(model.all_agreed.value) for model in models)
        together = chance_cell(Estimate(forecast.headline_of_all, 0.0), known)
        table.add_row("all of them", together, "", *([] if alike else [""]), *cells, "")
    return table


def _levels(forecast: Forecast) -> Table:
    case = forecast.case
    numbers = [*NUMBERS, *(["Without a deal"] if case.talks else [])]
    table = table_of("Issue", *numbers, "Doubt from", right=numbers)
    for issue, fan in forecast.pooled.levels.items():
        reference = level(case.reference(issue), case.issues[issue].scale) if case.talk_of(issue) else ""
        doubt = doubt_words(forecast.doubt_about_level(issue))
        shown = [reference] if case.talks else []
        table.add_row(issue, *ends(fan, finest(case, issue)), _error(fan), *shown, doubt)
    return table


def _hands(forecast: Forecast) -> Table:
    table = table_of("Talk", "Party", *HANDS, right=HANDS)
    last = ""
    for (talk, party), fan in forecast.pooled.gains.items():
        hand = forecast.pooled.upper_hand[talk, party]
        shares = (plain_percent(end.value) for end in (hand.low, hand.middle, hand.high))
        table.add_row(talk if talk != last else "", party, *ends(fan), _error(fan), *shares, _error(hand, 100))
        last = talk
    return table


def _error(fan: Quantiles, factor: float = 1.0) -> str:
    """The largest error of the three quantiles."""
    return margin(fan.low, fan.middle, fan.high, factor=factor)


def base_rates_of(rates: BaseRates) -> Iterator[RenderableType]:
    """A line for each kind of talk: its rate, of what, what counts as an agreement; then who published it."""
    table = table_of("Kind", "Rate", "n", "Of", "Agreement", right=["Rate", "n"])
    for kind, rate in rates.rates.items():
        share = plain_percent(rate.low) if rate.low == rate.high else f"{100 * rate.low:.0f}-{plain_percent(rate.high)}"
        table.add_row(kind, share, NOTHING if rate.n is None else f"{rate.n:,}", rate.of, rate.agreement)
    yield table
    yield Text("\nWhere they come from", style="bold")
    sources = table_of("Kind", "Source", "How obtained")
    for kind, rate in rates.rates.items():
        sources.add_row(kind, rate.source, rate.obtained)
    yield indented(sources)
    yield Text(
        "\nWhat is counted, and what counts as an agreement, differs from kind to kind: none is the base rate of a "
        "talk at hand. State one with `kind:` in a talk, or pool it: tertius forecast --base-rate KIND --weight SHARE."
    )
