"""Which picture belongs to a result, and the same as an Altair chart for a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from tertius.analysis.claims.result import Claims
from tertius.analysis.decide.decide import Decision
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.moves.search import Search
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.ledger.scoring.result import Scores
from tertius.report.charts.claims import claims_chart
from tertius.report.charts.decision import decision_chart
from tertius.report.charts.drawing import FONT, PAPER, WIDTH, wrapped
from tertius.report.charts.fans import fan_chart
from tertius.report.charts.levels import issues_chart
from tertius.report.charts.leverage import MOST_ACTORS, attribution_chart, heat_map, reliance_bars, stakes_chart
from tertius.report.charts.moves import moves_chart
from tertius.report.charts.scores.calibration import calibration_chart
from tertius.report.charts.sensitivity import tornado_chart
from tertius.rules.settlement import Settlement

if TYPE_CHECKING:
    import altair

HOW = "pictures in a notebook are drawn by Altair, which is not installed: pip install 'tertius[plot]'"


@dataclass(frozen=True)
class Picture:
    """A picture and what is written above it.

    Attributes:
        case: The case that it is of; None for scores, which are of a ledger.
        says: What it shows, in a sentence.
        spec: The Vega-Lite specification.
    """

    case: Case | None
    says: str
    spec: dict[str, Any]

    @property
    def title(self) -> str:
        """What stands above it: the title of its case."""
        return "Track record" if self.case is None else self.case.title


def chart_of(result: Any, of: str | None = None) -> altair.LayerChart:
    """The picture of a result as an Altair chart, under the title of its case.

    Args:
        result: The result.
        of: An id, of what the picture is to show alone; without it the picture shows all.

    Raises:
        UsageError: The result has no picture, `of` is nothing that one could be of, or Altair is not installed.
    """
    picture = picture_of(result, of)
    try:
        import altair
    except ImportError:
        raise UsageError(HOW) from None
    title = {
        "text": wrapped(picture.title, 13, WIDTH, bold=True),
        "subtitle": wrapped(picture.says, 11.5, WIDTH, 4),
        **{
            "anchor": "start",
            "font": FONT,
            "fontSize": 13,
            "subtitleFont": FONT,
            "subtitleFontSize": 11.5,
            "offset": 12,
        },
    }
    spec = {name: part for name, part in picture.spec.items() if name != "$schema"}
    page = {"background": PAPER, "padding": 12, "autosize": "pad", "title": title, "description": picture.says}
    return altair.LayerChart.from_dict(spec | page)


@singledispatch
def picture_of(result: Any, of: str | None = None) -> Picture:
    """The picture of a result.

    Raises:
        UsageError: The result has no picture, or none of what is asked for.
    """
    known = ", ".join(sorted(kind.__name__ for kind in picture_of.registry if kind is not object))
    raise UsageError(f"a {type(result).__name__} has no picture: those that have one are {known}")


@picture_of.register
def _(result: Settlement, of: str | None = None) -> Picture:
    issues = _issues(result.case, of, [issue for issue in result.case.issues if result.case.talk_of(issue)])
    says = "Where each issue settles, where it would stay without a deal, and what the parties want."
    return Picture(result.case, says, issues_chart(result, issues))


@picture_of.register
def _(result: Forecast, of: str | None = None) -> Picture:
    case = result.case
    issues = _issues(case, of, [issue for issue in case.issues if case.talk_of(issue) or case.decided(issue)])
    says = f"Where each issue settles: eight of ten in {result.draws:,} draws, the inner part half of them."
    return Picture(case, says, fan_chart(result, issues))


@picture_of.register
def _(result: Leverage, of: str | None = None) -> Picture:
    case = result.case
    if of is not None:
        spec = reliance_bars(result, _known(of, case.actors, "actor"))
        return Picture(
            case, f"What {case.name(of)} would lose without each other actor, in percent of all it has at stake.", spec
        )
    if len(case.actors) > MOST_ACTORS:
        return Picture(
            case, "What each party would lose with each talk, in percent of all it has at stake.", stakes_chart(result)
        )
    says = "What the actor of the row would lose if that of the column walked away, in percent of all it has at stake."
    return Picture(case, says, heat_map(result))


@picture_of.register
def _(result: Attribution, of: str | None = None) -> Picture:
    _nothing(of, "an attribution")
    return Picture(result.case, "What each tie, link, need and threat adds to the target.", attribution_chart(result))


@picture_of.register
def _(result: WhatMatters, of: str | None = None) -> Picture:
    outputs = result.outputs if of is None else (_known(of, result.outputs, "output"),)
    order = (
        "the length of their bars" if result.sensitivity is None else "their share of the doubt, at the right in bold"
    )
    says = f"The answer from the low to the high end of each input (10 and 90 percent), in the order of {order}."
    return Picture(result.case, says, tornado_chart(result, outputs))


@picture_of.register
def _(result: Claims, of: str | None = None) -> Picture:
    _nothing(of, "claims")
    says = f"In what share of {result.draws:,} draws and {len(result.theories)} theories each claim holds."
    return Picture(result.case, says, claims_chart(result))


@picture_of.register
def _(result: Search, of: str | None = None) -> Picture:
    _nothing(of, "moves")
    says = "What each move brings its actor net of cost, in points, and the range of eight draws in ten."
    return Picture(result.case, says, moves_chart([result], {result.actor: 1.0}))


@picture_of.register
def _(result: Decision, of: str | None = None) -> Picture:
    issues = [] if of is None else [_known(of, result.issues, "issue")]
    says = "Who stands where, as large as its weight; the answer of every rule; the range of the pooled forecast."
    return Picture(result.case, says, decision_chart(result, issues))


@picture_of.register
def _(result: Scores, of: str | None = None) -> Picture:
    called = {one.name: one for one in result.scored if one.calibration}
    if not called:
        raise UsageError("no event with a forecast before the day is resolved: there is no calibration to show yet")
    name = next(iter(called)) if of is None else _known(of, called, "forecaster")
    says = f"Of all that {name} called so probable, what share happened; bars are Wilson's intervals of 95 percent."
    return Picture(None, says, calibration_chart(called[name]))


def _issues(case: Case, of: str | None, every: list[str]) -> list[str]:
    """The issues of a talk, or one issue; every one that is at stake if neither is named."""
    if of is None:
        return every or list(case.issues)
    _known(of, [*case.talks, *case.issues], "talk or issue")
    return list(case.talks[of].issues) if of in case.talks else [of]


def _known(of: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    if of not in names:
        hint = closest(of, names)
        listed = f"there {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
        raise UsageError(f"there is no {what} '{of}': {f'{hint} ({listed})' if hint else listed}")
    return of


def _nothing(of: str | None, what: str) -> None:
    if of is not None:
        raise UsageError(f"the picture of {what} is one: leave out '{of}'")
