"""A brief as one self-contained HTML page, without scripts or outside requests."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from tertius.report.brief.document import (
    Cite,
    Code,
    Document,
    Figure,
    Jump,
    Mark,
    Ref,
    Soft,
    Span,
    Strong,
    Who,
    spans,
)
from tertius.report.charts.dark import dark_css
from tertius.report.charts.drawing import ACTOR_COLOURS, svg_of
from tertius.report.text.phrases import printable

_LONG, _PARTS = re.compile(r"\w{25,}"), re.compile(r".{1,12}")
"""Words of so many letters, and the parts into which they may be broken."""


def html_of(document: Document, open_: bool = False) -> str:
    """The document as a page; the same document gives the same text.

    Args:
        document: The document. Its texts are data: all of them are escaped.
        open_: Whether its appendices are unfolded, as for a print.
    """
    writer = _Writer(document)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("brief.html.j2")
    return template.render(
        document=document,
        front=document.front,
        open=open_,
        colours=ACTOR_COLOURS,
        pictures=Markup(dark_css()),  # noqa: S704  (colours of ours)
        spans=spans,
        span_of=writer.span,
        picture=_picture,
        kind_of=lambda block: type(block).__name__,
        referred=writer.referred,
    )


def _picture(figure: Figure) -> Markup:
    """A picture as SVG that may stand in the page as it is."""
    # The SVG writer escapes every text of the case, and `svg_of` the label; nothing else of it gets in.
    return Markup(svg_of(figure.spec, figure.label))  # noqa: S704


class _Writer:
    """Spans as markup; knows which notes were referred to, so that these lead back."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.referred: set[int] = set()

    def span(self, span: Span) -> Markup:
        """A span as markup."""
        match span:
            case str():
                return _text(span)
            case Strong(text):
                return self._in("strong", text)
            case Soft(text):
                return Markup('<span class="soft">{}</span>').format(_text(text))
            case Code(text):
                return self._in("code", text)
            case Who(actor):
                return _who(self.document.actors[actor])
            case Ref(note):
                return self._ref(note)
            case Cite(source):
                return Markup(' [<a href="#source-{0}">S{0}</a>]').format(source)
            case Jump(text, section, address):
                return _jump(printable(text), section, address)

    def _in(self, tag: str, text: str) -> Markup:
        return Markup("<{0}>{1}</{0}>").format(Markup(tag), _text(text))  # noqa: S704  (a tag of ours)

    def _ref(self, note: int) -> Markup:
        """The raised number of a note; the first place that refers to it is where the note leads back to."""
        ident = "" if note in self.referred else f"ref-{note}"
        self.referred.add(note)
        mark = Markup(' id="{}"').format(ident) if ident else Markup("")
        return Markup('<sup class="ref"><a{1} href="#note-{0}">{0}</a></sup>').format(note, mark)


def _text(text: str) -> Markup:
    """A text as it is; a word that no column holds may be broken, so that it pushes no table out of the page."""
    escaped = str(escape(printable(text)))
    return Markup(_LONG.sub(lambda word: "<wbr>".join(_PARTS.findall(word[0])), escaped))  # noqa: S704  (escaped)


def _who(mark: Mark) -> Markup:
    """An actor by its sign, in its colour, and its name."""
    sign = '<span class="mark c{0}" aria-hidden="true">{1}&#xFE0E;</span>{2}'
    return Markup(sign).format(mark.colour, mark.glyph, _text(mark.name))  # noqa: S704  (a text of ours)


def _jump(text: str, section: str, address: str) -> Markup:
    """Words that lead to a section, or outside."""
    where = address or f"#{section}"
    return Markup('<a href="{}">{}</a>').format(where, text)
