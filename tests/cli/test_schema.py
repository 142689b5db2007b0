"""``tertius schema``: a JSON Schema that accepts good cases and points at bad fields."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Call
from tests.cli.examples import ENTRIES


@pytest.fixture
def validator(call: Call) -> jsonschema.Draft202012Validator:
    result = call("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_in_json(entries: dict[str, Any]) -> Any:
    """Keys are texts in JSON, as they are for an editor."""
    return json.loads(json.dumps(entries))


def test_a_case_with_everything_in_it_is_accepted(validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(as_in_json(ENTRIES))] == []


def test_an_unknown_field_is_refused(validator: jsonschema.Draft202012Validator) -> None:
    faulty = copy.deepcopy(ENTRIES)
    faulty["threats"]["sanctions"]["damagge"] = 3
    assert not validator.is_valid(as_in_json(faulty))
