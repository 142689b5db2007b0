"""A case that is open: random edits, undo, ends of the process and other people's changes, against a plain list."""

from __future__ import annotations

import copy
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.load import load
from tertius.case.plain import plain_of
from tertius.errors import CaseError, UsageError
from tertius.workbench.differences import NOTHING, carried_out, differences, inner, plain_keys
from tertius.workbench.document import Document, Put
from tertius.workbench.files.journal import turned
from tests.examples import few

CASE = files("tertius").joinpath("gallery", "two-patrons", "case.yaml").read_text("utf-8")
SALIENCE = ("stances", "client", "first-price", "salience")
POSITION = ("stances", "first", "first-price", "position")
NUMBERS = (SALIENCE, POSITION, ("stances", "client", "second-price", "salience"))
TITLE = ("title",)
OTHER_TITLE = "Somebody else was here"


@contextmanager
def opened() -> Iterator[tuple[Path, Path]]:
    """A case file and a folder for its journals."""
    folder = Path(tempfile.mkdtemp())
    try:
        file = folder / "case.yaml"
        file.write_text(CASE)
        yield file, folder / "journals"
    finally:
        shutil.rmtree(folder)


def said_in(file: Path) -> Any:
    """What a file says, as the values of a document."""
    return plain_keys(plain_of(load(file)))


def journal_of(journals: Path) -> Path:
    (found,) = journals.glob("*.jsonl")
    return found


def put(document: Document, path: tuple[str, ...], to: Any, **more: Any) -> Any:
    return document.edit([Put(path, to, **more)], "a change")


# Differences

