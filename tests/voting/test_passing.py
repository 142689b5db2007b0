"""P(the measure passes) and who decides, against every way in which all may vote."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tertius.case.entries import Body
from tertius.voting import ballots
from tertius.voting.ballots import ballots_of, pass_chance, pass_chances, pivots_of, shares_of
from tests.reference import bodies as slow
from tests.voting.bodies import leaning_bodies

COUNCIL = {"members": {"a": {"yes": 0.6, "abstain": 0.1}, "b": {"yes": 0.5}, "c": {"no": 0.3}}, "quota": 2}


def chances(body: Body) -> list[tuple[float, float, float]]:
    ballots = ballots_of(body)
    return [
        (float(y), float(a), float(n)) for [y], [a], [n] in zip(ballots.yes, ballots.abstain, ballots.no, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(leaning_bodies())
def test_the_chance_is_that_of_all_ways_to_vote(body: Body) -> None:
    ballots = ballots_of(body)
    expected = slow.passing(ballots.weights, ballots.quotas, ballots.veto, chances(body))
    assert pass_chance(body) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(leaning_bodies())
def test_pivots_are_the_chances_with_one_vote_fixed(body: Body) -> None:
    ballots, pivots, given_chances = ballots_of(body), pivots_of(ballots_of(body)), chances(body)
    for voter in range(len(ballots.voters)):
        sure = []
        for vote in np.eye(3).tolist():
            fixed = [*given_chances[:voter], tuple(vote), *given_chances[voter + 1 :]]
            sure.append(slow.passing(ballots.weights, ballots.quotas, ballots.veto, fixed))
        found = [pivots.if_yes[voter], pivots.if_abstains[voter], pivots.if_no[voter]]
        assert found == pytest.approx(sure, abs=1e-12)
        assert pivots.decides[voter] >= -1e-12


def test_a_small_council_by_hand() -> None:
    """Two of three: 0.6 x 0.5 x 0.3 + 0.6 x 0.5 x 0.7 + 0.4 x 0.5 x 0.7 + 0.6 x 0.5 x 0.7."""
    assert pass_chance(Body.model_validate(COUNCIL)) == pytest.approx(0.09 + 0.21 + 0.14 + 0.21)


def test_an_abstention_is_no_veto_and_a_no_is() -> None:
    def passes(**leaning: float) -> float | None:
        others = {"b": {"yes": 1.0}, "c": {"yes": 1.0}}
        return pass_chance(Body.model_validate({"members": {"a": leaning, **others}, "quota": 2, "vetoes": "a"}))

    assert passes(yes=0.2, abstain=0.5) == pytest.approx(0.7)
    assert passes(yes=0.2, abstain=0.0) == pytest.approx(0.2)
    assert passes(no=1.0) == 0


def test_a_bloc_is_one_draw() -> None:
    both = {"members": ["a", "b"], "yes": 0.5}
    together = Body.model_validate({"members": {"a": None, "b": None}, "quota": 2, "blocs": {"pair": both}})
    apart = Body.model_validate({"members": {"a": {"yes": 0.5}, "b": {"yes": 0.5}}, "quota": 2})
    assert pass_chance(together) == pytest.approx(0.5)
    assert pass_chance(apart) == pytest.approx(0.25)


def test_what_the_body_says_itself_counts_first() -> None:
    assert pass_chance(Body.model_validate({**COUNCIL, "passes": 0.9})) == 0.9
    assert pass_chance(Body.model_validate({"members": ["a"], "quota": 1})) is None
    assert pass_chance(Body.model_validate({**COUNCIL, "quota": None})) is None
    assert pass_chances(Body.model_validate({"members": ["a"], "quota": 1}), {}, 2).tolist() == [0, 0]


def test_leanings_differ_from_draw_to_draw() -> None:
    body = Body.model_validate(COUNCIL)
    found = pass_chances(body, {("members", "b", "yes"): np.array([0.0, 0.5, 1.0])}, 3)
    assert found[1] == pytest.approx(pass_chance(body))
    assert found[0] == pytest.approx(0.6 * 0.7)
    assert found[2] == pytest.approx(1 - 0.4 * 0.3)


@pytest.mark.parametrize(
    ("leaning", "expected"),
    [
        ((0.6, None, None), (0.6, 0, 0.4)),
        ((None, None, 0.3), (0.7, 0, 0.3)),
        ((0.6, 0.1, None), (0.6, 0.1, 0.3)),
        ((None, 0.2, 0.3), (0.5, 0.2, 0.3)),
        ((0.6, None, 0.3), (0.6, 0.1, 0.3)),
        ((0.2, 0.1, 0.1), (0.5, 0.25, 0.25)),
        ((0.9, None, 0.6), (0.6, 0, 0.4)),
        ((0.0, 0.0, 0.0), (0, 1, 0)),
    ],
)
def test_what_is_not_given_has_the_rest(
    leaning: tuple[float | None, ...], expected: tuple[float, float, float]
) -> None:
    parts = [None if part is None else np.array([part]) for part in leaning]
    assert shares_of(*parts)[:, 0].tolist() == pytest.approx(list(expected))


def test_a_changed_body_is_counted_anew_and_nothing_is_kept_of_one_that_is_gone() -> None:
    body = Body.model_validate(COUNCIL)
    before = pass_chance(body)
    changed = body.model_copy(update={"quota": None})
    assert (pass_chance(changed), pass_chance(body)) == (None, before)
    kept = len(ballots._known)
    del body, changed
    assert len(ballots._known) == kept - 2
