"""Signing in and out, and what is answered to whoever must sign in first."""

from contextlib import suppress

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kb.accounts.area_views import area
from kb.accounts.draft_operations import keep_draft
from kb.accounts.entry_operations import Attempt, Entered, compare, enter, weigh
from kb.accounts.forms import CodeForm, SignInForm
from kb.accounts.operations import end_sign_in
from kb.accounts.second_factor_queries import HALF_MINUTES
from kb.errors import Invalid
from kb.models import User
from kb.security.actor import member
from kb.security.permissions import Permission
from kb.web.devices import device_of, remember_device
from kb.web.errors import stale_form, stale_texts
from kb.web.i18n import gettext, ngettext
from kb.web.login import (
    current_member,
    has_ended,
    set_half_cookie,
    sign_in_with,
    typed_by,
)
from kb.web.login import sign_out as take_cookie
from kb.web.returning import address_asked_for, carried, carry, own_address
from kb.web.routing import SetUpNeededError, SignInNeededError, keep_changes
from kb.web.services import services
from kb.words import Demand

#: The forms of a stranger who signs in, by the endpoints that they are sent to.
_FORMS = {"accounts.sign_in": SignInForm, "accounts.second_step": CodeForm}


@area.resource("/login", needs=Permission.PUBLIC_READ, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """The form for signing in, and who is let in by it."""
    if request.method == "GET":
        if current_member() is not None:
            return redirect(own_address(request.args.get("next", "")), 303)
        return _page(SignInForm())
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    entered = _try(form)
    if entered.user is None:
        return _refuse(form, entered)
    if entered.half:
        answer = code_page(CodeForm(formdata=None))
        set_half_cookie(answer, entered.half, HALF_MINUTES)
        return answer
    end_sign_in_before()
    sign_in_with(entered.token)
    answer = make_response(redirect(way_back(entered.user), 303))
    remember_device(answer, entered.user.email)
    return answer


@area.resource("/logout", needs=Permission.ACCOUNT_KEEP, methods=("POST",), is_first=True)
def sign_out() -> ResponseReturnValue:
    """End the sign-in that is in use."""
    end_sign_in_before()
    take_cookie()
    return redirect(url_for("accounts.sign_in", told="signed-out"), 303)


def _try(form: SignInForm) -> Entered:
    """Try what the form says. The comparing takes long, and holds no lock on the database."""
    values = form.values()
    attempt = Attempt(
        email=values["email"],
        password=values["password"],
        address=request.remote_addr or "",
        browser=request.headers.get("User-Agent", ""),
        device=device_of(values["email"]),
        demand=Demand(services().settings.second_factor),
    )
    with services().database.reading() as session:
        weighed = weigh(session, attempt)
    if weighed.wait:
        return Entered(wait=weighed.wait)
    compared = compare(weighed, attempt)
    # A failure counts, though it is answered with a refusal.
    keep_changes()
    return enter(g.session, attempt, weighed, compared)


def _refuse(form: SignInForm, entered: Entered) -> ResponseReturnValue:
    """Say the same whatever was wrong."""
    form.form_errors.append(wait_in_words(entered.wait) if entered.wait else _wrong())
    answer = make_response(_page(form), 429 if entered.wait else 422)
    if entered.wait:
        answer.headers["Retry-After"] = str(entered.wait)
    return answer


def _wrong() -> str:
    return gettext("The e-mail address or the password is wrong.")


def wait_in_words(seconds: int) -> str:
    """Say how long somebody must wait who has tried too often."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many tries. Try again in %(num)s minute.",
        "Too many tries. Try again in %(num)s minutes.",
        minutes,
    ) % {"num": minutes}


def end_sign_in_before() -> None:
    """A cookie from before is dead on the server, whoever has a copy of it."""
    before = current_member()
    if before is not None:
        end_sign_in(g.session, before.actor, before.sign_in_id)


def way_back(user: User) -> str:
    """Keep what *user* typed before the sign-in ended as a draft, and go back to its page."""
    kept = carried(request.form.get("carried", ""), user.id)
    if kept is None:
        return own_address(request.form.get("next", ""))
    # A form that cannot be a draft must not keep anybody from signing in.
    with suppress(Invalid):
        keep_draft(g.session, member(user.id, user.name, user.role), kept.path, kept.fields)
    return kept.back


def code_page(form: CodeForm) -> Response:
    """Ask for a code; what the form for signing in carried is carried on."""
    asked = request.form if request.method == "POST" else request.args
    page = render_template(
        "accounts/code.html",
        form=form,
        errors=form.errors,
        next_address=own_address(asked.get("next", "")),
        carried=request.form.get("carried", ""),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def start_over() -> Response:
    """Ask for the password once more, when a code was not given in time or was wrong too often."""
    form = SignInForm(formdata=None)
    form.form_errors.append(
        gettext("It took too long, or the code was wrong too often. Start over with your password.")
    )
    answer = make_response(_page(form), 422)
    set_half_cookie(answer, "", 0)
    return answer


def _page(form: SignInForm, *, value: str | None = None) -> str:
    """Show the form; *value* is what it carries when a sign-in has ended, else None."""
    asked = {} if value is not None else request.form if form.is_submitted() else request.args
    return render_template(
        "accounts/login.html",
        form=form,
        errors=form.errors,
        next_address=own_address(asked.get("next", "")),
        carried=asked.get("carried", "") if value is None else value,
        has_ended=value is not None,
    )


@area.blueprint.app_errorhandler(SignInNeededError)
def ask_to_sign_in(error: SignInNeededError) -> ResponseReturnValue:
    """Send whoever wants to read to the form, and let whoever wrote sign in without losing it."""
    if "HX-Request" in request.headers:
        return render_template("accounts/signed_out.html"), 401
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=address_asked_for()), 303)
    value = carry(typed_by()) if has_ended() else ""
    return _page(SignInForm(formdata=None), value=value), 401


@area.blueprint.app_errorhandler(SetUpNeededError)
def ask_to_set_up(error: SetUpNeededError) -> ResponseReturnValue:
    """Lead whoever must have a second factor, and has none, to where it is set up."""
    return redirect(url_for("accounts.second_factor"), 303)


@area.blueprint.errorhandler(CSRFError)
def ask_again(error: CSRFError) -> ResponseReturnValue:
    """Show the form for signing in once more, when the one that was sent was too old."""
    if request.endpoint not in _FORMS or current_member() is not None:
        return stale_form(error)
    form = _FORMS[request.endpoint](formdata=None)
    form.form_errors.append(stale_texts()[1])
    page = code_page(form) if isinstance(form, CodeForm) else _page(form)
    return make_response(page, 400)
