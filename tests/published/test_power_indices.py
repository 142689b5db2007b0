"""Power indices that others printed.

P. D. Straffin (1993), Game Theory and Strategy, for the Council of the EEC of 1958 (Shapley-Shubik 7/30, 3/20, 0; 10, 6
and 0 of 42 swings); the two indices of the Security Council, 421/2145 and 4/2145; and the outside data for the
Council of fifteen and the Security Council of eleven.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import tertius
from tertius.voting.power import MemberPower

BODIES = {
    "EEC-6 1958": "eec-council-1958",
    "EU-15 1995": "eu-council-eu15",
    "UNSC post-1965": "un-security-council",
    "UNSC pre-1965": "un-security-council-1946",
}
CODES = {
    "FR": "france", "DE": "germany", "IT": "italy", "BE": "belgium", "NL": "netherlands", "LU": "luxembourg",
    "UK": "united-kingdom", "ES": "spain", "EL": "greece", "PT": "portugal", "AT": "austria", "SE": "sweden",
    "DK": "denmark", "IE": "ireland", "FI": "finland", "P1": "china", "P5": "usa",
}  # fmt: skip


def members(body: str) -> dict[str, MemberPower]:
    return {member.ident: member for member in tertius.power(body=body).members}


def test_the_council_of_1958() -> None:
    found = members("eec-council-1958")
    printed = {"france": ("7/30", 10), "belgium": ("3/20", 6), "luxembourg": ("0", 0)}
    for name, (index, swings) in printed.items():
        assert found[name].shapley_shubik == Fraction(index)
        assert found[name].swings == swings
        assert found[name].banzhaf_share == Fraction(swings, 42)


def test_the_security_council() -> None:
    found = members("un-security-council")
    assert found["russia"].shapley_shubik == Fraction(421, 2145)
    assert found["elected-1"].shapley_shubik == Fraction(4, 2145)


@pytest.mark.data
def test_the_bodies_of_the_outside_data(data: Path) -> None:
    """The data writes the two Security Councils as weighted games; a veto comes to the same."""
    met = set()
    with (data / "voting" / "power_indices.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            body = next(name for start, name in BODIES.items() if row["body"].startswith(start))
            code = row["member"]
            ident = CODES.get(code) or (f"elected-{code[1:]}" if code[0] == "E" else None)
            if ident is None:
                continue
            met.add(body)
            found = members(body)[ident]
            assert str(found.shapley_shubik) == row["ssi_fraction"]
            assert found.swings == int(row["banzhaf_swings"])
            assert float(found.banzhaf_share) == pytest.approx(float(row["banzhaf_normalised"]), abs=1e-8)
            assert float(found.banzhaf) == pytest.approx(float(row["banzhaf_absolute"]), abs=1e-8)
    assert met == set(BODIES.values())


def test_the_votes_of_the_councils_add_up_to_what_the_treaties_say() -> None:
    votes = {body.body: sum(member.votes for member in body.members.values()) for body in tertius.bodies()}
    assert votes == {
        "eec-council-1958": 17,
        "eu-council-eu15": 87,
        "eu-council-eu27": 27,
        "eu-council-eu28": 28,
        "eu-council-nice-eu27": 345,
        "eu-council-nice-eu28": 352,
        "un-general-assembly": 193,
        "un-security-council": 15,
        "un-security-council-1946": 11,
    }
