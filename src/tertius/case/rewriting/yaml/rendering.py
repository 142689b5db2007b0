"""Plain values as new lines of YAML, in the way of what stands beside them: in braces, short, or as a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tertius.case.paths import model_of
from tertius.case.rewriting.yaml.nodes import Node
from tertius.case.rewriting.yaml.scalars import fits_line, folded, name_words, scalar_words

_WIDEST_FLOW = 100


def flow_text(value: Any) -> str:
    """A value in one line, in braces and brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name_words(name, flow=True)}: {flow_text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    return scalar_words(value, flow=True)


def is_block(value: Any) -> bool:
    """Whether a value takes lines of its own."""
    if isinstance(value, list):
        return any(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping) and bool(value)


def short_of(value: Any, kind: Any) -> Any:
    """A value without its block, if its block says no more than a bare value would."""
    model = model_of(kind)
    short = getattr(model, "shorthand", "")
    return value[short] if short and isinstance(value, Mapping) and list(value) == [short] else value


def block_lines(value: Any, indent: int) -> Iterator[str]:
    """The lines of a block or of a list of blocks, each beginning at a column."""
    pad = " " * indent
    if isinstance(value, list):
        for item in value:
            head, *rest = block_lines(item, indent + 2) if is_block(item) else [flow_text(item)]
            yield f"{pad}- {head.lstrip()}"
            yield from rest
        return
    for name, inner in value.items():
        yield from pair_lines(name_words(name), inner, indent)


def pair_lines(name: str, value: Any, indent: int, like: Node | None = None) -> Iterator[str]:
    """The lines of a name and its value.

    Args:
        name: The name as it is written.
        value: The value.
        indent: The column of the name.
        like: What an entry beside it looks like: a block in braces begets braces.
    """
    pad = " " * indent
    braced = like is not None and like.flow and like.kind == "block" and isinstance(value, Mapping)
    if braced and len(flow_text(value)) <= _WIDEST_FLOW:
        yield f"{pad}{name}: {flow_text(value)}"
    elif is_block(value):
        yield f"{pad}{name}:"
        yield from block_lines(value, indent + 2)
    else:
        yield f"{pad}{name}: {line_words(value, indent)}"


def line_words(value: Any, indent: int, style: str = "") -> str:
    """What stands behind a name or a dash: on its line, or folded below it if it is long.

    Args:
        value: The value, which takes no lines of its own.
        indent: The column of the name.
        style: The quotes that it has if it can; ``>-`` and the like for a text that was folded.
    """
    if isinstance(value, Mapping | list):
        return flow_text(value)
    sign = style if style.startswith((">", "|")) else ""
    if isinstance(value, str) and (sign or not fits_line(value, indent)):
        below = folded(value, indent + 2, sign or ">-")
        if below is not None:
            return below
    return scalar_words(value, style=style)
