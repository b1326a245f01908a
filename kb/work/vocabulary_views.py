"""The pages on which vocabularies and synonyms are kept."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.errors import Conflict, Invalid
from kb.models import Synonyms, Term
from kb.records.synonym_queries import get_synonyms, list_synonyms
from kb.records.term_queries import (
    get_term,
    list_bearers,
    list_choosable_terms,
    list_used_terms,
    list_vocabularies,
)
from kb.security.permissions import Permission
from kb.web.addresses import with_query
from kb.web.field_labels import scheme_in_words
from kb.web.forms import StaffForm, whole_date
from kb.web.moving import put_error
from kb.work.area_views import area
from kb.work.synonym_operations import add_synonyms, change_synonyms, remove_synonyms
from kb.work.term_operations import (
    add_term,
    merge_terms,
    move_term,
    rename_term,
    retire_term,
    revive_term,
)
from kb.work.vocabulary_forms import RetireForm, SynonymsForm, TermForm

_TERM = "/vocabularies/<scheme>/<key>"
_SET = "/synonyms/<int(max=999999999):number>"
_BOTH = ("GET", "POST")


@area.staff("/vocabularies", needs=Permission.VOCABULARY_EDIT)
def vocabularies() -> ResponseReturnValue:
    """Every vocabulary, and how many terms it has."""
    found = [(each, scheme_in_words(each.scheme)) for each in list_vocabularies(g.session)]
    return render_template("work/vocabularies.html", vocabularies=found)


@area.staff("/vocabularies/<scheme>", needs=Permission.VOCABULARY_EDIT, methods=_BOTH)
def vocabulary(scheme: str) -> ResponseReturnValue:
    """The terms of a vocabulary with their use, and the form of a new one."""
    terms = list_used_terms(g.session, scheme)
    form = TermForm()
    if request.method == "POST" and form.validate():
        try:
            add_term(g.session, g.actor, scheme, form.label, form.note)
        except Invalid as error:
            put_error(form, error)
        else:
            return _to_vocabulary(scheme)
    page = render_template(
        "work/vocabulary.html",
        scheme=scheme,
        name=scheme_in_words(scheme),
        terms=[each for each in terms if each.is_choosable],
        retired=[each for each in terms if not each.is_choosable],
        form=form,
        errors=form.errors,
    )
    return page, _status(form)


@area.staff(_TERM, needs=Permission.VOCABULARY_EDIT, methods=_BOTH)
def term(scheme: str, key: str) -> ResponseReturnValue:
    """Rename a term, and the ways to retire or merge it."""
    found = get_term(g.session, scheme, key)
    form = TermForm(obj=found)
    if request.method == "POST" and form.validate():
        try:
            rename_term(g.session, g.actor, found, form.label, form.note)
        except Invalid as error:
            put_error(form, error)
        else:
            return _to_vocabulary(scheme)
    return _term_page(found, form, RetireForm(formdata=None)), _status(form)


@area.staff(f"{_TERM}/move", needs=Permission.VOCABULARY_EDIT, methods=("POST",))
def move_a_term(scheme: str, key: str) -> ResponseReturnValue:
    """Let a term change places with its neighbour."""
    found = get_term(g.session, scheme, key)
    move_term(g.session, g.actor, found, is_up=request.form.get("way") == "up")
    return _to_vocabulary(scheme)


@area.staff(f"{_TERM}/retire", needs=Permission.VOCABULARY_EDIT, methods=("POST",))
def retire(scheme: str, key: str) -> ResponseReturnValue:
    """Offer a term no longer."""
    found = get_term(g.session, scheme, key)
    form = RetireForm()
    if form.validate():
        retire_term(g.session, g.actor, found, last_day=whole_date(form.last_day.data))
        return _to_vocabulary(scheme)
    return _term_page(found, TermForm(formdata=None, obj=found), form), 422


@area.staff(f"{_TERM}/revive", needs=Permission.VOCABULARY_EDIT, methods=("POST",))
def revive(scheme: str, key: str) -> ResponseReturnValue:
    """Offer a term again."""
    revive_term(g.session, g.actor, get_term(g.session, scheme, key))
    return _to_vocabulary(scheme)


@area.staff(f"{_TERM}/merge", needs=Permission.VOCABULARY_EDIT, methods=_BOTH)
def merge(scheme: str, key: str) -> ResponseReturnValue:
    """Show how many records a merge would change; when it is confirmed, merge."""
    found = get_term(g.session, scheme, key)
    survivor = get_term(g.session, scheme, request.values.get("survivor", ""))
    if survivor not in _survivors(found):
        raise Conflict("Choose another term of the same vocabulary that is in use.")
    if request.method == "POST":
        merge_terms(g.session, g.actor, found, survivor)
        return _to_vocabulary(scheme)
    counts: dict[str, int] = {}
    for kind, _code in list_bearers(g.session, found):
        counts[kind.value] = counts.get(kind.value, 0) + 1
    return render_template(
        "work/merge_terms.html",
        term=found,
        survivor=survivor,
        name=scheme_in_words(scheme),
        counts=counts,
    )


@area.staff("/synonyms", needs=Permission.VOCABULARY_EDIT, methods=_BOTH)
def synonyms() -> ResponseReturnValue:
    """Every set of words that mean the same, and the form of a new one."""
    form = SynonymsForm()
    if request.method == "POST" and form.validate():
        try:
            add_synonyms(g.session, g.actor, form.lines)
        except Invalid as error:
            put_error(form, error)
        else:
            return _to_synonyms()
    return _synonyms_page(form, None), _status(form)


@area.staff(_SET, needs=Permission.VOCABULARY_EDIT, methods=_BOTH)
def change_set(number: int) -> ResponseReturnValue:
    """Change a set of words."""
    found = get_synonyms(g.session, number)
    form = SynonymsForm(data={"words": "\n".join(found.words)})
    if request.method == "POST" and form.validate():
        try:
            change_synonyms(g.session, g.actor, found, form.lines)
        except Invalid as error:
            put_error(form, error)
        else:
            return _to_synonyms()
    return _synonyms_page(form, found), _status(form)


@area.staff(f"{_SET}/remove", needs=Permission.VOCABULARY_EDIT, methods=("POST",))
def remove_set(number: int) -> ResponseReturnValue:
    """Let the words of a set find each other no longer."""
    remove_synonyms(g.session, g.actor, get_synonyms(g.session, number))
    return _to_synonyms()


def _term_page(found: Term, form: TermForm, retiring: RetireForm) -> str:
    used = next(each for each in list_used_terms(g.session, found.scheme) if each.term is found)
    return render_template(
        "work/term.html",
        used=used,
        name=scheme_in_words(found.scheme),
        form=form,
        retiring=retiring,
        survivors=_survivors(found),
        errors=form.errors or retiring.errors,
    )


def _synonyms_page(form: SynonymsForm, changed: Synonyms | None) -> str:
    return render_template(
        "work/synonyms.html",
        sets=list_synonyms(g.session),
        changed=changed,
        form=form,
        errors=form.errors,
    )


def _survivors(found: Term) -> list[Term]:
    return [each for each in list_choosable_terms(g.session, found.scheme) if each is not found]


def _to_vocabulary(scheme: str) -> ResponseReturnValue:
    return redirect(with_query(url_for("work.vocabulary", scheme=scheme), {"told": "saved"}), 303)


def _to_synonyms() -> ResponseReturnValue:
    return redirect(with_query(url_for("work.synonyms"), {"told": "saved"}), 303)


def _status(form: StaffForm) -> int:
    return 422 if form.errors else 200
