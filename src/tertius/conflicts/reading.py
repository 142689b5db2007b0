"""Files of conflicts: YAML as the page on the graph model has it, and files of gmcr; every mistake with its line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tertius.case.parse.characters import first_problems, read_bytes, text_of
from tertius.case.parse.naming import slug
from tertius.case.parse.origin import Origin
from tertius.case.parse.tree import read_tree
from tertius.conflicts.building import conflict_of
from tertius.conflicts.conflict import Conflict
from tertius.conflicts.gmcr_file import values_of_gmcr
from tertius.errors import CaseError, Problem, UsageError, disk_told

GMCR = (".gmcr", ".json")
YAML = (".yaml", ".yml")


@disk_told()
def read_conflict(source: str | os.PathLike[str] | Mapping[str, Any]) -> Conflict:
    """Read and check a conflict.

    Args:
        source: A YAML file, a file of gmcr (``.gmcr``), the name of a conflict that comes with Tertius, or the same
            values as in a YAML file.

    Raises:
        UsageError: There is no such file.
        CaseError: It is no valid conflict; `problems` holds every mistake.
        LimitError: It has more states than can be looked at.
    """
    if isinstance(source, Mapping):
        return conflict_of(source, Origin())
    if not isinstance(source, str | os.PathLike):
        raise UsageError(f"a conflict is the name of a file, or its values: found {type(source).__name__}")
    file = Path(source)
    if str(source) in shipped() and not file.exists():
        file = _shipped() / f"{source}.yaml"
    name, ending = file.as_posix(), file.suffix.lower()
    if not file.is_file():
        raise UsageError(f"there is no file '{name}'; with Tertius comes {', '.join(shipped())}")
    if ending not in (*YAML, *GMCR):
        legal = "a conflict is a YAML file (.yaml), or a file of gmcr (.gmcr)"
        raise CaseError([Problem(file=name, found=f"found a file that ends in '{ending}'", legal=legal)])
    text, problems = text_of(read_bytes(file))
    if problems:
        raise CaseError([replace(problem, file=name) for problem in problems])
    if ending in GMCR:
        return conflict_of(values_of_gmcr(text, name, slug(file.stem, "conflict")), Origin(name))
    tree = read_tree(text)
    problems = [replace(problem, file=name) for problem in tree.problems]
    if problems:
        raise CaseError(first_problems(problems))
    return conflict_of(tree.value, Origin(name, tree.lines))


def shipped() -> list[str]:
    """The names of the conflicts that come with Tertius."""
    return sorted(file.stem for file in _shipped().glob("*.yaml"))


def _shipped() -> Path:
    return Path(__file__).parent / "shipped"
