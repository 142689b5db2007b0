"""What the worker keeps: cases made of the last one where few places differ, and settlements of the last edit."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tertius.case.load import read_gallery_case
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.workbench.differences import plain_keys, with_inner
from tertius.workbench.jobs import answer
from tertius.workbench.kept import case_of_valid, case_of_values


def test_a_case_with_another_number_shares_the_rest_with_the_last_one() -> None:
    values = plain_keys(plain_of(read_gallery_case("korea-2019")))
    actor, own = next(iter(values["stances"].items()))
    first = case_of_values(values)
    other = with_inner(values, ("stances", actor, next(iter(own)), "salience"), "10 to 90")
    second = case_of_values(other)
    assert second is case_of_values(other)
    assert second.claims is first.claims
    whole = case_of_valid(other)
    assert all(getattr(second, name) == getattr(whole, name) for name in Case.model_fields)


def test_the_answer_to_the_last_edit_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    values = plain_keys(plain_of(read_gallery_case("two-patrons")))
    actor, own = next(iter(values["stances"].items()))
    path = ("stances", actor, next(iter(own)), "salience")
    versions = [with_inner(values, path, number) for number in (41, 42, 43)]
    settled: list[Case] = []
    real = answer.settle

    def counted(case: Case, **more: object) -> object:
        settled.append(case)
        return real(case, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(answer, "settle", counted)
    for before, after in pairwise(versions):
        told = answer.answer(case_of_values(after), {"before": before}, None)
        assert told["kind"] == "talks"
    assert len(settled) == len({id(case) for case in settled}) == 3
