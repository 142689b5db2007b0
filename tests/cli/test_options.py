"""Numbers as people write them, and help by what commands are for."""

from __future__ import annotations

import pytest
import typer

from tertius.cli.app import COMMANDS, PANELS
from tertius.cli.options import whole_number
from tests.cli.conftest import Call


@pytest.mark.parametrize(
    ("text", "value"),
    [("1000", 1000), ("1e3", 1000), ("1E3", 1000), ("1.5e3", 1500), ("1,000", 1000), ("1_000_000", 10**6), ("-1", -1),
     ("10.0", 10), ("+7", 7), (5, 5)],
)  # fmt: skip
def test_a_whole_number_is_read_however_it_is_written(text: str | int, value: int) -> None:
    assert whole_number(text) == value


@pytest.mark.parametrize("text", ["", "1.5", "1e-3", "1.25e1", "ten", "1,0", "nan", "inf", "1e999", "0x10", "1 000 x"])
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no whole number: write it as 1000 or 1e3"):
        whole_number(text)


def test_draws_are_read_so_on_the_command_line(call: Call) -> None:
    result = call("forecast", "two-patrons", "--draws", "1.5")
    assert result.exit_code == 2
    assert "is no whole number" in result.stderr


def test_a_draw_is_named_by_its_number(call: Call) -> None:
    assert call("draw", "two-patrons", "3").stdout == call("draw", "two-patrons", "--index", "3").stdout
    assert call("draw", "two-patrons", "3", "--index", "4").exit_code == 2
    assert call("draw", "two-patrons", "three").exit_code == 2


def test_help_groups_every_command_once(call: Call) -> None:
    grouped = [command for commands in PANELS.values() for command in commands]
    assert sorted(grouped, key=list(COMMANDS).index) == list(COMMANDS)
    said = call("--help").stdout
    assert [said.index(title) for title in PANELS] == sorted(said.index(title) for title in PANELS)
