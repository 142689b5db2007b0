"""The one door to a case: `load` takes a file, a folder or the name of a case of the gallery.

What is there says how it is read: a plain table by `load_table`, a workbook or a folder of CSV files by the readers of
`files`, all else as YAML by `read_case`, and a text by `read_text`. Whichever it is, the case comes back checked, or a
`CaseError` names every mistake. What reads tables is loaded where there is one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath

from tertius.case.files.build import case_of
from tertius.case.files.variants import Variant, beside, case_of_variant, is_variant
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems, read_bytes, text_of
from tertius.case.parse.file_names import (
    CASE_CSV,
    CASE_ENDINGS,
    CASE_FILE,
    CASE_WORKBOOK,
    STANCES,
    TEXT_TABLES,
    WORKBOOKS,
)
from tertius.case.parse.origin import Origin, closest
from tertius.case.parse.tree import read_tree
from tertius.errors import CaseError, Problem, UsageError, disk_told


@disk_told()
def load(name_or_path: str | os.PathLike[str]) -> Case:
    """Return a case: from a file or folder if there is one of this name, else from the gallery.

    Args:
        name_or_path: A YAML file, a folder with ``case.yaml``, with a whole case in CSV files or with ``case.xlsx``,
            a workbook with a whole case, or the name of a gallery case. For plain tables there is `load_table`,
            which takes their scale.

    Raises:
        UsageError: There is neither a file or folder nor a gallery case of this name.
        CaseError: What is there is not a valid case; `problems` holds every mistake, with file and line.
    """
    if not isinstance(name_or_path, str | os.PathLike):
        raise UsageError(f"found {name_or_path!r} where the name of a case or the path of a file belongs")
    name = os.fspath(name_or_path)
    path = FilePath(name)
    if not (name and path.exists()):
        names = gallery_names()
        if name in names:
            return read_gallery_case(name)
        near = closest(name, names)
        listed = f"the gallery has {', '.join(names)}" if names else "the gallery is empty"
        advice = f"{near} ({listed})" if near else listed
        raise UsageError(f"there is no file, folder or gallery case '{name}': {advice}")
    return _read_at(path)


def _read_at(path: FilePath) -> Case:
    """The case of a file or folder that is there, by what it looks like."""
    if path.suffix.lower() in CASE_ENDINGS and path.is_file():
        return read_case(path)
    from tertius.case.files.csv_folder import holds_csv_case, read_case_folder
    from tertius.case.files.workbook import holds_case, read_case_workbook
    from tertius.case.layouts.exchange import is_exchange_file, load_exchange
    from tertius.case.tables.plain import load_table

    if is_exchange_file(path):
        return load_exchange(path)
    if is_plain_table(path):
        return load_table(path)
    if path.is_file() and path.suffix.lower() in WORKBOOKS:
        return read_case_workbook(path)
    if path.is_file() and path.name == CASE_CSV:
        return read_case_folder(path.parent)
    if path.is_dir() and not (path / CASE_FILE).exists():
        if holds_csv_case(path):
            return _with_notes(read_case_folder(path), *_not_read(path, CASE_CSV, [CASE_WORKBOOK]))
        if holds_case(path / CASE_WORKBOOK):
            return read_case_workbook(path / CASE_WORKBOOK)
    return read_case(path)


@disk_told()
def is_plain_table(path: FilePath) -> bool:
    """Whether a path leads to a table that is no whole case."""
    if not path.is_file() or path.suffix.lower() not in (*TEXT_TABLES, *WORKBOOKS, ".xls", ".ods"):
        return False
    from tertius.case.files.csv_folder import holds_csv_case
    from tertius.case.files.workbook import holds_case

    return not (holds_case(path) or (path.name == CASE_CSV and holds_csv_case(path.parent)))


def gallery_names() -> list[str]:
    """Return the names of the gallery's cases, in alphabetical order."""
    folder = _gallery()
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.joinpath(CASE_FILE).is_file())


