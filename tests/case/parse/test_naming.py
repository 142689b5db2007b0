"""Ids made of names in any script: different names stay apart, and the same name has the same id in every table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.case.fields import is_id
from tertius.case.parse.naming import Naming, slug

HEAD = "actor,issue,position,salience,capability\n"


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Xi Jinping", "xi-jinping"),
        ("Österreich", "osterreich"),
        ("Åland", "aland"),
        ("Łódź & Großß", "lodz-grossss"),
        ("Côte_d'Ivoire", "cote-d-ivoire"),
        ("1994", "a-1994"),
        ("中国", "a"),
    ],
)
def test_an_id_says_what_ascii_can_say_of_a_name(name: str, ident: str) -> None:
    assert slug(name) == ident


def test_what_has_no_ascii_is_numbered_and_what_loses_letters_stays_apart() -> None:
    naming = Naming()
    names = ["Россия", "Китай", "中国", "Россия", " россия! ", "A 中", "A 国", "Österreich", "sterreich"]
    assert [naming.ident(name, "actor") for name in names] == [
        *("actor-1", "actor-2", "actor-3", "actor-1", "actor-1", "a", "a-2", "osterreich", "sterreich"),
    ]
    assert naming.ident("Россия", "issue") == "issue-1"


@given(st.lists(st.text(min_size=1), unique=True))
def test_every_name_has_a_legal_id_and_keeps_it(names: list[str]) -> None:
    naming = Naming()
    idents = [naming.ident(name, "actor") for name in names]
    assert all(map(is_id, idents))
    assert [naming.ident(name, "actor") for name in names] == idents


def test_a_table_in_other_scripts_is_a_case_with_its_names_as_written(tmp_path: Path) -> None:
    path = tmp_path / "Стол.csv"
    path.write_text(
        HEAD + "Россия,税,0,50,1\nКитай,税,100,50,1\nÖsterreich,税,100,50,2\nsterreich,税,0,50,0\n", "utf-8"
    )
    case = tertius.load_table(path, (0, 100), "", 100, "1994-05-01")
    assert {ident: actor.name for ident, actor in case.actors.items()} == {
        "actor-1": "Россия",
        "actor-2": "Китай",
        "osterreich": "Österreich",
        "sterreich": "sterreich",
    }
    assert (case.case, case.title) == ("table", "Стол")
    assert case.name("issue-1") == "税"
    assert tertius.settle(case).levels["issue-1"] == pytest.approx(75)


def test_pooled_tables_in_another_order_mean_the_same_actors(tmp_path: Path) -> None:
    rows = ["Россия,税,10,50,1\n", "Китай,税,90,50,2\n"]
    for name, order in (("a.csv", rows), ("b.csv", rows[::-1])):
        (tmp_path / name).write_text(HEAD + "".join(order), "utf-8")
    panel = tertius.pool_tables([tmp_path / "a.csv", tmp_path / "b.csv"], (0, 100), "", 100, "1994-05-01")
    assert {panel.case.name(one.actor): str(one.pooled) for one in panel.differences if one.number == "position"} == {
        "Россия": "10",
        "Китай": "90",
    }


def test_too_few_actors_are_told_only_of_a_table_that_names_too_few(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for row, told in (("a,x,9,50,1\nA,y,9,50,1\n", False), ("a,y,9,50,1\n", True)):
        path.write_text(HEAD + "a,x,0,50,1\n" + row, "utf-8")
        try:
            tertius.load_table(path, (0, 100), "", 100, "1994-05-01")
            said = ""
        except tertius.CaseError as error:
            said = str(error)
        assert ("fewer than two actors" in said) == told
        assert said
