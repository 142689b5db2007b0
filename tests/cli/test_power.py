"""``tertius power``: sentences, tables, fractions, JSON, and what is said of a body that is not there."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call

CASE = """case: council
title: Council
as_of: 2024-01-01
actors: {a: Alpha}
bodies:
  council:
    members: {a: {yes: 90%}, b: {name: Beta, yes: 50%}, c: {name: Gamma, yes: 40%, abstain: 10%}}
    quota: 2
    blocs: {}
"""


def test_a_body_of_a_case_with_leanings(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    result = call("power", str(file))
    assert result.exit_code == 0
    assert "The measure passes with a probability of 65.0%, as follows from how its" in result.stdout
    assert "The vote of Alpha decides most often" not in result.stdout
    assert "The vote of Beta decides most often, with a probability of 58.0%" in result.stdout
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["Alpha", "1", "1/3", "33.3%", "33.3%"] in lines
    assert ["Gamma", "40.0%", "10.0%", "50.0%", "50.0%", "95.0%", "45.0%"] in lines


def test_fractions_are_written_out_on_demand_and_left_out_of_floating_numbers(call: Call) -> None:
    assert "6814777303/" not in call("power", "--body", "eu-council-nice-eu28").stdout
    assert "6814777303/" in call("power", "--body", "eu-council-nice-eu28", "--exact").stdout
    floating = call("power", "--body", "un-security-council", "--float").stdout
    assert "exactly" not in floating
    assert "421/2145" not in floating
    assert "19.6%" in floating


def test_the_bodies_that_ship_are_listed(call: Call) -> None:
    listed = call("power", "--list").stdout
    for name in ("un-security-council-1946", "eec-council-1958", "eu-council-eu15", "eu-council-nice-eu27"):
        assert name in listed
    assert call("power", "--list", "--json").exit_code == 2


def test_json(call: Call) -> None:
    told = json.loads(call("power", "korea-2019", "--json").stdout)
    assert told["members"]["russia"]["shapley_shubik_fraction"] == "421/2145"
    assert told["blockers"] == ["china", "france", "russia", "united-kingdom", "usa"]
    assert told["from_leanings"] is True


def test_a_body_that_is_not_there(call: Call) -> None:
    for arguments, said in (
        ((), "name a case, or a body that comes with Tertius"),
        (("--body", "eec-council"), "did you mean 'eec-council-1958'?"),
        (("korea-2019", "--body", "council"), "korea-2019 has no body 'council'"),
        (("two-patrons",), "two-patrons has no bodies"),
    ):
        result = call("power", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr
