"""The ledger on its screen: what is frozen there is what the command freezes, once, and never without being asked."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import chdir, closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import tertius
from tertius.case.load import read_text
from tertius.cli import app
from tertius.ledger.adding import Asked
from tertius.ledger.entries import Forecasted, Question, Resolved, Track
from tertius.ledger.freezing import Making
from tertius.workbench.jobs.ledger import ledger_freeze, ledger_scores
from tertius.workbench.ledger.asked import Fields, Wanted, number_of, outcome_of, targets_of, wanted_of
from tertius.workbench.ledger.desk import Desk
from tertius.workbench.ledger.told import MOST, listed, targets_told
from tertius.workbench.solver import Failed, Solver, Stopped
from tertius.workbench.solver import Question as Waited
from tests.workbench.apart import run_apart
from tests.workbench.cases import BARE
from tests.workbench.serving import Served, served
from tests.workbench.steps import LONG, enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

TODAY = datetime.now(UTC).date()
FORM = {"of": "deal", "by": "2099-12-31", "resolves": "a joint text is signed", "draws": "16"}
ASKED = Asked("deal", date(2099, 12, 31), "a joint text is signed", None, "", None, None, "anna")
WANTED = Wanted(ASKED, Making(draws=16, mine=0.4))


def nobody(*told: Any) -> None:
    """Nobody listens."""


def question(ident: str = "bare/deal", by: date = date(2099, 12, 31), **more: Any) -> Question:
    """A question of an event."""
    return Question(ident, f"Will {ident}?", "a joint text is signed", by, **more)


def ended(outcome: float | None, entry: int = 3) -> Resolved:
    """How a question ended."""
    return Resolved(entry, "bare/deal", datetime.now(UTC), "anna", outcome, TODAY, "the press")


# What a form asks for


@pytest.mark.parametrize(
    ("given_", "field", "said"),
    [
        ({"of": "gone"}, "of", "no such talk"),
        ({"by": ""}, "by", "by which day"),
        ({"by": "soon"}, "by", "no day"),
        ({"by": "2020-01-31"}, "by", "31 January 2020 is in the past"),
        ({"resolves": "  "}, "resolves", "what must have happened"),
        ({"resolves": "x" * 3000}, "resolves", "3,000 characters"),
        ({"mine": "most"}, "mine", "no number"),
        ({"mine": "140"}, "mine", "0 to 100 percent"),
        ({"mine": "nan"}, "mine", "0 to 100 percent"),
        ({"of": "level:x", "mine": "-1"}, "mine", "0 to 100"),
        ({"draws": "0"}, "draws", "1 to 1,000,000"),
        ({"draws": "9" * 5000}, "draws", "characters"),
        ({"kind": "quarrel"}, "kind", "No base rate"),
        ({"by": ["2099-12-31"]}, "by", "by which day"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_beside_its_field(given_: dict[str, Any], field: str, said: str) -> None:
    fields = Fields({**FORM, **given_})
    wanted_of(read_text(BARE), fields, {})
    assert list(fields.mistakes) == [field]
    assert said in fields.mistakes[field]


def test_all_mistakes_of_a_form_come_at_once() -> None:
    fields = Fields({"of": "", "mine": "x", "draws": "y"})
    wanted_of(read_text(BARE), fields, {})
    assert set(fields.mistakes) == {"of", "by", "resolves", "mine", "draws"}


def test_a_case_in_which_nothing_can_be_forecast_says_so() -> None:
    fields = Fields({})
    wanted_of(read_text("case: none\ntitle: None\nas_of: 2024-01-01\nactors: {a: A}\n"), fields, {})
    assert "no talk and no issue yet" in fields.mistakes["of"]


def test_a_known_question_is_forecast_again_and_not_asked_in_other_words() -> None:
    case, open_ = read_text(BARE), {"bare/deal": Track(question())}
    for given_, wrong in (
        ({**FORM, "by": "", "resolves": ""}, []),
        (FORM, []),
        ({**FORM, "by": "2098-01-01"}, ["by"]),
        ({**FORM, "resolves": "they shake hands"}, ["resolves"]),
        ({**FORM, "resolves": "they shake hands", "name": "hands"}, []),
    ):
        fields = Fields(given_)
        wanted_of(case, fields, open_)
        assert list(fields.mistakes) == wrong
    for outcome, word in ((1.0, "resolved"), (None, "void")):
        fields = Fields(FORM)
        wanted_of(case, fields, {"bare/deal": Track(question(), (), ended(outcome))})
        assert word in fields.mistakes["name"]


@given(st.integers(0, 1000))
def test_a_number_typed_in_percent_is_the_one_that_the_command_takes(tenths: int) -> None:
    typed = f"{tenths // 10}.{tenths % 10}"
    assert number_of(f"{typed} %", None) == number_of(typed.replace(".", ","), None) == float(f"{tenths}e-3")


@pytest.mark.parametrize(
    ("given_", "scale", "outcome", "wrong"),
    [
        ({"how": "yes", "source": "s"}, None, True, []),
        ({"how": "no", "source": "s"}, None, False, []),
        ({"how": "void", "source": "why"}, None, None, []),
        ({"how": "level", "level": "12", "source": "s"}, (0.0, 20.0), 12.0, []),
        ({"how": "void"}, (0.0, 20.0), None, ["source"]),
        ({"source": "s"}, None, False, ["how"]),
        ({"how": "level", "source": "s"}, None, False, ["how"]),
    ],
)
def test_how_it_ended_is_read(given_: dict[str, str], scale: Any, outcome: Any, wrong: list[str]) -> None:
    fields = Fields(given_)
    assert outcome_of(fields, Track(question(scale=scale))) == outcome
    assert list(fields.mistakes) == wrong


@pytest.mark.parametrize("level", ["", "much", "21"])
def test_a_level_that_cannot_be_is_refused(level: str) -> None:
    fields = Fields({"how": "level", "level": level, "source": "s"})
    outcome_of(fields, Track(question(scale=(0.0, 20.0))))
    assert list(fields.mistakes) == ["level"]


# What is shown


def test_questions_that_are_due_come_first_and_what_ended_last_next() -> None:
    case, past = read_text(BARE), TODAY - timedelta(1)
    tracks = [
        Track(question("resolved"), (), ended(1.0, 3)),
        Track(question("void"), (), ended(None, 4)),
        Track(question("open")),
        Track(question("sooner", TODAY)),
        Track(question("due", past)),
    ]
    ids = {state: [row["id"] for row in listed(tracks, case, TODAY, state)["rows"]] for state in ("", "open", "due")}
    assert ids[""] == ["due", "sooner", "open", "void", "resolved"]
    assert ids["open"] == ["due", "sooner", "open"]
    assert ids["due"] == ["due"]
    assert listed(tracks, case, TODAY, own=True)["rows"] == []
    many = [Track(question(f"q{n}")) for n in range(MOST + 5)]
    found = listed(many, case, TODAY)
    assert (len(found["rows"]), found["left_out"]) == (MOST, 5)


def test_a_case_that_was_changed_since_it_was_frozen_is_told(tmp_path: Path) -> None:
    case, ledger = read_text(BARE), tertius.Ledger(tmp_path / "ledger.sqlite")
    ledger.add(case, "deal", by=ASKED.by, resolves=ASKED.resolves, how=Making(draws=4, mine=0.4))
    other = read_text(BARE.replace("position: 0, salience: 40", "position: 1, salience: 40"))
    rows = [listed(ledger.tracks(), one, TODAY, own=True)["rows"][0] for one in (case, other)]
    assert [row["changed"] for row in rows] == [False, True]
    assert rows[0]["mine"] == "40%"
    told = {one["of"]: one for one in targets_told(case, {"bare/deal": ledger.track("deal")})}
    assert list(told) == list(targets_of(case))
    assert (told["deal"]["known"], told["deal"]["by"], told["level:x"]["known"]) == (True, "2099-12-31", False)


# What is written down


@pytest.mark.parametrize("target", ["deal", "level:x"])
def test_what_is_frozen_is_what_the_ledger_itself_freezes(tmp_path: Path, target: str) -> None:
    mine = 0.4 if target == "deal" else 55.0
    case, how = read_text(BARE, "bare.yaml"), Making(draws=16, mine=mine)
    asked = replace(ASKED, question=target)
    page, command = (tertius.Ledger(tmp_path / name) for name in ("page.sqlite", "command.sqlite"))
    found = json.loads(json.dumps(ledger_freeze(case, {"target": target, "making": how.to_dict()}, nobody)))
    run_apart(wait(Desk(page, Told(found)), Wanted(asked, how)))  # type: ignore[arg-type]
    command.add(case, target, by=asked.by, resolves=asked.resolves, how=how, who="anna")
    assert without_time(page) == without_time(command)
    assert page.verify().whole


def without_time(ledger: tertius.Ledger) -> tuple[Question, Forecasted, str]:
    """The question of the case, its forecast but for its number and when it was written down, and the frozen case."""
    track = next(one for one in ledger.tracks() if one.question.id.startswith("bare/"))
    forecast = replace(track.forecasts[0], entry=0, when=datetime.min)
    return track.question, forecast, ledger.case_text(forecast.case_hash)


class Told:
    """A worker that has answered already."""

    def __init__(self, answer: Any = None) -> None:
        self.answer, self.asked = answer, 0

    async def ask(self, *_: Any, **__: Any) -> Waited:
        """What is asked is answered at once; nothing is if there is no answer."""
        self.asked += 1
        answer = asyncio.get_running_loop().create_future()
        if isinstance(self.answer, Exception):
            answer.set_exception(self.answer)
        elif self.answer is not None:
            answer.set_result(self.answer)
        return Waited(1, "", b"", answer)

    def rest_later(self, seconds: float) -> None:
        """It holds no room."""


async def wait(desk: Desk, wanted: Wanted = WANTED) -> dict[str, Any]:
    """Freeze a forecast and wait until that has ended."""
    case = read_text(BARE)
    await desk.freeze("bare.yaml", case, None, wanted)
    await asyncio.gather(*desk.tasks)
    return desk.told("bare.yaml")


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What the worker finds of the deal."""
    return ledger_freeze(read_text(BARE), {"target": "deal", "making": WANTED.making.to_dict()}, nobody)