KEYS = st.sampled_from("abcdef")
VALUES = st.recursive(
    st.one_of(st.integers(0, 3), st.booleans(), st.sampled_from(["1", "x"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=12,
)


@given(VALUES, VALUES)
def test_differences_lead_there_and_back_to_the_letter(before: Any, after: Any) -> None:
    changes = tuple(differences(before, after))
    told = [type(change).of_plain(json.loads(json.dumps(change.to_plain()))) for change in changes]
    assert json.dumps(carried_out(before, told)) == json.dumps(after)
    assert json.dumps(carried_out(after, turned(told))) == json.dumps(before)


def test_an_entry_that_comes_is_one_difference_however_many_there_are() -> None:
    before = {"actors": {f"a{number}": {"name": "x" * 100} for number in range(1000)}}
    after = {"actors": {**before["actors"], "new": {"name": "y"}}}
    (change,) = differences(before, after)
    assert change.path == ("actors", "new")


# Against a plain list of states

STEPS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(NUMBERS), st.integers(1, 90)),
    st.tuples(st.just("set"), st.sampled_from(NUMBERS), st.integers(1, 90)),
    st.tuples(st.just("bad"), st.sampled_from(NUMBERS)),
    st.tuples(st.just("call"), st.sampled_from(["A title", "Another title: with a colon", "Übel # 3"])),
    st.tuples(st.just("add"), st.sampled_from(["third", "fourth"])),
    st.tuples(st.just("remove"), st.just("second")),
    *(st.tuples(st.just(kind)) for kind in ("undo", "undo", "redo", "save", "end", "end while writing", "theirs")),
)


class Plainly:
    """What a document must be: a list of states, and where in it we are."""

    def __init__(self, values: Any) -> None:
        self.states, self.here = [values], 0
        self.drafts: dict[tuple[str, ...], Any] = {}
        self.typed: list[tuple[int, tuple[str, ...]]] = []  # after how many steps what is not valid was typed

    def undo(self) -> None:
        while self.typed and self.typed[-1][1] not in self.drafts:
            self.typed.pop()
        if self.typed and self.typed[-1][0] == self.here:
            del self.drafts[self.typed.pop()[1]]
        else:
            self.here = max(0, self.here - 1)

    @property
    def values(self) -> Any:
        return self.states[self.here]

    def push(self, values: Any) -> None:
        if json.dumps(values) != json.dumps(self.values):
            self.states[self.here + 1 :] = [values]
            self.here += 1

    def set(self, path: tuple[str, ...], value: Any) -> None:
        self.drafts.pop(path, None)
        values = copy.deepcopy(self.values)
        inner(values, path[:-1])[path[-1]] = value
        self.push(values)


class Tried:
    """A document beside the plain list."""

    def __init__(self, file: Path, journals: Path) -> None:
        self.file, self.journals = file, journals
        self.document = Document(file, journals)
        self.plainly = Plainly(self.document.values)

    def step(self, kind: str, *more: Any) -> None:
        getattr(self, kind.split()[0])(*more, *kind.split()[1:])
        document, plainly = self.document, self.plainly
        assert json.dumps(document.values) == json.dumps(plainly.values), kind
        assert {path: draft.text for path, draft in document.drafts.items()} == plainly.drafts
        assert (len(document.past), len(document.future)) == (plainly.here, len(plainly.states) - plainly.here - 1)
        assert plain_keys(plain_of(document.case)) == document.values

    def set(self, path: tuple[str, ...], value: int) -> None:
        if inner(self.plainly.values, path) is not NOTHING:
            assert not put(self.document, path, str(value)).refused
            self.plainly.set(path, value)

    def bad(self, path: tuple[str, ...]) -> None:
        if inner(self.plainly.values, path) is not NOTHING:
            assert path in put(self.document, path, "much").refused
            self.plainly.drafts[path] = "much"
            self.plainly.typed.append((self.plainly.here, path))

    def call(self, title: str) -> None:
        put(self.document, TITLE, title)
        self.plainly.set(TITLE, title)

    def add(self, ident: str) -> None:
        if inner(self.plainly.values, ("actors", ident)) is NOTHING:
            put(self.document, ("actors", ident), {"name": "A new one"})
            assert list(self.document.values["actors"])[-1] == ident
            self.plainly.push(self.document.values)

    def remove(self, ident: str) -> None:
        put(self.document, ("actors", ident), NOTHING)
        assert ident not in self.document.values["actors"]
        self.plainly.push(self.document.values)
        self.plainly.drafts = {path: draft.text for path, draft in self.document.drafts.items()}

    def undo(self) -> None:
        self.document.undo()
        self.plainly.undo()

    def redo(self) -> None:
        self.document.redo()
        self.plainly.here = min(len(self.plainly.states) - 1, self.plainly.here + 1)

    def save(self) -> None:
        self.document.save()
        assert not self.document.unsaved
        assert said_in(self.file) == self.plainly.values

    def theirs(self) -> None:
        self.save()
        if self.document.values["title"] == OTHER_TITLE:
            return
        text = self.file.read_text()
        line = next(line for line in text.splitlines() if line.startswith("title:"))
        self.file.write_text(text.replace(line, f"title: {OTHER_TITLE}"))
        assert self.document.look()
        self.plainly.push({**self.plainly.values, "title": OTHER_TITLE})

    def end(self, *while_writing: str) -> None:
        """The process ends: with the file not written, or written and the journal without the line that says so."""
        if while_writing and self.document.unsaved:
            self.document.save()
            lines = journal_of(self.journals).read_bytes().splitlines(keepends=True)
            journal_of(self.journals).write_bytes(b"".join(lines[:-1]) + lines[-1][:5])
        self.document = Document(self.file, self.journals)
        self.plainly.typed = []  # in which order is known to the process alone


@settings(max_examples=few(15, 25), deadline=None)
@given(st.lists(STEPS, max_size=14))
def test_whatever_is_done_and_whenever_it_ends_nothing_is_lost(steps: list[tuple[Any, ...]]) -> None:
    with opened() as (file, journals):
        tried = Tried(file, journals)
        for step in steps:
            tried.step(*step)
        while tried.plainly.here:
            tried.step("undo")
        tried.step("end")


@settings(max_examples=few(15, 30), deadline=None)
@given(st.data())
def test_a_journal_that_is_cut_anywhere_gives_one_of_the_states_before(data: st.DataObject) -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        states = [document.values]
        for number in (11, 22, 33, 44):
            put(document, SALIENCE, str(number))
            states.append(document.values)
        document.undo()
        states.append(document.values)
        journal = journal_of(journals)
        whole = journal.read_bytes()
        lines = whole.splitlines(keepends=True)
        assert len(lines) == 5  # the first holds the first edit too
        cut = data.draw(st.integers(0, len(whole)))
        journal.write_bytes(whole[:cut])
        kept = sum(len(b"".join(lines[:count])) <= cut for count in range(1, 6))
        again = Document(file, journals)
        assert again.values == states[kept]
        put(again, TITLE, "It goes on")
        third = Document(file, journals)
        assert third.values == again.values
        assert [edit.said for edit in third.past] == [edit.said for edit in again.past]


def test_ten_thousand_edits_open_within_seconds() -> None:
    import time

    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        edit = document.past[0].to_plain()
        back = {**edit, "changes": [change.to_plain() for change in turned(document.past[0].changes)]}
        lines = [json.dumps({"kind": "edit", **one}) for one in (back, edit)] * 5_000
        with journal_of(journals).open("a") as journal:
            journal.write("\n".join(lines) + "\n")
        began = time.process_time()
        again = Document(file, journals)
        assert len(again.past) == 10_001
        assert inner(again.values, SALIENCE) == 11
        assert time.process_time() - began < 5
        put(again, SALIENCE, "12")  # which begins a journal of its own
        assert len(Document(file, journals).past) == 10_002


# Somebody else


def test_what_somebody_else_changed_elsewhere_in_the_file_stays_and_so_does_ours() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        file.write_text(CASE.replace("title: Two patrons and a client", f"title: {OTHER_TITLE}"))
        document.save()
        said = said_in(file)
        assert said["title"] == OTHER_TITLE
        assert inner(said, SALIENCE) == 11
        document.undo()
        assert document.case.title == "Two patrons and a client"
        document.undo()
        assert inner(document.values, SALIENCE) == 20


@pytest.mark.parametrize("ended", [False, True])
def test_where_both_changed_the_same_the_file_stands_and_ours_waits_in_the_cell(ended: bool) -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, TITLE, "Ours")
        file.write_text(CASE.replace("title: Two patrons and a client", f"title: {OTHER_TITLE}"))
        if ended:
            document = Document(file, journals)
        document.look()
        assert document.case.title == OTHER_TITLE
        assert document.drafts[TITLE].text == "Ours"
        assert "somebody else" in document.drafts[TITLE].problem.found
        put(document, SALIENCE, "11")  # an edit of something else does not put ours over theirs
        assert document.case.title == OTHER_TITLE
        assert Document(file, journals).drafts[TITLE].theirs
        put(document, TITLE, "Ours", was=OTHER_TITLE)
        assert document.case.title == "Ours"
        assert not document.drafts


