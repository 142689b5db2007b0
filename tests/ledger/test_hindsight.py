"""Looking back at a miss: the number that is found makes the case end as the talks did."""

from __future__ import annotations

from dataclasses import replace

import tertius
from tertius.ledger.scoring import Miss, hindsight
from tertius.rules import theories_for
from tests.analysis.forecast.hanging import bridge
from tests.ledger.tracks import track


def test_the_number_that_is_found_makes_the_case_end_as_it_really_did() -> None:
    case = bridge()
    agreed = tertius.seek(case, "crossing", "agreement", pairs=False, moves=False).already
    made = track("q", {0: 0.9 if agreed else 0.1}, 0 if agreed else 1, target="crossing", case_hash="h")
    heard: list[tuple[int, int]] = []
    (found,) = hindsight([made, track("right", {0: 0.8})], lambda _: case, progress=lambda a, b: heard.append((a, b)))
    assert heard == [(0, 1)]
    assert found.found == "number"
    assert found.to is not None
    sought = tertius.seek(case, "crossing", "no agreement" if agreed else "agreement", pairs=False, moves=False)
    assert (found.path, found.to) == (sought.ways[0].steps[0].path, sought.ways[0].steps[0].to)


def test_it_looks_under_the_first_theory_that_the_forecast_was_made_with() -> None:
    case = bridge()
    names = [theory.name for theory in theories_for(case)]
    assert len(names) > 1
    for name in names:
        rule, _, solution = name.partition("+")
        already = tertius.seek(
            case, "crossing", "agreement", pairs=False, moves=False, rule=rule, solution=solution or None
        ).already
        made = track("q", {0: 0.9 if already else 0.1}, 0 if already else 1, target="crossing", case_hash="h")
        made = replace(made, forecasts=tuple(replace(one, settings={"theories": [name]}) for one in made.forecasts))
        (found,) = hindsight([made], lambda _: case)
        assert found.found in ("number", "nothing")
        assert found.theory == name


def test_without_time_without_a_case_and_without_a_target_it_says_so() -> None:
    asked = track("q", {0: 0.1}, 1, target="crossing", case_hash="h")
    assert hindsight([asked], lambda _: bridge(), seconds=-1) == (Miss("q", "no time"),)
    assert hindsight([track("q", {0: 0.1}, 1)], lambda _: bridge()) == (Miss("q", "no case"),)
    (other,) = hindsight([track("q", {0: 0.1}, 1, target="elsewhere", case_hash="h")], lambda _: bridge())
    assert other.found == "not asked"
    assert "elsewhere" in other.why


def test_a_case_whose_middles_were_right_says_that_its_ranges_were_not() -> None:
    agreement = tertius.seek(bridge(), "crossing", "agreement", pairs=False, moves=False).already
    made = track("q", {0: 0.1 if agreement else 0.9}, float(agreement), target="crossing", case_hash="h")
    assert hindsight([made], lambda _: bridge())[0].found == "already"
