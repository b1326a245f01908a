"""From a record, loaded whole, to the snapshot that is published of it.

Only what is written out here becomes public: internal texts, scores, owners and notes are never
named. A field that is added to a model stays internal until it is added here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.citations.keys import act_of, label, official_url
from kb.db.base import Base
from kb.models import Citation, Organisation, Record, TargetArea
from kb.models.snapshots import (
    AreaSnapshot,
    CitationSnapshot,
    Snapshot,
    SourceSnapshot,
    TermSnapshot,
    Words,
)
from kb.words import PUBLIC_TEXTS


@dataclass(frozen=True)
class Naming:
    """How sources are cited, and which members may be named.

    *act_names* maps the key of an act to its short name. A body that is a member of the association
    is named in a record only where *consents* holds its code for the id of that record: this goes
    for records of the catalogue as for all others. *names_every_member* is for what stays inside.
    """

    act_names: Mapping[str, str]
    consents: Mapping[int, frozenset[str]] = field(default_factory=dict)
    names_every_member: bool = False
    #: (kind, code) of records that are about to be public with the one that is composed.
    coming: frozenset[tuple[str, str]] = frozenset()

    def body(self, record: Record, body: Organisation | None) -> str | None:
        """The code of *body* as *record* may name it; None for no body, or one that may not be."""
        if body is None:
            return None
        may_be_named = (
            not body.is_member
            or self.names_every_member
            or body.code in self.consents.get(record.id, frozenset())
        )
        return body.code if may_be_named else None

    def words(self, key: str) -> Words:
        """Say how the source with *key* is cited, in both languages."""
        pair = label(key, self.act_names.get(act_of(key) or "", ""))
        return {"sv": pair.sv, "en": pair.en}

    def source(self, key: str | None) -> SourceSnapshot | None:
        """Describe the source with *key*; None for no key."""
        if key is None:
            return None
        return {"key": key, "label": self.words(key), "url": official_url(key)}


def words(row: Base, name: str) -> Words:
    """Read ``name_sv`` and ``name_en`` of *row*."""
    return {"sv": getattr(row, f"{name}_sv"), "en": getattr(row, f"{name}_en")}


def words_or_none(row: Base, name: str) -> Words | None:
    """Read a pair of texts; None when both are empty."""
    pair = words(row, name)
    return pair if pair["sv"] or pair["en"] else None


def area_snapshot(area: TargetArea) -> AreaSnapshot:
    """Describe a target area."""
    return {
        "number": area.number,
        "title": words(area, "title"),
        "text": words(area, "text"),
        "wording_confirmed": area.wording_confirmed,
    }


def common(record: Record, naming: Naming) -> Snapshot:
    """Compose what every kind of record has."""
    return {
        "kind": record.kind.value,
        "code": record.code,
        "title": words(record, "title"),
        "summary": words(record, "summary"),
        "certainty": record.certainty,
        "confidence": record.confidence,
        "checked_on": record.checked_on,
        "texts": _texts(record),
        "terms": _terms(record),
        "citations": [_citation(citation, naming) for citation in record.citations],
        "questions": [words(question, "question") for question in record.questions],
    }


def _texts(record: Record) -> dict[str, Words]:
    texts: dict[str, Words] = {}
    for text in record.texts:
        if text.field in PUBLIC_TEXTS:
            pair: Any = texts.setdefault(text.field.value, {"sv": "", "en": ""})
            pair[text.language.value] = text.body_html
    return texts


def _terms(record: Record) -> dict[str, list[TermSnapshot]]:
    terms: dict[str, list[TermSnapshot]] = {}
    for term in record.terms:
        terms.setdefault(term.scheme, []).append({"key": term.key, "label": words(term, "label")})
    return terms


def _citation(citation: Citation, naming: Naming) -> CitationSnapshot:
    source = naming.source(citation.key)
    return {
        "role": citation.role.value,
        "key": citation.key,
        "label": source["label"] if source else None,
        "url": source["url"] if source else None,
        "text": citation.text,
        "page": citation.page,
        "note": words_or_none(citation, "note"),
        "certainty": citation.certainty.value,
        "as_of": citation.as_of,
    }