def test_both_add_an_actor_and_both_are_there() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, ("actors", "ours"), {"name": "Ours"})
        file.write_text(CASE.replace("  client: The client\n", "  client: The client\n  theirs: Theirs\n"))
        document.save()
        assert set(load(file).actors) == {"client", "first", "second", "ours", "theirs"}


def test_a_file_that_somebody_left_unreadable_is_not_written_over() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        broken = CASE.replace("title: Two patrons and a client", "title: [")
        file.write_text(broken)
        put(document, SALIENCE, "11")
        assert document.trouble
        document.save()
        document.save()
        assert file.read_text() == broken
        assert document.unsaved
        file.write_text(CASE.replace("title: Two patrons and a client", f"title: {OTHER_TITLE}"))
        document.save()
        assert not document.trouble
        assert said_in(file)["title"] == OTHER_TITLE
        assert inner(said_in(file), SALIENCE) == 11


def test_a_file_that_is_mended_to_what_it_was_is_no_trouble_any_more() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        file.write_text("nothing")
        assert document.look()
        file.write_text(CASE)
        assert document.look()
        assert document.trouble == ()
        assert not document.past


@pytest.mark.parametrize("instead", ["gone", "a folder", "nonsense"])
def test_ours_can_be_put_in_the_place_of_what_cannot_be_read(instead: str) -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        file.unlink()
        if instead == "a folder":
            file.mkdir()
        if instead == "nonsense":
            file.write_text("what somebody else typed")
        document.save()
        assert document.unsaved
        assert document.trouble
        if instead == "a folder":
            with pytest.raises(UsageError, match="cannot be"):
                document.insist()
            return
        aside = document.insist()
        document.save()
        assert inner(said_in(file), SALIENCE) == 11
        assert not document.trouble
        if aside:
            assert (file.parent / aside).read_text() == "what somebody else typed"
        assert bool(aside) == (instead == "nonsense")


