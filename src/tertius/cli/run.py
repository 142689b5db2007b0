"""``tertius run``: the whole analysis, on the terminal and as a brief."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

import tertius
from tertius.cli import options
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import UNRESTED, announce_compiling, end_interrupted, print_json
from tertius.errors import UsageError
from tertius.report.terminal.console import (
    errors_console,
    print_results,
    progress_of,
    results_console,
    say_problems,
    words_of,
)
from tertius.writing import check_place

if TYPE_CHECKING:
    from tertius.analysis.claims import Claims
    from tertius.analysis.forecast.evidence import EvidenceGap
    from tertius.analysis.forecast.result import Forecast
    from tertius.analysis.forecast.sensitivity import Sensitivity
    from tertius.analysis.leverage import Attribution, Leverage
    from tertius.analysis.patrons.patrons import Patrons
    from tertius.case.model import Case
    from tertius.errors import Problem
    from tertius.rules.settlement import Settlement


Part = TypeVar("Part")

BRIEF = "brief.html"
BASE = 64  # rows of the sensitivity matrices: enough to name the inputs that matter, in seconds for a large case
SENTENCES = 5  # on what to find out next
CLAIM_DRAWS = 200  # over which claims are tested at most: enough for a verdict without a warning


def run(
    case: options.Case,
    output: Annotated[
        Path | None,
        options.option(
            "--output",
            "-o",
            metavar="DIR",
            says="Folder for the brief: -o briefs/korea. Without it: CASE-brief in this folder.",
        ),
    ] = None,
    force: Annotated[
        bool,
        options.flag("--force", "Replace a brief that is there already: run korea-2019 --force."),
    ] = False,
    solution: options.Solution = None,
    theories: Annotated[
        str | None,
        options.option(
            "--theories",
            metavar="LIST",
            says="Theories that count, side by side and in every draw: all, or names with commas: --theories "
            "hold,renegotiate. The talks settle under the first. Without it: every rule that applies.",
        ),
    ] = None,
    draws: Annotated[
        int,
        options.number("--draws", "Draws for the forecast in the brief; none with 0: --draws 10000.", least=0),
    ] = 1000,
    seed: options.Seed = 1,
    sensitivity: Annotated[
        bool,
        options.flag(
            "--sensitivity/--no-sensitivity",
            "Find the inputs that matter most, and what to find out next: run korea-2019 --no-sensitivity.",
        ),
    ] = True,
    moves: Annotated[
        bool,
        options.flag(
            "--moves/--no-moves",
            "Rank the moves of the case, and work out the game before the talks: run korea-2019 --no-moves.",
        ),
    ] = True,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[
        bool, options.as_json("run korea-2019 --json > run.json", "settlement, forecast and where the brief is")
    ] = False,
) -> None:
    """Run the whole analysis: to the terminal, and as a brief that reads without Tertius.

    Settlement and forecast are told as soon as they are found. Ends with 4 if the search did not converge. Ctrl-C
    during the draws or after them writes the brief on what is found, and ends with 130.
    """
    if theories is not None and solution is not None:
        raise UsageError("--solution asks for one solution and --theories names them all: use one of the two")
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    from tertius.draws import check_seed

    check_seed(seed)
    asked = _Asked(case, draws, seed, sensitivity, moves, *_theories(loaded, solution, theories))
    folder = Path(f"{loaded.case}-brief") if output is None else output
    path = _claim_place(folder, force)
    announce_compiling()
    with redirect_stdout(io.StringIO()) if as_json else nullcontext():
        found = _find(loaded, asked)
    tertius.write_brief(found.page, path, overwrite=force)
    if as_json:
        forecast = None if found.forecast is None else found.forecast.to_dict()
        settled = found.settlement.to_dict(found.warnings)
        print_json({"brief": str(path), "settlement": settled, "forecast": forecast})
    else:
        results_console().print(f"\nThe brief is in {path}", soft_wrap=True)
    _end(found, draws)


@dataclass(frozen=True)
class _Asked:
    """What the user wants: the case by its name, how many draws, which parts, and under which theories.

    Attributes:
        counted: The theories that settle every draw.
        beside: Those that stand side by side.
        rule: The rule of the settlement; None for the first that applies.
        solution: Its solution; None for that of the rule.
    """

    name: str
    draws: int
    seed: int
    sensitivity: bool
    moves: bool
    counted: str | list[str]
    beside: str | list[str]
    rule: str | None
    solution: str | None


@dataclass(frozen=True)
class _Found:
    """What became of it; ``stopped`` says in the midst of what it was cut short, and is empty if it was not."""

    settlement: Settlement
    warnings: list[Problem]
    forecast: Forecast | None
    stopped: str
    page: str


def _theories(
    case: Case, solution: str | None, names: str | None
) -> tuple[str | list[str], str | list[str], str | None, str | None]:
    """What counts in every draw, what stands side by side, and rule and solution of the settlement."""
    from tertius.rules import theories_for, theories_named

    if names is not None:
        chosen = theories_named([case], names)
        listed = [theory.name for theory in chosen]
        return listed, listed, chosen[0].rule.key, chosen[0].solution.key
    if solution is None:
        return "default", "all", None, None
    return [theory.name for theory in theories_for(case) if theory.solution.key == solution], "all", None, solution


class _Parts:
    """What is found after the forecast, part by part; after Ctrl-C no other part begins."""

    def __init__(self) -> None:
        self.stopped = ""

    def find(self, doing: str, find: Callable[[], Part]) -> Part | None:
        """What a part finds; None if it is not waited for."""
        if self.stopped:
            return None
        try:
            return find()
        except KeyboardInterrupt:
            self.stopped = doing
            return None


def _find(case: Case, asked: _Asked) -> _Found:
    """The whole analysis, each part told as it is found, and the brief as a page."""
    from tertius.case.findings import told_once
    from tertius.report.terminal.moves import tell_moves
    from tertius.report.terminal.settlement import breakdowns_of, outcome_of
    from tertius.report.text.settlement import settlement_sentences

    with errors_console().status("Settling every talk, and the case without each of them ..."):
        settlement, breakdowns = tertius.settle_all(case, asked.rule, asked.solution)
    warnings = tertius.warn_case(case)
    say_problems("warning", told_once(warnings, settlement.warnings))
    print_results((*outcome_of(settlement), *breakdowns_of(settlement, breakdowns)))
    print_results(words_of(settlement_sentences(settlement, breakdowns)))
    forecast, parts = _forecast(case, asked), _Parts()
    parts.stopped = "settling draws" if forecast and forecast.cut_short else ""
    inputs = None
    if asked.sensitivity and forecast:
        inputs = parts.find("looking for the inputs that matter", lambda: _sensitivity(settlement, asked.seed))
    gap = _gap(settlement.case, inputs) if inputs else []
    lev, attribution = parts.find("working out leverage", lambda: _leverage(case, asked)) or (None, None)
    rivals = parts.find("weighing patrons", lambda: _patrons(lev)) or []
    told = partial(tell_moves, asked.name, case, asked.counted, asked.seed)
    searches, game = (parts.find("ranking moves", told) if asked.moves else None) or ([], None)
    claims = parts.find("testing claims", lambda: _claims(case, asked, forecast))
    with errors_console().status("Writing the brief ..."):
        page = tertius.render_brief(
            settlement,
            breakdowns,
            dt.date.today(),
            tertius.settle_theories(case, asked.beside),
            forecast,
            inputs,
            gap,
            leverage=lev,
            attribution=attribution,
            moves=searches,
            game=game,
            claims=claims,
            patrons=rivals,
        )
    return _Found(settlement, warnings, forecast, parts.stopped, page)


def _end(found: _Found, draws: int) -> None:
    """Ends with 130 if some of it was cut short, and with 4 if the search did not converge."""
    if found.forecast and found.forecast.interrupted:
        end_interrupted(f"Stopped after {found.forecast.draws:,} of {draws:,} draws.")
    if found.stopped:
        end_interrupted(f"Stopped while {found.stopped}; the brief has what was found before.")
    if not found.settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _forecast(case: Case, asked: _Asked) -> Forecast | None:
    """The forecast, told in sentences as it is found; None without draws or without uncertain numbers."""
    from tertius.draws import uncertain_of
    from tertius.report.text.forecast import forecast_sentences

    if not asked.draws:
        return None
    if not uncertain_of(case):
        results_console().print("\nNo number of the case is uncertain, so there is no forecast.", soft_wrap=True)
        return None
    with progress_of("Settling draws") as progress:
        found = tertius.forecast(case, asked.draws, asked.seed, asked.counted, progress=progress, hands=False)
    print_results(words_of(forecast_sentences(found), "Forecast"))
    results_console().print(
        f"\nEvery figure of it: tertius forecast {asked.name} --draws {found.draws}", soft_wrap=True
    )
    return found


def _leverage(case: Case, asked: _Asked) -> tuple[Leverage | None, Attribution | None]:
    """Who holds leverage over whom, told in sentences, and where the position of the actor in focus comes from."""
    from tertius.analysis.leverage.leverage import focus_of
    from tertius.report.text.leverage import leverage_sentences

    if not case.talks:
        return None, None
    with errors_console().status("Settling versions of the case ..."):
        lev = tertius.leverage(case, rule=asked.rule, solution=asked.solution)
        attribution = lev.attribution(focus_of(lev))
    print_results(words_of(leverage_sentences(lev), "Leverage"))
    results_console().print(f"\nAll of it: tertius leverage {asked.name}", soft_wrap=True)
    return lev, attribution


def _patrons(lev: Leverage | None) -> list[Patrons]:
    """What patrons bring the clients that have two or more of them, told in sentences."""
    from tertius.analysis.patrons.asked import MOST, clients_of, patrons_in
    from tertius.analysis.patrons.patrons import patrons_of
    from tertius.report.text.worths.patrons import patrons_sentences

    found: list[Patrons] = []
    if lev is None:
        return found
    for client in clients_of(lev.case):
        names = patrons_in(lev.case, client)
        if len(names) <= MOST:
            found.append(patrons_of(lev.scenario, client, names))
            print_results(words_of(patrons_sentences(found[-1]), f"Patrons of {lev.case.name(client)}"))
    return found


def _claims(case: Case, asked: _Asked, forecast: Forecast | None) -> Claims | None:
    """What became of the claims, counted; None without claims or a forecast."""
    if not case.claims or forecast is None:
        return None
    draws = min(forecast.draws, CLAIM_DRAWS)
    with progress_of("Testing claims") as progress:
        told = tertius.claims(case, (), draws, asked.seed, asked.counted, progress=progress)
    verdicts = Counter(one.verdict.value for one in told.results)
    listed = ", ".join(f"{count} {_became(verdict, count)}" for verdict, count in verdicts.items())
    results_console().print(f"\nOf {len(told.results)} claims {listed}, over {draws:,} draws.", soft_wrap=True)
    results_console().print(f"Which, and on what they depend: tertius claims {asked.name}", soft_wrap=True)
    return told


def _became(verdict: str, count: int) -> str:
    """``holds`` of one, ``hold`` of several."""
    plural = {"holds": "hold", "fails": "fail", "depends": "depend", "not tested": "are not tested"}
    return plural[verdict] if count > 1 else verdict.replace("not tested", "is not tested")


def _sensitivity(settlement: Settlement, seed: int) -> Sensitivity | None:
    """The inputs that matter under the theory of the settlement; None if most versions did not come to rest."""
    from tertius.analysis.forecast import find_sensitivity
    from tertius.rules import theory_named

    with progress_of("Looking for the inputs that matter") as progress:
        found = find_sensitivity(settlement.case, theory_named(settlement.theory), BASE, seed, progress=progress)
    return None if found.unsettled > UNRESTED * found.settlements else found


def _gap(case: Case, inputs: Sensitivity) -> list[str]:
    """What to find out next, told in sentences as it is found."""
    from tertius.analysis.forecast import evidence_gap
    from tertius.report.text.evidence import evidence_sentences

    gap: EvidenceGap = evidence_gap(case, inputs)
    told = evidence_sentences(gap)[:SENTENCES]
    if told:
        print_results(words_of(told, "What to find out next"))
    return told


def _claim_place(folder: Path, force: bool) -> Path:
    """Where the brief will stand, made ready before any work is done."""
    path = folder / BRIEF
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder: choose another place with -o DIR")
    if os.path.lexists(path) and not force:
        raise UsageError(f"{path} is there already: use --force to replace it, or -o DIR for another place")
    check_place(path, force)
    return path
