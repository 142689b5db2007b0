"""What becomes of a case that is changed: before and after at the middles while a slider moves, then over draws."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from tertius.analysis.at_once import AtOnce, Ending, at_once
from tertius.case.edit.diff import Edit, diff_cases
from tertius.case.model import Case
from tertius.case.paths import NOUNS
from tertius.draws import uncertain_of
from tertius.report.text.limits.branches import branch_sentence, several_sentences, switched_sentence
from tertius.report.text.limits.unchanged import unchanged_sentences
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    fixed,
    issue_name,
    joined,
    level_number,
    level_words,
    percent,
    printable,
    same_level,
    talk_name,
)
from tertius.rules import chosen_theory
from tertius.rules.settlement import Settlement
from tertius.rules.theory import Theory
from tertius.scenarios.branches import branch_of
from tertius.scenarios.comparison import Effects, Pair, compare
from tertius.scenarios.effects import Effect
from tertius.workbench.kept import case_of_values
from tertius.workbench.trials.trial import Trial, entry_name

TONES = {Ending.DEAL: "good", Ending.NO_DEAL: "bad", Ending.LIKELY_TO_FAIL: "open", Ending.SEVERAL: "open"}
"""The colour of a chip; its words say the same."""

SEEN = 0.01
"""Probabilities that differ by less are told as one and the same."""

SUMMED = 4
"""So many changes are told in one line."""

DRAWS = 256
"""Over so many draws both versions are held against each other."""


def what_if(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """Before and after, every number at its middle; the chance that a deal is missed is that of the case before."""
    theory = chosen_theory(case, None, None)
    trial = Trial.of_plain(asked["trial"])
    after = trial.at_once(case)
    before = theory.settle(case)
    told(1, 2, "")
    changed = theory.settle(after, chances=before.chances or True) if applies(theory, after) else None
    return told_of(theory, before, changed, trial.edits(case, after), at_once=True)


def what_if_over_draws(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The same with every chance worked out anew, and over draws that both versions share."""
    trial = Trial.of_plain(asked["trial"])
    return _compared(case, trial.changed(case), told)


