"""Claims of a small case, held against settlements of one draw at a time."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

import tertius
from tertius.analysis.claims.equilibrium import temptations
from tertius.analysis.claims.forms import points_over, quantity_of, version_of, versions_over
from tertius.analysis.claims.result import Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.analysis.leverage.reliance import losses_between, net_leverage
from tertius.analysis.leverage.walk_away import upper_hands
from tertius.analysis.moves.tree import MoveTree
from tertius.case import Case
from tertius.case.check.changes import apply_changes
from tertius.draws import fix
from tertius.errors import UsageError
from tertius.report.text.claims import claims_sentences
from tertius.rules import theory_named
from tertius.scenarios.scenarios import Scenarios, scenario_of
from tests.analysis.claims.dam import dam

DRAWS = 24


@cache
def told() -> Claims:
    return tertius.claims(dam(), draws=DRAWS, theories="hold", threads=1)


@cache
def scenarios() -> Scenarios:
    return Scenarios(dam(), "hold", DRAWS, 1, 1)


def values(case: Case, quantity: str) -> NDArray[np.float64]:
    return quantity_of(scenarios().settle(case)["hold"], quantity)


def one_by_one(case: Case, index: int) -> tertius.Settlement:
    drawn = scenarios().drawn_of(case)
    return theory_named("hold").rule.settle(fix(case, dict(zip(drawn.paths, drawn.values[index], strict=True))))


def test_a_comparison_is_the_difference_of_settlements() -> None:
    claim = dam().claims["tie-pays"].compare
    assert claim is not None
    without = apply_changes(dam(), claim.against)
    changes = [one_by_one(dam(), d).payoffs["bassa"] - one_by_one(without, d).payoffs["bassa"] for d in range(DRAWS)]
    low, median, high = np.quantile(changes, [0.1, 0.5, 0.9])
    effect = told()["tie-pays"].effect
    assert (effect.low, effect.median, effect.high) == pytest.approx((low, median, high), abs=1e-3)
    assert told()["tie-pays"].share == np.mean(np.array(changes) > 0)


def test_every_quantity_is_that_of_leverage() -> None:
    scenario = scenario_of(dam(), theory_named("hold"), DRAWS, 1, 1)
    bare = version_of(dam(), [])
    losses = losses_between(scenario)
    assert values(bare, "reliance.bassa.corda") == pytest.approx(losses["bassa", "corda"])
    assert np.median(values(bare, "net_leverage.corda.bassa")) == pytest.approx(
        net_leverage(scenario)["corda"]["bassa"].middle
    )
    hands = values(bare, "upper_hand.river.alta")
    assert np.nanmedian(hands) == pytest.approx(upper_hands(scenario)["river"]["alta"].middle)
    gains, walks = values(bare, "gains.river.alta"), values(bare, "walk_away.river.alta")
    assert gains + walks == pytest.approx(values(bare, "payoffs.alta"))
    assert set(values(bare, "agreements.river")) <= {0.0, 1.0}


def test_what_a_version_lacks_bears_on_nothing() -> None:
    bare = version_of(dam(), [tertius.Change(remove="talks.line")])
    assert np.isnan(values(bare, "gains.line.bassa")).all()
    assert (values(bare, "agreements.line") == 0).all()
    lone = version_of(dam(), [tertius.Change(remove="actors.corda")])
    assert np.isnan(values(lone, "reliance.bassa.corda")).all()


def test_versions_are_settled_once() -> None:
    assert told().versions == 1 + 1 + 1 + 5  # as it stands, without the line, without the link, five points


def test_a_sweep_sets_the_input_to_every_point() -> None:
    sweep = dam().claims["thirst-makes-pay"].sweep
    assert sweep is not None
    assert points_over(sweep) == (20, 32.5, 45, 57.5, 70)
    saliences = [case.stances["bassa"]["water"].salience.middle for case in versions_over(dam(), sweep)]
    assert saliences == [20, 32.5, 45, 57.5, 70]
    curve = told()["thirst-makes-pay"].curve
    assert curve is not None
    assert curve.spreads[0].median > curve.spreads[-1].median
    assert told()["thirst-makes-pay"].verdict is Verdict.FAILS


def test_an_equilibrium_in_expectation_is_that_of_the_game() -> None:
    claim = dam().claims["nobody-moves"].equilibrium
    assert claim is not None
    tested = temptations(MoveTree(scenarios()), claim)
    game = tertius.game(dam(), draws=DRAWS, theories="hold", threads=1)
    assert tested.expected == ((0, 0) in game.equilibria)
    for player, one in tested.players.items():
        assert max(0.0, one.expected) == pytest.approx(game.loss_of_nothing(player))
    assert told()["nobody-moves"].share == np.mean(tested.gains <= 1e-6)


def test_few_draws_and_what_was_interrupted_are_said() -> None:
    assert told().few
    assert "24 draws are few" in told().warning
    assert not told().interrupted

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    cut = tertius.claims(dam(), draws=8, theories="hold", threads=1, progress=stop)
    assert [one.ident for one in cut.results] == ["second-seller-frees", "tie-pays"]
    assert cut.interrupted


def test_the_answer_does_not_hang_on_threads_or_on_the_other_claims() -> None:
    alone = tertius.claims(dam(), "nobody-moves", DRAWS, theories="hold", threads=2)
    assert alone["nobody-moves"].to_dict() == told()["nobody-moves"].to_dict()


def test_sentences_frame_and_markup() -> None:
    sentences = list(claims_sentences(told()))
    assert len(sentences) == len(told().to_frame()) == 6
    assert sentences[0].startswith("second-seller-frees: It holds")
    assert "<table" in told()._repr_html_()


@pytest.mark.parametrize(("name", "said"), [("tie-pay", "did you mean 'tie-pays'"), ("zzz", "the claims of dam are")])
def test_a_claim_that_is_not_there_is_said(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tertius.claims(dam(), name)


def test_a_case_without_claims_is_refused() -> None:
    with pytest.raises(UsageError, match="has no claims"):
        tertius.claims(tertius.load("two-patrons").model_copy(update={"claims": {}}))
