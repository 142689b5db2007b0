"""What others recorded is written once; changed content is told and written nowhere; a crowd is one more rival."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tertius.errors import UsageError
from tertius.ledger import writer
from tertius.ledger.entries import Question
from tertius.ledger.importing.imported import Imported, crowd_said, ended
from tertius.ledger.importing.write import write_imported
from tertius.ledger.ledger import Ledger

ASKED = Question("there/1", "Invented: will it rain?", "it rains", date(2024, 6, 1), group="there/1", source="There")
FOUND = Imported(
    "There",
    (ASKED,),
    (crowd_said("there/1", "There", 0.3, date(2024, 2, 1)), crowd_said("there/1", "There", 0.4, date(2024, 2, 3))),
    (ended("there/1", "There", 1.0, date(2024, 5, 1), "the page of There"),),
    {"numeric questions": 2},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_twice_adds_nothing(path: Path) -> None:
    first = write_imported(path, FOUND)
    assert (first.questions, first.forecasts, first.resolutions, first.known) == (1, 2, 1, 0)
    again = write_imported(path, FOUND)
    assert (again.questions, again.forecasts, again.resolutions, again.known) == (0, 0, 0, 4)
    assert again.head == first.head == Ledger(path).verify().head
    assert again.left_out == {"numeric questions": 2}


def test_a_crowd_is_scored_as_a_rival_and_is_not_late(path: Path) -> None:
    write_imported(path, FOUND)
    scores = Ledger(path).score()
    (crowd,) = scores.scored
    assert (crowd.name, crowd.kind, crowd.days) == ("crowd", "rival", 90)
    # Two days at 0.3, then 88 at 0.4, and it rained.
    assert crowd.brier == pytest.approx((2 * 0.7**2 + 88 * 0.6**2) / 90)
    assert scores.late == ()


def test_changed_content_is_told_and_written_nowhere(path: Path) -> None:
    write_imported(path, FOUND)
    before = Ledger(path).verify()
    changed = Imported(
        "There",
        (replace(ASKED, by=date(2024, 7, 1)), replace(ASKED, id="there/2")),
        (crowd_said("there/1", "There", 0.5, date(2024, 2, 1)), crowd_said("there/1", "There", 0.6, date(2024, 2, 9))),
        (ended("there/1", "There", 0.0, date(2024, 5, 1), "the page of There"),),
    )
    with pytest.raises(UsageError) as caught:
        write_imported(path, changed)
    assert str(caught.value).splitlines() == [
        "the question 'there/1' is in the ledger with other words: by is '2024-06-01', here '2024-07-01'",
        "the crowd of There on 'there/1' of 2024-02-01 is 0.3 in the ledger, and 0.5 here",
        "'there/1' is resolved as yes on 2024-05-01 in the ledger, and resolved as no on 2024-05-01 here: "
        "'tertius ledger resolve --correct' takes the place of what stands",
        "nothing was written; --keep leaves these as the ledger has them and writes the rest",
    ]
    assert Ledger(path).verify() == before
    written = write_imported(path, changed, keep=True)
    assert (written.questions, written.forecasts, written.resolutions) == (1, 1, 0)
    assert written.left_out == {"what the ledger holds otherwise": 3}
    one = Ledger(path).track("there/1")
    assert one.question == ASKED
    assert [said.rivals["crowd"] for said in one.forecasts] == [0.3, 0.4, 0.6]


def test_an_outcome_of_a_day_to_come_is_refused(path: Path) -> None:
    write_imported(path, replace(FOUND, forecasts=(), resolutions=()))
    tomorrow = writer.now().date() + timedelta(days=1)
    early = replace(FOUND, resolutions=(ended("there/1", "There", 1.0, tomorrow, "."),))
    for keep in (False, True):
        with pytest.raises(UsageError, match="yet to come"):
            write_imported(path, early, keep=keep)
    assert len(Ledger(path).entries()) == 1


def test_the_crowd_of_one_question_joins_a_question_of_ours(path: Path) -> None:
    ledger = Ledger(path)
    ours = Question("rain", "Will it rain?", "it rains", date(2099, 1, 1))
    ledger.record([ours, replace(ours, id="level", scale=(0.0, 1.0))])
    written = write_imported(path, FOUND, ours="rain")
    assert (written.questions, written.forecasts, written.resolutions) == (0, 2, 0)
    assert written.left_out["outcomes of theirs, where ours is kept"] == 1
    track = ledger.track("rain")
    assert (track.state, [one.rivals["crowd"] for one in track.forecasts]) == ("open", [0.3, 0.4])
    assert {one.settings["joined"] for one in track.forecasts} == {"there/1"}
    assert write_imported(path, FOUND, ours="rain").known == 2
    other = replace(FOUND, questions=(replace(ASKED, id="there/2"),))
    with pytest.raises(UsageError, match="has the crowd of 'there/1' already"):
        write_imported(path, other, ours="rain")
    with pytest.raises(UsageError, match="'level' asks for a level from 0 to 1, and the crowd of 'there/1' whether"):
        write_imported(path, FOUND, ours="level")
    with pytest.raises(UsageError, match="did you mean 'rain'"):
        write_imported(path, FOUND, ours="rains")
    two = replace(FOUND, questions=(ASKED, replace(ASKED, id="there/2")))
    with pytest.raises(UsageError, match="takes the crowd of one question, and 2 were found: 'there/1', 'there/2'"):
        write_imported(path, two, ours="rain")


def test_questions_are_chosen_by_a_part_of_their_text(path: Path) -> None:
    both = replace(FOUND, questions=(ASKED, replace(ASKED, id="there/2", text="Invented: will it snow?")))
    assert [one.id for one in both.matching("SNOW").questions] == ["there/2"]
    assert both.matching("snow").forecasts == ()
    assert both.matching("there/1") == FOUND
    ten = replace(FOUND, questions=(ASKED, replace(ASKED, id="there/10")))
    assert [one.id for one in ten.matching("there/1").questions] == ["there/1"]
    with pytest.raises(UsageError, match="no question was found"):
        write_imported(path, both.matching("hail"))
    assert not path.exists()
