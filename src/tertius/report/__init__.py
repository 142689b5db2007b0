"""The brief: what a settlement says, in sentences, pictures and one self-contained page."""

from tertius.report.page.page import render_brief, write_brief

__all__ = [
    "render_brief",
    "write_brief",
]
