"""Numbers, levels and names as a reader sees them."""

from __future__ import annotations

import pytest

from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    fixed,
    joined,
    level_number,
    level_words,
    percent,
    points,
    points_words,
    scale_words,
    talk_phrase,
    tied,
    with_error,
)
from tests.report.toy import toy_case

YEARS = {
    "years": {"name": "Phase-out", "scale": [4, 10], "unit": "years", "anchors": {"5": "soon", "9": "late"}},
    "grade": {"scale": [-2, 2]},
}


def case_with_scales():
    base = toy_case()
    return toy_case(issues={k: v.model_dump() for k, v in base.issues.items()} | YEARS)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (57.2, "57 of 100, between “declared sites closed” and “full inventory”"),
        (50.3, "50 of 100, that is “declared sites closed”"),
        (0, "0 of 100, that is “arsenal grows”"),
        (100, "100 of 100, that is “everything dismantled and verified”"),
    ],
)
def test_a_level_is_told_by_its_anchors(level: float, words: str) -> None:
    assert level_words(toy_case(), "denuclearisation", level) == words


def test_a_level_outside_its_anchors_or_without_any() -> None:
    case = case_with_scales()
    assert level_words(case, "years", 4.2) == "4.2 years, short of “soon”"
    assert level_words(case, "years", 9.55) == "9.6 years, beyond “late”"
    assert level_words(case, "grade", -0.5) == "−0.50 on a scale from −2 to 2"
    assert level_words(case, "grade", -0.001) == "0.00 on a scale from −2 to 2"


def test_one_anchor_is_named_only_where_it_is_very_near() -> None:
    case = case_with_scales()
    assert level_words(case, "years", 9) == "9.0 years, that is “late”"
    assert level_words(case, "years", 7) == "7.0 years, between “soon” and “late”"
    assert level_words(case, "years", 5.3) == "5.3 years, about where “soon” stands"
    assert level_words(case, "years", 5.5) == "5.5 years, between “soon” and “late”"
    assert level_words(case, "years", 8.7) == "8.7 years, about where “late” stands"
    assert level_words(case, "grade", 1) == "1.00 on a scale from −2 to 2"


def test_shares_are_compared_as_the_tables_show_them() -> None:
    assert tied(0.744, 0.755) is False
    assert tied(0.7451, 0.7649) is True
    assert tied(0.5, 0.5) is True


def test_points_in_tables_have_one_decimal_and_no_negative_zero() -> None:
    assert [fixed(v) for v in (83.4, 2, -0.04, 0, -3.24)] == ["83.4", "2.0", "0.0", "0.0", "−3.2"]
    assert [fixed(v, plus=True) for v in (0.42, -8.7, 0.04, -0.04)] == ["+0.4", "−8.7", "0.0", "0.0"]
    assert [points_words(v) for v in (1, 0.99, 1.04, 1.1, -1)] == [
        "1 point", "1 point", "1 point", "1.1 points", "−1 point",
    ]  # fmt: skip


def test_decimals_follow_the_scale() -> None:
    case = case_with_scales()
    assert level_number(case, "denuclearisation", 57.24) == "57"
    assert level_number(case, "years", 8.8333) == "8.8 years"
    assert scale_words(case, "trade", 12.6) == "13 of 100"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.43, "43 percent"), (0.0, "0 percent"), (0.004, "less than 1 percent"), (1.0, "100 percent"),
     (0.997, "over 99 percent"), (-0.02, "−2 percent"), (1.4, "140 percent")],
)  # fmt: skip
def test_shares(share: float, words: str) -> None:
    assert percent(share) == words
    assert percent(share, "%") == words.replace(" percent", "%")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.01, "about 0"),
        (0.06, "0.1"),
        (2.0, "2"),
        (9.94, "9.9"),
        (9.96, "10"),
        (83.4, "83.4"),
        (-3.24, "−3.2"),
    ],
)
def test_points(value: float, words: str) -> None:
    assert points(value) == words


def test_names_inside_sentences() -> None:
    case = toy_case(actors={"usa": "United States", "dprk": "North Korea", "china": None, "russia": "The Hague"})
    assert actor_phrase(case, "usa") == "the United States"
    assert actor_phrase(case, "dprk") == "North Korea"
    assert actor_phrase(case, "china") == "china"
    assert actor_phrase(case, "russia") == "The Hague"
    assert talk_phrase(case, "us-china") == "“US–China trade talks”"
    named = toy_case(talks={"us-dprk": {"name": "Iran and the Six", "parties": ["usa", "dprk"]}})
    assert talk_phrase(named, "us-dprk") == "the talk “Iran and the Six”"


def test_lists_and_capitals() -> None:
    assert [joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert capital("the UN") == "The UN"
    assert capital("") == ""


def test_a_figure_without_an_error_stands_alone() -> None:
    assert with_error("+1.40", 0.2) == "+1.40 ± 0.20"
    assert with_error("43%", 2.0, 0) == "43% ± 2"
    assert with_error("+1.40", float("nan")) == "+1.40"
