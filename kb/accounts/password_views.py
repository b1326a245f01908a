"""Asking for a link to choose a password, and choosing it."""

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.area_views import area
from kb.accounts.entry_views import wait_in_words
from kb.accounts.forms import ForgotForm, NewPasswordForm
from kb.accounts.letter_operations import Letter, ResetQuestion, ask_for_reset
from kb.accounts.queries import find_one_use_token, find_user
from kb.accounts.token_operations import RESET_HOURS, choose_password, hashed, new_token
from kb.errors import Invalid
from kb.security.permissions import Permission
from kb.web.errors import sentence_of
from kb.web.i18n import gettext, ngettext
from kb.web.letters import link_to, speaking
from kb.web.services import services
from kb.words import Language


@area.resource("/forgot", needs=Permission.PUBLIC_READ, methods=("GET", "POST"))
def forgot() -> ResponseReturnValue:
    """Ask for a letter with a link; the answer does not say whether there is an account."""
    form = ForgotForm()
    if request.method == "GET":
        return _forgot_page(form)
    if not form.validate():
        return _forgot_page(form), 422
    # Looked up, worded and counted in the same way whether there is an account or not.
    email = form.values()["email"]
    user = find_user(g.session, email)
    token = new_token()
    sends = bool(services().settings.smtp_url)
    question = ResetQuestion(
        email=email,
        address=request.remote_addr or "",
        token=token,
        letter=_reset_letter(user.language if user else Language.SV, token) if sends else None,
    )
    wait = ask_for_reset(g.session, user, question)
    if wait:
        form.form_errors.append(wait_in_words(wait))
        return _forgot_page(form), 429, {"Retry-After": str(wait)}
    return render_template("accounts/sent.html")


@area.resource("/password/<token>", needs=Permission.PUBLIC_READ, methods=("GET", "POST"))
def password(token: str) -> ResponseReturnValue:
    """Choose a password by the link of an invitation or of a reset; the link works once."""
    # A session that only reads: what g.session holds on a POST would wait for the hashing.
    with services().database.reading() as session:
        found = find_one_use_token(session, token)
    if found is None:
        return _silent(make_response(render_template("accounts/dead_link.html"), 404))
    form = NewPasswordForm()
    is_sent = request.method == "POST"
    if is_sent and form.validate():
        chosen, site_name = form.values()["password"], services().settings.site_name
        try:
            new = hashed(found.user, chosen, site_name=site_name)
        except Invalid as error:
            form.password.errors = [sentence_of(error)]
        else:
            choose_password(g.session, token, new)
            return redirect(url_for("accounts.sign_in", told="password-changed"), 303)
    page = render_template(
        "accounts/password.html", form=form, errors=form.errors, email=found.user.email
    )
    return _silent(make_response(page, 422 if is_sent else 200))


def _forgot_page(form: ForgotForm) -> str:
    return render_template("accounts/forgot.html", form=form, errors=form.errors)


def _silent(response: Response) -> Response:
    """Let no other site be told the address of the page: it holds the token."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _reset_letter(language: Language, token: str) -> Letter:
    with speaking(language):
        site = services().settings.site_name
        paragraphs = (
            gettext("Somebody, probably you, has asked for a new password to %(site)s.")
            % {"site": site},
            gettext("Choose it here:"),
            link_to(url_for("accounts.password", token=token)),
            ngettext(
                "The link works once, within %(num)s hour.",
                "The link works once, within %(num)s hours.",
                RESET_HOURS,
            )
            % {"num": RESET_HOURS},
            gettext("If it was not you, do nothing: your password stays as it is."),
        )
        subject = gettext("New password to %(site)s") % {"site": site}
    return Letter(subject, "\n\n".join(paragraphs) + "\n")
