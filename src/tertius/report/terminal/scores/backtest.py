"""The backtest on the terminal: who said what of every meeting, and how good that was."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import section, table_of
from tertius.report.text.phrases import NOTHING, many
from tertius.report.text.scores.backtest import backtest_sentences
from tertius.studies.backtest.backtest import FORECASTERS, RIVAL, Backtest, Standing

SHORT = {"measured": "curve", RIVAL: "base", "always 50%": "50%"}
"""Headings that leave room for a meeting on 80 columns."""


def backtest_of(found: Backtest) -> Iterator[RenderableType]:
    """Every meeting with what was said of it, the scores, and what they can and cannot show."""
    names = [name for name in FORECASTERS if name != "always 50%"]
    for frame in dict.fromkeys(one.meeting.frame for one in found.tried):
        headings = [SHORT.get(name, name) for name in names]
        table = table_of("Meeting", "True", *headings, right=headings)
        for one in found.tried:
            if one.meeting.frame == frame:
                said = [f"{100 * one.said[name]:.0f}" if name in one.said else NOTHING for name in names]
                table.add_row(one.meeting.title, "yes" if one.meeting.happened else "no", *said)
        yield from section(f"{frame}, in percent", table)
    for name, rows in found.standings.items():
        if name == "all" and len(found.standings) == 2:
            continue  # one series: its own table says the same
        yield from section(f"Scores, {name}: {many(len(rows) and rows[0].meetings, 'meeting')}", _scores(rows))
    yield from section("In words", *(Text(f"– {sentence}") for sentence in backtest_sentences(found)))


def _scores(rows: tuple[Standing, ...]) -> RenderableType:
    headings = ("n", "Brier", "log", "against the base rate", "95 percent")
    table = table_of("Forecaster", *headings, right=headings)
    for row in rows:
        one = row.against
        against = (NOTHING, NOTHING) if one is None else (f"{one.mean:+.3f}", f"{one.low:+.3f} to {one.high:+.3f}")
        name = "curve" if row.name == "measured" else row.name
        table.add_row(name, str(row.meetings), f"{row.brier:.3f}", f"{row.log:.2f}", *against)
    return table
