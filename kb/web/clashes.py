"""Somebody was first: the form is shown again with all that was typed, and says what has changed.

``kb.web.merging`` brings two texts together, field by field; here nothing can be merged, because a
step was taken or a decision rests on words that have changed.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from flask import g, request

from kb.accounts.draft_operations import keep_draft
from kb.errors import Conflict, Invalid
from kb.web.addresses import staff_path, with_query
from kb.web.errors import sentence_of
from kb.web.forms import RecordForm, StaffForm
from kb.web.routing import keep_changes
from kb.words import RecordKind

Thing = TypeVar("Thing")


def put_clash(
    form: StaffForm, error: Conflict, since_url: str = "", version: int | None = None
) -> None:
    """Say above *form* why it was not taken; *since_url* shows what has changed.

    *version* is the one that the form is opened at now; None to leave it as it was opened.

    What was typed is kept as a draft, so that it is there again for whoever follows that link. What
    the request had begun to change must have been given up before.
    """
    form.form_errors.append(sentence_of(error))
    form.is_clash = True
    form.since_url = since_url
    if version is not None:
        form["version"].data = str(version)
    if request.method == "POST":
        _keep({} if version is None else {"version": [str(version)]})


def put_clash_over(
    form: RecordForm, error: Conflict, kind: RecordKind, code: str, version: int
) -> None:
    """Say above *form* that its record has changed, and open it at *version*, which it has now.

    Whoever sends it once more has been told, and shown the way to what the other did.
    """
    put_clash(form, error, changes_since(kind, code, form.opened_version, version), version)


def changes_since(kind: RecordKind, code: str, opened: int, version: int) -> str:
    """Where to read what was changed after the version *opened*; empty when nothing was."""
    if not opened or opened >= version:
        return ""
    if kind is not RecordKind.BARRIER:
        # Only of barriers a history is shown.
        return staff_path(kind, code)
    address = staff_path(kind, code, "history", "compare")
    return with_query(address, {"from": str(opened), "to": str(version)})


def give_up() -> None:
    """Give up what this request has begun to change."""
    g.session.rollback()


def read_again(get: Callable[[], Thing]) -> Thing:
    """Give up what this request has begun to change, and read what is there once more."""
    give_up()
    return get()


def status_of(form: StaffForm) -> int:
    """What the page of *form* is answered with: 409 when somebody was first, 422 for a refusal."""
    if form.is_clash:
        return 409
    return 422 if request.method == "POST" else 200


def _keep(known: Mapping[str, Sequence[str]]) -> None:
    """Keep what was sent as a draft of its form; *known* is what the reader is told by now."""
    fields = {**dict(request.form.lists()), **known}
    # A form that cannot be a draft is shown all the same.
    with suppress(Invalid):
        keep_draft(g.session, g.actor, request.path, fields)
        keep_changes()
