"""The answer to the question of a case, in one breath: by its claims, else by what the talks come to."""

from __future__ import annotations

from collections.abc import Mapping

import tertius
from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.case.actions import Answer
from tertius.case.model import Case
from tertius.report.text.front.answer import BREATH, argument_sentences, verdict_sentence, verdict_without_claims
from tertius.rules.settlement import Status
from tests.report.toy import LEVELS, settlement_of, toy_case

HOLDS, FAILS, DEPENDS, UNTESTED = Verdict.HOLDS, Verdict.FAILS, Verdict.DEPENDS, Verdict.UNTESTED


def claim(says: str) -> dict[str, object]:
    change = {"set": "stances.usa.denuclearisation.salience", "to": 5}
    compare = {"with": [change], "quantity": "levels.denuclearisation", "direction": "higher"}
    return {"says": says, "compare": compare}


SAYS = {
    "tie-helps-pyongyang": "The tie with Beijing helps Pyongyang.",
    "moscow-adds": "It is Moscow that adds as much.",
    "visit-matters": "The visit to Beijing itself changes what the second summit comes to, and noticeably so.",
}
CASE = toy_case(claims={name: claim(says) for name, says in SAYS.items()})


def became(verdicts: Mapping[str, Verdict], case: Case = CASE) -> Claims:
    results = tuple(ClaimResult(name, case.claims[name], verdict) for name, verdict in verdicts.items())
    return Claims(case, results, ("renegotiate",), 200, 1, 1, len(results))


def answered(verdicts: Mapping[str, Verdict], *answers: Answer) -> str:
    case = CASE.model_copy(update={"answered_by": answers})
    return verdict_sentence(case, became(verdicts, case))


def test_the_words_of_the_author_are_said_by_what_became_of_each_claim() -> None:
    answers = (
        Answer(claim="tie-helps-pyongyang", holds="Yes, a little", fails="no."),
        Answer(claim="moscow-adds", fails="Moscow adds less", depends="what Moscow adds is open"),
    )
    first, second = (one.claim for one in answers)
    assert answered({first: HOLDS, second: FAILS}, *answers) == "Yes, a little; Moscow adds less."
    assert answered({first: FAILS, second: DEPENDS}, *answers) == "No; what Moscow adds is open."


def test_without_words_of_the_author_the_claim_itself_is_said_with_yes_or_no() -> None:
    tie, moscow, visit = (Answer(claim=name) for name in SAYS)
    assert answered({tie.claim: HOLDS}, tie) == "Yes: The tie with Beijing helps Pyongyang."
    assert answered({tie.claim: DEPENDS, moscow.claim: FAILS}, tie, moscow) == (
        "Perhaps, for it depends on the numbers: The tie with Beijing helps Pyongyang; no, this does not follow: It is "
        "Moscow that adds as much."
    )
    # What would be too long to be said is said by the names of the claims, and nothing is cut.
    everything = dict(zip(SAYS, (HOLDS, FAILS, FAILS), strict=True))
    assert answered(everything, tie, moscow, visit) == (
        "Yes: “tie helps Pyongyang”; no, this does not follow: “Moscow adds”; "
        "no, this does not follow: “visit matters”."
    )


def test_an_answer_is_one_breath_long_and_says_what_it_leaves_out() -> None:
    long = Answer(claim="moscow-adds", holds="so " * 30 + "it is")
    tie, visit = (Answer(claim=name, holds="a b c") for name in ("tie-helps-pyongyang", "visit-matters"))
    said = answered(dict.fromkeys(SAYS, HOLDS), tie, long, visit)
    assert said == "A b c; the rest of the answer has two more parts."
    assert len(said.split()) <= BREATH
    assert answered({tie.claim: HOLDS, "moscow-adds": UNTESTED}, tie, long) == "A b c; one more is not tested."
    assert not answered({"moscow-adds": UNTESTED}, long)
    assert not verdict_sentence(CASE, None)
    assert not answered({"moscow-adds": HOLDS})


def test_without_claims_the_answer_is_what_the_talks_come_to() -> None:
    settled = settlement_of(CASE, LEVELS)
    assert verdict_without_claims(settled, None) == "All three talks end in agreement."
    several = settlement_of(CASE, LEVELS, status=Status.SEVERAL)
    assert verdict_without_claims(several, None).startswith("The talks can settle in one way")


def test_a_forecast_comes_before_the_middle_and_names_the_talks() -> None:
    case = tertius.load("two-patrons")
    told = tertius.forecast(case, draws=16)
    said = verdict_without_claims(tertius.settle(case), told)
    assert len(said.split()) <= BREATH
    assert "in a deal" in said
    assert all(case.name(talk) in said for talk in case.talks)


def test_the_argument_counts_and_names_what_fails() -> None:
    assert argument_sentences(became(dict(zip(SAYS, (HOLDS, FAILS, DEPENDS), strict=True)))) == [
        "Of 3 claims 1 holds, 1 fails and 1 depends on numbers or theory.",
        "What does not follow: “It is Moscow that adds as much”.",
    ]
    assert argument_sentences(became({"moscow-adds": UNTESTED})) == ["The one claim is not tested."]
    assert argument_sentences(became({})) == []
    many = toy_case(claims={f"claim-{n}": claim("It is so.") for n in range(7)})
    (_, named) = argument_sentences(became(dict.fromkeys(many.claims, FAILS), many))
    long = toy_case(
        claims={f"claim-{n}": claim(f"This is a claim of {n} that nobody can say in one breath.") for n in range(7)}
    )
    (_, few) = argument_sentences(became(dict.fromkeys(long.claims, FAILS), long))
    assert few.endswith("one breath” and five more.")
    assert len(few.split()) <= 45
    assert named == f"What does not follow: {', '.join(['“It is so”'] * 6)} and “It is so”."
