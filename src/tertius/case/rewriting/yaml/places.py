"""Places in a text: lines, columns, comments that belong to what stands there; lines put in and taken out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tertius.case.rewriting.splices import OutOfOrdinaryError, Splices


class Ground:
    """A text on which edits are collected."""

    def __init__(self, text: str) -> None:
        self.text, self.splices = text, Splices()

    def column(self, at: int) -> int:
        """How far in its line a place is."""
        return at - (self.text.rfind("\n", 0, at) + 1)

    def begins_line(self, at: int) -> bool:
        """Whether nothing stands before a place in its line."""
        return not self.text[at - self.column(at) : at].strip(" ")

    def line_end(self, at: int) -> int:
        """Where the line of a place ends."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def rest_of_line(self, at: int) -> str:
        """What stands in a line from a place on."""
        return self.text[at : self.line_end(at)]

    def _next_line(self, at: int) -> int:
        return min(self.line_end(at) + 1, len(self.text))

    def behind(self, end: int, column: int) -> int:
        """The beginning of the line behind an entry with the comments that are further in than its name."""
        at = self._next_line(end)
        while _column_of_comment(self.rest_of_line(at)) > column:
            at = self._next_line(at)
        return at

    def comments_above(self, at: int) -> int:
        """The beginning of the comment lines directly above something, which belong to it."""
        begin, column = at - self.column(at), self.column(at)
        while begin > 0:
            above = self.text.rfind("\n", 0, begin - 1) + 1
            if _column_of_comment(self.text[above : begin - 1]) != column:
                break
            begin = above
        return begin

    def insert_lines(self, at: int, lines: Sequence[str]) -> None:
        """Put lines in at the beginning of a line, or behind the last one."""
        text = "\n".join(lines)
        open_end = at == len(self.text) and not self.text.endswith("\n")
        self.splices.insert(at, f"\n{text}" if open_end else f"{text}\n")

    def cut_lines(self, spans: Sequence[tuple[int, int]], dropped: Collection[int]) -> None:
        """Take out entries with their lines; one that shares its line with a dash gives way to the next."""
        for index in sorted(dropped):
            start, end = spans[index]
            if not self.begins_line(start):
                later = next((place for place in range(index + 1, len(spans)) if place not in dropped), None)
                if later is None or later != index + 1 or "#" in self.text[end : spans[later][0]]:
                    raise OutOfOrdinaryError("the first of a block is to go, and something stands before it")
                self.splices.cut(start, spans[later][0])
                continue
            begin, behind = self.comments_above(start), self.behind(end, self.column(start))
            self.splices.cut(*self._without_gap(begin, behind))

    def _without_gap(self, begin: int, behind: int) -> tuple[int, int]:
        """What is taken out, with one of the two empty lines around it."""
        above = self.text[self.text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
        if begin == 0 or above.strip(" "):
            return begin, behind
        if behind < len(self.text) and not self.rest_of_line(behind).strip(" "):
            return begin, self._next_line(behind)
        if behind >= len(self.text):
            return begin - 1 - len(above), behind
        return begin, behind

    def cut_in_flow(self, spans: Sequence[tuple[int, int]], dropped: Collection[int]) -> None:
        """Take out what stands in braces or brackets, each with one comma."""
        kept = [index for index in range(len(spans)) if index not in dropped]
        for index in dropped:
            if any(place > index for place in kept):
                self.splices.cut(spans[index][0], spans[index + 1][0])
            else:
                self.splices.cut(spans[index - 1][1], spans[index][1])


def _column_of_comment(line: str) -> int:
    """Where the comment of a line begins that has nothing else; -1 if it has none."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.startswith("#") else -1
