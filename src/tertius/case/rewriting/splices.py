"""Pieces of a text replaced at their places, all at once; line ends stay as they are."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field


class OutOfOrdinaryError(Exception):
    """A file that cannot be edited in its place, so that it is written anew."""


@dataclass
class Splices:
    """What is to be done to a text: from where to where, and what stands there then."""

    made: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, text: str) -> None:
        """Replace a piece of the text."""
        self.made.append((start, end, text))

    def insert(self, at: int, text: str) -> None:
        """Put something in; of several at one place the first comes first, and all before what is replaced there."""
        self.put(at, at, text)

    def cut(self, start: int, end: int) -> None:
        """Take a piece out."""
        self.put(start, end, "")

    def applied(self, text: str) -> str:
        """The text with all that done.

        Raises:
            OutOfOrdinaryError: Something is put into a piece that is taken out.
        """
        out: list[str] = []
        last = 0
        for start, end, new in sorted(self.made, key=lambda one: (one[0], one[1] > one[0])):
            if start < last and new:
                raise OutOfOrdinaryError("two edits lie over each other")
            out += [text[last:start], new]
            last = max(last, end)
        return "".join([*out, text[last:]])


@dataclass(frozen=True)
class Lines:
    """A text whose lines end in line feeds, and where the file has a carriage return before them.

    Attributes:
        text: The text without carriage returns before line feeds.
        returns: The places in it of the line feeds that have one.
    """

    text: str
    returns: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Lines:
        """The lines of a text as it stands in a file."""
        returns: list[int] = []
        at = raw.find("\r\n")
        while at >= 0:
            returns.append(at - len(returns))
            at = raw.find("\r\n", at + 2)
        return cls(raw.replace("\r\n", "\n") if returns else raw, tuple(returns))

    @property
    def ending(self) -> str:
        """What most lines end in."""
        return "\r\n" if 2 * len(self.returns) > self.text.count("\n") else "\n"

    def applied(self, splices: Splices) -> str:
        """The text of the file after edits whose places are those of `text`."""
        if not self.returns:
            return splices.applied(self.text)
        moved = Splices()
        for start, end, new in splices.made:
            moved.put(self._place(start), self._place(end), new.replace("\n", self.ending))
        ends = (*self.returns, len(self.text))
        pieces = [self.text[at:after] for at, after in zip(self.returns, ends[1:], strict=True)]
        return moved.applied("\r".join([self.text[: ends[0]], *pieces]))

    def _place(self, at: int) -> int:
        return at + bisect_left(self.returns, at)