def gallery() -> list[Case]:
    """Return every case of the gallery, read and checked, in alphabetical order."""
    return [read_gallery_case(name) for name in gallery_names()]


def read_gallery_case(name: str) -> Case:
    """Return the case of the gallery that has this name, whatever files lie about."""
    with as_file(_gallery().joinpath(name, CASE_FILE)) as file:
        text, _ = text_of(file.read_bytes())
    return read_text(text, f"{name}/{CASE_FILE}")


def _gallery() -> Traversable:
    return files("tertius").joinpath("gallery")


@disk_told()
def read_case(path: str | os.PathLike[str]) -> Case:
    """Read and check a case.

    Args:
        path: A YAML file, or a folder that holds ``case.yaml``. Beside a ``case.yaml``, however it is named,
            ``stances.csv`` or ``stances.xlsx`` may hold its stances.

    Returns:
        The case; its `origin` knows the file and the line of everything in it.

    Raises:
        UsageError: There is no such file or folder.
        CaseError: What is there is not a valid case; `problems` holds every mistake, with file and line.
    """
    file = FilePath(path)
    if file.is_dir():
        folder, file = file, file / CASE_FILE
        if not file.exists():
            others = sorted(other.name for other in folder.iterdir() if _may_be_case(other))
            suggestion = f"name the file itself: {(folder / others[0]).as_posix()}" if others else ""
            found = f"the folder has no {CASE_FILE}"
            raise CaseError([Problem(file=folder.as_posix(), found=found, suggestion=suggestion)])
    name = file.as_posix()
    if not file.exists():
        raise UsageError(f"there is no file or folder '{name}'")
    if file.suffix.lower() not in CASE_ENDINGS:
        found = f"a file that ends in '{file.suffix}'" if file.suffix else "a file without an ending"
        legal = "a case is a YAML file (.yaml) or a folder with case.yaml"
        raise CaseError([Problem(file=name, found=f"found {found}", legal=legal)])
    try:
        data = read_bytes(file)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise CaseError([Problem(file=name, found=f"the file cannot be read: {reason}")]) from None
    text, problems = text_of(data)
    if problems:
        raise CaseError([replace(problem, file=name) for problem in problems])
    if file.name != CASE_FILE:
        return read_text(text, name)
    case = read_text(text, name, [file.parent / table for table in STANCES if (file.parent / table).is_file()])
    return _with_notes(case, *_not_read(file.parent, CASE_FILE, [CASE_CSV, CASE_WORKBOOK]))


def read_text(text: str, name: str = "", tables: Sequence[FilePath] = ()) -> Case:
    """Read and check a case from the text of a file.

    Args:
        text: The text.
        name: The file's name in messages.
        tables: Tables that hold further stances.

    Raises:
        CaseError: The text is not a valid case.
    """
    tree = read_tree(text)
    problems = [replace(problem, file=name) for problem in tree.problems]
    if problems and tree.value is None:
        raise CaseError(first_problems(problems))
    if is_variant(tree.value):
        case = case_of_variant(tree, name, _base_of)
        found = "it is not read: beside a variant stances are changed under `changes`"
        return _with_notes(case, *(Problem(file=table.as_posix(), found=found) for table in tables))
    value, origin = tree.value, Origin(name, tree.lines)
    for table in tables:
        from tertius.case.files.sheets import with_stances

        value, origin, mistakes = with_stances(value, origin, table)
        problems += mistakes
    return case_of(value, origin, problems, tree.damaged)


def _may_be_case(file: FilePath) -> bool:
    from tertius.case.files.workbook import holds_case

    return file.suffix.lower() in CASE_ENDINGS or holds_case(file)


def _not_read(folder: FilePath, read: str, others: Sequence[str]) -> Iterator[Problem]:
    """Yield a note on each other case of a folder, of which one file is read."""
    for other in others:
        if (folder / other).is_file():
            found = f"{other} beside it is not read: the case of this folder is {read}"
            yield Problem(file=(folder / read).as_posix(), found=found)


