"""`tertius patrons` and `tertius balanced` on the terminal, and what a mistake is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tertius.cli import app


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="tertius", env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_the_five_concepts_in_a_table_and_in_words() -> None:
    told = said("patrons", "two-patrons", "--client", "The client")
    assert "Shapley (renegotiate) 6.3 2.3 1.3" in told
    assert "are rivals: together they add 8 points less than what each adds alone" in told
    assert "Playing the patrons off brings The client much" in told
    assert "Price asked by the first patron passes from one to the other" in told


def test_worths_in_the_place_of_a_case() -> None:
    told = said("patrons", "--worth", "a=4", "--worth", "b=5", "--worth", "a+b=20", "--power", "client=2")
    assert "are complements: together they add 11 points more" in told
    assert "Playing the patrons off brings client nothing" in told


def test_draws_and_shares_of_ranges() -> None:
    told = said("patrons", "korea-2019", "--client", "dprk", "--patrons", "china,Russia", "--draws", "4")
    assert "4 draws, seed 1." in told
    assert "It pays in" in told
    assert "shares of the ranges of both alike (a point counts China" in told
    assert "supposes that only one deal can be made" in told


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["korea-2019", "--client", "dprq"], "did you mean 'dprk'?"),
        (["korea-2019", "--worth", "a=1"], "leave out either it or korea-2019"),
        (["--worth", "a=1", "--worth", "b:2"], "--worth b:2: it takes a name and a number"),
        (["--worth", "a=1", "--worth", "a=2"], "--worth is given twice for a"),
        (["two-patrons", "--rate", "frst=2"], "did you mean 'first'?"),
        (["two-patrons", "--power", "first=2"], "power is given with worths"),
        (["two-patrons", "--rate", "first=1e308"], "0 or more, and at most 1e9"),
        (["--worth", "a=1e308"], "a worth is a number, at most 1e9"),
        (["--worth", "client=1"], "client is the client and cannot be a patron of its own"),
        ([], "name a case"),
    ],
)
def test_mistakes(arguments: list[str], answer: str) -> None:
    assert answer in said("patrons", *arguments, code=2)


def table(folder: Path, text: str) -> str:
    path = folder / "network.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_exchange_network_from_a_table(tmp_path: Path) -> None:
    told = said("balanced", table(tmp_path, "from,to,weight\na,b,24\nb,c,24\nb,d,24\nc,d,24\n"))
    assert "b 18.000 12.000 12.000 24.000" in told
    assert "Deals are made by a with b and c with d." in told
    triangle = said("balanced", table(tmp_path, "one;other\na;b\nb;c\nc;a\nd;e\n"))
    assert "Among a, b and c no outcome is stable" in triangle
    assert "d 0.500" in triangle
    two = said("balanced", table(tmp_path, "one,other\na,b\nb,c\n"), "--deals", "b=2", "--power", "b=3")
    assert "b 1.500" in two
    many = said(
        "balanced", table(tmp_path, "one,other\na,b\nb,c\n"), "--deals", "b=99999999999999999999", "--power", "b=3"
    )
    assert many == two


@pytest.mark.parametrize(
    ("text", "options", "answer", "code"),
    [
        (
            "one,other,worth\na,b,x\nc,,1\nd,d,1\n",
            [],
            ["network.csv:2", "'x' where a worth belongs", "without a partner"],
            3,
        ),
        ("who,worth\na,1\n", [], ["there is no column one and no column other, only who, worth"], 3),
        ("one,other\na,b\nb,a\n", [], ["network.csv:3", "the deal of b and a stands twice"], 3),
        ("one,other\n", [], ["no row with a deal"], 3),
        ("a,b,1\n", [], ["the first row has the headings"], 3),
        ("one,other,worth\na,b,nan\nb,c,\n", [], ["network.csv:2", "network.csv:3", "a deal without a worth"], 3),
        ("one,other,worth\na,b,1,7\n", [], ["found '7' beyond the last heading"], 3),
        ("one,other\na,b\n", ["--deals", "b=1.5"], ["it is a whole number, 1 or more"], 2),
        ("one,other\na,b\n", ["--power", "z=1"], ["'z' is given, who is no node"], 2),
    ],
)
def test_mistakes_in_a_network(tmp_path: Path, text: str, options: list[str], answer: list[str], code: int) -> None:
    told = said("balanced", table(tmp_path, text), *options, code=code)
    assert all(words in told for words in answer)