def test_a_ledger_that_is_locked_takes_nothing_and_says_so(tmp_path: Path, found: dict[str, Any]) -> None:
    ledger = tertius.Ledger(tmp_path / "ledger.sqlite", patience=0.1)
    ledger.record([question("other")])
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = run_apart(wait(Desk(ledger, Told(found))))  # type: ignore[arg-type]
        other.execute("ROLLBACK")
    assert "is locked" in told["failed"]
    assert not told["written"]
    assert [track.question.id for track in ledger.tracks()] == ["other"]


def test_a_question_that_was_resolved_meanwhile_takes_no_forecast(tmp_path: Path, found: dict[str, Any]) -> None:
    ledger = tertius.Ledger(tmp_path / "ledger.sqlite")
    ledger.record([question()], [], [replace(ended(1.0), on=TODAY)])
    told = run_apart(wait(Desk(ledger, Told(found))))  # type: ignore[arg-type]
    assert "resolved already" in told["failed"]
    assert ledger.track("bare/deal").forecasts == ()


@pytest.mark.parametrize("error", [Stopped(), Failed("no draw bears on it", ours=False)])
def test_what_is_stopped_or_cannot_be_made_writes_nothing(tmp_path: Path, error: Exception) -> None:
    ledger = tertius.Ledger(tmp_path / "ledger.sqlite")
    told = run_apart(wait(Desk(ledger, Told(error))))  # type: ignore[arg-type]
    assert "othing was written down" in told["failed"]
    assert not ledger.path.exists()


