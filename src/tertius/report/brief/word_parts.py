"""What python-docx has no words for: endnotes, bookmarks, links, fields, styles, the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.story import StoryPart
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tertius.report.text.phrases import printable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import Table

LANGUAGE = "en-GB"
FONT, CODE_FONT = "Calibri", "Consolas"
MARGIN = 2.0  # centimetres to the left and right
INK, GREY, LINK = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x59, 0x59, 0x59), RGBColor(0x0B, 0x57, 0x8A)

_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ENDNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_THEME_FONTS = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_SEPARATORS = "".join(
    f'<w:endnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:endnote>'
    for kind, number, mark in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)


def xml_text(text: str) -> str:
    """The text with every character written out that XML forbids, or that would turn or hide other letters."""
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", printable(text))


def element(name: str, /, **attributes: str | int) -> Any:
    """An empty element of the namespace ``w`` with attributes of it."""
    made: Any = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def add_field(paragraph: Paragraph, code: str, shown: str) -> Run:
    """A field, as ``PAGE``, and what it shows until Word works it out anew; the run that shows it."""
    parts = [element("fldChar", fldCharType="begin"), element("instrText"), element("fldChar", fldCharType="separate")]
    parts[1].text = f" {code} "
    for part in parts:
        paragraph.add_run()._r.append(part)
    run = paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))
    return run


class Bookmarks:
    """Places in the document that links lead to."""

    def __init__(self) -> None:
        self.count = 0

    def set(self, paragraph: Paragraph, name: str, run: Run | None = None) -> None:
        """A bookmark around a run, or at the beginning of a paragraph."""
        self.count += 1
        start, end = element("bookmarkStart", id=self.count, name=name), element("bookmarkEnd", id=self.count)
        if run is None:
            first = next((child for child in paragraph._p if child.tag != qn("w:pPr")), None)
            if first is None:
                paragraph._p.extend((start, end))
            else:
                first.addprevious(start)
                start.addnext(end)
        else:
            run._r.addprevious(start)
            run._r.addnext(end)


def add_link(paragraph: Paragraph, text: str, *, bookmark: str = "", address: str = "") -> Run:
    """Words that lead to a bookmark, or to an address outside."""
    run = paragraph.add_run(text)
    link = element("hyperlink", history=1)
    if bookmark:
        link.set(qn("w:anchor"), bookmark)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
    return run


class Endnotes:
    """The endnotes of a document, counted by Word in the order in which they are first referred to."""

    def __init__(self, word: WordDocument) -> None:
        root: Any = parse_xml(f"<w:endnotes {nsdecls('w', 'r')}>{_SEPARATORS}</w:endnotes>")
        package = word.part.package
        if package is None:
            raise ValueError("a document has a package")
        self.part = StoryPart(PackURI("/word/endnotes.xml"), _ENDNOTES, root, package)
        word.part.relate_to(self.part, RELATIONSHIP_TYPE.ENDNOTES)
        settings = word.settings.element
        in_settings = element("endnotePr")
        in_settings.extend((element("numFmt", val="decimal"), element("endnote", id=-1), element("endnote", id=0)))
        settings.find(qn("w:compat")).addprevious(in_settings)
        in_section = element("endnotePr")
        in_section.append(element("numFmt", val="decimal"))
        word.sections[0]._sectPr.find(qn("w:pgSz")).addprevious(in_section)
        self.root, self.count = root, 0

    def add(self, paragraph: Paragraph) -> tuple[int, Run, Paragraph]:
        """A new endnote: its number, the run in `paragraph` that refers to it, and the paragraph of its own words."""
        self.count += 1
        run = paragraph.add_run()
        run.style = "endnote reference"
        run._r.append(element("endnoteReference", id=self.count))
        note = element("endnote", id=self.count)
        self.root.append(note)
        p = element("p")
        note.append(p)
        words = Paragraph(p, self.part)
        words.style = "endnote text"
        mark = words.add_run()
        mark.style = "endnote reference"
        mark._r.append(element("endnoteRef"))
        words.add_run(" ")
        return self.count, run, words


def style_document(word: WordDocument) -> None:
    """A4, one family of letters, the styles of a brief, the language, the number of the page at its foot."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for style in word.styles:
        for fonts in style.element.iter(qn("w:rFonts")):
            for name in _THEME_FONTS:
                fonts.attrib.pop(qn(name), None)
            for name in ("w:ascii", "w:hAnsi", "w:cs"):
                fonts.set(qn(name), FONT)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    _shape(word, "Normal", 10, after=4)
    _shape(word, "Title", 21, bold=True, after=2)
    _shape(word, "Subtitle", 9.5, colour=GREY, after=4)
    _shape(word, "Quote", 11, after=6)
    for level, size in enumerate((15, 12.5, 11.5, 10.5), start=1):
        _shape(word, f"Heading {level}", size, bold=True, before=14 - 2 * level, after=3)
    _shape(word, "Caption", 9, colour=GREY, before=6, after=3)
    for name, size, bold, colour in (
        ("Brief Verdict", 13.0, True, INK),
        ("Brief Lead", 11.5, False, INK),
        ("Brief Small", 8.5, False, GREY),
        ("Brief Caution", 10.0, False, INK),
        ("Brief Cell", 9.0, False, INK),
        ("endnote text", 8.0, False, INK),
    ):
        own = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, name.startswith("endnote"))  # Word has some itself
        own.base_style = word.styles["Normal"]
        _shape(word, name, size, bold=bold, colour=colour, after=1 if name in ("Brief Cell", "endnote text") else 3)
    word.styles.add_style("endnote reference", WD_STYLE_TYPE.CHARACTER, True).font.superscript = True
    _frame(word.styles["Brief Caution"])
    _page_numbers(word)


