"""Papers that change nothing: found in a settled network, links included, and gone once a demand is said."""

from __future__ import annotations

from typing import Any

import pytest

from tertius.case import Case, load
from tertius.rules import settle

DEMANDS = {"x": 60}


def case_with(**threat: Any) -> Case:
    """A deal of a and b on x; the link of a brings b's other deal down, the threat of b hurts a."""
    return Case.model_validate(
        {
            "case": "paper",
            "title": "A paper",
            "as_of": "2024-01-01",
            "actors": dict.fromkeys("abc"),
            "issues": dict.fromkeys("xy"),
            "talks": {
                "deal": {"parties": ["a", "b"], "without_agreement": {"x": 50}},
                "trade": {"parties": ["b", "c"], "without_agreement": {"y": 0}},
            },
            "stances": {
                "a": {"x": {"position": 100, "salience": 40}},
                "b": {"x": {"position": 0, "salience": 40}, "y": {"position": 100, "salience": 50}},
                "c": {"y": {"position": 0, "salience": 10}},
            },
            "needs": {"goods": {"actor": "c", "weight": 30, "covered_by": {"y": "100%"}}},
            "links": {
                "spoils": {"holder": "a", "if_fails": "deal", "then_falls": "trade", "probability": 0.5} | threat
            },
            "threats": {"raids": {"holder": "b", "target": "a", "if_fails": "deal", "damage": 12}},
        }
    )


def papers(case: Case, **how: Any) -> list[str]:
    return [str(one) for one in settle(case, **how).warnings if "paper" in str(one)]


def test_a_link_makes_a_paper_worth_having_for_who_would_lose_the_other_deal() -> None:
    """The threat hurts a alone, so only the settled network shows that b gains too: half of what trade brings it."""
    case = case_with()
    assert settle(case).levels["y"] == pytest.approx(100)  # worth 50 to b
    assert papers(case) == [
        "threat 'raids', a paper that changes nothing would stop 'raids' and 'spoils' and gain a 12 and b 25 points: "
        "say with `unless` what the demand was for"
    ]


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_it_is_said_under_each_rule_and_not_of_a_talk_that_was_made_to_fail(rule: str) -> None:
    assert len(papers(case_with(), rule=rule)) == 1
    assert papers(case_with(), rule=rule, without=("deal",)) == []


def test_a_link_with_a_demand_is_not_stopped_by_a_paper() -> None:
    assert papers(case_with(unless=DEMANDS)) == []


def test_two_patrons_needs_no_paper() -> None:
    assert papers(load("two-patrons")) == []


def test_where_talks_go_on_a_paper_is_held_against_going_on() -> None:
    """Who signs nothing in this season may sign more in the next, and no threat fires before the deadline."""
    values = case_with().model_dump(exclude_unset=True, mode="json")
    values["talks"]["deal"] |= {"patience": {"a": 0.9, "b": 0.9}, "deadline": 3}
    values["talks"]["deal"]["without_agreement"]["x"] = {"level": 50, "drift": 5}
    case = Case.model_validate(values)
    assert settle(case).walk_away["deal"]["a"] > settle(case_with()).walk_away["deal"]["a"] + 12
    assert papers(case) == []
