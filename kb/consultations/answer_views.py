"""Writing our answer, proposal by proposal, and printing it."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.consultations.answer_forms import AnswerForm
from kb.consultations.answer_operations import WRITABLE, revise_answer
from kb.consultations.answer_values import answer_values, base_values, read_answer
from kb.consultations.area_views import area
from kb.consultations.comparing import compare, earlier_words, own_targets
from kb.consultations.earlier_queries import Earlier, list_earlier
from kb.consultations.response_queries import get_response
from kb.consultations.touch_queries import map_named
from kb.errors import Conflict, Invalid
from kb.law.reading_queries import get_known_law
from kb.law.text_queries import map_texts, redline
from kb.matters.staff_queries import get_matter
from kb.models import Response
from kb.records.since_queries import values_at
from kb.security.permissions import Permission
from kb.web.addresses import consultation_path, with_query
from kb.web.drafts import autosave_url, drop, kept_data
from kb.web.editing import refuse
from kb.web.merging import Settlement, flat, kept, sent_along, settle, undecided
from kb.words import Language


@area.staff("/responses/<int:number>/edit", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def edit(number: int) -> ResponseReturnValue:
    """Our answer, changed together with what others have saved meanwhile."""
    response = _whole(number)
    if request.method == "GET":
        if response.state not in WRITABLE:
            raise Conflict(
                "An answer that is sent or declined cannot be changed. Take it up again."
            )
        return _page(_opened(response), response)
    law = get_known_law(g.session)
    theirs = answer_values(response, law)
    form = AnswerForm(formdata=kept(request.form, theirs))
    mine = AnswerForm(formdata=sent_along(request.form)).values() if "clash" in request.form else {}
    open_clashes = undecided(request.form, theirs, mine)
    if open_clashes:
        return _conflict(response, Settlement(values=form.values(), clashes=open_clashes), form)
    if "use" in request.form:
        form.use_again(earlier_words(_earlier(response), request.form["use"], law))
        return _page(form, response)
    if form.change_rows() or "look" in request.form or not form.validate():
        return _page(form, response)
    values, told = form.values(), "saved"
    if form.opened_version != response.matter.version:
        earlier = values_at(g.session, response.matter, form.opened_version)
        base = base_values(earlier, law)
        settled = settle(form.opened_base, values, theirs, base=base, prose=form.prose)
        if settled.clashes:
            return _conflict(response, settled)
        values, told = settled.values, "merged"
    return _save(form, response, values, told)


@area.staff("/responses/<int:number>/print", needs=Permission.INTERNAL_READ)
def print_answer(number: int) -> ResponseReturnValue:
    """Our answer as one document in Swedish, whatever language the reader has."""
    response = _whole(number)
    g.language = Language.SV
    texts = map_texts(g.session, [each.target for each in response.positions if each.target])
    return render_template(
        "consultations/print.html",
        response=response,
        matter=response.matter,
        law=get_known_law(g.session),
        redlines={
            each.id: redline(each.target, texts.get(each.target), each.proposed_wording)
            for each in response.positions
            if each.target and each.proposed_wording
        },
        here=_home(response),
    )


def _save(
    form: AnswerForm, response: Response, values: dict[str, object], told: str
) -> ResponseReturnValue:
    before = response.matter.version
    try:
        revise_answer(g.session, g.actor, response, before, read_answer(values))
    except Invalid as error:
        refuse(form, error)
        return _page(form, response)
    drop()
    told = told if response.matter.version != before else "unchanged"
    return redirect(with_query(_home(response), {"told": told}), 303)


def _whole(number: int) -> Response:
    """The answer with its matter loaded whole, whose version the form carries."""
    response = get_response(g.session, g.actor, number)
    get_matter(g.session, g.actor, response.matter.code)
    return response


def _home(response: Response) -> str:
    return consultation_path(response.document_id, response.matter.code)


def _earlier(response: Response) -> list[Earlier]:
    """What we have said before of the law that the consultation, or the answer itself, names."""
    document, matter = response.document_id, response.matter_id
    named = map_named(g.session, [document] if document else (), () if document else (matter,))
    sources = next(iter(named.values()))
    return list_earlier(g.session, g.actor, [*sources, *own_targets(response)], without=response.id)


def _opened(response: Response) -> AnswerForm:
    """The form as the answer is, or as it was left unsaved."""
    data = kept_data()
    if data is not None:
        return AnswerForm(formdata=data)
    values = answer_values(response, get_known_law(g.session))
    form = AnswerForm(formdata=None, data=values)
    form.spare_rows()
    form.open_at(response.matter.version)
    return form


def _page(form: AnswerForm, response: Response) -> ResponseReturnValue:
    law = get_known_law(g.session)
    earlier = _earlier(response)
    page = render_template(
        "consultations/answer/form.html",
        form=form,
        errors=form.errors,
        response=response,
        earlier=earlier,
        compared=compare(g.session, form.positions.entries, earlier, law),
        law=law,
        here=_home(response),
        is_restored=request.method == "GET" and kept_data() is not None,
        autosave=autosave_url(),
    )
    return page, 422 if form.errors else 200


def _conflict(
    response: Response, settled: Settlement, sent: AnswerForm | None = None
) -> ResponseReturnValue:
    """Show what both have changed; *sent* came back with something left to choose."""
    form = AnswerForm(formdata=None, data=settled.values)
    form.open_over(answer_values(response, get_known_law(g.session)), response.matter.version)
    if sent is not None:
        form.version.data, form.base.data = sent.version.data, sent.base.data
    page = render_template(
        "consultations/answer/conflict.html",
        form=form,
        clashes=settled.clashes,
        is_undecided=sent is not None,
        mine={each.field: flat(f"mine-{each.field}", each.mine) for each in settled.clashes},
        here=_home(response),
    )
    return page, 409
