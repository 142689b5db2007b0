"""Whether a workbook may be opened at all: its kind, its size, and that its XML declares no entities of its own."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tertius.case.limits import MAX_BYTES, MAX_UNPACKED

__all__ = ["refusal"]

_SAVE_AS = "open it and save it as .xlsx or as CSV"
_CHUNK = 65_536


class _DoctypeError(Exception):
    """The XML declares a document type."""


class _RootError(Exception):
    """The first element is reached: after it no document type can be declared."""


def refusal(path: Path) -> tuple[str, str] | None:
    """Why a workbook is not opened at all, and what to do; None if it may be."""
    if path.suffix.lower() in (".xls", ".ods"):
        return f"a workbook that ends in '{path.suffix}' cannot be read", _SAVE_AS
    try:
        if path.stat().st_size > 10 * MAX_BYTES:
            return f"the workbook has over {10 * MAX_BYTES / 1e6:g} million bytes", "take out pictures and other sheets"
        with zipfile.ZipFile(path) as archive:
            return _refusal_of_parts(archive)
    except OSError as error:
        return f"the file cannot be read: {(error.strerror or 'no reason').lower()}", ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return "this is no workbook, or it is damaged or locked by a password", _SAVE_AS
    except Exception as error:
        return f"the workbook is damaged: {type(error).__name__}", _SAVE_AS


def _refusal_of_parts(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "the workbook is far larger unpacked than packed", "save only the sheets of the case"
    for part in parts:
        try:
            with archive.open(part) as stream:
                _read_up_to_root(stream)
        except _DoctypeError:
            return "the workbook declares a document type, which no spreadsheet program writes", _SAVE_AS
        except expat.ExpatError:
            # A picture is no XML; what should be XML and does not even begin so is not handed on to another parser.
            if part.filename.endswith((".xml", ".rels")):
                return f"the workbook is damaged: its part {part.filename} is no XML", _SAVE_AS
    return None


def _read_up_to_root(stream: IO[bytes]) -> None:
    """Parse the beginning of a part, in whatever encoding it has, as far as a document type may stand."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _stop_at_doctype
    parser.StartElementHandler = _stop_at_root
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except _RootError:
        return


def _stop_at_doctype(*_: object) -> None:
    raise _DoctypeError


def _stop_at_root(*_: object) -> None:
    raise _RootError
