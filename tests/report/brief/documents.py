"""A document with something of everything, and texts that would do harm if they were taken for code."""

from __future__ import annotations

from tertius.report.brief.document import (
    Cite,
    Code,
    Document,
    Figure,
    Front,
    Head,
    Jump,
    Listing,
    Mark,
    Note,
    Paragraph,
    Ref,
    Section,
    Soft,
    Source,
    Strong,
    Table,
    Who,
)
from tertius.report.charts.drawing import Canvas

EVIL = "<script>alert(1)</script> & \"x\" 'y' \u202e"
"""What must be shown as it is."""


def picture() -> Figure:
    """A bar and a word."""
    canvas = Canvas()
    canvas.rect(0, 0, 100, 10, "#0072b2")
    canvas.text(0, 20, EVIL)
    table = Table((Head("What"), Head("How much", number=True)), (("a bar", "100"),))
    return Figure(canvas.spec(40), f"A bar. {EVIL}", "One bar.", table)


def document() -> Document:
    """Every block and span there is."""
    talks = Section(
        "talks",
        "Where each talk ends",
        (
            Paragraph("It ends well.", "lead"),
            Paragraph((Who("a"), " gives ", Strong("way"), Ref(1), ", ", Soft("a little"), Ref(2), Ref(1))),
            Paragraph(EVIL, "warning"),
            Section("inner", "Inside", (Listing(("one", ("two ", Cite(1))), numbered=True), Paragraph("s", "small"))),
            Table((Head("Who"), Head("Points", number=True), Head("Empty")), (((Who("b"),), "3.5", ""),), "A table"),
            picture(),
        ),
    )
    claims = Section("claims", "The argument", (Listing(("Type ", (Code("tertius claims"), "."))),))
    return Document(
        title=f"A title {EVIL}",
        line="A Tertius brief",
        question="What becomes of it?",
        front=Front(
            "Yes.", (("It is ", Strong("3")), "more"), picture(), ("Of 2 claims ", Jump("one", "claims")), ("to bet.",)
        ),
        sections=(talks, claims),
        notes=(Note(1, ("A number: 3", Cite(1))), Note(2, "Another: 4.")),
        sources=(Source(1, "A book.", "https://example.org/?a=1&b=2"),),
        foot=("Made by ", Code("tertius run x")),
        actors={"a": Mark("Alta <b>", 0, "●"), "b": Mark("Bassa", 1, "■")},
    )  # fmt: skip
