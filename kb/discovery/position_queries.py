"""Position memory: what we have published about a provision, sentence by sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from kb.citations.citing import cite
from kb.citations.keys import ancestors
from kb.citations.names import ActNames
from kb.clock import SWEDEN
from kb.models import PublicRecord, PublicVersion
from kb.models.snapshots import Words
from kb.security.visibility import published
from kb.text.markdown import plain
from kb.text.sentences import split_sentences
from kb.words import Language, RecordKind

#: Most versions that are read for one provision, the newest first.
MOST_VERSIONS = 200
#: Whose words are ours.
_OURS = (RecordKind.BARRIER, RecordKind.ACTION)


@dataclass(frozen=True, kw_only=True)
class Position:
    """One sentence of ours on a provision, and the version in which it first stood like this."""

    kind: str
    code: str
    title: Words
    version: int
    #: The day of the action, as far as it is known, else that of the publication.
    said_on: str
    language: str
    sentence: str
    #: Whether it is a wording that an ask puts forward.
    is_wording: bool


def list_positions(session: Session, key: str, names: ActNames) -> list[Position]:
    """Every sentence published by us that names *key* or a part of it, newest first.

    Older versions count as well; a sentence that stood unchanged in several is told once, with the
    oldest of them. Records that are not published today are left out.
    """
    # Marks tell what the present version cites, and only that; this finds whatever any version
    # names, by key or by the address of a link, and the sentences are looked at one by one.
    words = cast(PublicVersion.snapshot, Text)
    named = [words.contains(name, autoescape=True) for name in (key, key.replace("#", "/"))]
    rows = session.execute(
        select(PublicRecord.kind, PublicRecord.code, PublicVersion)
        .join(PublicVersion, PublicVersion.record_id == PublicRecord.record_id)
        .where(published(), PublicRecord.kind.in_(_OURS), or_(*named))
        .order_by(PublicVersion.published_at.desc(), PublicVersion.id.desc())
        .limit(MOST_VERSIONS)
    )
    found: dict[tuple[str, str], Position] = {}
    for kind, code, version in rows:
        day = version.published_at.astimezone(SWEDEN).date()
        for language, sentence, is_wording in _sentences(version.snapshot, key, names, day):
            found[code, sentence] = Position(
                kind=kind.value,
                code=code,
                title=version.snapshot["title"],
                version=version.number,
                said_on=_said_on(version.snapshot) or day.isoformat(),
                language=language,
                sentence=sentence,
                is_wording=is_wording,
            )
    return sorted(found.values(), key=lambda each: (each.said_on, each.code), reverse=True)


def _said_on(snapshot: Mapping[str, Any]) -> str | None:
    if snapshot["kind"] != RecordKind.ACTION:
        return None
    day: str | None = snapshot["ended_on"] or snapshot["started_on"]
    return day


def _sentences(
    snapshot: Mapping[str, Any], key: str, names: ActNames, day: date
) -> Iterator[tuple[str, str, bool]]:
    """Language, sentence, and whether it is a wording: of asks on *key*, and of running text."""
    for ask in snapshot.get("asks", []):
        target = ask["target"]["key"] if ask["target"] else None
        if target and _is_within(target, key):
            yield from ((lang, ask["text"][lang], False) for lang in Language if ask["text"][lang])
            if ask["proposed_wording"]:
                yield Language.SV, ask["proposed_wording"], True
    for language, text in _texts(snapshot):
        for sentence in split_sentences(text):
            cited = (each for found in cite(sentence, names, as_of=day) for each in found.keys)
            if any(_is_within(each, key) for each in cited):
                yield language, sentence, False
    for citation in snapshot["citations"]:
        if citation["note"] and citation["key"] and _is_within(citation["key"], key):
            yield from (
                (lang, citation["note"][lang], False) for lang in Language if citation["note"][lang]
            )


def _texts(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for words in snapshot["texts"].values():
        for language in Language:
            if words.get(language):
                yield language, plain(words[language])
    for language in Language:
        if snapshot["summary"].get(language):
            yield language, snapshot["summary"][language]


def _is_within(key: str, holder: str) -> bool:
    return key == holder or holder in ancestors(key)