def test_a_second_forecast_of_a_case_waits_for_the_first(tmp_path: Path) -> None:
    async def twice() -> None:
        desk = Desk(tertius.Ledger(tmp_path / "ledger.sqlite"), Told())  # type: ignore[arg-type]
        await desk.freeze("bare.yaml", read_text(BARE), None, WANTED)
        with pytest.raises(Failed, match="is being made"):
            await desk.freeze("bare.yaml", read_text(BARE), None, WANTED)
        for task in desk.tasks:
            task.cancel()

    run_apart(twice())


LOST = """
import json, pathlib, sys
seen = pathlib.Path(sys.argv[1])
question = json.loads(sys.stdin.readline())
if not seen.exists():
    seen.touch()
    sys.exit()
print(json.dumps({"id": question["id"], "found": json.loads(sys.argv[2])}), flush=True)
"""
"""A worker that is lost over its first question."""


def test_a_forecast_whose_worker_was_lost_is_written_once(tmp_path: Path, found: dict[str, Any]) -> None:
    ledger = tertius.Ledger(tmp_path / "ledger.sqlite")
    command = (sys.executable, "-c", LOST, str(tmp_path / "seen"), json.dumps(found))

    async def lose() -> dict[str, Any]:
        solver = Solver(command)
        told = await wait(Desk(ledger, solver))
        await solver.close()
        return told

    assert run_apart(lose())["written"]
    assert (tmp_path / "seen").exists()
    assert len(ledger.track("bare/deal").forecasts) == 1


