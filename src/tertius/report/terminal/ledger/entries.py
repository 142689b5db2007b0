"""The ledger on the terminal: questions, one of them with its forecasts, what was written down, whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.ledger.entries import Forecasted, Question, Resolved, Said, Track
from tertius.ledger.importing.imported import CROWD
from tertius.report.terminal.console import section, table_of
from tertius.report.text.phrases import NOTHING, date, many

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.ledger.adding import Added
    from tertius.ledger.chain import Verified


def said_words(said: Said | None) -> str:
    """A forecast in a cell: ``31 %``; of a level its middle, with the ends between which eight in ten lie."""
    if said is None:
        return NOTHING
    if not isinstance(said, Mapping):
        return f"{100 * said:.3g} %"
    shares = sorted(said)
    middle = min(shares, key=lambda share: abs(share - 0.5))
    if len(shares) == 1:
        return f"{said[middle]:.4g}"
    first, last = shares[0], shares[-1]
    ends = f"{100 * first:g} to {100 * last:g} %: {said[first]:.4g} to {said[last]:.4g}"
    return f"{said[middle]:.4g} ({ends})"


def outcome_words(question: Question, ended: Resolved | None) -> str:
    """How a question ended, in a cell."""
    if ended is None:
        return "open"
    if ended.outcome is None:
        return "void"
    return f"{ended.outcome:g}" if not question.is_event else "yes" if ended.outcome else "no"


def list_of(path: Path, tracks: Sequence[Track]) -> Iterator[RenderableType]:
    """The questions of a ledger."""
    rows = (
        (
            track.question.id,
            track.question.by.isoformat(),
            str(len(track.forecasts)),
            _last(track),
            outcome_words(track.question, track.resolved),
        )
        for track in tracks
    )
    yield Text(f"{path}: {many(len(tracks), 'question')}", style="bold")
    if tracks:
        yield table_of("Question", "By", "Forecasts", "Last", "Ended", rows=rows, right=["Forecasts"])


def track_of(track: Track, changed: bool | None = None, written: Path | None = None) -> Iterator[RenderableType]:
    """One question with all that stands of it, and where its frozen case was written."""
    question, ended = track.question, track.resolved
    yield from _question(question)
    for one in track.forecasts:
        when = f"{one.when:%Y-%m-%d %H:%M} UTC" + (f", as of {one.as_of}" if one.as_of else "")
        yield from section(f"Entry {one.entry}, {when}, {one.who}", _forecast(one))
    if not track.forecasts:
        yield Text("No forecast stands.")
    if changed:
        yield Text(
            "\nThe file of the case was changed since the last forecast was frozen: --case FILE writes what was frozen."
        )
    if ended is not None:
        yield from section("How it ended", Text(_ending(question, ended)))
    if written is not None:
        yield Text(f"\nThe frozen case is in {written}")


def added_of(added: Added) -> Iterator[RenderableType]:
    """What was written down."""
    yield from _question(added.question)
    title = f"Entry {added.forecast.entry}, {added.forecast.when:%Y-%m-%d %H:%M} UTC, {added.forecast.who}"
    yield from section(title, _forecast(added.forecast))
    if added.changed_since is not None:
        yield Text(
            f"\nThe case is not the one of entry {added.changed_since}: it was changed since, or is another. Both are "
            "kept."
        )
    yield Text(f"\nWritten down. Hash of the last entry:\n{added.head}")


def resolved_of(question: Question, ended: Resolved) -> Iterator[RenderableType]:
    """How a question ended, as it was written down."""
    what = question.ended_as(ended.outcome)
    instead = "" if ended.corrects is None else f", in the place of entry {ended.corrects}"
    yield Text(f"Entry {ended.entry}: '{ended.question}' is {what}{instead}. {ended.source}")


def verified_of(path: Path, found: Verified) -> Iterator[RenderableType]:
    """Whether a ledger is whole."""
    counted = f"{found.entries} {'entry' if found.entries == 1 else 'entries'} and {many(found.cases, 'frozen case')}"
    if found.whole:
        yield Text(f"{path}: {counted}, nothing differs.")
    else:
        first = "" if found.first is None else f"; entry {found.first} is the first that differs"
        yield Text(f"{path}: {counted}{first}.")
        yield from (Text(f"- {fault}") for fault in found.faults)
    yield Text(f"Hash of the last entry:\n{found.head or NOTHING}")
    if found.kept:
        yield Text(f"The hash that you kept is there, with {found.since} written since.")
    elif found.kept is None:
        yield Text("Keep this hash elsewhere: what is cut off at the end, only verify --head HASH can find.")


def _last(track: Track) -> str:
    """What was said last, in a cell; the crowd if that alone spoke."""
    if not track.forecasts:
        return NOTHING
    last = track.forecasts[-1]
    if last.said is None and CROWD in last.rivals:
        return f"{said_words(last.rivals[CROWD])}, {CROWD}"
    return said_words(last.said)


def _question(question: Question) -> Iterator[RenderableType]:
    yield Text(question.text, style="bold")
    kind = f" Kind of talk: {question.kind}." if question.kind else ""
    scale = "" if question.scale is None else f" Scale: {question.scale[0]:g} to {question.scale[1]:g}."
    yield Text(f"{question.id}, by {date(question.by)}. Resolves: {question.resolves.rstrip('.')}.{scale}{kind}")


def _ending(question: Question, ended: Resolved) -> str:
    how = outcome_words(question, ended)
    return f"{how}, {ended.on}, entry {ended.entry} by {ended.who}: {ended.source}"


def _forecast(one: Forecasted) -> Table:
    """The forecast, theories and rivals, a row each."""
    rows = [("Forecast", "", said_words(one.said))]
    rows += [("Theory", name, said_words(said)) for name, said in one.theories.items()]
    rows += [("Rival", name, said_words(said)) for name, said in one.rivals.items()]
    if one.case_hash:
        rows.append(("Case", str(one.settings.get("case", "")), one.case_hash[:16]))
        draws = f"{many(int(one.settings['draws']), 'draw')}, " if "draws" in one.settings else ""
        rows.append(("Made by", f"Tertius {one.version}", f"{draws}seed {one.seed}"))
    return table_of("What", "Who", "Says", rows=rows)
