"""``tertius cases``: the gallery as a table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.cli.examples import toy_case


def test_every_case_has_name_title_date_actors_and_talks(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr("tertius.gallery", lambda: [toy_case()])
    result = call("cases")
    assert result.exit_code == 0
    cells = result.stdout.splitlines()[2].split("   ")
    assert [cell.strip() for cell in cells if cell.strip()] == [
        "toy",
        "A toy [with brackets] – and a dash",
        "2019-01-10",
        "usa, dprk, china",
        "us-dprk, dprk-china",
    ]


def test_the_flagship_is_in_the_gallery(call: Call) -> None:
    result: Any = call("cases")
    assert result.exit_code == 0
    assert any(line.startswith("korea-2019 ") for line in result.stdout.splitlines())
