"""A document without a format: sections of paragraphs, lists, tables and pictures, for which there are writers.

Inside a paragraph stand spans: plain text, and what a writer shows in its own way (`Strong`, `Who`, `Ref`, `Cite`,
`Jump`, `Soft`, `Code`). Nothing here knows of a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Spec: TypeAlias = dict[str, Any]
"""A picture as a Vega-Lite specification."""


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Soft:
    """Words that stand back."""

    text: str


@dataclass(frozen=True)
class Code:
    """What is typed."""

    text: str


@dataclass(frozen=True)
class Who:
    """An actor by its id, shown by its mark and name."""

    actor: str


@dataclass(frozen=True)
class Ref:
    """The number of a note of the evidence."""

    note: int


@dataclass(frozen=True)
class Cite:
    """The number of a source."""

    source: int


@dataclass(frozen=True)
class Jump:
    """Words that lead to a section, by its key, or to an address outside."""

    text: str
    section: str = ""
    address: str = ""


Span: TypeAlias = str | Strong | Soft | Code | Who | Ref | Cite | Jump
Words: TypeAlias = str | tuple[Span, ...]
"""A text, or spans one after the other; no space is put between them."""


def spans(words: Words) -> tuple[Span, ...]:
    """Words as spans."""
    return (words,) if isinstance(words, str) else words


@dataclass(frozen=True)
class Paragraph:
    """Words of their own; `tone` is how they are meant: a ``lead`` first, ``small`` print, a ``warning``."""

    words: Words
    tone: Literal["plain", "lead", "small", "warning"] = "plain"


@dataclass(frozen=True)
class Listing:
    """Words one below the other; with `numbered`, counted from `start`."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column; that of a `number` stands to the right."""

    text: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first cell of a row names it. On a narrow screen every row becomes a small list."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture; `label` says the same for those who cannot see it, `table` where pictures cannot be shown."""

    spec: Spec
    label: str
    caption: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Section:
    """Blocks under a title, sections among them. `key` is its name in ``--sections`` and where a `Jump` leads."""

    key: str
    title: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Listing | Table | Figure | Section


@dataclass(frozen=True)
class Note:
    """What some numbers of the case are and rest on, under a number to which a `Ref` leads."""

    number: int
    words: Words


@dataclass(frozen=True)
class Source:
    """Where something can be looked up; `address` is empty unless it is safe to follow."""

    number: int
    text: str
    address: str = ""


@dataclass(frozen=True)
class Mark:
    """How an actor is shown: its name, and the same colour and sign as in every picture."""

    name: str
    colour: int
    glyph: str


@dataclass(frozen=True)
class Front:
    """The first page: one screen, one sheet.

    Attributes:
        verdict: The answer to the question of the case.
        bullets: At most three, one number each.
        figure: The picture that suits the question; None where there is nothing to draw.
        argument: Which claims of the argument hold, fail and depend; empty without claims.
        cautions: What this must not be used for, and why.
    """

    verdict: Words
    bullets: tuple[Words, ...]
    figure: Figure | None
    argument: Words
    cautions: tuple[Words, ...]


@dataclass(frozen=True)
class Document:
    """A brief: its first page, its sections as appendices, and what it rests on.

    Attributes:
        title: The title of the case, or that which was asked for.
        line: When the situation was such, by whom, when written.
        question: The question of the case; empty without one.
        front: The first page.
        sections: The appendices, in the order of a reader's questions.
        notes: The numbers of the case and what they rest on; only those that are referred to, or all.
        sources: Where these can be looked up.
        foot: Who wrote it, and how it is made again.
        actors: Id of an actor: its mark.
    """

    title: str
    line: str
    question: str
    front: Front
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()
    sources: tuple[Source, ...] = ()
    foot: Words = ""
    actors: Mapping[str, Mark] = field(default_factory=dict)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those inside sections after their section."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def plain_text(words: Words, actors: Mapping[str, Mark]) -> str:
    """Words without their form: an actor is its name, a note or source nothing."""
    return "".join(_plain(span, actors) for span in spans(words))


def _plain(span: Span, actors: Mapping[str, Mark]) -> str:
    match span:
        case str():
            return span
        case Who(actor):
            return actors[actor].name if actor in actors else actor
        case Ref() | Cite():
            return ""
        case _:
            return span.text
