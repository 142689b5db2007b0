"""Many cases in one table: what `forecast` and `at_once` say of each; mistakes stop nothing; Ctrl-C loses one case."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.analysis.at_once import at_once
from tertius.analysis.batch import batch as module_face
from tertius.analysis.batch.find import listed_in, names_of
from tertius.case.files.write import yaml_of
from tertius.ledger.chain import hash_of_text

NAMES = ["two-patrons", "ec-emission-1994"]


def broken(folder: Path) -> str:
    """A case file with mistakes."""
    file = folder / "broken.yaml"
    file.write_text("case: broken\n", "utf-8")
    return str(file)


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Ctrl-C comes when so many forecasts are done."""
    module = importlib.import_module("tertius.analysis.batch.batch")  # the face has the function of this name
    real: Callable[..., Any] = tertius.forecast
    done: list[object] = []

    def counted(*arguments: Any) -> Any:
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(None)
        return real(*arguments)

    monkeypatch.setattr(module, "forecast", counted)


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_say_what_forecast_and_settlement_say(name: str) -> None:
    case = tertius.load(name)
    drawn, settled = tertius.forecast(case, 16, 3), tertius.settle(case)
    (one,) = tertius.batch(name, 16, 3).cases
    talks = {row.id: (row.verdict, row.probability, row.error) for row in one.rows if row.what == "talk"}
    issues = {row.id: (row.level, row.low, row.middle, row.high, row.draws) for row in one.rows if row.what == "issue"}
    endings = at_once(settled)
    assert talks == {
        talk: (endings[talk].ending.value, told.probability, told.error) for talk, told in drawn.headline.items()
    }
    assert issues == {
        issue: (settled.levels[issue], told.low.value, told.middle.value, told.high.value, told.draws)
        for issue, told in drawn.pooled.levels.items()
    }
    assert (one.draws, one.settlements) == (16, 16 * len(drawn.theories))


def test_the_hash_is_the_one_by_which_a_ledger_knows_the_case() -> None:
    (one,) = tertius.batch("two-patrons", 2).cases
    assert one.hash == hash_of_text(yaml_of(tertius.load("two-patrons")))


def test_a_case_that_is_not_valid_is_a_row_and_stops_nothing(tmp_path: Path) -> None:
    told = tertius.batch([broken(tmp_path), "no-such-case", *NAMES], 4)
    assert [bool(one.mistakes) for one in told.cases] == [True, True, False, False]
    assert told.cases[2:] == tertius.batch(NAMES, 4).cases
    frame = told.to_frame()
    assert "'title' is missing" in frame["mistakes"].iloc[0]
    assert list(frame.index.get_level_values("name")[:3]) == [*(one.name for one in told.failed), "two-patrons"]


def test_a_theory_that_a_case_does_not_know_is_a_mistake_of_that_case() -> None:
    told = tertius.batch(NAMES, 4, theories="hold")
    assert [bool(one.mistakes) for one in told.cases] == [False, True]


def test_settings_that_fit_no_case_are_refused_at_once_and_all_together() -> None:
    with pytest.raises(tertius.UsageError) as refused:
        tertius.batch(NAMES, draws=0, seed=-1, theories="hold,nonsense")
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize("torn", [False, True])
def test_what_was_kept_before_ctrl_c_is_gone_on_with_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, torn: bool
) -> None:
    third = tmp_path / "third.yaml"
    third.write_text(yaml_of(tertius.load("ec-emission-1994")), "utf-8")
    names, kept = ["ec-emission-1994", "two-patrons", str(third)], tmp_path / "done.jsonl"
    whole = tertius.batch(names, 4)
    with monkeypatch.context() as patched:
        stopping(patched, 2)
        part = tertius.batch(names, 4, keep=kept)
    assert part.interrupted
    assert part.left == (str(third),)
    assert part.cases == whole.cases[:2]
    if torn:
        kept.write_bytes(kept.read_bytes()[:-7])
    with monkeypatch.context() as patched:
        stopping(patched, 2 if torn else 1)  # no more forecasts than are missing
        resumed = tertius.batch(names, 4, keep=kept, resume=True)
    assert resumed.to_frame().to_csv() == whole.to_frame().to_csv()
    assert resumed.to_dict() == whole.to_dict()


def test_a_kept_case_that_was_changed_is_done_again(tmp_path: Path) -> None:
    file, kept = tmp_path / "case.yaml", tmp_path / "done.jsonl"
    text = yaml_of(tertius.load("ec-emission-1994"))
    file.write_text(text, "utf-8")
    before = tertius.batch(str(file), 4, keep=kept)
    file.write_text(text.replace("title: ", "title: New ", 1), "utf-8")
    after = tertius.batch(str(file), 4, keep=kept, resume=True)
    assert before.cases[0].hash != after.cases[0].hash


def test_a_kept_file_is_about_one_choice_of_settings(tmp_path: Path) -> None:
    kept = tmp_path / "done.jsonl"
    tertius.batch("ec-emission-1994", 4, keep=kept)
    with pytest.raises(tertius.UsageError, match="begun with seed 1, not 2"):
        tertius.batch("ec-emission-1994", 4, 2, keep=kept, resume=True)
    with pytest.raises(tertius.UsageError, match="is there already"):
        tertius.batch("ec-emission-1994", 4, keep=kept)
    kept.write_text("name,what\n", "utf-8")
    with pytest.raises(tertius.UsageError, match="no file of tertius batch --keep"):
        tertius.batch("ec-emission-1994", 4, keep=kept, resume=True)


def test_cases_are_found_in_folders_and_by_patterns_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b", "a", "empty"):
        Path("cases", name).mkdir(parents=True)
    for place in ("cases/b/case.yaml", "cases/a/case.yaml", "cases/c.yaml", "cases/notes.txt"):
        Path(place).write_text("case: x\n", "utf-8")
    inside = [str(Path("cases", name)) for name in ("a", "b", "c.yaml")]
    assert names_of(["cases"]) == inside
    assert names_of(["cases/*.yaml", "cases"]) == [inside[2], *inside[:2]]
    assert names_of(["cases/**/case.yaml"]) == [str(Path("cases", name, "case.yaml")) for name in "ab"]
    assert len(names_of(["gallery"])) == len(tertius.gallery())
    with pytest.raises(tertius.UsageError, match=r"met by the pattern 'x\*'"):
        names_of(["x*"])
    with pytest.raises(tertius.UsageError, match="there is no case"):
        module_face([])
    Path("list.txt").write_text("# mine\n\n two-patrons \n", "utf-8")
    assert listed_in(Path("list.txt")) == ["two-patrons"]
