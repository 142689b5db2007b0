"""What each could do before the talks: one table of moves and game, which never contradict each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import Game, Search
from tertius.analysis.moves.game import Margin, pure_equilibria
from tertius.report.brief.document import Figure, Section
from tertius.report.brief.sections import moves
from tertius.report.brief.sections.moves import moves_section
from tertius.report.text.appendix import moves as text
from tests.analysis.moves.towns import towns
from tests.report.brief.sections.found import Notes, found, lines


@cache
def searches() -> tuple[Search, ...]:
    return tuple(tertius.moves(towns(), actor, draws=16, threads=1) for actor in ("upper", "lower", "port"))


@cache
def game() -> Game:
    return tertius.game(towns(), draws=16, threads=1)


def section(notes: Notes | None = None, **parts: object) -> Section | None:
    given = {"searches": searches(), "game": game(), "profiles": 16} | parts
    return moves_section(found(towns(), **given), notes or Notes())


def test_every_move_has_one_row_with_what_becomes_of_it() -> None:
    notes = Notes()
    said = lines(towns(), section(notes))
    rows = {line.split(" | ")[0]: line.split(" | ")[1:] for line in said if " | " in line}
    assert len(rows) == len(towns().moves) + 3  # a heading for each actor
    assert set(notes.paths) == {("moves", ident) for ident in towns().moves}
    assert rows["Threaten to close the road"][-1] == "yes"
    assert rows["Ask the port for help"][-1] == "no"
    assert rows["Say that any toll is ruin, backfires"][0].startswith("−")
    assert rows["Make the promise of the port public, after another"] == ["–", "–", "no"]


def test_of_many_moves_the_picture_has_the_best_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The gain of each move as a share" in " ".join(lines(towns(), section()))
    monkeypatch.setattr(moves, "MOST_BARS", 2)
    told = section()
    assert "The gain of the best move of each as a share" in " ".join(lines(towns(), told))
    assert told is not None
    [picture] = [block for block in told.blocks if isinstance(block, Figure)]
    texts = [row["text"] for layer in picture.spec["layer"] for row in layer["data"]["values"] if "text" in row]
    assert "Ask the port for help" in texts
    assert "Say that any toll is ruin" not in texts


def test_at_most_six_sentences_none_of_them_long() -> None:
    for parts in ({}, {"game": None, "profiles": 1440}):
        told = lines(towns(), section(**parts))[1]
        sentences = [one for one in told.split(". ") if one]
        assert 1 <= len(sentences) <= 6
        assert max(len(one.split()) for one in sentences) <= 45
    assert told.endswith("All moves together make 1,440 combinations, too many to work out the game of all here.")
    assert section(searches=()) is None


def made_up(payoffs: np.ndarray, **parts: object) -> Game:
    """A game of the towns in which each has a move or none."""
    menus = {"upper": ("nothing", "close-the-road"), "lower": ("nothing", "plead")}
    equilibria = tuple(pure_equilibria(payoffs))
    margins = tuple({player: Margin("nothing", 1.0, 0.1) for player in menus} for _ in equilibria)
    made = {"players": tuple(menus), "menus": menus, "payoffs": payoffs, "equilibria": equilibria, "margins": margins}
    return replace(game(), **(made | {"by_theory": {"hold": payoffs}, "path": None, "mixed": None} | parts))


def test_a_move_that_pays_alone_and_is_not_played_has_its_reason() -> None:
    upper = searches()[0]
    assert text.paying(upper)
    assert text.unplayed_sentences(searches(), game()) == []  # it is played
    # Pleading always pays Lowerton here, and beside it closing the road costs Upperton two points.
    payoffs = np.array([[[0, 0], [3, 5]], [[1, 0], [1, 5]]], dtype=float)
    told = text.unplayed_sentences(searches(), made_up(payoffs))
    assert told == [
        "Upperton leaves “Threaten to close the road” alone: with what the others do, it would cost it 2 points."
    ]


def test_the_game_in_a_sentence() -> None:
    nobody = np.array([[[2, 2], [1, 1]], [[1, 1], [0, 0]]], dtype=float)
    either = np.array([[[1, 1], [0, 0]], [[0, 0], [1, 1]]], dtype=float)
    never = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], dtype=float)
    assert text.game_sentence(made_up(nobody), 4) == (
        "If all can move, still nobody does: alone, nobody would gain by it."
    )
    assert text.game_sentence(made_up(either), 4) == (
        "If all can move, two combinations are such that nobody would rather have done otherwise; which of them is "
        "played is open."
    )
    assert text.game_sentence(made_up(never), 4).startswith("There is no pure equilibrium")
    assert text.played_words(made_up(either), "plead") == "in 1 of 2"
    assert text.played_words(made_up(never), "plead") == ""
    assert text.game_sentence(None, 0) == ""


def test_a_choice_within_two_errors_is_undecided_in_its_row_and_in_a_sentence() -> None:
    nobody = np.array([[[2, 2], [1, 1]], [[1, 1], [0, 0]]], dtype=float)
    loose = ({"upper": Margin("close-the-road", 0.1, 0.2), "lower": Margin("plead", 1.0, 0.1)},)
    made = made_up(nobody, margins=loose)
    assert text.undecided_in(made, "close-the-road")
    assert not text.undecided_in(made, "plead")
    assert text.loose_sentence(made) == "Undecided in 16 draws is the choice of Upperton."
    assert text.loose_sentence(made_up(nobody)) == ""


@pytest.mark.parametrize(
    ("mean", "error", "words"),
    [
        (1.44, 0.21, "+1.4 ± 0.2"),
        (-0.254, 0.021, "−0.25 ± 0.02"),
        (1.44, float("inf"), "+1.4"),
        (0.0, 0.0, "0.00 ± 0.00"),
    ],
)
def test_a_gain_has_the_digits_that_its_error_warrants(mean: float, error: float, words: str) -> None:
    assert text.gain_words(mean, error) == words
