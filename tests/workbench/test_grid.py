"""The Table without a browser: blocks of text as Excel copies them, cells and their drafts, rows that come and go."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tertius.errors import UsageError
from tertius.workbench.differences import inner
from tertius.workbench.document import Document, Outcome
from tertius.workbench.grid.adding import Refused, add, asked_of, remove
from tertius.workbench.grid.blocks import block_of, with_numbers
from tertius.workbench.grid.cells import Cell, Table
from tertius.workbench.grid.filling import fill
from tertius.workbench.grid.sheets import home_of, sheet_names, table_of
from tertius.workbench.grid.shown import Shown
from tertius.workbench.grid.stances import FIELDS
from tertius.workbench.grid.telling import about, also_words, mistakes_of

FIRST = ("stances", "usa", "denuclearisation", "position")
WEIGHT = ("stances", "usa", "denuclearisation", "salience")
NEW = ("stances", "rok", "tariff-relief", "position")
NEW_WEIGHT = ("stances", "rok", "tariff-relief", "salience")
LAST = ("stances", "rok", "inter-korean-projects", "salience")


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """The flagship, open."""
    file = tmp_path / "case.yaml"
    file.write_bytes(files("tertius").joinpath("gallery", "korea-2019", "case.yaml").read_bytes())
    return Document(file, tmp_path / "journals")


def put(document: Document, at: tuple[str, ...], text: str, sheet: str = "grid", to: tuple[str, ...] = ()) -> Outcome:
    """Put a text at a cell; what became of it."""
    filled = fill(document, table_of(document, sheet), at, to or at, block_of(text))
    return document.edit(filled.puts, filled.said)


def cell(document: Document, path: tuple[str, ...], sheet: str = "grid") -> Cell:
    """A cell of a sheet as it is now."""
    return next(one for one in table_of(document, sheet).cells() if one.path == path)


def names(table: Table) -> list[str]:
    """What the rows are called."""
    return [line.heads[0].main for line in table.lines]


# Blocks


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("45", [["45"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"a\tb\nc"\t"say ""yes"""\n', [["a\tb\nc", 'say "yes"']]),
        ("\t2\n3\n", [["", "2"], ["3"]]),
        ("1\n\n2", [["1"], [""], ["2"]]),
        ('12"', [['12"']]),
    ],
)
def test_a_block_is_cut_as_excel_copies_it(text: str, rows: list[list[str]]) -> None:
    assert block_of(text) == rows


def test_a_block_of_too_many_rows_is_refused() -> None:
    with pytest.raises(UsageError, match="at most"):
        block_of("1\t2\n" * 200_000)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("45,5", "45.5"),
        ("45.5", "45.5"),
        ("12 %", "12 %"),
        ("1 200,5", "1200.5"),
        ("1.234.567,5", "1234567.5"),
        ("45–60", "45 to 60"),
        ("45-60", "45 to 60"),
        ("45 – 60 %", "45% to 60%"),
        ("−5", "-5"),
        ("45,5–60,25", "45.5 to 60.25"),
        ("45 to 60, likely 50", "45 to 60, likely 50"),
        ("45–60, most likely 50", "45 to 60, likely 50"),
        ("45–60, normal", "45 to 60, normal"),
    ],
)
def test_a_number_is_read_as_people_of_any_country_write_it(typed: str, kept: str) -> None:
    assert with_numbers([[typed]], {0: FIELDS["position"]}, {}) == [[kept]]


def test_a_column_decides_as_a_whole_how_its_numbers_are_written() -> None:
    column = {0: FIELDS["position"]}
    assert with_numbers([["1.200"], ["950"]], column, {}) == [["1200"], ["950"]]
    assert with_numbers([["1.200"], ["0.950"]], column, {0: (0.0, 10.0)}) == [["1.200"], ["0.950"]]
    assert with_numbers([["1.200"]], column, {}) == [["1.200"]], "what can be read in two ways stays as it is"
    assert with_numbers([["much"], ["5"]], column, {}) == [["much"], ["5"]]


def test_numbers_with_points_between_thousands_are_read_on_a_scale_that_has_them(document: Document) -> None:
    put(document, ("issues", "tariff-relief", "scale"), "0 to 5000", "issues")
    put(document, ("stances", "usa", "tariff-relief", "position"), "1.234,5")
    assert cell(document, ("stances", "usa", "tariff-relief", "position")).text == "1234.5"


