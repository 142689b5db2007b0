"""Runs commands in this process, with the toy case standing in for the gallery and the solver."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import tertius.case
import tertius.rules
import tertius.rules.compiled.folder
from tertius.cli import app
from tertius.rules.side_by_side import TheoryComparison
from tests.cli.examples import ENTRIES, toy_case, toy_settlement

Call = Callable[..., Result]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """``call("settle", "toy")``: a command on a terminal of 80 columns that nobody watches."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "TERTIUS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(app, list(arguments), prog_name="tertius")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> types.SimpleNamespace:
    """`load` gives the toy case, the rules give its settlement; what was asked of them is in ``asked``."""
    state = types.SimpleNamespace(settlement=toy_settlement(), breakdowns={}, asked=[], page="<p>brief</p>")

    def settle(case: Any, without: tuple[str, ...] = (), rule: str | None = None, solution: str | None = None) -> Any:
        if rule == "hold":
            return dataclasses.replace(state.settlement, rule="hold")
        state.asked.append(("settle", case.case, without))
        return state.settlement

    def settle_theories(case: Any, theories: Any = "all", without: tuple[str, ...] = ()) -> Any:
        names = theories if isinstance(theories, list) else ("renegotiate", "hold")
        return TheoryComparison(case, {rule: settle(case, without, rule) for rule in names})

    def settle_all(case: Any, rule: str | None = None, solution: str | None = None) -> Any:
        state.asked.append(("settle_all", case.case, rule, solution))
        return state.settlement, state.breakdowns

    def kernel_folder() -> Path:
        return tmp_path / "kernels"

    for home in (tertius, tertius.rules):  # the face keeps what it has fetched once
        monkeypatch.setattr(home, "settle", settle)
        monkeypatch.setattr(home, "settle_all", settle_all)
        monkeypatch.setattr(home, "settle_theories", settle_theories)
    monkeypatch.setattr(tertius.rules.compiled.folder, "kernel_folder", kernel_folder)
    threat = {**ENTRIES["threats"]["sanctions"], "unless": {"arms": 40}}  # or any paper would stop it
    monkeypatch.setattr(tertius, "load", lambda name: toy_case(threats={"sanctions": threat}))
    return state
