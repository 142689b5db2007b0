"""What reaches a table from outside: voices, held against the same case with beliefs, and promises, against a grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.draws import sample, uncertain_of
from tertius.rules.payoffs import chances_of, payoff_of, payoff_terms
from tests.rules.test_leaving import RULES, edited

ACTORS = ("usa", "china", "dprk")


def triangle(seed: int, **more: Any) -> Case:
    """Washington and Beijing talk about trade, Beijing and Pyongyang about arms; all have stances on both."""
    rng = np.random.default_rng(seed)
    issues = {"tariffs": {"scale": [0, 1]}, "arms": {"scale": [0, 1]}, "fuel": {"level": 60, "supplier": "china"}}

    def stance() -> dict[str, Any]:
        return {"position": float(rng.random()), "salience": float(rng.uniform(5, 60))}

    return Case.model_validate(
        {
            "case": "triangle",
            "title": "Triangle",
            "as_of": "2024-01-01",
            "actors": dict.fromkeys(ACTORS),
            "issues": issues,
            "talks": {
                "trade": {"parties": ["usa", "china"], "without_agreement": {"tariffs": float(rng.uniform(0.2, 0.8))}},
                "border": {"parties": ["china", "dprk"], "without_agreement": {"arms": float(rng.uniform(0.2, 0.8))}},
            },
            "stances": {actor: {"tariffs": stance(), "arms": stance()} for actor in ACTORS},
            "needs": {"oil": {"actor": "dprk", "weight": 30, "covered_by": {"fuel": 0.8}}},
            **more,
        }
    )


def promise(seed: int, kept: str, moves: str = "stances.china.arms.position") -> dict[str, Any]:
    rng = np.random.default_rng(100 + seed)
    return {"press": {"actor": "china", "talk": "trade", "moves": moves, "to": float(rng.random()), "kept": kept}}


def believing(case: Case, talk: str, **numbers: float) -> Case:
    """The case in which the parties of a talk take numbers to be others; keys are paths, dots written as __."""
    return edited(
        case,
        lambda values: values.update(
            beliefs={
                f"b{place}": {"about": path.replace("__", "."), "talks": [talk], "number": number}
                for place, (path, number) in enumerate(numbers.items())
            }
        ),
    )


@pytest.mark.parametrize("seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(5, 24))])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kept", [1.0, 0.6])
def test_a_deal_holds_a_promise_if_its_parties_gain_more_by_it(seed: int, kept: float, rule: str) -> None:
    """Trade and arms touch in nothing but the promise, so the best trade deal with it and without lies on a grid."""
    base, promises = triangle(seed), promise(seed, str(kept))
    to = promises["press"]["to"]
    arms = [
        tertius.settle(one, rule=rule) for one in (base, believing(base, "border", stances__china__arms__position=to))
    ]
    grid, chances = np.linspace(0, 1, 1001), chances_of(base)

    def worth(actor: str, tariffs: float, way: int, agreed: bool = True) -> float:
        levels = {**arms[way].levels, "tariffs": tariffs}
        agreements = {**arms[way].agreements, "trade": agreed}
        return payoff_of(base, levels, agreements, actor, chances)

    walk = {actor: worth(actor, base.reference("tariffs"), 0, False) for actor in ("usa", "china")}
    slopes = {actor: [worth(actor, x, 0) for x in grid] for actor in walk}

    def best(share: float) -> tuple[float, float]:
        shift = {actor: share * (worth(actor, 0.5, 1) - worth(actor, 0.5, 0)) for actor in walk}
        gains = [np.array(slopes[actor]) + shift[actor] - walk[actor] for actor in walk]
        inside = (gains[0] > 1e-9) & (gains[1] > 1e-9)
        product = np.where(inside, gains[0] * gains[1], -1.0)
        return float(product.max()), float(grid[product.argmax()])

    (without, level), (within, promised) = best(0.0), best(kept)
    settled = tertius.settle(edited(base, lambda values: values.update(promises=promises)), rule=rule)
    if abs(within - without) < 1e-3:
        return
    assert settled.promised == (("press",) if within > without else ())
    assert settled.agreements["trade"] == (max(within, without) > 0)
    if without > 0 and settled.agreements["trade"]:  # else the trade deal itself is at stake at the border
        x, share = (promised, kept) if within > without else (level, 0.0)
        assert settled.levels["tariffs"] == pytest.approx(x, abs=2e-3)
        mean = (1 - share) * arms[0].levels["arms"] + share * arms[1].levels["arms"]
        assert settled.levels["arms"] == pytest.approx(mean, abs=1e-5)
        for actor in ACTORS:
            wanted = (1 - share) * worth(actor, x, 0) + share * worth(actor, x, 1)
            assert settled.payoffs[actor] == pytest.approx(wanted, abs=0.05)
            assert sum(payoff_terms(settled, actor).values()) == pytest.approx(settled.payoffs[actor])
    assert settled.walk_away["trade"] == pytest.approx(walk, abs=1e-4)


@pytest.mark.parametrize("rule", RULES)
def test_a_promise_that_nobody_counts_on_changes_nothing(rule: str) -> None:
    base = triangle(3)
    with_it = tertius.settle(edited(base, lambda values: values.update(promises=promise(3, "0"))), rule=rule)
    alone = tertius.settle(base, rule=rule)
    assert dict(with_it.levels) == pytest.approx(dict(alone.levels), abs=1e-9)
    assert dict(with_it.payoffs) == pytest.approx(dict(alone.payoffs), abs=1e-7)


@pytest.mark.parametrize("moves", ["issues.fuel.level", "stances.china.arms.position"])
def test_draws_with_promises_are_settled_as_one_by_one(moves: str) -> None:
    base = triangle(3)
    case = edited(base, lambda values: values.update(promises=promise(3, "40% to 90%", moves)))
    if moves == "issues.fuel.level":
        case = edited(case, lambda values: values["promises"]["press"].update(to=10))
    paths = [number.path for number in uncertain_of(case)]
    assert ("promises", "press", "kept") in paths
    values = sample(uncertain_of(case), 0, 4, 1)
    many = tertius.RULES["renegotiate"].settle_many(case, paths, values)
    for d, kept in enumerate(values[:, paths.index(("promises", "press", "kept"))].tolist()):
        one = tertius.settle(edited(case, lambda v, kept=kept: v["promises"]["press"].update(kept=kept)))
        np.testing.assert_allclose(many.levels[d], list(one.levels.values()), atol=1e-6)
        np.testing.assert_allclose(many.payoffs[d], list(one.payoffs.values()), atol=1e-4)
        assert many.held[d].tolist() == [bool(one.promised)]


def starving() -> Case:
    """Washington wants Pyongyang to go without fuel, and China can promise that in the trade talks."""
    case = triangle(
        3,
        promises={"cut": {"actor": "china", "talk": "trade", "moves": "issues.fuel.level", "to": 0, "kept": "50%"}},
    )
    return edited(case, lambda values: values["stances"]["usa"].update(fuel={"position": 0, "salience": 50}))


def test_supply_that_is_promised_away_hurts_the_client_as_far_as_it_is_kept() -> None:
    case = starving()
    plain = edited(case, lambda values: values.pop("promises"))
    settled, alone = tertius.settle(case), tertius.settle(plain)
    assert settled.promised == ("cut",)
    assert settled.levels["fuel"] == pytest.approx(30)
    assert settled.if_kept["fuel"] == 0
    hunger = 0.5 * 30 * 0.8 * 0.6
    assert alone.payoffs["dprk"] - settled.payoffs["dprk"] == pytest.approx(hunger, abs=0.5)  # and it minds the tariffs


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(4))
def test_who_is_heard_counts_as_far_as_a_party_relies_on_it(seed: int, rule: str) -> None:
    """Parties bargain on the sum of their stance and that of the third, in shares of ranges; payoffs stay theirs."""
    base, voice = triangle(seed), 0.5
    reliance = tertius.leverage(base, rule=rule).reliance
    pairs = (("usa", "dprk"), ("china", "dprk"), ("china", "usa"), ("dprk", "usa"))
    shares = {(i, j): reliance[i][j].share.middle for i, j in pairs}
    numbers: dict[str, dict[str, float]] = {"trade": {}, "border": {}}
    ranges = tertius.settle(base, rule=rule).ranges
    for (i, j), share in shares.items():
        talk, issue = ("trade", "tariffs") if j == "dprk" else ("border", "arms")
        own, other = base.stances[i][issue], base.stances[j][issue]
        weight = voice * min(1, max(0, share)) * ranges[i] / ranges[j] * other.salience.middle
        whole = own.salience.middle + weight
        if weight > 0:
            centre = (own.salience.middle * own.position.middle + weight * other.position.middle) / whole
            numbers[talk] |= {f"stances__{i}__{issue}__position": centre, f"stances__{i}__{issue}__salience": whole}
    told = edited(
        base,
        lambda values: values.update(
            beliefs={
                f"b-{talk}-{place}": {"about": path.replace("__", "."), "talks": [talk], "number": number}
                for talk, found in numbers.items()
                for place, (path, number) in enumerate(found.items())
            }
        ),
    )
    heard = edited(base, lambda values: values.update(voice=voice))
    one, other = tertius.settle(heard, rule=rule), tertius.settle(told, rule=rule)
    assert dict(one.levels) == pytest.approx(dict(other.levels), abs=1e-7)
    assert dict(one.payoffs) == pytest.approx(dict(other.payoffs), abs=1e-6)
    assert any(numbers.values()) or seed == 2  # there nobody relies on a third


def test_nobody_hears_who_is_not_needed_and_silence_is_no_voice() -> None:
    base = edited(triangle(1), lambda values: None)
    silent = edited(base, lambda values: values.update(voice=0))
    assert tertius.settle(silent).levels == tertius.settle(base).levels


def test_draws_find_the_deals_that_lack_a_zone_only_for_each_other() -> None:
    """From the references neither is there while the other is not; from the deals that each would strike both are."""

    def stances(values: dict[str, Any]) -> None:
        values["talks"]["trade"]["without_agreement"]["tariffs"] = 0
        values["talks"]["border"]["without_agreement"]["arms"] = 0
        values["stances"] = {
            "usa": {"tariffs": {"position": 0.3, "salience": 40}, "arms": {"position": 1, "salience": 60}},
            "china": {"tariffs": {"position": 1, "salience": 50}, "arms": {"position": 0.3, "salience": 20}},
            "dprk": {"arms": {"position": 0.5, "salience": 20}},
        }

    case = edited(triangle(0), stances)
    one, many = tertius.settle(case), tertius.RULES["renegotiate"].settle_many(case, (), np.empty((1, 0)))
    assert all(one.agreements.values())
    assert many.agreed.all()
    np.testing.assert_allclose(many.levels[0], list(one.levels.values()), atol=1e-6)


def test_a_stance_that_is_promised_is_heard_at_a_table_where_its_actor_does_not_sit() -> None:
    """Pyongyang hears Beijing, which promises Washington in trade to ask for more in the talks of the two Koreas."""

    def three_tables(values: dict[str, Any]) -> None:
        values["actors"]["rok"] = None
        values["issues"]["peace"] = {"scale": [0, 1]}
        values["talks"]["korea"] = {"parties": ["dprk", "rok"], "without_agreement": {"peace": 0.2}}
        values["stances"]["usa"]["peace"] = {"position": 1, "salience": 100}
        values["stances"]["china"]["peace"] = {"position": 0.6, "salience": 20}
        values["stances"]["dprk"]["peace"] = {"position": 0.4, "salience": 20}
        values["stances"]["rok"] = {"peace": {"position": 0.8, "salience": 20}}
        values["voice"] = 1
        moves = {"actor": "china", "talk": "trade", "moves": "stances.china.peace.position", "to": 1}
        values["promises"] = {"ask": moves}

    case = edited(triangle(2), three_tables)
    plain = edited(case, lambda v: v.update(promises={}))
    settled = tertius.settle(case, rule="hold")
    assert settled.promised == ("ask",)
    assert settled.levels["peace"] > tertius.settle(plain, rule="hold").levels["peace"] + 1e-3
