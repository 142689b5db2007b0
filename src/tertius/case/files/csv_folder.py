"""A whole case as a folder of CSV files, one for each sheet of its workbook, both ways and without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from tertius.case.files.cells import Grid, csv_problem, to_csv
from tertius.case.files.layout import CASE_SHEET, SHEETS, lay_out, problems_in_cells
from tertius.case.files.sheets import case_of_sheets, is_slip, not_read, sheet_named, unknown_name
from tertius.case.files.textual import read_text_grid
from tertius.case.model import Case
from tertius.case.parse.characters import MAX_BYTES, first_problems
from tertius.case.parse.file_names import CASE_CSV
from tertius.errors import CaseError, Problem


def file_of_sheet(sheet: str) -> str:
    """The name of the file that holds a sheet."""
    return f"{sheet.replace(' ', '-')}.csv"


FILES_OF_CASE = {file_of_sheet(name): name for name in (CASE_SHEET, *(sheet.name for sheet in SHEETS))}


def csv_files_of(case: Case, there: Collection[str] = ()) -> dict[str, bytes]:
    """A case as CSV files: the name and the bytes of each, in UTF-8 with a mark by which Excel knows it.

    Args:
        case: The case.
        there: Names of files that are to be replaced, be it by headings alone, lest they be read with the new ones.

    Raises:
        CaseError: Texts that no cell could hold: all of them, each with its field.
    """
    laid = lay_out(case, [FILES_OF_CASE[file] for file in there])
    problems = list(problems_in_cells(case, laid, csv_problem))
    files: dict[str, bytes] = {}
    for sheet in laid:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(sheet.heads)
        writer.writerows(map(to_csv, cells) for _, cells in sheet.rows)
        files[file_of_sheet(sheet.name)] = out.getvalue().encode("utf-8-sig")
    for name, data in files.items():
        if len(data) > MAX_BYTES:
            legal = f"a text table has at most {MAX_BYTES / 1e6:g} million bytes"
            problems.append(Problem(found=f"{name} would have {len(data):,} bytes", legal=legal))
    if problems:
        raise CaseError(first_problems(problems))
    return files


def holds_csv_case(folder: Path) -> bool:
    """Whether a folder holds a whole case in CSV files: its ``case.csv`` lists fields and values."""
    file = folder / CASE_CSV
    if not file.is_file():
        return False
    grid, problems = read_text_grid(file)
    return bool(problems) or grid is None or grid.rows[0].cells[:2] == ("field", "value")


def read_case_folder(folder: Path) -> Case:
    """The case of a folder of CSV files.

    Raises:
        CaseError: A file cannot be read, or there are mistakes: all of them, with file, line and column.
    """
    grids: dict[str, Grid] = {}
    problems: list[Problem] = []
    strange: list[Problem] = []
    passed_over: list[Problem] = []
    lost: set[str] = set()
    for file in sorted(folder.glob("*.csv")):
        name = sheet_named(file.stem)
        if not name:
            problem = unknown_name(f"the file '{file.name}' is no part of a case", file.name, "files", FILES_OF_CASE)
            problem = replace(problem, file=file.as_posix())
            if is_slip(file.name, FILES_OF_CASE):
                strange.append(problem)
            else:
                passed_over.append(not_read(problem, "file", file.name))
            continue
        grid, found_here = read_text_grid(file)
        problems += found_here
        if name in grids:
            strange.append(
                Problem(file=file.as_posix(), found=f"{Path(grids[name].file).name} is the sheet '{name}' too")
            )
        elif found_here:
            lost.add(name)
        elif grid is not None and grid.rows:
            grids[name] = grid
    if CASE_SHEET in lost:
        raise CaseError(first_problems([*problems, *strange]))
    return case_of_sheets((folder / CASE_CSV).as_posix(), grids, [*problems, *strange], lost, passed_over)
