"""What somebody typed in a form and has not saved: any form can show it again.

A view that shows a form asks ``left_unsaved`` or ``restored``, one with long texts calls
``keep_while_writing``, one that has saved them calls ``drop``; ``layout/form_page.html`` shows the
rest. The path is that to which the form is sent, as ``autosave_url`` gives it to the page.
"""

from typing import TypeVar

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from kb.accounts.draft_operations import drop_draft
from kb.accounts.draft_queries import find_draft
from kb.web.addresses import with_query
from kb.web.forms import StaffForm

Form = TypeVar("Form", bound=StaffForm)


def kept_data(path: str | None = None) -> MultiDict[str, str] | None:
    """What was typed in the form at *path* (that of the request); None when nothing is kept."""
    draft = find_draft(g.session, g.actor, path or request.path)
    return MultiDict(draft.data) if draft is not None else None


def restored(form_class: type[Form], path: str | None = None, **given: object) -> Form | None:
    """The form as it was left, when a page is asked for; None when nothing is kept, or on a POST.

    Its hidden fields are those that it was opened with, so that what others have saved meanwhile is
    seen when it is sent. *given* goes to the form.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    data = kept_data(path)
    if data is None:
        return None
    form = form_class(formdata=data, **given)
    form.is_restored = True
    return form


def left_unsaved(form_class: type[Form]) -> Form:
    """The form of this request: as it was left, as it was sent, or empty."""
    return restored(form_class) or form_class()


def kept_text(path: str, name: str = "text") -> str:
    """What was typed in the field *name* of the form at *path*, for a form within another page."""
    data = kept_data(path)
    return data.get(name, "") if data is not None else ""


def keep_while_writing(form: StaffForm) -> None:
    """Let *form* save itself while it is being written, if it has a text of several lines."""
    if any(isinstance(field, TextAreaField) for field in form):
        form.autosave = autosave_url()


def drop(path: str | None = None) -> None:
    """Throw away what was kept of the form at *path*, now that it is saved; nothing is well too."""
    form = path or request.path
    if find_draft(g.session, g.actor, form) is not None:
        drop_draft(g.session, g.actor, form)


def autosave_url(path: str | None = None) -> str:
    """Where a page sends the form at *path* while it is being written."""
    return with_query(url_for("accounts.save_draft"), {"form": path or request.path})
