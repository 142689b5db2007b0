"""The picture of a case: a lane for each actor, and across the lanes talks, needs, links and threats.

Lanes rather than a web of nodes: labels never collide, however many talks a case has, and it reads on paper
and on a telephone alike.
"""

from __future__ import annotations

from typing import Any

from tertius.case.model import Case, Need, supplier_of
from tertius.report.charts.drawing import GREY, INK, WIDTH, Canvas, actor_look, fitted, text_width, wrapped
from tertius.report.charts.pins import place_flags
from tertius.report.text.phrases import capital, issue_name, percent, talk_name
from tertius.rules.payoffs import strike_chance
from tertius.rules.settlement import Settlement

SIZE, LINE = 11.5, 15.0
"""Size of the letters, and height of a line of them."""

ARC, MOST_ARCS = 24.0, 4
"""Room for the arc of a link at the right, and for how many there is room."""

GAP = 5.0
"""Half the gap in a line where it crosses a lane that it does not concern."""

PORT = 14.0
"""Height between the links that meet the bar of a talk."""


def network_picture(settlement: Settlement) -> dict[str, Any]:
    """Actors, talks, needs, links and threats of a case as a Vega-Lite specification."""
    sheet = _Sheet(settlement)
    sheet.talks()
    sheet.needs()
    sheet.links()
    sheet.threats()
    return sheet.finish()


def suppliers_of(case: Case, need: Need) -> dict[str, list[str]]:
    """Who supplies a need with which issues; the key is empty for issues that are no one's good."""
    suppliers: dict[str, list[str]] = {}
    for issue in need.covered_by:
        suppliers.setdefault(supplier_of(case, issue, need.actor), []).append(issue)
    return suppliers


