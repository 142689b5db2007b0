"""``tertius rules`` and ``tertius cite``."""

from __future__ import annotations

import tertius
from tests.cli.conftest import Call


def test_every_rule_has_its_paragraph(call: Call) -> None:
    result = call("rules")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    for key in (*tertius.RULES, *tertius.CONCEPTS):
        assert key in lines
    assert sum(line.startswith("  Wrong: ") for line in lines) == len(tertius.RULES) + len(tertius.CONCEPTS)


def test_citations(call: Call) -> None:
    one = call("cite", "--rule", "challenge")
    assert one.exit_code == 0
    assert one.stdout.startswith("@incollection{BuenoDeMesquita1994,\n")
    assert one.stdout.count("\n@") == 2
    assert call("cite", "--rule", "challenge,mode").stdout.count("\n@") == 3
    every = call("cite").stdout
    assert every.startswith("@article{StoleZwiebel1996,")
    assert every.rstrip().endswith("}")
    assert "@software{Tertius," in every
    wrong = call("cite", "--rule", "chalenge")
    assert wrong.exit_code == 2
    assert wrong.stdout == ""
    assert "did you mean 'challenge'?" in wrong.stderr
