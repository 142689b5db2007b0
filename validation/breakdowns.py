"""P(agreement) of the gallery's talks, the fields that say why talks fail added in turn: tables of docs/gallery.

    .venv/bin/python validation/breakdowns.py [draws] [case ...]

Without a case: those that say why their talks fail. Each row has the fields of the rows above it. `--write` puts the
tables between the marks of the pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from validation.pages import put

import tertius
from tertius.analysis.forecast.headline import Headline
from tertius.case.model import Case

PAGES = Path(__file__).parent.parent / "docs" / "gallery"
CASES = ("korea-2019", "black-sea-grain-2022", "nile-dam-2020")
START, END = "<!-- breakdowns: start -->", "<!-- breakdowns: end -->"
TIME = ("patience", "deadline", "drift")
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("none of these fields", ()),
    ("... what demands are for (`unless`)", ("unless",)),
    ("... who keeps its word (`keeps`)", ("keeps",)),
    ("... patience, deadline and drift", TIME),
    ("... what is not known (`doubt`)", ("doubt",)),
    ("... hawks and doves (`groups`)", ("groups",)),
    ("... who is tied (`firm`)", ("firm",)),
)


def with_fields(case: Case, kept: set[str]) -> Case:
    """The case with these of its fields alone, of those that say why talks fail."""

    def of(entry: object, names: tuple[str, ...]) -> dict[str, object]:
        empty = {"deadline": None, "drift": None}
        return {name: empty.get(name, {}) for name in names if name not in kept and getattr(entry, name)}

    talks = {}
    for ident, talk in case.talks.items():
        stays = {k: stay.model_copy(update=of(stay, ("drift",))) for k, stay in talk.without_agreement.items()}
        update = of(talk, ("doubt", "keeps", "firm", "ratified_by", "patience", "deadline"))
        talks[ident] = talk.model_copy(update=update | {"without_agreement": stays})
    links = {ident: link.model_copy(update=of(link, ("unless",))) for ident, link in case.links.items()}
    threats = {ident: threat.model_copy(update=of(threat, ("unless",))) for ident, threat in case.threats.items()}
    groups = case.groups if "groups" in kept else {}
    return case.model_copy(update={"talks": talks, "links": links, "threats": threats, "groups": groups})


def says(case: Case, fields: tuple[str, ...]) -> bool:
    """Whether the case says anything in these fields."""
    bare = with_fields(case, set())
    return not fields or with_fields(case, set(fields)) != bare


def _cell(one: Headline) -> str:
    """The model's verdict, and in brackets what was measured on recorded talks, and that moved to the kind of talk."""
    told = "no reading" if one.measured is None else f"{one.measured.chance:.0%}"
    if one.measured is not None and one.measured.moved is not None:
        told += f", {one.measured.moved:.0%}"
    return f"{one.model:.0%} ({told})"


def table(case: Case, draws: int) -> str:
    """A row for each field that the case has: P(agreement) of each talk, and of all."""
    lines = [f"| the case has | {' | '.join(f'`{talk}`' for talk in case.talks)} |", "|---|" + "---|" * len(case.talks)]
    kept: set[str] = set()
    for label, fields in STEPS:
        if not says(case, fields):
            continue
        kept |= set(fields)
        headline = tertius.forecast(with_fields(case, kept), draws=draws, hands=False).headline
        lines.append(f"| {label} | {' | '.join(_cell(headline[talk]) for talk in case.talks)} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    draws = next((int(word) for word in arguments if word.isdigit()), 2000)
    for name in [word for word in arguments if word in CASES] or CASES:
        made = table(tertius.load(name), draws)
        print(f"{name}, {draws} draws\n\n{made}\n")
        page = PAGES / f"{name}.md"
        if "--write" in arguments:
            put(page, START, END, made)


if __name__ == "__main__":
    main(sys.argv[1:])
