"""The comments of a case file, carried over into the text that replaces it: each stays with what it stood beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from tertius.case.parse.characters import lines_of, read_bytes, text_of
from tertius.case.parse.origin import Path
from tertius.case.parse.tree import read_tree

LEFT_OVER = "# What was said in comments of something that is not in this case any more:"


@dataclass(frozen=True)
class Comment:
    """Comment lines that stand together.

    Attributes:
        path: What they stand above or beside; None at the end of the file.
        lines: The lines, each from its ``#`` on; an empty line stands for one between them.
        beside: Whether it follows something in the same line.
    """

    path: Path | None
    lines: tuple[str, ...]
    beside: bool = False


def comments_of(text: str) -> list[Comment]:
    """The comments of a YAML text; of one that is no YAML every line that begins with ``#``."""
    lines = lines_of(text.rstrip())
    ends = _ends_of_values(text)
    if ends is None:
        kept = tuple(line.strip() for line in lines if line.lstrip().startswith("#"))
        return [Comment(None, kept)] if kept else []
    paths = _paths_by_line(text)
    found: list[Comment] = []
    above: list[str] = []
    last: Path = ()
    for number, line in enumerate(lines, 1):
        rest = line[ends.get(number, 0) :].lstrip(" ,:-[]{}")
        if number not in ends and number not in paths and (line.lstrip().startswith("#") or not line.strip()):
            above.append(line.strip())
            continue
        last = paths.get(number, last)
        found += _together(last, above)
        above = []
        if rest.startswith("#"):
            found.append(Comment(last, (rest.strip(),), beside=True))
    return [*found, *_together(None, above)]


def with_comments(old: str, new: str) -> str:
    """The new text of a case with the comments of the old one, each where its entry stands now.

    Args:
        old: The text that is replaced.
        new: The text of a case in block style, without comments and with no value on more than one line.

    Returns:
        The new text; comments on what it does not have stand at its end, below `LEFT_OVER`.
    """
    tree = read_tree(new)
    lines = lines_of(new.rstrip("\n"))
    above: dict[int, list[str]] = {}
    beside: dict[int, list[str]] = {}
    left_over: list[str] = []
    at_end: list[str] = []
    for comment in comments_of(old):
        line = tree.lines.get(comment.path) if comment.path is not None else None
        if line is not None:
            (beside if comment.beside else above).setdefault(line, []).extend(comment.lines)
        else:
            (at_end if comment.path is None else left_over).extend(comment.lines)
    whole: list[str] = []
    for number, text in enumerate(lines, 1):
        pad = text[: len(text) - len(text.lstrip())]
        whole += [pad + line if line else "" for line in above.get(number, [])]
        whole.append("  ".join([text, *beside.get(number, [])]))
    if left_over:
        at_end += [line for line in (LEFT_OVER, *left_over) if line and (line != LEFT_OVER or line not in at_end)]
    return "\n".join([*whole, *at_end]) + "\n"


def over(file: FilePath, new: str) -> str:
    """The text of a case as it is to replace a file: with the comments of the file, if it is there and has any."""
    try:
        old, problems = text_of(read_bytes(file))
    except OSError:
        return new
    return new if problems else with_comments(old, new)


def _together(path: Path | None, lines: list[str]) -> Iterator[Comment]:
    """The comment that some lines are, with at most one empty line above and below it; none if all are empty."""
    texts = [number for number, line in enumerate(lines) if line]
    if texts:
        first, last = max(texts[0] - 1, 0), texts[-1] + 2
        yield Comment(path, tuple(lines[first:last]))


def _paths_by_line(text: str) -> dict[int, Path]:
    """What begins in each line: of several the outermost."""
    paths: dict[int, Path] = {}
    for path, line in read_tree(text).lines.items():
        if path and (line not in paths or len(path) < len(paths[line])):
            paths[line] = path
    return paths


def _ends_of_values(text: str) -> dict[int, int] | None:
    """The column behind the last value in each line that has part of one; None if the text is no YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    ends: dict[int, int] = {}
    lines = lines_of(text)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if type(event).__name__ != "ScalarEvent" or event.start_mark.index == event.end_mark.index:
                continue
            start, end = event.start_mark, event.end_mark
            inside = range(start.line, end.line + (end.column > 0))
            for line in inside:
                last = end.column if line == end.line else len(lines[line])
                ends[line + 1] = max(ends.get(line + 1, 0), last)
    except YAMLError:
        return None
    return ends
