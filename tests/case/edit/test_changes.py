"""Changes: made without touching the case, with everything wrong in the words of the case, told as edits."""

from __future__ import annotations

from typing import Any

import pytest

import tertius
from tertius.case import Case, Change, apply_changes, check_case, diff_cases, read_text
from tertius.case.bodies import leaning_of
from tertius.case.files.write import yaml_of
from tertius.errors import CaseError


@pytest.fixture(scope="module")
def case(small: str) -> Case:
    return read_text(small, "strait.yaml")


def told(case: Case, *changes: Change) -> list[str]:
    return [str(edit) for edit in diff_cases(case, apply_changes(case, changes))]


def mistakes(case: Case, *changes: Change) -> list[str]:
    with pytest.raises(CaseError) as caught:
        apply_changes(case, changes)
    return [str(problem) for problem in caught.value.problems]


def test_a_number_is_set_and_the_case_that_goes_in_stays(case: Case) -> None:
    before = case.model_copy(deep=True)
    after = apply_changes(case, Change(set="links.patron.probability", to="50%"))
    assert after.links["patron"].probability.middle == 0.5
    assert case == before
    assert case.links["patron"].probability.high == 0.3
    assert [str(edit) for edit in diff_cases(case, after)] == ["probability of the link 'patron': 50%, was 10% to 30%"]
    assert diff_cases(case, case) == ()


def test_a_talk_that_was_never_tabled_takes_its_links_and_threats_with_it(case: Case) -> None:
    after = apply_changes(case, Change(remove="talks.passage"))
    assert list(after.talks) == ["alliance"]
    assert not after.links
    assert not after.threats
    assert str(after.issues["toll"].level) == "8"
    assert str(after.issues["grain"].level) == "0 to 10"
    assert after.issues["grain"].source == ()
    assert check_case(after) == []
    assert "standing level of Grain deliveries: new, 0 to 10" in told(case, Change(remove="talks.passage"))


def test_an_issue_that_is_put_on_a_table_has_no_standing_level(case: Case) -> None:
    talk = {"parties": ["south", "far"], "without_agreement": {"loan": "30%"}}
    after = apply_changes(case, Change(add="talks.credit", value=talk))
    assert after.issues["loan"].level is None
    assert after.talk_of("loan") == "credit"
    back = apply_changes(after, Change(remove="talks.credit"))
    assert str(back.issues["loan"].level) == "30%"


def test_an_actor_that_is_gone_leaves_nothing_behind_but_its_seat_in_a_body(case: Case) -> None:
    after = apply_changes(case, Change(remove="actors.south"))
    assert check_case(after) == []
    assert not after.talks.keys() & {"passage"}
    assert "south" not in after.stances
    assert not after.needs
    assert after.bodies["council"].members["south"].name == "Southland"


def test_removing_a_field_gives_it_back_its_default(case: Case) -> None:
    after = apply_changes(case, Change(remove="threats.closure.credibility"))
    assert after.threats["closure"].credibility.middle == 1
    assert "credibility" not in after.threats["closure"].model_fields_set


def test_each_change_builds_on_the_ones_before(case: Case) -> None:
    link = {"holder": "south", "if_fails": "alliance", "then_falls": "passage", "probability": "5%"}
    after = apply_changes(
        case, [Change(add="links.other", value=link), Change(set="links.other.probability", to="5% to 15%")]
    )
    assert str(after.links["other"].probability) == "0.05 to 0.15"
    assert list(case.links) == ["patron"]


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"set": "isues.loan.level", "to": 1},
        "change 1, set, the path 'isues.loan.level' leads nowhere: did you mean 'issues'? (a path starts with one "
        "of actors, issues, talks, stances, needs, links, threats, bodies, promises, beliefs, events, sources, then "
        "an id)",
    ),
    (
        {"set": "links.patron.probability", "to": 25},
        "change 1, to, link 'patron', probability 25 is over 1: did you mean '25%'? (a probability is between 0 and "
        "1, or 0% and 100%)",
    ),
    (
        {"remove": "bodies.council"},
        "change 1, remove, threat 'closure', authorised_by, 'council' is not a body of this case: the case has no "
        "bodies",
    ),
    (
        {"add": "actors.two words", "value": "Two"},
        "change 1, value, actor 'two words', 'two words' is not an id: did you mean 'two-words'? (an id has letters, "
        "digits, - and _ only)",
    ),
    (
        {"add": "needs.toll", "value": {"actor": "far", "weight": 5, "covered_by": {"grain": "10%"}}},
        "change 1, value, need 'toll', the id 'toll' is used twice, in issues and in needs: rename one of them "
        "(actors, issues, talks, needs, links, threats, bodies and promises have ids of their own)",
    ),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_a_mistake_is_said_in_the_words_of_the_case(case: Case, change: dict[str, Any], said: str) -> None:
    assert mistakes(case, Change(**change)) == [said]


