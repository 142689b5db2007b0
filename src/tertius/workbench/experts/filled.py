"""The filled sheets of a case: files in a folder beside it, one of each expert."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tertius.case.layouts.blind_sheet import without_empty_rows
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_FILE
from tertius.case.parse.naming import slug
from tertius.case.tables.expert_panel import Panel, pool_tables
from tertius.case.tables.plain import load_table
from tertius.errors import CaseError, UsageError
from tertius.writing import write_whole

MOST = 50
"""So many experts at most."""

FULL_SALIENCE = 100.0


@dataclass(frozen=True)
class Answers:
    """What one expert sent back.

    Attributes:
        expert: The expert, by the name of the file.
        file: The file.
        rows: How many rows have an answer.
        problems: Why it cannot be read; empty if it can.
    """

    expert: str
    file: Path
    rows: int
    problems: tuple[str, ...] = ()


def folder_of(file: Path) -> Path:
    """The folder in which the filled sheets of a case lie."""
    return file.parent / ("experts" if file.name == CASE_FILE else f"{file.stem}-experts")


def sheets_of(file: Path) -> list[Path]:
    """The filled sheets of a case, in the order of the alphabet."""
    folder = folder_of(file)
    if not folder.is_dir() or folder.is_symlink():
        return []
    return [path for path in sorted(folder.glob("*.xlsx")) if path.is_file() and not path.is_symlink()][:MOST]


def add(case: Case, file: Path, name: str, data: bytes) -> Path:
    """Put a filled sheet beside a case; one that is there is never written over.

    Args:
        case: The case.
        file: Its file.
        name: The name of the sheet's file: that of the expert.
        data: The sheet.

    Raises:
        UsageError: It is no .xlsx file, or that expert has one already.
        CaseError: It cannot be read as a table of this case; each mistake with its cell.
    """
    if not name.lower().endswith(".xlsx"):
        raise UsageError(f"'{name}' is no filled sheet: these end in .xlsx")
    if len(sheets_of(file)) >= MOST:
        raise UsageError(f"there are {MOST} sheets already: take one out first")
    path = folder_of(file) / f"{slug(Path(name).stem, 'expert')}.xlsx"
    if path.exists():
        raise UsageError(f"{path.name} is there already: take it out first, or give the new one another name")
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / path.name
        tried.write_bytes(data)
        answers = read(case, tried)
        if answers.problems:
            raise UsageError("\n".join(answers.problems))
    path.parent.mkdir(exist_ok=True)
    write_whole(path, data, force=False)
    return path


def take_out(file: Path, expert: str) -> None:
    """Delete the sheet of an expert.

    Raises:
        UsageError: There is none.
    """
    for path in sheets_of(file):
        if path.stem == expert:
            path.unlink()
            return
    raise UsageError(f"there is no sheet of '{expert}'")


def read(case: Case, path: Path) -> Answers:
    """What stands in one sheet, and what is wrong with it."""
    try:
        with _cleaned([path]) as (tables, rows):
            if not rows[path.stem]:
                return Answers(path.stem, path, 0, (f"{path.name}: no row has an answer yet",))
            load_table(tables[0], salience_max=FULL_SALIENCE, as_of=case.as_of)
    except (CaseError, UsageError) as error:
        problems = error.problems if isinstance(error, CaseError) else ()
        told = tuple(str(replace(one, file=path.name)) for one in problems) or (str(error),)
        return Answers(path.stem, path, 0, told)
    return Answers(path.stem, path, rows[path.stem])


def pooled(case: Case, paths: list[Path]) -> Panel:
    """The sheets as one panel; what one expert leaves out is pooled from the others.

    Raises:
        UsageError: There are fewer than two.
        CaseError: One cannot be read, or they do not fit together.
    """
    if len(paths) < 2:
        raise UsageError("to pool takes the sheets of two experts or more")
    with _cleaned(paths) as (tables, _):
        try:
            return pool_tables(tables, salience_max=FULL_SALIENCE, as_of=case.as_of, partial=True, name=case.case)
        except CaseError as error:
            raise CaseError([replace(one, file=Path(one.file).name) for one in error.problems]) from None


@contextmanager
def _cleaned(paths: list[Path]) -> Iterator[tuple[list[Path], Mapping[str, int]]]:
    """Copies of sheets without the rows that nobody answered, and how many rows of each have an answer."""
    with tempfile.TemporaryDirectory() as folder:
        tables, rows = [], {}
        for path in paths:
            data, rows[path.stem] = without_empty_rows(path)
            tables.append(Path(folder) / path.name)
            tables[-1].write_bytes(data)
        yield tables, rows
