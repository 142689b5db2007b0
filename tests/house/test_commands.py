"""Every command and every option has help with words in it, every command an example and a page."""

from __future__ import annotations

from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from tertius.cli import app
from tests.house.files import ROOT

COMMAND_NAMES = [
    "open",
    "cases",
    "show",
    "check",
    "settle",
    "why",
    "decide",
    "leverage",
    "patrons",
    "balanced",
    "linkage",
    "forecast",
    "batch",
    "base-rates",
    "draw",
    "sensitivity",
    "evidence",
    "power",
    "what-if",
    "compare",
    "seek",
    "moves",
    "game",
    "graph-model",
    "claims",
    "run",
    "export",
    "import",
    "new",
    "pool",
    "rules",
    "cite",
    "validate",
    "backtest",
    "schema",
    "ledger",
    "help",
]
GROUP = typer.main.get_command(app)
COMMANDS = GROUP.commands  # type: ignore[attr-defined]


def test_the_commands_are_these() -> None:
    assert list(COMMANDS) == COMMAND_NAMES


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_every_command_has_help_and_an_example(name: str) -> None:
    command = COMMANDS[name]
    assert (command.help or "").strip().endswith(".")
    assert (command.epilog or "").startswith(f"Example: tertius {name}")
    for parameter in command.params:
        assert len(getattr(parameter, "help", None) or "") > 20, f"{name} {parameter.name} has no help"


@pytest.mark.parametrize("name", COMMAND_NAMES)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_printed(name: str, flag: str) -> None:
    result = CliRunner().invoke(app, [name, flag], prog_name="tertius")
    assert result.exit_code == 0
    assert f"Usage: tertius {name}" in result.stdout
    assert "Example: tertius" in result.stdout


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_every_command_and_option_has_its_page(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert f"## tertius {name}" in page
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts]
    for option in options:
        if option.startswith("--") and option != "--help":
            assert f"`{option}" in page, f"the page of the commands does not mention {option}"


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_help_says_in_a_word_what_each_value_is(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if not getattr(parameter, "is_flag", False):
            word = (parameter.metavar or "").strip("[].")
            assert word.isupper(), f"{name} {parameter.name} is shown by the type of its value"
            assert len(word) > 1, f"{name} {parameter.name} is shown by the letter {word}"
            assert word not in ("TEXT", "INTEGER", "FLOAT", "PATH") or parameter.name == "remove"


LEDGER: dict[str, Any] = COMMANDS["ledger"].commands


@pytest.mark.parametrize("name", LEDGER)
def test_every_command_of_the_ledger_has_help_an_example_and_its_page(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert f"### tertius ledger {name}" in page
    section = page.split("## tertius ledger\n")[1].split("\n## ")[0]
    command = LEDGER[name]
    assert (command.help or "").strip().endswith(".")
    assert (command.epilog or "").startswith(f"Example: tertius ledger {name}")
    for parameter in command.params:
        assert len(getattr(parameter, "help", None) or "") > 20, f"{name} {parameter.name} has no help"
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in section, f"the page of ledger {name} does not mention {option}"
    result = CliRunner().invoke(app, ["ledger", name, "--help"], prog_name="tertius")
    assert f"Usage: tertius ledger {name}" in result.stdout
