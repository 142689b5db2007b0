"""A case as it was before it could say why talks fail: for tests that hold numbers of that time."""

from __future__ import annotations

from tertius.case.model import Case

TALK = ("doubt", "keeps", "firm", "ratified_by", "patience", "deadline", "kind")
"""What a talk may say of why it fails, beside the drift of its references."""


def as_before(case: Case) -> Case:
    """The case with none of the fields for talks that fail, and with no numbers that move together."""
    talks = {}
    for ident, talk in case.talks.items():
        stays = {issue: stay.model_copy(update={"drift": None}) for issue, stay in talk.without_agreement.items()}
        bare = {name: None if name in ("deadline", "kind") else {} for name in TALK}
        talks[ident] = talk.model_copy(update=bare | {"without_agreement": stays})
    links = {ident: link.model_copy(update={"unless": {}}) for ident, link in case.links.items()}
    threats = {ident: threat.model_copy(update={"unless": {}}) for ident, threat in case.threats.items()}
    return case.model_copy(update={"talks": talks, "links": links, "threats": threats, "groups": {}})
