"""A forecast in sentences: how likely each talk is to end in agreement, where it would settle, and whence the doubt."""

from __future__ import annotations

import math

from tertius.brief.phrases import capital, issue_name, joined, talk_phrase
from tertius.case.model import Case
from tertius.forecast.figures import Fan, Figure
from tertius.forecast.result import Doubt, Forecast
from tertius.forecast.words import probability_words, rounded

__all__ = [
    "POINT",
    "chance",
    "doubt_words",
    "figure",
    "finest",
    "forecast_sentences",
    "settled_draws",
    "talk_sentences",
    "unsettled_sentence",
]

NONE = "–"
POINT = 0.1  # nobody wants payoffs to less than a tenth of a point
LITTLE, MUCH = 0.1, 0.5  # shares of the doubt between theories: below the one hardly any, above the other most


def figure(found: Figure, least: float = POINT) -> str:
    """A figure with the digits that its Monte Carlo error warrants; a dash where no draw bears on it.

    Args:
        found: The figure.
        least: An error below which no reader would want another digit, in the unit of the figure.
    """
    if math.isnan(found.value):
        return NONE
    error = least if math.isnan(found.error) else max(found.error, least)
    return rounded(found.value, error).replace("-", "\N{MINUS SIGN}")


def finest(case: Case, issue: str) -> float:
    """The least error for a level: a thousandth of its scale."""
    low, high = case.issues[issue].scale
    return (high - low) / 1000


def chance(found: Figure, draws: int) -> str:
    """A probability in words and percent: ``likely (63%)``; a dash where no draw bears on it."""
    if math.isnan(found.value):
        return NONE
    return probability_words(found.value, None if math.isnan(found.error) else found.error, draws)


def forecast_sentences(forecast: Forecast) -> list[str]:
    """A paragraph for each talk, or one on every issue of a decision; then what did not come to rest."""
    case = forecast.case
    told = [" ".join(talk_sentences(forecast, talk)) for talk in case.talks]
    if not case.talks:
        told = [" ".join(_issue_sentence(forecast, issue) for issue in case.issues)]
    unsettled = unsettled_sentence(forecast)
    return [*told, *([unsettled] if unsettled else [])]


def talk_sentences(forecast: Forecast, talk: str) -> list[str]:
    """What is to be expected of one talk."""
    case, pooled = forecast.case, forecast.pooled
    found = pooled.agreement[talk]
    if math.isnan(found.value):
        return [f"{capital(talk_phrase(case, talk))}: no draw came to rest, so nothing can be said."]
    told = [f"{capital(talk_phrase(case, talk))}: agreement {_is(chance(found, settled_draws(forecast)))}."]
    fans = {issue: pooled.levels[issue] for issue in case.talks[talk].issues if pooled.levels[issue].draws}
    if fans:
        ranges = [f"{issue_name(case, issue)} {_between(fan, finest(case, issue))}" for issue, fan in fans.items()]
        told.append(f"Where there is agreement, in eight draws of ten {joined(ranges)}.")
    told.append(_whence(forecast, talk))
    return [sentence for sentence in told if sentence]


def settled_draws(forecast: Forecast) -> int:
    """In how many draws, on average over the theories, the search came to rest."""
    return (forecast.pooled.draws - forecast.pooled.unsettled) // len(forecast.theories)


def doubt_words(doubt: Doubt) -> str:
    """Whence the doubt about a figure comes, in two or three words."""
    if doubt.numbers + doubt.theories <= 0:
        return "none"
    share = doubt.share_of_theories
    if share < LITTLE:
        return "numbers"
    return "theories" if share > 1 - LITTLE else f"{100 * share:.0f}% theories"


def unsettled_sentence(forecast: Forecast) -> str:
    """How many draws did not come to rest, and how far that could move the probabilities; empty if all did."""
    pooled = forecast.pooled
    if not pooled.unsettled:
        return ""
    share = pooled.unsettled / pooled.draws
    said = f"{pooled.unsettled:,} of {pooled.draws:,} settlements ({_small(share)}) did not come to rest"
    return f"{said} and are in no figure; no probability could have moved by more than that if they had."


def _is(words: str) -> str:
    """``is likely (63%)``; ``comes about in every one of the 100 draws``."""
    return f"comes about {words}" if words.startswith("in ") else f"is {words}"


def _between(fan: Fan, least: float) -> str:
    low, high = figure(fan.low, least), figure(fan.high, least)
    if low == high:
        return f"stands at {low}"
    return f"lies between {low} and {high} (middle {figure(fan.middle, least)})"


def _whence(forecast: Forecast, talk: str) -> str:
    """Whether the doubt about this talk is one of numbers or of theory."""
    if len(forecast.theories) < 2:
        return ""
    issues = [issue for issue in forecast.case.talks[talk].issues if forecast.pooled.levels[issue].variance > 0]
    if not issues:
        return ""
    shares = [forecast.doubt_about_level(issue).share_of_theories for issue in issues]
    if max(shares) < LITTLE:
        return "What is in doubt about these levels comes from the numbers; the theories hardly differ."
    if min(shares) > MUCH:
        return "What is in doubt about these levels is mostly which theory holds."
    torn = [issue_name(forecast.case, i) for i, share in zip(issues, shares, strict=True) if share >= LITTLE]
    most = 100 * max(shares)
    return (
        f"Of the doubt about {joined(torn)} up to {most:.0f}% is which theory holds; the rest comes from the numbers."
    )


def _issue_sentence(forecast: Forecast, issue: str) -> str:
    fan, case = forecast.pooled.levels[issue], forecast.case
    return f"In eight draws of ten {issue_name(case, issue)} {_between(fan, finest(case, issue))}." if fan.draws else ""


def _small(share: float) -> str:
    return f"{100 * share:.1f}%" if share >= 0.001 else "less than 0.1%"
