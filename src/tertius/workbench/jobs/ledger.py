"""What the ledger asks of the worker: a case frozen with its forecast, and how good the forecasts of a ledger were."""

from __future__ import annotations

import os
from typing import Any

from tertius.case.load import read_text
from tertius.case.model import Case
from tertius.ledger.bodies import text_of
from tertius.ledger.freezing import Making, freeze
from tertius.ledger.ledger import Ledger
from tertius.ledger.scoring.hindsight import Miss, hindsight
from tertius.ledger.scoring.result import Judged, Scored, Scores
from tertius.ledger.scoring.score import score
from tertius.report.charts.drawing import svg_of
from tertius.report.charts.scores.calibration import calibration_chart
from tertius.report.ledger.page import calibration_label, ledger_page
from tertius.report.text.phrases import NOTHING, date, fixed, plain_percent
from tertius.report.text.scores.scores import miss_sentence, outcome_words, said_words, score_sentences

SECONDS = 60.0
"""For so long is looked back, over all questions."""

SHOWN = 200
"""So many resolved questions are shown, those known last."""


def ledger_freeze(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """A case frozen with its forecast of one question, to the bits of ``tertius ledger add``; nothing is written."""

    def progress(done: int, whole: int) -> None:
        told(done, whole, "")

    told(0, 0, "")
    making = Making(**asked["making"])
    threads = max(1, (os.cpu_count() or 1) - 1)  # one core is left to whoever types
    frozen = freeze(case, asked["target"], making, threads, progress)
    return {
        "text": frozen.text,
        "scale": frozen.scale,
        "kind": frozen.kind,
        "forecast": text_of(frozen.forecast),
    }


def ledger_scores(case: None, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """How good the forecasts of the ledger at `path` were; with `why`, what was missed, and which number was why."""
    ledger = Ledger(asked["path"])
    tracks = ledger.tracks()
    scores = score(tracks)
    told(0, 0, "")
    misses = None
    if asked["why"]:
        misses = hindsight(
            tracks,
            lambda found: read_text(ledger.case_text(found)),
            SECONDS,
            lambda done, whole: told(done, whole, ""),
        )
    me, judged = scores.forecaster, {one.question: one for one in scores.judged}
    return {
        "sentences": list(score_sentences(scores)),
        "scored": [_scored(one) for one in scores.scored],
        "calibration": _calibration(me),
        "judged": [_judged(one) for one in scores.judged[::-1][:SHOWN]],
        "left_out": max(0, len(scores.judged) - SHOWN),
        "missed": _missed(scores),
        "misses": None if misses is None else [_miss(one, judged) for one in misses],
        "page": ledger_page(scores, tracks, misses),
    }


def _missed(scores: Scores) -> int:
    return sum(one.missed for one in scores.judged)


def _miss(miss: Miss, judged: dict[str, Judged]) -> str:
    return miss_sentence(miss, judged.get(miss.question))


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "question": one.text or one.question,
        "said": said_words(one.said),
        "outcome": outcome_words(one),
        "on": date(one.on),
        "score": _number(one.score),
        "missed": one.missed,
    }


def _scored(one: Scored) -> dict[str, Any]:
    covered = NOTHING if one.covered is None else plain_percent(one.covered)
    return {
        "name": one.name,
        "kind": one.kind,
        "events": one.events,
        "brier": _number(one.brier),
        "log": _number(one.log),
        "levels": one.levels,
        "crps": _number(one.crps),
        "covered": covered,
    }


def _calibration(me: Scored | None) -> dict[str, Any] | None:
    """The picture, and the same as a table."""
    if me is None or not me.calibration:
        return None
    return {
        "picture": svg_of(calibration_chart(me), calibration_label(me)),
        "rows": [
            [
                plain_percent(row.forecast),
                plain_percent(row.observed),
                f"{plain_percent(row.observed_low)} to {plain_percent(row.observed_high)}",
                row.questions,
            ]
            for row in me.calibration
        ],
    }


def _number(value: float | None) -> str:
    return NOTHING if value is None else fixed(value, 3)
