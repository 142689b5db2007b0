"""A workbook of which only cells change, in its XML alone: formulas, pictures, formats and all else stay as they are.

Rows are put in behind the last one; to take rows out, or to put sheets in, is left to openpyxl.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from tertius.case.fields import Number
from tertius.case.files.layout import Laid
from tertius.case.files.spreadsheets import value_in
from tertius.case.rewriting.books.cells import FilledRows, cell_value
from tertius.case.rewriting.splices import OutOfOrdinaryError

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(r'\br="([A-Z]+)(\d+)"')
_SHARED = re.compile(r"<f\b[^>]*\bt=\"(?:shared|array|dataTable)\"")
_ORDER = "xl/calcChain.xml"
"""The part that says in which order formulas are worked out; it must name none that is gone, and may be missing."""

_LINK_TO_ORDER = re.compile(rb'<(?:Override|Relationship)\b[^>]*calcChain\.xml"[^>]*/>')
_STYLE = re.compile(r'\bs="\d+"')


class XmlBook:
    """A workbook by its parts."""

    def __init__(self, data: bytes) -> None:
        """Open a workbook.

        Raises:
            OutOfOrdinaryError: Its parts are not where they use to be.
        """
        import openpyxl

        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        self.tables: dict[str, XmlTable] = {}
        try:
            self.parts = self._found_parts()
        except (KeyError, ElementTree.ParseError) as error:
            raise OutOfOrdinaryError("the workbook has its parts elsewhere") from error

    def _found_parts(self) -> dict[str, str]:
        """The part that holds each sheet."""
        targets = {
            str(link.get("Id")): str(link.get("Target"))
            for link in ElementTree.fromstring(self.archive.read(_LINKS))  # noqa: S314  (no document type: it was looked at)
        }
        sheets = ElementTree.fromstring(self.archive.read(_BOOK)).iter()  # noqa: S314
        found = {str(one.get("name")): targets[str(one.get(_ID))] for one in sheets if one.get(_ID) and one.get("name")}
        return {name: target[1:] if target.startswith("/") else f"xl/{target}" for name, target in found.items()}

    @property
    def titles(self) -> list[str]:
        """The names of its sheets."""
        return [sheet.title for sheet in self.book.worksheets]

    def table(self, title: str) -> XmlTable:
        """A sheet as a table."""
        if title not in self.tables:
            try:
                text = self.archive.read(self.parts[title]).decode("utf-8")
            except (KeyError, UnicodeDecodeError) as error:
                raise OutOfOrdinaryError(f"the sheet '{title}' cannot be read as text") from error
            self.tables[title] = XmlTable(text, self.book[title])
        return self.tables[title]

    def add(self, laid: Laid) -> None:
        """Sheets are not put in here.

        Raises:
            OutOfOrdinaryError: Always.
        """
        raise OutOfOrdinaryError(f"the workbook has no sheet '{laid.name}'")

    @property
    def data(self) -> bytes:
        """The bytes of the workbook as they are to be written; a spreadsheet program works its formulas out anew."""
        texts = {self.parts[title]: table.text for title, table in self.tables.items() if table.changed}
        unordered = any(table.without_formula for table in self.tables.values())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for part in self.archive.infolist():
                if unordered and part.filename == _ORDER:
                    continue
                content = self.archive.read(part)
                if unordered and part.filename in ("[Content_Types].xml", _LINKS):
                    content = _LINK_TO_ORDER.sub(b"", content)
                if part.filename in texts:
                    content = texts[part.filename].encode()
                elif part.filename == _BOOK and b"fullCalcOnLoad" not in content:
                    content = content.replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"')
                target.writestr(part, content, zipfile.ZIP_DEFLATED)
        return out.getvalue()


class XmlTable(FilledRows):
    """A sheet by its XML."""

    def __init__(self, text: str, sheet: Any) -> None:
        self.text, self.changed, self.without_formula = text, False, False
        sheet.reset_dimensions()
        read = ((line, list(cells)) for line, cells in enumerate(sheet.iter_rows(), 1))
        filled = [(line, cells) for line, cells in read if any(cell.value is not None for cell in cells)]
        self.lines = [line for line, _ in filled]
        self.raw = [cells for _, cells in filled]
        self.cells = [[value_in(cell) for cell in cells] for cells in self.raw]

    def put(self, row: int, column: int, value: Any, number: Number | None) -> None:
        """Write a value into a cell; a formula gives way to it.

        Raises:
            OutOfOrdinaryError: That formula is shared with other cells.
        """
        raw = self.raw[row][column] if column < len(self.raw[row]) else None
        stood, shown = getattr(raw, "value", None), str(getattr(raw, "number_format", "") or "")
        self._write(self.lines[row], column + 1, cell_value(value, number, stood, shown))

    def drop(self, row: int) -> None:
        """Rows are not taken out here.

        Raises:
            OutOfOrdinaryError: Always.
        """
        raise OutOfOrdinaryError(f"row {self.lines[row]} is to go")

    def append(self) -> int:
        """Put a row in behind the last one, with the formats of that one."""
        last = self.lines[-1]
        begin, end = self._row(last)
        styles = {place[1]: style[0] for place, style in map(_marks, _CELL.findall(self.text[begin:end])) if style}
        if re.search(rf'<row\b[^>]*\br="{last + 1}"', self.text) is None:
            cells = "".join(
                f'<c r="{name}{last + 1}" {style}/>' for name, style in styles.items() if len(self.lines) > 1
            )
            behind = self.text.index("</row>", end) + len("</row>")
            self.text = f'{self.text[:behind]}<row r="{last + 1}">{cells}</row>{self.text[behind:]}'
        self.lines.append(last + 1)
        self.raw.append([])
        self.cells.append([])
        return len(self.lines) - 1

    def _row(self, line: int) -> tuple[int, int]:
        """Where the cells of a row begin and end."""
        found = re.search(rf'<row\b[^>]*\br="{line}"[^>]*>', self.text)
        if found is None:
            raise OutOfOrdinaryError(f"row {line} is not where it is said to be")
        if found[0].endswith("/>"):
            self.text = f"{self.text[: found.end() - 2]}></row>{self.text[found.end() :]}"
            return found.end() - 1, found.end() - 1
        return found.end(), self.text.index("</row>", found.end())

    def _write(self, line: int, column: int, value: Any) -> None:
        begin, end = self._row(line)
        name = _letters(column)
        at, until, style = end, end, ""
        for found in _CELL.finditer(self.text, begin, end):
            place, marked = _marks((found[1], found[2]))
            if _number(place[1]) == column:
                if _SHARED.search(found[2] or ""):
                    raise OutOfOrdinaryError(f"the formula of {name}{line} is that of other cells too")
                self.without_formula |= "<f" in (found[2] or "")
                at, until, style = found.start(), found.end(), marked[0] if marked else ""
                break
            if _number(place[1]) > column:
                at = until = found.start()
                break
        self.text = f"{self.text[:at]}{_cell(f'{name}{line}', style, value)}{self.text[until:]}"
        self.changed = True


def _marks(cell: tuple[str, str]) -> tuple[re.Match[str], re.Match[str] | None]:
    place = _PLACE.search(cell[0])
    if place is None:
        raise OutOfOrdinaryError("a cell does not say where it stands")
    return place, _STYLE.search(cell[0])


def _cell(place: str, style: str, value: Any) -> str:
    marks = f'r="{place}" {style}'.rstrip()
    if value is None:
        return f"<c {marks}/>"
    if isinstance(value, bool):
        return f'<c {marks} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c {marks}><v>{value!r}</v></c>"
    return f'<c {marks} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
