"""The rule as a whole: batches, threads, limits, and what a `Settlement` says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import tertius
from tertius.case import Case, load, read_text
from tertius.rules import RULES, Status
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.renegotiate import renegotiate, renegotiate_draws
from tests.reference.networks import make_network, random_network

TWO_TALKS = """
case: rivals
title: A client and two suppliers
as_of: 2020-01-01
curvature: 1
actors:
  client:
  one:
  two:
issues:
  supply-one:
  price-one:
  supply-two:
    scale: 10 to 30
    unit: tonnes
  price-two:
talks:
  with-one:
    parties: [client, one]
    without_agreement:
      supply-one: 0
      price-one: 0
  with-two:
    parties: [client, two]
    without_agreement:
      supply-two: 10
      price-two: 0
stances:
  client:
    price-one:
      position: 0
      salience: 20
    price-two:
      position: 0
      salience: 20
  one:
    price-one:
      position: 100
      salience: 20
  two:
    price-two:
      position: 100
      salience: 20
needs:
  goods:
    actor: client
    weight: 10
    covered_by:
      supply-one: 100%
      supply-two: 80%
"""


@pytest.fixture(scope="module")
def rivals() -> Case:
    return read_text(TWO_TALKS, "rivals.yaml")


def stacked(networks: list[Network]) -> Numbers:
    return Numbers(*(np.stack(values) for values in zip(*(n.numbers for n in networks), strict=True)))


def jittered(network: Network, seed: int) -> Network:
    rng = np.random.default_rng(seed)
    salience = network.numbers.salience * rng.uniform(0.5, 1.5, network.numbers.salience.shape)
    return replace(network, numbers=network.numbers._replace(salience=salience))


def test_a_batch_is_the_same_as_one_by_one_whatever_the_threads() -> None:
    base = random_network(np.random.default_rng(5), talks=3)
    networks = [jittered(base, seed) for seed in range(20)]
    answers = [renegotiate_draws(base.structure, stacked(networks), threads) for threads in (1, 2, 3)]
    for other in answers[1:]:
        for first, second in zip(answers[0], other, strict=True):
            assert first.tobytes() == second.tobytes()
    for row, network in enumerate(networks):
        alone, *_ = renegotiate(network)
        assert alone.levels[-1].tobytes() == answers[0].levels[row].tobytes()
        assert alone.agreed[-1] == answers[0].agreed[row]
        assert alone.payoffs[-1].tobytes() == answers[0].payoffs[row].tobytes()


def test_an_empty_batch() -> None:
    network = random_network(np.random.default_rng(5), talks=2)
    empty = Numbers(*(np.empty((0, *values.shape)) for values in network.numbers))
    assert renegotiate_draws(network.structure, empty, threads=2).levels.shape[0] == 0


def test_the_same_case_gives_the_same_bits() -> None:
    case = load("korea-2019")
    assert tertius.settle(case).to_dict() == tertius.settle(case).to_dict()


def chain(talks: int) -> Network:
    """Neighbours a0 - a1 - a2 ... each with a talk about an issue of their own."""
    actors = [f"a{n}" for n in range(talks + 1)]
    tables = {
        f"t{n}": {"parties": [actors[n], actors[n + 1]], "without_agreement": {f"x{n}": 0.0, f"y{n}": 0.0}}
        for n in range(talks)
    }
    stances: dict[str, dict[str, tuple[float, float]]] = {actor: {} for actor in actors}
    for n in range(talks):
        stances[actors[n]] |= {f"x{n}": (0.0, 10.0), f"y{n}": (1.0, 20.0)}
        stances[actors[n + 1]] |= {f"x{n}": (1.0, 20.0), f"y{n}": (0.0, 10.0)}
    return make_network(actors, tables, stances)


def test_twelve_talks_are_settled_exactly() -> None:
    outcomes, *_ = renegotiate(chain(12))
    alone, *_ = renegotiate(chain(1))
    assert outcomes.agreed[-1] == 2**12 - 1
    assert outcomes.levels[-1] == pytest.approx(np.tile(alone.levels[-1], 12), abs=1e-6)


def test_thirteen_talks_are_refused_with_advice() -> None:
    with pytest.raises(tertius.LimitError, match=r"13 talks are more than .* \(at most 12 talks\)"):
        renegotiate(chain(13))


def test_a_case_without_talks_stands_where_it_stands() -> None:
    text = "case: still\ntitle: No talks\nas_of: 2020-01-01\nactors:\n  a:\nissues:\n  x:\n    level: 40\n"
    settlement = tertius.settle(read_text(text, "still.yaml"))
    assert settlement.levels == {"x": 40.0}
    assert settlement.agreements == {}
    assert settlement.status is Status.SETTLED


def test_what_a_settlement_says(rivals: Case) -> None:
    settlement = tertius.settle(rivals)
    assert settlement.rule == "renegotiate"
    assert RULES[settlement.rule].key == "renegotiate"
    assert settlement.agreements == {"with-one": True, "with-two": True}
    assert settlement.levels["supply-one"] == pytest.approx(100, abs=1e-4)
    assert settlement.levels["supply-two"] == pytest.approx(10, abs=1e-3)  # nothing left to cover: stays put
    assert settlement.payoffs["client"] - 40 == pytest.approx(19 / 3, abs=1e-4)
    assert settlement.walk_away["with-one"]["client"] - 40 == pytest.approx(4, abs=1e-4)
    assert settlement.gain("with-one", "one") == pytest.approx(7 / 3, abs=1e-4)
    assert set(settlement.upper_hand["with-one"]) == {"client", "one"}
    assert settlement.status is Status.SETTLED
    assert settlement.residual < 1e-6
    assert settlement.warnings == ()
    assert any("curvature 1" in str(warning) for warning in tertius.warn_case(rivals))


def test_levels_are_on_their_own_scales(rivals: Case) -> None:
    settlement = tertius.settle(rivals, without="with-one")
    assert settlement.agreements == {"with-one": False, "with-two": True}
    assert settlement.levels["supply-two"] == pytest.approx(30, abs=1e-4)
    assert settlement.payoffs["client"] - 40 == pytest.approx(4, abs=1e-4)
    assert settlement.settings["without"] == ["with-one"]
    assert settlement.shortfalls == {}


def test_the_frame_has_a_row_an_issue(rivals: Case) -> None:
    frame = tertius.settle(rivals).to_frame()
    assert list(frame.index) == list(rivals.issues)
    assert frame.loc["supply-two", "unit"] == "tonnes"
    assert frame.loc["supply-two", "without_agreement"] == 10
    assert "<table" in tertius.settle(rivals)._repr_html_()


def test_every_breakdown_in_one_go_is_each_on_its_own(rivals: Case) -> None:
    headline, broken = tertius.settle_all(rivals)
    assert headline == tertius.settle(rivals)
    assert broken == {talk: tertius.settle(rivals, without=talk) for talk in rivals.talks}


def test_an_unknown_talk_is_a_usage_error(rivals: Case) -> None:
    with pytest.raises(tertius.UsageError, match="no talk 'with-three': did you mean 'with-two'"):
        tertius.settle(rivals, without="with-three")


def test_a_talk_without_a_zone_says_who_lacks_how_much() -> None:
    text = TWO_TALKS.replace("    covered_by:\n      supply-one: 100%\n      supply-two: 80%\n", "")
    settlement = tertius.settle(read_text(text, "rivals.yaml"))
    assert settlement.agreements == {"with-one": False, "with-two": False}
    assert set(settlement.shortfalls) == {"with-one", "with-two"}
    assert all(short.points == pytest.approx(0, abs=1e-6) for short in settlement.shortfalls.values())
    assert settlement.walk_away["with-one"]["client"] == settlement.payoffs["client"]


def test_a_commitment_that_hurts_its_holder_is_not_credible(rivals: Case) -> None:
    text = TWO_TALKS + (
        "links:\n  solidarity:\n    holder: two\n    if_fails: with-one\n"
        "    then_falls: with-two\n    probability: 50%\n"
        "threats:\n  embargo:\n    holder: one\n    target: client\n"
        "    if_fails: with-one\n    damage: 3\n    cost: 1\n"
    )
    settlement = tertius.settle(read_text(text, "rivals.yaml"))
    # if `with-one` fails, `two` has half of the 8 with certainty, and loses all of it by its own link
    assert settlement.commitments["solidarity"] < -3
    assert settlement.commitments["embargo"] == -1


def test_the_probability_of_a_link_does_not_change_what_carrying_it_out_is_worth() -> None:
    def worth(chance: str) -> float:
        text = TWO_TALKS + (
            "links:\n  solidarity:\n    holder: client\n    if_fails: with-one\n"
            f"    then_falls: with-two\n    probability: {chance}\n"
        )
        return tertius.settle(read_text(text, "rivals.yaml")).commitments["solidarity"]

    assert worth("10%") == pytest.approx(worth("60%"), abs=1e-6)
    assert worth("100%") == pytest.approx(worth("99%"), abs=1e-3)
    assert worth("100%") < -1


def test_a_talk_that_links_may_bring_down_says_with_which_chance_it_stands() -> None:
    text = TWO_TALKS + (
        "links:\n  solidarity:\n    holder: client\n    if_fails: with-one\n"
        "    then_falls: with-two\n    probability: 40%\n"
    )
    case = read_text(text, "rivals.yaml")
    assert tertius.settle(case).stands == {"with-one": 1.0, "with-two": 1.0}
    broken = tertius.settle(case, without="with-one")
    assert broken.stands == {"with-one": 0.0, "with-two": pytest.approx(0.6)}
    assert broken.to_dict()["stands"]["with-one"] == 0.0


def test_the_flagship_is_settled_in_every_breakdown() -> None:
    settlement, broken = tertius.settle_all(load("korea-2019"))
    for answer in (settlement, *broken.values()):
        assert answer.status.converged
        for talk, agreed in answer.agreements.items():
            if agreed:
                assert all(answer.gain(talk, party) > 0 for party in answer.case.talks[talk].parties)


def test_the_network_of_the_flagship_has_its_numbers() -> None:
    case = load("korea-2019")
    network = network_of(case)
    talk = network.talks.index("us-dprk")
    assert {network.actors[i] for i in np.flatnonzero(network.structure.party[talk])} == {"usa", "dprk"}
    issue = network.issues.index("denuclearisation")
    assert network.structure.issue_talk[issue] == talk
    assert network.numbers.reference[issue] == pytest.approx(case.reference("denuclearisation") / 100)


TWO_WAYS = """
case: two-ways
title: Two talks that hold each other up
as_of: 2020-01-01
actors:
  a:
  b:
