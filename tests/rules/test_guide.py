"""The texts of the rules: none is missing, none is idle, and what they cite exists."""

from __future__ import annotations

import re

import pytest

import tertius
from tertius.errors import UsageError
from tertius.rules.guide import FORECASTS, GUIDES, citations_of, entries, own_entry

NEEDED = {
    "article": {"author", "title", "journal", "volume", "pages", "year"},
    "techreport": {"author", "title", "institution", "year"},
    "book": {"title", "publisher", "year"},
    "misc": {"author", "title", "note", "year", "doi"},
    "incollection": {"author", "title", "booktitle", "editor", "publisher", "year"},
}
KEYS = [*tertius.RULES, *tertius.CONCEPTS]


@pytest.mark.parametrize("key", KEYS)
def test_every_rule_and_every_solution_has_its_texts(key: str) -> None:
    guide = GUIDES[key]
    assert guide.purpose.startswith("For ")
    for text in (guide.purpose, guide.wrong):
        assert len(text) > 60
        assert text.endswith(".")
    assert guide.cites


def test_every_entry_that_is_cited_exists_and_every_one_is_cited() -> None:
    cited = {key for guide in GUIDES.values() for key in guide.cites}
    cited |= {key for cites in FORECASTS.values() for key in cites}
    assert cited == set(entries())


@pytest.mark.parametrize("key", list(entries()))
def test_an_entry_is_whole(key: str) -> None:
    entry = entries()[key]
    kind = entry[1 : entry.index("{")]
    fields = dict(re.findall(r"^  (\w+) *= \{(.+)\},?$", entry, re.MULTILINE))
    assert fields.keys() >= NEEDED[kind]
    assert entry.count("{") == entry.count("}")
    assert key.endswith(fields["year"])
    assert len(entry.splitlines()) == len(fields) + 2


def test_the_reference_of_a_rule_names_what_is_cited() -> None:
    for key, rule in tertius.RULES.items():
        years = set(re.findall(r"\b(?:19|20)\d\d\b", rule.reference))
        cited = {name[-4:] for name in GUIDES[key].cites}
        assert years <= cited, f"{key}: {rule.reference} against {GUIDES[key].cites}"


def test_citations_come_once_and_in_order() -> None:
    both = list(citations_of(["median", "challenge", "weighted-median"]))
    assert both == ["Black1948", "BuenoDeMesquita1994", "ScholzCalbertSmith2011"]
    assert list(citations_of(["pool", "median"])) == [*FORECASTS["pool"], "Black1948"]
    assert tertius.__version__ in own_entry()


def test_names_that_are_no_rule_are_all_told() -> None:
    with pytest.raises(UsageError) as told:
        citations_of(["chalenge", "mean", "zz"])
    lines = str(told.value).splitlines()
    assert lines[0] == "there is no rule or solution 'chalenge': did you mean 'challenge'?"
    assert lines[1].startswith("there is no rule or solution 'zz': the rules and solutions are renegotiate, ")
