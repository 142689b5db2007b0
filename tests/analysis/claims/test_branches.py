"""A claim whose versions are of two settlements is told without a difference; its share of the draws stays."""

from __future__ import annotations

import math

import pytest

import tertius
from tertius.analysis.claims.result import Claims
from tertius.analysis.moves import what_if
from tertius.case import Case, read_text
from tertius.report.text.appendix.claims import difference_cells
from tertius.report.text.claims import claims_sentences
from tertius.report.text.front.bullets import claim_bullet
from tertius.report.text.limits.branches import crossing_sentence, switched_sentence
from tertius.rules.settlement import Branch
from tests.rules.bargaining.test_renegotiate import TWO_WAYS
from tests.scenarios.test_branches import PLAIN, SWITCHING, caring_more, random_case


def claimed(case: Case) -> Claims:
    """The claim that the first actor has more if it cares more, tested."""
    change = caring_more(case)
    test = {"with": [{"set": change.set, "to": change.to}], "quantity": f"payoffs.{next(iter(case.stances))}"}
    claim = {"says": "To care more pays", "compare": {**test, "direction": "higher"}}
    entries = case.model_dump(exclude_unset=True, by_alias=True) | {"claims": {"more": claim}}
    return tertius.claims(Case.model_validate(entries), theories="renegotiate", draws=4, random_cases=0)


@pytest.mark.parametrize(("seed", "branch"), [(SWITCHING, Branch.SWITCH), (PLAIN, Branch.ONE)])
def test_a_claim_has_a_difference_only_within_one_settlement(seed: int, branch: Branch) -> None:
    told = claimed(random_case(seed))
    result, case = told["more"], told.case
    assert result.branches == {"renegotiate": branch}
    assert result.crossing == math.isnan(result.effect.median) == (branch is Branch.SWITCH)
    assert math.isfinite(result.share)
    assert told.to_dict()["claims"][0]["branches"] == {"renegotiate": branch.value}
    said = " ".join(claims_sentences(told))
    assert ("this compares one with the other" in said) == (branch is Branch.SWITCH)
    assert ("cannot be told at the middles" in crossing_sentence(result)) == (branch is Branch.SWITCH)
    assert (set(difference_cells(case, result)) == {"–"}) == (branch is Branch.SWITCH)
    assert (claim_bullet(case, result, {}) == "") == (branch is Branch.SWITCH)


def test_a_claim_on_talks_that_can_settle_in_two_ways_says_so() -> None:
    told = claimed(read_text(TWO_WAYS, "two-ways.yaml"))
    assert told["more"].branches["renegotiate"] in (Branch.BEFORE, Branch.AFTER)
    said = " ".join(claims_sentences(told))
    assert "cannot be told at the middles: the talks can settle in more than one way" in said
    assert "nan" not in said


def test_draws_in_which_the_versions_settle_in_different_ways_are_counted_and_told() -> None:
    told, plain = claimed(random_case(SWITCHING))["more"], claimed(random_case(PLAIN))["more"]
    assert (told.switched, told.looked_into) == (4, 4)  # nothing is uncertain: every draw is the middle
    assert (plain.switched, plain.looked_into) == (0, 4)
    case = random_case(SWITCHING)
    effects = what_if(case, caring_more(case), "renegotiate", draws=3).effects["renegotiate"]
    assert (effects.switched, effects.looked_into) == (3, 3)
    assert switched_sentence(3, 16).startswith("In 3 of 16 draws looked into, the talks settle in another way")
    assert switched_sentence(0, 16) == ""


@pytest.mark.parametrize("side", ["with", "against"])
def test_a_version_without_talks_has_one_settlement(side: str) -> None:
    case = read_text(f"""
case: one
title: One talk
as_of: 2024-01-01
actors: {{a: A, b: B}}
issues: {{x: {{scale: [0, 1]}}}}
talks: {{t: {{parties: [a, b], without_agreement: {{x: 0}}}}}}
stances: {{a: {{x: {{position: 1, salience: 10 to 20}}}}, b: {{x: {{position: 0.5, salience: 10}}}}}}
claims: {{pays: {{says: It pays., compare: {{{side}: [{{remove: talks.t}}], quantity: payoffs.a, direction: higher}}}}}}
""")
    tested = tertius.claims(case, theories="renegotiate", draws=4, random_cases=0)
    (found,) = tested.results
    assert not found.switched
    assert tested.ending()[0].startswith("1 claim: 1 ")
