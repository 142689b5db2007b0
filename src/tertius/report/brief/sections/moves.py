"""What each could do before the talks: every move, what it gains alone, and what becomes of it when all can move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tertius.analysis.moves.game import Game
from tertius.analysis.moves.search import Plan, Search
from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Block, Figure, Head, Paragraph, Section, Soft, Span, Table, Who, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.moves import moves_chart
from tertius.report.text.appendix import moves as text
from tertius.report.text.moves import backfires, move_name
from tertius.report.text.phrases import NOTHING, percent

MOST_BARS = 8
"""Of more moves the picture has only the best of each actor; the table has all."""

_BARS = (
    "as a share of all its actor has at stake; the number is in that actor’s points. The line has eight draws of ten; "
    "losses are grey."
)


def moves_section(found: Analysis, notes: Notes) -> Section | None:
    """Every move of everybody; None if there is none, or none was looked at."""
    searches, game = found.searches, found.game
    if not searches:
        return None
    drawn, which = _drawn(searches)
    label = f"{text.paying_sentence(searches)} {text.game_sentence(game, found.profiles)}".strip()
    return Section(
        "moves",
        "What each could do before the talks",
        (
            Paragraph(" ".join(_sentences(found))),
            Figure(moves_chart(drawn, found.settlement.ranges), label, f"{which} {_BARS}"),
            _table(searches, game, notes),
            *_small(searches),
        ),
    )


def _drawn(searches: Sequence[Search]) -> tuple[list[Search], str]:
    """What the picture shows: every move, or of many the best of each actor; and the words for that."""
    if sum(len(search.plans) for search in searches) <= MOST_BARS:
        return list(searches), "The gain of each move"
    best = [replace(search, plans=search.plans[:1]) for search in searches]
    return best, "The gain of the best move of each"


def _sentences(found: Analysis) -> list[str]:
    """At most six."""
    searches, game = found.searches, found.game
    said = [text.paying_sentence(searches), text.game_sentence(game, found.profiles)]
    if game is not None:
        said += [text.loose_sentence(game), text.apart_sentence(game), *text.unplayed_sentences(searches, game)[:1]]
        said.append(text.in_turn_sentence(game))
    return [sentence for sentence in said if sentence]


def _small(searches: tuple[Search, ...]) -> list[Block]:
    said = [text.method_sentence(searches)]
    if any(backfires(plan) for search in searches for plan in search.plans if plan.net.draws):
        said.append("A move backfires if it would hurt its actor even for nothing.")
    return [Paragraph(" ".join(said), "small")]


def _table(searches: tuple[Search, ...], game: Game | None, notes: Notes) -> Table:
    """A row for every move, the best of each actor first; those that wait for others last."""
    rows: list[tuple[Words, ...]] = []
    for search in searches:
        single = {plan.moves[0]: plan for plan in search.plans if len(plan.moves) == 1}
        rows.append(((Who(search.actor),), *("",) * (3 if game else 2)))
        for ident in (*single, *(name for name in search.hindered if name not in single)):
            rows.append(_row(search, ident, single.get(ident), game, notes))
    heads = [Head("Move"), Head("Gain", True), Head("Helps in", True)]
    if game is not None:
        heads.append(Head("In equilibrium", True))
    return Table(tuple(heads), tuple(rows))


def _row(search: Search, ident: str, plan: Plan | None, game: Game | None, notes: Notes) -> tuple[Words, ...]:
    move = search.case.moves[ident]
    asides = [] if plan is not None else [" after another"] if move.after else [" not possible"]
    asides += [" backfires"] if plan is not None and backfires(plan) else []
    name: list[Span] = [
        move_name(search.case, ident),
        *(Soft(f",{one}") for one in asides),
        *notes.refs("moves", ident),
    ]
    known = plan is not None and plan.net.draws > 0
    gain: Words = NOTHING
    if plan is not None and known:
        figure = text.gain_words(plan.net.mean, plan.errors["net"])
        gain = figure if plan.decided else (figure, Soft(" undecided"))
    helps = percent(plan.net.helps, "%") if plan is not None and known else NOTHING
    cells: tuple[Words, ...] = (tuple(name), gain, helps)
    return cells if game is None else (*cells, _played(game, ident))


def _played(game: Game, ident: str) -> Words:
    played = text.played_words(game, ident) or NOTHING
    return (played, Soft(" undecided")) if text.undecided_in(game, ident) else played