def test_the_worker_writes_nothing_and_says_how_good_it_was(tmp_path: Path) -> None:
    ledger, now = tertius.Ledger(tmp_path / "ledger.sqlite"), datetime.now(UTC)
    asked = [question(f"q{n}", date(2020, 6, 30)) for n in range(4)]
    said = [Forecasted(0, one.id, now, "anna", 0.8, rivals={"base rate": 0.3}, as_of=date(2020, 6, 1)) for one in asked]
    ends = [Resolved(0, one.id, now, "anna", float(n > 0), date(2020, 6, 30), "s") for n, one in enumerate(asked)]
    ledger.record(asked, said, ends)
    told = ledger_scores(None, {"path": str(ledger.path), "why": True}, nobody)
    assert [one["name"] for one in told["scored"]] == ["tertius", "base rate"]
    assert told["sentences"][0] == "4 questions resolved, 0 open, 0 void."
    assert told["missed"] == len(told["misses"]) == 1
    assert told["misses"][0].endswith("There is no frozen case to look back into.")
    assert told["calibration"]["picture"].startswith("<svg")
    assert "Track record" in told["page"]


# The page


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a small case, in a folder whose ledger has questions of others."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "bare.yaml").write_text(BARE, "utf-8")
    now, by = datetime.now(UTC), date(2020, 6, 30)
    tertius.Ledger(folder / "ledger.sqlite").record(
        [Question(f"q{n}", f"Question {n}, <b>bold</b>?", "a text", by) for n in range(3)],
        [Forecasted(0, f"q{n}", now, "anna", 0.7, as_of=date(2020, 6, 1)) for n in range(3)],
        [Resolved(0, f"q{n}", now, "anna", float(n), by, "the press") for n in range(2)],
    )
    with served(folder, "bare.yaml", lives=True) as one:
        yield one


