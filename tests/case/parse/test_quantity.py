"""Numbers as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from tertius.case.fields import Level, Points, Power, Probability, Salience
from tertius.case.parse.quantity import SHAPES, Quantity, read_quantity, read_ranged

_SHORT = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: float(f"{x:.9g}"))


@given(st.lists(_SHORT, min_size=1, max_size=3), st.booleans(), st.sampled_from(["", *SHAPES]))
def test_what_a_quantity_says_reads_back(values: list[float], percent: bool, shape: Any) -> None:
    low, *middle, high = sorted(values) if len(values) > 1 else values * 2
    likely = middle[0] if middle and low < high and shape != "uniform" else None
    quantity = Quantity(low, high, likely, percent, shape if low < high else "")
    assert read_quantity(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("written", "quantity"),
    [
        (60, Quantity(60, 60)),
        ("60", Quantity(60, 60)),
        ("60%", Quantity(60, 60, percent=True)),
        ("60 %", Quantity(60, 60, percent=True)),
        (" 45 to 75 ", Quantity(45, 75)),
        ("45 to 75, likely 60", Quantity(45, 75, 60)),
        ("45 to 75 likely 60", Quantity(45, 75, 60)),
        ("10% to 40%, likely 25%", Quantity(10, 40, 25, percent=True)),
        ([45, 75], Quantity(45, 75)),
        ([45, 60, 75], Quantity(45, 75, 60)),
        (["10%", "40%"], Quantity(10, 40, percent=True)),
        ((1, 2.5), Quantity(1, 2.5)),
        ("010", Quantity(10, 10)),
        (".5", Quantity(0.5, 0.5)),
        ("1e3", Quantity(1000, 1000)),
        ("-2.5 to 3", Quantity(-2.5, 3)),
        ([5, 5, 5], Quantity(5, 5)),
        ("45 to 75, uniform", Quantity(45, 75, shape="uniform")),
        ("45 to 75, likely 60, triangular", Quantity(45, 75, 60, shape="triangular")),
        ("45 to 75 likely 60 pert", Quantity(45, 75, 60, shape="pert")),
        ("10% to 40% , normal ", Quantity(10, 40, percent=True, shape="normal")),
        ("60 to 60", Quantity(60, 60)),
        ("60% to 60%, likely 60%, normal", Quantity(60, 60, percent=True)),
    ],
)
def test_number_words(written: object, quantity: Quantity) -> None:
    assert read_quantity(written) == quantity


@pytest.mark.parametrize(
    ("written", "found", "suggestion"),
    [
        ("2,5", "found '2,5' where a number belongs", "with a decimal point: did you mean 2.5?"),
        ("1,000", "found '1,000' where a number belongs", "did you mean 1000 or 1.000?"),
        ("45-75", "found '45-75' where a number belongs", "did you mean '45 to 75'?"),
        ("45 – 75", "found '45 – 75' where a number belongs", "did you mean '45 to 75'?"),
        ("60 percent", "found '60 percent' where a number belongs", "did you mean '60%'?"),
        (
            [0, 25, 0, 4],
            "found a list of 4 where a range belongs",
            "with decimal points: did you mean [0.25, 0.4]?",
        ),
        ([75, 45], "the low end 75 is above the high end 45", "did you mean '45 to 75'?"),
        ([45, 80, 75], "the likely value 80 is outside the range 45 to 75", ""),
        (
            [10, "20%"],
            "[10, '20%'] mixes percent and plain numbers",
            "put % behind every number or behind none",
        ),
        (
            "45 to 75, triangle",
            "found '45 to 75, triangle' where a number belongs",
            "did you mean 'triangular'?",
        ),
        ("45 to 75, Pert", "found '45 to 75, Pert' where a number belongs", "did you mean 'pert'?"),
        ("45 to 75, gaussian", "found '45 to 75, gaussian' where a number belongs", "did you mean 'normal'?"),
        ("45 to 75normal", "found '45 to 75normal' where a number belongs", ""),
        ("75 to 45, normal", "the low end 75 is above the high end 45", "did you mean '45 to 75, normal'?"),
        ("60, normal", "'60, normal' gives a shape to a single number", "write '45 to 75, normal'"),
        (
            "45 to 75, likely 60, uniform",
            "'45 to 75, likely 60, uniform' has a likely value and is uniform",
            "leave one of the two out, or write 'triangular'",
        ),
        ([45, 75, "normal"], "found [45, 75, 'normal'] where a number belongs", "did you mean '45 to 75, normal'?"),
        ([45, 60, 75, "pert"], "found a list of 4 where a range belongs", "did you mean '45 to 75, likely 60, pert'?"),
        (None, "found nothing where a number belongs", ""),
        (True, "found true where a number belongs", ""),
        ({}, "found {} where a number belongs", ""),
        ("1_000", "found '1_000' where a number belongs", ""),
        ("0x10", "found '0x10' where a number belongs", ""),
        ("1e999", "found a number that is not finite", ""),
        (10**400, "found a number that is not finite", ""),
        (float("nan"), "found a number that is not finite", ""),
    ],
)  # fmt: skip
def test_what_is_no_number(written: object, found: str, suggestion: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_quantity(written)
    assert caught.value.context is not None
    assert (caught.value.context["found"], caught.value.context["suggestion"]) == (found, suggestion)


@pytest.mark.parametrize(
    ("kind", "written", "middle"),
    [
        (Salience, "60%", 60), (Points, "150%", 150), (Probability, "25%", 0.25),
        (Probability, "0.2 to 0.4", 0.3), (Power, 2, 2), (Probability, "10% to 40%, likely 20%", 0.2),
    ],
)  # fmt: skip
def test_percent_is_of_the_full_scale_of_the_kind(kind: object, written: object, middle: float) -> None:
    quantity = TypeAdapter(kind).validate_python(written)
    assert not quantity.percent
    assert quantity.middle == pytest.approx(middle)


def test_percent_of_a_level_waits_for_the_scale() -> None:
    level = TypeAdapter(Level).validate_python("60%")
    assert level.percent
    assert level.on((4, 10)) == Quantity(pytest.approx(7.6), pytest.approx(7.6))


@pytest.mark.parametrize(
    ("kind", "written", "found"),
    [
        (Probability, 25, "probability 25 is over 1"), (Probability, "130%", "probability 130% is over 100%"),
        (Probability, -0.1, "probability -0.1 is below 0"), (Salience, 101, "salience 101 is over 100"),
        (Points, -1, "number of points -1 is below 0"), (Power, "-1%", "power -1% is below 0"),
    ],
)  # fmt: skip
def test_numbers_out_of_range(kind: object, written: object, found: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(written)
    assert [error["msg"] for error in caught.value.errors()] == [found]


def test_a_shape_outlives_a_change_of_scale() -> None:
    assert TypeAdapter(Probability).validate_python("10% to 40%, normal") == Quantity(
        pytest.approx(0.1), pytest.approx(0.4), shape="normal"
    )
    assert Quantity(0, 100, percent=True, shape="triangular").on((4, 10)) == Quantity(4, 10, shape="triangular")


@pytest.mark.parametrize(
    ("written", "distribution"),
    [
        ("45 to 75", "uniform"),
        ("45 to 75, likely 60", "pert"),
        ("45 to 75, likely 60, normal", "normal"),
        ("45 to 75, pert", "pert"),
    ],
)
def test_how_a_range_is_drawn(written: str, distribution: str) -> None:
    assert read_quantity(written).distribution == distribution


@pytest.mark.parametrize("written", ["60 to 60", "60% to 60%, likely 60%", "60 to 60, normal", [60, 60], [60, 60, 60]])
def test_in_a_case_a_range_without_width_is_a_mistake(written: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_ranged(written)
    assert "is a range without width" in str(caught.value)
    assert "or give it a width" in str(caught.value.context)


@pytest.mark.parametrize("written", [60, "60", "60%", "59 to 60", [59, 60]])
def test_in_a_case_everything_else_is_read_as_before(written: object) -> None:
    assert read_ranged(written) == read_quantity(written)