def test_an_edit_that_was_made_while_the_file_was_broken_survives_the_end_of_the_process() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, TITLE, "Before")
        document.save()
        good = file.read_text()
        file.write_text("nonsense")
        put(document, SALIENCE, "11")
        with pytest.raises(CaseError):
            Document(file, journals)
        file.write_text(good)
        again = Document(file, journals)
        assert inner(again.values, SALIENCE) == 11
        assert len(again.past) == 2


def test_two_servers_on_one_file_lose_nothing() -> None:
    with opened() as (file, journals):
        one, other = Document(file, journals), Document(file, journals)
        for number in range(4):
            put(one, SALIENCE, str(30 + number))
            one.save()
            put(other, POSITION, str(50 + number))
            other.save()
        one.look()
        assert inner(one.values, POSITION) == inner(other.values, POSITION) == 53
        assert inner(other.values, SALIENCE) == 33
        assert len(list(journals.glob("*.jsonl"))) == 2
        put(one, SALIENCE, "70")  # neither writes its last edit
        put(other, POSITION, "80")
        again = Document(file, journals)
        assert inner(again.values, SALIENCE) == 70
        assert inner(again.values, POSITION) == 80
        again.save()
        assert len(list(journals.glob("*.jsonl"))) == 1


def test_windows_that_edit_at_once_lose_nothing() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        idents = [f"n{number}" for number in range(12)]

        def add(mine: list[str]) -> None:
            for ident in mine:
                assert not put(document, ("actors", ident), {"name": ident}).refused
                document.save()

        threads = [threading.Thread(target=add, args=(idents[start::3],)) for start in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(idents) <= set(load(file).actors)
        assert len(document.past) == 12
        assert set(idents) <= set(Document(file, journals).case.actors)


def test_an_edit_of_what_another_window_has_changed_is_a_conflict_and_changes_nothing() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11", was=20)
        outcome = put(document, SALIENCE, "12", was=20)
        assert outcome.conflicts == {SALIENCE: 11}
        assert inner(document.values, SALIENCE) == 11
        assert not put(document, SALIENCE, "12", was="11").conflicts


# Edits that do not fit


def test_of_a_block_of_edits_those_that_are_legal_are_made() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        block = [Put(SALIENCE, "11"), Put(POSITION, "much"), Put(TITLE, "New"), Put(("nonsense", "x"), "1")]
        outcome = document.edit(block, "a block")
        assert set(outcome.done) == {SALIENCE, TITLE}
        assert set(outcome.refused) == {POSITION, ("nonsense", "x")}
        assert len(document.past) == 1


def test_a_path_into_a_list_that_names_no_item_is_refused_in_words() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        path = ("talks", "with-first", "parties", "first")
        outcome = put(document, path, "second")
        assert "number of an item" in outcome.refused[path].problem.found


def test_what_is_taken_back_stands_in_the_file_as_it_was_comments_and_all() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        before = file.read_bytes()
        put(document, SALIENCE, "17")
        document.save()
        between = file.read_bytes()
        put(document, ("actors", "client"), NOTHING)
        document.save()
        after = file.read_bytes()
        for step, there in ((document.undo, between), (document.undo, before), (document.redo, between)):
            step()
            document.save()
            assert file.read_bytes() == there
        document.redo()
        document.save()
        assert file.read_bytes() == after
        file.write_bytes(b"# not theirs to lose\n" + after)
        while document.past:
            document.undo()
        document.save()
        assert file.read_bytes().startswith(b"# not theirs to lose\n")
        assert said_in(file) == document.values


def test_an_actor_and_what_goes_with_it_can_be_taken_away_in_one_go() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        before = document.values
        outcome = document.edit([Put(("actors", "second"), NOTHING), Put(("talks", "with-second"), NOTHING)], "both")
        assert not outcome.refused
        assert "second" not in document.case.actors
        document.undo()
        assert json.dumps(document.values) == json.dumps(before)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u2028b", "\ufeff", "a\r\nb", "#", "- x", "{", "yes", "\ud800"])
def test_a_text_is_refused_or_stands_in_the_file_as_it_was_typed(text: str) -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, TITLE, text)
        document.save()
        assert not document.unsaved
        assert said_in(file) == document.values
        assert Document(file, journals).values == document.values


