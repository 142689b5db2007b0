"""A claim from choices in words, and back: names in the form, ids in the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from tertius.case.actions import Change, Claim
from tertius.case.edit.diff import in_line
from tertius.case.edit.numbers import numbers_of
from tertius.case.fields import EventKind
from tertius.case.groups import number_at
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.parse.naming import numbered, slug
from tertius.case.parse.origin import closest
from tertius.case.parse.tree import scalar_of
from tertius.case.paths import NOUNS
from tertius.case.plain import plain_of
from tertius.report.text.argument.quantities import quantities_of, quantity_words
from tertius.report.text.argument.stated import change_sentence

REMOVABLE = ("talks", "links", "threats", "needs", "promises", "actors", "issues", "bodies")
"""What a version of a case can do without."""

SIDES = ("with", "against")
"""The two versions of a comparison, as the format calls them."""

BLANK: Mapping[str, Any] = {
    **dict.fromkeys(("says", "why", "quantity", "direction", "at_least", "input", "over", "host", "within"), ""),
    **{"form": "compare", "kind": "visit", "before": "summit", "source": (), "with": (), "against": (), "actors": ()},
    **{"moves": {}, "is_equilibrium": True},
}
"""The form of a claim that says nothing yet."""

KINDS: tuple[str, ...] = get_args(EventKind)
"""The kinds of events."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen, by what it is called.

    Attributes:
        numbers: Numbers of the case: their paths.
        quantities: What a claim can be about.
        parts: What can be taken away: its path.
    """

    numbers: Mapping[str, str]
    quantities: Mapping[str, str]
    parts: Mapping[str, str]


def choices_of(case: Case) -> Choices:
    """What can be chosen in a claim on a case; of two of one name the first."""
    numbers: dict[str, str] = {}
    for number in numbers_of(case):
        if number.path[0] not in ("moves", "claims"):
            numbers.setdefault(number.label, ".".join(map(str, number.path)))
    parts = {label: path for path, label in _parts(case)}
    watched = [claim.test.watched for claim in case.claims.values() if claim.test.watched]
    quantities = {**{quantity_words(case, one): one for one in watched}, **quantities_of(case)}
    return Choices(numbers, quantities, parts)


def _parts(case: Case) -> Iterator[tuple[str, str]]:
    for collection in REMOVABLE:
        for ident in getattr(case, collection):
            yield f"{collection}.{ident}", f"{NOUNS[collection]} {case.name(ident)}"
    for need, entry in case.needs.items():
        for issue in entry.covered_by:
            yield f"needs.{need}.covered_by.{issue}", f"cover of {case.name(need)} by {case.name(issue)}"


def form_of(case: Case, claim: Claim) -> dict[str, Any]:
    """A claim as its form shows it."""
    plain = plain_of(claim)
    test = plain[claim.form]
    form = {
        **BLANK,
        "form": claim.form,
        "says": claim.says,
        "why": claim.why or "",
        "source": list(claim.source),
        **test,
    }
    if claim.compare:
        form["with"] = [_change_form(case, change) for change in claim.compare.changes]
        form["against"] = [_change_form(case, change) for change in claim.compare.against]
    if claim.test.watched:
        form["quantity"] = quantity_words(case, claim.test.watched)
    if claim.sweep:
        found = number_at(case, claim.sweep.input)
        form["input"] = claim.sweep.input if found is None else label_of(case, found[0])
    return form


def _change_form(case: Case, change: Change) -> dict[str, Any]:
    """A change as the form shows it; what the form has no words for is kept as it is, in a sentence."""
    found = number_at(case, change.path) if change.verb == "set" else None
    if found is not None:
        return {"do": "set", "what": label_of(case, found[0]), "to": in_line(change.to)}
    parts = dict(_parts(case))
    if change.verb == "remove" and change.path in parts:
        return {"do": "remove", "what": parts[change.path]}
    return {"do": "keep", "what": change_sentence(case, change), "change": plain_of(change)}


class Reading:
    """A claim that somebody fills in, and what is wrong with it by the place in its form."""

    def __init__(self, case: Case, asked: Mapping[str, Any]) -> None:
        self.asked, self.choices = asked, choices_of(case)
        self.mistakes: dict[str, str] = {}
        self.form = str(asked.get("form", "compare"))

    def plain(self) -> dict[str, Any]:
        """The claim as plain values; what is wrong is in `mistakes`."""
        make = {"compare": self._compare, "sweep": self._sweep, "equilibrium": self._equilibrium}
        test = make.get(self.form, self._events)()
        evidence = {name: self.asked.get(name) for name in ("why", "source")}
        said = {name: value for name, value in evidence.items() if value}
        return {"says": self._text("says") or "?", self.form: test, **said}

    def _text(self, name: str) -> str:
        return " ".join(str(self.asked.get(name) or "").split())

    def _chosen(self, text: str, known: Mapping[str, str], at: str, what: str) -> str:
        """The path or quantity that is called so."""
        meant = {label.casefold(): path for label, path in known.items()}
        found = meant.get(" ".join(text.split()).casefold())
        if found is None:
            near = closest(text, known) if text else ""
            self.mistakes[at] = f"there is no {what} '{text}': {near or 'choose one of the list'}" if text else ""
        return found or ""

    def _quantity(self) -> str:
        return self._chosen(self._text("quantity"), self.choices.quantities, "quantity", "quantity")

    def _compare(self) -> dict[str, Any]:
        test: dict[str, Any] = {}
        for side in SIDES:
            changes = [self._change(one, f"{side}.{place}") for place, one in enumerate(self._rows(side))]
            if changes:
                test[side] = changes
        test |= {"quantity": self._quantity(), "direction": self._text("direction") or "higher"}
        return test | ({"at_least": scalar_of(self._text("at_least"))} if self._text("at_least") else {})

    def _rows(self, side: str) -> Sequence[Mapping[str, Any]]:
        rows = self.asked.get(side) or []
        return [row for row in rows if isinstance(row, Mapping)]

    def _change(self, row: Mapping[str, Any], at: str) -> Any:
        what = " ".join(str(row.get("what") or "").split())
        if row.get("do") == "keep":
            return row.get("change")
        if row.get("do") == "remove":
            return {"remove": self._chosen(what, self.choices.parts, at, "part of the case")}
        return {
            "set": self._chosen(what, self.choices.numbers, at, "number"),
            "to": scalar_of(str(row.get("to") or "")),
        }

    def _sweep(self) -> dict[str, Any]:
        return {
            "input": self._chosen(self._text("input"), self.choices.numbers, "input", "number"),
            "over": self._text("over"),
            "quantity": self._quantity(),
            "direction": self._text("direction") or "rises",
        }

    def _equilibrium(self) -> dict[str, Any]:
        moves = self.asked.get("moves")
        return {
            "moves": moves if isinstance(moves, dict) else {},
            "is_equilibrium": bool(self.asked.get("is_equilibrium")),
        }

    def _events(self) -> dict[str, Any]:
        test: dict[str, Any] = {name: self._text(name) for name in ("kind", "before", "within")}
        lists = {name: self.asked.get(name) for name in ("actors", "with")}
        test |= {name: value for name, value in lists.items() if value}
        return test | ({"host": self._text("host")} if self._text("host") else {})


def place_of(path: str, form: str) -> str:
    """The place in the form that a path inside a claim is shown at: ``with.0`` for ``compare/with/0/to``."""
    steps = path.split("/")
    steps = steps[1:] if steps[:1] == [form] else steps
    return ".".join(steps[:2] if steps[:1] in (["with"], ["against"]) and form == "compare" else steps[:1])


def claim_ident(case: Case, says: str) -> str:
    """An id for a new claim, made of its first words."""
    words = slug(" ".join(says.split()[:6]), "claim")
    return numbered(words, case.claims)