def test_a_block_with_decimal_commas_lands_cell_by_cell_and_mistakes_stay_where_they_are(document: Document) -> None:
    outcome = put(document, FIRST, "45,5\t12 %\n45–60\t120\n80\tmuch\n")
    assert [path[1:] for path in outcome.refused] == [
        ("dprk", "denuclearisation", "salience"),
        ("china", "denuclearisation", "salience"),
    ]
    assert cell(document, FIRST).text == "45.5"
    assert cell(document, WEIGHT).text == "12"
    assert cell(document, ("stances", "china", "denuclearisation", "position")).text == "80"
    told = mistakes_of(document, table_of(document, "grid"))
    assert [one.text for one in told] == ["120", "much"]
    assert all(one.what.startswith("Salience of") and one.legal for one in told)


def test_what_does_not_fit_into_the_table_is_said(document: Document) -> None:
    filled = fill(document, table_of(document, "grid"), LAST, LAST, block_of("1\t2\n3\t4"))
    assert len(filled.puts) == 1
    assert filled.beyond.startswith("1 row and 1 column of the block")


def test_one_cell_fills_all_that_is_selected(document: Document) -> None:
    to = ("stances", "dprk", "sanctions-relief", "position")
    filled = fill(document, table_of(document, "grid"), FIRST, to, [["7"]])
    assert [one.to for one in filled.puts] == ["7"] * 6


# Stances


def test_a_new_stance_waits_for_its_second_number(document: Document) -> None:
    first = put(document, NEW, "30")
    assert list(first.refused) == [NEW]
    assert "salience" in first.refused[NEW].problem.found
    assert cell(document, NEW).typed == "30"
    second = put(document, NEW_WEIGHT, "20")
    assert not second.refused
    assert not document.drafts
    assert (cell(document, NEW).main, cell(document, NEW_WEIGHT).main) == ("30", "20")


def test_the_first_number_of_one_stance_does_not_hold_up_those_of_others(document: Document) -> None:
    outcome = put(document, ("stances", "russia", "tariff-relief", "position"), "10\t20\n30")
    assert list(outcome.refused) == [NEW]
    assert cell(document, ("stances", "russia", "tariff-relief", "position")).text == "10"


def test_a_stance_whose_numbers_are_both_taken_away_is_gone(document: Document) -> None:
    put(document, ("stances", "rok", "denuclearisation", "position"), "")
    assert document.drafts
    outcome = put(document, ("stances", "rok", "denuclearisation", "salience"), "")
    assert not outcome.refused
    assert not document.drafts
    assert "denuclearisation" not in document.values["stances"]["rok"]


def test_undo_of_everything_gives_the_case_back(document: Document) -> None:
    before = document.values
    put(document, FIRST, "45,5\t12\n45–60\t20\n")
    put(document, NEW, "30\t20")
    add(document, "actors", {"name": "Japan"})
    remove(document, ("issues", "tariff-relief"))
    while document.undo():
        pass
    assert document.values == before


def test_a_cell_that_somebody_else_changed_is_a_conflict_and_keeps_theirs(document: Document) -> None:
    shown = Shown()
    version, _ = shown.now(document, "grid")
    put(document, FIRST, "50")
    before = shown.then(document, "grid", False, version)
    assert before is not None
    seen = {one.path: one.text for one in before.cells()}
    filled = fill(document, table_of(document, "grid"), FIRST, FIRST, [["60", "70"]], seen)
    outcome = document.edit(filled.puts, filled.said)
    assert outcome.conflicts == {FIRST: 50}
    assert outcome.done == [WEIGHT]


def test_what_a_window_showed_is_kept_for_some_versions_only(document: Document) -> None:
    shown = Shown()
    version, _ = shown.now(document, "grid")
    for number in range(10):
        put(document, FIRST, str(number))
        shown.now(document, "grid")
    assert shown.then(document, "grid", False, version) is None


# Other sheets


def test_every_sheet_shows_names_and_no_ids(document: Document) -> None:
    ids = {*document.case.actors, *document.case.talks, *document.case.issues, *document.case.needs}
    for name in sheet_names():
        for one in table_of(document, name).cells():
            if one.column is not None and (one.column.refers or one.column.heading == "name"):
                assert not ids & set(one.main.split(", ")), (name, one.path, one.main)


def test_a_name_is_taken_where_an_id_is_meant(document: Document) -> None:
    at = ("needs", "fuel", "actor")
    path = at if "fuel" in document.values["needs"] else ("needs", next(iter(document.values["needs"])), "actor")
    put(document, path, "china", "needs")
    assert cell(document, path, "needs").main == "China"
    parties = ("talks", "us-china", "parties")
    assert cell(document, parties, "talks").main == "United States, China"
    outcome = put(document, parties, "United States, Atlantis", "talks")
    [told] = mistakes_of(document, table_of(document, "talks"))
    assert list(outcome.refused) == [parties]
    assert told.before == "United States, China"


