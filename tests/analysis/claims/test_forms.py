"""Every form of a claim is tested and told."""

from __future__ import annotations

from typing import get_args

from tertius.analysis.claims.forms import FORMS
from tertius.case.actions import Claim, ClaimForm
from tertius.report.text.claims import FORM_WORDS


def test_every_form_of_a_claim_is_tested_and_told() -> None:
    kinds = {name: get_args(field.annotation) for name, field in Claim.model_fields.items()}
    forms = {
        name for name, args in kinds.items() if any(isinstance(k, type) and issubclass(k, ClaimForm) for k in args)
    }
    assert forms == {"compare", "sweep", "equilibrium", "events"}
    assert set(FORMS) == set(FORM_WORDS) == forms
