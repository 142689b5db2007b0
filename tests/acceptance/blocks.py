"""Reads the fenced blocks of a Markdown page, and compares output with what a page shows.

A comment on the line before a block says how it is treated:

    <!-- not run -->                  left alone
    <!-- exit: 3 -->                  its last command ends with 3 (otherwise every command ends with 0)
    <!-- file: my-case/case.yaml -->  the block is written to this file first
    <!-- append: my-case/case.yaml -->  the block is added to this file
    <!-- change: my-case/case.yaml -->  in this file the lines with - give way to the lines with +
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Block", "Command", "blocks_of", "commands_of", "matches"]

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<fence>`{3,}|~{3,})\s*(?P<language>[\w+-]*)[^`]*$")
_COMMENT = re.compile(r"^\s*<!--\s*(?P<word>not run|exit|file|append|change)\s*(?::\s*(?P<value>.*?))?\s*-->\s*$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, where it stands, and what is said of it.

    Attributes:
        language: ``console``, ``python``, ...; empty if the fence names none.
        text: What stands in it, without the fence's indent.
        line: Line of the opening fence, from 1.
        marks: What the comments before it say: {"exit": "3"}.
        follows: Only blank lines stand between the block before and this one.
    """

    language: str
    text: str
    line: int
    marks: dict[str, str] = field(default_factory=dict)
    follows: bool = False


@dataclass(frozen=True)
class Command:
    """A command line and the output that the page shows below it (None: it shows none)."""

    line: str
    output: tuple[str, ...] | None = None


def blocks_of(page: str) -> Iterator[Block]:
    """All fenced blocks, in order. A fence that is never closed is an error."""
    lines = iter(enumerate(page.splitlines(), 1))
    marks: dict[str, str] = {}
    follows = False
    for number, line in lines:
        opened = _FENCE.match(line)
        if opened:
            text = _inside(lines, opened, number)
            yield Block(opened["language"].lower(), text, number, marks, follows)
            marks, follows = {}, True
        elif comment := _COMMENT.match(line):
            marks = {**marks, comment["word"]: comment["value"] or ""}
        elif line.strip():
            marks, follows = {}, False


def _inside(lines: Iterator[tuple[int, str]], opened: re.Match[str], start: int) -> str:
    fence, indent = opened["fence"], len(opened["indent"])
    body = []
    for _, line in lines:
        stripped = line.strip()
        if stripped and not stripped.strip(fence[0]) and len(stripped) >= len(fence):
            return "".join(f"{text}\n" for text in body)
        body.append(line[indent:] if not line[:indent].strip() else line)
    raise ValueError(f"line {start}: the block is never closed")


def commands_of(block: Block) -> list[Command]:
    """The commands of a ``console`` block (lines that begin with ``$ ``) or of a ``sh`` block (every line).

    A command that ends in a backslash goes on in the next line.
    """
    lines = iter(block.text.splitlines())
    prompt = "$ " if block.language == "console" else ""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if prompt and not line.startswith(prompt):
            if not found:
                raise ValueError(f"line {block.line}: output without a command: {line!r}")
            found[-1][1].append(line)
            continue
        command = line.removeprefix(prompt)
        while command.endswith("\\"):
            command = command[:-1] + next(lines, "").removeprefix("> ").strip()
        if command.strip() and not command.lstrip().startswith("#"):
            found.append((command.strip(), []))
    return [Command(command, _shown(output)) for command, output in found]


def _shown(output: list[str]) -> tuple[str, ...] | None:
    lines = _trimmed(output)
    return tuple(lines) if lines else None


def matches(expected: tuple[str, ...] | list[str], found: str) -> bool:
    """Whether the output is as shown: line by line, with ``...`` for any lines."""
    return _matches(_trimmed(list(expected)), _trimmed(found.splitlines()))


def _matches(expected: list[str], found: list[str]) -> bool:
    """Lines between two gaps are taken where they come first, the last ones at the end: so no page takes for ever."""
    first, *others = _between_gaps(expected)
    if found[: len(first)] != first:
        return False
    if not others:
        return len(found) == len(first)
    at = len(first)
    *inner, last = others
    for lines in inner:
        starts = range(at, len(found) - len(lines) + 1)
        start = next((start for start in starts if found[start : start + len(lines)] == lines), None)
        if start is None:
            return False
        at = start + len(lines)
    return len(found) - len(last) >= at and found[len(found) - len(last) :] == last


def _between_gaps(expected: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in expected:
        if line.strip() == "...":
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _trimmed(lines: list[str]) -> list[str]:
    """Without spaces at line ends and without blank lines at both ends."""
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
