"""The page and the terminal of scores: what is told, that nothing of a ledger is markup, and that it fits a phone."""

from __future__ import annotations

import re

import pytest

from tertius.errors import UsageError
from tertius.ledger.entries import Track
from tertius.ledger.scoring import Miss, Scores, score
from tertius.report.charts.plots import picture_of
from tertius.report.ledger.page import ledger_page
from tertius.report.text.scores.scores import miss_sentence, score_sentences
from tests.ledger.tracks import track

SCRIPT = "<script>alert('x')</script>"


def made(questions: int) -> list[Track]:
    rivals = {"base rate": 0.4, SCRIPT: 0.5}
    return [
        track(f"q{n}", {0: 0.2 + 0.6 * (n % 2)}, n % 2, rivals=rivals, theories={SCRIPT: 0.3}) for n in range(questions)
    ]


def test_the_page_calls_nothing_and_runs_nothing() -> None:
    tracks = [*made(3), track(SCRIPT, {0: 0.9}, 0), track(SCRIPT + "2", {0: 0.5}, resolved=False)]
    page = ledger_page(score(tracks), tracks, [Miss(SCRIPT, "not asked", why=SCRIPT)], SCRIPT)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["']?https?:""", page)
    assert page == ledger_page(score(tracks), tracks, [Miss(SCRIPT, "not asked", why=SCRIPT)], SCRIPT)


def test_every_question_stands_on_the_page_whatever_became_of_it() -> None:
    tracks = [*made(2), track("later", {0: 0.5}, resolved=False), track("off", {0: 0.5}, None)]
    page = ledger_page(score(tracks), tracks)
    for one in tracks:
        assert one.question.text in page
    assert "What was missed" not in page
    assert "No forecast was on the wrong side" in ledger_page(score(tracks), tracks, [])


def test_an_empty_ledger_has_a_page() -> None:
    assert "holds no question yet" in ledger_page(score([]))


def told(scores: Scores) -> str:
    return " ".join(score_sentences(scores))


def test_few_questions_say_what_they_cannot_tell_apart() -> None:
    assert "3 questions: differences below" in told(score(made(3)))
    assert "fewer than 6 groups can tell nothing apart" in told(score(made(3)))
    assert "nothing can be told apart" in told(score(made(1)))
    assert "better by 0.210 (" in told(score(made(12)))


def test_the_convention_is_labelled_wherever_a_brier_score_stands() -> None:
    found = score(made(4), "0-2")
    assert "from 0 (best) to 2; always saying 50 percent scores 0.500" in told(found)
    assert "Brier from 0 to 2" in ledger_page(found)
    assert "from 0 to 2" in found.ending()[0]


def test_the_number_that_was_missed_is_told_with_its_range() -> None:
    miss = Miss("q", "number", "p", "salience of the USA", "points", 60, 45, 50, 80, False, True, "hold")
    said = miss_sentence(miss, score([track("q", {0: 0.9}, 0)]).judged[0])
    assert "said 90%, came out as no" in said
    assert "the salience of the USA from 60 to 45 points, outside its own range of 50 to 80." in said


def test_calibration_is_a_picture_with_a_point_for_each_bin() -> None:
    found = score(made(4))
    picture = picture_of(found)
    assert [len(layer["data"]["values"]) for layer in picture.spec["layer"] if layer["mark"]["type"] == "point"] == [2]
    assert picture_of(found, "base rate").says.startswith("Of all that base rate")
    with pytest.raises(UsageError, match="there is no forecaster"):
        picture_of(found, "oracle")
    with pytest.raises(UsageError, match="no calibration"):
        picture_of(score([]))
