"""Vetoes as features: against cases edited by hand."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.analysis.leverage.features import Feature, features_of, numbers_without
from tertius.analysis.leverage.shapley import shapley, subsets
from tertius.case import Case
from tertius.rules import theory_named
from tertius.scenarios.scenarios import scenario_of


def council(vetoes: list[str], no: dict[str, float], **body: Any) -> Case:
    """Two talk, and a threat needs two votes of four."""
    return Case.model_validate(
        {
            "case": "council",
            "title": "A threat that needs a council",
            "as_of": "2020-01-01",
            "actors": {"client": {}, "patron": {}, "rival": {}},
            "issues": {"deal": {}, "price": {}},
            "stances": {
                "client": {
                    "deal": {"position": 0, "salience": 40},
                    "price": {"position": 100, "salience": 20},
                },
                "rival": {
                    "deal": {"position": 100, "salience": 40},
                    "price": {"position": 0, "salience": 20},
                },
            },
            "talks": {"table": {"parties": ["client", "rival"], "without_agreement": {"deal": 0, "price": 0}}},
            "threats": {
                "sanctions": {
                    "holder": "rival",
                    "target": "client",
                    "if_fails": "table",
                    "damage": 20,
                    "cost": 1,
                    "credibility": 0.9,
                    "authorised_by": "council",
                }
            },
            "bodies": {
                "council": {
                    "members": {name: {"no": chance, "yes": 1 - chance} for name, chance in no.items()},
                    "quota": 2,
                    "vetoes": vetoes,
                    **body,
                }
            },
        }
    )


LEANINGS = {"patron": 0.8, "rival": 0.0, "third": 0.4, "fourth": 0.3}


def test_a_veto_is_a_feature_where_it_can_be_cast() -> None:
    case = council(["patron", "rival", "third"], LEANINGS)
    vetoes = [feature for feature in features_of(case) if feature.kind == "veto"]
    assert vetoes == [
        Feature("veto", "patron in council", "patron", "council"),
        Feature("veto", "third in council", "third", "council"),
    ]
    assert not [f for f in features_of(council(["patron"], LEANINGS, passes=0.1)) if f.kind == "veto"]
    unused = case.model_copy(update={"threats": {}})
    assert not [f for f in features_of(unused) if f.kind == "veto"]


def payoff(vetoes: list[str], no: dict[str, float], threat: bool) -> float:
    """What the case edited by hand is worth to the client, with its talk."""
    case = council(vetoes, no)
    case = case if threat else case.model_copy(update={"threats": {}})
    return tertius.RULES["renegotiate"].settle(case).payoffs["client"]


chances = st.floats(0.05, 1).map(lambda chance: round(chance, 3))


@settings(max_examples=15, deadline=None)
@given(patron=chances, third=chances, fourth=chances)
def test_every_set_of_vetoes_is_the_case_edited_by_hand(patron: float, third: float, fourth: float) -> None:
    no = {"patron": patron, "rival": 0.0, "third": third, "fourth": fourth}
    case = council(["patron", "third"], no)
    assert [feature.kind for feature in features_of(case)] == ["talk", "threat", "veto", "veto"]
    values = []
    for talk, threat, *held in subsets(4):
        vetoes = [name for name, kept in zip(["patron", "third"], held, strict=True) if kept]
        # Without a talk both issues are at 0: the deal as the client wants it, the price as it does not.
        values.append(payoff(vetoes, no, threat) if talk else 40.0)
    found = tertius.leverage(case, threads=1).attribution("client")
    assert found.exact
    assert list(found.parts.values()) == pytest.approx(shapley(np.array(values)), abs=2e-4)


def test_over_draws_the_leanings_are_those_of_the_draw() -> None:
    members: dict[str, Any] = {name: {"no": no, "yes": 1 - no} for name, no in LEANINGS.items()}
    case = council(["patron"], LEANINGS, members={**members, "patron": {"no": "60% to 100%", "abstain": 0}})
    scenario = scenario_of(case, theory_named("renegotiate"), draws=50, seed=3, threads=1)
    strikes = numbers_without(scenario, [("council", "patron")]).strike[:, 0]
    no = scenario.drawn.values[:, scenario.drawn.paths.index(("bodies", "council", "members", "patron", "no"))]
    slowly = []
    for chance in no:
        ways = product((True, False), repeat=4)
        yes = (1 - chance, 1.0, 0.6, 0.7)
        slowly.append(
            sum(
                math.prod(y if vote else 1 - y for y, vote in zip(yes, votes, strict=True))
                for votes in ways
                if sum(votes) >= 2
            )
        )
    assert strikes == pytest.approx(0.9 * np.array(slowly), abs=1e-9)
    assert (scenario.numbers.strike[:, 0] < strikes).all()