issues:
  x:
  y:
talks:
  first:
    parties: [a, b]
    without_agreement:
      x: 30.24
  second:
    parties: [a, b]
    without_agreement:
      y: 0
stances:
  a:
    x:
      position: 0
      salience: 8.68
    y:
      position: 0
      salience: 6.59
  b:
    x:
      position: 100
      salience: 51.17
    y:
      position: 0
      salience: 7.61
needs:
  need:
    actor: a
    weight: 58.76
    covered_by:
      y: 33.89%
threats:
  of-b:
    holder: b
    target: a
    if_fails: first
    damage: 2.4934
    credibility: 71.48%
  of-a:
    holder: a
    target: b
    if_fails: second
    damage: 13.4529
    credibility: 49.82%
"""


def test_several_settlements_are_all_reported_and_the_one_with_most_agreements_comes_first() -> None:
    settlement = tertius.settle(read_text(TWO_WAYS, "two-ways.yaml"))
    assert settlement.status is Status.SEVERAL
    assert settlement.status.converged
    assert settlement.agreements == {"first": True, "second": True}
    assert {"first": True, "second": False} in [other.agreements for other in settlement.alternatives]
    assert all(other.alternatives == () for other in settlement.alternatives)
    assert len(settlement.to_dict()["alternatives"]) == len(settlement.alternatives)
