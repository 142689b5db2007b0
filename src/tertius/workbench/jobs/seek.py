"""What it would take: the ways to a goal, in words, each with the what-if that tries it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from tertius.analysis.seek import MoveWay, Seek, Way
from tertius.analysis.seek import seek as sought
from tertius.case.model import Case
from tertius.report.text.phrases import actor_phrase, capital, percent, points_words
from tertius.report.text.questions.seek import (
    MEASURE,
    number_words,
    range_words,
    seek_sentences,
    target_phrase,
    value_words,
)
from tertius.workbench.trials.trial import entry_name

SHOWN = 12
"""So many ways of each kind are shown."""


def seek(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """What it would take for a target to be something else."""
    found = sought(
        case,
        asked["of"],
        asked["to"],
        pairs=asked.get("pairs", True),
        moves=asked.get("moves", True),
        progress=lambda done, whole: told(done, whole, ""),
    )
    return {
        "target": capital(target_phrase(found)),
        "of": found.of,
        "already": found.already,
        "reached": found.reached,
        "sentences": seek_sentences(found),
        "ways": [_way(found, way) for way in found.ways[:SHOWN]],
        "pairs": [_way(found, way) for way in found.pairs[:SHOWN]],
        "moves": [_move(found, way) for way in found.moves[:SHOWN]],
        "left_out": max(0, len(found.ways) - SHOWN),
        "measure": MEASURE,
    }


def _way(found: Seek, way: Way) -> dict[str, Any]:
    """A change of one number or of two, as a row."""
    return {
        "steps": [
            {
                "label": capital(step.label),
                "now": number_words(step, step.now),
                "to": number_words(step, step.to),
                "range": range_words(step),
                "within": step.within,
            }
            for step in way.steps
        ],
        "size": percent(way.share, "%", 1),
        "within": way.within,
        "value": value_words(found, way.value),
        "several": way.several,
        "confirmed": way.confirmed,
        "verdict": f"{way.verdict} in {percent(way.frequency)} of draws" if way.verdict else "",
        "tried": urlencode([("set", f"{step.path}={step.to!r}") for step in way.steps]),
    }


def _move(found: Seek, way: MoveWay) -> dict[str, Any]:
    """A move, after those that must come before it, as a row."""
    case = found.case
    return {
        "name": ", then ".join(entry_name(case, "moves", ident) for ident in way.moves),
        "actor": capital(actor_phrase(case, way.actor)),
        "cost": points_words(way.cost) if way.cost else "nothing",
        "chance": "" if way.chance >= 1 else percent(way.chance, "%"),
        "value": value_words(found, way.value),
        "several": way.several,
        "tried": urlencode([("move", ident) for ident in way.moves]),
    }