def test_a_forecast_is_frozen_resolved_and_scored_on_the_page(workbench: Served, page: Page) -> None:
    ledger = tertius.Ledger(workbench.folder / "ledger.sqlite")
    enter(page, workbench)
    page.goto(f"{workbench.base}/ledger")
    page.wait_for_selector("#scores li")
    assert page.locator("#listed b, #scores b").count() == 0  # what others wrote is text
    freezes(page, ledger)
    theirs = without_time(by_command(workbench.folder))
    assert without_time(ledger) == theirs
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("tr[data-id='bare/deal'] button[data-do=show]")
    with page.expect_download() as copy:
        page.click("#ledger-dialog a[download]")
    assert Path(copy.value.path()).read_text("utf-8") == theirs[-1]
    page.keyboard.press("Escape")
    resolves(page)
    assert ledger.track("bare/deal").state == "resolved"
    page.click("#look-back")
    page.wait_for_selector("#scores .missed li", timeout=LONG)
    breaks_no_rule(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def freezes(page: Page, ledger: tertius.Ledger) -> None:
    """Ask for a forecast in vain, then in full, and say yes."""
    page.focus("#go")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mistake-by:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "by"
    page.click("#more summary")
    for field, text in {**FORM, "mine": "40", "who": "anna"}.items():
        if field != "of":
            page.fill(f"#{field}", text)
    page.click("#go")
    page.wait_for_selector("#confirm[open] li:has-text('This cannot be undone')")
    assert len(ledger.tracks()) == 3  # nobody has said yes yet
    page.click("#confirm-yes")
    page.wait_for_selector("#written:not([hidden])", timeout=LONG)
    assert page.inner_text("#written-head") == ledger.verify().head


def by_command(folder: Path) -> tertius.Ledger:
    """The ledger into which the command freezes the same."""
    words = ["ledger", "add", "bare.yaml", "--question", "deal", "--draws", "16", "--mine", "0.4", "--who", "anna"]
    words += ["--by", FORM["by"], "--resolves", FORM["resolves"], "--ledger", "command.sqlite"]
    with chdir(folder):
        done = CliRunner().invoke(app, words, prog_name="tertius")
    assert done.exit_code == 0, done.output
    return tertius.Ledger(folder / "command.sqlite")


def resolves(page: Page) -> None:
    """Say too early that it did not come true, then that it did."""
    page.click("tr[data-id='bare/deal'] button[data-do=end]")
    page.check("#end input[value=no]")
    page.fill("#end-source", "the press")
    page.click("#end button[type=submit]")
    page.wait_for_selector("#end [data-mistake='']:has-text('can still come true')")
    breaks_no_rule(page)
    page.check("#end input[value=yes]")
    page.click("#end button[type=submit]")
    page.wait_for_selector("#ended-said:has-text('is resolved as yes')")
    page.wait_for_selector("#scores li:has-text('3 questions resolved')")
    page.wait_for_selector("tr[data-id='bare/deal'] .chip:has-text('yes')")


def breaks_no_rule(page: Page) -> None:
    """Nothing of the page as it is breaks a rule of accessibility."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def sent(server: Served, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    """What the page sends, and what it hears."""
    status, _, text = server.ask(f"/case/bare.yaml/ledger/{path}", json.dumps(fields).encode())
    return status, json.loads(text)


def test_what_was_changed_since_somebody_looked_is_not_written(workbench: Served) -> None:
    before = (workbench.folder / "ledger.sqlite").read_bytes()
    _, told = sent(workbench, "freeze", **FORM, name="other", version=999)
    assert "was changed since you were asked" in told["mistakes"][""]
    _, told = sent(workbench, "freeze", **FORM, name="other")
    assert "was changed since you were asked" in told["mistakes"][""]
    _, told = sent(workbench, "end", id="q1", how="no", source="s", entry=None)
    assert "Somebody else was here: it is 'yes'" in told["mistakes"][""]
    _, told = sent(workbench, "end", id="q2", how="no", source="s", entry=5)
    assert "it is open now" in told["mistakes"][""]
    _, told = sent(workbench, "end", id="gone", how="no", source="s", entry=None)
    assert "no question 'gone'" in told["mistakes"][""]
    assert (workbench.folder / "ledger.sqlite").read_bytes() == before


def test_a_ledger_of_a_newer_version_is_named_in_place_and_left_alone(workbench: Served) -> None:
    ledger = workbench.folder / "ledger.sqlite"
    with closing(sqlite3.connect(ledger)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA user_version = 99")
    try:
        _, _, page = workbench.ask("/case/bare.yaml/ledger")
        assert b"is a ledger of version 99" in page
        status, told = sent(workbench, "confirm", **FORM)
        assert (status, "use a newer one" in told["mistakes"][""]) == (200, True)
        status, _, _ = workbench.ask("/case/bare.yaml/ledger/scores")
        assert status == 422
    finally:
        with closing(sqlite3.connect(ledger)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")


def test_a_file_that_is_no_ledger_is_named_without_an_option_that_nobody_can_give(workbench: Served) -> None:
    ledger = workbench.folder / "ledger.sqlite"
    kept = ledger.rename(workbench.folder / "kept.sqlite")
    ledger.write_bytes(b"nothing of a database" * 100)
    try:
        _, told = sent(workbench, "confirm", **FORM)
        assert told["mistakes"][""].endswith("is not a ledger: give another file by TERTIUS_LEDGER")
    finally:
        kept.replace(ledger)


def test_nobody_without_the_cookie_reads_or_writes_the_ledger(workbench: Served) -> None:
    body = json.dumps(FORM).encode()
    for path, asked in (("ledger", None), ("ledger/listed", None), ("ledger/freeze", body), ("ledger/end", body)):
        origin = f"http://{workbench.host}"
        status, _, text = workbench.plain(f"/case/bare.yaml/{path}", asked, Origin=origin)
        assert (status, b"Question" in text) == (403, False)


def test_a_hash_that_is_none_leads_to_no_file(workbench: Served) -> None:
    for given_ in ("", "?hash=../../etc/passwd", "?hash=" + "0" * 64):
        status, _, text = workbench.ask(f"/case/bare.yaml/ledger/frozen.yaml{given_}")
        assert (status, b"keeps no case" in text) == (404, True)
