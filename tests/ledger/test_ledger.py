"""What is written down stays, whoever writes: entries, corrections, the chain, and mistakes in words."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.errors import UsageError
from tertius.ledger import schema, writer
from tertius.ledger.bodies import canonical, entry_of, text_of
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.ledger import Ledger

FAR = date(2099, 12, 31)
NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


def question(ident: str = "summit", **changes: Any) -> Question:
    return Question(**{"id": ident, "text": "Will they meet?", "resolves": "they meet", "by": FAR} | changes)


def forecast(of: str = "summit", said: Any = 0.3, **changes: Any) -> Forecasted:
    return Forecasted(0, of, NOW, "anna", said, **changes)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.sqlite", patience=1)
    made.record([question(), question("price", scale=(0.0, 10.0))], [forecast(), forecast("price", {0.5: 3.0})])
    return made


def tampered(ledger: Ledger, *statements: str) -> None:
    """Change the file as somebody would who has taken the triggers away."""
    with closing(sqlite3.connect(ledger.path)) as connection:
        for table in ("entries", "cases", "questions"):
            for verb in ("update", "delete", "insert"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_what_is_written_is_read(ledger: Ledger) -> None:
    summit, price = ledger.tracks()
    assert (summit.question, price.question) == (question(), question("price", scale=(0.0, 10.0)))
    assert [(one.entry, one.said, one.who) for one in (*summit.forecasts, *price.forecasts)] == [
        (3, 0.3, "anna"),
        (4, {0.5: 3.0}, "anna"),
    ]
    assert summit.state == "open"


def test_the_clock_says_when_and_not_who_asks(ledger: Ledger) -> None:
    assert all(abs(datetime.now(UTC) - one.when) < timedelta(minutes=5) for one in ledger.track("summit").forecasts)


finite = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(blacklist_categories=["Cs"]))


@given(
    said=st.one_of(finite, st.dictionaries(finite, finite, min_size=1)),
    rivals=st.dictionaries(texts, finite),
    settings=st.dictionaries(texts, st.one_of(st.none(), st.booleans(), st.integers(), finite, texts)),
    as_of=st.none() | st.dates(),
    who=texts,
)
def test_a_body_reads_back_as_the_same_entry(said: Any, rivals: Any, settings: Any, as_of: Any, who: str) -> None:
    one = Forecasted(7, "q", NOW, who, said, rivals=rivals, settings=settings, as_of=as_of)
    body = text_of(one)
    assert entry_of(7, "forecast", NOW.isoformat(), who, body) == one
    assert canonical(json.loads(body)) == body


def test_a_stranger_can_follow_the_chain(ledger: Ledger) -> None:
    """Written from the page alone: six lines, SHA-256."""
    before = ""
    with closing(sqlite3.connect(ledger.path)) as connection:
        rows = connection.execute("SELECT number, kind, at, who, body, hash FROM entries ORDER BY number").fetchall()
    for number, kind, at, who, body, own in rows:
        lines = f'{before}\n{number}\n{kind}\n{at}\n"{who}"\n{body}'
        before = hashlib.sha256(lines.encode("utf-8")).hexdigest()
        assert before == own
    assert ledger.verify().head == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = body",
        "DELETE FROM entries WHERE number = 4",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE number = 3",
        "INSERT INTO entries SELECT 9, kind, question, at, who, body, NULL, NULL, previous, 'x' FROM entries LIMIT 1",
        "UPDATE questions SET id = 'x'",
        "INSERT OR REPLACE INTO questions VALUES ('summit', 1)",
        "INSERT OR REPLACE INTO cases VALUES ('a', 'other')",
        "DELETE FROM cases",
    ],
)
def test_the_file_refuses_to_change_what_it_holds(ledger: Ledger, statement: str) -> None:
    with closing(sqlite3.connect(ledger.path)) as connection:
        if "cases" in statement:
            connection.execute("INSERT INTO cases VALUES ('a', 'text')")
        with pytest.raises(sqlite3.IntegrityError, match="ledger"):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE entries SET body = replace(body, '0.3', '0.9') WHERE number = 3", 3),
        ("UPDATE entries SET who = 'ben' WHERE number = 4", 4),
        ("UPDATE entries SET at = '2020-01-01T00:00:00.000000+00:00' WHERE number = 1", 1),
        ("UPDATE entries SET question = 'price' WHERE number = 3", 3),
        ("DELETE FROM entries WHERE number = 3", 3),
        ("UPDATE entries SET hash = 'x' WHERE number = 2", 2),
    ],
)
def test_a_changed_past_is_found_where_it_begins(ledger: Ledger, statement: str, first: int) -> None:
    assert ledger.verify().whole
    tampered(ledger, statement)
    found = ledger.verify()
    assert (found.whole, found.first) == (False, first)


def test_a_case_that_was_changed_or_lost_is_found(tmp_path: Path) -> None:
    text = "case: a\n"
    key = hashlib.sha256(text.encode()).hexdigest()
    for statement, fault in [
        ("UPDATE cases SET text = 'case: b'", "with another text"),
        ("DELETE FROM cases", "not kept"),
    ]:
        ledger = Ledger(tmp_path / f"{len(fault)}.sqlite")
        ledger.record([question()], [forecast(case_hash=key)], cases=[text, text])
        assert ledger.verify().cases == 1
        assert ledger.case_text(key) == text
        tampered(ledger, statement)
        assert fault in "".join(ledger.verify().faults)


def test_what_is_cut_off_at_the_end_only_a_hash_kept_elsewhere_shows(ledger: Ledger) -> None:
    head = ledger.verify().head
    ledger.resolve("summit", True, "seen")
    assert (ledger.verify(head).kept, ledger.verify(head).since) == (True, 1)
    tampered(ledger, "DELETE FROM entries WHERE number >= 4")
    assert ledger.verify().whole
    assert (ledger.verify(head).whole, ledger.verify(head).kept) == (False, False)


def test_a_correction_takes_the_place_and_both_stay(ledger: Ledger) -> None:
    ledger.resolve("summit", True, "a report")
    with pytest.raises(UsageError, match=r"resolved as yes already, by entry 5 .*--correct"):
        ledger.resolve("summit", True, "another")
    with pytest.raises(UsageError, match="nothing for --correct"):
        ledger.resolve("price", 3.0, "a list", correct=True)
    ledger.void("summit", "the report was wrong", correct=True)
    ledger.record(forecasts=[forecast("price", {0.5: 4.0}, corrects=4)])
    assert ledger.track("summit").state == "void"
    assert [one.said for one in ledger.track("price").forecasts] == [{0.5: 4.0}]
    assert len(ledger.entries()) == 7
    with pytest.raises(UsageError, match="corrected by entry 7 already"):
        ledger.record(forecasts=[forecast("price", {0.5: 5.0}, corrects=4)])
    with pytest.raises(UsageError, match="entry 5 is no forecast of 'price'"):
        ledger.record(forecasts=[forecast("price", {0.5: 5.0}, corrects=5)])


def test_how_a_question_can_end(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.now(UTC).date()
    for name, outcome, source, on, found in [
        ("summit", False, "x", None, "known after that day"),
        ("summit", True, "x", today + timedelta(2), "yet to come"),
        ("summit", 0.5, "x", None, "give yes or no"),
        ("summit", True, " ", None, "a source is needed"),
        ("price", 11.0, "x", None, "a number from 0 to 10"),
        ("price", float("nan"), "x", None, "a number from 0 to 10"),
        ("price", True, "x", None, "asks for a level"),
        ("sumit", True, "x", None, "did you mean 'summit'"),
    ]:
        with pytest.raises(UsageError, match=found):
            ledger.resolve(name, outcome, source, on)
    assert len(ledger.entries()) == 4
    monkeypatch.setattr(writer, "now", lambda: datetime(2100, 2, 1, tzinfo=UTC))
    with pytest.raises(UsageError, match="resolves it as no"):
        ledger.resolve("summit", True, "x", date(2100, 1, 5))
    ended = ledger.resolve("summit", False, "x")
    assert (ended.outcome, ended.on, ended.entry) == (0.0, FAR, 5)
    assert isinstance(ended, Resolved)


def test_what_others_recorded_is_written_once_and_whole(ledger: Ledger) -> None:
    crowd = forecast(said=None, rivals={"crowd": 0.4}, as_of=date(2020, 5, 1))
    assert [one.as_of for one in ledger.record(forecasts=[crowd])] == [date(2020, 5, 1)]  # type: ignore[union-attr]
    assert ledger.record([question()], [crowd]) == ()
    assert ledger.track("summit").forecasts[-1].day == date(2020, 5, 1)
    with pytest.raises(UsageError) as found:
        ledger.record([question("new"), question(text="Other?")], [forecast("sumit"), forecast("new", 0.1)])
    assert "its text is Will they meet?" in str(found.value)
    assert "did you mean 'summit'" in str(found.value)
    assert len(ledger.entries()) == 5


@pytest.mark.parametrize(
    "changes", [{"said": float("nan")}, {"version": "\ud800"}, {"rivals": {"crowd": float("inf")}}]
)
def test_what_json_cannot_say_is_refused(ledger: Ledger, changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="an entry of 'summit' cannot be written"):
        ledger.record(forecasts=[forecast(**changes)])
    assert len(ledger.entries()) == 4


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (forecast(said=1.5), "anna says 1.5: a probability from 0 to 1"),
        (forecast(said={0.5: 0.5}), "anna says a distribution"),
        (forecast(said=None, rivals={"crowd": -0.1}), "crowd says -0.1"),
        (forecast(theories={"hold": 2.0}), "hold says 2.0"),
        (forecast("price", {}), "has no quantile"),
        (Resolved(0, "summit", NOW, "anna", 0.5, FAR, "seen"), "ends as 0.5: 1, 0 or nothing is legal"),
        (Resolved(0, "price", NOW, "anna", 11.0, FAR, "seen"), "ends as 11: a level from 0 to 10 is legal"),
    ],
)
def test_what_cannot_be_said_of_a_question_is_refused(ledger: Ledger, entry: Forecasted | Resolved, told: str) -> None:
    """It would stand there for good, and no score could be worked out any more."""
    with pytest.raises(UsageError) as found:
        ledger.record([], *([[entry]] if isinstance(entry, Forecasted) else [[], [entry]]))
    assert told in str(found.value)
    assert len(ledger.entries()) == 4


def test_a_question_is_found_by_what_it_asks_for_if_it_alone_does(ledger: Ledger) -> None:
    ledger.record([question("a/t", target="t"), question("b/u", target="u"), question("c/u", target="u")])
    assert ledger.track("t").question.id == "a/t"
    with pytest.raises(UsageError, match="several questions ask for 'u': 'b/u', 'c/u'"):
        ledger.track("u")


def test_pending_steps_are_made_in_one_transaction(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    added, broken = ("CREATE TABLE notes (text TEXT)",), ("CREATE TABLE more (text TEXT)", "CREATE TABLE entries (x)")
    head = ledger.verify().head
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, added, broken))
    monkeypatch.setattr("tertius.ledger.file.MIGRATIONS", schema.MIGRATIONS)
    assert len(ledger.tracks()) == 2  # reading does not change the file
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        ledger.resolve("summit", True, "seen")

    def inside() -> tuple[int, set[str]]:
        with closing(sqlite3.connect(ledger.path)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return connection.execute("PRAGMA user_version").fetchone()[0], names & {"notes", "more"}

    assert inside() == (1, set())
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
    monkeypatch.setattr("tertius.ledger.file.MIGRATIONS", schema.MIGRATIONS)
    ledger.resolve("summit", True, "seen")
    assert inside() == (2, {"notes"})
    assert ledger.verify(head).whole
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
    monkeypatch.setattr("tertius.ledger.file.MIGRATIONS", schema.MIGRATIONS)
    for refused in (ledger.tracks, lambda: ledger.void("price", "no"), ledger.verify):
        with pytest.raises(UsageError, match=r"a ledger of version 2, .* up to 1: use a newer one"):
            refused()
    assert inside() == (2, {"notes"})


def test_what_is_no_ledger_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("no database " * 100, "utf-8")
    (tmp_path / "empty.sqlite").touch()
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "gone.sqlite")
    for name, found in [
        ("none.sqlite", "there is no ledger"),
        ("text.sqlite", "is not a ledger"),
        ("empty.sqlite", "is empty"),
        ("other.sqlite", "not a ledger of Tertius"),
        (".", "is a folder"),
        ("link.sqlite", "leads nowhere"),
    ]:
        with pytest.raises(UsageError, match=found):
            Ledger(tmp_path / name).tracks()
    for name, found in [("text.sqlite", "is not a ledger"), ("a/b.sqlite", "there is no folder"), (".", "is a folder")]:
        with pytest.raises(UsageError, match=found):
            Ledger(tmp_path / name).record([question()])
    before = (tmp_path / "other.sqlite").read_bytes()
    with pytest.raises(UsageError, match="not a ledger of Tertius"):
        Ledger(tmp_path / "other.sqlite").record([question()])
    assert (tmp_path / "other.sqlite").read_bytes() == before
    with pytest.raises(UsageError, match="there is no ledger"):
        Ledger(tmp_path / "none.sqlite").resolve("a", True, "x")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("name", ["a b.sqlite", "50%.sqlite", "what?.sqlite", "a#b.sqlite", "äöü.sqlite", quote("é ?")])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    Ledger(tmp_path / name).record([question()])
    assert Ledger(str(tmp_path / name)).track("summit").question == question()
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_locked_ledger_is_waited_for_and_then_said(ledger: Ledger) -> None:
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match=r"is locked: another process has been writing to it for 0\.1 s"):
            Ledger(ledger.path, patience=0.1).resolve("summit", True, "x")
        assert len(ledger.tracks()) == 2  # readers do not wait
        other.execute("ROLLBACK")
    ledger.resolve("summit", True, "x")


def test_a_full_disk_loses_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of pages stands for the end of the disk: SQLite answers both alike."""
    from tertius.ledger import file

    head, opened = ledger.verify().head, file._connection

    def small(path: Path, mode: str, patience: float) -> sqlite3.Connection:
        connection = opened(path, mode, patience)
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        return connection

    monkeypatch.setattr(file, "_connection", small)
    with pytest.raises(UsageError, match="no room left on the disk; nothing was written and nothing is lost"):
        ledger.record([question(f"q{n}", text="long " * 50) for n in range(200)])
    monkeypatch.setattr(file, "_connection", opened)
    assert ledger.verify().head == head
    ledger.resolve("summit", True, "x")


def test_a_ledger_that_may_not_be_written_is_read(ledger: Ledger, tmp_path: Path) -> None:
    import os

    ledger.path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        if os.access(ledger.path, os.W_OK):
            pytest.skip("this user may write everything")
        assert len(ledger.tracks()) == 2
        with pytest.raises(UsageError, match="may not be written"):
            ledger.resolve("summit", True, "x")
    finally:
        tmp_path.chmod(0o755)
