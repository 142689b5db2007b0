"""What sheets and headings are called on the page: the terms of the docs in plain words, never fields of a file."""

from __future__ import annotations

STANCES = "grid"
"""The first sheet, actors down and issues across."""

CASE = "case"

FIRST = (
    STANCES,
    CASE,
    "actors",
    "issues",
    "anchors",
    "talks",
    "levels without agreement",
    "powers",
    "needs",
    "supplies",
    "links",
    "threats",
    "bodies",
    "members",
    "moves",
    "sources",
)
"""The sheets that most cases need, in the order of their tabs; the others follow behind a button."""

SHEETS = {
    STANCES: "Stances",
    CASE: "The case",
    "anchors": "Words of scales",
    "powers": "Bargaining power",
    "supplies": "What covers needs",
    "patience": "Patience",
    "doubt": "What others do not know",
    "keeps": "Who keeps its word",
    "firm": "Tied hands",
    "ratified by": "Ratification",
    "stances": "Stances and their reasons",
    "link demands": "Demands of links",
    "threat demands": "Demands of threats",
    "groups": "Numbers that move together",
    "ties": "Old ties",
}
"""Those that are called otherwise than their sheet in a workbook."""

HEADINGS = {
    "id": "name",
    "why": "reason",
    "as_of": "describes",
    "known_since": "public since",
    "method": "obtained by",
    "holder": "who makes it so",
    "if_fails": "if this talk fails",
    "then_falls": "this talk falls",
    "refused_by": "only if refused by",
    "authorised_by": "needs the vote of",
    "after": "comes after",
    "not_with": "excludes",
    "reference": "level without a decision",
    "as_one": "act as one",
    "solution": "settles at",
    "can_close": "can close without the rest",
    "chance": "takes place",
    "drift": "drift a season",
    "like": "like the body",
    "votes_cast": "share of votes cast",
    "by": "who must say yes",
    "about": "belief about",
    "yes": "votes yes",
    "no": "votes no",
    "abstain": "abstains",
    "moves": "moves the number",
    "acts_on": "shows in",
    "on": "on",
    "promise_veto": "promise a veto",
    "back": "back a talk",
    "open": "open a talk",
    "close": "close a talk",
    "if_true": "likelihood if true",
    "if_false": "likelihood if not",
    "without_agreement": "levels without agreement",
    "url": "address",
}
"""Headings that are not plain by themselves; `back.if_fails` is told by its two parts."""

HELPS = {"name": "what people call it"}
"""What belongs below a heading, where the model says it of a file."""

NOUNS = {
    STANCES: "actor",
    "levels without agreement": "level without agreement",
    "powers": "bargaining power",
    "supplies": "cover of a need",
    "anchors": "point of a scale",
    "patience": "patience",
    "doubt": "doubt",
    "keeps": "chance to keep a word",
    "firm": "tied hand",
    "ratified by": "ratification",
    "bodies": "body",
    "majorities": "majority",
}
"""What one row is called, where it is not the sheet in the singular."""


def sheet_words(name: str) -> str:
    """What the tab of a sheet says."""
    return SHEETS.get(name) or name[:1].upper() + name[1:]


def heading_words(heading: str) -> str:
    """A heading in plain words: ``back.if_fails`` is ``back a talk: if this talk fails``."""
    return ": ".join(HEADINGS.get(part) or part.replace("_", " ") for part in heading.split("."))


def noun_of(name: str) -> str:
    """What one row of a sheet is called: ``need``."""
    return NOUNS.get(name) or name.removesuffix("s")
