"""The kind of a talk is one that a base rate is published of; the facts themselves are sound."""

from __future__ import annotations

import pytest

import tertius
from tertius.case import read_text
from tertius.case.fields import is_id
from tertius.errors import CaseError
from tertius.kinds import known_rates
from tests.rules.measured.test_talks import ROAD


def test_a_kind_that_is_none_is_named_with_its_line_and_what_was_meant() -> None:
    with pytest.raises(CaseError) as raised:
        read_text(ROAD.replace("parties:", "kind: militarized-dispute\n    parties:"))
    [problem] = raised.value.problems
    assert problem.line == 11
    assert "called 'militarized-dispute'" in problem.found
    assert "crisis-mediated" in problem.legal
    assert problem.suggestion == "did you mean 'militarised-dispute'?"


def test_a_kind_far_from_all_leads_to_their_list() -> None:
    with pytest.raises(CaseError, match="see tertius base-rates, or leave `kind` out"):
        read_text(ROAD.replace("parties:", "kind: opera\n    parties:"))


@pytest.mark.parametrize("kind", known_rates())
def test_every_kind_can_be_stated(kind: str) -> None:
    assert read_text(ROAD.replace("parties:", f"kind: {kind}\n    parties:")).talks["works"].kind == kind


@pytest.mark.parametrize("kind", known_rates())
def test_every_base_rate_says_what_it_counts_and_who_published_it(kind: str) -> None:
    rate = known_rates()[kind]
    assert is_id(kind)
    assert rate.kind == kind
    assert 0 < rate.low <= rate.rate <= rate.high < 1
    assert rate.n is None or rate.n > 0
    assert all(text.strip() for text in (rate.of, rate.agreement, rate.source, rate.obtained))


def test_they_are_a_table_in_python() -> None:
    frame = tertius.base_rates().to_frame()
    assert list(frame.index) == list(known_rates())
    assert frame.loc["crisis", "rate"] == 0.29
    assert frame.loc["mediation", "rate"] == pytest.approx(0.555)
    assert tertius.base_rates().to_dict()["crisis"]["n"] == 512
