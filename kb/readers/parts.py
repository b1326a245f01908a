"""What several kinds of catalogue files have in common: texts, summaries, terms, citations."""

from kb.readers.drafts import (
    CitationDraft,
    TextDraft,
)
from kb.readers.fields import Fields
from kb.readers.front_matter import Fault
from kb.words import (
    Certainty,
    CitationRole,
    Language,
    Pair,
    TextField,
)

Parts = dict[tuple[str, str], str]

SUMMARY_CHARACTERS = 400


def read_texts(parts: Parts, line: int, *names: str) -> tuple[TextDraft, ...]:
    """Turn the parts of a body into texts; each of *names* must be there in both languages."""
    for name in names:
        for language in Language:
            if not parts.get((name, language)):
                raise Fault(line, f"The part '# {name} ({language})' is missing or empty.")
    for name, code in parts:
        if name not in names:
            raise Fault(line, f"The part '# {name} ({code})' is not known here.")
    return tuple(
        TextDraft(field=TextField(name), language=Language(code), body_md=body)
        for (name, code), body in parts.items()
    )


def read_summary(fields: Fields) -> Pair:
    """Read the summary, a pair of at most SUMMARY_CHARACTERS each."""
    summary = fields.pair("summary")
    for language, text in (("sv", summary.sv), ("en", summary.en)):
        if len(text) > SUMMARY_CHARACTERS:
            fields.fail("summary", f"The summary ({language}) is longer than 400 characters.")
    return summary


def read_certainty(fields: Fields) -> Certainty:
    """Read how well the fact is known."""
    return fields.word("certainty", Certainty)


def read_terms(fields: Fields, key: str, scheme: str) -> tuple[tuple[str, str], ...]:
    """Read the terms of one vocabulary as pairs of scheme and key."""
    return tuple((scheme, term) for term in fields.texts(key))


def read_citations(fields: Fields) -> tuple[CitationDraft, ...]:
    """Read the provisions and the evidence of a record."""
    return fields.many("provisions", read_provision) + fields.many("evidence", read_evidence)


def read_provision(fields: Fields) -> CitationDraft:
    """Read a citation of a provision or an act, which always has a key."""
    fields.text("key")
    return _citation(fields, fields.word("role", CitationRole))


def read_evidence(fields: Fields) -> CitationDraft:
    """Read a source that proves something; it has a key or is named in words."""
    if not fields.optional_text("key"):
        fields.text("text")
    return _citation(fields, CitationRole.EVIDENCE)


def _citation(fields: Fields, role: CitationRole) -> CitationDraft:
    return CitationDraft(
        role=role,
        key=fields.optional_text("key"),
        text=fields.optional_text("text") or "",
        page=fields.optional_text("page") or "",
        note=fields.optional_pair("note"),
        certainty=read_certainty(fields),
        as_of=fields.date("as_of"),
    )
