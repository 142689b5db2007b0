"""``tertius leverage``: who holds leverage over whom, and where it comes from.

``tertius power``: voting power, who can block, and how likely a measure passes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tertius
from tertius.cli import options
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, end_unless_settled, print_result, warn_of
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, print_results, say_problems

if TYPE_CHECKING:
    from tertius.case.model import Case


def leverage(
    case: options.Case,
    explain: Annotated[
        str | None,
        options.option(
            "--explain",
            metavar="TARGET",
            says="Where it comes from: the payoff of an actor, the level of an issue, an agreement: --explain dprk. "
            "With --of TALK an actor's gain there.",
        ),
    ] = None,
    of: Annotated[
        str | None,
        options.option(
            "--of",
            metavar="TALK",
            says="One talk: who got nearer to its best, and what each brings from elsewhere: --of us-dprk. "
            "Of a decision: one issue.",
        ),
    ] = None,
    draws: Annotated[
        int, options.number("--draws", "Draws of the uncertain numbers; none with 0: --draws 500.", least=0)
    ] = 0,
    seed: options.Seed = 1,
    rule: options.Rule = None,
    solution: options.Solution = None,
    threads: options.Threads = None,
    by: Annotated[
        float | None,
        options.option(
            "--by",
            metavar="PERCENT",
            says="Of a decision: how far concessions move it, and how near a coalition must bring it, in percent "
            "of the scale: --by 5. Without it: 10.",
        ),
    ] = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    impute: options.Impute = None,
    as_json: Annotated[bool, options.as_json("leverage korea-2019 --json > lev.json")] = False,
) -> None:
    """Work out who holds leverage over whom, and where it comes from; of a decision, who can move it.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of, impute))
    of = None if of is None else options.ident_of(loaded, of, "talks", "issues")
    explain = None if explain is None else options.target_of(loaded, explain)
    announce_compiling()
    if not loaded.talks and any(loaded.decided(issue) for issue in loaded.issues):
        about_talks = {"--explain": explain, "--solution": solution, "--draws": draws or None}
        foreign = [name for name, value in about_talks.items() if value is not None]
        if foreign:
            raise UsageError(f"{', '.join(foreign)}: that is about talks, and {loaded.case} has none")
        from tertius.analysis.leverage.decision.leverage import BY, leverage_on_decision
        from tertius.report.terminal.leverage import decision_leverage_of

        on_decision = leverage_on_decision(loaded, of, rule or "weighted-mean", BY if by is None else by)
        warn_of(loaded)
        print_result(on_decision, as_json, decision_leverage_of)
        return
    if by is not None:
        raise UsageError(f"--by is about a decision that many take, and {loaded.case} is none")
    from tertius.report.terminal.leverage import attribution_of, leverages_of
    from tertius.scenarios.targets import check_talk, target_named

    # A target or talk that is not there is said before any work is done.
    if of is not None:
        check_talk(loaded, of)
    if explain is not None:
        target_named(loaded, explain, of)
    with errors_console().status("Settling the case and its versions ..."):
        lev = tertius.leverage(loaded, draws, seed, rule, solution, threads)
        attribution = None if explain is None else lev.attribution(explain, of)
    if attribution is None:
        print_result(lev, as_json, lambda lev: leverages_of(lev, of))
    else:
        print_result(attribution, as_json, attribution_of)
    end_unless_settled(lev.unsettled, lev.scenario.draws)


def _with_body(name: str) -> Case:
    """The case of that name, or the body in a table of votes."""
    from tertius.case.layouts.grids import STATA
    from tertius.case.layouts.votes import load_votes
    from tertius.case.load import is_plain_table

    path = Path(name)
    if is_plain_table(path) or (path.suffix.lower() == STATA and path.is_file()):
        case = load_votes(path)
        say_problems("warning", case.origin.notes)
        return case
    return tertius.load(name)


def power(
    case: Annotated[
        str | None,
        options.argument(
            "[CASE]",
            "A case with a voting body, or a table of votes: korea-2019, votes.csv. Without it: a body that comes with "
            "Tertius.",
        ),
    ] = None,
    body: Annotated[
        str | None,
        options.option(
            "--body",
            metavar="BODY",
            says="Which body: --body security-council, --body eu-council-nice-eu28. May be left out where the case "
            "has one only.",
        ),
    ] = None,
    exact: Annotated[
        bool | None,
        options.option(
            "--exact/--float",
            says="Indices as exact fractions, or as floating numbers, which is quick for large bodies: "
            "--body un-security-council --float. Without it: exact up to 60 members.",
        ),
    ] = None,
    listing: Annotated[bool, options.flag("--list", "List the bodies that come with Tertius: power --list.")] = False,
    as_json: Annotated[bool, options.as_json("power korea-2019 --json > power.json")] = False,
) -> None:
    """Say who has how much power in a voting body, who can block, and how likely its measure passes."""
    from tertius.report.terminal.power import bodies_of, power_of

    if listing:
        if case is not None or body is not None or exact is not None or as_json:
            raise UsageError("--list lists the bodies that come with Tertius: it stands alone")
        print_results([bodies_of(tertius.bodies())])
        return
    loaded = None if case is None else _with_body(case)
    if loaded is not None and body is not None:
        body = options.ident_of(loaded, body, "bodies")
    found = tertius.power(loaded, body, exact)
    print_result(found, as_json, lambda found: power_of(found, whole=exact is True))
