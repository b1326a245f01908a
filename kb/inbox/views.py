"""The inbox, what one follows, saved searches, the log of the mail, and the way out of it."""

from datetime import datetime, timedelta

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.clock import now
from kb.db.paging import PER_PAGE
from kb.errors import Invalid
from kb.inbox import follow_operations, inbox_operations, mail_operations, search_operations
from kb.inbox.forms import SaveSearchForm, SearchNameForm
from kb.inbox.heartbeat import last_round
from kb.inbox.queries import (
    AT_THE_DOOR,
    count_inbox,
    count_unread,
    get_search,
    list_followed,
    list_inbox,
    list_searches,
    mail_state,
)
from kb.inbox.search_queries import cleaned_query, counter
from kb.inbox.shown_views import address_of, shown_news
from kb.inbox.unsubscribing import user_of
from kb.models import Notification
from kb.security.permissions import Permission
from kb.web.addresses import staff_path
from kb.web.errors import sentence_of
from kb.web.forms import row_number
from kb.web.listings import address, read_page
from kb.web.returning import own_address, with_told
from kb.web.routing import Area
from kb.web.services import services

area = Area("inbox")

#: A worker that has not gone its round for so long is told to be standing still.
LATE_MINUTES = 5
#: The key of a row.
_KEY = "<int:key>"


@area.staff("/inbox", needs=Permission.ACCOUNT_KEEP)
def inbox() -> ResponseReturnValue:
    """What has happened to what one follows, owns or was named in; asking changes nothing."""
    only_unread = request.args.get("show") == "unread"
    total = count_inbox(g.session, g.actor, only_unread=only_unread)
    page = read_page(total, PER_PAGE)
    return render_template(
        "inbox/inbox.html",
        lines=shown_news(list_inbox(g.session, g.actor, page, only_unread=only_unread)),
        page=page,
        page_url=lambda number: address(page=str(number), told=None),
        only_unread=only_unread,
        unread=count_unread(g.session, g.actor),
    )


