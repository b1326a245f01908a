"""The page that asks for a code, after the right password."""

from flask import g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.area_views import area
from kb.accounts.entry_operations import Attempt
from kb.accounts.entry_views import (
    code_page,
    end_sign_in_before,
    start_over,
    wait_in_words,
    way_back,
)
from kb.accounts.forms import CodeForm
from kb.accounts.second_factor_queries import find_half_sign_in
from kb.accounts.second_step_operations import CodeAttempt, Stepped, take_second_step
from kb.models import User
from kb.security.permissions import Permission
from kb.web.devices import device_of, remember_device
from kb.web.i18n import gettext
from kb.web.login import half_token, set_half_cookie, sign_in_with
from kb.web.returning import with_told
from kb.web.routing import keep_changes
from kb.web.services import services


@area.resource("/login/code", needs=Permission.PUBLIC_READ, methods=("GET", "POST"))
def second_step() -> ResponseReturnValue:
    """The form for the code, and who is let in by it."""
    half = find_half_sign_in(g.session, half_token())
    if request.method == "GET":
        if half is None:
            # Where one wants to go is checked where one is led on to it.
            wanted = request.args.get("next")
            return redirect(url_for("accounts.sign_in", next=wanted), 303)
        return code_page(CodeForm(formdata=None))
    if half is None:
        return start_over()
    form = CodeForm()
    if not form.validate():
        return make_response(code_page(form), 422)
    stepped = take_second_step(g.session, _attempt(form, half.user))
    # A failure counts, though it is answered with a refusal.
    keep_changes()
    return _refuse(form, stepped) if stepped.user is None else _let_in(stepped, stepped.user)


def _attempt(form: CodeForm, user: User) -> CodeAttempt:
    address = request.remote_addr or ""
    # Counted as the password is, so that both are guessed at within one limit.
    tried = Attempt(email=user.email, password="", address=address, device=device_of(user.email))
    return CodeAttempt(
        half=half_token(),
        code=form.values()["code"],
        key=services().settings.key,
        buckets=tried.buckets,
        address=address,
        browser=request.headers.get("User-Agent", ""),
    )


def _refuse(form: CodeForm, stepped: Stepped) -> ResponseReturnValue:
    """Say the same of a code that is wrong and of one that was used."""
    if stepped.is_over:
        return start_over()
    if stepped.wait:
        form.form_errors.append(wait_in_words(stepped.wait))
        answer = make_response(code_page(form), 429)
        answer.headers["Retry-After"] = str(stepped.wait)
        return answer
    form.code.errors = [gettext("The code is wrong, or has been used.")]
    form.code.data = ""
    return make_response(code_page(form), 422)


def _let_in(stepped: Stepped, user: User) -> ResponseReturnValue:
    end_sign_in_before()
    sign_in_with(stepped.token)
    back = way_back(user)
    address = with_told(back, "recovery-used") if stepped.is_of_paper else back
    answer = make_response(redirect(address, 303))
    remember_device(answer, user.email)
    set_half_cookie(answer, "", 0)
    return answer
