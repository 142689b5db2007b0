"""Notes: numbered as they are referred to, a line each, and from each its sources; reasons only where asked for."""

from __future__ import annotations

import itertools

from tertius.case import Case, read_text
from tertius.report.brief.document import Cite, Ref, plain_text
from tertius.report.brief.notes import Notes, safe_address

CASE = """\
case: river
title: A river
as_of: 2020-01-01
actors: {up: Upland, down: Downland}
sources:
  atlas: {title: An atlas, publisher: A press, date: 1999, url: "https://example.org/atlas"}
  diary: {author: A. Clerk, title: A diary, url: "javascript:alert(1)"}
  unread: {title: Never cited}
issues:
  water: {name: Water let through, scale: [0, 20], unit: litres}
talks:
  dam:
    name: The dam
    parties: [up, down]
    without_agreement: {water: {level: 4 to 6, source: atlas, method: observed}}
stances:
  up: {water: {position: 0, salience: 30 to 50, why: it turns the mill, source: [diary, atlas], method: judgement}}
  down: {water: {position: 20, salience: 60, why: fields, method: judgement}}
needs:
  bread:
    name: Bread
    actor: down
    weight: 10
    method: judgement
    covered_by: {water: {share: 20% to 40%, method: judgement}}
threats:
  war:
    {name: War, holder: down, if_fails: dam, target: up, damage: 9, cost: 1, credibility: 50%, method: judgement}
"""


def river() -> Case:
    return read_text(CASE, "river.yaml")


def said(notes: Notes) -> dict[int, str]:
    return {note.number: plain_text(note.words, {}) for note in notes.listed()}


def test_only_what_is_referred_to_is_listed_by_the_order_of_the_references() -> None:
    notes = Notes(river())
    assert notes.listed() == ()
    assert notes.sources() == ()
    assert notes.refs("threats", "war") == (Ref(1),)
    assert notes.refs("stances", "up", "water") == notes.refs("issues", "water") == (Ref(2),)
    assert notes.refs("threats", "war") == (Ref(1),)
    assert notes.refs("ties") == ()
    assert list(said(notes)) == [1, 2]


def test_a_note_is_on_an_issue_with_all_that_is_wanted_of_it_or_on_one_entry() -> None:
    notes = Notes(river())
    assert notes.refs("issues") == (Ref(1),)
    assert notes.refs("needs") == (Ref(2),)
    assert notes.refs("threats") == (Ref(3),)
    assert said(notes) == {
        1: "Water let through (litres): without a deal 5 (4–6), observed; Upland wants 0, salience 40 (30–50); "
        "Downland wants 20, salience 60.",
        2: "Need “Bread”: weight 10 points, share that Water let through covers 30% (20–40).",
        3: "Threat “War”: damage 9 points, cost 1 point, credibility 50%.",
    }
    assert (notes.usual, notes.alike) == ("judgement", False)


def test_behind_every_number_stand_its_sources_and_no_address_that_is_not_of_the_web() -> None:
    notes = Notes(river())
    notes.refs("issues", "water")
    [note] = notes.listed()
    assert [span for span in note.words if isinstance(span, Cite)] == [Cite(1), Cite(2), Cite(1)]
    assert notes.cites(["diary", "none"]) == (Cite(2),)
    told = [(source.number, source.text, source.address) for source in notes.sources()]
    assert told == [
        (1, "An atlas. A press. 1999.", "https://example.org/atlas"),
        (2, "A. Clerk. A diary. javascript:alert(1)", ""),
    ]
    assert safe_address(river().sources["diary"]) == ""


def test_reasons_stand_under_the_number_of_their_note_and_list_all_notes() -> None:
    notes = Notes(river())
    told = [(words[0], plain_text(words, {})) for words in notes.reasons()]
    assert told == [
        (Ref(1), " Water let through (litres): Upland wants, salience. It turns the mill."),
        (Ref(1), " Water let through (litres): Downland wants, salience. Fields."),
    ]
    numbers = list(said(notes))
    assert numbers == [1, 2, 3]
    assert all(after - before == 1 for before, after in itertools.pairwise(numbers))
