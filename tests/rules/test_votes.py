"""A threat that a body must authorise is worth its chance of passing, at the middle and in every draw."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case import read_text
from tertius.draws import fix, sample, uncertain_of
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tests.case.conftest import damaged

LEANING = """like: un-security-council
    yes: 60% to 80%
    members:
      russia:
        no: 30% to 60%
        abstain: 20% to 60%
      china: {no: 20%, abstain: 50%}
    blocs:
      west:
        members: [usa, france, united-kingdom]
        yes: 90% to 98%
"""
OWN = "members: [north, south, neutral]\n    quota: 2\n    measure: closing the strait\n    passes: 20% to 50%\n"


def council() -> tertius.Case:
    return read_text(damaged((OWN, LEANING), ("    credibility: 40% to 60%\n", "    credibility: 50%\n")))


def test_the_leanings_are_drawn_and_make_the_threat_likelier_or_less() -> None:
    case = council()
    uncertain = uncertain_of(case)
    own = [".".join(map(str, number.path[2:])) for number in uncertain if number.path[0] == "bodies"]
    assert own == ["members.russia.abstain", "members.russia.no", "blocs.west.yes", "yes"]
    paths, values = [number.path for number in uncertain], sample(case, 0, 8, seed=2)
    network = network_of(case)
    batch = batch_of(case, network, paths, values)
    assert np.ptp(batch.strike) > 0.01
    for d, row in enumerate(values):
        alone = network_of(fix(case, dict(zip(paths, row, strict=True))))
        assert batch.strike[d] == pytest.approx(alone.numbers.strike, abs=1e-12)


def test_at_the_middle_it_is_worth_what_power_says() -> None:
    case = council()
    told = tertius.power(case)
    assert told.passes is not None
    assert network_of(case).numbers.strike == pytest.approx([0.5 * told.passes])
    assert 0.1 < told.passes < 0.9


def test_one_changed_number_turns_the_vote() -> None:
    """Russia leans to a veto."""
    text = damaged((OWN, LEANING))
    likely = tertius.power(read_text(text)).passes
    unlikely = tertius.power(read_text(text.replace("no: 30% to 60%", "no: 75%").replace("20% to 60%", "20%"))).passes
    assert likely is not None
    assert unlikely is not None
    assert unlikely < 0.6 * likely
