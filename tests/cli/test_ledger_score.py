"""``tertius ledger score`` and ``report``: what they print and write, and what they refuse."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import tertius
from tertius.case.files.write import yaml_of
from tertius.cli import app
from tertius.ledger.entries import Forecasted
from tests.analysis.forecast.hanging import bridge
from tests.ledger.tracks import track


@pytest.fixture
def ledger(tmp_path: Path) -> tertius.Ledger:
    """Six questions of another year, five of them missed."""
    tracks = [track(f"q{n}", {0: 0.9}, 0 if n else 1, rivals={"base rate": 0.4}) for n in range(6)]
    forecasts = [
        Forecasted(
            0, one.question.id, one.forecasts[0].when, "anna", 0.9, rivals={"base rate": 0.4}, as_of=date(2024, 1, 1)
        )
        for one in tracks
    ]
    made = tertius.Ledger(tmp_path / "l.sqlite")
    made.record([one.question for one in tracks], forecasts, [one.resolved for one in tracks if one.resolved])
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["ledger", *words], prog_name="tertius")


def test_scores_are_printed_and_given_as_json(ledger: tertius.Ledger) -> None:
    told = run("score", "--ledger", str(ledger.path))
    assert told.exit_code == 0
    assert "6 questions resolved" in told.stdout
    plain = json.loads(run("score", "--ledger", str(ledger.path), "--convention", "0-2", "--json").stdout)
    assert plain == json.loads(json.dumps(ledger.score("0-2").to_dict()))
    assert plain["scored"][0]["brier"] == pytest.approx(2 * (5 * 0.81 + 0.01) / 6)


def test_the_page_is_written_once_and_replaced_only_with_force(ledger: tertius.Ledger, tmp_path: Path) -> None:
    page = tmp_path / "a" / "page.html"
    words = ("report", "--ledger", str(ledger.path), "-o", str(page))
    assert run(*words).exit_code == 0
    assert "There is no frozen case to look back into." in page.read_text("utf-8")
    page.write_text("mine", "utf-8")
    assert run(*words, "--no-why").exit_code == 2
    assert page.read_text("utf-8") == "mine"
    assert run(*words, "--no-why", "--force", "--title", "Ours").exit_code == 0
    assert "What was missed" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score", "--convention", "0-3"), "0-1 and 0-2 are legal"),
        (("report", "-o", "page.pdf"), "ends in .html"),
        (("score", "--ledger", "nowhere.sqlite"), "nowhere.sqlite"),
    ],
)
def test_what_cannot_be_is_refused(
    words: tuple[str, ...], said: str, ledger: tertius.Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERTIUS_LEDGER", str(ledger.path))
    refused = run(*words)
    assert refused.exit_code == 2
    assert said in refused.output


def test_a_missed_forecast_of_a_frozen_case_names_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tertius.Ledger(tmp_path / "l.sqlite")
    monkeypatch.setattr(tertius.Ledger, "case_text", lambda *_: yaml_of(bridge()))
    agreed = tertius.seek(bridge(), "crossing", "agreement", pairs=False, moves=False).already
    made = track("q", {0: 0.9 if agreed else 0.1}, float(not agreed), target="crossing", case_hash="h")
    monkeypatch.setattr(tertius.Ledger, "tracks", lambda _: (made,))
    page = tmp_path / "page.html"
    assert run("report", "--ledger", str(ledger.path), "-o", str(page)).exit_code == 0
    assert "The smallest change that would have made it right: the" in page.read_text("utf-8")
