"""Imported documents: the list, one document with what it is tied to, and the imports."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.db.paging import PER_PAGE
from kb.documents.area_views import area
from kb.documents.forms import MatterForm
from kb.documents.match_operations import match_by_hand
from kb.documents.queries import (
    SORTS,
    count_documents,
    count_imports,
    get_document,
    list_documents,
    list_imports,
    list_matters_of,
    list_naming,
    list_tied,
)
from kb.errors import Invalid, NotFound
from kb.law.reading_queries import get_known_law
from kb.matters.staff_queries import get_matter
from kb.models import Document
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.addresses import staff_path, with_query
from kb.web.errors import sentence_of
from kb.web.labels import _
from kb.web.listings import FacetSpec, Listing, read_page

FACETS = (
    FacetSpec("document-kind", _("Kind of document"), "document-kind"),
    FacetSpec("year", _("Year")),
    FacetSpec("sender", _("Ministry")),
)
WAYS_IN = (
    FacetSpec("deadline", _("Last day to answer"), is_offered=False),
    FacetSpec("q", _("Words of the title"), is_offered=False),
)
_SORTS = {
    "newest": _("Newest first"),
    "deadline": _("By last day to answer"),
    "title": _("By title"),
}


@area.staff("/documents", needs=Permission.INTERNAL_READ)
def index() -> ResponseReturnValue:
    """Everything that was imported from the Government and the Riksdag."""
    specs = (*FACETS, *WAYS_IN)
    filters = listings.read_filters(specs)
    total, counts = count_documents(g.session, g.actor, filters)
    page = read_page(total, PER_PAGE)
    sort = listings.read_sort({name: _SORTS[name] for name in SORTS})
    listing = Listing(
        entries=list_documents(g.session, g.actor, filters, sort=sort, page=page),
        page=page,
        facets=listings.shown_facets(FACETS, counts, {}),
        chosen=listings.shown_choices(specs, {}),
        sorts=listings.shown_sorts(_SORTS),
        clear_url=listings.clear_address(),
        kind="",
    )
    return render_template("documents/index.html", listing=listing, filters=filters)


@area.staff("/documents/<int:number>", needs=Permission.INTERNAL_READ)
def detail(number: int) -> ResponseReturnValue:
    """One document: where it is from, what it names, what it is tied to, and its matters."""
    return _page(get_document(g.session, g.actor, number), MatterForm())


@area.staff("/documents/<int:number>/match", needs=Permission.ADVOCACY_WORK, methods=("POST",))
def match(number: int) -> ResponseReturnValue:
    """Say by hand that a document belongs to a matter."""
    document = get_document(g.session, g.actor, number)
    form = MatterForm()
    if not form.validate():
        return _page(document, form), 422
    try:
        matter = get_matter(g.session, g.actor, (form.matter.data or "").strip())
        match_by_hand(g.session, g.actor, document, matter)
    except NotFound:
        form.matter.errors = [sentence_of(Invalid("matter", "There is no matter with this code."))]
        return _page(document, form), 422
    except Invalid as error:
        form.matter.errors = [sentence_of(error)]
        return _page(document, form), 422
    return redirect(with_query(staff_path("matter", matter.code), {"told": "matched"}), 303)


@area.staff("/imports", needs=Permission.INTERNAL_READ)
def imports() -> ResponseReturnValue:
    """What was taken in from outside, when, and what it came to."""
    page = read_page(count_imports(g.session), PER_PAGE)
    return render_template(
        "documents/imports.html",
        batches=list_imports(g.session, g.actor, page),
        page=page,
        page_url=lambda number: with_query(request.path, {"page": number if number > 1 else None}),
    )


def _page(document: Document, form: MatterForm) -> str:
    return render_template(
        "documents/detail.html",
        document=document,
        tied=list_tied(g.session, document),
        naming=list_naming(g.session, document),
        matters=list_matters_of(g.session, document),
        law=get_known_law(g.session),
        form=form,
    )
