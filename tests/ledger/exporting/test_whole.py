"""A ledger exported as JSON is made again with the same hashes; a file that was changed is refused, entry by entry."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.case.files.cells import from_csv
from tertius.errors import CaseError, UsageError
from tertius.ledger.chain import hash_of, hash_of_text
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.exporting.tables import tables_of
from tertius.ledger.exporting.whole import json_of, knows, read_whole, write_read
from tertius.ledger.ledger import Ledger

NOW = datetime(2030, 1, 2, tzinfo=UTC)
TEXT = "case: frozen\n"


def filled(path: Path) -> Ledger:
    """A ledger with one of each kind of entry."""
    ledger = Ledger(path)
    asked = [
        Question("=1+1", "Will they meet?", "they meet", date(2099, 1, 1)),
        Question("level", "?", "!", date(2099, 1, 1), scale=(0.0, 10.0)),
    ]
    said = [
        Forecasted(0, "=1+1", NOW, "@anna", 0.3, {"t": 0.2}, {"crowd": 0.4}, case_hash=hash_of_text(TEXT), seed=1),
        Forecasted(0, "level", NOW, "ben", {0.1: 2.0, 0.9: 7.5}, as_of=date(2029, 1, 1)),
    ]
    ledger.record(asked, said, [Resolved(0, "level", NOW, "ben", None, date(2029, 2, 1), "-never held")], [TEXT])
    ledger.record([], [Forecasted(0, "=1+1", NOW, "@anna", 0.5, corrects=3)])
    return ledger


def exported(ledger: Ledger, folder: Path) -> Path:
    file = folder / "export.json"
    file.write_text(json_of(ledger.path), "utf-8")
    return file


def test_a_ledger_is_made_again_with_the_same_hashes(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    file, again = exported(ledger, tmp_path), Ledger(tmp_path / "b.sqlite")
    assert knows(file)
    written = write_read(again.path, read_whole(file))
    assert (written.questions, written.forecasts, written.resolutions, written.known) == (2, 3, 1, 0)
    assert again.tracks() == ledger.tracks()
    assert again.entries() == ledger.entries()
    assert again.verify() == ledger.verify()
    assert again.case_text(hash_of_text(TEXT)) == TEXT
    assert json_of(again.path) == file.read_text("utf-8")


def test_a_ledger_takes_what_follows_its_last_entry(tmp_path: Path) -> None:
    ledger, again = filled(tmp_path / "a.sqlite"), Ledger(tmp_path / "b.sqlite")
    first = read_whole(exported(ledger, tmp_path))
    write_read(again.path, first)
    ledger.record([Question("later", "?", "!", date(2099, 1, 1))])
    written = write_read(again.path, read_whole(exported(ledger, tmp_path)))
    assert (written.questions, written.forecasts, written.known) == (1, 0, 6)
    assert again.verify() == ledger.verify()
    older = write_read(again.path, first)
    assert (older.questions, older.known) == (0, 6)
    again.record([Question("own", "?", "!", date(2099, 1, 1))])
    ledger.record([Question("other", "?", "!", date(2099, 1, 1))])
    with pytest.raises(UsageError, match="its entry 8 is not that of the file; nothing was written"):
        write_read(again.path, read_whole(exported(ledger, tmp_path)))
    assert len(again.entries()) == 8


def rehashed(value: dict[str, Any]) -> None:
    """Hash the entries anew, as somebody would who changes them and knows how the chain is made."""
    previous = ""
    for one in value["entries"]:
        one["previous"] = previous
        names = ("number", "kind", "at", "who", "body")
        previous = one["hash"] = hash_of(previous, *(one[name] for name in names))
    value["head"] = previous


def body(one: dict[str, Any], **changes: Any) -> None:
    one["body"] = json.dumps(
        json.loads(one["body"]) | changes, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


TAMPERED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a word": (lambda v: body(v["entries"][0], text="Will they?"), "entry 1, it is not what was written down"),
    "who": (lambda v: v["entries"][2].update(who="cleo"), "entry 3, it is not what was written down"),
    "cut at the head": (lambda v: v["entries"].pop(0), "entry 1, it does not follow the entry before it"),
    "cut at the end": (lambda v: v["entries"].pop(), "head, it is not the hash of the last entry"),
    "a case": (lambda v: v["cases"].update({hash_of_text(TEXT): "x"}), "its text is not that of its hash"),
    "no case": (lambda v: v["cases"].clear(), "entry 3, its case is not in the file"),
    "no entries": (lambda v: v.pop("entries"), "cases or entries are missing"),
    "a column more": (lambda v: v["entries"][1].update(x=1), "entry 2, it has not the columns of an entry"),
    "a column of another type": (lambda v: v["entries"][1].update(who=1), "entry 2, who is not what it must be"),
    "half a letter": (lambda v: v["entries"][1].update(who="\ud800"), "entry 2, who is not what it must be"),
    "no time zone": (lambda v: v["entries"][1].update(at="2024-01-01"), "entry 2, at is not what it must be"),
    "an entry to come": (lambda v: v["entries"][5].update(corrects=6), "entry 6, corrects is not what it must be"),
    "a huge number": (lambda v: v["entries"][5].update(corrects=10**30), "entry 6, corrects is not what it must be"),
}
REHASHED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no body": (lambda v: v["entries"][0].update(body="{}"), "entry 1, its body is none that a ledger writes"),
    "a field more": (lambda v: body(v["entries"][0], x=1), "entry 1, its body is none that a ledger writes"),
    "a number for a text": (lambda v: body(v["entries"][0], text=5), "entry 1, its body is none"),
    "no number": (lambda v: body(v["entries"][2], said="much"), "entry 3, its body is none that a ledger writes"),
    "deep": (lambda v: v["entries"][0].update(body="[" * 100_000), "entry 1, its body is none that a ledger writes"),
    "another question": (lambda v: body(v["entries"][2], question="level"), "its columns are not those of its body"),
    "more than certain": (lambda v: body(v["entries"][2], said=1.5), "entry 3, '=1+1' asks for an event, and @anna"),
    "twice resolved": (
        lambda v: v["entries"].append(v["entries"][4] | {"number": 7}),
        "entry 7, 'level' is resolved already, by entry 5",
    ),
    "twice asked": (lambda v: v["entries"].append(v["entries"][0] | {"number": 7}), "entry 7, the question '=1+1'"),
}


@pytest.mark.parametrize("name", [*TAMPERED, *REHASHED])
def test_a_changed_file_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    file = exported(filled(tmp_path / "a.sqlite"), tmp_path)
    value = copy.deepcopy(json.loads(file.read_text("utf-8")))
    change, told = (TAMPERED | REHASHED)[name]
    change(value)
    if name in REHASHED:
        rehashed(value)
    file.write_text(json.dumps(value), "utf-8")
    with pytest.raises(CaseError) as caught:
        read_whole(file)
    assert told in str(caught.value)


def test_a_newer_version_and_other_files_are_refused(tmp_path: Path) -> None:
    file = exported(filled(tmp_path / "a.sqlite"), tmp_path)
    value = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(value | {"version": 2}), "utf-8")
    with pytest.raises(UsageError, match="an export of version 2, and 1 is known"):
        read_whole(file)
    file.write_text("[]", "utf-8")
    assert not knows(file)
    with pytest.raises(UsageError, match="no ledger that was exported as JSON"):
        read_whole(file)


numbers = st.floats(0, 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(
    ids=st.lists(texts.filter(str.strip), min_size=1, max_size=3, unique=True),
    said=st.lists(st.tuples(st.integers(0, 2), numbers | st.dictionaries(numbers, numbers, min_size=1), texts)),
    ends=st.lists(st.tuples(st.integers(0, 2), st.none() | numbers), max_size=3, unique_by=lambda one: one[0]),
    scale=st.none() | st.just((0.0, 1.0)),
    cases=st.lists(texts, max_size=2),
)
def test_whatever_a_ledger_holds_it_is_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, ids: Any, said: Any, ends: Any, scale: Any, cases: Any
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    ledger, again = Ledger(folder / "a.sqlite"), Ledger(folder / "b.sqlite")
    asked = [Question(one, "?", "!", date(2099, 1, 1), scale) for one in ids]
    spoken = [Forecasted(0, ids[n], NOW, who, one, rivals={who: one}) for n, one, who in said if n < len(ids)]
    over = [Resolved(0, ids[n], NOW, "x", one, date(2029, 1, 1), "y") for n, one in ends if n < len(ids)]
    spoken = [one for one in spoken if scale or not isinstance(one.said, dict)]
    over = [one for one in over if scale or one.outcome in (None, 0, 1)]
    ledger.record(asked, spoken, over, cases)
    write_read(again.path, read_whole(exported(ledger, folder)))
    assert again.tracks() == ledger.tracks()
    assert again.verify() == ledger.verify()
    assert json_of(again.path) == json_of(ledger.path)
    entries = table(tables_of(again.path)["entries.csv"])
    assert [from_csv(row["body"]) for row in entries] == [
        row["body"] for row in json.loads(json_of(ledger.path))["entries"]
    ]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_tables_have_every_entry_and_no_formula(tmp_path: Path) -> None:
    files = tables_of(filled(tmp_path / "a.sqlite").path)
    assert set(files) == {
        "entries.csv",
        "questions.csv",
        "forecasts.csv",
        "resolutions.csv",
        f"cases/{hash_of_text(TEXT)}.yaml",
    }
    assert [(row["id"], row["scale_low"], row["scale_high"]) for row in table(files["questions.csv"])] == [
        ("'=1+1", "", ""),
        ("level", "0.0", "10.0"),
    ]
    spoken = [tuple(row[name] for name in ("entry", "who", "speaker", "name", "share", "value")) for row in
              table(files["forecasts.csv"])]  # fmt: skip
    assert spoken == [
        ("3", "'@anna", "forecaster", "tertius", "", "0.3"),
        ("3", "'@anna", "theory", "t", "", "0.2"),
        ("3", "'@anna", "rival", "crowd", "", "0.4"),
        ("4", "ben", "forecaster", "tertius", "0.1", "2.0"),
        ("4", "ben", "forecaster", "tertius", "0.9", "7.5"),
        ("6", "'@anna", "forecaster", "tertius", "", "0.5"),
    ]
    (end,) = table(files["resolutions.csv"])
    assert (end["outcome"], end["on"], end["source"]) == ("", "2029-02-01", "'-never held")
    assert len(table(files["entries.csv"])) == 6
    assert files[f"cases/{hash_of_text(TEXT)}.yaml"].decode() == TEXT
