"""A document for Word: headings, tables, pictures and endnotes that can be worked on there."""

from __future__ import annotations

from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tertius.errors import UsageError
from tertius.report.brief.document import (
    Block,
    Cite,
    Code,
    Document,
    Figure,
    Jump,
    Listing,
    Mark,
    Note,
    Paragraph,
    Ref,
    Section,
    Soft,
    Span,
    Strong,
    Table,
    Who,
    Words,
    plain_text,
    spans,
    walk,
)
from tertius.report.charts.drawing import ACTOR_COLOURS, png_of

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

CAUTIONS = "Do not use this"

_TONES = {"plain": "Normal", "lead": "Brief Lead", "small": "Brief Small", "warning": "Brief Caution"}
_LARGE = 0.7
"""Points of the paper for a unit of a picture: its letters are then as large as those of a table."""

_WIDEST, _PAGE, _HEADINGS, _LINE, _LOWEST = 480.0, 740.0, 150.0, 16.0, 150.0
"""Points: of a line's width, a page, the title and frame of the first one, a line's height, a picture at least."""

_LETTERS = 90
"""Letters of a line, about."""

_LONG_CELL, _CELLS = 26.0, 110.0
"""Letters of a cell from which on it is broken into lines, and letters of a line of a table."""


def check_word() -> None:
    """Whether documents for Word can be written.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx  # noqa: F401
    except ImportError:
        raise UsageError(
            "a document for Word takes python-docx, which is not installed: pip install 'tertius[word]' installs it"
        ) from None


def docx_of(document: Document) -> bytes:
    """The document as a file for Word (Office Open XML), the same bytes for the same document.

    Raises:
        UsageError: python-docx is not installed, or this process cannot draw.
    """
    check_word()
    import docx

    import tertius.report.brief.word_parts as word_parts

    word = docx.Document()
    word_parts.style_document(word)
    word_parts.describe_document(word, word_parts.xml_text(document.title))
    writer = _Writer(document, word)
    writer.write()
    return word_parts.bytes_of(word)


class _Writer:
    """Writes a document into one of Word, from top to bottom."""

    def __init__(self, document: Document, word: WordDocument) -> None:
        import tertius.report.brief.word_parts as word_parts

        self.document, self.word, self.parts = document, word, word_parts
        self.endnotes, self.bookmarks = word_parts.Endnotes(word), word_parts.Bookmarks()
        self.notes = {note.number: note for note in document.notes}
        self.numbers: dict[int, int] = {}  # of notes, as Word counts them
        found = [block.key for block in walk(document.sections) if isinstance(block, Section)]
        self.places = {key: f"section_{place}" for place, key in enumerate(dict.fromkeys(found), start=1)}
        if document.notes or document.sources:
            self.places |= {"notes": "notes"} | ({"sources": "sources"} if document.sources else {})
        self.cited = {source.number for source in document.sources}

    def write(self) -> None:
        """First page, sections, sources, notes."""
        self.front()
        for number, section in enumerate(self.document.sections):
            self.section(section, 1, on_new_page=number == 0)
        if self.document.foot:
            self.words("Brief Small", self.document.foot)
        if self.document.notes or self.document.sources:
            self.bookmarks.set(self.heading("Notes and sources", 1), self.places["notes"])
        self.sources()
        self.spare_notes()
        if self.endnotes.count:
            self.heading("Notes", 2)

    def front(self) -> None:
        """The first page; its cautions stand in a frame."""
        own, front = self.document, self.document.front
        self.words("Title", own.title)
        for style, text in (("Subtitle", own.line), ("Quote", own.question)):
            if text:
                self.words(style, text)
        if front.verdict:
            self.words("Brief Verdict", front.verdict)
        if front.cautions:
            self.words("Brief Caution", (Strong(CAUTIONS),)).paragraph_format.keep_with_next = True
        for caution in front.cautions:
            self.words("Brief Caution", ("\u2013 ", *spans(caution)))
        self.listing(Listing(front.bullets))
        if front.figure is not None:
            self.figure(front.figure, self._room())
        if front.argument:
            self.words("Normal", front.argument)

    def _room(self) -> float:
        """Points of the first page that its words leave to its picture, about."""
        own, front, actors = self.document, self.document.front, self.document.actors
        texts = [plain_text(words, actors) for words in (own.question, front.verdict, front.argument)]
        texts += [plain_text(words, actors) for words in (*front.cautions, *front.bullets)]
        lines = sum(1 + len(text) // _LETTERS for text in texts) + 2 * len(own.title) // _LETTERS
        return max(_LOWEST, _PAGE - _HEADINGS - _LINE * lines)

    def section(self, section: Section, level: int, on_new_page: bool = False) -> None:
        """A heading and what stands under it."""
        heading = self.heading(section.title, level)
        heading.paragraph_format.page_break_before = on_new_page
        self.bookmarks.set(heading, self.places[section.key])
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            self.block(block, level)
            if isinstance(block, Paragraph) and isinstance(after, Figure | Table):
                self.last.paragraph_format.keep_with_next = True

    def block(self, block: Block, level: int) -> None:
        """What stands in a section of this level."""
        match block:
            case Paragraph(words, tone):
                self.words(_TONES[tone], words)
            case Listing():
                self.listing(block)
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)
            case Section():
                self.section(block, min(level + 1, 9))

    def heading(self, text: str, level: int) -> WordParagraph:
        """A heading of this level."""
        return self.words(f"Heading {level}", text)

    def words(self, style: str, words: Words) -> WordParagraph:
        """A paragraph of its own."""
        self.last = self.word.add_paragraph(style=style)
        self.fill(self.last, words)
        return self.last

    def listing(self, listing: Listing) -> None:
        """Items with dots or numbers; every list is counted from 1."""
        number = self._new_numbers() if listing.numbered and listing.items else None
        for item in listing.items:
            paragraph = self.words("List Number" if listing.numbered else "List Bullet", item)
            if number is not None:
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number

    def _new_numbers(self) -> int:
        """A list of Word that begins with 1, shaped as the style says."""
        own = self.word.styles["List Number"].element.pPr.numPr.numId.val
        numbering = self.word.part.numbering_part.element
        shape = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == own)
        new = numbering.add_num(shape)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def table(self, table: Table) -> None:
        """A caption, heads that stand on every page, and rows."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if table.caption:
            self.words("Caption", table.caption).paragraph_format.keep_with_next = True
        made = self.word.add_table(1 + len(table.rows), len(table.heads))
        titles: tuple[Words, ...] = tuple((Strong(head.text),) for head in table.heads)
        for number, row in enumerate((titles, *table.rows)):
            for head, words, cell in zip(table.heads, row, made.rows[number].cells, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.style = "Brief Cell"
                if head.number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.keep_with_next = not any(row[1:])  # a heading of the rows below
                self.fill(paragraph, words)
        self.parts.finish_table(made, self._widths(table))
        self.word.add_paragraph(style="Brief Cell")

    def _widths(self, table: Table) -> list[float]:
        """For each column its part of the line: what its longest text takes, and to long ones what is left."""
        actors = self.document.actors
        columns = list(zip((head.text for head in table.heads), *table.rows, strict=True))
        longest = [4.5 + max(len(plain_text(words, actors)) for words in column) for column in columns]
        short = sum(length for length in longest if length <= _LONG_CELL)
        rest = sum(length for length in longest if length > _LONG_CELL)
        left = max(_CELLS - short, _CELLS / 2)
        wanted = [length if length <= _LONG_CELL else left * length / rest for length in longest]
        return [length / sum(wanted) for length in wanted]

    def figure(self, figure: Figure, highest: float = 520.0) -> None:
        """A picture of at most so many points with the text that says the same, and its caption above."""
        from docx.shared import Pt

        if figure.caption:
            self.words("Caption", figure.caption).paragraph_format.keep_with_next = True
        picture = BytesIO(png_of(figure.spec))
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(8)
        shown = paragraph.add_run().add_picture(picture)
        high = shown.height / shown.width
        wide = min(_WIDEST, highest / high, _LARGE * float(figure.spec.get("width", _WIDEST)))
        shown.width, shown.height = Pt(wide), Pt(wide * high)
        shown._inline.docPr.set("descr", self.parts.xml_text(figure.label))

    def sources(self) -> None:
        """Where the numbers can be looked up, each a place to which citations lead."""
        if self.document.sources:
            self.bookmarks.set(self.heading("Sources", 2), self.places["sources"])
        for source in self.document.sources:
            paragraph = self.words("Brief Small", f"[S{source.number}] {source.text}")
            self.bookmarks.set(paragraph, f"source_{source.number}")
            if _safe(source.address):
                paragraph.add_run(" ")
                host = urlsplit(source.address).hostname or source.address
                self._linked(self.parts.add_link(paragraph, self.parts.xml_text(host), address=source.address))

    def spare_notes(self) -> None:
        """Notes to which nothing refers."""
        spare = [note for note in self.document.notes if note.number not in self.numbers]
        if spare:
            self.heading("Numbers without a note in the text", 2)
        for note in spare:
            self.words("Brief Small", note.words)

    def fill(self, paragraph: WordParagraph, words: Words) -> None:
        """Words into a paragraph that is there."""
        for span in spans(words):
            self.span(paragraph, span)

    def span(self, paragraph: WordParagraph, span: Span) -> None:
        """One span."""
        match span:
            case Ref(number):
                self.note(paragraph, number)
            case Cite(number):
                self.citation(paragraph, number)
            case Jump():
                self.jump(paragraph, span)
            case Who(actor):
                self.actor(paragraph, actor, self.document.actors.get(actor))
            case str():
                paragraph.add_run(self.parts.xml_text(span))
            case _:
                self.shaped(paragraph.add_run(self.parts.xml_text(span.text)), span)

    def shaped(self, run: Run, span: Strong | Soft | Code) -> None:
        """Words that stand out or back, or are typed."""
        match span:
            case Strong():
                run.bold = True
            case Soft():
                run.font.color.rgb = self.parts.GREY
            case Code():
                run.font.name = self.parts.CODE_FONT

    def actor(self, paragraph: WordParagraph, actor: str, mark: Mark | None) -> None:
        """An actor: its sign in its colour, and its name."""
        from docx.shared import RGBColor

        if mark is not None:
            sign = paragraph.add_run(f"{mark.glyph}\u00a0")
            sign.font.color.rgb = RGBColor.from_string(ACTOR_COLOURS[mark.colour][1:].upper())
        paragraph.add_run(self.parts.xml_text(actor if mark is None else mark.name))

    def note(self, paragraph: WordParagraph, number: int) -> None:
        """An endnote where it is first referred to; from then on its number."""
        if number in self.numbers:
            self._spaced(paragraph)
            field = f"NOTEREF note_{number} \\h"
            self.parts.add_field(paragraph, field, str(self.numbers[number])).style = "endnote reference"
        elif number in self.notes:
            self._spaced(paragraph)
            self.numbers[number], run, own = self.endnotes.add(paragraph)
            self.bookmarks.set(paragraph, f"note_{number}", run)
            self._note_words(own, self.notes[number])

    def _spaced(self, paragraph: WordParagraph) -> None:
        """A comma between two raised numbers."""
        runs = paragraph.runs
        if runs and runs[-1]._r.xpath("self::*[w:endnoteReference or w:fldChar]"):
            paragraph.add_run(",").font.superscript = True

    def _note_words(self, paragraph: WordParagraph, note: Note) -> None:
        """The words of a note; to another note it refers by what stands there."""
        self.fill(paragraph, tuple(span for span in spans(note.words) if not isinstance(span, Ref)))

    def citation(self, paragraph: WordParagraph, number: int) -> None:
        """``[S3]``, which leads to the source."""
        if number in self.cited:
            if not paragraph.text.endswith((" ", "(")):
                paragraph.add_run(" ")
            self._linked(self.parts.add_link(paragraph, f"[S{number}]", bookmark=f"source_{number}"))

    def jump(self, paragraph: WordParagraph, jump: Jump) -> None:
        """Words that lead elsewhere; plain where what they lead to is not in the document."""
        text, place = self.parts.xml_text(jump.text), self.places.get(jump.section, "")
        if place:
            self._linked(self.parts.add_link(paragraph, text, bookmark=place))
        elif _safe(jump.address):
            self._linked(self.parts.add_link(paragraph, text, address=jump.address))
        else:
            paragraph.add_run(text)

    def _linked(self, run: Run) -> None:
        run.font.color.rgb, run.font.underline = self.parts.LINK, True


def _safe(address: str) -> bool:
    """Whether an address is an ordinary one of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and address.isprintable()
