"""A document for Word: opened again, looked into part by part."""

from __future__ import annotations

import builtins
import zipfile
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from tertius.errors import UsageError
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
from tertius.report.brief.word import docx_of
from tertius.report.charts.drawing import Canvas

docx = pytest.importorskip("docx")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def figure(label: str) -> Figure:
    canvas = Canvas()
    canvas.text(0, 10, "A picture of 60")
    canvas.rect(0, 20, 216, 32, "#0072b2")
    return Figure(canvas.spec(40), label, "How far it goes")


def brief(**changes: Any) -> Document:
    rows = (((Who("usa"),), ("60", Ref(4))), ((Who("dprk"),), ("100", Ref(9), Ref(4))))
    table = Table((Head("Actor"), Head("Position", number=True)), rows, "Who stands where")
    inner = Section("inner", "Who stands where", (Paragraph(("Typed: ", Code("tertius run"))), table))
    blocks = (
        Paragraph(("North Korea wants all of it", Ref(9), Cite(2), ", ", Jump("see who stands where", "inner"), ".")),
        Listing(("one", "two"), numbered=True),
        Paragraph("Mind this.", "warning"),
        inner,
        figure("A bar of 60."),
    )
    again = Section("again", "How sure", (Listing(("three",), numbered=True), Paragraph(("Soft", Soft(" words")))))
    own: dict[str, Any] = {
        "title": "A summit & its <price>",
        "line": "Situation as of 10 January 2019",
        "question": "Does it pay?",
        "front": Front(
            verdict=("Yes, a little", Ref(9)),
            bullets=(("It is worth ", Strong("3.5 points"), "."), "And no more."),
            figure=figure("Reliance: 25 percent."),
            argument=(
                "Of 2 claims 1 holds, 1 fails. ",
                Jump("Which", "gone"),
                Jump(" site", address="https://x.org/a"),
            ),
            cautions=("to predict.", ("before ", Strong("60"), " has a reason.")),
        ),
        "sections": (Section("ends", "Where each talk ends", blocks), again),
        "notes": (Note(4, ("Position: 60. ", Cite(2))), Note(9, "Position: 100."), Note(11, "Never referred to.")),
        "sources": (Source(2, "A report", "https://example.org/r"), Source(3, "A trap", "javascript:alert(1)")),
        "foot": "Written by Tertius.",
        "actors": {"usa": Mark("United States", 0, "●"), "dprk": Mark("North\x00 Korea\ud800", 1, "■")},
    }
    return Document(**own | changes)


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return etree.fromstring(parts.read(name))


def test_a_document_for_word_has_headings_tables_pictures_and_a_frame() -> None:
    data = docx_of(brief())
    word = docx.Document(BytesIO(data))
    texts = [(p.style.name, p.text) for p in word.paragraphs]
    headings = [(style, text) for style, text in texts if style == "Title" or style.startswith("Heading")]
    assert headings == [
        ("Title", "A summit & its <price>"),
        ("Heading 1", "Where each talk ends"),
        ("Heading 2", "Who stands where"),
        ("Heading 1", "How sure"),
        ("Heading 1", "Notes and sources"),
        ("Heading 2", "Sources"),
        ("Heading 2", "Numbers without a note in the text"),
        ("Heading 2", "Notes"),
    ]
    framed = [text for style, text in texts if style == "Brief Caution"]
    assert framed == ["Do not use this", "– to predict.", "– before 60 has a reason.", "Mind this."]
    assert ("Brief Verdict", "Yes, a little") in texts
    assert [style for style, text in texts if text in ("one", "two", "three", "And no more.")] == [
        "List Bullet", "List Number", "List Number", "List Number",
    ]  # fmt: skip
    (table,) = word.tables
    # The second reference to a note is a field, which shows its number.
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Actor", "Position"],
        ["●\u00a0United States", "60"],
        ["■\u00a0North\\u0000 Korea\\ud800", "1001,2"],
    ]
    assert [row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows] == [True, False, False]
    labels = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert labels == ["Reliance: 25 percent.", "A bar of 60."]
    section = word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert {shape.width < section.page_width - section.left_margin for shape in word.inline_shapes} == {True}
    assert " PAGE " in section.footer._element.xpath("string()")
    assert (word.core_properties.title, word.core_properties.language) == ("A summit & its <price>", "en-GB")
    assert {lang.get(f"{W}val") for lang in word.styles.element.iter(f"{W}lang")} == {"en-GB"}


def test_what_leads_to_a_table_or_picture_stays_with_it_and_a_source_is_apart_from_the_words() -> None:
    rows = (("A group", ""), ("one", "1"))
    table = Table((Head("What"), Head("How much", number=True)), rows)
    blocks = (
        Paragraph(("As said", Cite(2))),
        table,
        Paragraph("A picture:"),
        figure("A bar."),
        Paragraph("And so on."),
    )
    word = docx.Document(BytesIO(docx_of(brief(sections=(Section("ends", "It ends", blocks),)))))
    kept = {p.text: p.paragraph_format.keep_with_next for p in word.paragraphs if p.text}
    assert (kept["As said [S2]"], kept["A picture:"], kept["And so on."]) == (True, True, None)
    (made,) = word.tables
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in made.rows] == [
        False,
        True,
        False,
    ]


def test_notes_are_endnotes_of_word_and_every_link_leads_somewhere() -> None:
    data = docx_of(brief())
    body, notes = part(data, "word/document.xml"), part(data, "word/endnotes.xml")
    own = {note.get(f"{W}id"): "".join(note.itertext()).strip() for note in notes}
    assert own == {"-1": "", "0": "", "1": "Position: 100.", "2": "Position: 60. [S2]"}
    assert [mark.get(f"{W}id") for mark in body.iter(f"{W}endnoteReference")] == ["1", "2"]
    marks = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks)) == len(list(body.iter(f"{W}bookmarkEnd")))
    led = [link.get(f"{W}anchor") for link in (*body.iter(f"{W}hyperlink"), *notes.iter(f"{W}hyperlink"))]
    assert [name for name in led if name] == ["source_2", "section_2", "source_2"]
    assert {name for name in led if name} <= set(marks)
    fields = [code.text.split() for code in body.iter(f"{W}instrText")]
    assert fields
    assert all(name == "NOTEREF" and mark in marks for name, mark, *_ in fields)
    relations = part(data, "word/_rels/document.xml.rels")
    outside = {one.get("Target") for one in relations if one.get("TargetMode") == "External"}
    assert outside == {"https://x.org/a", "https://example.org/r"}  # no script
    starts = [start.get(f"{W}val") for start in part(data, "word/numbering.xml").iter(f"{W}startOverride")]
    assert starts == ["1", "1"]


def test_the_same_document_gives_the_same_bytes_without_a_time() -> None:
    first = docx_of(brief())
    assert docx_of(brief()) == first
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert parts.testzip() is None
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
    times = [one.tag for one in part(first, "docProps/core.xml") if one.tag.endswith(("created", "modified"))]
    assert times == []


def test_a_document_without_anything_more_than_a_title_is_one_too() -> None:
    bare = brief(
        line="", question="", front=Front((), (), None, "", ()), sections=(), notes=(), sources=(), foot="", actors={}
    )
    texts = [(p.style.name, p.text) for p in docx.Document(BytesIO(docx_of(bare))).paragraphs]
    assert texts == [("Title", "A summit & its <price>")]


def test_without_python_docx_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"pip install 'tertius\[word\]'"):
        docx_of(brief())
