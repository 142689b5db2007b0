"""A variant: a small file that names a case and what is different from it.

    base: korea-2019
    title: With firmer backing
    changes:
      - set: links.china-backs-dprk.probability
        to: 20% to 50%, likely 35%

Wherever a case file is read, so is a variant. Its base may be a variant too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import Field, ValidationError

from tertius.case.actions import Change
from tertius.case.check.changes import apply_checked
from tertius.case.edit.changes import steps_of
from tertius.case.fields import Entry, Id, Text
from tertius.case.files.build import path_of
from tertius.case.files.write import yaml_of_values
from tertius.case.misfits import problem_of
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems, read_bytes, text_of
from tertius.case.parse.file_names import CASE_FILE
from tertius.case.parse.naming import slug
from tertius.case.parse.origin import Origin, closest
from tertius.case.parse.tree import Tree, read_tree
from tertius.case.plain import plain_of
from tertius.errors import CaseError, Problem


class Variant(Entry):
    """A case that differs from another by a few changes."""

    base: Text = Field(description="the case it starts from: a name of the gallery, or a path from this file's folder")
    case: Id | None = Field(None, description="short name of the variant; made of the file's name if left out")
    title: Text = Field("", description="title, for people; that of the base with the short name if left out")
    summary: Text = Field("", description="what is tried out, in a few sentences; that of the base if left out")
    changes: tuple[Change, ...] = Field(description="what is different from the base, one change after the other")


def is_variant(value: Any) -> bool:
    """Whether the plain values of a file are those of a variant."""
    return isinstance(value, Mapping) and "base" in value


def case_of_variant(tree: Tree, name: str, base_of: Callable[[Variant, Origin], Case]) -> Case:
    """The checked case that a variant describes.

    Args:
        tree: What was read from its file.
        name: The file's name as the user gave it; a base that is a path starts from its folder.
        base_of: Reads the case at the bottom of a chain of variants, which the last of them names.

    Raises:
        CaseError: The variant, or a case that it rests on, is not valid; `problems` holds every mistake.
    """
    chain = [_read(tree, name)]
    seen = [os.path.realpath(name)]
    while (below := _variant_below(*chain[-1])) is not None:
        tree, name = below
        if os.path.realpath(name) in seen:
            variant, origin = chain[-1]
            found = f"the base '{variant.base}' rests on this variant itself"
            raise CaseError([origin.place(("base",)).put(Problem(found=found, legal="variants lead to a case"))])
        seen.append(os.path.realpath(name))
        chain.append(_read(tree, name))
    case = base_of(*chain[-1])
    for variant, origin in reversed(chain):
        changed = apply_checked(case, steps_of(("changes",), variant.changes), origin)
        problems = list(_check_evidence(changed, variant, origin))
        if problems:
            raise CaseError(problems)
        ident = variant.case or slug(FilePath(origin.file).stem, case.case)
        update = {"case": ident, "title": variant.title or f"{case.title} ({ident})"}
        if variant.summary:
            update["summary"] = variant.summary
        case = changed.model_copy(update=update)
    return case


def variant_yaml(base: str, changes: Sequence[Change], case: str = "", title: str = "") -> str:
    """The text of a variant file.

    Args:
        base: Name of a gallery case, or path from the folder in which the file will lie.
        changes: What is different.
        case: Short name; left out if empty.
        title: Title; left out if empty.
    """
    names = {"base": base, "case": case, "title": title}
    values = {name: text for name, text in names.items() if text}
    return yaml_of_values({**values, "changes": [plain_of(change) for change in changes]})


def _read(tree: Tree, name: str) -> tuple[Variant, Origin]:
    """The variant in a file, and where everything in it is written."""
    origin = Origin(name, tree.lines)
    problems = [replace(problem, file=name) for problem in tree.problems]
    try:
        variant = Variant.model_validate(tree.value)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            path = path_of(item["loc"])
            if not any(path[:end] in tree.damaged for end in range(len(path) + 1)):
                problems.append(origin.place(path).put(problem_of(item, path, Variant)))
    else:
        if not problems:
            return variant, origin
    raise CaseError(first_problems(problems))


def _variant_below(variant: Variant, origin: Origin) -> tuple[Tree, str] | None:
    """What is in the file of the base, and its name, if the base is a variant too."""
    file = beside(origin.file, variant.base)
    if file.is_dir():
        file = file / CASE_FILE
    if file.suffix.lower() not in (".yaml", ".yml") or not file.is_file():
        return None
    try:
        text, problems = text_of(read_bytes(file))
    except OSError:
        return None
    if problems:
        return None  # reading it as a case says what is wrong
    tree = read_tree(text)
    return (tree, file.as_posix()) if is_variant(tree.value) else None


def beside(name: str, base: str) -> FilePath:
    """The path of a base, as the file that names it means it."""
    return FilePath(name).parent / base


def _check_evidence(case: Case, variant: Variant, origin: Origin) -> Iterator[Problem]:
    """Yield sources that the case does not have, and what became public after its date."""
    for index, change in enumerate(variant.changes):
        for place, ident in enumerate(change.source):
            if ident not in case.sources:
                found, near = f"'{ident}' is not a source of this case", closest(ident, case.sources)
                where = f"change {index + 1}, source"
                at = origin.place(("changes", index, "source", place))
                yield at.put(Problem(where=where, found=found, suggestion=near or "add it with `add: sources.ID`"))
        if change.known_since is not None and change.known_since > case.as_of:
            found = f"{change.known_since} is after {case.as_of}, the date of the case"
            at = origin.place(("changes", index, "known_since"))
            yield at.put(Problem(where=f"change {index + 1}, known_since", found=found))
