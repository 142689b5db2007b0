"""The voting bodies that come with Tertius: as data, each with the years it stood and the texts it rests on."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from pydantic import Field

from tertius.case.body import Body
from tertius.case.fields import Id, Text
from tertius.case.model import Source
from tertius.case.problem import closest
from tertius.case.text import text_of
from tertius.case.tree import read_tree
from tertius.errors import UsageError

__all__ = ["ShippedBody", "bodies", "body_names", "no_such_body", "shipped_body"]


class ShippedBody(Body):
    """A body that comes with Tertius; its own sources stand in its file."""

    body: Id = Field(description="short name, for `like` and for the command line")
    years: Text = Field(description="when it had these members and this rule")
    note: Text = Field("", description="what the rule leaves out")
    sources: dict[Id, Source] = Field(description="the treaties and acts that say so")


@lru_cache(maxsize=1)
def body_names() -> tuple[str, ...]:
    """The names of all bodies that come with Tertius, in alphabetical order."""
    found = (entry.name for entry in files("tertius").joinpath("bodies").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def bodies() -> list[ShippedBody]:
    """Return every voting body that comes with Tertius, in alphabetical order."""
    return [shipped_body(name) for name in body_names()]


@lru_cache
def shipped_body(name: str) -> ShippedBody:
    """Return the body of this name.

    Raises:
        UsageError: No body of this name comes with Tertius.
    """
    if name not in body_names():
        found, legal, suggestion = no_such_body(name)
        raise UsageError(f"{found}: {f'{suggestion} ({legal})' if suggestion else legal}")
    text, _ = text_of(files("tertius").joinpath("bodies", f"{name}.yaml").read_bytes())
    return ShippedBody.model_validate(read_tree(text).value)


def no_such_body(name: str) -> tuple[str, str, str]:
    """What to say of a name that is no body's: found, legal, suggestion."""
    legal = f"bodies: {', '.join(body_names())}"
    return f"no body called '{name}' comes with Tertius", legal, closest(name, body_names())
