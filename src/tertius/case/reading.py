"""From disk to a checked `Case`: a YAML file, or a folder with ``case.yaml``. All mistakes come at once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from tertius.case.checking import check_case
from tertius.case.model import Case
from tertius.case.origin import Origin
from tertius.case.structure import Shape, shape_case
from tertius.case.text import read_bytes, text_of
from tertius.case.tree import Tree, read_tree
from tertius.errors import CaseError, Problem, UsageError

__all__ = ["CASE_FILE", "read_case", "read_text"]

CASE_FILE = "case.yaml"
_EXTENSIONS = (".yaml", ".yml")


def read_case(path: str | os.PathLike[str]) -> Case:
    """Read and check a case.

    Args:
        path: A YAML file, or a folder that holds ``case.yaml``.

    Returns:
        The case; its `origin` knows the file and the line of everything in it.

    Raises:
        UsageError: There is no such file or folder.
        CaseError: What is there is not a valid case; `problems` holds every mistake, with file and line.
    """
    file = _file_of(Path(path))
    name = file.as_posix()
    try:
        data = read_bytes(file)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise CaseError([Problem(file=name, found=f"the file cannot be read: {reason}")]) from None
    text, problems = text_of(data)
    if problems:
        raise CaseError([replace(problem, file=name) for problem in problems])
    return read_text(text, name)


def read_text(text: str, name: str = "") -> Case:
    """Read and check a case from the text of a file; `name` is the file's name in messages.

    Raises:
        CaseError: The text is not a valid case.
    """
    tree = read_tree(text)
    if tree.problems and tree.value is None:
        raise CaseError([replace(problem, file=name) for problem in tree.problems])
    shape = shape_case(tree.value, tree.damaged)
    problems = _all_problems(tree, shape, name)
    if problems or shape.case is None:
        raise CaseError(problems)
    return shape.case


def _all_problems(tree: Tree, shape: Shape, name: str) -> list[Problem]:
    """Return the mistakes of writing, of structure and of sense together."""
    origin = Origin(name, tree.lines)
    found = [replace(problem, file=name) for problem in tree.problems]
    found += [origin.place(path).put(problem) for path, problem in shape.problems]
    if shape.case is not None:
        shape.case._origin = origin
        found += check_case(shape.case, shape.lost)
    return found


def _file_of(path: Path) -> Path:
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
