"""From the plain values of a file to a checked `Conflict`: every mistake at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tertius.case.parse.origin import Origin, Path, closest
from tertius.conflicts.conflict import (
    Conflict,
    DecisionMaker,
    Flags,
    Ints,
    State,
    merged,
    moves_of_options,
    ranks_of_statements,
)
from tertius.conflicts.ranking import ranks_of_list
from tertius.conflicts.statements import StatementError, truth_of
from tertius.errors import CaseError, LimitError, Problem

MOST_OPTIONS = 16
MOST_STATES = 1024
MOST_MAKERS = 12

FIELDS = {
    "": (
        "conflict", "title", "decision_makers", "infeasible", "same", "states", "status_quo", "coalitions", "sources",
    ),
    "decision maker": ("name", "options", "moves", "prefers", "ranks"),
    "option": ("name", "moves"),
}  # fmt: skip
DIRECTIONS = ("both", "on", "off")
_FROM_GMCR = ("place", "left_out")


class _Mistakes:
    """What is wrong, and what a reader must know."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def add(self, path: Path, found: str, legal: str = "", suggestion: str = "") -> None:
        self.problems.append(self._problem(path, found, legal, suggestion))

    def warn(self, path: Path, found: str, suggestion: str = "") -> None:
        self.warnings.append(self._problem(path, found, "", suggestion))

    def _problem(self, path: Path, found: str, legal: str, suggestion: str) -> Problem:
        where = "" if path in self.origin.lines else ".".join(map(str, path))
        return self.origin.place(path).put(Problem(where=where, found=found, legal=legal, suggestion=suggestion))

    def end(self) -> None:
        """Stop here if anything is wrong."""
        if self.problems:
            raise CaseError(self.problems)

    def mapping(self, value: Any, path: Path, what: str, kind: str | None = None) -> dict[str, Any]:
        """A block of fields; empty if it is none, which is a mistake unless nothing is there."""
        if not isinstance(value, Mapping):
            if value is not None:
                self.add(path, f"found {_shown(value)} where {what} is due")
            return {}
        known = FIELDS.get(kind or "", ()) if kind is not None else ()
        for name in value if kind is not None else ():
            if name not in (*known, *_FROM_GMCR):
                legal = f"{what} has the fields {', '.join(known)}"
                self.add((*path, name), f"unknown field '{name}'", legal, closest(str(name), known))
        return {str(name): inner for name, inner in value.items()}

    def items(self, value: Any, path: Path, what: str) -> list[Any]:
        """A list; empty if it is none, which is a mistake unless nothing is there."""
        if isinstance(value, list | tuple):
            return list(value)
        if value is not None:
            self.add(path, f"found {_shown(value)} where a list of {what} is due")
        return []

    def text(self, value: Any, path: Path, otherwise: str) -> str:
        """A text, or what stands for it if nothing is there."""
        if value is None or isinstance(value, str):
            return value or otherwise
        if not isinstance(value, bool) and isinstance(value, int | float):
            return str(value)
        self.add(path, f"found {_shown(value)} where a text is due")
        return otherwise


def conflict_of(values: Any, origin: Origin) -> Conflict:
    """The conflict that a file holds.

    Raises:
        CaseError: What is there is no valid conflict; `problems` holds every mistake.
        LimitError: It has more states than can be looked at.
    """
    wrong = _Mistakes(origin)
    told = wrong.mapping(values, (), "a conflict", "")
    if not isinstance(told.get("decision_makers"), Mapping) or not told["decision_makers"]:
        legal = "a conflict names its `decision_makers`, each with `options` and what it `prefers`"
        wrong.add(("decision_makers",) if "decision_makers" in told else (), "there are no decision makers", legal)
    ident = wrong.text(told.get("conflict"), ("conflict",), "conflict")
    entries = {
        maker: wrong.mapping(entry, ("decision_makers", maker), "a decision maker", "decision maker")
        for maker, entry in wrong.mapping(told.get("decision_makers"), ("decision_makers",), "decision makers").items()
    }
    if len(entries) > MOST_MAKERS:
        wrong.add(("decision_makers",), f"found {len(entries)} decision makers", f"at most {MOST_MAKERS} are looked at")
    builder = _InOptions if not any("moves" in entry for entry in entries.values()) else _InStates
    states, makers, moves, ranks = builder(told, entries, wrong).build()
    names = {name: place for place, state in enumerate(states) for name in _names_of(state)}
    places = {maker.ident: place for place, maker in enumerate(makers)}
    if "left_out" in told:
        wrong.warn((), f"left out: {told['left_out']}")
    status_quo = _status_quo(told.get("status_quo"), names, makers, states, wrong)
    coalitions = _coalitions(told.get("coalitions"), places, wrong)
    wrong.end()
    moves.setflags(write=False)
    ranks.setflags(write=False)
    title = wrong.text(told.get("title"), ("title",), ident)
    return Conflict(ident, title, makers, states, moves, ranks, status_quo, coalitions, tuple(wrong.warnings))


