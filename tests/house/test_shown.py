"""A result that is shown as it is fits a screen, and begins with what it is, how it ended and what to beware of."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import tertius
from tertius.analysis.claims.result import Claims
from tertius.case import read_text
from tertius.errors import UsageError
from tests.rules.bargaining.test_renegotiate import TWO_WAYS

RESULTS: dict[str, Callable[[], Any]] = {
    "settle": lambda: tertius.settle(tertius.load("korea-2019")),
    "forecast": lambda: tertius.forecast(tertius.load("korea-2019"), 2, theories="hold"),
    "decide": lambda: tertius.decide(tertius.load("ec-emission-1994"), draws=0),
    "power": lambda: tertius.power(tertius.load("korea-2019")),
    "why": lambda: tertius.why(tertius.load("two-patrons"), "client"),
    "leverage": lambda: tertius.leverage(tertius.load("two-patrons")),
}


def few_claims() -> Claims:
    chosen = ("closer-ties-concede-less", "closer-ties-pay")
    return tertius.claims(tertius.load("korea-2019"), chosen, draws=2, random_cases=0)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_fits_a_screen_and_has_two_decimals(name: str) -> None:
    result = RESULTS[name]()
    lines = repr(result).splitlines()
    assert lines[0].startswith(re.sub(r"(?<!^)([A-Z])", r" \1", type(result).__name__).capitalize())
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 200
    assert not re.search(r"\d\.\d{3}", "\n".join(lines)), "more than two decimals"
    assert not re.search(r"\d\.\d{3}", result._repr_html_())


def test_title_ending_and_warnings_come_before_the_table() -> None:
    settlement = tertius.settle(read_text(TWO_WAYS))
    shown = repr(settlement)
    assert shown.startswith(f"Settlement: {settlement.case.title} (as of ")
    assert settlement.status.sentence in shown
    assert shown.index(settlement.status.sentence) < shown.index("without_agreement")
    page = settlement._repr_html_()
    assert page.startswith("<p><strong>Settlement: ")
    assert page.index("renegotiate: ") < page.index("<table")
    few = few_claims()
    assert "Warning: 2 draws are few" in repr(few)
    assert few._repr_html_().index("2 draws are few") < few._repr_html_().index("<table")


def test_a_workbook_has_title_ending_and_warnings_first_and_no_formula(tmp_path: Path) -> None:
    claims = few_claims()
    path = claims.to_excel(tmp_path / "claims.xlsx")
    about, table = (load_workbook(path)[name] for name in ("About", "Table"))
    told = [tuple(cell.value for cell in row) for row in about.iter_rows()]
    assert told[0][1].startswith("Claims: ")
    assert ("Warning", claims.warning) in told
    assert [cell.value for cell in table[1]][:2] == ["claim", "form"]
    assert table.max_row == len(claims.results) + 1
    assert table["E2"].value == pytest.approx(claims.results[0].share)
    with pytest.raises(UsageError, match="exists already"):
        claims.to_excel(path)
    assert claims.to_excel(path, overwrite=True) == path
    with pytest.raises(UsageError, match=r"ends in \.xlsx"):
        claims.to_excel(tmp_path / "claims.csv")


def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    case = tertius.load("two-patrons")
    words = "=HYPERLINK(1)"
    issues = {name: one.model_copy(update={"unit": words}) for name, one in case.issues.items()}
    settlement = tertius.settle(case.model_copy(update={"issues": issues, "title": "@SUM(A1)"}))
    book = load_workbook(settlement.to_excel(tmp_path / "levels.xlsx"))
    cells = [cell for row in book["Table"].iter_rows() for cell in row if cell.value == words]
    assert len(cells) == len(issues)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
