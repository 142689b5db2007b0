"""A forecast in sentences: how likely each talk is to end in agreement, where it would settle, and whence the doubt."""

from __future__ import annotations

import math

from tertius.analysis.forecast.result import Doubt, Estimate, Forecast, Quantiles
from tertius.analysis.forecast.words import probability_words, rounded
from tertius.case.model import Case
from tertius.report.text.phrases import (
    MINUS,
    NOTHING,
    capital,
    counted,
    issue_name,
    joined,
    percent,
    plain_percent,
    talk_phrase,
)

POINT = 0.1  # nobody wants payoffs to less than a tenth of a point
LITTLE, MUCH = 0.1, 0.5  # shares of the doubt between theories: below the one hardly any, above the other most
SURE = 0.95  # from here on a probability of agreement needs the caution
NAMED = 3  # so many issues or theories are named one by one
_ALL = 1e-12  # a weighted mean over draws that all agree may miss 1 by the last bit

READING = (
    "Low, middle, high: one draw in ten lies below, half, one in ten above. "
    "Figures are rounded to their Monte Carlo error."
)

CAUTION = (
    "In this model talks fail only if no deal leaves all parties better off. Mistrust, mistakes and haste, over which "
    "real talks fail too, are not in it, so these figures deserve less trust than the draws alone suggest."
)


def ends(fan: Quantiles, least: float = POINT) -> tuple[str, str, str]:
    """Low, middle and high, all with the digits that the largest Monte Carlo error among them warrants.

    Args:
        fan: The fan; dashes stand for it where no draw bears on it.
        least: An error below which no reader would want another digit, in the unit of the fan.
    """
    figures = (fan.low, fan.middle, fan.high)
    error = max([least, *(found.error for found in figures if not math.isnan(found.error))])
    low, middle, high = (
        NOTHING if math.isnan(found.value) else rounded(found.value, error).replace("-", MINUS) for found in figures
    )
    return low, middle, high


def margin(*figures: Estimate, factor: float = 1.0) -> str:
    """The largest Monte Carlo error among figures, in units of 1 / factor, to one digit; a dash where none is known."""
    errors = [found.error for found in figures if not math.isnan(found.error)]
    if not errors:
        return NOTHING
    digit = float(f"{factor * max(errors):.1g}")
    return f"{digit:g}" if digit > _ALL else "0"


def finest(case: Case, issue: str) -> float:
    """The least error for a level: a thousandth of its scale."""
    low, high = case.issues[issue].scale
    return (high - low) / 1000


def chance(found: Estimate, draws: int) -> str:
    """A probability in words and percent: ``likely (63%)``; a dash where no draw bears on it."""
    if math.isnan(found.value):
        return NOTHING
    return probability_words(found.value, None if math.isnan(found.error) else found.error, draws)


def chance_cell(found: Estimate, draws: int) -> str:
    """The same for a table below a heading that says how many draws there were: ``in every draw``."""
    sure = not math.isnan(found.value) and min(found.value, 1 - found.value) < _ALL
    return probability_words(round(found.value)) if sure else chance(found, draws)


def forecast_sentences(forecast: Forecast) -> list[str]:
    """What a forecast comes to: agreements and the caution they need, whence the doubt, what did not come to rest."""
    widest = _widest(forecast)
    sentences = [
        "" if forecast.uncertain else "No number of the case is uncertain, so all draws are alike.",
        *_agreement_sentences(forecast),
        f"The level that moves most is that of {widest}." if widest else "",
        _doubt_sentence(forecast),
        unsettled_sentence(forecast),
    ]
    return [sentence for sentence in sentences if sentence]


def lead_sentence(forecast: Forecast) -> str:
    """The forecast in one sentence: the least probable agreement, and the level that moves most."""
    case, found = forecast.case, forecast.pooled.agreement
    over = f"If the uncertain numbers vary within their ranges, over {forecast.draws:,} draws,"
    moves = _widest(forecast)
    moves = f"the level that moves most is that of {moves}" if moves else "no level moves"
    if not case.talks:
        return f"{over} {moves}."
    least = min(case.talks, key=lambda talk: found[talk].value)
    if found[least].value > 1 - _ALL:
        every = "the talk ends" if len(case.talks) == 1 else "all talks end"
        return f"{over} {every} in agreement every time; {moves}."
    which = f"the least probable agreement is that in {talk_phrase(case, least)},"
    which = "agreement is" if len(case.talks) == 1 else which
    return f"{over} {which} {chance(found[least], settled_draws(forecast))}; {moves}."


def _widest(forecast: Forecast) -> str:
    """The level that moves most, and between what bounds; empty if none moves."""
    case, levels = forecast.case, forecast.pooled.levels
    shown = [i for i in case.issues if levels[i].draws and (case.talk_of(i) or case.decided(i))]
    if not shown:
        return ""
    widths = {}
    for issue in shown:
        bottom, top = case.issues[issue].scale
        widths[issue] = (levels[issue].high.value - levels[issue].low.value) / (top - bottom)
    widest = max(widths, key=widths.__getitem__)
    low, _, high = ends(levels[widest], finest(case, widest))
    unit = f" {case.issues[widest].unit}" if case.issues[widest].unit else ""
    return "" if low == high else f"{issue_name(case, widest)}, from {low} to {high}{unit} in eight draws of ten"


