"""The cases of the gallery: evidence complete, known answers, and a page for each."""

from __future__ import annotations

import pytest

import tertius
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
