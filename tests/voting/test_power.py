"""What `tertius.power` answers: bodies that ship, bodies of a case, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import tertius
from tertius.case import Change, apply_changes, read_text
from tertius.report.text.power import percent, power_sentences
from tests.case.conftest import damage, small

__all__ = ["damage", "small"]

LEANING = """members:
      north:
        yes: 90%
      south:
        no: 10% to 30%
      neutral:
        name: Neutral
        yes: 50%
        abstain: 20%
"""


TOO_LARGE_TO_COUNT = {"eu-council-eu27", "eu-council-eu28", "un-general-assembly"}
"""Populations to the hundredth of a percent beside a second majority, and 193 members."""


@pytest.mark.parametrize("body", tertius.bodies(), ids=lambda body: body.body)
def test_every_body_that_ships_is_whole_and_says_its_years_and_sources(body: tertius.case.bodies.ShippedBody) -> None:
    assert body.years
    assert body.source
    assert set(body.source) <= set(body.sources)
    assert all(source.date for source in body.sources.values())
    assert set(body.vetoes) <= set(body.members)
    told = tertius.power(body=body.body)
    exact = body.body not in TOO_LARGE_TO_COUNT
    assert told.method == ("exact" if exact else "float")
    assert float(sum(member.shapley_shubik for member in told.members)) == pytest.approx(1, abs=0 if exact else 1e-9)
    assert len(told.to_frame()) == len(body.members)


def test_the_security_council_of_a_case_is_that_of_the_charter() -> None:
    told = tertius.power(tertius.load("korea-2019"), "security-council")
    indices = {member.ident: member.shapley_shubik for member in told.members}
    assert indices["china"] == Fraction(421, 2145)
    assert indices["peru"] == Fraction(4, 2145)
    assert told.follows
    assert told.passes == pytest.approx(0.34 * 0.31, abs=0.005)  # neither China nor Russia says no, and nine say yes
    assert [member.ident for member in told.deciding] == ["russia"]
    stated = apply_changes(tertius.load("korea-2019"), Change(set="bodies.security-council.passes", to="20%"))
    told = tertius.power(stated, "security-council")
    assert told.passes == pytest.approx(0.2)
    assert not told.follows
    assert told.deciding == ()
    assert "as the case says" in " ".join(power_sentences(told))


def test_leanings_make_the_measure_pass_or_not(damage: Callable[..., str]) -> None:
    veto = ("measure: closing the strait", "vetoes: south")
    case = read_text(damage(("members: [north, south, neutral]\n", LEANING), ("    passes: 20% to 50%\n", ""), veto))
    told = tertius.power(case)
    assert told.follows
    assert told.passes == pytest.approx(0.8 * (1 - 0.1 * 0.5))
    assert [member.ident for member in told.deciding] == ["south"]
    sentences = " ".join(power_sentences(told))
    assert "Southland can block a measure alone." in sentences
    assert "with a yes the measure passes with 95.0%, with a no with 0.0%" in sentences
    frame = told.to_frame()
    assert frame.loc["neutral", "abstain"] == pytest.approx(0.2)
    assert "Southland" in told._repr_html_()
    assert told.to_dict()["deciding"] == ["south"]


def test_floating_numbers_on_demand() -> None:
    told = tertius.power(body="un-security-council", exact=False)
    assert told.method == "float"
    assert told.members[0].shapley_shubik == pytest.approx(421 / 2145, abs=1e-13)
    assert told.members[0].swings is None
    assert "shapley_shubik_fraction" not in told.to_dict()["members"]["china"]


@pytest.mark.parametrize(
    ("case", "body", "said"),
    [
        (None, None, "name a case, or a body that comes with Tertius"),
        (None, "un-securty-council", r"did you mean 'un-security-council'\?"),
        ("two-patrons", None, "two-patrons has no bodies"),
        ("korea-2019", "security-concil", r"did you mean 'security-council'\?"),
    ],
)
def test_a_body_that_is_not_there(case: str | None, body: str | None, said: str) -> None:
    with pytest.raises(tertius.UsageError, match=said):
        tertius.power(case and tertius.load(case), body)


def test_a_body_without_members_or_quota_is_named_with_its_line(damage: Callable[..., str]) -> None:
    for old, said in (("    members: [north, south, neutral]\n", "no members"), ("    quota: 2\n", "how many must")):
        with pytest.raises(tertius.CaseError, match=f"k.yaml:72: body 'council', .*{said}"):
            tertius.power(read_text(damage((old, "")), "k.yaml"))


def test_a_share_in_percent() -> None:
    assert [percent(share) for share in (0, 0.00186, 0.01, 0.1963, 1)] == ["0.0%", "0.19%", "1.0%", "19.6%", "100.0%"]