def test_shares_are_shown_and_typed_in_percent(document: Document) -> None:
    path = ("links", "china-backs-dprk", "probability")
    assert cell(document, path, "links").text.endswith("%")
    filled = fill(
        document, table_of(document, "links"), path, path, [["35 %"]], {path: cell(document, path, "links").text}
    )
    outcome = document.edit(filled.puts, filled.said)
    assert not outcome.conflicts
    assert document.values["links"]["china-backs-dprk"]["probability"] == 0.35


def test_an_entry_is_typed_field_by_field_and_waits_until_it_is_whole(document: Document) -> None:
    path, _ = add(document, "needs", {"name": "Recognition"})
    need = path[:2]
    assert "Recognition" in [line.heads[0].typed for line in table_of(document, "needs").lines]
    put(document, (*need, "actor"), "South Korea", "needs")
    assert need[1] not in document.values["needs"]
    outcome = put(document, (*need, "weight"), "20–30", "needs")
    assert not outcome.refused
    assert not document.drafts
    assert document.values["needs"][need[1]] == {"name": "Recognition", "actor": "rok", "weight": "20 to 30"}


def test_an_entry_that_is_not_whole_can_be_removed(document: Document) -> None:
    path, _ = add(document, "links", {"name": "Another"})
    remove(document, path[:2])
    assert not document.drafts
    assert "Another" not in names(table_of(document, "links"))


def test_a_row_inside_an_entry_is_chosen_by_names(document: Document) -> None:
    given = {"talk": "United States and China, trade", "party": "China"}
    path, _ = add(document, "powers", given)
    assert path == ("talks", "us-china", "power", "china")
    put(document, (*path, "power"), "2", "powers")
    assert document.values["talks"]["us-china"]["power"] == {"china": {"power": 2}}
    with pytest.raises(Refused, match="have their row already"):
        add(document, "powers", given)
    remove(document, path)
    assert "power" not in document.values["talks"]["us-china"]


def test_a_new_actor_has_an_id_of_its_own(document: Document) -> None:
    add(document, "actors", {"name": "Japan"})
    path, _ = add(document, "grid", {"name": "Japan"})
    assert path == ("actors", "japan-2")
    assert names(table_of(document, "grid"))[-2:] == ["Japan", "Japan"]


def test_a_new_issue_comes_with_its_scale_and_its_level(document: Document) -> None:
    talk = "United States and China, trade"
    given = {"name": "Soy beans", "scale": "0 to 50", "anchors": "0: none\n25,5: some", "talk": talk, "level": "5–10"}
    path, outcome = add(document, "issues", given)
    assert not outcome.refused
    assert document.values["issues"][path[1]]["anchors"] == {"0": "none", "25.5": "some"}
    assert document.values["talks"]["us-china"]["without_agreement"][path[1]] == {"level": "5 to 10"}


def test_what_is_wrong_with_a_new_issue_is_said_at_its_field_and_nothing_is_added(document: Document) -> None:
    before = document.values
    talk = "United States and China, trade"
    with pytest.raises(Refused) as refused:
        add(document, "issues", {"name": "Soy beans", "scale": "50 to 0", "talk": talk, "level": "5"})
    assert list(refused.value.fields) == ["scale"]
    with pytest.raises(Refused) as refused:
        add(document, "issues", {"name": "", "talk": "No such talk", "level": ""})
    assert set(refused.value.fields) == {"name", "talk", "level"}
    assert document.values == before
    assert not document.drafts


def test_a_row_is_added_whole_by_its_form_or_not_at_all(document: Document) -> None:
    given = {"name": "Recognition", "actor": "South Korea", "weight": "20–30"}
    path, outcome = add(document, "needs", given)
    assert not outcome.refused
    assert inner(document.values, path) == {"name": "Recognition", "actor": "rok", "weight": "20 to 30"}
    before = document.values
    with pytest.raises(Refused) as refused:
        add(document, "needs", given | {"name": "Another", "weight": "much"})
    assert set(refused.value.fields) == {"weight"}
    assert document.values == before
    assert not document.drafts


def test_a_new_talk_brings_issues_to_its_table_at_the_level_that_they_have(document: Document) -> None:
    add(document, "issues", {"name": "Soy beans", "scale": "0 to 50", "level": "5"})
    given = {"name": "Second table", "parties": "China\nSouth Korea", "issues": "Soy beans"}
    path, _ = add(document, "talks", given)
    made = {"name": "Second table", "parties": ["china", "rok"], "without_agreement": {"soy-beans": {"level": 5}}}
    assert inner(document.values, path) == made
    assert "level" not in document.values["issues"]["soy-beans"]
    document.undo()
    assert document.values["issues"]["soy-beans"]["level"] == 5
    with pytest.raises(Refused) as refused:
        add(document, "talks", given | {"parties": "China"})
    assert "two parties" in refused.value.fields["parties"]
    assert not document.drafts


