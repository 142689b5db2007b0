"""Where everything stands in the picture of a case: a lane for each actor, and across them talks, links and the rest.

The same language as the picture of the brief; here every row can be chosen, so it has a place of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tertius.case.model import Case
from tertius.report.charts.drawing import actor_look, fitted
from tertius.report.charts.network import suppliers_of
from tertius.report.text.phrases import joined, percent
from tertius.rules.payoffs import strike_chance

WIDTH, LEFT, MARGIN = 1000.0, 310.0, 84.0
"""Of the picture; where the lanes begin; room behind the last of them without links."""

ROW, LINE, TITLE, HEAD = 40.0, 14.0, 30.0, 74.0
"""Heights: of a row, of a further line in it, of the title of a section, of the names."""

ARC, MOST_ARCS = 15.0, 8
"""Room for the arc of a link at the right, and for how many there is room."""

LABEL, SMALL = 13.0, 11.5
"""Sizes of letters."""


@dataclass(frozen=True)
class Lane:
    """The lane of an actor."""

    ident: str
    name: str
    shown: str
    x: float
    colour: int
    shape: str


@dataclass(frozen=True)
class Arrow:
    """From the one who supplies or threatens to the other; from the edge if it is no actor."""

    start: float
    end: float
    y: float
    colour: int


@dataclass(frozen=True)
class Row:
    """A thing that can be chosen.

    Attributes:
        of: Collection and id, with a point between them.
        name: What it is called.
        shown: The same, cut to its room.
        says: What it does, in a few words.
        said: The same, cut to its room.
        y: The height of its bar or mark.
        top: Where it begins.
        height: How high it is.
        marks: The lanes that it touches, by the ids of the actors.
        arrows: Arrows, each with its height.
        word: Of a talk: how it ends.
        kind: Of a talk: the kind of that word, as of a chip.
    """

    of: str
    name: str
    shown: str
    says: str
    said: str
    y: float
    top: float
    height: float
    marks: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    word: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Arc:
    """The way from the bar of the talk that fails to that of the one that falls with it.

    Attributes:
        of: Collection and id of the link.
        x: How far aside it runs.
        start: The height of the talk that fails.
        end: The height of the one that falls.
        leaves: Where the bar of the first ends.
        reaches: Where that of the second ends.
    """

    of: str
    x: float
    start: float
    end: float
    leaves: float
    reaches: float


@dataclass
class Picture:
    """The whole picture.

    Attributes:
        lanes: By the id of the actor.
        sections: Title, height of the title, rows.
        arcs: Of the links.
        right: Where the lanes end.
        height: Of the picture.
    """

    lanes: dict[str, Lane]
    right: float
    sections: list[tuple[str, float, list[Row]]] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    height: float = HEAD
    width: float = WIDTH
    head: float = HEAD

    def ends(self, row: Row) -> tuple[float, float]:
        """The lanes between which the bar of a talk runs."""
        places = [self.lanes[actor].x for actor in row.marks]
        return min(places), max(places)

    def names(self, row: Row) -> str:
        """Whose lanes a row touches."""
        return ", ".join(self.lanes[actor].name for actor in row.marks)

    def gaps(self, row: Row) -> list[Lane]:
        """The lanes that the bar of a talk crosses without touching them."""
        low, high = self.ends(row)
        return [lane for lane in self.lanes.values() if low < lane.x < high and lane.ident not in row.marks]


def picture_of(case: Case, endings: Mapping[str, tuple[str, str]]) -> Picture:
    """The picture of a case.

    Args:
        case: The case.
        endings: Talk: how it ends, in a word, and the kind of that word; empty while nobody knows.
    """
    arcs = min(len(case.links), MOST_ARCS)
    right = WIDTH - max(MARGIN, 20 + ARC * arcs)
    step = (right - LEFT - 30) / max(len(case.actors) - 1, 1)
    lanes = {ident: _lane(case, ident, LEFT + 30 + number * step, step) for number, ident in enumerate(case.actors)}
    picture = Picture(lanes, right)
    _section(picture, "Talks", list(_talks(case, endings)))
    _section(picture, "Links", list(_links(case)))
    _section(picture, "Needs", list(_needs(case, picture)))
    _section(picture, "Threats", list(_threats(case, picture)))
    talks = {row.of: row for _, _, rows in picture.sections for row in rows}
    for number, (ident, link) in enumerate(case.links.items()):
        x = right + 14 + ARC * (number % MOST_ARCS)
        first, second = talks[f"talks.{link.if_fails}"], talks[f"talks.{link.then_falls}"]
        ends = picture.ends(first)[1], picture.ends(second)[1]
        picture.arcs.append(Arc(f"links.{ident}", x, first.y, second.y, *ends))
    return picture


def _lane(case: Case, ident: str, x: float, step: float) -> Lane:
    look, name = actor_look(case, ident), case.name(ident)
    return Lane(ident, name, fitted(name, SMALL, max(step - 6, 96), bold=True), x, look.index, look.shape)


_Draft = tuple[str, str, str, tuple[str, ...], list[tuple[float, float, int]], str, str]
"""A row without its place: of what, name, what it does, marks, arrows, word, kind."""


def _section(picture: Picture, title: str, drafts: list[_Draft]) -> None:
    """Give the rows of a section their places, from the top down."""
    if not drafts:
        return
    begin = picture.height + TITLE - 8
    y, rows = picture.height + TITLE, []
    for of, name, says, marks, arrows, word, kind in drafts:
        height = ROW + LINE * max(len(arrows) - 1, 0)
        placed = tuple(Arrow(a, b, y + 20 + LINE * place, colour) for place, (a, b, colour) in enumerate(arrows))
        room = LEFT - 20
        told = f"{word} · {says}" if word and says else word or says
        shown, said = fitted(name, LABEL, room, bold=True), fitted(told, SMALL, room)
        rows.append(Row(of, name, shown, told, said, y + 20, y, height, marks, placed, word, kind))
        y += height
    picture.sections.append((title, begin, rows))
    picture.height = y


def _talks(case: Case, endings: Mapping[str, tuple[str, str]]) -> Iterator[_Draft]:
    for number, (ident, talk) in enumerate(case.talks.items(), start=1):
        word, kind = endings.get(ident, ("", ""))
        says = f"{len(talk.issues)} issue{'' if len(talk.issues) == 1 else 's'}"
        yield f"talks.{ident}", f"{number}. {case.name(ident)}", says, talk.parties, [], word, kind


def _number(case: Case, talk: str) -> int:
    return 1 + list(case.talks).index(talk)


def _links(case: Case) -> Iterator[_Draft]:
    for ident, link in case.links.items():
        first, second = _number(case, link.if_fails), _number(case, link.then_falls)
        chance = percent(link.probability.middle, "%")
        says = f"If talk {first} fails, talk {second} falls: {chance}"
        yield f"links.{ident}", case.name(ident), says, (link.holder,), [], "", ""


def _needs(case: Case, picture: Picture) -> Iterator[_Draft]:
    for ident, need in case.needs.items():
        arrows, covers = [], []
        for supplier, issues in suppliers_of(case, need).items():
            start = picture.lanes[supplier].x if supplier in picture.lanes else LEFT
            colour = picture.lanes[supplier].colour if supplier in picture.lanes else 7
            arrows.append((start, picture.lanes[need.actor].x, colour))
            covers += [f"{case.name(issue)} {percent(need.covered_by[issue].share.middle, '%')}" for issue in issues]
        says = f"covered by {joined(covers)}" if covers else "covered by nothing"
        yield f"needs.{ident}", f"{case.name(need.actor)}: {case.name(ident)}", says, (need.actor,), arrows, "", ""


def _threats(case: Case, picture: Picture) -> Iterator[_Draft]:
    for ident, threat in case.threats.items():
        chance = percent(strike_chance(case, threat), "%")
        says = f"If talk {_number(case, threat.if_fails)} fails: {chance}"
        holder = picture.lanes[threat.holder]
        arrows = [(holder.x, picture.lanes[threat.target].x, holder.colour)]
        yield f"threats.{ident}", case.name(ident), says, (threat.holder, threat.target), arrows, "", ""