class _Sheet:
    """The picture in the making, from the top down."""

    def __init__(self, settlement: Settlement) -> None:
        self.settlement = settlement
        self.case = settlement.case
        self.canvas = Canvas()
        self.margin = 12.0 + ARC * min(len(self.case.links), MOST_ARCS)
        left, right = 34.0, WIDTH - self.margin - 30.0
        step = (right - left) / max(len(self.case.actors) - 1, 1)
        self.lanes = {actor: left + i * step for i, actor in enumerate(self.case.actors)}
        self.heights: dict[str, float] = {}
        # The names above the lanes.
        shown = [fitted(self.case.name(actor), SIZE, 150, bold=True) for actor in self.lanes]
        widths = [text_width(name, SIZE, bold=True) + 4 for name in shown]
        flags = place_flags(list(self.lanes.values()), widths, (0, WIDTH))
        base = 10 + LINE * max(flag.row for flag in flags)
        for actor, text, flag in zip(self.lanes, shown, flags, strict=True):
            y, look = base - LINE * flag.row, actor_look(self.case, actor)
            self.canvas.text(flag.left + 2, y, text, SIZE, bold=True)
            self.canvas.rule(self.lanes[actor], y + 8, self.lanes[actor], base + 16, look.colour, 1.2)
            self._mark(actor, base + 18)
        self.y = self.top = base + 18

    def _mark(self, actor: str, y: float) -> None:
        look = actor_look(self.case, actor)
        self.canvas.point(self.lanes[actor], y, look.shape, look.colour, 120)

    def _section(self, title: str, explanation: str) -> None:
        self.y += 30
        self.canvas.text(0, self.y, title, 12.5, bold=True, covering=True)
        left = text_width(title, 12.5, bold=True) + 8
        self.canvas.text(left, self.y, fitted(explanation, 11, WIDTH - left - 2), 11, GREY, italic=True, covering=True)
        self.y += 6

    def _label(self, text: str, indent: float = 0, bold: bool = False, room: float = 0) -> None:
        """A label over the lanes, on as many lines as it needs; `room` is left free at the right."""
        self.y += 4
        for line in wrapped(text, SIZE, WIDTH - indent - room, bold=bold):
            self.y += LINE
            self.canvas.text(indent, self.y, line, SIZE, bold=bold, covering=True)

    def talks(self) -> None:
        """A bar for each talk, with a mark on the lane of each party; arcs at the right for the links."""
        if not self.case.talks:
            return
        self._section("Talks", "a bar joins those at the table")
        for number, (ident, talk) in enumerate(self.case.talks.items(), start=1):
            agreed = self.settlement.agreements[ident]
            ending = "agreement" if agreed else "no agreement"
            self._label(f"Talk {number}: {talk_name(self.case, ident)} ({ending})", room=self.margin)
            self.y += 15
            ends = [self.lanes[party] for party in talk.parties]
            look = (INK, 5.0, "solid") if agreed else (GREY, 2.5, "dashed")
            self._across(min(ends), max(ends), self.y, set(talk.parties), *look)
            for party in talk.parties:
                self._mark(party, self.y)
            self.heights[ident] = self.y
            self.y += 3 + PORT * len(self._ports(ident))

    def _across(
        self, start: float, end: float, y: float, involved: set[str], colour: str, width: float, dash: str = "solid"
    ) -> None:
        """A horizontal line with a gap at the lane of every actor that it does not concern."""
        foreign = sorted(x for actor, x in self.lanes.items() if actor not in involved and start < x < end)
        for x in foreign:
            self.canvas.rule(start, y, x - GAP, y, colour, width, dash)
            start = x + GAP
        self.canvas.rule(start, y, end, y, colour, width, dash)

    def _ports(self, talk: str) -> list[str]:
        """The links that leave or reach the bar of a talk."""
        return [ident for ident, link in self.case.links.items() if talk in (link.if_fails, link.then_falls)]

    def _port(self, talk: str, ident: str) -> tuple[float, float]:
        """Where a link meets the bar of a talk, clear of every lane, and the height at which it runs aside."""
        ports = self._ports(talk)
        place = ports.index(ident) + 1
        ends = [self.lanes[party] for party in self.case.talks[talk].parties]
        x = max(ends) - (max(ends) - min(ends)) * place / (len(ports) + 1)
        near = min(self.lanes.values(), key=lambda lane: abs(lane - x))
        if abs(near - x) < 2 * GAP:
            x = near - 2 * GAP if near > min(ends) else near + 2 * GAP
        return x, self.heights[talk] + 3 + PORT * place

    def _number(self, talk: str) -> int:
        return 1 + list(self.case.talks).index(talk)

    def needs(self) -> None:
        """An arrow from each supplier to the one who needs."""
        if not self.case.needs:
            return
        self._section("Needs", "arrows run from the supplier to the one in need")
        for ident, need in self.case.needs.items():
            who = self.case.name(need.actor)
            self._label(f"{who}: {need.name or ident}", bold=True)
            for supplier, issues in suppliers_of(self.case, need).items():
                parts = [
                    f"{issue_name(self.case, k)} (up to {percent(need.covered_by[k].share.middle, '%')})"
                    for k in issues
                ]
                self._label(", ".join(parts), indent=10)
                self.y += 14
                start = self.lanes.get(supplier, 4.0)
                self._arrow(start, self.lanes[need.actor], supplier, 1.6)
            self.y += 2

    def _arrow(self, start: float, end: float, holder: str, width: float) -> None:
        colour = actor_look(self.case, holder).colour if holder in self.lanes else GREY
        side = 1 if end > start else -1
        if abs(end - start) > 1:
            tip = end - 2 * side
            foreign = [x for x in self.lanes.values() if min(start, end) + 1 < x < max(start, end) - 1]
            last = max(foreign, key=lambda x: x * side) + side * GAP if foreign else start
            if foreign:
                near, far = sorted((start, last - 2 * side * GAP))
                self._across(near, far, self.y, set(), colour, width)
            self.canvas.arrow(last, tip, self.y, colour, width)
        if holder in self.lanes:
            self._mark(holder, self.y)

    def links(self) -> None:
        """A mark on the lane of each link's holder, and its dashed arc beside the talks."""
        if not self.case.links:
            return
        self._section("Links", "if one talk fails, another may fall (dashed, at the right)")
        for number, (ident, link) in enumerate(self.case.links.items()):
            who = self.case.name(link.holder)
            chance = percent(link.probability.middle, "%")
            first, second = self._number(link.if_fails), self._number(link.then_falls)
            self._label(f"{who}: should talk {first} fail, talk {second} falls too, {chance}")
            self.y += 14
            self._mark(link.holder, self.y)
            self._arc(ident, number, f"{who}, {chance}")

    def _arc(self, ident: str, number: int, label: str) -> None:
        """The dashed way from the bar of the talk that fails to that of the talk that falls, with its holder."""
        link = self.case.links[ident]
        x = WIDTH - self.margin + 4 + ARC * (number % MOST_ARCS)
        (start, below), (end, under) = self._port(link.if_fails, ident), self._port(link.then_falls, ident)
        self.canvas.rule(start, self.heights[link.if_fails] + 3, start, below, INK, 1.1, "dashed")
        self._across(start, x, below, set(), INK, 1.1, "dashed")
        self.canvas.rule(x, below, x, under, INK, 1.1, "dashed")
        self._across(end, x, under, set(), INK, 1.1, "dashed")
        self.canvas.rule(end, under, end, self.heights[link.then_falls] + 9, INK, 1.1, "dashed")
        self.canvas.point(end, self.heights[link.then_falls] + 8, "triangle-up", INK, 60)
        self.canvas.text(x - 6, below, fitted(label, 10.5, 130), 10.5, align="right", covering=True)

    def threats(self) -> None:
        """A heavy arrow from each holder to its target."""
        if not self.case.threats:
            return
        self._section("Threats", "heavy arrows run from the one who threatens to the target")
        for ident, threat in self.case.threats.items():
            chance = percent(strike_chance(self.case, threat), "%")
            number = self._number(threat.if_fails)
            text = f"{capital(threat.name or ident)}, should talk {number} fail: {chance}"
            if threat.authorised_by is not None:
                body = self.case.bodies[threat.authorised_by].name or threat.authorised_by
                text += f" (the {body.removeprefix('the ').removeprefix('The ')} must pass it)"
            self._label(text)
            self.y += 15
            self._arrow(self.lanes[threat.holder], self.lanes[threat.target], threat.holder, 4.5)

    def finish(self) -> dict[str, Any]:
        """Draws the lanes behind everything and closes the sheet."""
        bottom = self.y + 14
        lanes = Canvas()
        for actor, x in self.lanes.items():
            lanes.rule(x, self.top, x, bottom, actor_look(self.case, actor).colour, 1.2, opacity=0.45)
        self.canvas.rules[:0] = lanes.rules
        return self.canvas.spec(bottom + 2)
