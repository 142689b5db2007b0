"""The brief on a decision: its first page, its sections, and the sentences of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.analysis.whole import Analysis, Asked, analyse
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.brief.brief import brief_of
from tertius.report.brief.compose import check_sections
from tertius.report.brief.document import Document, Paragraph, Ref, Section, Table, plain_text, walk
from tertius.report.text.front import decision as say

FARES = {
    "ministry": (80, 60, 30),
    "city": ("20 to 40", 90, 20),
    "railway": (100, 80, 25),
    "unions": (10, 70, 15),
    "riders": (0, 40, 5),
}


def table(by_issue: Mapping[str, Mapping[str, tuple[Any, Any, Any]]], **changes: Any) -> Case:
    stances: dict[str, Any] = {}
    for issue, rows in by_issue.items():
        for actor, (position, salience, capability) in rows.items():
            own = {"position": position, "salience": salience, "capability": capability}
            stances.setdefault(actor, {})[issue] = own
    return Case.model_validate(
        {
            "case": "fares",
            "title": "Fares",
            "as_of": "2024-05-01",
            "actors": {actor: {"name": actor.capitalize()} for actor in stances},
            "issues": {issue: {"name": issue.capitalize(), "scale": [0, 100]} for issue in by_issue},
            "stances": stances,
        }
        | changes
    )


@pytest.fixture(scope="module")
def fares() -> Analysis:
    return analyse(table({"price": FARES}), Asked(draws=32, sensitivity=False))


def document(found: Analysis, **asked: Any) -> Document:
    return brief_of(found, written=found.case.as_of, **asked).document


def test_the_headline_is_the_pooled_range_and_never_the_weighted_mean(fares: Analysis) -> None:
    assert fares.decision is not None
    pool = fares.decision.issues["price"].pool
    mean = fares.decision.issues["price"].answers["weighted-mean"].level
    assert pool is not None
    assert mean == pytest.approx(59.6, abs=0.1)
    front = document(fares).front
    low, high = pool.range(0.8)
    assert front.verdict == (
        f"About {pool.median:.0f} ({low:.0f} to {high:.0f} in four cases of five), on a scale from 0 to 100."
    )
    assert f"{mean:.0f}" not in str(front.verdict)
    assert [str(bullet) for bullet in front.bullets] == [
        "Ministry can move it most: alone it could turn 70 percent of the contests between two positions.",
        "Ten rules say from 30 (median) to 100 (mode): which one is right matters more than any number of the table.",
        "It ends at 100, an end of the scale, with a chance of 11 percent.",
    ]
    assert [str(caution) for caution in front.cautions] == [
        "to say which rule is right: they lie up to 70 percent of the scale apart, and nobody knows which one holds "
        "here.",
        "as measured chances: the pooled range was fitted on decisions of the European Union, not on tables like this.",
        "as if the weights were measured: none of the 10 saliences and capabilities has a source.",
        "to predict the outcome: it says what follows from the numbers of the case, not what will happen.",
    ]
    assert front.figure is not None
    assert str(front.verdict) in front.figure.label
    said = [front.verdict, front.argument, *front.bullets, *front.cautions]
    assert sum(len(plain_text(words, {}).split()) for words in said) < 250


def test_words_of_the_author_come_first_and_what_was_computed_below(fares: Analysis) -> None:
    front = document(fares, headline="Fares rise").front
    assert front.verdict == "Fares rise"
    assert str(front.bullets[0]).startswith("By the pool of all rules: about ")
    assert len(front.bullets) == 3


def test_sections_tell_every_rule_every_actor_and_who_can_move_it(fares: Analysis) -> None:
    made = document(fares)
    titles = {section.key: section.title for section in made.sections}
    assert list(titles) == ["rules", "stances", "movers", "sure", "method"]
    tables = {s.key: [b for b in walk(s.blocks) if isinstance(b, Table)] for s in made.sections}
    rules = {str(row[0]): row for row in tables["rules"][0].rows}
    assert fares.decision is not None
    answers = fares.decision.issues["price"].answers
    assert list(rules) == [f"{name} (naive)" if one.naive else name for name, one in answers.items()]
    assert rules["weighted-mean (naive)"][1] == "60"
    assert rules["nash-decision"][1:4] == ("–", "–", "no answer")
    stances = [[plain_text(cell, made.actors) for cell in row] for row in tables["stances"][0].rows]
    assert stances[0] == ["Railway", "100", "80", "25", "29%"]
    assert len(stances) == 5
    assert all(name in plain_text(made.notes[0].words, made.actors) for name in ("Railway", "City", "20–40"))
    assert {
        ref.note for b in walk(made.sections) if isinstance(b, Paragraph) for ref in b.words if isinstance(ref, Ref)
    } == {note.number for note in made.notes}
    movers = {plain_text(row[0], made.actors): row for row in tables["movers"][0].rows}
    assert movers["Ministry"][1] == "70%"
    assert movers["Railway"][2:] == ("30", "60", "43")
    texts = [plain_text(b.words, {}) for b in walk(made.sections) if isinstance(b, Paragraph)]
    assert len(texts) == len(set(texts))


def test_several_issues_have_a_line_each_and_the_rest_are_counted() -> None:
    names = ("price", "speed", "hours", "noise")
    case = table({issue: dict(list(FARES.items())[: 2 + (number % 3)]) for number, issue in enumerate(names)})
    found = analyse(case, Asked(draws=0, sensitivity=False))
    made = document(found)
    assert made.front.verdict == "Four issues are decided; one more stands below."
    assert [str(line).split(":")[0] for line in made.front.bullets] == ["Price", "Speed", "Hours"]
    parts = {s.key: [b.title for b in s.blocks if isinstance(b, Section)] for s in made.sections}
    assert parts["rules"] == parts["stances"] == ["Price", "Speed", "Hours", "Noise"]


def test_a_decision_on_which_all_agree_has_a_brief_too() -> None:
    case = table({"price": {"one": (50, 60, 30), "two": (50, 20, 10)}})
    front = document(analyse(case, Asked(draws=0))).front
    assert front.verdict == "50, where all of them stand."
    assert "to say which rule is right" not in " ".join(map(str, front.cautions))


def test_claims_that_answer_the_question_are_the_headline_and_the_pool_stands_below() -> None:
    against = [{"set": "stances.railway.price.position", "to": 0}]
    compare = {"against": against, "quantity": "levels.price", "direction": "higher"}
    claims = {"rail": {"says": "The railway makes fares dearer.", "compare": compare}}
    case = table({"price": FARES}, claims=claims, answered_by=[{"claim": "rail", "holds": "Yes, the railway does."}])
    front = document(analyse(case, Asked(draws=32, sensitivity=False))).front
    assert front.verdict == "Yes, the railway does."
    assert str(front.bullets[0]).startswith("By the pool of all rules: about ")
    assert plain_text(front.argument, {}).startswith("The argument. ")


def test_of_many_actors_those_of_the_longest_reach_are_shown() -> None:
    case = table({"price": {f"a{number}": (number * 4, 50, 1 + number) for number in range(24)}})
    made = document(analyse(case, Asked(draws=0)), sections=["movers"])
    (moved,) = [block for block in walk(made.sections) if isinstance(block, Table)]
    assert len(moved.rows) == 20
    assert moved.caption.endswith(" 4 more could move it less.")
    assert plain_text(moved.rows[0][0], made.actors) == "A23"


def test_it_is_written_as_a_page_and_for_word_and_as_nothing_else(fares: Analysis, tmp_path: Path) -> None:
    made = brief_of(fares, written=fares.case.as_of)
    for ending, start in ((".html", b"<!DOCTYPE html>"), (".docx", b"PK")):
        path = made.write(tmp_path / f"brief{ending}")
        assert path.read_bytes().lstrip().startswith(start)
        with pytest.raises(UsageError, match="exists already"):
            made.write(path)
    with pytest.raises(UsageError, match=r"a brief ends in \.html, \.docx, \.pdf, not in '\.odt'"):
        made.write(tmp_path / "brief.odt")


def test_sections_of_talks_are_none_of_a_decision() -> None:
    with pytest.raises(UsageError, match=r"no section 'talks': .*\(rules, stances, movers, sure"):
        check_sections(table({"price": FARES}), ["rules", "talks"])
    check_sections(tertius.load("two-patrons"), ["talks"])
    with pytest.raises(UsageError, match="no section 'movers'"):
        check_sections(tertius.load("two-patrons"), ["movers"])


def test_anchors_say_what_the_headline_means(fares: Analysis) -> None:
    anchors = {0: "free", 50: "half the cost", 100: "all of it"}
    issues = {"price": {"name": "Price", "scale": [0, 100], "anchors": anchors}}
    found = analyse(table({"price": FARES}, issues=issues), Asked(draws=32, sensitivity=False))
    assert "in four cases of five), between “half the cost” and “all of it”." in str(document(found).front.verdict)


def test_experts_that_differ_and_numbers_that_were_filled_in_are_cautions(fares: Analysis, tmp_path: Path) -> None:
    assert fares.decision is not None
    one = fares.decision.issues["price"]
    apart = {"Anna": {"weighted-mean": 20.0}, "Ben": {"weighted-mean": 71.0}}
    told = replace(fares.decision, issues={"price": replace(one, tables=apart)})
    assert say.tables_caution(told) == (
        "as what all experts say: the weighted mean falls at 20 by the table of Anna and at 71 by that of Ben."
    )
    near = {name: {"weighted-mean": 50.0 + number} for number, name in enumerate(apart)}
    assert say.tables_caution(replace(told, issues={"price": replace(one, tables=near)})) == ""
    case = table({"price": FARES})
    own = {
        actor: {"price": on["price"].model_copy(update={"method": "judgement"})} for actor, on in case.stances.items()
    }
    assert say.judged_caution(case.model_copy(update={"stances": own})) == (
        "as if the weights were measured: 10 of 10 saliences and capabilities are judged."
    )
    filled = {"one": (50, 60, 30), "two": (20, "", 10), "three": (90, 10, 5)}
    path = tmp_path / "fares.csv"
    rows = [",".join(map(str, (actor, *numbers))) for actor, numbers in filled.items()]
    path.write_text("\n".join(["actor,position,salience,capability", *rows]), encoding="utf-8")
    imputed = tertius.load_table(path, (0, 100), salience_max=100, as_of="2024-05-01", impute="median")
    assert say.imputed_caution(tertius.decide(imputed, draws=0)) == (
        "as if every number were known: the salience of two was filled in."
    )


def test_levels_have_no_more_digits_than_their_doubt_warrants() -> None:
    assert say.figures((61.94, 48.2, 74.4), 26.2) == ("62", "48", "74")
    assert say.figures((7.02, 5.92, 10.0), 4.08) == ("7.0", "5.9", "10.0")
    assert say.figures((-0.5,), 0.03) == ("−0.500",)
    assert say.figures((3.4,), 0.0) == ("3",)


def test_sentences_are_short(fares: Analysis) -> None:
    made = document(fares)
    texts = [*made.front.bullets, *made.front.cautions, made.front.verdict]
    lengths = [len(re.findall(r"\S+", plain_text(words, {}))) for words in texts]
    assert max(lengths) <= 45
    assert sum(lengths) / len(lengths) < 25


def test_rules_that_agree_on_a_narrow_scale_are_not_rounded_to_its_end() -> None:
    case = table({"share": {"city": (0.53, 60, 30), "railway": (0.53, 20, 10)}})
    share = case.issues["share"].model_copy(update={"scale": (0.0, 1.0)})
    made = document(analyse(case.model_copy(update={"issues": {"share": share}}), Asked(draws=0)))
    assert made.front.figure is not None
    assert made.front.figure.table is not None
    assert made.front.figure.table.rows[0][3] == "0.530"


def test_levels_on_a_wide_scale_have_no_decimals() -> None:
    case = table({"debt": {"city": (755663140.51, 60, 30), "railway": (755663140.51, 20, 10)}})
    debt = case.issues["debt"].model_copy(update={"scale": (0.0, 1e9)})
    made = document(analyse(case.model_copy(update={"issues": {"debt": debt}}), Asked(draws=0)))
    told = [
        plain_text(cell, {})
        for block in walk(made.sections)
        if isinstance(block, Table)
        for cell in sum(block.rows, ())
    ]
    assert "755663141" in told
    assert not [cell for cell in told if re.search(r"\de\+", cell)]