def _with_notes(case: Case, *notes: Problem) -> Case:
    """The same case, of which a reader must know more."""
    case._origin = replace(case.origin, notes=(*case.origin.notes, *notes))
    return case


def _base_of(variant: Variant, origin: Origin) -> Case:
    """The case at the bottom of a chain of variants."""
    file = beside(origin.file, variant.base)
    try:
        if file.exists():
            return load(file)
        if variant.base in gallery_names():
            return read_gallery_case(variant.base)
    except UsageError as error:
        raise CaseError([origin.place(("base",)).put(Problem(found=f"base: {error}"))]) from None
    names = gallery_names()
    found = f"there is no file, folder or gallery case '{variant.base}' to start from"
    legal = f"a base is a path from the folder of this file, or one of the gallery: {', '.join(names)}"
    problem = Problem(found=found, legal=legal, suggestion=closest(variant.base, names))
    raise CaseError([origin.place(("base",)).put(problem)])


def check_apart(option: str, target: FilePath, *names: str) -> None:
    """Whether a file that is to be written is none of those that cases are read from, and would not be read with them.

    Args:
        option: What asks for the file, in the words of the user.
        target: The file.
        names: Cases as they were named: files, folders, names of the gallery.

    Raises:
        UsageError: It is the case itself, or a part of it, or a case that it rests on.
    """
    for name in names:
        files = list(files_of(name))
        if any(_same(target, file) for file in files):
            which = "the case itself" if files[0] == files[-1] else "part of the case itself"
            raise UsageError(f"{option} {target}: that is {which}; give it a file of its own")
        path = FilePath(name)
        if path.exists() and (path.is_dir() or path.name in _of_a_folder()) and _read_with(target, path):
            raise UsageError(f"{option} {target}: it would be read as part of the case {name}; give it another name")


def files_of(name: str) -> Iterator[FilePath]:
    """The files that a case is read from, those of the cases that a variant rests on included; none of the gallery."""
    seen, coming = set[str](), [FilePath(name)] if name else []
    while coming:
        path = coming.pop()
        for file in _files_at(path):
            if os.path.realpath(file) in seen:
                continue
            seen.add(os.path.realpath(file))
            yield file
            base = _base_named_in(file)
            coming += [beside(file.as_posix(), base)] if base else []


def _files_at(path: FilePath) -> list[FilePath]:
    if path.is_dir():
        return [path / name for name in sorted(_of_a_folder()) if (path / name).is_file()]
    if not path.is_file():
        return []
    return _files_at(path.parent) if path.name in (CASE_FILE, CASE_CSV) else [path]


def _of_a_folder() -> set[str]:
    """The names of the files of which the case of a folder may be made."""
    from tertius.case.files.csv_folder import FILES_OF_CASE

    return {CASE_FILE, CASE_WORKBOOK, *STANCES, *FILES_OF_CASE}


def _base_named_in(file: FilePath) -> str:
    """What a variant rests on; nothing if the file is none."""
    if file.suffix.lower() not in CASE_ENDINGS:
        return ""
    try:
        text = text_of(file.read_bytes())[0]
    except OSError:
        return ""
    if not _SAYS_BASE.search(text):  # to read all of a case for that takes as long as to read the case
        return ""
    value = read_tree(text).value
    return str(value["base"]) if is_variant(value) else ""


_SAYS_BASE = re.compile(r"\bbase\b|\\")
"""Stands in every variant, even where the word is written with an escape or named first; in few other cases."""


def _read_with(target: FilePath, path: FilePath) -> bool:
    """Whether a new file would be taken for a part of the case of this folder."""
    from tertius.case.files.csv_folder import holds_csv_case

    folder = path if path.is_dir() else path.parent
    if os.path.realpath(target.parent) != os.path.realpath(folder):
        return False
    return target.name.lower() in _of_a_folder() or (target.suffix.lower() == ".csv" and holds_csv_case(folder))


def _same(one: FilePath, other: FilePath) -> bool:
    """Whether two names lead to the same file on disk."""
    try:
        return one.samefile(other)
    except OSError:
        return False