@pytest.mark.parametrize("field", ["level", "reference"])
def test_who_sets_the_level_of_an_issue_on_a_table_is_told_the_path_that_works(case: Case, field: str) -> None:
    [said] = mistakes(case, Change(set=f"issues.toll.{field}", to=5))
    path = "talks.passage.without_agreement.toll.level"
    assert f"another one in the talk 'passage': set {path} instead (only an issue" in said
    assert str(apply_changes(case, Change(set=path, to=5)).talks["passage"].without_agreement["toll"].level) == "5"
    whole = mistakes(case, Change(set="issues.toll", to={"level": 5}))
    assert any("take one of the two out" in line for line in whole)


def test_all_mistakes_come_at_once(case: Case) -> None:
    found = mistakes(case, Change(set="links.patron.holder", to="fra"), Change(remove="links.patrn"))
    assert [line.split(",")[0] for line in found] == ["change 1", "change 2"]


def test_moves_that_are_no_longer_possible_are_left_out_and_named(case: Case) -> None:
    after = apply_changes(case, Change(remove="issues.loan"))
    assert "more-credit" not in after.moves
    notes = [str(note) for note in after.origin.notes]
    assert any(note.startswith("strait.yaml:") and "move 'more-credit', it is left out" in note for note in notes)


def test_a_move_that_only_excludes_a_lost_one_stays_and_one_that_waits_for_it_goes(small: str) -> None:
    made = "    actor: south\n    changes:\n      - set: links.patron.probability\n        to: 25% to 35%\n"
    text = small.replace(
        "claims:\n",
        f"  alone:\n{made}    not_with: more-credit\n"
        f"  both:\n{made}    not_with: [alone, more-credit, waits]\n"
        f"  waits:\n{made}    after: more-credit\nclaims:\n",
        1,
    )
    before = read_text(text, "strait.yaml")
    after = apply_changes(before, Change(remove="issues.loan"))
    assert {ident: move.not_with for ident, move in after.moves.items()} == {"alone": (), "both": ("alone",)}
    assert before.moves["both"].not_with == ("alone", "more-credit", "waits")
    assert check_case(after) == []
    assert read_text(yaml_of(after), "again.yaml").moves == after.moves
    left_out = [str(note).split("'")[1] for note in after.origin.notes if "move '" in str(note)]
    assert left_out == ["more-credit", "waits"]


def test_the_changed_case_knows_where_everything_is_written(case: Case) -> None:
    after = apply_changes(case, Change(set="links.patron.probability", to="50%"))
    assert str(after.origin.place(("links", "patron", "holder")).file) == "strait.yaml"
    assert after.origin.place(("links", "patron", "probability")).line == 0


def test_a_body_that_comes_to_say_how_likely_it_passes_a_measure_has_no_leanings_any_more() -> None:
    korea = tertius.load("korea-2019")
    promised = apply_changes(korea, Change(set="bodies.security-council.passes", to="0% to 2%"))
    council = promised.bodies["security-council"]
    assert council.passes is not None
    assert all(leaning_of(member) is None for member in council.members.values())
    assert council.members["france"].name == "France"
    assert check_case(promised) == []
    assert tertius.power(promised).passes == pytest.approx(0.01)
    alone, shielded = (tertius.settle(case, chances=False).walk_away["us-dprk"]["dprk"] for case in (korea, promised))
    assert shielded > alone, "a veto that is promised shields Pyongyang if its talks with Washington fail"
