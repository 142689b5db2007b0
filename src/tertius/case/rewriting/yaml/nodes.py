"""The values of a YAML text with the place of each: where it begins and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from tertius.case.parse.characters import MAX_DEPTH
from tertius.case.parse.plain_yaml import plain_events
from tertius.case.rewriting.splices import OutOfOrdinaryError


@dataclass(slots=True)
class Pair:
    """A name in a block with what stands behind it; `start` and `end` are those of the name."""

    start: int
    end: int
    value: Node


@dataclass(slots=True)
class Node:
    """A value in a text.

    Attributes:
        kind: A block of names and values, a list, or a text.
        start: Where its first sign stands.
        end: Where its last sign ends.
        flow: Whether it is in braces or brackets.
        text: What a scalar says.
        style: How a scalar is quoted or folded; empty if it is not.
        pairs: What a block holds.
        items: What a list holds.
    """

    kind: Literal["block", "list", "scalar"]
    start: int
    end: int
    flow: bool = False
    text: str = ""
    style: str = ""
    pairs: dict[str, Pair] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)


def read_nodes(text: str, begin: int = 0) -> Node:
    """The values of a YAML text, or of a part of one.

    Args:
        text: The text, its lines ending in line feeds.
        begin: Where it begins in the text whose places are meant.

    Raises:
        OutOfOrdinaryError: It is no YAML, or has more in it than blocks, lists and texts.
    """
    return _Builder(text, begin).root()


class _Builder:
    def __init__(self, text: str, begin: int) -> None:
        self.text, self.begin, self.depth = text, begin, 0
        self.events: Iterator[Any] = iter(plain_events(text) or _all_events(text))

    def root(self) -> Node:
        """The one value of the document."""
        for event in self.events:
            if type(event).__name__ == "DocumentStartEvent":
                return self._node(next(self.events))
        raise OutOfOrdinaryError("there is no document")

    def _node(self, event: Any) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor or event.tag:
            raise OutOfOrdinaryError("the text has anchors, aliases or tags")
        if kind == "ScalarEvent":
            return self._scalar(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OutOfOrdinaryError("the text is nested too deep")
        node = self._block(event) if kind == "MappingStartEvent" else self._list(event)
        self.depth -= 1
        return node

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        end = start + len(self.text[start:end].rstrip())
        return Node("scalar", self.begin + start, self.begin + end, text=event.value, style=event.style or "")

    def _block(self, event: Any) -> Node:
        start = self.begin + event.start_mark.index
        block = Node("block", start, start, bool(event.flow_style))
        last = ""
        for key in self.events:
            if type(key).__name__ == "MappingEndEvent":
                break
            name = self._node(key)
            if name.kind != "scalar" or name.text in block.pairs:
                raise OutOfOrdinaryError("a name is none, or stands twice")
            value = self._node(next(self.events))
            block.end = value.end
            if block.flow and last and self._goes_on(name, value):
                block.pairs[last].value.end = name.end
                continue
            last = name.text
            block.pairs[last] = Pair(name.start, name.end, value)
        return self._closed(block, key)

    def _goes_on(self, name: Node, value: Node) -> bool:
        """Whether a name in braces is the rest of the number before it: ``{probability: 20 to 50, likely 35}``."""
        return not value.text and ":" not in self.text[name.end - self.begin : value.end - self.begin]

    def _list(self, event: Any) -> Node:
        start = self.begin + event.start_mark.index
        listed = Node("list", start, start, bool(event.flow_style))
        for item in self.events:
            if type(item).__name__ == "SequenceEndEvent":
                break
            listed.items.append(self._node(item))
            listed.end = listed.items[-1].end
        return self._closed(listed, item)

    def _closed(self, node: Node, event: Any) -> Node:
        if node.flow:
            node.end = self.begin + event.end_mark.index
        return node


def _all_events(text: str) -> Iterator[Any]:
    """The events of any YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YAMLError as error:
        raise OutOfOrdinaryError("the text is no YAML") from error