def level_sentence(forecast: Forecast, issue: str) -> str:
    """Where an issue settles in eight draws of ten; empty if it does in none."""
    fan, case = forecast.pooled.levels[issue], forecast.case
    if not fan.draws:
        return ""
    low, middle, high = ends(fan, finest(case, issue))
    unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
    name = issue_name(case, issue)
    if low == high:
        return f"{name}: {low}{unit}."
    return f"{name}: between {low} and {high}{unit} in eight draws of ten, with {middle} in the middle."


def settled_draws(forecast: Forecast) -> int:
    """In how many draws, on average over the theories, the search came to rest."""
    return (forecast.pooled.draws - forecast.pooled.unsettled) // len(forecast.theories)


def doubt_words(doubt: Doubt) -> str:
    """Whence the doubt about a figure comes, in two or three words; a dash where there is none."""
    if doubt.numbers + doubt.theories <= 0:
        return NOTHING
    share = doubt.share_of_theories
    if share < LITTLE:
        return "numbers"
    return "theories" if share > 1 - LITTLE else f"{plain_percent(share)} theories"


def unsettled_sentence(forecast: Forecast) -> str:
    """How many draws did not come to rest, and how far that could move the probabilities; empty if all did."""
    pooled = forecast.pooled
    if not pooled.unsettled:
        return ""
    share = pooled.unsettled / pooled.draws
    shown = percent(share, "%", 1, hedged=False) if share >= 0.001 else "less than 0.1%"
    said = f"{pooled.unsettled:,} of {pooled.draws:,} settlements ({shown}) did not come to rest"
    return f"{said} and are in no figure; no probability could have moved by more than that if they had."


def _agreement_sentences(forecast: Forecast) -> list[str]:
    """Talks that end alike in one sentence; every other in its own; then the caution."""
    case, found, draws = forecast.case, forecast.pooled.agreement, settled_draws(forecast)
    if not case.talks:
        return []
    if not draws:
        return ["No draw came to rest, so nothing can be said."]
    always = [talk for talk in case.talks if found[talk].value > 1 - _ALL]
    never = [talk for talk in case.talks if found[talk].value < _ALL]
    sentences = [_alike(forecast, talks, sure) for talks, sure in ((always, 1.0), (never, 0.0)) if talks]
    for talk in (talk for talk in case.talks if talk not in (*always, *never)):
        if forecast.doubt_about_agreement(talk).share_of_theories < MUCH:
            sentences.append(f"Agreement in {talk_phrase(case, talk)}: {chance(found[talk], draws)}.")
            continue
        each = [f"{chance_cell(one.agreement[talk], draws)} under '{key}'" for key, one in forecast.theories.items()]
        sentences.append(f"Whether {talk_phrase(case, talk)} ends in agreement hangs on the theory: {joined(each)}.")
    likely = any(found[talk].value >= SURE for talk in case.talks)
    return [*sentences, *([CAUTION] if likely else [])]


def _alike(forecast: Forecast, talks: list[str], share: float) -> str:
    """The talks that end in agreement in every draw, or in none."""
    case = forecast.case
    names = joined([talk_phrase(case, talk) for talk in talks])
    if len(talks) == len(case.talks) > 1:
        names = "both talks" if len(talks) == 2 else f"all {counted(len(talks))} talks"
    draws = probability_words(share, None, settled_draws(forecast))
    return f"{capital(names)} {'ends' if len(talks) == 1 else 'end'} in agreement {draws}."


def _doubt_sentence(forecast: Forecast) -> str:
    """Whether the doubt about the levels is one of numbers or of theory."""
    case, levels = forecast.case, forecast.pooled.levels
    issues = [issue for issue in case.issues if levels[issue].variance > 0]
    if len(forecast.theories) < 2 or not issues:
        return ""
    shares = {issue: forecast.doubt_about_level(issue).share_of_theories for issue in issues}
    if max(shares.values()) < LITTLE:
        names = joined([f"'{key}'" for key in forecast.theories]) if len(forecast.theories) <= NAMED else "the theories"
        return f"What is in doubt about the levels comes from the numbers; {names} hardly differ."
    if min(shares.values()) > MUCH:
        return "What is in doubt about the levels is mostly which theory holds."
    torn = {issue: share for issue, share in shares.items() if share >= LITTLE}
    if len(torn) > NAMED:
        low, high = plain_percent(min(torn.values())), plain_percent(max(torn.values()))
        parts = f"{low if low == high else f'{low} to {high}'} of that about {counted(len(torn))} of them"
    else:
        parts = joined([f"{plain_percent(share)} of that about {issue_name(case, i)}" for i, share in torn.items()])
    return f"The doubt about the levels comes from the numbers, but which theory holds makes up {parts}."
