"""Findings of the first page: which version of a case has more, by how much, and where the theory alone decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import tertius
from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import DrawQuantiles, Verdict
from tertius.report.text.front.bullets import claim_bullet
from tertius.report.text.front.cautions import theories_caution, undrawn_caution
from tertius.report.text.front.groups import group_phrase
from tests.cli.examples import toy_case

AWAY = {"remove": "talks.us-dprk"}


def became(quantity: str, effect: tuple[float, float, float], versions: dict[str, Any], says: str = "So it is.") -> Any:
    direction = "higher" if effect[1] > 0 else "lower"
    case = toy_case(claims={"so": {"says": says, "compare": versions | {"quantity": quantity, "direction": direction}}})
    return case, ClaimResult("so", case.claims["so"], Verdict.HOLDS, 1.0, {"hold": 1.0}, DrawQuantiles(*effect))


def test_what_a_claim_comes_to_is_a_share_of_all_that_the_actor_has_at_stake() -> None:
    case, result = became("payoffs.dprk", (10.0, 12.0, 16.0), {"against": [AWAY]}, "Without it Pyongyang has less.")
    assert claim_bullet(case, result, {"dprk": 100.0}) == (
        "Without it Pyongyang has less: true in every draw. As things stand, North Korea has more, by 12 percent of "
        "all it has at stake (10 to 16 in eight draws of ten)."
    )
    assert "As things stand, North Korea has 12 points more (10.0 to 16.0 " in claim_bullet(case, result, {})


def test_a_level_that_hardly_moves_moves_by_next_to_nothing() -> None:
    case, result = became("levels.arms", (-0.9, -0.4, -0.1), {"with": [AWAY]})
    assert claim_bullet(case, result, {}).endswith(
        "0.4 lower (0.1 to 0.9 in eight draws of ten), which is next to nothing."
    )
    assert "With this change, " in claim_bullet(case, result, {})


def test_where_the_theory_alone_decides_there_is_no_middle_and_no_share_of_draws() -> None:
    case, result = became("payoffs.dprk", (0.0, 0.7, 1.3), {"against": [AWAY]})
    split = replace(result, theories={"renegotiate": 1.0, "hold": 0.0}, share=0.5)
    said = claim_bullet(case, split, {"dprk": 100.0})
    assert "true under 'renegotiate' and not under 'hold'." in said
    assert "by 0.0 to 1.3 percent of all it has at stake, by the theory" in said
    assert "draws" not in said
    told = Claims(case, (split,), ("renegotiate", "hold"), 200, 1, 1, 1)
    assert theories_caution(None, told) == (
        "to settle what theories dispute: “So it is” is true under one and not under another."
    )


def test_a_case_without_ranges_is_not_exact_for_that() -> None:
    assert undrawn_caution(tertius.load("two-patrons"), None).startswith("as if the case were exact")
    assert undrawn_caution(tertius.load("korea-2019"), None).startswith("as a forecast")


def test_a_group_is_called_by_whom_it_is_about() -> None:
    case = tertius.load("korea-2019")
    assert group_phrase(case, "washington-on-korea") == "what the United States wants and how much it cares"
    assert group_phrase(case, "pyongyang") == "four numbers on North Korea that move together"