def compared(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """Two cases side by side, the other one as plain values that are valid."""
    return _compared(case, case_of_values(asked["other"]), told)


def _compared(before: Case, after: Case, told: Any) -> dict[str, Any]:
    theory = chosen_theory(before, None, None)
    if not applies(theory, after):
        return told_of(theory, theory.settle(before), None, diff_cases(before, after))
    draws = DRAWS if uncertain_of(before) or uncertain_of(after) else 0
    comparison = compare(before, after, [theory.name], draws, progress=lambda done, whole: told(done, whole, ""))
    pair, effects = comparison.theories[theory.name], comparison.effects.get(theory.name)
    return told_of(theory, pair.before, pair.after, comparison.edits, effects)


def applies(theory: Theory, case: Case) -> bool:
    """Whether a theory still says something about a version."""
    return not theory.rule.lacks(case) and theory.applies(case)


def told_of(
    theory: Theory,
    before: Settlement,
    after: Settlement | None,
    edits: tuple[Edit, ...],
    effects: Effects | None = None,
    at_once: bool = False,
) -> dict[str, Any]:
    """Two settlements side by side, as a page shows them.

    Args:
        theory: The theory of both.
        before: That of the case.
        after: That of the version; None if there is nothing left to settle.
        edits: Where the two differ.
        effects: What differs over draws.
        at_once: Whether the chances after the change are still those before it.
    """
    found: dict[str, Any] = {
        "edits": [_edit(before.case, edit) for edit in edits],
        "talks": [],
        "outside": [],
        "payoffs": [],
        "notes": [],
        "why": [],
        "at_once": at_once,
        "draws": 0 if effects is None else DRAWS,
        "gone": after is None,
        "summary": [],
    }
    if after is None:
        return found
    pair = Pair(before, after, branch_of(theory, before, after))
    found["talks"] = list(_talks(pair, effects))
    held = {issue["id"] for talk in found["talks"] for issue in talk["issues"]}
    rest = [issue for issue in _issues(pair) if issue not in held]
    found["outside"] = [_level(pair, issue, effects) for issue in rest]
    reworded = {str(edit.path[1]) for edit in edits if edit.path[0] == "stances"}
    found["payoffs"] = [_payoff(pair, actor, effects, actor in reworded) for actor in _actors(pair)]
    levels = [*found["outside"], *(issue for talk in found["talks"] for issue in talk["issues"])]
    moved = any(level["moved"] for level in levels) or any(talk["changed"] for talk in found["talks"])
    if edits and not moved:
        paid = any(payoff["moved"] for payoff in found["payoffs"])
        found["why"] = unchanged_sentences(before, after, edits, "No level changes" if paid else "Nothing changes")
    found["notes"] = list(filter(None, (*_notes(pair, effects), _reworded(before.case, reworded))))
    found["summary"] = _summary(found["talks"], levels)
    return found


def _summary(talks: Sequence[dict[str, Any]], levels: Sequence[dict[str, Any]]) -> list[str]:
    """What changes, in a line: talks that end otherwise, then the levels that move furthest."""
    ends = [f"{talk['name']}: {talk['before']['word']} → {talk['after']['word']}" for talk in talks if talk["changed"]]
    moved = [level for level in levels if level["moved"] and None not in level["shares"]]
    moved.sort(key=lambda level: -abs(level["shares"][1] - level["shares"][0]))
    return [*ends, *(f"{level['name']} {level['numbers'][0]} → {level['numbers'][1]}" for level in moved)][:SUMMED]


def _edit(case: Case, edit: Edit) -> dict[str, Any]:
    """Where two versions differ; of a whole entry only what it is called."""
    whole = len(edit.path) == 2 and (edit.stood is None or edit.stands is None) and edit.path[0] in NOUNS
    if not whole:
        return {"what": capital(edit.what), "stood": edit.stood, "stands": edit.stands}
    what = f"{capital(NOUNS[str(edit.path[0])])} “{entry_name(case, str(edit.path[0]), str(edit.path[1]))}”"
    return {"what": what, "stood": edit.stood and "", "stands": edit.stands and ""}


def _issues(pair: Pair) -> list[str]:
    return list(dict.fromkeys([*pair.before.case.issues, *pair.after.case.issues]))


def _actors(pair: Pair) -> list[str]:
    return list(dict.fromkeys([*pair.before.payoffs, *pair.after.payoffs]))


def _talks(pair: Pair, effects: Effects | None) -> Iterator[dict[str, Any]]:
    """Each talk that either version has: how it ends in both, and the levels of its issues."""
    ends = [at_once(side) for side in (pair.before, pair.after)]
    for talk in dict.fromkeys([*pair.before.case.talks, *pair.after.case.talks]):
        sides = [_ending(side, talk, end.get(talk)) for side, end in zip((pair.before, pair.after), ends, strict=True)]
        holder = pair.before.case if talk in pair.before.case.talks else pair.after.case
        shares = None if effects is None else effects.agreements.get(talk)
        yield {
            "id": talk,
            "name": talk_name(holder, talk),
            "before": sides[0],
            "after": sides[1],
            "changed": sides[0]["word"] != sides[1]["word"],
            "likelier": sides[0]["word"] != sides[1]["word"] or _apart(sides[0]["share"], sides[1]["share"]),
            "shares": [percent(share, "%") for share in shares] if shares and _apart(*shares) else None,
            "issues": [_level(pair, issue, effects) for issue in holder.talks[talk].issues],
        }


def _apart(before: float | None, after: float | None) -> bool:
    """Whether two probabilities differ by what can be seen."""
    return before != after and (before is None or after is None or abs(after - before) >= SEEN)


def _ending(settlement: Settlement, talk: str, found: AtOnce | None) -> dict[str, Any]:
    """How a talk ends, in a word or two, with its colour and its chance."""
    if found is None:
        return {"word": "not held", "tone": "", "chance": "", "share": None}
    if talk in settlement.next_to_nothing and found.ending is Ending.DEAL:
        return {"word": "next to nothing", "tone": "open", "chance": "", "share": None}
    chance = "" if found.probability is None or found.ending is Ending.NO_DEAL else percent(found.probability, "%")
    return {"word": found.ending.value, "tone": TONES[found.ending], "chance": chance, "share": found.probability}


def _level(pair: Pair, issue: str, effects: Effects | None) -> dict[str, Any]:
    """The level of an issue before and after, in words, and as shares of its scale."""
    holder = pair.before.case if issue in pair.before.case.issues else pair.after.case
    entry = holder.issues[issue]
    low, high = entry.scale
    ends = [side.levels.get(issue) for side in (pair.before, pair.after)]
    both = ends[0] is not None and ends[1] is not None
    moved = (ends[0] is None) != (ends[1] is None)
    change = ""
    if ends[0] is not None and ends[1] is not None:
        moved = not same_level(holder, issue, ends[0], ends[1])
        change = _difference(holder, issue, ends[0], ends[1]) if moved and pair.branch.comparable else ""
    effect = None if effects is None or not both else effects.levels.get(issue)
    return {
        "id": issue,
        "name": issue_name(holder, issue),
        "numbers": ["–" if end is None else level_number(holder, issue, end) for end in ends],
        "words": ["not there" if end is None else level_words(holder, issue, end) for end in ends],
        "shares": [None if end is None else (end - low) / (high - low) for end in ends],
        "anchors": [(value - low) / (high - low) for value in sorted(entry.anchors)],
        "change": change,
        "moved": moved,
        "effect": _effect(effect, high - low),
    }


def _difference(case: Case, issue: str, before: float, after: float) -> str:
    """How far a level has gone, with its sign."""
    low = case.issues[issue].scale[0]
    words = level_number(case, issue, low + abs(after - before)) if low == 0 else f"{abs(after - before):.3g}"
    return f"{'+' if after > before else '−'}{words}"


def _reworded(case: Case, actors: Collection[str]) -> str:
    """That payoffs of actors who want something else before and after cannot be told from each other."""
    names = [actor_phrase(case, actor) for actor in case.actors if actor in actors]
    if not names:
        return ""
    theirs = "its payoff is" if len(names) == 1 else "their payoffs are"
    verb = "wants" if len(names) == 1 else "want"
    return (
        f"{capital(joined(names))} {verb} something else after the change: {theirs} measured by that, so the "
        "difference is no gain."
    )


def _payoff(pair: Pair, actor: str, effects: Effects | None, reworded: bool) -> dict[str, Any]:
    """What an actor has before and after, in its points."""
    case = pair.before.case if actor in pair.before.case.actors else pair.after.case
    ends = [side.payoffs.get(actor) for side in (pair.before, pair.after)]
    change = pair.change(actor)
    moved = (ends[0] is None) != (ends[1] is None) or (change is not None and abs(change) >= MEASURABLE)
    effect = None if effects is None else effects.payoffs.get(actor)
    return {
        "id": actor,
        "name": case.name(actor),
        "numbers": ["–" if end is None else fixed(end) for end in ends],
        "change": "" if change is None or not moved else fixed(change, plus=True),
        "up": change is not None and change > 0,
        "moved": moved,
        "reworded": reworded,
        "effect": _effect(effect, 0.0),
    }


def _effect(effect: Effect | None, width: float) -> dict[str, str] | None:
    """A change over draws: its middle, the range of four draws in five, how often it is a rise."""
    if effect is None or not effect.draws:
        return None
    decimals = 1 if width == 0 or 20 < width <= 1000 else 0 if width > 1000 else 2
    low, median, high = (fixed(value, decimals, plus=True) for value in (effect.low, effect.median, effect.high))
    return {"median": median, "range": f"{low} to {high}", "rises": percent(effect.helps, "%")}


def _notes(pair: Pair, effects: Effects | None) -> Iterator[str]:
    """What a reader must know before comparing the two."""
    yield branch_sentence(pair.branch)
    if not pair.branch.comparable:
        for word, side in (("Before", pair.before), ("After", pair.after)):
            ways = several_sentences(side)
            if ways:
                yield f"{word}: {' '.join(ways)}"
    for word, side in (("Before", pair.before), ("After", pair.after)):
        if not side.status.converged:
            yield printable(f"{word}: {side.sentence}")
    if effects is None:
        return
    yield switched_sentence(effects.switched, effects.looked_into)
    if effects.unsettled:
        yield f"In {percent(effects.unsettled)} of the draws a version did not come to rest; they are left out."