# What the disk refuses

FULL = Path("/dev/full")


def test_a_journal_that_cannot_be_written_is_told_and_edits_go_on() -> None:
    with opened() as (file, journals):
        journals.write_text("no folder")
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        document.save()
        assert inner(said_in(file), SALIENCE) == 11
        assert "journal" in document.journal.trouble
        journals.unlink()
        put(document, SALIENCE, "12")
        assert document.journal.trouble == ""
        again = Document(file, journals)
        assert inner(again.values, SALIENCE) == 12
        assert len(again.past) == 2  # what could not be written before is there too


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
def test_a_full_disk_is_told() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        journal_of(journals).unlink()
        document.journal._size, document.journal.file = 0, FULL
        put(document, SALIENCE, "12")
        assert "no space left" in document.journal.trouble.lower()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is refused here")
def test_a_folder_that_may_not_be_written_to_is_told() -> None:
    with opened() as (file, journals):
        document = Document(file, journals)
        put(document, SALIENCE, "11")
        file.parent.chmod(0o500)
        try:
            with pytest.raises(UsageError, match="cannot be written"):
                document.save()
        finally:
            file.parent.chmod(0o700)
        document.save()
        assert inner(said_in(file), SALIENCE) == 11


def test_a_variant_may_not_rest_on_what_lies_outside_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.yaml").write_text(CASE)
    variant = tmp_path / "inside" / "variant.yaml"
    variant.write_text("base: ../outside.yaml\nchanges: [{set: curvature, to: 2}]\n")
    assert Document(variant, tmp_path / "j").case.curvature == 2
    with pytest.raises(CaseError, match="outside of the folder"):
        Document(variant, tmp_path / "j", root=tmp_path / "inside")


def test_a_case_that_changes_under_a_variant_changes_the_variant(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE)
    variant = tmp_path / "variant.yaml"
    variant.write_text("base: case.yaml\nchanges: [{set: curvature, to: 2}]\n")
    document = Document(variant, tmp_path / "j")
    (tmp_path / "case.yaml").write_text(CASE.replace("The client", "The customer"))
    assert document.look()
    assert document.case.actors["client"].name == "The customer"


def test_the_gallery_opens_as_it_is(tmp_path: Path) -> None:
    case = tertius.load("two-patrons")
    (tmp_path / "case.yaml").write_text(CASE)
    assert Document(tmp_path / "case.yaml", tmp_path / "j").case == case