def _names_of(state: State) -> Iterable[str]:
    yield str(state.number)
    yield state.pattern or state.ident


def _status_quo(
    value: Any, names: Mapping[str, int], makers: tuple[DecisionMaker, ...], states: tuple[State, ...], wrong: _Mistakes
) -> int | None:
    """The state that is named by its number, its pattern, its id, or the options that are taken."""
    if value is None:
        return None
    if isinstance(value, list):
        options = [option for maker in makers for option in maker.options]
        known = set(value) <= set(options) if all(isinstance(one, str) for one in value) else False
        pattern = "".join("Y" if option in value else "N" for option in options)
        fits = [n for n, state in enumerate(states) if known and _matches(state.pattern, pattern)]
    else:
        fits = [names[str(value)]] if str(value) in names else []
    if not fits:
        legal = "name a state by its number, its pattern of Y and N, or the list of options that are taken"
        wrong.add(("status_quo",), f"{_shown(value)} is no feasible state", legal)
    return fits[0] if fits else None


def _matches(pattern: str, full: str) -> bool:
    return len(pattern) == len(full) and all(one in ("-", other) for one, other in zip(pattern, full, strict=True))


def _coalitions(value: Any, places: Mapping[str, int], wrong: _Mistakes) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []
    for number, group in enumerate(wrong.items(value, ("coalitions",), "coalitions")):
        path: Path = ("coalitions", number)
        members = [str(member) for member in wrong.items(group, path, "decision makers")]
        for member in members:
            if member not in places:
                wrong.add(path, f"there is no decision maker '{member}'", "", closest(member, places))
        twice = [member for member in members if any(places.get(member) in other for other in found)]
        if twice or len(set(members)) < len(members):
            wrong.add(path, f"'{(twice or members)[0]}' is in two coalitions, or twice in one")
        found.append(tuple(sorted(places[member] for member in set(members) if member in places)))
    return tuple(group for group in found if len(group) > 1)


class _Builder:
    """What both forms have in common: the states, who takes part, the moves and the ranks."""

    def __init__(self, told: Mapping[str, Any], entries: Mapping[str, dict[str, Any]], wrong: _Mistakes) -> None:
        self.told, self.entries, self.wrong = told, entries, wrong

    def ranks(self, maker: str, states: tuple[State, ...], truths: Mapping[int, Flags] | None = None) -> Ints:
        """How a decision maker ranks the states; all alike where it says nothing of it."""
        entry, path = self.entries[maker], ("decision_makers", maker)
        if truths is not None and "prefers" in entry and "ranks" not in entry:
            return ranks_of_statements(list(truths.values()), len(states))
        if "prefers" in entry and "ranks" in entry:
            self.wrong.add((*path, "ranks"), "`ranks` beside `prefers`", "one of the two says what it wants")
        elif "ranks" in entry:
            told = self.wrong.items(entry["ranks"], (*path, "ranks"), "states, the best first")
            ranks, faults = ranks_of_list(told, states)
            for place, found in faults:
                self.wrong.add((*path, "ranks", *place), found)
            return ranks
        elif "prefers" in entry:
            self.wrong.add(
                (*path, "prefers"), "statements on options, and there are none", "", "rank the states: `ranks`"
            )
        else:
            self.wrong.warn(path, f"'{maker}' says nothing of what it prefers, and takes all states for alike")
        return np.ones(len(states), np.int64)


