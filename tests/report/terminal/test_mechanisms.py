"""What a case says of refusals, planned talks, coalitions, promises and voice is shown, and told in the brief."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from tertius.case import numbers_of, read_text
from tertius.report.page.notes import notes_of
from tertius.report.page.sections import threats_part
from tertius.report.terminal.case import case_of
from tests.case.edit.test_mechanisms import NILE

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
    told = [part["says"] for part in threats_part(case)]
    assert "fail because Sudan or Ethiopia refused, " in told[0]
    assert "fail because Ethiopia refused, " in told[1]
    noted = {path for note in notes_of(case).notes for path in note.paths}
    assert noted == {number.path for number in numbers_of(case)}
    assert {("voice",), ("talks", "dam", "chance"), ("promises", "slower", "kept")} < noted
