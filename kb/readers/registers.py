"""The registers that records point at: terms, organisations, acts, the strategy and its principles.

The format of each file is told in ``content/handbook/catalogue.md``.
"""

from kb.readers.drafts import (
    ActDraft,
    AreaDraft,
    CitationDraft,
    EifPrincipleDraft,
    KnownNameDraft,
    NameDraft,
    ObjectiveDraft,
    OrganisationDraft,
    PrincipleDraft,
    StrategyDraft,
    TermDraft,
)
from kb.readers.fields import Fields
from kb.readers.parts import (
    read_certainty,
    read_evidence,
    read_terms,
)
from kb.words import (
    Certainty,
    CitationRole,
    NameKind,
    Pair,
)

MAX_EIF_NUMBER = 99


def read_term(fields: Fields, scheme: str) -> TermDraft:
    """Read one word of the vocabulary *scheme*."""
    return TermDraft(
        scheme=scheme,
        key=fields.text("key"),
        label=Pair(fields.text("sv"), fields.text("en")),
        note=fields.optional_pair("note"),
    )


def read_synonyms(fields: Fields) -> tuple[str, ...]:
    """Read a set of words that mean the same."""
    return fields.texts("words")


def read_organisation(fields: Fields) -> OrganisationDraft:
    """Read a body from the list of organisations."""
    return OrganisationDraft(
        code=fields.text("code"),
        title=fields.pair("name"),
        certainty=read_certainty(fields),
        terms=(("organisation-kind", fields.text("kind")),),
        is_member=fields.claim("member"),
        earlier_names=fields.texts("earlier_names"),
        note=fields.optional_pair("note"),
    )


def read_act(fields: Fields) -> ActDraft:
    """Read an act from the list of acts."""
    preparatory = tuple(
        CitationDraft(
            role=CitationRole.PREPARATORY,
            key=key,
            text="",
            page="",
            note=None,
            certainty=Certainty.VERIFIED,
            as_of=None,
        )
        for key in fields.texts("preparatory")
    )
    return ActDraft(
        code=fields.text("key"),
        title=fields.pair("title"),
        certainty=read_certainty(fields),
        terms=(("act-type", fields.text("type")),),
        citations=preparatory,
        names=fields.many("names", _name),
        in_force_on=fields.date("in_force_on"),
        repealed_on=fields.date("repealed_on"),
        replaced_by=fields.optional_text("replaced_by"),
        has_text=fields.claim("text_available"),
        note=fields.optional_pair("note"),
    )


def read_known_name(fields: Fields) -> KnownNameDraft:
    """Read a name of an act that the catalogue does not hold."""
    return KnownNameDraft(
        name=fields.text("name"),
        key=fields.text("key"),
        valid_from=fields.date("valid_from"),
        valid_until=fields.date("valid_to"),
    )


def read_strategy(fields: Fields, areas: tuple[AreaDraft, ...]) -> StrategyDraft:
    """Read the strategy's own facts; its areas were read before."""
    return StrategyDraft(
        code=fields.text("version"),
        title=fields.pair("title"),
        certainty=read_certainty(fields),
        citations=fields.many("evidence", read_evidence),
        short_title=fields.optional_pair("short_title"),
        period_from=fields.date("period_from"),
        period_to=fields.date("period_to"),
        scope=fields.optional_pair("scope"),
        languages=fields.texts("languages"),
        stakeholders=fields.pairs("stakeholders"),
        note=fields.optional_pair("note"),
        effects_note=fields.optional_pair("effect_goals_note"),
        areas=areas,
    )


def read_area(fields: Fields) -> AreaDraft:
    """Read a target area."""
    read_certainty(fields)
    return AreaDraft(
        number=fields.text("number"),
        title=fields.pair("title"),
        text=fields.optional_pair("text"),
        wording_confirmed=fields.claim("wording_confirmed"),
    )


def read_objective(fields: Fields) -> ObjectiveDraft:
    """Read an objective; its summary and text stand in a file of their own."""
    return ObjectiveDraft(
        code=fields.text("number"),
        title=fields.pair("title"),
        certainty=read_certainty(fields),
        terms=read_terms(fields, "prerequisites", "prerequisite"),
        area=fields.text("area"),
        wording_confirmed=fields.claim("wording_confirmed"),
    )


def read_eif_principle(fields: Fields) -> EifPrincipleDraft:
    """Read a principle of the European Interoperability Framework."""
    return EifPrincipleDraft(
        number=fields.number("number", 1, MAX_EIF_NUMBER),
        grouping=fields.text("group"),
        title=fields.pair("title"),
    )


def read_principle(fields: Fields) -> PrincipleDraft:
    """Read a principle of the national framework."""
    return PrincipleDraft(
        code=fields.text("number"),
        title=fields.pair("title"),
        certainty=read_certainty(fields),
        eif=fields.numbers("eif", 1, MAX_EIF_NUMBER),
        mapping_certainty=fields.word("mapping_certainty", Certainty),
    )


def _name(fields: Fields) -> NameDraft:
    return NameDraft(
        name=fields.text("name"),
        kind=fields.word("kind", NameKind),
        valid_from=fields.date("valid_from"),
        valid_until=fields.date("valid_to"),
    )
