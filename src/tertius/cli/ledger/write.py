"""What writes to the ledger: a forecast added, a question resolved or declared void."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import tertius
from tertius.cli import options
from tertius.cli.ledger.options import Correct, File, Question, Who, day
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, print_result, warn_of
from tertius.errors import UsageError, check_all

if TYPE_CHECKING:
    from tertius.ledger.entries import Resolved


def add(
    case: Annotated[
        str | None,
        options.argument("[CASE]", "The case that forecasts, as in every command; none for a question without a case."),
    ] = None,
    question: Annotated[
        str | None,
        options.option(
            "--question",
            metavar="TARGET",
            says="What is asked of the case: --question us-dprk, --question level:sanctions-relief. Without a case: "
            "what the question is to be called.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        options.option("--by", metavar="DATE", says="The last day of the question, not in the past: --by 2030-12-31."),
    ] = None,
    resolves: Annotated[
        str,
        options.option(
            "--resolves", metavar="WORDS", says="What must have happened: --resolves 'a joint text is signed'."
        ),
    ] = "",
    name: Annotated[
        str | None,
        options.option(
            "--id", metavar="NAME", says="What the question is called: --id hanoi. Without it: CASE/TARGET."
        ),
    ] = None,
    text: Annotated[
        str, options.option("--text", metavar="WORDS", says="What is asked: --text 'Will they sign in Hanoi?'.")
    ] = "",
    probability: Annotated[
        float | None,
        options.option("--probability", metavar="SHARE", says="The forecast, without a case: --probability 0.3."),
    ] = None,
    mine: Annotated[
        float | None,
        options.option(
            "--mine", metavar="NUMBER", says="Your own number, as a rival of the case's: --mine 0.4; of a level, yours."
        ),
    ] = None,
    kind: Annotated[
        str | None,
        options.option(
            "--kind",
            metavar="KIND",
            says="The kind of talk whose base rate is a rival; that of the talk if left out: --kind crisis.",
        ),
    ] = None,
    corrects: Annotated[
        int | None,
        options.number("--corrects", "The entry of a forecast that this one takes the place of: --corrects 4.", 1),
    ] = None,
    draws: options.Draws = 10_000,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    base_rate: Annotated[
        str | None,
        options.option(
            "--base-rate",
            metavar="KIND",
            says="Pool the headline with the base rate of this kind of talk: --base-rate crisis --weight 0.3.",
        ),
    ] = None,
    weight: options.Weight = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    who: Who = None,
    file: File = None,
    as_json: Annotated[bool, options.as_json("ledger add korea-2019 --question us-dprk --json")] = False,
) -> None:
    """Write down a forecast before the day, with a copy of its case, beside what naive rivals say.

    Ends with 4 if most draws did not come to rest: then nothing is written down.
    """
    last = _check_words(case, question, by)
    from tertius.ledger.freezing import Making
    from tertius.report.terminal.ledger.entries import added_of

    loaded = None if case is None else case_or_table(case, Declared(scale, salience_max, as_of))
    target = question or ""
    if loaded is not None:
        target = options.target_of(loaded, target)
        warn_of(loaded)
        announce_compiling()
    from tertius.report.terminal.console import progress_of

    how = Making(draws, seed, theories, base_rate, weight, kind, mine)
    with progress_of("Settling draws") as progress:
        added = tertius.Ledger(file).add(
            loaded,
            target,
            by=last,
            resolves=resolves,
            id=name,
            text=text,
            probability=probability,
            how=how,
            threads=threads,
            progress=progress,
            who=who,
            corrects=corrects,
        )
    print_result(added, as_json, added_of)


def _check_words(case: str | None, question: str | None, by: str | None) -> date | None:
    """The last day of the question, if that is a day and there is a question."""

    def check_question() -> None:
        if not (question or "").strip():
            what = "a name for the question" if case is None else "a talk, or level: and an issue"
            raise UsageError(f"--question is needed: {what}")

    check_all(check_question, lambda: day(by, "--by"))
    return day(by, "--by")


def resolve(
    question: Question,
    outcome: Annotated[str, options.argument("OUTCOME", "yes or no; of a question for a level, the level.")],
    source: Annotated[
        str,
        options.option("--source", metavar="WORDS", says="Where it can be read: --source https://example.org/report."),
    ] = "",
    on: Annotated[
        str | None,
        options.option(
            "--on",
            metavar="DATE",
            says="The day on which it was known: --on 2030-03-01. Without it: today, or the last day of the question.",
        ),
    ] = None,
    correct: Correct = False,
    who: Who = None,
    file: File = None,
    as_json: Annotated[bool, options.as_json("ledger resolve hanoi no --source ... --json")] = False,
) -> None:
    """Write down how a question ended, and where that can be read."""
    ledger = tertius.Ledger(file)
    _print_end(ledger, ledger.resolve(question, _outcome(outcome), source, day(on, "--on"), correct, who), as_json)


def _print_end(ledger: tertius.Ledger, ended: Resolved, as_json: bool) -> None:
    """Say how a question ended, in the words in which it was asked."""
    from tertius.report.terminal.ledger.entries import resolved_of

    print_result(ended, as_json, lambda one: resolved_of(ledger.track(one.question).question, one))


def _outcome(word: str) -> bool | float:
    """What a word says of the outcome."""
    known = {"yes": True, "no": False, "true": True, "false": False}
    if word.strip().lower() in known:
        return known[word.strip().lower()]
    try:
        return float(word)
    except ValueError:
        raise UsageError(f"'{word}' is no outcome: give yes or no, or a number for a level") from None


def void(
    question: Question,
    why: Annotated[
        str, options.option("--why", metavar="WORDS", says="Why it has no answer: --why 'the talks were never held'.")
    ] = "",
    correct: Correct = False,
    who: Who = None,
    file: File = None,
    as_json: Annotated[bool, options.as_json("ledger void hanoi --why ... --json")] = False,
) -> None:
    """Write down that a question has no answer; it stays in the ledger, and is scored no more."""
    ledger = tertius.Ledger(file)
    _print_end(ledger, ledger.void(question, why, correct, who), as_json)
