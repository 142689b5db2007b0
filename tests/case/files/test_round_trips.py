"""Whole cases, there and back: as a workbook, as CSV files and as a case file; nothing is lost."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tertius.case import Case
from tertius.case.files.csv_folder import csv_files_of, read_case_folder
from tertius.case.files.workbook import read_case_workbook, workbook_of
from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tests.case.whole import whole_cases
from tests.examples import few

there_and_back = settings(
    max_examples=few(7, 20),
    phases=(Phase.generate,),  # to shrink a whole case takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def same(again: Case, case: Case) -> None:
    """Equal, and in the same order: blocks that hold the same in another order are equal in Python."""
    assert again == case
    assert yaml_of(again) == yaml_of(case)


@given(whole_cases())
@there_and_back
def test_as_a_case_file(case: Case) -> None:
    same(read_text(yaml_of(case)), case)


@given(whole_cases())
@there_and_back
def test_as_a_workbook(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(workbook_of(case))
    same(read_case_workbook(path), case)


@given(whole_cases())
@there_and_back
def test_as_a_folder_of_csv_files(tmp_path: Path, case: Case) -> None:
    there = [file.name for file in tmp_path.iterdir()]  # of the case before
    for name, data in csv_files_of(case, there).items():
        (tmp_path / name).write_bytes(data)
    same(read_case_folder(tmp_path), case)


def test_where_a_decided_issue_stays_comes_back_too(tmp_path: Path) -> None:
    """The cases above all have talks, so none of their issues is decided."""
    case = read_text(
        "{case: a, title: A, as_of: 2024-01-01, actors: {b: {capability: 1}, c: {capability: 2}}, "
        "issues: {x: {scale: 4 to 10, reference: 5 to 6}}, "
        "stances: {b: {x: {position: 4, salience: 50}}, c: {x: {position: 9, salience: 20}}}}"
    )
    assert case.reference("x") == 5.5
    path = tmp_path / "case.xlsx"
    path.write_bytes(workbook_of(case))
    for name, data in csv_files_of(case).items():
        (tmp_path / name).write_bytes(data)
    path.rename(tmp_path.parent / path.name)
    for again in (
        read_text(yaml_of(case)),
        read_case_workbook(tmp_path.parent / path.name),
        read_case_folder(tmp_path),
    ):
        same(again, case)
