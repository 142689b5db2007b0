"""How pictures look: nothing is cut off, letters stand out on white and in the dark, a PNG is the same each time."""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import pytest

import tertius
from tertius.errors import UsageError
from tertius.report.charts.bars import Bar, bar_chart
from tertius.report.charts.dark import DARK, DARK_PAPER, HEAT, dark_css
from tertius.report.charts.drawing import GREY, INK, PAPER, png_of, svg_of
from tertius.report.charts.fans import fan_chart, headline_fans
from tertius.report.charts.levels import issues_chart
from tertius.report.charts.leverage import heat_map, reliance_bars, stakes_chart
from tertius.report.charts.moves import timeline_chart
from tertius.report.charts.network import network_picture
from tests.report.charts.looking import contrast, cut, over, overlaps, rows_of, texts_of
from tests.report.toy import toy_case
from tests.report.toy_forecast import forecast_of, many_with

NAMES = {
    "usa": "United States of America and its allies in the Pacific",
    "dprk": "Democratic People's Republic of Korea",
    "china": "China",
    "russia": "European Commission",
}


@cache
def pictures(name: str) -> dict[str, dict[str, Any]]:
    case = tertius.load(name)
    settlement, held = tertius.settle(case), tertius.leverage(case)
    forecast = forecast_of(case, many_with(case, {}))
    return {
        "levels": issues_chart(settlement, case.issues),
        "network": network_picture(settlement),
        "heat map": heat_map(held),
        "stakes": stakes_chart(held),
        "fans": fan_chart(forecast, list(case.issues)),
        "headline": headline_fans(forecast, list(case.issues)[:3]),
        **({"timeline": timeline_chart(case)} if case.events else {}),
    } | {f"reliance of {actor}": reliance_bars(held, actor) for actor in list(case.actors)[:2]}


@pytest.mark.parametrize(
    "name",
    ["korea-2019", *(pytest.param(one, marks=pytest.mark.long) for one in ("nile-dam-2020", "black-sea-grain-2022"))],
)
def test_nothing_is_cut_off_and_no_text_lies_over_another(name: str) -> None:
    for what, spec in pictures(name).items():
        assert not cut(spec), what
        assert not overlaps(spec), what


def test_long_names_go_on_to_the_next_line_and_over_99_percent_finds_room() -> None:
    case = toy_case(actors={actor: {"name": name} for actor, name in NAMES.items()})
    bars = [Bar(name, 0.999, (">99%", "1,234.5"), "#0072b2", "circle") for name in NAMES.values()]
    spec = bar_chart([("A heading so long that it needs two lines, as those of many real talks do", bars)])
    assert not cut(spec)
    assert not overlaps(spec)
    assert NAMES["dprk"] in " ".join(texts_of(spec))
    fans = fan_chart(forecast_of(case, many_with(case, {})), list(case.issues))
    # Only a name may be shortened, beside the mark that says whose it is; what is wanted stands in full.
    assert all(" wants " in text or " needs all it can get" in text for text in cut(fans))


def test_a_first_page_has_low_fans_of_three_issues_at_most() -> None:
    case = tertius.load("korea-2019")
    forecast = forecast_of(case, many_with(case, {}))
    spec = headline_fans(forecast, list(case.issues)[:3])
    assert spec["height"] < 220
    assert any(text.startswith("40 the Yongbyon complex") for text in texts_of(spec))
    long = {k: one.model_copy(update={"name": f"{k} " * 6}) for k, one in case.issues.items()}
    case = case.model_copy(update={"issues": long})
    assert headline_fans(forecast_of(case, many_with(case, {})), list(long)[:3])["height"] < 220
    with pytest.raises(UsageError, match="room for 1 to 3"):
        headline_fans(forecast, list(case.issues)[:4])


def test_reliance_on_the_first_page_is_that_of_the_result_the_most_first() -> None:
    held = tertius.leverage(tertius.load("korea-2019"))
    texts = texts_of(reliance_bars(held, "dprk"))
    assert texts[0] == "without the United States"
    assert f"{100 * held.reliance['dprk']['usa'].share.middle:.0f}%" in texts
    with pytest.raises(UsageError, match="no actor 'mars'"):
        reliance_bars(held, "mars")


def test_letters_stand_out_on_white_and_in_the_dark() -> None:
    for ink in (INK, GREY):
        assert contrast(ink, PAPER) >= 4.5
        assert contrast(DARK[ink], DARK_PAPER) >= 4.5
    for strength in (0.06, 0.3, 0.6, 0.9):  # the cells of a heat map
        assert contrast(INK, over(HEAT, PAPER, strength)) >= 4.5
        assert contrast(DARK[INK], over(DARK[HEAT], DARK_PAPER, strength)) >= 4.5


def test_marks_stand_out_on_white_and_in_the_dark() -> None:
    from tertius.report.charts.drawing import ACTOR_COLOURS

    for colour in ACTOR_COLOURS:
        assert contrast(colour, PAPER) >= 3
        assert contrast(DARK[colour], DARK_PAPER) >= 3


def test_every_colour_of_a_picture_has_its_counterpart_in_the_dark() -> None:
    sheet = dark_css()
    for what, spec in pictures("korea-2019").items():
        for row in rows_of(spec):
            if "colour" in row:
                assert row["colour"] in DARK, what
        svg = svg_of(spec, what)
        assert f'fill="{INK}"' in svg  # an attribute, which a style sheet overrides
    light, dark = sheet.split("@media screen and (prefers-color-scheme: dark)")
    assert f'[fill="{PAPER}"] {{ fill: var(--paper, {PAPER}); }}' in light
    assert f'[fill="{PAPER}"] {{ fill: var(--paper, {DARK_PAPER}); }}' in dark
    assert f'svg[role="img"] [fill="{INK}"] {{ fill: {DARK[INK]}; }}' in dark


def test_a_png_is_the_same_each_time_and_as_large_as_asked() -> None:
    spec = bar_chart([("", [Bar("one", 0.5, ("50%",), "#0072b2")])])
    png = png_of(spec, 2)
    assert png == png_of(spec, 2)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (720, round(2 * spec["height"]))
    with pytest.raises(UsageError, match="a scale of 0"):
        png_of(spec, 0)
