"""`tertius.leverage` is a function, whatever was imported first; mistakes are said."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tertius

ORDERS = {
    "the function first": "import tertius\nf = tertius.leverage\nimport tertius.analysis.leverage.reliance",
    "a module first": "import tertius.analysis.leverage.reliance\nimport tertius",
    "a name first": "from tertius.analysis.leverage import Leverage\nfrom tertius import leverage\nimport tertius",
    "the function from the package": "from tertius.analysis.leverage import leverage\nimport tertius",
}


@pytest.mark.parametrize("imports", ORDERS.values(), ids=ORDERS)
def test_it_can_be_called_in_any_order_of_imports(imports: str) -> None:
    script = (
        f"{imports}\n"
        "from tertius.analysis.leverage import leverage as function\n"
        "from tertius import leverage as public\n"
        "assert tertius.leverage is public is function\n"
        "try:\n"
        "    tertius.leverage(tertius.load('ec-emission-1994'))\n"
        "except tertius.UsageError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "has no talks" in done.stdout


def test_its_help_is_that_of_the_function() -> None:
    assert "Work out who holds leverage over whom" in (tertius.leverage.__doc__ or "")


def test_mistakes_are_said() -> None:
    case = tertius.load("two-patrons")
    for arguments, said in (({"draws": -1}, "-1 draws"), ({"threads": 0}, "0 threads"), ({"rule": "holds"}, "'hold'")):
        with pytest.raises(tertius.UsageError, match=said):
            tertius.leverage(case, **arguments)


def test_two_patrons_by_hand() -> None:
    """Worth 10 and 8 to the client: without either, the other is left, and the two halve what it brings."""
    lev = tertius.leverage(tertius.load("two-patrons"), threads=1)
    first, second = (lev.reliance["client"][patron].points.middle for patron in ("first", "second"))
    assert first == pytest.approx(19 / 3 - 4, abs=0.02)
    assert second == pytest.approx(19 / 3 - 5, abs=0.02)
    assert lev.reliance["first"]["second"].points.middle == 0
    assert lev.net["first"]["client"].middle < lev.net["client"]["first"].middle
