"""From disk to a checked `Case`: a YAML file, or a folder with ``case.yaml``. All mistakes come at once."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from tertius.case.checking import check_case
from tertius.case.layout import CASE_CSV
from tertius.case.limits import first_problems, problems_of_size
from tertius.case.model import Case
from tertius.case.origin import Origin, Path
from tertius.case.sheets import STANCES, with_stances
from tertius.case.structure import shape_case
from tertius.case.text import read_bytes, text_of
from tertius.case.tree import Tree, read_tree
from tertius.case.variants import case_of_variant, is_variant
from tertius.errors import CaseError, Problem, UsageError

__all__ = ["CASE_FILE", "case_of", "read_case", "read_text"]

CASE_FILE = "case.yaml"
_EXTENSIONS = (".yaml", ".yml")


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
    file = _file_of(FilePath(path))
    name = file.as_posix()
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
    beside = [file.parent / table for table in STANCES if (file.parent / table).is_file()]
    case = read_text(text, name, beside)
    if (file.parent / CASE_CSV).is_file():
        found = f"{CASE_CSV} beside it is not read: the case of this folder is {CASE_FILE}"
        case._origin = replace(case.origin, notes=(*case.origin.notes, Problem(file=name, found=found)))
    return case


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
    if tree.problems and tree.value is None:
        raise CaseError(first_problems([replace(problem, file=name) for problem in tree.problems]))
    if is_variant(tree.value):
        return _variant(tree, name, tables)
    problems = [replace(problem, file=name) for problem in tree.problems]
    value, origin = tree.value, Origin(name, tree.lines)
    for table in tables:
        value, origin, found = with_stances(value, origin, table)
        problems += found
    return case_of(value, origin, problems, tree.damaged)


def _variant(tree: Tree, name: str, tables: Sequence[FilePath]) -> Case:
    """The case of a variant; a table of stances beside it belongs to nothing."""
    case = case_of_variant(tree, name)
    found = "it is not read: beside a variant stances are changed under `changes`"
    notes = (Problem(file=table.as_posix(), found=found) for table in tables)
    case._origin = replace(case.origin, notes=(*case.origin.notes, *notes))
    return case


def case_of(value: Any, origin: Origin, problems: Sequence[Problem] = (), damaged: Collection[Path] = ()) -> Case:
    """The checked case that plain values describe.

    Args:
        value: Blocks as dict, lists as list, numbers as number words.
        origin: Where each of them stands.
        problems: Mistakes found in reading them.
        damaged: Paths already known to be faulty.

    Raises:
        CaseError: There are mistakes of writing, of structure or of sense: all of them together.
    """
    sizes = [origin.place(path).put(problem) for path, problem in problems_of_size(value)]
    if sizes:
        raise CaseError(first_problems([*problems, *sizes]))
    shape = shape_case(value, damaged)
    found = [*problems, *(origin.place(path).put(problem) for path, problem in shape.problems)]
    if shape.case is not None:
        shape.case._origin = origin
        found += check_case(shape.case, shape.lost)
    if found or shape.case is None:
        raise CaseError(first_problems(found))
    return shape.case


def _file_of(path: FilePath) -> FilePath:
    """Return the file to read; say what is wrong with a path that leads to none."""
    if path.is_dir():
        file = path / CASE_FILE
        if not file.exists():
            others = sorted(other.name for other in path.iterdir() if other.suffix in _EXTENSIONS)
            suggestion = f"name the file itself: {(path / others[0]).as_posix()}" if others else ""
            found = f"the folder has no {CASE_FILE}"
            raise CaseError([Problem(file=path.as_posix(), found=found, suggestion=suggestion)])
        return file
    if not path.exists():
        raise UsageError(f"there is no file or folder '{path.as_posix()}'")
    if path.suffix.lower() not in _EXTENSIONS:
        found = f"a file that ends in '{path.suffix}'" if path.suffix else "a file without an ending"
        legal = "a case is a YAML file (.yaml) or a folder with case.yaml"
        raise CaseError([Problem(file=path.as_posix(), found=f"found {found}", legal=legal)])
    return path
