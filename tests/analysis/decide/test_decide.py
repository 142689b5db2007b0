"""A decision under every rule: each answers for itself, and says how it ended."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.analysis.decide.answers import CONSTANTS, MIDDLE, NO_ANSWER
from tertius.analysis.decide.pool import PooledDecision, pool_decision
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.text.decision import decision_sentences
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.stances import stances_on

HEAD = "issue,actor,position,salience,capability\n"


def table(folder: Path, rows: str, head: str = HEAD, name: str = "table.csv") -> Case:
    (folder / name).write_text(head + rows, encoding="utf-8")
    return tertius.load_table(folder / name, scale=(0, 100), salience_max=100, as_of="2024-01-01")


@pytest.fixture
def fares(tmp_path: Path) -> Case:
    return table(tmp_path, "fare,A,0,50,10\nfare,B,20 to 40,90,20\nfare,C,100,60,25\nday,A,50,0,10\nday,C,70,0,25\n")


def test_every_rule_for_decisions_answers_as_it_does_alone() -> None:
    case = tertius.load("ec-emission-1994")
    one = tertius.decide(case).issues["delay"]
    for key, rule in tertius.RULES.items():
        if not rule.talks and rule.applies(case):
            settlement = tertius.settle(case, rule=key)
            assert one.answers[key].level == settlement.levels["delay"]
            assert one.answers[key].status == settlement.status.value
    assert one.answers[MIDDLE].level == 7
    assert [answer.naive for answer in one.answers.values()] == sorted(answer.naive for answer in one.answers.values())


def test_both_readings_of_challenge_stand_there_unless_one_is_asked_for() -> None:
    case = tertius.load("ec-emission-1994")
    stances = stances_on(case, "delay")
    numbers = (stances.position, stances.salience / 100, stances.capability)
    answers = tertius.decide(case, rounds=3).issues["delay"].answers
    assert answers["challenge"].level == challenge(*numbers, "code", 3).medians[-1]
    assert answers["challenge+printed"].level == challenge(*numbers, "printed", 3).medians[-1]
    one = tertius.decide(case, ["challenge"], variant="printed").issues["delay"].answers
    assert list(one) == ["challenge+printed", MIDDLE]


def test_a_rule_that_refuses_says_why_and_keeps_nobody_from_answering(fares: Case) -> None:
    decision = tertius.decide(fares, draws=0)
    day = decision.issues["day"].answers
    for key in ("weighted-mean", "weighted-median", "mode", "challenge"):
        assert day[key].level is None
        assert day[key].status == NO_ANSWER
        assert "nobody has any weight on 'day'" in day[key].why
    assert day["mean"].level == 60
    assert decision.issues["fare"].answers["weighted-mean"].level is not None
    said = " ".join(decision_sentences(decision, "day"))
    assert "weighted-mean have no answer: nobody has any weight on 'day'" in said
    assert "2 rules have an answer, and all say 60.0." in said


def test_rules_that_refuse_for_other_reasons_are_told_apart(fares: Case) -> None:
    said = list(decision_sentences(tertius.decide(fares, draws=0), "fare"))
    assert any(one.startswith("Spatial has no answer: it places every actor on every issue") for one in said)
    assert any(
        one.startswith("Nash-decision and kalai-smorodinsky-decision have no answer: it takes a reference")
        for one in said
    )


def test_an_answer_outside_of_its_own_range_is_told(tmp_path: Path) -> None:
    rows = "fare,A,80,60,30\nfare,B,20 to 40,90,20\nfare,C,100,80,25\nfare,D,10,70,15\nfare,E,0,40,5\n"
    decision = tertius.decide(table(tmp_path, rows), ["challenge"], variant="printed", draws=100)
    answer, said = decision.issues["fare"].answers["challenge+printed"], list(decision_sentences(decision, "fare"))
    assert answer.draws is not None
    assert answer.level is not None
    assert answer.level < answer.draws.low - 5
    assert any(one.startswith("Challenge+printed lies outside of its own range") for one in said)
    calm = tertius.decide(table(tmp_path, rows), ["weighted-mean", "weighted-median"], draws=100)
    assert not any("own range" in one for one in decision_sentences(calm, "fare"))


def test_ranges_become_draws(fares: Case) -> None:
    decision = tertius.decide(fares, draws=1024, threads=1)
    drawn = decision.issues["fare"].answers["mean"].draws
    assert drawn is not None
    # The mean of 0, 20 to 40 and 100: uniform from 40 to 46.67.
    assert [drawn.low, drawn.middle, drawn.high] == pytest.approx([40.667, 43.333, 46], abs=0.1)
    assert decision.issues["fare"].answers[MIDDLE].draws is None
    assert tertius.decide(fares).draws == 1000
    assert decision.issues["day"].answers["weighted-mean"].draws is None


def test_the_same_seed_gives_the_same_bits(fares: Case) -> None:
    one, other = (tertius.decide(fares, draws=64, seed=7, threads=n).to_dict() for n in (1, 2))
    assert one == other


def test_how_far_the_rules_are_apart_leaves_the_constants_out(fares: Case) -> None:
    for one in tertius.decide(fares, draws=0).issues.values():
        levels = [a.level for a in one.answers.values() if a.level is not None and a.rule not in CONSTANTS]
        assert one.spread == (min(levels), max(levels))


def test_the_reference_is_a_rival_where_it_is_declared(tmp_path: Path) -> None:
    head = HEAD.strip() + ",reference\n"
    case = table(tmp_path, "fare,A,0,50,10,10\nfare,C,100,60,25,\nday,A,0,50,10,\nday,C,70,50,25,\n", head)
    decision = tertius.decide(case)
    assert decision.issues["fare"].answers["reference"].level == 10
    assert decision.issues["day"].answers["reference"].status == NO_ANSWER
    assert (
        "reference" not in tertius.decide(table(tmp_path, "fare,A,0,50,10\nfare,C,100,60,25\n")).issues["fare"].answers
    )


def test_a_table_without_variation_says_so(tmp_path: Path) -> None:
    decision = tertius.decide(table(tmp_path, "fare,A,30,50,10\nfare,B,30,90,20\nfare,C,30,60,25\n"))
    one = decision.issues["fare"]
    assert {answer.level for answer in one.answers.values() if answer.rule != MIDDLE} - {None} == {30}
    assert next(decision_sentences(decision, one.issue)).startswith(
        "All 3 actors stand at 30.0, so that is where the decision falls"
    )


def test_the_pool_is_that_of_the_stances_on_the_issue() -> None:
    case = tertius.load("ec-emission-1994")
    stances = stances_on(case, "delay")
    expected = pool_decision(*stances[:3], scale=stances.scale)
    decision = tertius.decide(case)
    one = decision.issues["delay"]
    assert one.pool is not None
    assert np.array_equal(one.pool.chances, expected.chances)
    assert next(decision_sentences(decision, one.issue)).startswith("The pooled forecast is ")
    assert any(sentence.endswith(" ".join(expected.outside)) for sentence in decision_sentences(decision, one.issue))
    assert decision.to_frame().loc[("delay", "pool"), "level"] == expected.median
    told = decision.to_dict()["issues"]["delay"]["pool"]
    half, most = ranges_of(expected)
    assert (told["range_50"], told["range_80"]) == (list(half), list(most))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=9).filter(any))
def test_the_range_with_half_is_the_shortest_inside_of_that_with_four_fifths(parts: list[int]) -> None:
    grid = np.arange(len(parts), dtype=float)
    pool = PooledDecision(grid, np.array(parts) / sum(parts))
    (low, high), most = ranges_of(pool)
    assert most == pool.range(0.8)
    assert most[0] <= low <= high <= most[1]
    assert pool.within(low, high) >= 0.5 - 1e-9
    shorter = [(a, a + high - low - 1) for a in grid if most[0] <= a and a + high - low - 1 <= most[1]]
    assert not any(pool.within(a, b) >= 0.5 + 1e-9 for a, b in shorter if b >= a)


def test_roles_reach_the_pool() -> None:
    case = tertius.load("ec-emission-1994")
    plain, told = (tertius.decide(case, roles=roles).issues["delay"].pool for roles in (None, {"uk": "parliament"}))
    assert plain is not None
    assert told is not None
    assert not np.array_equal(plain.chances, told.chances)
    assert "no actor is said to be a member" in " ".join(plain.outside)
    assert "no actor is said to be a member" not in " ".join(told.outside)
    with pytest.raises(UsageError) as wrong:
        tertius.decide(case, roles={"ukk": "parliament", "france": "king"})
    assert "there is no actor 'ukk': did you mean 'uk'?" in str(wrong.value)
    assert "'king' is no role: the roles are member, commission, parliament, other" in str(wrong.value)


def test_doubt_about_the_table_widens_the_pool(fares: Case) -> None:
    drawn, middle = (tertius.decide(fares, draws=draws).issues["fare"].pool for draws in (64, 0))
    assert drawn is not None
    assert middle is not None
    assert drawn.chances.sum() == pytest.approx(1)
    around = [drawn.within(20, 28), middle.within(20, 28)]
    assert around[0] > around[1]


def test_there_is_no_pool_where_rules_are_named_or_there_is_nothing_to_pool(fares: Case, tmp_path: Path) -> None:
    assert tertius.decide(fares, ["mean"], draws=0).issues["fare"].pool is None
    assert tertius.decide(fares, draws=0).issues["day"].pool is None
    same = table(tmp_path, "fare,A,30,50,10\nfare,B,30,90,20\n")
    assert tertius.decide(same).issues["fare"].pool is None


def test_each_table_stands_beside_the_pooled_one(tmp_path: Path) -> None:
    cases = {n: table(tmp_path, f"fare,A,{n}0,50,10\nfare,B,90,50,10\n", name=f"t{n}.csv") for n in (1, 3)}
    panel = tertius.pool_tables([tmp_path / "t1.csv", tmp_path / "t3.csv"], (0, 100), "", 100, "2024-01-01")
    decision = tertius.decide(panel.case, ["mean"], draws=0, tables={f"t{n}": case for n, case in cases.items()})
    one = decision.issues["fare"]
    assert {name: levels["mean"] for name, levels in one.tables.items()} == {"t1": 50, "t3": 60}
    assert one.answers["mean"].level == 55
    assert decision.to_dict()["issues"]["fare"]["tables"]["t1"]["mean"] == 50
    assert "The experts differ: mean falls at 50.0 on t1 alone and at 60.0 on t3." in " ".join(
        decision_sentences(decision, one.issue)
    )
    agreed = tertius.decide(panel.case, ["mean"], draws=0, tables={"t1": cases[1], "again": cases[1]})
    assert "On the table of each expert alone mean falls at 50.0." in list(decision_sentences(agreed, "fare"))


def test_what_cannot_be_asked_is_told_all_at_once(fares: Case) -> None:
    with pytest.raises(UsageError) as told:
        tertius.decide(tertius.load("korea-2019"), rounds=0, draws=-1, variant="odd")  # type: ignore[arg-type]
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == [
        "korea-2019 has talks, which can fail, and no decision by weight",
        "there is no variant 'odd'",
        "0 rounds",
        "-1 draws",
    ]
    with pytest.raises(UsageError) as told:
        tertius.decide(fares, ["hold", "meen"])
    first, second = str(told.value).splitlines()
    assert first.startswith("the rule 'hold' is for talks: those for decisions are weighted-mean, mean")
    assert "did you mean 'mean'?" in second
    with pytest.raises(UsageError) as told:
        tertius.decide(fares, ["pool", MIDDLE, "challenge+printed"])
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == [
        "'pool' is no rule but what all rules together say",
        "'mid-scale' is no rule",
        "'challenge+printed' is a variant",
    ]
    with pytest.raises(UsageError, match="'code' is a variant of challenge, which is not among the rules"):
        tertius.decide(fares, ["mean"], variant="code")


def test_a_decision_is_frozen(fares: Case) -> None:
    decision = tertius.decide(fares, draws=0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        decision.draws = 5  # type: ignore[misc]
    frame = decision.to_frame()
    assert np.isnan(frame.loc[("day", "weighted-mean"), "level"])
    assert frame.loc[("fare", "mean"), "status"] == "settled"


def test_large_tables_take_fewer_draws_unless_somebody_says(tmp_path: Path) -> None:
    for count, draws in ((20, 1000), (40, 125), (100, 16)):
        rows = "".join(f"fare,A{k},{k % 90} to {k % 90 + 9},50,10\n" for k in range(count))
        case = table(tmp_path, rows)
        assert tertius.decide(case, ["mean"]).draws == draws
        assert tertius.decide(case, ["mean"], draws=32).draws == 32


@st.composite
def odd_tables(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    """Tables with ties, zero saliences and capabilities, few actors."""
    number = st.sampled_from([0, 0, 10, 50, 50, 90, 100])
    return draw(st.lists(st.tuples(number, number, number), min_size=2, max_size=5))


@settings(max_examples=25, deadline=None)
@given(odd_tables(), st.sampled_from([None, 0, 40]))
def test_no_table_ends_it(rows: list[tuple[int, int, int]], reference: int | None) -> None:
    actors = {f"a{k}": {"capability": c} for k, (_, _, c) in enumerate(rows)}
    stances = {f"a{k}": {"x": {"position": p, "salience": s}} for k, (p, s, _) in enumerate(rows)}
    issue = {} if reference is None else {"reference": reference}
    entry = {"case": "t", "title": "T", "as_of": "2024-01-01", "actors": actors, "issues": {"x": issue}}
    decision = tertius.decide(Case.model_validate({**entry, "stances": stances}))
    for answer in decision.issues["x"].answers.values():
        assert (answer.level is None) == (answer.status == NO_ANSWER)
        assert answer.level is None or -1e-6 <= answer.level <= 100 + 1e-6
        assert bool(answer.why) == (answer.status != "settled")
    assert list(decision_sentences(decision, "x"))
    assert decision.to_dict()["issues"]["x"]["answers"][MIDDLE]["level"] == 50
