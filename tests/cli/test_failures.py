"""Every way a command can end badly: its message, its exit code, never a traceback."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tertius.errors import CaseError, LimitError, Problem, TertiusError, UsageError
from tests.cli.conftest import Call

FIRST = Problem("a.yaml", 3, "actor india", "unknown field 'capabilty'", "", "did you mean 'capability'?")
SECOND = Problem("a.yaml", 9, "", "found nothing", "a number is wanted")


@pytest.fixture
def failing(toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``failing(error)``: reading a case raises it from now on."""

    def arrange(failure: BaseException) -> None:
        def load(name: str) -> Any:
            raise failure

        monkeypatch.setattr("tertius.load", load)

    return arrange


@pytest.mark.parametrize("command", ["show", "settle", "run", "check"])
def test_an_invalid_case_lists_every_problem_and_counts_them(call: Call, failing: Any, command: str) -> None:
    failing(CaseError([SECOND, FIRST]))
    result = call(command, "toy")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.splitlines() == [str(FIRST), str(SECOND), "2 mistakes"]


def test_one_mistake_is_one_mistake(call: Call, failing: Any) -> None:
    failing(CaseError([FIRST]))
    result = call("settle", "toy")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (3, "1 mistake")


def test_a_case_that_is_too_large_has_no_mistake_to_count(call: Call, failing: Any) -> None:
    failing(LimitError([Problem("a.yaml", 1, "", "13 talks", "12 at most")]))
    result = call("settle", "toy")
    assert (result.exit_code, result.stderr) == (3, "a.yaml:1: 13 talks: 12 at most\n")


@pytest.mark.parametrize(("failure", "code"), [(UsageError("no such case"), 2), (TertiusError("no"), 1)])
def test_what_tertius_raises_on_purpose_is_said_in_its_own_words(
    call: Call, failing: Any, failure: TertiusError, code: int
) -> None:
    failing(failure)
    result = call("show", "toy")
    assert (result.exit_code, result.stderr) == (code, f"{failure}\n")


def test_our_fault_is_owned_without_a_traceback(call: Call, failing: Any, monkeypatch: Any) -> None:
    failing(ZeroDivisionError("division by zero"))
    result = call("settle", "toy")
    assert result.exit_code == 1
    assert "ZeroDivisionError: division by zero" in result.stderr
    assert "To report it" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("TERTIUS_DEBUG", "1")
    assert "Traceback (most recent call last)" in call("settle", "toy").stderr


def test_a_user_who_stops_it_reads_one_line(call: Call, failing: Any) -> None:
    failing(KeyboardInterrupt())
    result = call("settle", "toy")
    assert (result.exit_code, result.stderr) == (130, "Stopped.\n")


def test_a_closed_pipe_is_no_failure(call: Call, failing: Any) -> None:
    failing(BrokenPipeError())
    result = call("show", "toy")
    assert (result.exit_code, result.stderr) == (0, "")


def test_an_unknown_command_is_a_usage_error_with_a_suggestion(call: Call) -> None:
    result = call("setle", "toy")
    assert result.exit_code == 2
    assert "Did you mean 'settle'" in result.stderr


def test_a_missing_argument_is_a_usage_error(call: Call) -> None:
    assert call("settle").exit_code == 2
