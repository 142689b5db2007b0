"""Warnings on deals that say nothing, and on what is said of talks that fail and comes to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tertius.case import read_text, warn_case
from tertius.case.findings import told_once
from tertius.errors import Problem

THREAT = "    damage: 10 to 20\n"
PARTIES = "    parties: [north, south]\n"
COST = (THREAT, f"{THREAT}    cost: 1 to 3\n")
HOLLOW = (
    "63: threat 'closure', a paper that changes nothing would suit all parties of 'passage', for it would stop "
    "'closure': say with `unless` what the demand was for"
)


def warned(text: str) -> list[str]:
    """The warnings beside those that the small case gives anyway."""
    found = [str(problem).removeprefix("k.yaml:") for problem in warn_case(read_text(text, "k.yaml"))]
    return [one for one in found if "it has no issues" not in one and "no level of 'alliance' can move" not in one]


def test_a_threat_that_hurts_one_and_costs_the_other_is_stopped_by_any_paper(damage: Callable[..., str]) -> None:
    """North is hurt and South pays, so both are better off with an agreement that leaves everything as it is."""
    assert warned(damage(COST)) == [HOLLOW]


@pytest.mark.parametrize(
    "changes",
    [
        [],  # it costs South nothing: a paper brings it nothing
        [(THREAT, f"{THREAT}    cost: 1 to 3\n    unless: {{toll: 9}}\n")],
        [COST, ("    credibility: 40% to 60%\n", "    credibility: 0\n")],
        [COST, (PARTIES, "    parties: [north, south, far]\n")],
    ],
)
def test_a_paper_that_leaves_a_party_as_it_was_is_none_to_warn_of(
    damage: Callable[..., str], changes: list[tuple[str, str]]
) -> None:
    assert not [one for one in warned(damage(*changes)) if "paper" in one]


def said_of_passage(damage: Callable[..., str], line: str, *more: tuple[str, str]) -> list[str]:
    return warned(damage((PARTIES, f"{PARTIES}    {line}\n"), *more))


def test_a_word_about_goods_of_nobody_is_asked_about(damage: Callable[..., str]) -> None:
    assert said_of_passage(damage, "keeps: {north: 60% to 80%}") == [
        "27: talk 'passage', word of north, 'Toll per ship' and 'Grain deliveries' name no supplier, so 'north' is "
        "taken to owe them to the other party, and the other party to it: say under `supplier` whose they are"
    ]
    named = (
        ("    scale: 0 to 10\n", "    scale: 0 to 10\n    supplier: north\n"),
        ("  grain: Grain deliveries\n", "  grain: {name: Grain deliveries, supplier: north}\n"),
    )
    assert said_of_passage(damage, "keeps: {north: 60% to 80%}", *named) == []
    assert said_of_passage(damage, "keeps: {south: 60% to 80%}", *named) == [
        "28: talk 'passage', word of south, 'south' supplies no issue of this talk, so it owes nothing that it could "
        "fail to deliver: name it as the `supplier` of what it owes, or leave this out"
    ]


def test_doubt_without_ranges_is_doubt_of_nothing(damage: Callable[..., str]) -> None:
    certain = ("      salience: 40 to 60, likely 50\n", "      salience: 50\n")
    assert said_of_passage(damage, "doubt: {north: 100%}") == []
    assert said_of_passage(damage, "doubt: {north: 0}", certain) == []
    assert said_of_passage(damage, "doubt: {north: 100%}", certain) == [
        "27: talk 'passage', doubt of north, no stance and no need of 'north' has a range, so there is nothing to "
        "doubt: give them the ranges that an expert would find fair, or leave this out"
    ]


def test_many_ranges_that_move_alone_average_out_and_those_of_a_group_do_not(damage: Callable[..., str]) -> None:
    issues = "".join(f"  i{k}: {{level: 5}}\n" for k in range(7))
    stances = "".join(f"    i{k}: {{position: 5, salience: 10 to 20}}\n" for k in range(7))
    many = (("issues:\n", f"issues:\n{issues}"), ("  north:\n    toll:\n", f"  north:\n{stances}    toll:\n"))
    said = [one for one in said_of_passage(damage, "doubt: {north: 50%}", *many) if "doubt" in one]
    assert said == [
        "34: talk 'passage', doubt of north, 8 ranges of 'north' move each on its own, so they average out and little "
        "of it is in doubt: let them move together in a group that goes from hawk to dove"
    ]
    paths = ", ".join(f"stances.north.i{k}.salience" for k in range(7))
    group = ("events:\n", f"groups:\n  hawks:\n    together: [stances.north.toll.salience, {paths}]\nevents:\n")
    assert not [one for one in said_of_passage(damage, "doubt: {north: 50%}", *many, group) if "doubt" in one]


def test_a_level_that_drifts_off_its_scale_is_kept_on_it_and_told(damage: Callable[..., str]) -> None:
    lines = "patience: {north: 0.9, south: 0.8}\n    deadline: 5"
    for drift, said in (("0.4", 0), ("0.5", 1)):
        toll = ("      toll: 8\n", f"      toll: {{level: 8, drift: {drift}}}\n")
        found = said_of_passage(damage, lines, toll)
        assert len(found) == said
    assert found == [
        "30: talk 'passage', level of toll without agreement, drift, by the deadline of 5 seasons it would lead to "
        "10.5, off the scale of 0 to 10: it is kept on the scale: make it smaller if that is not meant"
    ]


def test_of_one_paper_is_told_once_and_what_was_settled_knows_more() -> None:
    static = Problem(file="k", line=3, found="a paper that changes nothing would suit all")
    settled = Problem(file="k", line=3, found="a paper that changes nothing would stop it")
    other = Problem(file="k", line=3, found="something else")
    assert told_once([static, other], [settled]) == [other, settled]
    assert told_once([static, other]) == [static, other]


def test_a_body_that_only_ratifies_is_used(damage: Callable[..., str]) -> None:
    free = ("    authorised_by: council\n", "")
    assert [one for one in warned(damage(free)) if "its numbers change nothing" in one]
    assert not [one for one in said_of_passage(damage, "ratified_by: {north: council}", free) if "council" in one]


def test_beliefs_do_not_reach_what_is_said_of_talks_that_fail(
    damage: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """What a demand is, or how firm a party, is the same to everybody."""
    belief = "beliefs:\n  seen: {{about: {}, talks: passage, number: 9}}\nevents:\n"
    demand = (THREAT, f"{THREAT}    unless: {{toll: 9 to 10}}\n")
    firm = (PARTIES, f"{PARTIES}    firm: {{north: 10% to 20%}}\n")
    for path in ("threats.closure.unless.toll", "talks.passage.firm.north"):
        [said] = problems(damage(demand, firm, ("events:\n", belief.format(path))))
        assert "belief 'seen', about" in said