def test_an_issue_outside_every_talk_is_brought_to_one_with_its_level(document: Document) -> None:
    add(document, "issues", {"name": "Soy beans", "level": "5"})
    path, outcome = add(
        document, "levels without agreement", {"talk": "United States and China, trade", "issue": "Soy beans"}
    )
    assert not outcome.refused
    assert inner(document.values, path) == {"level": 5}


@pytest.mark.parametrize("sheet", ["nonsense", "", "case", "claims"])
def test_rows_are_added_to_no_sheet_that_takes_none(document: Document, sheet: str) -> None:
    with pytest.raises(UsageError, match="no sheet"):
        add(document, sheet, {"name": "New"})


def test_an_entry_that_waits_for_the_rest_is_told_by_its_name(document: Document) -> None:
    add(document, "needs", {"name": "Water for the fields"})
    (mistake,) = mistakes_of(document, table_of(document, "needs"))
    assert mistake.what == "Name of Water for the fields"


def test_removing_says_by_name_what_goes_with_it(document: Document) -> None:
    before = document.values
    remove(document, ("talks", "us-china"))
    told = also_words(before, document.values, ("talks", "us-china"))
    assert "Links: China makes the trade talks pay for Korea" in told
    assert not any(line.startswith("Talks") for line in told)
    document.undo()
    assert document.values == before


def test_a_move_and_a_source_can_be_removed(document: Document) -> None:
    for sheet in ("moves", "sources"):
        ident = next(iter(document.values[sheet]))
        outcome = remove(document, (sheet, ident))
        assert not outcome.refused
        assert ident not in document.values[sheet]


def test_a_form_asks_for_what_names_a_row_and_what_it_is_none_without(document: Document) -> None:
    assert [one.name for one in asked_of(document, "supplies")] == ["need", "issue", "share"]
    need = {one.name: one for one in asked_of(document, "needs")}
    assert list(need) == ["name", "actor", "weight"]
    assert "South Korea" in need["actor"].options
    assert asked_of(document, "case") == ()


@pytest.mark.parametrize(
    ("path", "sheet"),
    [
        (FIRST, "grid"),
        (("stances", "usa", "denuclearisation", "why"), "stances"),
        (("talks", "us-dprk", "without_agreement", "denuclearisation", "level"), "levels without agreement"),
        (("needs", "fuel", "weight"), "needs"),
        (("title",), "case"),
        (("issues", "tariff-relief", "anchors", "0"), "anchors"),
    ],
)
def test_every_path_has_the_sheet_in_which_it_is_edited(path: tuple[str, ...], sheet: str) -> None:
    assert home_of(path) == sheet


def test_a_cell_tells_what_its_level_means_and_where_it_comes_from(document: Document) -> None:
    found = about(document, table_of(document, "grid"), FIRST)
    assert found is not None
    assert found.what == "Position of United States on Denuclearisation of North Korea"
    facts = dict(found.facts)
    assert "complete and verified disarmament" in facts["Means"]
    assert {"Range", "Scale", "Without an agreement", "Reason"} <= set(facts)


def test_undo_takes_back_what_was_typed_last_though_it_is_not_valid(document: Document) -> None:
    put(document, FIRST, "45")
    valid = document.values
    put(document, WEIGHT, "many")
    assert document.drafts
    assert document.last_said == "salience of Denuclearisation of North Korea for United States"
    document.undo()
    assert not document.drafts
    assert document.values == valid
    document.undo()
    assert document.values != valid


def test_undo_takes_back_an_entry_that_waits_and_not_the_one_before_it(document: Document) -> None:
    issue, _ = add(document, "issues", {"name": "Soy beans", "level": "5"})
    add(document, "links", {"name": "Another"})
    document.undo()
    assert not document.drafts
    assert issue[1] in document.values["issues"]


def test_what_an_entry_lacks_and_what_its_name_is_for_are_said_without_fields_and_ids(document: Document) -> None:
    path, _ = add(document, "needs", {"name": "Recognition"})
    table = table_of(document, "needs")
    assert [told.found for told in mistakes_of(document, table)] == ["still to be said: actor"]
    assert [told.what for told in mistakes_of(document, table_of(document, "talks"))] == ["Name of Recognition"]
    told = about(document, table, (*path[:2], "name"))
    assert told is not None
    assert told.help == "what people call it"
