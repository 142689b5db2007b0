"""Many cases on a cluster: each is kept as soon as it is done, and the table is that of one core."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tests.cli.examples import ENTRIES

SETTINGS: dict[str, Any] = {"draws": 8, "theories": "hold"}


@pytest.fixture
def cases(tmp_path: Path) -> list[str]:
    """Six files, of which one is not valid and one has no talks to settle under the theory."""
    names = []
    for number in range(6):
        path = tmp_path / f"{number}.yaml"
        entries = {**ENTRIES, "case": f"toy-{number}", "summary": "x" * number}
        path.write_text("case: [" if number == 3 else yaml_of(Case.model_validate(entries)), encoding="utf-8")
        names.append(str(path))
    return [*names, "ec-emission-1994"]


def test_two_workers_make_the_table_of_one_core(two: Any, cases: list[str], tmp_path: Path) -> None:
    here = tertius.batch(cases, **SETTINGS, threads=1, keep=tmp_path / "here.jsonl")
    there = tertius.batch(cases, **SETTINGS, client=two, keep=tmp_path / "there.jsonl")
    assert [one.mistakes != () for one in here.cases] == [False, False, False, True, False, False, True]
    assert there.to_dict() == here.to_dict()
    kept = [(tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in ("here", "there")]
    assert sorted(kept[0]) == sorted(kept[1])


def test_what_an_interrupt_left_is_all_that_is_done_again(two: Any, cases: list[str], tmp_path: Path) -> None:
    keep, told = tmp_path / "done.jsonl", []

    def stop(done: int, _: int) -> None:
        told.append(done)
        if done == 3:
            raise KeyboardInterrupt

    first = tertius.batch(cases, **SETTINGS, client=two, keep=keep, progress=stop)
    assert (len(first.cases), len(first.left)) == (3, 4)
    assert {one.name for one in first.cases} | set(first.left) == set(cases)
    kept = [json.loads(line) for line in keep.read_text(encoding="utf-8").splitlines()[1:]]
    assert [one["name"] for one in kept if one["name"] not in {case.name for case in first.cases}] == []
    second = tertius.batch(cases, **SETTINGS, client=two, keep=keep, resume=True)
    assert second.to_dict() == tertius.batch(cases, **SETTINGS, threads=1).to_dict()
