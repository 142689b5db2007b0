"""``tertius check``: what was checked, every mistake of every case, warnings, evidence."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tertius.errors import CaseError, Problem, UsageError
from tests.cli.conftest import Call
from tests.cli.examples import WARNING, toy_case

FAULTY = Problem("bad.yaml", 4, "", "found nothing", "a number is wanted")
GAP = Problem("toy.yaml", 21, "salience of dprk on arms", "no source and no reason")


@pytest.fixture(autouse=True)
def _two_cases(toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> Any:
        if name.startswith("bad"):
            raise CaseError([replace(FAULTY, file=f"{name}.yaml")])
        if name == "nowhere":
            raise UsageError("no case 'nowhere'")
        return toy_case()

    monkeypatch.setattr("tertius.load", load)
    monkeypatch.setattr("tertius.warn_case", lambda case: [])
    monkeypatch.setattr("tertius.check_evidence", lambda case: [GAP])


def test_no_mistakes_comes_with_a_count_of_what_was_checked(call: Call) -> None:
    result = call("check", "toy")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("toy: no mistakes; 3 actors, 3 issues, 2 talks, ")
    assert result.stdout.count("\n") == 1


def test_warnings_are_listed_and_are_no_mistakes(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tertius.warn_case", lambda case: [WARNING])
    result = call("check", "toy")
    assert (result.exit_code, result.stderr) == (0, f"warning: {WARNING}\n")
    assert "no mistakes" in result.stdout


def test_several_cases_are_all_checked(call: Call) -> None:
    result = call("check", "bad", "toy", "bad-too")
    assert result.exit_code == 3
    assert "toy: no mistakes" in result.stdout
    assert result.stderr.splitlines() == [
        "bad-too.yaml:4: found nothing: a number is wanted",
        "bad.yaml:4: found nothing: a number is wanted",
        "2 mistakes",
    ]


def test_a_name_that_is_nowhere_does_not_stop_the_others(call: Call) -> None:
    result = call("check", "nowhere", "toy")
    assert (result.exit_code, result.stderr) == (2, "no case 'nowhere'\n")
    assert "toy: no mistakes" in result.stdout
    result = call("check", "nowhere", "bad")
    assert result.exit_code == 3
    assert result.stderr.splitlines() == ["no case 'nowhere'", str(FAULTY), "2 mistakes"]


def test_evidence_is_asked_for_on_request(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call("check", "toy", "--evidence")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "toy: evidence is missing; a number needs a source, or a why and a range; an event needs a source",
        str(GAP),
        "1 number to defend",
    ]
    monkeypatch.setattr("tertius.check_evidence", lambda case: [])
    result = call("check", "toy", "--evidence")
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("every number has a source, or a reason and a range")


def test_numbers_and_events_to_defend_are_counted_and_are_no_mistakes(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Problem("a.yaml", 2, "event 'visit'", "it names no source")
    monkeypatch.setattr("tertius.check_evidence", lambda case: [GAP, GAP, event])
    result = call("check", "toy", "nowhere", "--evidence")
    assert result.exit_code == 3
    assert "2 numbers and 1 event to defend" in result.stderr.splitlines()
    assert "no case 'nowhere'" in result.stderr.splitlines()
    assert "mistake" not in result.stderr
    result = call("check", "toy", "bad", "--evidence")
    assert result.stderr.splitlines()[-2:] == [str(FAULTY), "1 mistake"]
