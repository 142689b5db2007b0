"""The graph model as `tertius graph-model` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tertius.conflicts.analysis import GraphModel, StateStability, concept_list
from tertius.conflicts.stability import CONCEPTS
from tertius.report.conflict.words import graph_model_sentences
from tertius.report.terminal.console import section, table_of, words_of
from tertius.report.text.phrases import NOTHING

MOST_STATES = 40
"""Of more states only those that would last under most concepts are shown, and the status quo."""


def graph_model_of(model: GraphModel) -> Iterator[RenderableType]:
    """The states with what each thinks of them, those that would last, the way there, and words."""
    yield Text(model.title, style="bold")
    count = len(model.makers)
    makers = "1 decision maker" if count == 1 else f"{count} decision makers"
    yield Text(f"{model.conflict}. {makers}, {len(model.states):,} states.")
    shown = list(model.states)
    if len(shown) > MOST_STATES:
        shown = [one for one in shown if one.equilibrium or one.state.number == model.status_quo]
        shown.sort(key=lambda one: (one.state.number != model.status_quo, -len(one.equilibrium)))
        shown = sorted(shown[:MOST_STATES], key=lambda one: one.state.number)
    yield from _states(model, shown)
    yield from _paths(model, [one.state.number for one in shown])
    yield from words_of(graph_model_sentences(model))


def _states(model: GraphModel, shown: list[StateStability]) -> Iterator[RenderableType]:
    options = any(one.state.pattern for one in shown)
    headings = ("State", *(["Taken"] if options else []), "Name", *model.units)
    table = table_of(*headings, "Lasts under", ids=2 if options else 1)
    for one in shown:
        number = f"{one.state.number}{'*' if one.state.number == model.status_quo else ''}"
        cells = [number, one.state.pattern, one.state.name] if options else [number, one.state.name]
        table.add_row(*cells, *(_cell(one, unit) for unit in model.units), _short(one.equilibrium) or NOTHING)
    told = f"States ({len(shown)} of {len(model.states):,} are shown)" if len(shown) < len(model.states) else "States"
    star = "; * is the status quo" if model.status_quo is not None else ""
    yield from section(f"{told}: rank, and why each would stay{star}", table)


def _cell(one: StateStability, unit: str) -> str:
    """``3 SEQ``: how it ranks the state, and under what it stays; a coalition has the ranks of its members."""
    rank = "/".join(str(one.ranks[ident]) for ident in unit.split("+"))
    return f"{rank} {_short(one.stable[unit]) or 'moves'}"


def _short(concepts: tuple[str, ...]) -> str:
    """Who has no improvement stays under every concept."""
    return "all" if len(concepts) == len(CONCEPTS) else concept_list(concepts)


def _paths(model: GraphModel, shown: list[int]) -> Iterator[RenderableType]:
    if not model.paths:
        return
    table = table_of("To", "How", "Steps")
    for number, path in [(number, model.paths[number]) for number in shown if number in model.paths]:
        steps = "; ".join(f"{step.start} to {step.end} by {step.by}" for step in path.steps)
        table.add_row(str(number), path.kind, steps or ("it stands there" if path.kind != "none" else NOTHING))
    yield from section("From the status quo", table)
