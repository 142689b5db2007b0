"""``tertius schema``: the JSON Schema of the case file, for editors."""

from __future__ import annotations

import json

import typer

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of the case file, with which an editor completes and checks it."""
    from tertius.case.files.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
