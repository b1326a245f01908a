"""The composition root: puts database, index, content and pages together. No routes, no rules."""

import logging

from flask import Flask

from kb.accounts import views as accounts
from kb.advocacy import views as advocacy
from kb.barriers import views as barriers
from kb.cases import views as cases
from kb.config import PROJECT_FOLDER, Settings, load_settings
from kb.db.engine import open_database
from kb.discovery import views as discovery
from kb.discovery.sources import internal_documents, public_documents
from kb.inbox import views as inbox
from kb.law import views as law
from kb.library import views as library
from kb.matters import views as matters
from kb.organisations import views as organisations
from kb.publication import views as publication
from kb.readers.catalogue import read_pages
from kb.records import note_views as records
from kb.search.engine import SearchEngine
from kb.search.outbox import Index
from kb.search.whoosh_engine import WhooshEngine
from kb.strategy import views as strategy
from kb.web import errors, jinja, login, protection, proxies, routing, staff
from kb.web.services import EXTENSION, Services
from kb.work import views as work

CONTENT = PROJECT_FOLDER / "content"

AREAS = [
    accounts.area,
    records.area,
    publication.area,
    discovery.area,
    barriers.area,
    law.area,
    cases.area,
    matters.area,
    advocacy.area,
    strategy.area,
    organisations.area,
    library.area,
    work.area,
    inbox.area,
]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application; reads the settings from the environment when none are given.

    Nothing is written and nothing connected yet: bringing the schema up and filling an empty
    database is the business of ``kb serve``.
    """
    settings = settings or load_settings()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    app = Flask("kb", template_folder=str(PROJECT_FOLDER / "templates"))
    app.secret_key = settings.key
    app.extensions[EXTENSION] = Services(
        settings=settings,
        database=open_database(settings.database),
        public_index=open_index(settings, "public"),
        internal_index=open_index(settings, "internal"),
        pages={page.slug: page for page in read_pages(CONTENT)},
    )
    jinja.install(app)
    protection.install(app)
    login.install(app)
    proxies.install(app, settings)
    errors.install(app)
    staff.install(app)
    routing.install(app, AREAS)
    return app


def open_index(settings: Settings, audience: str) -> SearchEngine:
    """Open the index of *audience*, ``public`` or ``internal``, with the engine that is set."""
    return WhooshEngine(settings.index_folder / audience)


def open_indexes(settings: Settings) -> list[Index]:
    """Open both indexes, each with what feeds it."""
    return [
        Index("public", open_index(settings, "public"), public_documents),
        Index("internal", open_index(settings, "internal"), internal_documents),
    ]
