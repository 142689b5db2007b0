"""On the command line a name stands for the id of the entry that has it."""

from __future__ import annotations

import types

import pytest

import tertius
from tertius.cli.options import ident_of, target_of
from tests.cli.conftest import Call


@pytest.fixture(scope="module")
def korea() -> tertius.Case:
    return tertius.load("korea-2019")


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("North Korea", "dprk"),
        ("north  korea", "dprk"),
        ("DPRK", "dprk"),
        ("dprk", "dprk"),
        ("payoff:North Korea", "payoff:dprk"),
        ("level:Relief from sanctions", "level:sanctions-relief"),
        ("level:nothing", "level:nothing"),
        ("nothing", "nothing"),
        ("other:North Korea", "other:North Korea"),
    ],
)
def test_a_target_may_be_named(korea: tertius.Case, word: str, target: str) -> None:
    assert target_of(korea, word) == target


def test_every_name_of_a_case_leads_to_its_id(korea: tertius.Case) -> None:
    for collection in ("actors", "issues", "talks", "moves", "links", "threats"):
        entries = getattr(korea, collection)
        names = [entry.name.casefold() for entry in entries.values()]
        for ident, entry in entries.items():
            if entry.name and names.count(entry.name.casefold()) == 1:
                assert ident_of(korea, entry.name.upper(), collection) == ident


def test_commands_take_names(call: Call, toy: types.SimpleNamespace) -> None:
    ident, talk = next(iter(tertius.load("toy").talks.items()))
    assert call("settle", "toy", "--without", (talk.name or ident).upper()).exit_code == 0
    assert toy.asked == [("settle", "toy", (ident,))]
