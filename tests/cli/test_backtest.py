"""``tertius backtest``: meetings, scores and words; frames that there are not."""

from __future__ import annotations

import json

from tests.cli.conftest import Call


def test_it_prints_meetings_scores_and_words(call: Call) -> None:
    result = call("backtest", "us-north-korea", "--draws", "16")
    assert result.exit_code == 0, result.output
    for words in ("Hanoi, 27 and 28 February 2019", "base rate", "Brier", "knew how the meetings ended"):
        assert words in result.stdout
    # One series needs no table of all, and the curve has one name.
    assert result.stdout.count("Scores, ") == 1
    assert "measured" not in result.stdout.lower()


def test_what_is_no_frame_is_told_with_what_is_near(call: Call) -> None:
    result = call("backtest", "opec")
    assert result.exit_code == 2
    assert "opec-plus" in result.stderr


def test_json_says_who_said_what(call: Call) -> None:
    told = json.loads(call("backtest", "us-north-korea", "--draws", "4", "--json").stdout)
    assert [meeting["happened"] for meeting in told["meetings"]] == [True, False, False, False, False]
    assert set(told["standings"]) == {"all", "us-north-korea"}
    assert told["standings"]["all"]["base rate"]["against"] is None
