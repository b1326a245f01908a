"""The composition root: puts database, index, content and pages together. No routes, no rules."""

import logging

from flask import Flask

from kb.accounts import account_views as accounts_account
from kb.accounts import draft_views as accounts_draft
from kb.accounts import entry_views as accounts_entry
from kb.accounts import password_views as accounts_password
from kb.accounts import second_factor_views as accounts_second_factor
from kb.accounts import second_step_views as accounts_second_step
from kb.accounts import user_views as accounts_user
from kb.advocacy import edit_views as advocacy_edit
from kb.advocacy import redline_views as advocacy_redline
from kb.advocacy import views as advocacy
from kb.advocacy import work_views as advocacy_work
from kb.barriers import bulk_views as barriers_bulk
from kb.barriers import check_views as barriers_check
from kb.barriers import edit_views as barriers_edit
from kb.barriers import import_views as barriers_import
from kb.barriers import proposal_views as barriers_proposals
from kb.barriers import redline_views as barriers_redline
from kb.barriers import sheet_views as barriers_sheet
from kb.barriers import similar_views as barriers_similar
from kb.barriers import views as barriers
from kb.barriers import work_views as barriers_work
from kb.calendar import views as calendar
from kb.cases import edit_views as cases_edit
from kb.cases import views as cases
from kb.cases import work_views as cases_work
from kb.config import PROJECT_FOLDER, Settings, load_settings
from kb.consultations import answer_views as consultations_answer
from kb.consultations import list_views as consultations_list
from kb.consultations import move_views as consultations_move
from kb.consultations import views as consultations
from kb.db.engine import open_database
from kb.discovery import views as discovery
from kb.discovery.sources import internal_documents, public_documents
from kb.documents import match_views as documents_matches
from kb.documents import views as documents
from kb.inbox import views as inbox
from kb.insights import views as insights
from kb.law import views as law
from kb.library import views as library
from kb.matters import edit_views as matters_edit
from kb.matters import list_views as matters_list
from kb.matters import views as matters
from kb.matters import work_views as matters_work
from kb.organisations import views as organisations
from kb.publication import desk_views as publication_desk
from kb.publication import merge_views as publication_merge
from kb.publication import text_views as publication_text
from kb.publication import views as publication
from kb.readers.catalogue import read_pages
from kb.records import note_views as records_note
from kb.search.engine import SearchEngine
from kb.search.outbox import Index
from kb.search.whoosh_engine import WhooshEngine
from kb.strategy import views as strategy
from kb.web import errors, jinja, login, protection, proxies, routing, staff
from kb.web.services import EXTENSION, Services
from kb.work import audit_views as work_audit
from kb.work import history_views as work_history
from kb.work import leaving_views as work_leaving
from kb.work import search_views as work_search
from kb.work import second_factor_views as work_second_factor
from kb.work import views as work
from kb.work import vocabulary_views as work_vocabulary
from kb.work import watch_views as work_watch

CONTENT = PROJECT_FOLDER / "content"

#: Every module that has pages. The order is that in which rules of equal weight are tried.
PAGES = (
    accounts_account,
    accounts_draft,
    accounts_entry,
    accounts_password,
    accounts_second_factor,
    accounts_second_step,
    accounts_user,
    advocacy_edit,
    advocacy_redline,
    advocacy,
    advocacy_work,
    barriers_bulk,
    barriers_check,
    barriers_edit,
    barriers_import,
    barriers_redline,
    barriers_proposals,
    barriers_sheet,
    barriers_similar,
    barriers,
    barriers_work,
    calendar,
    cases_edit,
    cases,
    cases_work,
    consultations_answer,
    consultations_list,
    consultations_move,
    consultations,
    discovery,
    documents_matches,
    documents,
    inbox,
    insights,
    law,
    library,
    matters_edit,
    matters_list,
    matters,
    matters_work,
    organisations,
    publication_desk,
    publication_merge,
    publication_text,
    publication,
    records_note,
    strategy,
    work_audit,
    work_history,
    work_leaving,
    work_search,
    work_second_factor,
    work,
    work_vocabulary,
    work_watch,
)
AREAS = list(dict.fromkeys(module.area for module in PAGES))


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
