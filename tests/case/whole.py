"""Random whole cases: valid, with something in every section, and with texts that tempt a reader to misread them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from tertius.case import Case, check_case

__all__ = ["TEMPTING", "whole_cases"]

Draw = Callable[[st.SearchStrategy[Any]], Any]

TEMPTING = (
    "=1+1", "+2", "-3", "@sum(A1)", "#REF!", "25%", "45 to 75", "2019-01-10", "true", "NO", "null", "~", "007", "1e5",
    "3.0", "a: b", "a:b", "- a", "# no remark", "it's", '"quoted"', "{", '{"a": 1}', "[", "[1, 2]", "a, b", "a;b",
    "first\nsecond", "a\tb", "_x000D_", "_x0041_", "a\\b", "’s", "é", "日本語", "🜚", "<b>&amp;</b>", "'",
)  # fmt: skip
_ODD_IDS = ("1", "007", "no", "true", "null", "1e5", "é-1", "日本", "A_b", "0x1F")
_PIECES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t"))
_KINDS = st.sampled_from(["visit", "summit", "statement", "measure", "other"])
# A workbook refuses x005F_, as test_workbook tells; Hypothesis may find the word in our own code.
texts = (st.sampled_from(TEMPTING) | _PIECES.map(lambda text: text[:30])).filter(
    lambda text: bool(text.strip()) and "x005F_" not in text
)
_padded = st.builds("{}{}{}".format, st.sampled_from(["", " ", "\n"]), texts, st.sampled_from(["", "  ", "\n"]))


@st.composite
def whole_cases(draw: Draw) -> Case:
    """A valid case."""
    maker = _Maker(draw)
    values = maker.case()
    maker.demand(values)
    case = Case.model_validate(values)
    assert check_case(case) == []
    return case


class _Maker:
    """Draws the plain values of a case, part by part; later parts name the earlier ones."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.idents: Iterator[str] = iter(draw(st.permutations([*_ODD_IDS, *(f"id-{k}" for k in range(50))])))
        self.as_of: dt.date = draw(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
        self.sources = self.some(1, 3)
        self.actors = self.some(2, 4)
        self.issues = self.some(2, 4)
        self.scales = {issue: self.scale() for issue in self.issues}
        self.talks = self.some(2, 3)
        self.bodies = self.some(0, 2)
        self.tables = {issue: draw(st.sampled_from([None, *self.talks])) for issue in self.issues}
        self.parties: dict[str, list[str]] = {}
        self.needs, self.links, self.moves = self.some(1, 2), self.some(1, 2), self.some(1, 2)
        self.claims = self.some(1, 3)

    def case(self) -> dict[str, Any]:
        """The values."""
        return {
            **self.evidence(),
            "case": next(self.idents), "title": self.text(), "as_of": self.as_of.isoformat(),
            **self.maybe(question=self.text, summary=self.text, author=self.text),
            **self.maybe(curvature=lambda: self.draw(st.floats(1, 10))),
            "actors": {actor: self.actor() for actor in self.actors},
            "issues": {issue: self.issue(issue) for issue in self.issues},
            "talks": {talk: self.talk(talk) for talk in self.talks},
            "stances": {actor: self.stances() for actor in self.actors},
            "needs": {need: self.need() for need in self.needs},
            "links": {link: self.link() for link in self.links},
            "beliefs": self.beliefs(),
            "bodies": {body: self.body() for body in self.bodies},
            "threats": {threat: self.threat() for threat in self.some(0, 2)},
            "events": {event: self.event() for event in self.some(0, 2)},
            "moves": {move: self.move(self.actors[0]) for move in self.moves},
            "claims": {claim: self.claim() for claim in self.claims},
            **self.maybe(answered_by=lambda: [self.answer(claim) for claim in self.subset(self.claims)]),
            "sources": {source: self.source() for source in self.sources},
            **self.maybe(ties=lambda: {tie: self.tie() for tie in self.some(1, 2)}),
            **self.maybe(comments=lambda: {comment: self.comment() for comment in self.some(1, 2)}),
        }  # fmt: skip

    def answer(self, claim: str) -> dict[str, Any]:
        said = st.builds("{}a".format, texts)  # an answer has a letter
        return {
            "claim": claim,
            **self.maybe(**{name: lambda: self.draw(said) for name in ("holds", "fails", "depends")}),
        }

    def some(self, low: int, high: int) -> list[str]:
        return [next(self.idents) for _ in range(self.draw(st.integers(low, high)))]

    def maybe(self, **makers: Callable[[], Any]) -> dict[str, Any]:
        return {name: make() for name, make in makers.items() if self.draw(st.booleans())}

    def text(self) -> str:
        return str(self.draw(_padded))

    def one(self, names: Sequence[str]) -> str:
        return str(self.draw(st.sampled_from(names)))

    def two(self, names: Sequence[str]) -> list[str]:
        return list(self.draw(st.permutations(names)))[:2]

    def subset(self, names: Sequence[str]) -> list[str]:
        return list(self.draw(st.lists(st.sampled_from(names), unique=True))) if names else []

    def day(self, first: dt.date = dt.date(1000, 1, 1)) -> str:
        return str(self.draw(st.dates(first, self.as_of)).isoformat())

    def evidence(self) -> dict[str, Any]:
        methods = ["observed", "derived", "elicited", "judgement"]
        given = self.maybe(why=self.text, source=lambda: self.subset(self.sources), as_of=self.day)
        return {**given, **self.maybe(known_since=self.day, method=lambda: self.one(methods))}

    def number(self, low: float, high: float, percent: bool = False) -> Any:
        """Number words of every form, from `low` to `high`; in percent of the full scale if that is legal."""
        if percent and self.draw(st.booleans()):
            return self.words(0, 100, "%")
        return self.words(low, high, "")

    def words(self, low: float, high: float, sign: str) -> Any:
        values = st.floats(low, high) | st.integers(0, 1000).map(lambda k: low + (high - low) * k / 1000)
        drawn = self.draw(st.lists(values, min_size=3, max_size=3))
        first, likely, last = sorted(min(high, max(low, 0.0 if abs(value) < 1e-9 else value)) for value in drawn)
        if first == last:  # a range without width is a mistake
            return f"{first!r}{sign}"
        forms = [f"{first!r}{sign}", f"{first!r}{sign} to {last!r}{sign}"]
        forms.append(f"{first!r}{sign} to {last!r}{sign}, likely {likely!r}{sign}")
        plain: list[Any] = [] if sign else [first, [first, last], [first, likely, last]]
        return self.draw(st.sampled_from([*forms, *plain]))

    def scale(self) -> tuple[float, float]:
        low = self.draw(st.sampled_from([0.0, 0.0, -5.5, 4.0, 1990.0]))
        return low, low + self.draw(st.sampled_from([100.0, 100.0, 6.0, 0.3]))

    def level(self, issue: str) -> Any:
        return self.number(*self.scales[issue], percent=True)

    def actor(self) -> dict[str, Any]:
        capability = self.maybe(capability=lambda: self.number(0, 1e6))
        return {**self.maybe(name=self.text, country=self.text), **capability, **self.evidence()}

    def issue(self, issue: str) -> dict[str, Any]:
        low, high = self.scales[issue]
        points = self.draw(st.lists(st.sampled_from([low, (low + high) / 2, high]), unique=True))
        anchors = {point: self.draw(st.just("") | _padded) for point in points}
        level = {} if self.tables[issue] else {"level": self.level(issue)}
        more = self.maybe(name=self.text, unit=self.text, supplier=lambda: self.one(self.actors))
        return {"scale": [low, high], "anchors": anchors, **level, **more, **self.evidence()}

    def talk(self, talk: str) -> dict[str, Any]:
        parties = self.two(self.actors)
        mine = [issue for issue in self.issues if self.tables[issue] == talk]
        power = {party: {"power": self.number(0.1, 1e6), **self.evidence()} for party in self.subset(parties)}
        levels = {issue: {"level": self.level(issue), **self.evidence()} for issue in mine}
        said = {"parties": parties, "without_agreement": levels, **self.maybe(name=self.text), **self.failing(parties)}
        self.parties[talk] = parties
        if self.draw(st.booleans()):
            return {**said, "power": power, **self.maybe(chance=self.share)}
        said["patience"] = {party: {"discount": self.number(0.1, 0.9), **self.evidence()} for party in parties}
        if self.draw(st.booleans()):
            said["deadline"] = self.draw(st.integers(1, 40))
            for level in levels.values():
                level |= self.maybe(drift=lambda: self.number(-0.1, 0.1))
        return said

    def failing(self, parties: list[str]) -> dict[str, Any]:
        """Why the talk may fail although a deal would suit all."""
        home = self.bodies
        said = {
            "doubt": {party: {"share": self.share(), **self.evidence()} for party in self.subset(parties)},
            "keeps": {party: self.number(0, 1, True) for party in self.subset(parties)},
            "firm": {party: {"probability": self.number(0, 1), **self.evidence()} for party in self.subset(parties)},
            "ratified_by": {party: {"by": self.one(home)} for party in (self.subset(parties) if home else [])},
        }
        return {name: block for name, block in said.items() if block}

    def stances(self) -> dict[str, Any]:
        return {
            issue: {
                "position": self.level(issue),
                "salience": self.number(0, 100, percent=True),
                **self.maybe(capability=lambda: self.number(0, 1e6)),
                **self.evidence(),
            }
            for issue in self.subset(self.issues)
        }

    def need(self) -> dict[str, Any]:
        covers = {issue: {"share": self.number(0, 1, True), **self.evidence()} for issue in self.subset(self.issues)}
        actor, weight = self.one(self.actors), self.number(0, 1e6)
        return {"actor": actor, "weight": weight, "covered_by": covers, **self.evidence(), **self.maybe(name=self.text)}

    def link(self) -> dict[str, Any]:
        first, then = self.two(self.talks)
        ends = {"holder": self.one(self.actors), "if_fails": first, "then_falls": then}
        refused = self.maybe(refused_by=lambda: [self.one(self.parties[first])])
        return {**ends, "probability": self.number(0, 1, True), **refused, **self.evidence()}

    def threat(self) -> dict[str, Any]:
        holder, target = self.two(self.actors)
        who = {"holder": holder, "target": target, "if_fails": self.one(self.talks)}
        body = {"authorised_by": self.one(self.bodies)} if self.bodies else {}
        more = self.maybe(cost=lambda: self.number(0, 50), credibility=lambda: self.number(0, 1, True), name=self.text)
        return {**who, **body, "damage": self.number(0, 1e6), **more, **self.evidence()}

    def share(self) -> Any:
        return self.draw(st.sampled_from([0, 0.25, "12.5%", "100%"]))

    def demand(self, values: dict[str, Any]) -> None:
        """Give some links and threats a demand: what the holder wants of an issue, if no change moves the reference."""
        case, moved = Case.model_validate(values), str([values["moves"], values["claims"]])
        for pressure in [*values["links"].values(), *values["threats"].values()]:
            wanted, talk = case.stances.get(pressure["holder"], {}), pressure["if_fails"]
            for issue in case.talks[talk].issues:
                if issue in wanted and f"talks.{talk}.without_agreement.{issue}" not in moved:
                    scale = case.issues[issue].scale
                    level, stays = (
                        number.on(scale)
                        for number in (wanted[issue].position, case.talks[talk].without_agreement[issue].level)
                    )
                    beyond = level.middle >= stays.high or level.middle <= stays.low
                    if beyond and level.middle != stays.middle and self.draw(st.booleans()):
                        demand = {"level": level.middle, **self.evidence()}
                        pressure.setdefault("unless", {})[issue] = demand

    def body(self) -> dict[str, Any]:
        return self.draw(st.sampled_from([self.body_of_its_own, self.body_like_one_that_ships]))()

    def body_of_its_own(self) -> dict[str, Any]:
        """A body whose last member has no leaning, so that the body says itself how likely it passes a measure."""
        members = {name: self.member() for name in [*self.subset(self.actors), next(self.idents)]}
        silent, free = next(self.idents), [name for name in members if not {"yes", "no"} & members[name].keys()]
        members[silent] = {"name": self.text()}
        vetoes, passes, weights = self.subset(list(members)), self.number(0, 1, True), st.floats(0, 1e6)
        blocs = {next(self.idents): {"members": free, **self.leaning(), **self.maybe(name=self.text)}} if free else {}
        counted = {name: 1 + self.draw(weights) for name in members} if self.draw(st.booleans()) else {}
        majority = {"quota": 1, "weights": counted, **self.maybe(name=self.text), **self.evidence()}
        more = {**self.maybe(measure=self.text, majorities=lambda: {next(self.idents): majority}), "blocs": blocs}
        return {"members": members, "quota": 1, "vetoes": vetoes, "passes": passes, **more}

    def body_like_one_that_ships(self) -> dict[str, Any]:
        like, member = self.draw(st.sampled_from([("un-security-council", "russia"), ("eec-council-1958", "france")]))
        own = {member: {**self.leaning(), **self.maybe(weight=lambda: self.draw(st.integers(0, 9)))}}
        blocs = {next(self.idents): {"members": ["luxembourg", "germany"], **self.leaning()}}
        more = {"blocs": blocs} if like == "eec-council-1958" and self.draw(st.booleans()) else {}
        return {"like": like, "members": own, "quota": 2, **more, **self.leaning(), **self.evidence()}

    def leaning(self) -> dict[str, Any]:
        return {"yes": self.number(0, 0.3), **self.maybe(abstain=lambda: self.number(0, 0.3))}

    def member(self) -> dict[str, Any]:
        leaning = self.maybe(yes=lambda: self.number(0, 0.3), no=lambda: self.number(0, 0.3))
        weight = self.draw(st.floats(1, 1e6) | st.integers(1, 9))
        return {"name": self.text(), "weight": weight, **leaning, **self.evidence()}

    def event(self) -> dict[str, Any]:
        day = self.draw(st.dates(dt.date(1000, 1, 1), self.as_of))
        more = self.maybe(
            until=lambda: self.day(day), known_since=lambda: self.day(day), host=lambda: self.one(self.actors)
        )
        who = {"actors": self.subset(self.actors), "source": self.subset(self.sources)}
        return {"date": day.isoformat(), "kind": self.draw(_KINDS), "what": self.text(), **who, **more}

    def tie(self) -> dict[str, Any]:
        acts_on = {"acts_on": f"links.{self.one(self.links)}.probability"}
        more = self.maybe(since=self.text, strength=lambda: self.number(0, 1, True))
        return {"kind": self.text(), "between": self.two(self.actors), **acts_on, **more, **self.evidence()}

    def comment(self) -> dict[str, Any]:
        on = self.one(["question", f"links.{self.one(self.links)}", f"needs.{self.one(self.needs)}.weight"])
        more = self.maybe(state=lambda: self.one(["open", "settled"]), answer=self.text)
        return {"who": self.text(), "date": self.day(), "on": on, "says": self.text(), **more}

    def changes(self) -> list[dict[str, Any]]:
        issue, need, link, source = (self.one(part) for part in (self.issues, self.needs, self.links, self.sources))
        table = self.tables[issue]
        path = f"talks.{table}.without_agreement.{issue}" if table else f"issues.{issue}.level"
        level = {"level": self.level(issue), "why": self.text()} if table else self.level(issue)
        legal = [
            {"set": "curvature", "to": self.draw(st.integers(1, 10))},
            {"set": path, "to": level, **self.evidence()},
            {"set": f"needs.{need}.weight", "to": self.number(0, 1e6)},
            {"set": f"sources.{source}.title", "to": self.text()},
            {"set": f"actors.{self.one(self.actors)}.country", "to": None},
            {"remove": f"links.{link}", **self.evidence()},
            {"add": f"links.{next(self.idents)}", "value": self.link()},
        ]
        return list(self.draw(st.permutations(legal)))[: self.draw(st.integers(1, 4))]

    def move(self, actor: str) -> dict[str, Any]:
        more = self.maybe(
            name=self.text,
            cost=lambda: self.number(0, 1e6),
            chance=lambda: self.number(0, 1, True),
            signal=self.signal,
            threaten=self.threaten,
        )
        return {"actor": actor, "changes": self.changes(), **more, **self.evidence()}

    def signal(self) -> dict[str, Any]:
        return {"path": f"needs.{self.one(self.needs)}.weight", "to": self.number(0, 50), **self.evidence()}

    def beliefs(self) -> dict[str, Any]:
        """Beliefs about links, for they are in the payoff of everybody at every table."""
        links = self.links[: self.draw(st.integers(0, 2))]
        return {next(self.idents): self.belief(link) for link in links}

    def belief(self, link: str) -> dict[str, Any]:
        above = self.draw(st.sampled_from([0.25, "25%", "0.5", "99.5%"]))
        heard = {"above": above, "if_true": self.number(0, 1, True), "if_false": 0.5, **self.evidence()}
        number, signals = {"number": self.number(0, 1, True)}, {"signals": [heard]}
        said = self.draw(st.sampled_from([number, signals, number | signals]))
        talks = self.subset(self.talks) or self.talks[:1]
        return {"about": f"links.{link}.probability", "talks": talks, **said, **self.evidence()}

    def threaten(self) -> dict[str, Any]:
        entry = {name: inner for name, inner in self.threat().items() if name not in ("holder", "name")}
        return {**entry, "target": self.actors[1], "threat": "a-new-one"}

    def claim(self) -> dict[str, Any]:
        return {"says": self.text(), **self.draw(st.sampled_from([self.compare, self.sweep, self.game, self.test]))()}

    def compare(self) -> dict[str, Any]:
        side, quantity = self.draw(st.sampled_from(["with", "against"])), f"payoffs.{self.one(self.actors)}"
        direction, least = self.draw(st.sampled_from(["higher", "lower", "same"])), self.draw(st.floats(0, 9))
        return {"compare": {side: self.changes(), "quantity": quantity, "direction": direction, "at_least": least}}

    def sweep(self) -> dict[str, Any]:
        quantity, over = f"agreements.{self.one(self.talks)}", self.number(0, 100)
        entry = {"input": f"needs.{self.one(self.needs)}.weight", "over": over, "quantity": quantity}
        return {"sweep": {**entry, "direction": self.draw(st.sampled_from(["rises", "falls"]))}}

    def game(self) -> dict[str, Any]:
        moves = {self.actors[0]: self.subset(self.moves), self.actors[1]: []}
        return {"equilibrium": {"moves": moves, "is_equilibrium": self.draw(st.booleans())}}

    def test(self) -> dict[str, Any]:
        within = self.draw(st.integers(1, 400) | st.floats(1, 400))
        sides = {"actors": self.subset(self.actors), "with": self.subset(self.actors)}
        where = self.maybe(host=lambda: self.one(self.actors))
        return {"events": {"kind": self.draw(_KINDS), "before": self.draw(_KINDS), "within": within, **sides, **where}}

    def source(self) -> dict[str, Any]:
        dates = self.maybe(date=lambda: self.draw(st.sampled_from(["1987", "January 1987", "1987-01", "n.d."])))
        grades = self.maybe(reliability=lambda: self.draw(st.sampled_from(["high", "medium", "low"])))
        return {"title": self.text(), **dates, **grades, **self.maybe(author=self.text, url=self.text, note=self.text)}
