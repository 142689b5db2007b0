"""The graph model in sentences: what would last, who could be tempted away, how one gets there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tertius.conflicts.analysis import GraphModel, concept_list
from tertius.conflicts.stability import CONCEPTS
from tertius.report.text.phrases import joined

MOST = 3
"""So many coalitions are named for each state; JSON has them all."""

MOST_NAMED = 12
"""So many states are named in a sentence, and so many are told from which coalitions could move; JSON has them all."""


def unit_name(model: GraphModel, unit: str) -> str:
    """The name of a decision maker, or of the members of a coalition."""
    names = {maker.ident: maker.name for maker in model.makers}
    return " and ".join(names[ident] for ident in unit.split("+"))


def graph_model_sentences(model: GraphModel) -> Iterator[str]:
    """Short sentences, the most important first."""
    yield from _lasting(model)
    yield from _tempted(model)
    yield from _on_the_way(model)


def _lasting(model: GraphModel) -> Iterator[str]:
    """The states that would last under every concept, and those that do under some only."""
    every = [one.state.number for one in model.states if len(one.equilibrium) == len(CONCEPTS)]
    some: dict[tuple[str, ...], list[int]] = {}
    for one in model.states:
        if one.equilibrium and one.state.number not in every:
            some.setdefault(one.equilibrium, []).append(one.state.number)
    if not every and not some:
        yield "No state would last: wherever it stands, somebody moves on."
        return
    if every:
        yield f"{_states(every)} would last however far ahead they look."
    else:
        yield "No state would last however far ahead they look."
    for concepts, numbers in some.items():
        yield f"{_states(numbers)} would last under {concept_list(concepts)} only."


def _tempted(model: GraphModel) -> Iterator[str]:
    """The equilibria from which coalitions could move, and those from which none can."""
    starts = list(dict.fromkeys(one.start for one in model.coalition_improvements))
    starts.sort(key=lambda number: -len(model.states[number - 1].equilibrium))
    for number in starts[:MOST_NAMED] if len(starts) > MOST_NAMED else sorted(starts):
        moves = [one for one in model.coalition_improvements if one.start == number]
        told = [f"{unit_name(model, '+'.join(one.members))} to {_states(one.ends, 'state')}" for one in moves[:MOST]]
        more = f", and {len(moves) - MOST} more coalitions" if len(moves) > MOST else ""
        yield f"From state {number} a coalition could move on, to the gain of each member: {'; '.join(told)}{more}."
    if len(starts) > MOST_NAMED:
        yield f"So it is with {len(starts) - MOST_NAMED} more of the states: --json has them all."
    if model.strong() and model.coalition_improvements:
        yield f"From {_states(model.strong(), 'state')} no coalition could."


def _on_the_way(model: GraphModel) -> Iterator[str]:
    """Where the status quo leads by improvements alone."""
    if model.status_quo is None:
        return
    there = [number for number, path in model.paths.items() if not path.steps and path.kind == "improvements"]
    ways = {kind: [n for n, path in model.paths.items() if path.kind == kind and path.steps] for kind in _KINDS}
    if there:
        concepts = concept_list(model.states[model.status_quo - 1].equilibrium)
        yield f"The status quo, state {model.status_quo}, is one of them, under {concepts}."
    for kind, words in _KINDS.items():
        if ways[kind]:
            yield f"{_states(ways[kind])} can be reached from the status quo {words}."


_KINDS = {
    "improvements": "by steps that suit whoever makes them",
    "coalitions": "only if a coalition moves together",
    "moves": "only if somebody moves against its own wish",
}


def _states(numbers: Sequence[int], word: str = "State") -> str:
    told = [str(number) for number in numbers]
    if len(told) > MOST_NAMED + 1:
        told = [*told[:MOST_NAMED], f"{len(told) - MOST_NAMED} more"]
    return f"{word} {told[0]}" if len(told) == 1 else f"{word}s {joined(told)}"
