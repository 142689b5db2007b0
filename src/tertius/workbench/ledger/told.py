"""What the page of the ledger shows, as plain values: its questions with their state, and all that stands of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.ledger.adding import ident_of
from tertius.ledger.chain import hash_of_text
from tertius.ledger.entries import Forecasted, Resolved, Track
from tertius.ledger.freezing import ANALYST
from tertius.report.text.phrases import NOTHING, plain_number
from tertius.report.text.phrases import date as date_words
from tertius.report.text.scores.scores import said_words
from tertius.workbench.ledger.asked import targets_of

STATES = {"": "All", "open": "Open", "due": "Due", "resolved": "Resolved", "void": "Void"}
"""What the list can be narrowed to, and how that is called; a question is due that is open after its last day."""

MOST = 200
"""So many questions are listed."""


def state_of(track: Track, today: date) -> str:
    """One of `STATES`."""
    return "due" if track.state == "open" and track.question.by < today else track.state


def listed(tracks: Iterable[Track], case: Case, today: date, state: str = "", own: bool = False) -> dict[str, Any]:
    """The questions of a ledger: those that are due first, then those that are open, those that ended last.

    Args:
        tracks: The questions.
        case: The case that is open.
        today: The day, UTC.
        state: One of `STATES`; empty for all. Those that are due are open, too.
        own: Only those of the case.
    """
    there = list(tracks)
    states = (state, "due") if state == "open" else (state,)
    chosen = [
        track
        for track in there
        if (not state or state_of(track, today) in states) and (not own or case_of(track) == case.case)
    ]
    chosen.sort(key=lambda track: _order(track, today))
    now = hash_of_text(yaml_of(case)) if chosen else ""
    return {
        "rows": [_row(track, case, today, now) for track in chosen[:MOST]],
        "left_out": max(0, len(chosen) - MOST),
        "whole": len(there),
        "chosen": len(chosen),
        "narrowed": bool(state) or own,
    }


def _order(track: Track, today: date) -> tuple[int, int]:
    state = list(STATES).index(state_of(track, today))
    ended = track.resolved
    place = {2: 0, 1: 1}.get(state, 2)
    return place, track.question.by.toordinal() if ended is None else -ended.entry


def _row(track: Track, case: Case, today: date, now: str) -> dict[str, Any]:
    question, last = track.question, last_of(track)
    return {
        "id": question.id,
        "text": question.text or question.id,
        "by": date_words(question.by),
        "forecasts": len(track.forecasts),
        "said": said_words(last.said) if last is not None and last.said is not None else NOTHING,
        "mine": said_words(last.rivals[ANALYST]) if last is not None and ANALYST in last.rivals else "",
        "state": state_of(track, today),
        "ended": ended_words(track),
        "changed": last is not None and case_of(track) == case.case and last.case_hash not in ("", now),
    }


def question_told(track: Track, today: date) -> dict[str, Any]:
    """All that stands of one question.

    Args:
        track: The question.
        today: The day, UTC.
    """
    question, ended = track.question, track.resolved
    return {
        "id": question.id,
        "text": question.text or question.id,
        "resolves": question.resolves,
        "by": date_words(question.by),
        "kind": question.kind,
        "source": question.source,
        "scale": None if question.scale is None else [plain_number(end) for end in question.scale],
        "state": state_of(track, today),
        "forecasts": [_forecast(one) for one in reversed(track.forecasts)],
        "ended": None if ended is None else _ending(track, ended),
    }


def _forecast(one: Forecasted) -> dict[str, Any]:
    rows = [("Forecast", "", one.said), *_rows("Theory", one.theories), *_rows("Rival", one.rivals)]
    draws = one.settings.get("draws")
    return {
        "entry": one.entry,
        "head": _head(one),
        "rows": [(what, who, said_words(said)) for what, who, said in rows if said is not None],
        "made": f"Tertius {one.version}, {draws:,} draws" if one.version and isinstance(draws, int) else "",
        "case": one.case_hash,
    }


def _rows(what: str, said: Mapping[str, Any]) -> Sequence[tuple[str, str, Any]]:
    return [(what, who, one) for who, one in said.items()]


def _head(one: Forecasted | Resolved) -> str:
    """Which entry it is, when it was written down and by whom."""
    of = f", as of {date_words(one.as_of)}" if isinstance(one, Forecasted) and one.as_of else ""
    return f"Entry {one.entry}, {date_words(one.when.date())}, {one.when:%H:%M} UTC, by {one.who}{of}"


def _ending(track: Track, ended: Resolved) -> dict[str, Any]:
    instead = "" if ended.corrects is None else f", in the place of entry {ended.corrects}"
    return {
        "head": f"{_head(ended)}{instead}",
        "how": ended_words(track),
        "on": date_words(ended.on),
        "source": ended.source,
    }


def ended_words(track: Track) -> str:
    """How a question ended: ``yes``, ``no``, the level, ``void``; empty while it is open."""
    ended = track.resolved
    if ended is None:
        return ""
    if ended.outcome is None:
        return "void"
    if track.question.is_event:
        return "yes" if ended.outcome else "no"
    return plain_number(ended.outcome)


def last_of(track: Track) -> Forecasted | None:
    """The last forecast in which the forecaster spoke; the last one at all if none did."""
    spoken = [one for one in track.forecasts if one.said is not None] or list(track.forecasts)
    return max(spoken, key=lambda one: (one.day, one.entry), default=None)


def case_of(track: Track) -> str:
    """The id of the case of the last forecast that was made of one; empty without."""
    named = [str(one.settings.get("case") or "") for one in track.forecasts if one.case_hash]
    return named[-1] if named else ""


def targets_told(case: Case, tracks: Mapping[str, Track]) -> list[dict[str, Any]]:
    """What of a case can be forecast: with its scale, and with the question that asks for it already."""
    told = []
    for target, name in targets_of(case).items():
        known = tracks.get(ident_of(case, target))
        level = target not in case.talks
        scale = case.issues[target.removeprefix("level:")].scale if level else None
        told.append(
            {
                "of": target,
                "name": name,
                "ident": ident_of(case, target),
                "scale": None if scale is None else [plain_number(end) for end in scale],
                "unit": (case.issues[target.removeprefix("level:")].unit or "") if level else "%",
                "kind": "" if level else case.talks[target].kind or "",
                "known": known is not None,
                "state": known.state if known is not None else "",
                "by": known.question.by.isoformat() if known is not None else "",
                "resolves": known.question.resolves if known is not None else "",
            }
        )
    return told
