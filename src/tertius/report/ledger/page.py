"""How good the forecasts of a ledger were, as one self-contained HTML page, without scripts or outside requests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from tertius.ledger.entries import Track
from tertius.ledger.scoring.hindsight import Miss
from tertius.ledger.scoring.result import Scored, Scores
from tertius.report.charts.dark import dark_css
from tertius.report.charts.drawing import svg_of
from tertius.report.charts.scores.calibration import calibration_chart
from tertius.report.text.phrases import NOTHING, date, fixed, plain_percent, printable
from tertius.report.text.scores.scores import (
    METHODS,
    SCORE_NAMES,
    listed,
    miss_sentence,
    outcome_words,
    said_words,
    score_sentences,
)


def ledger_page(
    scores: Scores, tracks: Sequence[Track] = (), misses: Sequence[Miss] | None = None, title: str = "Track record"
) -> str:
    """The page; the same arguments give the same text.

    Args:
        scores: The scores.
        tracks: The questions, of which the page lists those that are open and void too.
        misses: What looking back found; None if nobody looked.
        title: Its title.
    """
    own = Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([own, Path(__file__).parents[1] / "brief" / "templates"]),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    judged = {one.question: one for one in scores.judged}
    me = scores.forecaster
    return environment.get_template("ledger.html.j2").render(
        title=title,
        top=scores.convention[-1],
        sentences=list(score_sentences(scores)),
        pictures=Markup(dark_css()),  # noqa: S704  (colours of ours)
        calibration=_picture(me) if me is not None and me.calibration else "",
        bins=me.calibration if me is not None else (),
        parts=me.parts if me is not None else None,
        scores=scores,
        listed=listed(scores),
        methods=sorted({METHODS[one.method] for one in scores.against}),
        score_names=SCORE_NAMES,
        misses=None if misses is None else [miss_sentence(miss, judged.get(miss.question)) for miss in misses],
        open=[track for track in tracks if track.state == "open"],
        void=[track for track in tracks if track.state == "void"],
        latest=_latest,
        said=said_words,
        outcome=outcome_words,
        date=date,
        share=plain_percent,
        number=_number,
        signed=_signed,
    )


def calibration_label(scored: Scored) -> str:
    """What the picture of calibration shows, for who does not see it."""
    return "Calibration: " + "; ".join(
        f"of {row.questions} called {plain_percent(row.forecast)} probable {plain_percent(row.observed)} happened"
        for row in scored.calibration
    )


def _picture(scored: Scored) -> Markup:
    picture = svg_of(calibration_chart(scored), calibration_label(scored))
    return Markup(picture)  # noqa: S704  (numbers of ours, and an escaped label)


def _latest(track: Track) -> str:
    """What was last forecast of a question that is open."""
    said = [entry.said for entry in sorted(track.forecasts, key=lambda e: (e.day, e.entry)) if entry.said is not None]
    return said_words(said[-1]) if said else NOTHING


def _number(value: float | None) -> str:
    return NOTHING if value is None else fixed(value, 3)


def _signed(value: float | None) -> str:
    return NOTHING if value is None else fixed(value, 3, plus=True)
