"""Consultations and what they send out, as an import would have left them."""

from datetime import timedelta
from itertools import count

from kb.clock import today
from kb.models import Document, NamedSource
from kb.words import DocumentKind, NamedIn

_numbers = count(1)


def in_days(days: int) -> str:
    """The day so many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def make_document(session, kind=DocumentKind.CONSULTATION, named=(), **changes) -> Document:
    """A document of the Government; *named* are keys, or pairs of key and place."""
    number = next(_numbers)
    values = {
        "source": "government",
        "external_id": f"/remisser/{number}/",
        "title": f"Remiss {number}",
        "title_key": f"remiss {number}",
        "seen_on": "2026-02-01",
        "sender": "Finansdepartementet",
    }
    pairs = [each if isinstance(each, tuple) else (each, NamedIn.TEXT) for each in named]
    document = Document(
        kind=kind,
        named=[
            NamedSource(position=place, key=key, place=where)
            for place, (key, where) in enumerate(pairs)
        ],
        **{**values, **changes},
    )
    session.add(document)
    session.flush()
    return document


def titled(key: str) -> tuple[str, NamedIn]:
    """A key that the title names."""
    return key, NamedIn.TITLE