class _InOptions(_Builder):
    """A conflict in option form: states are what options are taken, and each controls some of them."""

    def build(self) -> tuple[tuple[State, ...], tuple[DecisionMaker, ...], Flags, Ints]:
        """States, decision makers, moves and ranks."""
        self._read_options()
        taken = self._feasible()
        classes = self._classes(taken)
        names = self.wrong.mapping(self.told.get("states"), ("states",), "names of states")
        states = tuple(self._state(number, taken[group], names) for number, group in enumerate(classes, 1))
        for number in names:
            if number not in {str(state.number) for state in states}:
                self.wrong.add(("states", number), f"there is no state {number}: they go from 1 to {len(states)}")
        order = list(self.options)
        makers, moves, ranks = [], [], []
        for maker, entry in self.entries.items():
            own = [order.index(option) for option in self.owned[maker] if option in self.options]
            only_on, only_off = ([k for k in own if self.options[order[k]] == way] for way in ("on", "off"))
            one = moves_of_options(taken, *(np.array(k, np.int64) for k in (own, only_on, only_off)))
            moves.append(merged(classes, one[None])[0] if len(classes) < len(taken) else one)
            name = self.wrong.text(entry.get("name"), ("decision_makers", maker, "name"), maker)
            makers.append(DecisionMaker(maker, name, tuple(self.owned[maker])))
            ranks.append(self.ranks(maker, states, self._truths(maker, taken, classes)))
        shape = (len(makers), len(states))
        return states, tuple(makers), np.array(moves).reshape(*shape, len(states)), np.array(ranks).reshape(shape)

    def _read_options(self) -> None:
        """Every option with the ways in which it can be moved, in the order of the file or of gmcr."""
        found: list[tuple[int, str, str]] = []
        self.owned: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}
        for maker, entry in self.entries.items():
            path: Path = ("decision_makers", maker, "options")
            self.owned[maker] = []
            told = entry.get("options")
            told = dict.fromkeys(map(str, told)) if isinstance(told, list) else told
            for option, inner in self.wrong.mapping(told, path, "options").items():
                here = (*path, option)
                fields = {"name": inner} if isinstance(inner, str) else inner
                values = self.wrong.mapping(fields, here, "an option", "option")
                moves = values.get("moves", "both")
                if moves not in DIRECTIONS:
                    legal = "an option moves both ways (`both`), is only taken (`on`) or only given up (`off`)"
                    self.wrong.add((*here, "moves"), f"found {_shown(moves)}", legal, closest(str(moves), DIRECTIONS))
                if option in self.names:
                    self.wrong.add(here, f"the option '{option}' stands twice", "each has one owner and one id")
                if (
                    option.lower() in ("and", "or", "not", "if", "iff")
                    or option.isdecimal()
                    or set(option) & set(" ()&|!")
                ):
                    legal = "an id has no spaces or signs, and is no number and none of the words and, or, not, if, iff"
                    self.wrong.add(here, f"'{option}' cannot be the id of an option", legal)
                self.names[option] = self.wrong.text(values.get("name"), (*here, "name"), option)
                self.owned[maker].append(option)
                found.append((int(values.get("place", len(found))), option, str(moves)))
        self.options = {option: moves for _, option, moves in sorted(found)}
        if len(self.options) > MOST_OPTIONS:
            raise LimitError(
                [
                    self.wrong._problem(
                        ("decision_makers",),
                        f"found {len(self.options)} options",
                        f"at most {MOST_OPTIONS} are looked at",
                        "",
                    )
                ]
            )

    def _feasible(self) -> Flags:
        """(S, O) the feasible states, in the order of their numbers: the first option counts 1, the second 2."""
        count = len(self.options)
        taken = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 > 0
        keep = np.ones(len(taken), np.bool_)
        for number, text in enumerate(self.wrong.items(self.told.get("infeasible"), ("infeasible",), "statements")):
            truth = self._truth(text, ("infeasible", number), taken)
            if truth is not None:
                if not (truth & keep).any():
                    self.wrong.warn(("infeasible", number), f"'{text}' excludes nothing that is not excluded above")
                keep &= ~truth
        if not keep.any():
            self.wrong.add(("infeasible",), "no state is feasible")
            self.wrong.end()
        return taken[keep]

    def _classes(self, taken: Flags) -> list[list[int]]:
        """States that count as one, each in the order of its last member."""
        group = np.arange(len(taken))
        for number, text in enumerate(self.wrong.items(self.told.get("same"), ("same",), "statements")):
            truth = self._truth(text, ("same", number), taken)
            if truth is not None and truth.any():
                alike = np.isin(group, group[truth])
                group[alike] = group[alike].max()
        places = sorted({int(one) for one in group}, key=lambda one: int(np.flatnonzero(group == one).max()))
        if len(places) > MOST_STATES:
            found, legal = f"found {len(places):,} feasible states", f"at most {MOST_STATES:,} are looked at"
            advice = "exclude what cannot be under `infeasible`, or take together what is alike under `same`"
            raise LimitError([self.wrong._problem((), found, legal, advice)])
        return [np.flatnonzero(group == one).tolist() for one in places]

    def _state(self, number: int, taken: Flags, names: Mapping[str, Any]) -> State:
        """A state with its pattern; it is called by its own name, or by what is taken in it."""
        pattern = "".join("Y" if column.all() else "-" if column.any() else "N" for column in taken.T)
        called = [self.names[option] for option, sign in zip(self.options, pattern, strict=True) if sign == "Y"]
        name = names.get(str(number))
        return State(number, str(name) if name is not None else ", ".join(called) or "nothing", pattern)

    def _truths(self, maker: str, taken: Flags, classes: list[list[int]]) -> dict[int, Flags]:
        """Where each statement of a decision maker is true, state by state."""
        path: Path = ("decision_makers", maker, "prefers")
        found = {}
        told = self.entries[maker].get("prefers")
        for number, text in enumerate(self.wrong.items(told, path, "statements, the most important first")):
            truth = self._truth(text, (*path, number), taken)
            if truth is None:
                continue
            split = [group for group in classes if truth[group].any() != truth[group].all()]
            if split:
                advice = "begin it with what they have in common: 'abandon or (...)'"
                self.wrong.add(
                    (*path, number), f"'{text}' is true in a part of the states that count as one", "", advice
                )
            elif truth.all() or not truth.any():
                self.wrong.warn(
                    (*path, number), f"'{text}' is true in {'every' if truth.all() else 'no'} state: it says nothing"
                )
            found[number] = np.array([truth[group[0]] for group in classes])
        return found

    def _truth(self, text: Any, path: Path, taken: Flags) -> Flags | None:
        if not isinstance(text, str | int) or isinstance(text, bool):
            self.wrong.add(path, f"found {_shown(text)} where a statement is due", "'not abandon', 'accept iff modify'")
            return None
        try:
            return truth_of(str(text), {option: place for place, option in enumerate(self.options)}, taken)
        except StatementError as error:
            self.wrong.add(path, error.found, "", error.suggestion)
            return None


