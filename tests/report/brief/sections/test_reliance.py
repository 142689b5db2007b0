"""Who relies on whom: the figures of the analysis in few words, and no number where there is none."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest

import tertius
from tertius.analysis.leverage import Leverage
from tertius.analysis.leverage.leverage import focus_of
from tertius.analysis.leverage.walk_away import Band, Stake
from tertius.report.brief.document import Figure, Section, Table
from tertius.report.brief.sections import reliance
from tertius.report.text.appendix import reliance as text
from tests.report.brief.sections.found import Notes, found, lines
from tests.report.toy import toy_case

UNKNOWN = Band(math.nan, math.nan, math.nan)


@cache
def lev() -> Leverage:
    """Under `hold`: under `renegotiate` the toy can settle in three ways, and nothing of it can be told."""
    return tertius.leverage(toy_case(), rule="hold", threads=1)


def section(told: Leverage, notes: Notes | None = None) -> Section | None:
    parts = {"leverage": told, "attribution": told.attribution(focus_of(told))}
    return reliance.reliance_section(found(toy_case(), **parts), notes or Notes())


def test_every_party_of_every_talk_has_a_row_and_every_need_link_and_threat_its_note() -> None:
    notes, case = Notes(), toy_case()
    said = lines(case, section(lev(), notes))
    rows = [line for line in said if line.count(" | ") == 3]
    assert len(rows) == sum(1 + len(talk.parties) for talk in case.talks.values())
    one = lev().stakes["us-dprk"]["usa"]
    assert f"United States | {one.points.middle:.1f} | {100 * one.share.middle:.0f}% | " in rows[1]
    assert {("needs", ident) for ident in case.needs} <= set(notes.paths)
    assert {("links", ident) for ident in case.links} <= set(notes.paths)
    assert {("threats", ident) for ident in case.threats} <= set(notes.paths)
    assert reliance.reliance_section(found(case), Notes()) is None


def test_what_cannot_be_told_is_a_dash_and_said() -> None:
    nothing = {talk: {party: Stake(UNKNOWN, UNKNOWN) for party in held} for talk, held in lev().stakes.items()}
    told = replace(lev(), several=True, stakes=nothing)
    said = lines(toy_case(), section(told))
    assert said[1].startswith(
        "Who relies on whom, what talks are worth and who got nearer to its best cannot be told: the talks "
    )
    assert said[1].endswith("A dash is a figure that would compare one settlement with another.")
    assert text.open_sentence(replace(lev(), several=True)).endswith("hang on which of them is taken.")
    assert text.open_sentence(replace(lev(), several=False)) == ""
    rows = [line for line in said if line.count(" | ") == 3 and not line.endswith(" |  |  | ")]
    assert all(row.split(" | ")[1:3] == ["–", "–"] for row in rows)


def test_many_actors_have_a_table_of_the_strongest_pairs_instead_of_a_map(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(reliance._losses(lev()), Figure)
    monkeypatch.setattr(reliance, "MOST_ACTORS", 3)
    table = reliance._losses(lev())
    assert isinstance(table, Table)
    shares = [int(str(row[2]).removesuffix("%")) for row in table.rows]
    assert shares == sorted(shares, reverse=True)


def test_the_sentences_of_the_toy() -> None:
    case, told = toy_case(), lev().attribution("dprk")
    assert text.reliance_sentences(lev()) == [
        "Nobody depends on another more than China on North Korea: a break would cost China 18% of all it has at "
        "stake, North Korea 16%."
    ]
    assert text.origin_sentence(told) == (
        "The payoff of North Korea owes most to supplies from China to North Korea (+18.4), “Beijing meetings” (+6.9) "
        "and supplies from the United States to North Korea (+5.5)."
    )
    assert text.level_sentence(told) == ("The payoff of North Korea: 104 points; without any of these 68.5 points.")
    link, threat = lev().commitments.values()
    words = [text.commitment_words(case, e) for e in (case.links[link.name], case.threats[threat.name])]
    assert words == [
        "If “US–North Korea summit” fails, “US–China trade talks” falls too (25%).",
        "If “US–North Korea summit” fails, North Korea loses 15 points (12%).",
    ]
    assert [text.worth_words(case, one) for one in (link, threat)] == [
        "next to nothing", "United States +1.3, North Korea −0.8",
    ]  # fmt: skip
    assert [text.credible_words(one) for one in (link, threat)] == ["yes", "no: costs 2"]
    assert text.credible_words(replace(threat, credible=0.4)) == "in 40% of draws"
    assert text.worth_words(case, replace(link, worth=dict.fromkeys(link.worth, UNKNOWN))) == "–"


def test_the_sentences_of_two_patrons() -> None:
    case = tertius.load("two-patrons")
    assert text.patrons_sentences(tertius.patrons(case, "client")) == [
        "The client keeps 5 to 9 of the 10 points that its deals with The first patron and The second patron bring: 8 "
        "if they bid against each other.",
        "As rivals, these bring less together than one by one: The first patron and The second patron (8).",
    ]
    told = tertius.leverage(case, threads=1)
    assert text.necessary_sentences(told.attribution("client"))[0] == (
        "Without supplies from The first patron to The client, the talk “The client and the first patron” fails."
    )
    assert text.channel_sentences(told)[0] == (
        "The second patron would gain 2.7 points as the only channel to The client, without The first patron."
    )
