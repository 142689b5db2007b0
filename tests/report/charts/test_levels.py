"""The pictures: they compile to SVG, say what they should, and no label covers another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.report.charts.drawing import WIDTH, actor_look, fitted, svg_of, text_width, wrapped
from tertius.report.charts.levels import issue_chart, levels_chart
from tertius.report.charts.network import network_picture, suppliers_of
from tertius.report.charts.pins import place_flags
from tests.report.toy import LEVELS, korea, settlement_of, toy_case


def texts_of(spec: dict[str, Any]) -> list[str]:
    return [row["text"] for layer in spec["layer"] for row in layer["data"]["values"] if "text" in row]


def specs() -> dict[str, dict[str, Any]]:
    settlement, broken = korea()
    return {
        "levels": levels_chart(settlement, "us-dprk"),
        "failed": levels_chart(broken["us-dprk"], "us-dprk"),
        "issue": issue_chart(settlement, "alignment"),
        "picture": network_picture(settlement),
        "picture of a failure": network_picture(broken["us-dprk"]),
    }


@pytest.mark.parametrize("name", list(specs()))
def test_every_picture_compiles_to_a_plain_svg(name: str) -> None:
    spec = specs()[name]
    svg = svg_of(spec, "what “it” <shows>")
    assert svg == svg_of(spec, "what “it” <shows>")
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 360 ')
    assert 'aria-label="what “it” &lt;shows&gt;"' in svg
    assert not re.search(r"\sid=|url\(|href|<script|<image|<style", svg)
    for text in texts_of(spec):
        assert f">{text}</text>" in svg


def test_the_chart_of_a_talk_names_levels_positions_and_anchors() -> None:
    texts = texts_of(specs()["levels"])
    assert {"settles at 57", "without a deal 25", "United States wants 100", "North Korea wants 10"} <= set(texts)
    assert {"North Korea needs all it can get", "settles at 100", "0 arsenal grows"} <= set(texts)
    assert "stays at 25, no agreement" in texts_of(specs()["failed"])


def test_the_unit_stands_once_and_four_parties_find_room() -> None:
    """With a long unit in every label no place was left, and marks stood far from their staffs."""
    case = toy_case()
    issues = {k: v.model_dump() for k, v in case.issues.items()}
    issues["trade"] |= {"unit": "million tonnes a month", "scale": [0, 8], "anchors": {}}
    talks = {"us-china": {"parties": list(case.actors), "without_agreement": {"trade": 0}}}
    wants = {"usa": 8, "dprk": 8, "china": 1.5, "russia": 8}
    stances = {actor: {"trade": {"position": at, "salience": 10}} for actor, at in wants.items()}
    four = toy_case(issues=issues, talks=talks, stances=stances, links={}, threats={}, needs={})
    spec = issue_chart(settlement_of(four, {"trade": 6.3}), "trade")
    texts = texts_of(spec)
    assert {"settles at 6.3 million tonnes a month", "without a deal 0.0", "China wants 1.5"} <= set(texts)
    marks = {row["shape"]: row["x"] for layer in spec["layer"] for row in layer["data"]["values"] if "shape" in row}
    staff = 8 + 344 * 1.5 / 8
    assert abs(marks[actor_look(four, "china").shape] - staff) < 8


def test_long_anchors_become_a_key_below_the_scale() -> None:
    long = "all of it dismantled, verified by inspectors and for good, with the scientists in other work"
    issues = {k: v.model_dump() for k, v in toy_case().issues.items()}
    issues["denuclearisation"]["anchors"] = {0: "nothing", 100: long}
    texts = texts_of(issue_chart(settlement_of(toy_case(issues=issues), LEVELS), "denuclearisation"))
    assert "nothing" in texts
    assert long in " ".join(texts)


def test_the_picture_shows_talks_needs_links_and_threats() -> None:
    texts = " ".join(texts_of(specs()["picture"]))
    for words in (
        "Talk 1: US–North Korea summit (agreement)", "Sanctions relief (up to 90%)",
        "Chinese economic support (up to 70%)",
        "China: should talk 1 fail, talk 2 falls too, 25%", "More sanctions, should talk 1 fail: 12%",
    ):  # fmt: skip
        assert words in texts
    assert "(no agreement)" in " ".join(texts_of(specs()["picture of a failure"]))


def test_suppliers_are_named_or_the_other_party() -> None:
    case = toy_case()
    assert suppliers_of(case, case.needs["livelihood"]) == {
        "usa": ["sanctions-relief"],
        "china": ["chinese-support"],
    }


def test_a_case_with_nothing_but_actors_can_be_drawn() -> None:
    case = toy_case(talks={}, stances={}, needs={}, links={}, threats={})
    assert texts_of(network_picture(settlement_of(case, {}))) == [
        "United States",
        "North Korea",
        "China",
        "Russia",
    ]


def test_an_actor_keeps_its_look_and_no_two_of_the_first_dozen_are_alike() -> None:
    case = toy_case(actors={f"a{n}": None for n in range(12)}, talks={}, stances={}, needs={}, links={}, threats={})
    looks = {(actor_look(case, a).colour, actor_look(case, a).shape) for a in case.actors}
    assert len(looks) == 12


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 140)), min_size=1, max_size=6))
def test_flags_never_cover_each_other(pins: list[tuple[float, float]]) -> None:
    at, widths = [x for x, _ in pins], [w for _, w in pins]
    flags = place_flags(at, widths, (0, 300))
    assert len(flags) == len(pins)
    for i, first in enumerate(flags):
        assert first.left > -1
        assert first.left + widths[i] < 301
        for j, second in enumerate(flags[:i]):
            apart = first.left >= second.left + widths[j] or second.left >= first.left + widths[i]
            assert first.row != second.row or apart


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(20, 90)), min_size=2, max_size=4))
def test_no_staff_runs_through_a_flag(pins: list[tuple[float, float]]) -> None:
    at, widths = [x for x, _ in pins], [w for _, w in pins]
    flags = place_flags(at, widths, (0, 300))
    for i, flag in enumerate(flags):
        for j, x in enumerate(at):
            clear = x < flag.left + 4 or x > flag.left + widths[i] - 4
            assert flag.row > flags[j].row or clear or i == j


def test_a_label_makes_way_where_neither_side_is_free() -> None:
    flags = place_flags([146, 214], [181, 180], (0, 360))
    assert sorted(flag.row for flag in flags) == [0, 1]
    covering = flags[0].left < 214 < flags[0].left + 181
    assert covering == (flags[0].row == 1)


def test_texts_are_cut_and_wrapped_to_fit() -> None:
    assert fitted("a short text", 12, WIDTH) == "a short text"
    cut = fitted("word " * 60, 12, 100)
    assert cut.endswith("…")
    assert text_width(cut, 12) <= 104
    assert all(text_width(line, 12) <= 104 for line in wrapped("some words " * 10, 12, 100))
    assert len(wrapped("some words " * 10, 12, 100)) == 3
    assert wrapped("short", 12, 100) == ["short"]
