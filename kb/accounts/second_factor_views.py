"""One's own second factor: setting it up, recovery codes, turning it off."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.area_views import area
from kb.accounts.forms import BothAgainForm, FirstCodeForm, PasswordAgainForm
from kb.accounts.queries import get_user
from kb.accounts.second_factor_operations import (
    Proof,
    begin_second_factor,
    compare_proof,
    confirm_second_factor,
    renew_recovery_codes,
    turn_off_second_factor,
    weigh_proof,
)
from kb.accounts.second_factor_queries import (
    count_recovery_codes,
    find_begun_factor,
    find_second_factor,
)
from kb.errors import Invalid
from kb.models import SecondFactor
from kb.security.one_time_codes import address_of, secret_of
from kb.security.permissions import Permission
from kb.text.square_codes import square_code
from kb.web.errors import sentence_of
from kb.web.forms import StaffForm
from kb.web.login import current_member, must_set_up, sign_in_with
from kb.web.routing import keep_changes
from kb.web.services import services
from kb.words import Demand

_KEEP = Permission.ACCOUNT_KEEP
_GROUP = 4


@area.staff("/account/second-factor", needs=_KEEP, is_first=True)
def second_factor() -> ResponseReturnValue:
    """Whether one has a second factor, and the way to the next step with it."""
    return _page()


@area.staff("/account/second-factor/begin", needs=_KEEP, methods=("POST",), is_first=True)
def begin_factor() -> ResponseReturnValue:
    """Make a secret for the phone, after the password."""
    form = PasswordAgainForm()
    if not form.validate():
        return _page(password=form), 422
    try:
        begin_second_factor(g.session, g.actor, _proof(form))
    except Invalid as error:
        return _page(password=_told_beside(form, error)), 422
    return redirect(url_for("accounts.second_factor"), 303)


@area.staff("/account/second-factor/confirm", needs=_KEEP, methods=("POST",), is_first=True)
def confirm_factor() -> ResponseReturnValue:
    """Turn the second factor on by a first code, and show the recovery codes."""
    form = FirstCodeForm()
    if not form.validate():
        return _page(code=form), 422
    keep_changes()
    code, key = form.values()["code"], services().settings.key
    try:
        done = confirm_second_factor(g.session, g.actor, _sign_in_id(), code=code, key=key)
    except Invalid as error:
        return _page(code=_told_beside(form, error)), 422
    sign_in_with(done.token)
    return render_template("accounts/recovery_codes.html", codes=done.recovery_codes)


@area.staff("/account/second-factor/codes", needs=_KEEP, methods=("GET", "POST"))
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes, after password and code, and show them."""
    form = BothAgainForm()
    if request.method == "GET":
        return _proving_page(form)
    if not form.validate():
        return _proving_page(form), 422
    try:
        codes = renew_recovery_codes(g.session, g.actor, _proof(form))
    except Invalid as error:
        return _proving_page(_told_beside(form, error)), 422
    return render_template("accounts/recovery_codes.html", codes=codes)


@area.staff("/account/second-factor/off", needs=_KEEP, methods=("GET", "POST"))
def turn_factor_off() -> ResponseReturnValue:
    """Turn the second factor off, after password and code."""
    form = BothAgainForm()
    if request.method == "GET":
        return _proving_page(form)
    if not form.validate():
        return _proving_page(form), 422
    demanded = Demand(services().settings.second_factor)
    try:
        token = turn_off_second_factor(
            g.session, g.actor, _sign_in_id(), proof=_proof(form), demanded=demanded
        )
    except Invalid as error:
        return _proving_page(_told_beside(form, error)), 422
    sign_in_with(token)
    return redirect(url_for("accounts.second_factor", told="second-factor-off"), 303)


def _proof(form: StaffForm) -> Proof:
    """Compare the password of *form*; that takes long, and holds no lock on the database."""
    values = form.values()
    # What is wrong counts, though it is answered with a refusal.
    keep_changes()
    with services().database.reading() as session:
        user = weigh_proof(session, g.actor)
    key = services().settings.key
    return compare_proof(user, values["password"], code=values.get("code", ""), key=key)


def _told_beside(form: StaffForm, error: Invalid) -> StaffForm:
    """Let *form* say beside its field what was wrong."""
    form[error.field].errors = [sentence_of(error)]
    return form


def _page(*, password: StaffForm | None = None, code: StaffForm | None = None) -> str:
    user_id = g.actor.user_id
    begun = find_begun_factor(g.session, user_id)
    secret = _secret(begun) if begun else ""
    email = get_user(g.session, user_id).email
    address = address_of(secret, email, services().settings.site_name) if begun else ""
    return render_template(
        "accounts/second_factor.html",
        is_on=find_second_factor(g.session, user_id) is not None,
        left=count_recovery_codes(g.session, user_id),
        picture=square_code(address) if begun else None,
        secret=" ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP)),
        email=email,
        form=(code or FirstCodeForm(formdata=None))
        if begun
        else (password or PasswordAgainForm(formdata=None)),
        is_demanded=must_set_up(),
    )


def _proving_page(form: StaffForm) -> str:
    return render_template(
        "accounts/second_factor_prove.html",
        form=form,
        errors=form.errors,
        is_off=request.endpoint == "accounts.turn_factor_off",
        email=get_user(g.session, g.actor.user_id).email,
    )


def _secret(factor: SecondFactor) -> str:
    return secret_of(services().settings.key, factor.salt)


def _sign_in_id() -> int:
    member = current_member()
    return member.sign_in_id if member is not None else 0
