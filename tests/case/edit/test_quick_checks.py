"""Checks after changes look at what a change can touch, and find what a look at everything finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

import tertius
from tertius.case import Case, Change, numbers_of
from tertius.case.check import changes
from tertius.case.edit.cascade import all_there, references_of
from tertius.case.edit.changes import bare_case, steps_of
from tertius.case.findings import CheckContext
from tests.case.whole import whole_cases
from tests.examples import few
from tests.rules.bargaining.chances.private_talks import private_case

GALLERY = ["korea-2019", "nile-dam-2020", "black-sea-grain-2022", "two-patrons", "ec-emission-1994"]

READ: set[str] = set()


class Watched(Case):
    """A case that notes which of its parts are read."""

    def __getattribute__(self, name: str) -> Any:
        if name in Case.model_fields:
            READ.add(name)
        return super().__getattribute__(name)


def hold(case: Case) -> None:
    watched = Watched.model_construct(**{name: getattr(case, name) for name in Case.model_fields})
    for check, reads in changes.AFTERWARDS.items():
        READ.clear()
        list(check(CheckContext(watched)))
        bare = {"answered_by", "source", "moves", "claims", "ties", "comments"}  # which no change may touch
        assert {*reads, *bare} >= READ, check.__name__


@settings(max_examples=few(12, 100))
@given(whole_cases())
def test_no_check_reads_a_part_of_a_case_that_it_does_not_name(case: Case) -> None:
    hold(case)


@pytest.mark.parametrize("name", GALLERY)
def test_nor_does_one_in_the_gallery(name: str) -> None:
    hold(tertius.load(name))
    hold(private_case(1, demands=True))


def tried(case: Case) -> list[Change]:
    """Changes of every number to what is often too much for it, and the removal of every entry."""
    paths = [".".join(map(str, number.path)) for number in numbers_of(case)]
    collections = ("actors", "issues", "talks", "stances", "needs", "links", "threats", "bodies")
    removed = [f"{name}.{ident}" for name in collections for ident in getattr(case, name)]
    return [*(Change(set=path, to="7000%") for path in paths), *(Change(remove=path) for path in removed)]


@pytest.mark.parametrize("name", ["korea-2019", "black-sea-grain-2022"])
def test_whatever_is_changed_the_findings_are_those_of_a_look_at_everything(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = CheckContext(bare_case(tertius.load(name)))
    before = changes.faults_of(desk)
    listed = [steps_of(("changes",), [change]) for change in tried(desk.case)]
    quick = [changes.findings_of(desk, steps, before) for steps in listed]
    assert sum(map(bool, quick)) > 20
    everything = dict.fromkeys(changes.AFTERWARDS, tuple(Case.model_fields))
    monkeypatch.setattr(changes, "AFTERWARDS", everything)
    assert [changes.findings_of(desk, steps, before) for steps in listed] == quick


@settings(max_examples=few(12, 100))
@given(whole_cases())
def test_that_all_is_there_is_found_as_quickly_as_truly(case: Case) -> None:
    emptied = [case.model_copy(update={name: {}}) for name in ("actors", "sources", "issues", "talks")]
    for version in (case, bare_case(case), *emptied):
        missing = [ref for ref in references_of(version) if ref.ident not in getattr(version, ref.collection)]
        assert all_there(version) == (not missing)
        gone = {(ref.collection, ref.ident) for ref in list(references_of(version))[:3]}
        named = [ref for ref in references_of(version) if (ref.collection, ref.ident) in gone]
        assert [ref for ref in references_of(version, gone) if (ref.collection, ref.ident) in gone] == named
