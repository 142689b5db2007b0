"""From one version of plain values to another in the text itself: names and values changed, put in and taken out.

Only what differs is touched. A new entry stands behind the one that comes before it in the new version, in the way its
neighbours are written; what is taken out takes the comment lines directly above it along.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple

from tertius.case.fields import Number
from tertius.case.paths import marks_of, model_of, step_into
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.yaml.nodes import Node, Pair
from tertius.case.rewriting.yaml.places import Ground
from tertius.case.rewriting.yaml.rendering import block_lines, flow_text, is_block, line_words, pair_lines, short_of
from tertius.case.rewriting.yaml.scalars import listed_number, name_words, number_in_place, scalar_words

_SIGN = re.compile(r"[>|][-+]?(?= *\n)")
_EMPTY_LINE = re.compile(r"\n *\n")


class Seat(NamedTuple):
    """Where a value sits.

    Attributes:
        kind: What the model has there; None if it says nothing.
        head: The place behind the colon or the dash before it.
        indent: The column of its name or dash.
        flow: Whether that is in braces or brackets.
    """

    kind: Any
    head: int
    indent: int
    flow: bool = False


class Editor(Ground):
    """Collects what makes one version of a case of another."""

    def change(self, node: Node, before: Any, after: Any, seat: Seat) -> None:
        """Make one value of another, where they differ.

        Args:
            node: The value in the text.
            before: What the case says there, in plain values.
            after: What it is to say.
            seat: Where it sits.

        Raises:
            OutOfOrdinaryError: The text has something there that cannot be edited.
        """
        if before == after:
            return
        both = isinstance(before, Mapping) and isinstance(after, Mapping)
        if both and node.kind == "block" and not _all_go(node, after):
            self._pairs(node, before, after, seat)
        elif both and node.kind == "scalar" and short_of(before, seat.kind) is not before:
            self._short(node, before, after, seat)
        elif both and node.kind == "list" and not any([*before.values(), *after.values()]):
            self.change(node, list(before), list(after), seat)  # members without votes, as a list
        elif isinstance(after, list) and isinstance(before, list) and len(node.items) == len(before) and node.items:
            self._items(node, before, after, seat)
        else:
            self._replace(node, after, seat)

    # One value

    def _replace(self, node: Node, value: Any, seat: Seat) -> None:
        """Write a value in place of another."""
        value, style = self._as_stood(node, value, seat.kind), node.style
        if seat.flow or (is_block(value) and node.flow and (node.pairs or node.items)):
            words = scalar_words(value, True, style) if not isinstance(value, Mapping | list) else flow_text(value)
            self._put(node, words, seat)
        elif is_block(value):
            self._replace_by_block(node, value, seat)
        else:
            below = node.kind != "scalar" and not node.flow
            start = seat.head if below else node.start
            if "\n" in self.text[node.start : node.end]:
                sign = _SIGN.match(self.text, node.start)
                style = sign[0] if sign else style or ">-"
            words = line_words(value, seat.indent, "" if below else style)
            if "\n" in words and self.rest_of_line(node.end).strip():
                words = scalar_words(value)  # what follows in the line would become part of the text
            self._put(node, words, seat, start)

    def _put(self, node: Node, words: str, seat: Seat, start: int = -1) -> None:
        start = node.start if start < 0 else start
        if start == node.end and seat.flow and self.text[seat.head - 1] not in ":,[{":
            words = f": {words}"
        elif self.text[start - 1] in ":-":
            words = f" {words}"
        self.splices.put(start, node.end, words)

    def _replace_by_block(self, node: Node, value: Any, seat: Seat) -> None:
        if node.kind != "scalar" and not node.flow:
            self._put(node, "\n".join(block_lines(value, self.column(node.start))).lstrip(" "), seat)
        else:
            self._put_lines(node, list(block_lines(value, seat.indent + 2)), seat)

    def _as_stood(self, node: Node, value: Any, kind: Any) -> Any:
        """A value as the one before it was written: short, in percent, as a list of one without brackets."""
        value, stood = short_of(value, kind), self.text[node.start : node.end]
        number = next((mark for mark in marks_of(kind) if isinstance(mark, Number)), None) if kind else None
        if number is not None and node.kind == "list":
            listed = listed_number(number.validate(value)) if "%" not in stood else None
            return value if listed is None else listed
        if number is not None:
            return number_in_place(number, value, stood)
        if isinstance(value, list) and node.kind == "scalar" and node.text:
            if len(value) == 1 and isinstance(value[0], str) and "," not in value[0]:
                return value[0]
            if len(value) == 2 and " to " in node.text:
                return f"{value[0]} to {value[1]}"
        return value

    def _short(self, node: Node, before: Mapping[Any, Any], after: Mapping[Any, Any], seat: Seat) -> None:
        """A bare value that stands for a block of one field."""
        model = model_of(seat.kind)
        short = getattr(model, "shorthand", "")
        if list(after) == [short]:
            self.change(node, before[short], after[short], seat._replace(kind=step_into(model, short)))
            return
        stood = self.text[node.start : node.end]
        kept = "\n" not in stood and after.get(short) == before[short]
        first = stood if kept else flow_text(after[short])
        rest = {name: value for name, value in after.items() if name != short}
        if seat.flow:
            inner = [f"{short}: {first}", *([flow_text(rest)[1:-1]] if rest else [])]
            self._put(node, f"{{{', '.join(inner)}}}", seat)
            return
        pad = " " * (seat.indent + 2)
        self._put_lines(node, [f"{pad}{short}: {first}", *block_lines(rest, seat.indent + 2)], seat)

    def _put_lines(self, node: Node, lines: Sequence[str], seat: Seat) -> None:
        """Write lines in place of a scalar: from its dash on, or below its name, whose comment stays beside it."""
        if self.text[seat.head - 1] == "-":
            self._put(node, "\n".join(lines).lstrip(" "), seat)
        else:
            self.splices.cut(seat.head, node.end)
            self.splices.insert(self.line_end(node.end), "\n" + "\n".join(lines))

    # Blocks

    def _pairs(self, node: Node, before: Mapping[Any, Any], after: Mapping[Any, Any], seat: Seat) -> None:
        stood = {name: _written(node, name) for name in {**before, **after}}
        gone = [name for name in before if name not in after and stood[name] in node.pairs]
        new = [
            name
            for name, value in after.items()
            if stood[name] not in node.pairs and before.get(name, _NOTHING) != value
        ]
        renamed = self._renamed(gone, new, before, after, seat)
        for old, name in renamed:
            pair = node.pairs[stood[old]]
            self.splices.put(pair.start, pair.end, name_words(name, node.flow))
            gone.remove(old)
            new.remove(name)
            stood[name] = stood[old]
        for name, value in after.items():
            if stood[name] in node.pairs and before.get(name, _NOTHING) != value and name not in dict(renamed).values():
                pair = node.pairs[stood[name]]
                self.change(pair.value, before.get(name, _NOTHING), value, self._seat_of(node, pair, name, seat))
        places = list(node.pairs)
        dropped = {places.index(stood[name]) for name in gone}
        spans = [(pair.start, pair.value.end) for pair in node.pairs.values()]
        if node.flow:
            self.cut_in_flow(spans, dropped)
        else:
            self.cut_lines(spans, dropped)
        self._add(node, after, [name for name in after if name in new], stood, dropped, seat)

    def _renamed(
        self, gone: Sequence[Any], new: Sequence[Any], before: Mapping[Any, Any], after: Mapping[Any, Any], seat: Seat
    ) -> list[tuple[Any, Any]]:
        """Ids that have become others while all that stands below them has stayed."""
        if model_of(seat.kind) is not None or len(gone) != len(new):
            return []
        pairs = list(zip(gone, new, strict=True))
        return pairs if all(before[old] == after[name] for old, name in pairs) else []

    def _seat_of(self, node: Node, pair: Pair, name: Any, seat: Seat) -> Seat:
        kind = step_into(seat.kind, str(name)) if seat.kind is not None else None
        colon = self.text.find(":", pair.end, pair.value.start + 1)
        head = colon + 1 if colon >= 0 else pair.end
        return Seat(kind, head, self.column(pair.start), node.flow)

    def _add(
        self,
        node: Node,
        after: Mapping[Any, Any],
        new: Sequence[Any],
        stood: Mapping[Any, str],
        dropped: set[int],
        seat: Seat,
    ) -> None:
        places = list(node.pairs)
        order = [name for name in after if name in new or stood[name] in node.pairs]
        for name in new:
            earlier = [one for one in order[: order.index(name)] if one not in new]
            kind = step_into(seat.kind, str(name)) if seat.kind is not None else None
            at = places.index(stood[earlier[-1]]) if earlier else -1
            self._add_pair(node, at, name, after[name], kind, dropped)

    def _add_pair(self, node: Node, behind: int, name: Any, value: Any, kind: Any, dropped: Collection[int]) -> None:
        pairs = list(node.pairs.values())
        kept = [index for index in range(len(pairs)) if index not in dropped]
        beside = pairs[behind if behind >= 0 else kept[0]]
        like = beside.value
        if like.kind == "scalar" or node.flow:
            value = short_of(value, kind)
        if node.flow:
            words = f"{name_words(name, flow=True)}: {flow_text(value)}"
            if behind >= 0:
                self.splices.insert(like.end, f", {words}")
            else:
                self.splices.insert(beside.start, f"{words}, ")
            return
        column = self.column(beside.start)
        lines = list(pair_lines(name_words(name), value, column, like if model_of(kind) is not None else None))
        spaced = self._spaced(pairs, is_block(value))
        if behind < 0 and self.begins_line(beside.start):
            first = self.comments_above(beside.start)
            self.splices.insert(first, "\n".join(lines) + ("\n\n" if spaced else "\n"))
        else:
            self.insert_lines(self.behind(like.end, column), [""] * spaced + lines)

    def _spaced(self, pairs: Sequence[Pair], block: bool) -> bool:
        """Whether empty lines stand between the entries of a block, as they are to stand around a new one."""
        gaps = [
            bool(_EMPTY_LINE.search(self.text, one.value.end, other.start))
            for one, other in pairwise(pairs)
            if ("\n" in self.text[other.end : other.value.end]) == block
        ]
        return bool(gaps) and 2 * sum(gaps) > len(gaps)

    # Lists

    def _items(self, node: Node, before: list[Any], after: list[Any], seat: Seat) -> None:
        """Edit a list; of entries that have become others each is edited in its place."""
        if not after or not (node.flow or self._has_dashes(node)):
            self._replace(node, after, seat)
            return
        kind = step_into(seat.kind, 0) if seat.kind is not None else None
        dropped: set[int] = set()
        added: list[tuple[int, list[Any]]] = []
        for start, end, values in _turned(before, after):
            pairs = list(zip(range(start, end), values, strict=False))
            for index, value in pairs:
                item = node.items[index]
                head = item.start if node.flow else self._dash(item) + 1
                self.change(item, before[index], value, Seat(kind, head, self.column(head - 1), node.flow))
            dropped.update(range(start + len(pairs), end))
            added.append((start + len(pairs) - 1, [short_of(one, kind) for one in values[len(pairs) :]]))
        if node.flow:
            self.cut_in_flow([(item.start, item.end) for item in node.items], dropped)
        else:
            self.cut_lines([(self._dash(item), item.end) for item in node.items], dropped)
        for behind, values in added:
            self._add_items(node, behind, values)

    def _add_items(self, node: Node, behind: int, added: list[Any]) -> None:
        if not added:
            return
        if node.flow:
            words = ", ".join(map(flow_text, added))
            if behind >= 0:
                self.splices.insert(node.items[behind].end, f", {words}")
            else:
                self.splices.insert(node.items[0].start, f"{words}, ")
            return
        dash = self._dash(node.items[max(behind, 0)])
        lines = list(block_lines(added, self.column(dash)))
        if behind >= 0:
            self.insert_lines(self.behind(node.items[behind].end, self.column(dash)), lines)
        else:
            self.splices.insert(self.comments_above(dash), "\n".join(lines) + "\n")

    def _has_dashes(self, node: Node) -> bool:
        return all(self.begins_line(self._dash(item)) for item in node.items)

    def _dash(self, item: Node) -> int:
        at = self.text.rfind("-", 0, item.start)
        if at < 0 or self.text[at + 1 : item.start].strip():
            raise OutOfOrdinaryError("a list has comments behind its dashes")
        return at


class _Nothing:
    """What stands where the case says nothing."""


_NOTHING = _Nothing()


def _all_go(node: Node, after: Mapping[Any, Any]) -> bool:
    """Whether nothing of a block is left, so that it is written as a whole."""
    return not any(_written(node, name) in node.pairs for name in after)


def _written(node: Node, name: Any) -> str:
    """A name as the text writes it: a level of the scale may be 0 or 0.0."""
    text = str(name)
    if text in node.pairs or isinstance(name, str):
        return text
    for other in node.pairs:
        try:
            if float(other) == name:
                return other
        except ValueError:
            continue
    return text


def _turned(before: list[Any], after: list[Any]) -> Iterator[tuple[int, int, list[Any]]]:
    """The stretches of a list that another one has not, from where to where, and what it has there."""
    stood, stands = ([repr(item) for item in one] for one in (before, after))
    for tag, start, end, low, high in SequenceMatcher(None, stood, stands, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, after[low:high]
