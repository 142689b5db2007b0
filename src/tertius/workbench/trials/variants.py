"""What-ifs that are kept: small files beside the case, which name it and what is different from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from tertius.case.files.variants import beside, variant_yaml
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_FILE
from tertius.case.parse.naming import slug
from tertius.case.parse.tree import read_tree
from tertius.errors import UsageError
from tertius.workbench.trials.trial import Trial
from tertius.writing import write_whole

LONGEST = 200_000
"""A longer file is no variant that was kept here."""


@dataclass(frozen=True)
class Kept:
    """A variant beside a case.

    Attributes:
        file: Its file.
        title: Its title; the name of its file if it has none.
        changes: How many changes it makes.
    """

    file: FilePath
    title: str
    changes: int


def keep(case: Case, file: FilePath, trial: Trial, name: str) -> FilePath:
    """Write a what-if as a variant beside the file of its case; nothing that is there is written over.

    Args:
        case: The case.
        file: Its file.
        trial: What is tried.
        name: What the variant is to be called; its file and its short name are made of that.

    Returns:
        The file of the variant.

    Raises:
        UsageError: It has no name, nothing is tried, or there is such a file.
        CaseError: What is tried leaves no valid case.
    """
    title = " ".join(name.split())
    if not title:
        raise UsageError("the variant has no name yet: give one, such as 'Firmer backing'")
    if trial.empty:
        raise UsageError("nothing is tried yet: move a slider, take something away or make a move first")
    trial.changed(case)
    ident = slug(title, "variant")
    path = file.parent / f"{ident}.yaml"
    if path.exists():
        raise UsageError(f"there is a file {path.name} already: give the variant another name")
    text = variant_yaml(file.name, trial.changes(case), ident, f"{case.title}: {title}")
    write_whole(path, text.encode(), force=False)
    return path


def kept_beside(file: FilePath) -> list[Kept]:
    """The variants that lie beside the file of a case and start from it, in the order of the alphabet."""
    return list(_kept(file))


def _kept(file: FilePath) -> Iterator[Kept]:
    for path in sorted(file.parent.glob("*.y*ml")):
        if path == file or path.is_symlink() or not path.is_file() or path.stat().st_size > LONGEST:
            continue
        try:
            value = read_tree(path.read_text(encoding="utf-8")).value
        except (OSError, UnicodeDecodeError):
            continue
        if not isinstance(value, dict) or not isinstance(value.get("base"), str):
            continue
        base = beside(str(path), value["base"])
        if (base / CASE_FILE if base.is_dir() else base).resolve() == file.resolve():
            changes = value.get("changes")
            yield Kept(path, str(value.get("title") or path.stem), len(changes) if isinstance(changes, list) else 0)
