"""The cases of the gallery: evidence complete, known answers, and a page for each."""

from __future__ import annotations

import pytest

import tertius
from tertius.case.check.warnings import warnings_of
from tertius.case.entries import PartyPower
from tests.house.files import ROOT

NAMES = [case.case for case in tertius.gallery()]
PAID_NOTHING = 40.0
"""The client's points from prices of nothing: 20 in each talk."""


@pytest.mark.parametrize("name", NAMES)
def test_every_case_has_complete_evidence_and_a_page(name: str) -> None:
    assert tertius.check_evidence(tertius.load(name)) == []
    assert (ROOT / "docs" / "gallery" / f"{name}.md").is_file()


@pytest.mark.parametrize(("rule", "client"), [("renegotiate", 19 / 3), ("hold", 5.0)])
def test_what_a_second_patron_is_worth(rule: str, client: float) -> None:
    settlement = tertius.settle(tertius.load("two-patrons"), rule=rule)
    assert settlement.payoffs["client"] - PAID_NOTHING == pytest.approx(client, abs=1e-3)
    assert settlement.agreements["with-second"] == (rule == "renegotiate")


def test_a_client_with_one_patron_gets_half() -> None:
    settlement = tertius.settle(tertius.load("two-patrons"), without="with-second")
    assert settlement.payoffs["client"] - PAID_NOTHING == pytest.approx(5.0, abs=1e-3)


def test_four_at_one_table_and_two_of_them_at_another_make_a_circle_and_the_mediators_have_no_types() -> None:
    case = tertius.load("black-sea-grain-2022")
    assert [len(talk.parties) for talk in case.talks.values()] == [4, 2]
    circle, *mediators = warnings_of(case)
    assert "go round in a circle" in str(circle)
    assert [finding.path[-1] for finding in mediators] == ["turkiye", "un"]
    assert all("move each on its own" in str(finding) for finding in mediators)


def test_the_mediators_come_nearest_to_their_best_even_without_power() -> None:
    case = tertius.load("black-sea-grain-2022")
    corridor = case.talks["corridor"]
    power = {party: PartyPower.model_validate(0) for party in ("turkiye", "un")}
    weak = case.model_copy(update={"talks": {**case.talks, "corridor": corridor.model_copy(update={"power": power})}})
    for version in (case, weak):
        shares = tertius.settle(version).upper_hand["corridor"]
        assert min(shares["turkiye"], shares["un"]) > max(shares["ukraine"], shares["russia"]) + 0.1
