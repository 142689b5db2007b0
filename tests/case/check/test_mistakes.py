"""Every mistake in a case file, with the line and the words in which it is reported.

The examples are in ``mistakes.txt`` (a piece of small.yaml, what it is replaced by, what is reported) and
``writing.txt`` (a text that is not even YAML as a case needs it, what is reported).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tertius.case import read_text
from tertius.case.parse.tree import read_tree
from tertius.errors import CaseError

HERE = Path(__file__).parent


def examples(file: str, *headings: str) -> list[tuple[str, ...]]:
    found = []
    for block in (HERE / file).read_text(encoding="utf-8").split("####\n"):
        rest, parts = block, []
        for heading in reversed(headings):
            rest, _, part = rest.rpartition(f"## {heading}\n")
            parts.insert(0, part)
        found.append(tuple(parts))
    return found


@pytest.mark.parametrize(("old", "new", "expected"), examples("mistakes.txt", "replaced", "by", "reported"))
def test_a_mistake_is_reported_with_its_line(
    damage: Callable[..., str], problems: Callable[[str], list[str]], old: str, new: str, expected: str
) -> None:
    assert problems(damage((old[:-1], new[:-1]))) == expected.splitlines()


@pytest.mark.parametrize(("text", "expected"), examples("writing.txt", "written", "reported"))
def test_what_is_not_written_as_a_case_is_reported_with_its_line(
    problems: Callable[[str], list[str]], text: str, expected: str
) -> None:
    found = [f"{problem.line}: {problem}" for problem in read_tree(text).problems] or problems(text)
    assert found == expected.splitlines()
    with pytest.raises(CaseError):
        read_text(text, "k.yaml")


def test_many_mistakes_come_at_once_in_the_order_of_the_file(
    damage: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    text = damage(
        ("  south: Southland", "  south: {name: Southland, contry: S}"),
        ("  grain: Grain deliveries", "  grain: Grain deliveries\n  grain: Wheat"),
        ("    method: judgement\ntalks", "    method: judgment\ntalks"),
        ("      toll: 8", "      toll: 12"),
        ("salience: [30, 50]", "salience: [0,3, 0,5]"),
        ("    weight: 30 to 50", "    wieght: 30 to 50"),
        ("holder: far", "holder: fra"),
        ("probability: 10% to 30%", "probability: 25"),
        ("until: 2024-01-17", "until: 2024-1-17"),
        ("input: needs.food.weight", "input: needs.fod.weight"),
        ("quantity: payoffs.north", "quantity: payofs.north"),
    )
    found = problems(text)
    assert [line.partition(" (")[0] for line in found] == [
        "7: actor 'south', unknown field 'contry': did you mean 'country'?",
        "18: 'grain' is written twice in issues, in line 17 and in line 18: join the two, or rename one",
        "24: issue 'loan', method, found 'judgment': did you mean 'judgement'?",
        "29: talk 'passage', level of toll without agreement, level 12 is off the scale: 'toll' goes from 0 to 10",
        "46: stance of south on toll, salience, found a list of 4 where a range belongs: "
        "with decimal points: did you mean [0.3, 0.5]?",
        "51: need 'food', unknown field 'wieght': did you mean 'weight'?",
        "57: link 'patron', holder, 'fra' is not an actor of this case: did you mean 'far'?",
        "60: link 'patron', probability 25 is over 1: did you mean '25%'?",
        "82: event 'visit', until, found '2024-1-17' where a date belongs: a date is written 2019-01-10",
        "99: claim 'grain-matters', sweep, input, there is no 'fod' in the path 'needs.fod.weight': "
        "did you mean 'food'?",
        "109: claim 'loan-helps', compare, quantity, unknown quantity 'payofs.north': did you mean 'payoffs'?",
    ]


def test_a_lost_section_causes_no_further_reports(
    damage: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    actors = "actors:\n  north: Northland\n  south: Southland\n  far: Farland\n"
    assert problems(damage((actors, "actors: 7\n"))) == ["5: actors, found the number 7 where a block belongs"]
    assert problems(damage((actors, ""))) == ["1: the field 'actors' is missing: who has a stake"]


def test_an_alias_bomb_is_refused_at_once() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40))
    assert len(read_tree(text).problems) == 40 + 39 * 9
