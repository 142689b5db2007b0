"""Where the settlement with every number at its middle is not what the forecast says, and why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tertius.report.text.phrases import capital, issue_name, level_number, percent, talk_phrase
from tertius.rules.settlement import Settlement, Status

if TYPE_CHECKING:
    from tertius.analysis.forecast.result import Forecast
    from tertius.analysis.forecast.summary import Quantiles

FAR = 0.1
"""A level this far from the median of the forecast, as a share of its scale, is another answer."""

EVEN = 0.5
"""An agreement at the middles that is less likely than this in the forecast is another answer, and the reverse."""


def apart_sentences(settlement: Settlement, forecast: Forecast, *, reasons: bool = True) -> list[str]:
    """A sentence for each talk that ends otherwise in the forecast, and each issue that it puts elsewhere; with why."""
    found = _apart(settlement, forecast)
    return [f"{said}: {why}." if reasons else f"{said}." for said, why in found if said]


def _apart(settlement: Settlement, forecast: Forecast) -> list[tuple[str, str]]:
    """What is said of each, and why."""
    sentences = [_of_talk(settlement, forecast, talk) for talk in settlement.case.talks]
    for talk, entry in settlement.case.talks.items():
        if settlement.agreements[talk]:
            sentences += [_of_issue(settlement, forecast, issue) for issue in entry.issues]
    return sentences


def _of_talk(settlement: Settlement, forecast: Forecast, talk: str) -> tuple[str, str]:
    """That a talk ends in agreement at the middles and rather not in the forecast, or the other way round."""
    likely, agreed = forecast.headline[talk].probability, settlement.agreements[talk]
    if math.isnan(likely) or agreed == (likely >= EVEN):
        return "", ""
    # What keeps a deal from being made is in the forecast alone.
    there = forecast.pooled.zone[talk].value
    why = _why(settlement, forecast)
    if agreed and there >= EVEN:
        why = f"a deal that suits all is there in {percent(there)} of the draws, but it may be missed"
    verb = "ends in agreement" if agreed else "fails"
    return (
        f"{capital(talk_phrase(settlement.case, talk))} {verb} with every number at its middle, but in the forecast an "
        f"agreement has a probability of {percent(likely)}",
        why,
    )


def _of_issue(settlement: Settlement, forecast: Forecast, issue: str) -> tuple[str, str]:
    """That an issue settles elsewhere in the forecast than at the middles; empty if it does not."""
    case, level, found = settlement.case, settlement.levels[issue], forecast.pooled.levels[issue]
    if not _elsewhere(settlement, issue, found):
        return "", ""
    low, middle, high = (level_number(case, issue, end.value) for end in (found.low, found.middle, found.high))
    own = forecast.theories.get(settlement.theory)
    alone = own is not None and not _elsewhere(settlement, issue, own.levels[issue])
    why = f"only '{settlement.theory}' puts it there" if alone else _why(settlement, forecast)
    return (
        f"{issue_name(case, issue)} settles at {level_number(case, issue, level)} with every number at its middle, but "
        f"at {middle} ({low} to {high}) in the forecast",
        why,
    )


def _elsewhere(settlement: Settlement, issue: str, found: Quantiles) -> bool:
    """Whether a level lies outside the middle eight draws of ten, or far from their median."""
    level, (low, high) = settlement.levels[issue], settlement.case.issues[issue].scale
    if math.isnan(found.middle.value):
        return False
    hair = 1e-3 * (high - low)  # the ends of bins are not exact
    outside = not found.low.value - hair <= level <= found.high.value + hair
    return outside or abs(level - found.middle.value) > FAR * (high - low)


def _why(settlement: Settlement, forecast: Forecast) -> str:
    """Why the middles are not the middle of the draws."""
    if settlement.status is Status.SEVERAL or any(forecast.several.values()):
        return "the talks can settle in more than one way, and draws take now one and now another"
    return "one set of middle numbers is one case of many, and away from it most draws lie on one side"
