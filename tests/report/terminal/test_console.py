"""Where output goes and how wide it is."""

from __future__ import annotations

import pytest
from rich.text import Text

from tertius.report.terminal.console import PIPED_WIDTH, errors_console, print_results, results_console, table_of
from tests.cli.examples import LONG_ID


def test_the_width_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert (results_console().width, errors_console().width) == (PIPED_WIDTH, PIPED_WIDTH)
    monkeypatch.setenv("COLUMNS", "72")
    assert results_console().width == 72


def test_results_and_messages_go_their_own_ways(capsys: pytest.CaptureFixture[str]) -> None:
    results_console().print("result")
    errors_console().print("message")
    assert capsys.readouterr() == ("result\n", "message\n")


def test_lines_have_no_spaces_at_their_end(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    print_results([Text("words that go on into another line"), Text(""), Text("end")])
    assert capsys.readouterr().out == "words that go on\ninto another line\n\nend\n"


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_ids_are_never_cut(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    table = table_of("Id", "Words", "Number", right=("Number",))
    table.add_row(LONG_ID, "words and words and words and words and words [and] words", "1.0")
    print_results([table])
    out = capsys.readouterr().out
    assert LONG_ID in out
    assert "[and]" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= int(width)
