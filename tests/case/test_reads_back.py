"""What is accepted reads back: as YAML, as CSV files and as a workbook it is the same case, or is refused at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import tertius
from tertius.case import load_table, read_text
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.workbook import workbook_of
from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.case.parse.naming import LONGEST_ID
from tertius.errors import CaseError, UsageError

HEAD = "case: k\ntitle: k\nas_of: 2024-01-01\nactors: {a: A, b: {name: B, source: s}}\n"
LONG = "Ministry of Foreign Affairs, verbatim record of the session, paragraph "


def read_back(case: Case, folder: Path, workbook: bool = True) -> None:
    """The case written in every form is the case; a form that cannot hold it says so."""
    assert read_text(yaml_of(case)) == case
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    try:
        files = csv_files_of(case)
    except CaseError:  # a text that no cell holds
        pass
    else:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        assert tertius.load(folder) == case
    if workbook:
        try:
            data = workbook_of(case)
        except CaseError:
            pass
        else:
            (folder / "k.xlsx").write_bytes(data)
            assert tertius.load(folder / "k.xlsx") == case


@pytest.mark.parametrize("source", ['" "', '""', '"\\t"', '{title: " "}'])
def test_a_blank_source_is_refused_however_it_is_written(source: str) -> None:
    with pytest.raises(CaseError, match="source 's', the field 'title' is missing"):
        read_text(HEAD + f"sources: {{s: {source}}}\n")


def test_a_blank_name_is_none() -> None:
    blank = read_text(HEAD.replace("a: A", 'a: " "') + "sources: {s: S}\n")
    assert blank.name("a") == read_text(HEAD.replace("a: A", "a: {}") + "sources: {s: S}\n").name("a")


def test_an_id_has_a_longest_length() -> None:
    fits, longer = "x" * LONGEST_ID, "x" * (LONGEST_ID + 1)
    read_text(HEAD + f"sources: {{s: S, {fits}: T}}\n")
    with pytest.raises(CaseError, match=r"an id of 101 characters: x+\.\.\.: an id has at most 100"):
        read_text(HEAD + f"sources: {{s: S, {longer}: T}}\n")


def test_long_names_and_sources_of_a_table_have_ids_that_read_back_and_stay_apart(tmp_path: Path) -> None:
    rows = [f'"{LONG * 10}{end}",1{end},50,10,"{LONG * 12}{end}"' for end in range(3)]
    (tmp_path / "long.csv").write_text("\n".join(["actor,position,salience,capability,source", *rows]), "utf-8")
    case = load_table(tmp_path / "long.csv", scale=(0, 100), salience_max=100)
    assert len(case.actors) == len(case.sources) == 3
    assert max(map(len, [*case.actors, *case.sources])) <= LONGEST_ID
    read_back(case, tmp_path / "again")


TEXTS = (
    "Northland", "Österreich", "Türkiye", "Ελλάδα", "中国", "🜚", "a" * 150, LONG * 3, "=1+1", "+2", "-3", "@x", "'q",
    "#", "a: b", "- a", "NO", "null", "~", "true", "1e5", "007", "12", "2024-01-01", "a,b", "a;b", 'say "x"', "it's",
    "{", "[x]", "first\nsecond", "a\tb", "a\u2028b", "a\u0085b", "a\u00a0b", "\ufeffa", "a\u200bb", "\u202eabc",
    "a\u00adb", "_x000D_", "%", "Total Energies", "mean streets", "North (2019)", "x: y (z)", "A" * 40_000, "e\u0301",
    "ﬁ", "Å", "  padded  ", "*", "&a", "!",
)  # fmt: skip
NUMBERS = (
    "0", "1", "10", "100", "0.5", "0,5", "1e2", "5 to 7", "5 to 5", "7 to 5", "2 to 8, likely 3", "50%", "-1", "101",
    "1e308", "1e-13", "nan", "inf", "", "x", "5-7", "1,200", "1 200", "1'500", "0.30000000000000004", "1e-9 to 2e-9",
    "9" * 30, "5 to", "٣",
)  # fmt: skip


def table_of(rng: random.Random) -> str:
    """A table whose names, numbers, sources and headings are what people write, and what tempts a reader."""
    columns = ["actor", "position", "salience", "capability"]
    columns += rng.sample(["source", "why", "issue", "name", "note"], rng.randrange(3))
    if rng.random() < 0.3:
        rng.shuffle(columns)
    plain = {"position": "5", "salience": "50", "capability": "10"}
    nasty = rng.choice((0.0, 0.1, 0.5))
    rows = [columns]
    for number in range(rng.randrange(1, 5)):
        row = []
        for column in columns:
            if column in plain:
                row.append(rng.choice(NUMBERS) if rng.random() < nasty else plain[column])
            else:
                row.append(rng.choice(TEXTS) if rng.random() < 0.7 else f"Name {number}")
        rows.append(row)
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\n"


def tables_read_back(folder: Path, seeds: Sequence[int]) -> None:
    accepted = 0
    for seed in seeds:
        rng = random.Random(f"table {seed}")
        (folder / "t.csv").write_text(table_of(rng), "utf-8")
        try:
            case = load_table(folder / "t.csv", scale=(0, 10), salience_max=100)
        except (CaseError, UsageError):
            continue
        accepted += 1
        read_back(case, folder / "again", workbook=seed % 20 == 0)
    assert accepted > len(seeds) / 20


def test_tables_with_tempting_names_and_numbers_read_back_or_are_refused(tmp_path: Path) -> None:
    tables_read_back(tmp_path, range(80))


@pytest.mark.long
def test_thousands_of_tables_with_tempting_names_and_numbers_read_back_or_are_refused(tmp_path: Path) -> None:
    tables_read_back(tmp_path, [*range(80, 250), *range(1_000, 3_500)])
