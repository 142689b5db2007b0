"""Bodies: what they take from a body that ships, who votes by itself, and every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tertius.case import numbers_of, read_text
from tertius.case.bodies import ShippedBody, bodies, completed, follows_from_leanings, voters_of
from tertius.case.entries import Body

MEMBERS = (
    "    members: [north, south, neutral]\n    quota: 2\n    measure: closing the strait\n    passes: 20% to 50%\n"
)


def test_what_a_body_says_itself_goes_before_what_it_is_like() -> None:
    body = completed(Body.model_validate({"like": "eec-council-1958", "members": {"france": 1}, "quota": 10}))
    assert body.name == "Council of the European Economic Community"
    assert body.quota == 10
    assert {name: member.votes for name, member in body.members.items()} == {
        "belgium": 2, "france": 1, "germany": 4, "italy": 4, "luxembourg": 1, "netherlands": 2,
    }  # fmt: skip
    council = completed(Body.model_validate({"like": "un-security-council"}))
    assert council.vetoes == ("china", "france", "russia", "united-kingdom", "usa")
    assert completed(Body.model_validate({"members": ["a"]})).quota is None


def test_a_bloc_votes_where_its_first_member_stands_and_the_rest_lean_as_the_body() -> None:
    body = Body.model_validate(
        {
            "members": ["a", "b", "c", "d"],
            "quota": 2,
            "blocs": {"pair": {"members": ["d", "b"], "no": 0.2}},
            "yes": 0.5,
        }
    )
    voters = voters_of(body)
    assert [voter.ident for voter in voters] == ["a", "pair", "c"]
    assert [voter.path for voter in voters] == [(), ("blocs", "pair"), ()]
    assert follows_from_leanings(body)
    assert not follows_from_leanings(body.model_copy(update={"yes": None}))
    assert not follows_from_leanings(body.model_copy(update={"quota": None}))


def test_the_numbers_of_a_body_have_names(damage: Callable[..., str]) -> None:
    text = damage(
        (
            MEMBERS,
            "    members: {north: , south: , neutral: {name: Neutral}}\n    quota: 2\n    yes: 40% to 60%\n"
            "    majorities: {people: {quota: 5, weights: {north: 3, south: 3, neutral: 1}}}\n"
            "    blocs: {pair: {name: The pair, members: [north, south], yes: 40% to 60%}}\n",
        )
    )
    labels = [number.label for number in numbers_of(read_text(text)) if number.path[0] == "bodies"]
    assert labels == [
        "votes needed in council",
        "needed for the majority 'people' in council",
        "weight of Northland for the majority 'people' in council",
        "weight of Southland for the majority 'people' in council",
        "weight of Neutral for the majority 'people' in council",
        "probability that the bloc 'The pair' votes yes in council",
        "probability that any other member of council votes yes",
    ]


LEANS = "    members: {north: {yes: 50%}, south: {yes: 50%}, neutral: {name: Neutral, no: 50%}}\n"


@pytest.mark.parametrize(
    ("council", "said"),
    [
        (
            "    like: un-securty-council\n    passes: 20%\n",
            "73: body 'council', like, no body called 'un-securty-council' comes with Tertius: did you mean "
            f"'un-security-council'? (bodies: {', '.join(body.body for body in bodies())})",
        ),
        (
            "    like: eec-council-1958\n    passes: 20%\n    members:\n      frence: {no: 20%}\n",
            "76: body 'council', member frence, 'frence' is not a member of eec-council-1958: did you mean 'france'? "
            "(members: belgium, france, germany, italy, luxembourg, netherlands)",
        ),
        (
            "    like: eec-council-1958\n    passes: 20%\n    quota: 18\n",
            "75: body 'council', quota, the quota 18 is over the 17 votes that all members have: a quota is at most "
            "the sum of all votes",
        ),
        (
            "    like: eec-council-1958\n    passes: 20%\n    vetoes: [belgum]\n",
            "75: body 'council', vetoes, item 1, 'belgum' has a veto but is not a member: did you mean 'belgium'? "
            "(members: belgium, france, germany, italy, luxembourg, netherlands)",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    majorities:\n      heads: 3\n",
            "76: body 'council', majority heads, quota, the quota 3 is over the 2 members that there are",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    majorities:\n      heads:\n        quota: 3\n"
            "        weights: {north: 1, suoth: 1}\n",
            "77: body 'council', majority heads, quota, the quota 3 is over the 2 that all members have\n"
            "78: body 'council', majority heads, weight of suoth, 'suoth' is not a member: did you mean 'south'? "
            "(members: north, south)\n"
            "78: body 'council', majority heads, weights, no weight for south: a further majority has a weight for "
            "every member, or for none",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    majorities:\n      heads:\n        quota: 1\n"
            "        weights: {north: -1, south: 2}\n",
            "78: body 'council', majority heads, weight of north, the weight -1 is below 0: a weight is 0 or more",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    blocs:\n      pair: {members: [north, suoth, north]}\n",
            "76: body 'council', bloc pair, member 2, 'suoth' is not a member: did you mean 'south'? (members: north, "
            "south)\n"
            "76: body 'council', bloc pair, member 3, 'north' is in the bloc 'pair' already: a member is in one bloc "
            "at most, and named there once",
        ),
        (
            "    members: {north: {yes: 50%}, south: , neutral: {name: N}}\n    passes: 20%\n    blocs:\n      pair:\n"
            "        members: [north, south]\n        yes: 80%\n        no: 30%\n",
            "76: body 'council', bloc pair, yes, abstain and no add up to 110%: they add up to 100% at most\n"
            "77: body 'council', bloc pair, member 1, 'north' has a leaning of its own, but votes with the bloc: take "
            "one of the two out (a bloc has one leaning, for all its members)",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    blocs:\n      pair: {yes: 50%}\n",
            "76: body 'council', bloc pair, the field 'members' is missing: the members that vote together",
        ),
        (
            f"{LEANS}    quota: 2\n    passes: 20%\n",
            "75: body 'council', passes, it says how likely the measure passes, and how every member leans on it: take "
            "`passes` out, or the leanings (the probability follows from the leanings of all members)",
        ),
        (
            LEANS,
            "69: threat 'closure', authorised_by, the body 'council' does not say how likely it is to pass the "
            "measure: give bodies.council a line such as `passes: 20% to 40%`, or every member a leaning\n"
            "72: body 'council', every member leans, but nothing says how many must vote yes: give it a `quota`",
        ),
        (
            "    members: [north, south]\n    quota: 1\n    abstain: 20%\n    passes: 20%\n",
            "72: body 'council', it says how likely an abstention is, and no more: say how likely a yes is too, or a "
            "no\n"
            "76: body 'council', passes, it says how likely the measure passes, and how every member leans on it: take "
            "`passes` out, or the leanings (the probability follows from the leanings of all members)",
        ),
        (
            "    members: [north, south]\n    passes: 20%\n    blocs:\n      all: {members: [north], "
            "yes: 0, abstain: 0, no: 0}\n",
            "76: body 'council', bloc all, yes, abstain and no are all 0%: one of the three happens",
        ),
    ],
)
def test_a_mistake_in_a_body_is_reported_with_its_line(
    damage: Callable[..., str], problems: Callable[[str], list[str]], council: str, said: str
) -> None:
    assert "\n".join(problems(damage((MEMBERS, council)))) == said


def test_a_claim_may_set_what_follows_from_leanings(damage: Callable[..., str]) -> None:
    changes = "      with:\n        - set: bodies.council.passes\n          to: 0\n"
    read_text(damage((MEMBERS, f"{LEANS}    quota: 2\n"), ("      with:\n", changes)))


def test_a_body_that_ships_is_a_body() -> None:
    assert issubclass(ShippedBody, Body)
