"""Whether the kind of a talk is one that a base rate is known of."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.findings import CheckContext, Finding
from tertius.case.parse.origin import closest
from tertius.kinds import known_rates


def check_kinds(desk: CheckContext) -> Iterator[Finding]:
    """Yield talks whose `kind` is none."""
    for ident, talk in desk.case.talks.items():
        if talk.kind is not None and talk.kind not in known_rates():
            found, legal, suggestion = no_such_kind(talk.kind)
            yield Finding(("talks", ident, "kind"), found, legal, suggestion)


def no_such_kind(name: str) -> tuple[str, str, str]:
    """What to say of a name that is no kind's: found, legal, suggestion."""
    found = f"no base rate is known of a kind of talk called '{name}'"
    suggestion = closest(name, known_rates()) or "see tertius base-rates, or leave `kind` out"
    return found, f"kinds: {', '.join(known_rates())}", suggestion
