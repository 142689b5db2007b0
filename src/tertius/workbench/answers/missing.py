"""What a case still lacks for an answer, step by step, each with the screen on which it is done."""

from __future__ import annotations

from typing import Any

from tertius.case.model import Case
from tertius.report.text.phrases import counted


def missing_told(case: Case) -> list[dict[str, Any]]:
    """The steps from an empty case to an answer, in their order; those that are done say what is there."""
    stances = [(actor, issue) for actor, own in case.stances.items() for issue in own]
    silent = [case.name(actor) for actor in case.actors if not case.stances.get(actor)]
    weighed = any(case.capability(actor, issue) is not None for actor, issue in stances)
    decided = any(map(case.decided, case.issues))
    actors, issues = len(case.actors), len(case.issues)
    bare = [case.name(ident) for ident, talk in case.talks.items() if not talk.issues]
    by_talk = bool(case.talks)
    settled = "The issues are on the table of a talk." if by_talk else "The issues are decided by weight."
    return [
        _step(
            actors >= 2,
            "Name the actors",
            f"There {'is' if actors == 1 else 'are'} {counted(actors)}.",
            "It takes two or more who want something from each other.",
        ),
        _step(
            issues >= 1,
            "Name what is to be settled",
            f"There {'is one issue' if issues == 1 else f'are {counted(issues)} issues'}, each with its scale.",
            "An issue has a scale, 0 to 100 unless you say otherwise, and words for what its points mean.",
        ),
        _step(
            bool(stances) and not silent,
            "Say what each actor wants, and how much it matters to it",
            "Every actor has a position and a salience somewhere.",
            f"Nothing is said yet of {', '.join(silent)}."
            if silent and actors
            else "A position on the scale, such as 60, and beside it a salience, such as 80.",
        ),
        _step(
            len(bare) < len(case.talks) or decided,
            "Say how it is settled",
            settled,
            _talk_lacks(bare) if by_talk else _settled_by(weighed),
        ),
    ]


def _talk_lacks(bare: list[str]) -> str:
    return (
        f"Nothing is on the table of {', '.join(bare)} yet: say on the sheet “Levels without agreement” which issues "
        "it settles, and where each stays if it fails."
    )


def _settled_by(weighed: bool) -> str:
    return (
        "Either by a talk, with its parties and where each issue stays without an agreement; or by weight, with a "
        f"capability for each actor{'' if weighed else ' (none is given yet)'}."
    )


def _step(done: bool, what: str, there: str, lacking: str) -> dict[str, Any]:
    return {"done": done, "what": what, "says": there if done else lacking}