@area.staff(f"/inbox/{_KEY}/open", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def open_notification(key: int) -> ResponseReturnValue:
    """Mark one as read and lead to its record, or back to the inbox where it has none."""
    found = _mark_read(key)
    return redirect(address_of(found) or _inbox_url(), 303)


@area.staff(f"/inbox/{_KEY}/read", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def read_notification(key: int) -> ResponseReturnValue:
    """Mark one as read, and stay in the inbox."""
    _mark_read(key)
    return _back(_inbox_url(), "read")


def _mark_read(key: int) -> Notification:
    """Mark one as read, and those that its line stands for too."""
    for other in dict.fromkeys(map(row_number, request.form.getlist("also")[:PER_PAGE])):
        inbox_operations.mark_read(g.session, g.actor, other)
    return inbox_operations.mark_read(g.session, g.actor, key)


@area.staff("/inbox/read", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def read_all() -> ResponseReturnValue:
    """Mark everything as read that had come when the page was shown."""
    inbox_operations.mark_all_read(g.session, g.actor, newest=_number("newest"))
    return _back(_inbox_url(), "all-read")


@area.staff("/follow", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def follow() -> ResponseReturnValue:
    """Follow the record that the form names, and go back to where it stood."""
    kind, code = request.form.get("kind", ""), request.form.get("code", "")
    record = follow_operations.follow_record(g.session, g.actor, kind, code)
    return _back(staff_path(record.kind, record.code), "followed")


@area.staff("/unfollow", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def unfollow() -> ResponseReturnValue:
    """Follow the record that the form names no longer, and go back to where it stood."""
    kind, code = request.form.get("kind", ""), request.form.get("code", "")
    record = follow_operations.unfollow_record(g.session, g.actor, kind, code)
    return _back(staff_path(record.kind, record.code), "unfollowed")


@area.staff("/searches", needs=Permission.ACCOUNT_KEEP)
def searches() -> ResponseReturnValue:
    """The searches that one has saved, with what is new in each, and the records one follows."""
    return render_template(
        "inbox/searches.html",
        rows=list_searches(g.session, g.actor, counter(g.session, g.actor)),
        followed=list_followed(g.session, g.actor),
    )


@area.staff("/searches/new", needs=Permission.ACCOUNT_KEEP)
def new_search() -> ResponseReturnValue:
    """Ask what the search that the address holds is to be called."""
    query = cleaned_query(request.query_string.decode("ascii", "ignore"))
    return _search_page(SaveSearchForm(query=query))


@area.staff("/searches", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def save_search() -> ResponseReturnValue:
    """Save a search."""
    form = SaveSearchForm()
    if form.validate():
        try:
            query = cleaned_query(form.query.data or "")
            search_operations.save_search(
                g.session, g.actor, name=form.name.data or "", query=query
            )
        except Invalid as error:
            form[error.field].errors = [sentence_of(error)]
        else:
            return _told(url_for("inbox.searches"), "search-saved")
    return _search_page(form)


@area.staff(f"/searches/{_KEY}/open", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def open_search(key: int) -> ResponseReturnValue:
    """Show the list that a saved search is for; what is there now is new no more."""
    search = search_operations.mark_seen(g.session, g.actor, key)
    return redirect(f"{url_for('work.barriers')}?{search.query}", 303)


@area.staff(f"/searches/{_KEY}", needs=Permission.ACCOUNT_KEEP, methods=("GET", "POST"))
def rename_search(key: int) -> ResponseReturnValue:
    """Give a saved search another name."""
    search = get_search(g.session, g.actor, key)
    form = SearchNameForm(name=search.name)
    if form.validate_on_submit():
        try:
            search_operations.rename_search(g.session, g.actor, key, name=form.name.data or "")
        except Invalid as error:
            form[error.field].errors = [sentence_of(error)]
        else:
            return _told(url_for("inbox.searches"), "saved")
    return _search_page(form, old_name=search.name)


@area.staff(f"/searches/{_KEY}/remove", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def remove_search(key: int) -> ResponseReturnValue:
    """Remove a saved search."""
    search_operations.remove_search(g.session, g.actor, key)
    return _told(url_for("inbox.searches"), "search-removed")


@area.staff(f"/searches/{_KEY}/follow", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def follow_search(key: int) -> ResponseReturnValue:
    """Let the letters say what is new in a saved search."""
    follow_operations.follow_search(g.session, g.actor, key)
    return _told(url_for("inbox.searches"), "followed")


@area.staff(f"/searches/{_KEY}/unfollow", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def unfollow_search(key: int) -> ResponseReturnValue:
    """Leave a saved search out of the letters."""
    follow_operations.unfollow_search(g.session, g.actor, key)
    return _told(url_for("inbox.searches"), "unfollowed")


@area.staff("/mail", needs=Permission.USER_MANAGE)
def mail() -> ResponseReturnValue:
    """How it goes with the mail: the last round and letter, what waits, what failed."""
    settings = services().settings
    round_at = last_round(settings.data_folder)
    return render_template(
        "inbox/mail.html",
        state=mail_state(g.session, g.actor),
        round_at=round_at,
        is_late=_is_late(round_at),
        has_server=bool(settings.smtp_url),
        cut_off=AT_THE_DOOR,
    )


@area.staff(f"/mail/{_KEY}/retry", needs=Permission.USER_MANAGE, methods=("POST",))
def retry_mail(key: int) -> ResponseReturnValue:
    """Let a letter that has failed be tried again."""
    mail_operations.retry_mail(g.session, g.actor, key)
    return _told(url_for("inbox.mail"), "mail-retried")


@area.resource("/unsubscribe/<token>", needs=Permission.PUBLIC_READ)
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask whether the letters are to end: programs that look links up must not end them."""
    user_of(services().settings.key, token)
    return render_template("inbox/unsubscribe.html", is_done=False)


@area.resource(
    "/unsubscribe/<token>", needs=Permission.PUBLIC_READ, methods=("POST",), is_form=False
)
def end_letters(token: str) -> ResponseReturnValue:
    """End the letters, from the page or by the one click of a mail program (RFC 8058)."""
    mail_operations.unsubscribe(g.session, user_of(services().settings.key, token))
    return render_template("inbox/unsubscribe.html", is_done=True)


def _search_page(form: SearchNameForm, old_name: str = "") -> ResponseReturnValue:
    page = render_template("inbox/search.html", form=form, errors=form.errors, old_name=old_name)
    return page, 422 if form.errors else 200


def _is_late(round_at: datetime | None) -> bool:
    return round_at is None or now() - round_at > timedelta(minutes=LATE_MINUTES)


def _inbox_url() -> str:
    return url_for("inbox.inbox")


def _number(name: str) -> int:
    """Read a number from the form; 0 for what is none."""
    return row_number(request.form.get(name, ""))


def _back(otherwise: str, told: str) -> ResponseReturnValue:
    """Go back to the page of ours that the form names as ``next``, else to *otherwise*."""
    return _told(own_address(request.form.get("next", ""), otherwise), told)


def _told(url: str, word: str) -> ResponseReturnValue:
    return redirect(with_told(url, word), 303)
