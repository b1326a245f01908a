"""From an error to its page, in the reader's language. A 500 needs neither database nor index."""

import logging
import secrets

from babel.numbers import format_decimal
from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kb.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    KbError,
    Locked,
    Moved,
    NotFound,
    NotOpen,
)
from kb.web.addresses import path
from kb.web.i18n import current_language
from kb.web.i18n import gettext as _
from kb.web.labels import label
from kb.web.login import current_member, typed_by
from kb.web.returning import carry

logger = logging.getLogger(__name__)

#: From here on the digits of a number stand in groups.
_LONG_NUMBER = 10_000

_STATUS: dict[type[KbError], int] = {
    NotFound: 404,
    Gone: 410,
    Forbidden: 403,
    Invalid: 400,
    Conflict: 409,
}


def install(app: Flask) -> None:
    """Answer every error of *app* with a page."""
    app.register_error_handler(KbError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(Exception, _unknown)


def _known(error: KbError) -> ResponseReturnValue:
    if isinstance(error, Moved):
        return redirect(path(error.kind, error.code), 301)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        return _unknown(error)
    if isinstance(error, NotOpen):
        return _told(status, _("This step is not open yet"), _what_comes_first(error))
    if isinstance(error, Locked):
        return _told(status, _("This is not yours to do"), sentence_of(error))
    return _page(status, reason=error.reason if isinstance(error, Gone) else None)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        return _unknown(error)
    answer = _page(error.code, reason=None)
    headers = dict(error.get_headers())
    return (*answer, {"Allow": headers["Allow"]} if "Allow" in headers else {})


def stale_form(error: Exception) -> ResponseReturnValue:
    """Refuse a form that lacks our token; a member can keep what they had typed as a draft."""
    is_own = request.headers.get("Origin") in (None, request.host_url.rstrip("/"))
    heading, explanation = stale_texts()
    page = render_template(
        "errors/stale.html",
        heading=heading,
        explanation=explanation,
        carried=_carried() if is_own else "",
    )
    return page, 400


def _carried() -> str:
    """What a member had typed; nothing of what somebody else opened in the same browser."""
    reader = current_member()
    if reader is None:
        return ""
    writer = typed_by()
    return carry(reader.user.id) if writer in (None, reader.user.id) else ""


def stale_texts() -> tuple[str, str]:
    """Heading and explanation for a form without our token."""
    return (
        _("The form could not be used"),
        _(
            "It was too old or came from elsewhere, so nothing was saved. "
            "Go back, load the page again and send it once more."
        ),
    )


def _unknown(error: Exception) -> ResponseReturnValue:
    """Log what happened under a number that the reader can tell us."""
    number = secrets.token_hex(4)
    logger.error("error %s", number, exc_info=error)
    heading, explanation = texts(500)
    try:
        page = render_template(
            "errors/plain.html",
            language=current_language().value,
            heading=heading,
            explanation=explanation,
            number=number,
        )
    except Exception:  # the last page of all must not fail
        page = f"<!doctype html><title>{heading}</title><h1>{heading}</h1><p>{explanation}"
    return page, 500


def _page(status: int, *, reason: str | None) -> tuple[str, int]:
    heading, explanation = texts(status)
    page = render_template(
        "errors/error.html",
        status=status,
        heading=heading,
        explanation=explanation,
        reason=reason_in_words(reason),
    )
    return page, status


def _told(status: int, heading: str, explanation: str) -> tuple[str, int]:
    page = render_template(
        "errors/error.html", status=status, heading=heading, explanation=explanation, reason=None
    )
    return page, status


#: The closed list that names the states of each machine.
_STATES = {
    "barrier": "work-state",
    "publication": "publication-state",
    "action": "action-state",
    "ask": "ask-outcome",
    "response": "response-state",
}


def _what_comes_first(error: NotOpen) -> str:
    """Say in which state the way is open, and in which one it is now."""
    words = _STATES[error.machine]
    states = [label(each, words) for each in error.sources]
    return _("“%(way)s” can be done from: %(sources)s. It is now: %(state)s.") % {
        "way": label(error.way, "way"),
        "sources": ", ".join(states),
        "state": label(error.state, words),
    }


def sentence_of(error: KbError) -> str:
    """Say what *error* tells in the reader's language."""
    sentence = _(error.sentence)
    if not error.values:
        return sentence
    return sentence % {name: _shown(value) for name, value in error.values.items()}


def _shown(value: object) -> object:
    """Write a long number as the reader's language does; a year is none."""
    if isinstance(value, int) and value >= _LONG_NUMBER:
        return format_decimal(value, locale=current_language().value)
    return value


def texts(status: int) -> tuple[str, str]:
    """Heading and explanation of the error page for *status*."""
    pages = {
        400: (
            _("We could not read the address"),
            _("Something in the address is wrong or too long. Search instead, or start over."),
        ),
        401: (
            _("You are signed out"),
            _("Sign in to go on."),
        ),
        403: (
            _("You may not see this"),
            _("The page exists, but not for you. Everything that is public can be searched."),
        ),
        404: (
            _("There is no such page"),
            _("The address may be mistyped or the page may never have been published."),
        ),
        405: (
            _("This cannot be done here"),
            _("The page is there to be read. Go back and try again."),
        ),
        409: (
            _("Somebody was first"),
            _("The record has changed since you opened it. Load the page again."),
        ),
        410: (
            _("This page has been withdrawn"),
            _("It was published once. Its address is kept, and will never mean anything else."),
        ),
        413: (
            _("It is too large"),
            _("What was sent is larger than can be taken in here. Nothing was saved."),
        ),
        422: (
            _("Something has to be put right"),
            _("What was sent could not be used as it stood. Nothing was saved."),
        ),
        429: (
            _("Too many requests"),
            _("Wait a minute and try again. The limit keeps the service quick for everybody."),
        ),
        500: (
            _("Something went wrong with us"),
            _("It is not your fault. Try again in a while; if it lasts, tell us the error number."),
        ),
    }
    return pages.get(status, pages[400])


def reason_in_words(reason: str | None) -> str | None:
    """Say the reason class of a withdrawal; an unknown class is not shown."""
    reasons = {
        "mistake": _("It held a mistake and is being corrected."),
        "personal-data": _("It held personal data that should not have been published."),
        "overtaken": _("The law has changed, so that it no longer applies."),
        "merged": _("It has been merged with another record."),
    }
    return reasons.get(reason or "")
