"""``kb search``: what readers would find."""

from typing import Any

import click
from flask import g

from kb.app import create_app
from kb.cli.setup import answer, open_ready_setup
from kb.discovery.queries import list_by_identity
from kb.discovery.searching import FoundEntry, find, lookup_for
from kb.search.engine import Query
from kb.security.actor import SYSTEM
from kb.web.addresses import path
from kb.words import Language, RecordKind

MAX_LIMIT = 1_000


@click.command()
@click.argument("query")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in RecordKind]),
    help="Only records of this kind.",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default="sv",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(1, MAX_LIMIT), default=20, show_default=True)
@click.option("--internal", is_flag=True, help="Search the internal index.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def search(
    query: str, kind: str | None, lang: str, limit: int, internal: bool, as_json: bool
) -> None:
    """Search for QUERY as a reader would."""
    setup = open_ready_setup()
    engine = setup.indexes[1 if internal else 0].engine
    kinds = (kind,) if kind else ()
    asked = Query(text=query, language=lang, kinds=kinds, limit=limit)
    lookup = lookup_for(SYSTEM) if internal else list_by_identity
    with setup.database.reading() as session:
        found = find(session, engine, asked, lookup)
    hits = _with_addresses(found.entries, Language(lang))
    lines = [f"{hit['code']:<24} {hit['title']}" for hit in hits]
    data = {"total": found.total, "hits": hits}
    answer(data, lines or ["Nothing was found."], as_json=as_json)


def _with_addresses(entries: list[FoundEntry], language: Language) -> list[dict[str, Any]]:
    with create_app().test_request_context():
        g.language = language
        return [
            {
                "kind": found.kind,
                "code": found.code,
                "title": found.title[language.value] or found.title["sv"],
                "url": path(found.kind, found.code),
                "score": round(found.score, 4),
            }
            for found in entries
        ]
