"""How good the forecasts of a ledger were, as `tertius ledger score` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tertius.report.terminal.console import cell, section, table_of, words_of
from tertius.report.text.phrases import fixed, plain_percent
from tertius.report.text.scores.scores import METHODS, listed, outcome_words, said_words, score_sentences

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.ledger.scoring.result import Scores


def scores_of(scores: Scores) -> Iterator[RenderableType]:
    """Sentences, then the scores of each forecaster, the comparisons, calibration, and the questions."""
    yield from words_of(score_sentences(scores), "How good it was")
    if not scores.scored:
        return
    three = (lambda value: fixed(value, 3, minus="-"),)
    yield from section(
        f"Scores (Brier from 0 to {scores.convention[-1]}; small is good)",
        table_of(
            *("forecaster", "events", "Brier", "log", "levels", "CRPS", "80% holds"),
            rows=[
                (o.name, str(o.events), cell(o.brier, *three), cell(o.log, *three), str(o.levels),
                 cell(o.crps, *three), cell(o.covered, plain_percent))
                for o in scores.scored
            ],
            right=("events", "Brier", "log", "levels", "CRPS", "80% holds"),
        ),
    )  # fmt: skip
    if scores.against:
        signed = (lambda value: fixed(value, 3, plus=True, minus="-"),)
        yield from section(
            "Against each, on the days on which both had a forecast (below 0: better)",
            table_of(
                *("against", "score", "mean", "low", "high", "n", "apart"),
                rows=[
                    (o.rival, o.score, *(cell(v, *signed) for v in (o.mean, o.low, o.high)), str(o.questions),
                     "yes" if o.told_apart else "no")
                    for o in scores.against
                ],
                right=("mean", "low", "high", "n"),
            ),
            f"Interval: {'; '.join(sorted({METHODS[o.method] for o in scores.against}))}.",
        )  # fmt: skip
    me = scores.forecaster
    if me is not None and me.calibration:
        yield from section(
            "Calibration: of all that was called so probable, what share happened",
            table_of(
                *("said", "happened", "could be", "questions"),
                rows=[
                    (plain_percent(row.forecast), plain_percent(row.observed),
                     f"{plain_percent(row.observed_low)} to {plain_percent(row.observed_high)}", str(row.questions))
                    for row in me.calibration
                ],
                right=("said", "happened", "questions"),
            ),
        )  # fmt: skip
    if listed(scores):
        yield from section(
            "Questions",
            table_of(
                *("question", "said", "outcome", "score", "days"),
                rows=[
                    (o.question, said_words(o.said), outcome_words(o), cell(o.score, *three), str(o.days))
                    for o in listed(scores)
                ],
                right=("score", "days"),
            ),
        )