class _InStates(_Builder):
    """A conflict in graph form: states are named, and each decision maker says from which to which it can move."""

    def build(self) -> tuple[tuple[State, ...], tuple[DecisionMaker, ...], Flags, Ints]:
        """States, decision makers, moves and ranks."""
        told = self.told.get("states")
        told = dict.fromkeys(map(str, told)) if isinstance(told, list) else told
        named = self.wrong.mapping(told, ("states",), "states")
        for unfit in ("infeasible", "same"):
            if unfit in self.told:
                self.wrong.add((unfit,), f"`{unfit}` is about options, and decision makers have `moves` here")
        if len(named) > MOST_STATES:
            self.wrong.add(("states",), f"found {len(named):,} states", f"at most {MOST_STATES:,} are looked at")
        if not named:
            self.wrong.add(
                ("states",) if "states" in self.told else (), "there are no states", "name them under `states`"
            )
            self.wrong.end()
        states = tuple(
            State(number, self.wrong.text(name, ("states", ident), ident), ident=ident)
            for number, (ident, name) in enumerate(named.items(), 1)
        )
        places = {ident: place for place, ident in enumerate(named)}
        makers = []
        moves = np.zeros((len(self.entries), len(states), len(states)), np.bool_)
        for n, (maker, entry) in enumerate(self.entries.items()):
            path: Path = ("decision_makers", maker)
            if entry.get("options") is not None:
                self.wrong.add(
                    (*path, "options"), "`options` beside `moves`", "a conflict is written in one of the two"
                )
            makers.append(DecisionMaker(maker, self.wrong.text(entry.get("name"), (*path, "name"), maker)))
            for start, ends in self.wrong.mapping(entry.get("moves"), (*path, "moves"), "moves").items():
                self._take(moves[n], places, (*path, "moves", start), start, ends)
        ranks = np.array([self.ranks(maker, states) for maker in self.entries]).reshape(len(makers), len(states))
        return states, tuple(makers), moves, ranks

    def _take(self, moves: Flags, places: Mapping[str, int], path: Path, start: str, ends: Any) -> None:
        """The moves from one state."""
        for end in map(str, ends if isinstance(ends, list) else [ends] if ends is not None else []):
            unknown = next((name for name in (start, end) if name not in places), None)
            if unknown is not None:
                self.wrong.add(path, f"there is no state '{unknown}'", "", closest(unknown, places))
            elif start != end:
                moves[places[start], places[end]] = True


def _shown(value: Any) -> str:
    """What was found, short enough for a message."""
    if isinstance(value, Mapping):
        return "a block"
    if isinstance(value, list):
        return "a list"
    text = "nothing" if value is None else f"'{value}'"
    return text if len(text) <= 60 else f"{text[:57]}...'"
