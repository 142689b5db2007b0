"""What a case says of refusals, planned talks, coalitions, promises and voice is shown, and told in the brief."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from tertius.case import read_text
from tertius.report.brief.notes import Notes
from tertius.report.terminal.case import case_of
from tests.case.edit.test_mechanisms import NILE
from tests.report.brief.told import text_of

SHOWN = (
    "Voice of those who do not sit at a table: 20% to 40%",
    "Takes place with probability 60% to 80%",
    "Can close without the rest: Egypt, Sudan",
    "Can close without the rest: Egypt, Ethiopia",
    "If dam breaks down because Sudan or Ethiopia refused, aid falls with probability 50%.",
    "If dam breaks down because Ethiopia refused, Egypt hurts Ethiopia: damage 20 points",
    "In the deal of aid, Ethiopia may promise to move the position of Ethiopia on fill, from 90 to 60. It is kept with "
    "probability 50% to 70%.",
)


def test_show_says_all_of_it() -> None:
    out = StringIO()
    Console(file=out, width=200).print(*case_of(read_text(NILE)))
    for words in SHOWN:
        assert words in out.getvalue()


def test_the_brief_says_on_whose_refusal_a_threat_is_and_notes_every_number() -> None:
    case = read_text(NILE)
    told = text_of(case)
    assert "fails as Sudan or Ethiopia refuses" in told
    assert "fails as Ethiopia refuses" in told
    assert all(
        Notes(case).refs(*path) for path in (("voice",), ("talks", "dam", "chance"), ("promises", "slower", "kept"))
    )
