"""The argument, claim by claim: what fails comes first, and every reason is one short sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import tertius
from tertius.analysis.claims import Claims
from tertius.analysis.claims.condition import Condition, Literal
from tertius.analysis.claims.result import ClaimResult
from tertius.analysis.claims.verdict import Alike, DrawQuantiles, Verdict
from tertius.report.brief.document import Figure, Paragraph, Table
from tertius.report.brief.sections.claims import claims_section
from tertius.report.text.appendix.claims import (
    BUILT,
    MOST_WORDS,
    NUMBERS,
    difference_cells,
    owed_sentence,
    owed_words,
    true_in,
    why_sentence,
)
from tests.analysis.claims.dam import dam
from tests.report.brief.sections.found import Notes, found, lines


@cache
def told() -> Claims:
    return tertius.claims(dam(), draws=40, threads=1)


def like(ident: str, low: float, median: float, high: float, **parts: object) -> ClaimResult:
    """A result of the page on claims, with other figures."""
    return replace(told()[ident], effect=DrawQuantiles(low, median, high), alike=None, **parts)


def test_what_fails_comes_first_then_what_depends_then_what_holds() -> None:
    section = claims_section(found(dam(), claims=told()), Notes())
    assert section is not None
    warning, picture, _, table = section.blocks
    assert isinstance(picture, Figure)
    assert picture.label == "Of 6 claims: depends 3, holds 1 and fails 2."
    assert isinstance(warning, Paragraph)
    assert isinstance(table, Table)
    assert warning.tone == "warning"
    order = [row[1] for row in table.rows]
    assert order == ["fails"] * 2 + ["depends"] * 3 + ["holds"]
    said = lines(dam(), section)
    assert len([line for line in said if " | " in line]) == len(dam().claims)
    for claim in dam().claims.values():
        assert sum(line.startswith(claim.says) for line in said) == 1


def test_without_a_test_the_claims_are_listed_and_said_to_be_untested() -> None:
    said = lines(dam(), claims_section(found(dam()), Notes()))
    assert said[1].endswith("They were not tested: that needs draws of uncertain numbers.")
    assert said[2:] == [claim.says for claim in dam().claims.values()]
    assert claims_section(found(dam().model_copy(update={"claims": {}})), Notes()) is None


def test_why_a_claim_fails_is_told_by_which_way_it_goes() -> None:
    fails, case = Verdict.FAILS, dam()
    higher = told()["tie-pays"]
    assert isinstance(higher.claim.test.direction, str)  # type: ignore[union-attr]
    assert higher.claim.test.direction == "higher"  # type: ignore[union-attr]
    for figures, words in (
        ((-3.0, -2.0, -1.0), "The opposite is so."),
        ((-3.0, -2.0, 0.0), "The opposite is so, if anything."),
        ((0.0, 0.0, 0.01), "It makes no difference to speak of."),
        ((-2.0, 0.1, 2.0), "It goes now one way, now the other."),
    ):
        assert why_sentence(case, like("tie-pays", *figures, verdict=fails, share=0.0)) == words
    assert why_sentence(case, told()["thirst-makes-pay"]) == "The opposite is so."
    assert why_sentence(case, told()["visits-for-the-talks"]).startswith("1 of ")


def test_on_what_a_claim_depends_fits_in_a_sentence() -> None:
    case, one = dam(), told()["squeezing-costs"]
    short = Literal(("stances", "corda", "loans", "position"), True, 11.3)
    condition = Condition((short,), 0.4, 0.9, 0.2, 40)
    sure = {"renegotiate": 0.5, "hold": 0.5}
    words = why_sentence(case, replace(one, theories=sure, condition=condition))
    assert words == "True in 90% of draws if the position of Corda on Loans for the mines is above 11.3, else in 20%."
    two = replace(condition, parts=(short, Literal(("stances", "corda", "loans", "salience"), False, 30.0)))
    words = why_sentence(case, replace(one, theories=sure, condition=two))
    assert words == (
        "It turns on the position of Corda on Loans for the mines and the salience of Loans for the mines for Corda: "
        "90% against 20%."
    )
    assert why_sentence(case, replace(one, theories=sure, condition=None)) == "No one or two of the numbers decide it."
    apart = why_sentence(case, replace(one, theories={"renegotiate": 0.9, "hold": 0.3}))
    assert apart == "The theories differ: true in 90% under renegotiate and in 30% under hold."
    idle = like("squeezing-costs", -0.01, 0.0, 0.01, theories=sure, condition=two)
    assert why_sentence(case, idle) == "It makes no difference to speak of."
    for result in told().results:
        assert len(why_sentence(case, result).split()) <= MOST_WORDS


def test_a_difference_has_its_unit_and_a_share_near_the_line_its_decimal() -> None:
    case, one = dam(), told()["tie-pays"]
    assert difference_cells(case, like("tie-pays", 2.85, 7.0, 10.9)) == ("+7.0\u00a0points", "+2.9 to +10.9")
    assert true_in(replace(one, verdict=Verdict.DEPENDS, share=0.947)) == "94.7%"
    assert true_in(replace(one, verdict=Verdict.DEPENDS, share=0.82)) == "82%"


def test_what_is_owed_to_the_case_is_told_only_where_cases_built_alike_say_so() -> None:
    holds, fails, depends = Verdict.HOLDS, Verdict.FAILS, Verdict.DEPENDS
    for verdict, share, words in (
        (holds, 0.97, BUILT), (holds, 0.7, ""), (holds, 0.3, NUMBERS),
        (fails, 0.03, BUILT), (fails, 0.3, ""), (fails, 0.8, NUMBERS), (depends, 0.97, ""),
    ):  # fmt: skip
        assert owed_words(verdict, Alike(share, 200, 0.0)) == words
    assert owed_sentence(told()).startswith("What is built in comes out the same in nine of ten cases")
    assert owed_sentence(replace(told(), results=())) == ""
