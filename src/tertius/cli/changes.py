"""Changes as they are written on the command line: ``--set PATH=VALUE`` and its like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tertius.errors import CaseError, Problem, UsageError

if TYPE_CHECKING:
    from tertius.case.edit.changes import Step
    from tertius.case.model import Case

__all__ = ["AddOption", "MoveOption", "RemoveOption", "SetOption", "asked_changes", "changed_case"]

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Set a number or field: --set 'links.patron.probability=10% to 40%'. May be repeated.",
        show_default=False,
    ),
]

AddOption = Annotated[
    list[str] | None,
    typer.Option(
        "--add",
        metavar="PATH=YAML",
        help="Add an entry: --add 'needs.pride={actor: north, weight: 5, covered_by: {toll: 20%}}'. May be repeated.",
        show_default=False,
    ),
]

RemoveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--remove",
        metavar="PATH",
        help="Take an entry away, with what belongs to it: --remove talks.us-dprk. May be repeated.",
        show_default=False,
    ),
]

MoveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--move",
        metavar="MOVE",
        help="Make a move of the case: --move visit-beijing. May be repeated; moves come before the other changes.",
        show_default=False,
    ),
]


def asked_changes(
    case: Case, moves: Sequence[str], removed: Sequence[str], added: Sequence[str], set_to: Sequence[str]
) -> list[tuple[str, Step]]:
    """The changes that options ask for, each with the words of its option, in the order in which they are made.

    Raises:
        UsageError: There is none, an option cannot be read, or the case has no such move.
        CaseError: The YAML of an option cannot be read.
    """
    asked = [
        *(("--move", ident, step) for ident, step in _steps_of_moves(case, moves)),
        *(("--remove", path, _step(remove=path)) for path in removed),
        *(("--add", text, _step(add=_halves("--add", text)[0], value=_value("--add", text))) for text in added),
        *(("--set", text, _step(set=_halves("--set", text)[0], to=_value("--set", text))) for text in set_to),
    ]
    if not asked:
        raise UsageError("nothing is changed: say what, with --set, --add, --remove or --move")
    return [(f"{option} {text}", step) for option, text, step in asked]


def changed_case(case: Case, asked: Sequence[tuple[str, Step]]) -> Case:
    """The case after these changes; what is wrong is said of the option that asks for it.

    Raises:
        CaseError: A change cannot be made; all that is wrong comes at once.
    """
    from tertius.case.check.changes import apply_steps
    from tertius.case.edit.changes import Step
    from tertius.case.parse.origin import Origin, Place

    cells: dict[tuple[str | int, ...], Place] = {("options", n): Place(option) for n, (option, _) in enumerate(asked)}
    steps = [
        Step(step.change, ("options", number, "path"), ("options", number, "value"))
        for number, (_, step) in enumerate(asked)
    ]
    return apply_steps(case, steps, Origin(cells=cells), lambda path: "")


def _steps_of_moves(case: Case, moves: Sequence[str]) -> Iterator[tuple[str, Step]]:
    """The changes of moves that are made one after the other, each with success."""
    from tertius.case.actions import hindrance_to
    from tertius.case.edit.changes import made
    from tertius.case.edit.moves import steps_of_move
    from tertius.case.parse.origin import closest

    now, done = case, list[str]()
    for ident in moves:
        if ident not in case.moves:
            known = f"the moves are {', '.join(case.moves)}" if case.moves else "the case has no moves"
            near = closest(ident, case.moves)
            raise UsageError(f"there is no move '{ident}': {f'{near} ({known})' if near else known}")
        hindrance = hindrance_to(case.moves, ident, done)
        if hindrance:
            raise UsageError(f"--move {ident}: {hindrance}")
        steps = steps_of_move(now, ident, case.moves[ident])
        yield from ((ident, step) for step in steps)
        now, done = made(now, steps).case, [*done, ident]


def _step(**fields: Any) -> Step:
    from tertius.case.edit.changes import steps_of
    from tertius.case.model import Change

    [step] = steps_of(("options",), (Change(**fields),))
    return step


def _halves(option: str, text: str) -> tuple[str, str]:
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        example = "issues.toll.level=50" if option == "--set" else "needs.pride={actor: north, weight: 5}"
        raise UsageError(f"{option} takes a path, an equals sign and a value: {option} '{example}', not '{text}'")
    return path.strip(), value.strip()


def _value(option: str, text: str) -> Any:
    """What stands after the equals sign: a number, words, or with a bracket in front YAML in one line."""
    from dataclasses import replace

    from tertius.case.parse.tree import read_tree, scalar_of

    value = _halves(option, text)[1]
    if value[:1] not in ("{", "[", '"', "'"):
        return scalar_of(value)
    tree = read_tree(value)
    if tree.problems:
        problems: list[Problem] = [replace(problem, file=f"{option} {text}", line=0) for problem in tree.problems]
        raise CaseError(problems)
    return tree.value
