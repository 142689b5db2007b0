"""The terms of a payoff: they must add up to what an independent calculation says."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.rules.bargaining.network import network_of
from tertius.rules.payoffs import loss_of, payoff_terms, standing, strike_chance
from tests.reference.payoffs import payoffs_at
from tests.report.toy import LEVELS, settlement_of, toy_case


@pytest.mark.parametrize("curvature", [1, 2, 3.5])
@pytest.mark.parametrize(
    "failed", [(), ("us-dprk",), ("us-china", "dprk-china"), ("us-dprk", "us-china", "dprk-china")]
)
def test_the_terms_add_up_to_the_payoff(failed: tuple[str, ...], curvature: float) -> None:
    case = toy_case(curvature=curvature)
    settlement = settlement_of(case, LEVELS, failed=failed)
    levels = np.array([settlement.levels[issue] / 100 for issue in case.issues])
    agreed = np.array([talk not in failed for talk in case.talks])
    expected = payoffs_at(network_of(case), levels, agreed)
    for actor, payoff in zip(case.actors, expected, strict=True):
        assert sum(payoff_terms(settlement, actor).values()) == pytest.approx(payoff, abs=1e-12)


def test_a_deal_stands_unless_a_failed_talk_brings_it_down() -> None:
    case = toy_case()
    agreed, failed = settlement_of(case, LEVELS), settlement_of(case, LEVELS, failed=("us-dprk",))
    assert [standing(agreed, talk) for talk in case.talks] == [1, 1, 1]
    assert [standing(failed, talk) for talk in case.talks] == [0, 0.75, 1]


def test_a_threat_strikes_if_it_is_tried_and_passes() -> None:
    case = toy_case()
    assert strike_chance(case, case.threats["more-sanctions"]) == pytest.approx(0.12)
    unknown = toy_case(bodies={"security-council": {}})
    assert strike_chance(unknown, unknown.threats["more-sanctions"]) == 0


def test_losses_name_their_terms() -> None:
    case = toy_case()
    loss = loss_of(settlement_of(case, LEVELS), settlement_of(case, LEVELS, failed=("us-dprk",)), "dprk")
    assert loss["damage", "more-sanctions"] == pytest.approx(15 * 0.12)
    assert loss["need", "livelihood"] > 0 > loss["stance", "denuclearisation"]
    assert loss["stance", "alignment"] == 0