def _shape(
    word: WordDocument, name: str, size: float, *, bold: bool = False, colour: RGBColor = INK,
    before: float = 0, after: float = 4,
) -> None:  # fmt: skip
    style: ParagraphStyle = word.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), bold, colour
    style.font.italic = name == "Quote"
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), 1.12
    for idle in ("w:pPr/w:pBdr", "w:rPr/w:spacing"):
        for found in style.element.xpath(idle):
            found.getparent().remove(found)


def _frame(style: Any) -> None:
    """Borders of a paragraph: those below each other share one frame."""
    borders = element("pBdr")
    for side, thick in (("top", 4), ("left", 24), ("bottom", 4), ("right", 4)):
        borders.append(element(side, val="single", sz=thick, space=6, color="C8500A"))
    own = style.element.get_or_add_pPr()
    own.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.3)


def _page_numbers(word: WordDocument) -> None:
    foot = word.sections[0].footer.paragraphs[0]
    foot.style, foot.alignment = "Brief Small", WD_ALIGN_PARAGRAPH.CENTER
    add_field(foot, "PAGE", "1")
    foot.add_run(" / ")
    add_field(foot, "NUMPAGES", "1")


def finish_table(table: Table, widths: list[float]) -> None:
    """Its first row stands on every page, no row is torn, and each column has its part of the line."""
    whole = Cm(21 - 2 * MARGIN)
    for share, column in zip(widths, table.columns, strict=True):
        column.width = int(whole * share)
        for cell in column.cells:
            cell.width = int(whole * share)
    for number, row in enumerate(table.rows):
        own = row._tr.get_or_add_trPr()
        own.append(element("cantSplit"))
        if number == 0:
            own.append(element("tblHeader"))
    borders = element("tblBorders")
    for side, colour in (("top", "1A1A1A"), ("bottom", "1A1A1A"), ("insideH", "D0D0CC")):
        borders.append(element(side, val="single", sz=4, space=0, color=colour))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def describe_document(word: WordDocument, title: str) -> None:
    """Title and language; no time of making, and no picture of an empty page."""
    own = word.core_properties
    own.title, own.language, own.author, own.comments = title, LANGUAGE, "Tertius", ""
    own.last_modified_by = ""
    for name in ("created", "modified"):
        for old in own._element.findall(qn(f"dcterms:{name}")):
            own._element.remove(old)
    package = word.part.package
    relations: Mapping[str, Any] = {} if package is None else dict(package.rels)
    for key, relation in relations.items():
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL and package is not None:
            del package.rels[key]


def bytes_of(word: WordDocument) -> bytes:
    """The file of a document; its parts bear no time, so that the same document gives the same bytes."""
    made, plain = BytesIO(), BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as full, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as timeless:
        for name in full.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # else it tells the system it was made on
            timeless.writestr(part, full.read(name))
    return plain.getvalue()
