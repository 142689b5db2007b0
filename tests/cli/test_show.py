"""``tertius show``: everything that a case says is on the page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tertius.case.model import Case
from tests.case.conftest import damaged
from tests.case.edit.test_failing import SAID
from tests.cli.conftest import Call
from tests.cli.examples import ENTRIES, LONG_ID

PARTS = ["Actors", "Issues", "Talks", "Stances", "Needs", "Links", "Threats", "Bodies", "Groups", "Events", "Moves"]


def words(text: str) -> str:
    """The text on one line, single-spaced, to look for sentences in."""
    return " ".join(text.split())


def test_every_part_has_its_heading_in_the_order_of_the_file(call: Call, toy: SimpleNamespace) -> None:
    lines = [line.strip() for line in call("show", "toy").stdout.splitlines()]
    headings = [*PARTS, "Claims", "Sources"]
    assert [line for line in lines if line in headings] == headings


def test_the_case_is_told_in_words(call: Call, toy: SimpleNamespace) -> None:
    result = call("show", "toy")
    shown = words(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == ""
    for sentence in (
        "A toy [with brackets] – and a dash toy, as of 10 January 2019, by An analyst",
        "0 to 4 million barrels, supplied by China, on the table of dprk-china",
        "100: all :weapons: gone",
        "0 to 100, stands at 40, outside every talk",
        "Parties: United States, North Korea Power: United States 2 (1 for others)",
        "North Korea needs it, worth 40 to 60 points",
        "If Summit breaks down, dprk-china falls with probability 10% to 40%, likely 25%. China makes it so.",
        "damage 15 points, cost to itself 2 points, credibility 60%. Security Council must authorise it.",
        "on: more sanctions; quota 2; vetoes: china; passes with probability 20%",
        "Together: salience of Disarmament for United States; weight of the need 'fuel' "
        "Against them: probability of the link 'backing'",
        "China can make it; cost 3 points set issues.trade.level to 80 remove links.backing",
        "Compare the case as it stands against remove links.backing: payoffs.dprk is higher by at least 2",
        "Sweep issues.trade.level over 0 to 80: levels.arms falls",
        "Equilibrium of the pre-talk game, china: open; usa: nothing: yes",
        "Events: visit within 90 days before summit",
        "Chairman. New Year's address. https://example.org/speech",
    ):
        assert sentence in shown


def test_evidence_stands_beside_the_numbers(call: Call, toy: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = call("show", "toy").stdout
    line = next(line for line in shown.splitlines() if "45 to 75, likely 60" in line)
    note = "stated aim. Judgement; source: speech; as of 2019-01-01; known since 2019-01-02"
    assert note in words(line)


def test_ids_are_whole_at_80_columns(call: Call, toy: SimpleNamespace) -> None:
    shown = call("show", "toy").stdout
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    assert sum(LONG_ID in line for line in shown.splitlines()) >= 4
    assert "…" not in shown


def test_parts_with_nothing_in_them_are_left_out(call: Call, toy: SimpleNamespace, monkeypatch: Any) -> None:
    bare = Case.model_validate({name: ENTRIES[name] for name in ("case", "title", "as_of", "actors")})
    monkeypatch.setattr("tertius.load", lambda name: bare)
    shown = call("show", "toy").stdout
    assert "Actors" in shown
    assert not any(heading in shown for heading in [*PARTS[1:], "Claims", "Sources"])


def test_power_that_every_party_states_leaves_no_others(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    talks = ENTRIES["talks"] | {"us-dprk": ENTRIES["talks"]["us-dprk"] | {"power": {"usa": 2, "dprk": 3}}}
    case = Case.model_validate(ENTRIES | {"talks": talks})
    monkeypatch.setattr("tertius.load", lambda name: case)
    assert "Power: United States 2; North Korea 3\n" in call("show", "toy").stdout


def test_why_talks_may_fail_is_told_party_by_party(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "strait.yaml"
    file.write_text(damaged(*SAID), "utf-8")
    shown = words(call("show", str(file)).stdout)
    for sentence in (
        "Patience, season by season: Northland 0.8 to 0.9; Southland 0.7; Farland 0.9",
        "Not known to the others, of its ranges: Northland 50%; Farland 100%",
        "Delivers what it owes: Southland 60% to 80%; Farland 70% to 90%",
        "Cannot take its demand back: Northland 10% to 20%; Farland 10%",
        "Ratified: Northland by The guilds; Southland by council; Farland by council",
        "Deadline: 3 seasons",
        "toll 8, moving by 0.1 to 0.2 each season",
        "If passage breaks down, or its deal does not reach Grain deliveries at 40 to 60, alliance falls",
        "If passage breaks down, or its deal does not reach Toll per ship at 9 to 10, Southland hurts Northland",
    ):
        assert sentence in shown
