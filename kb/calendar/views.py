"""Deadlines for the public and for staff, and the calendars that other programs fetch."""

from collections.abc import Sequence

from flask import Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.calendar.area_views import area
from kb.calendar.deadlines import Deadline, by_month, in_order
from kb.calendar.feeds import Wording, calendar_of
from kb.calendar.operations import digest_of, drop_calendar, make_calendar
from kb.calendar.queries import (
    find_calendar_owner,
    has_calendar,
    list_public_deadlines,
    list_staff_deadlines,
    map_barriers_of,
)
from kb.clock import today
from kb.errors import NotFound
from kb.security.actor import member
from kb.security.permissions import Permission
from kb.web.addresses import path, site_url, staff_path, with_query
from kb.web.i18n import gettext
from kb.web.jinja import local
from kb.web.labels import label
from kb.web.listings import MAX_VALUE_LENGTH
from kb.web.services import services
from kb.words import DeadlineKind, Language

#: What a public calendar or list can be narrowed to, and the mark that matters then bear.
_MARKS = ("barrier", "matter", "objective")


@area.page("/deadlines", needs=Permission.PUBLIC_READ)
def deadlines() -> ResponseReturnValue:
    """What is due in published matters, month by month, and what was announced and not seen."""
    found = _of_kind(list_public_deadlines(g.session, _marks()))
    day = today()
    matters = sorted({each.record[1] for each in found})
    return render_template(
        "calendar/deadlines.html",
        months=by_month([each for each in found if not each.is_overdue(day)]),
        overdue=in_order([each for each in found if each.is_overdue(day)]),
        barriers=map_barriers_of(g.session, matters),
        kinds=_kinds((DeadlineKind.CONSULTATION, DeadlineKind.STEP, DeadlineKind.IN_FORCE)),
        chosen=request.args.get("kind", ""),
        feed_url=with_query("/calendar/deadlines.ics", {"lang": g.language, **dict(_marks())}),
    )


@area.staff("/deadlines", needs=Permission.INTERNAL_READ)
def staff_deadlines() -> ResponseReturnValue:
    """What is due: in matters, and in our own work."""
    is_mine = request.args.get("whose") == "mine"
    found = _of_kind(list_staff_deadlines(g.session, g.actor, only_mine=is_mine))
    day = today()
    return render_template(
        "calendar/staff_deadlines.html",
        months=by_month([each for each in found if not each.is_overdue(day)]),
        overdue=in_order([each for each in found if each.is_overdue(day)]),
        kinds=_kinds(tuple(DeadlineKind)),
        chosen=request.args.get("kind", ""),
        is_mine=is_mine,
        link=_staff_url,
    )


@area.resource("/calendar/deadlines.ics", needs=Permission.PUBLIC_READ)
def feed() -> ResponseReturnValue:
    """The public deadlines as a calendar; ``?lang=``, ``?barrier=`` and so on as on the page."""
    g.language = _asked_language()
    name = gettext("%(site)s: deadlines") % {"site": services().settings.site_name}
    return _calendar(list_public_deadlines(g.session, _marks()), name)


@area.resource("/calendar/<secret>.ics", needs=Permission.PUBLIC_READ)
def personal_feed(secret: str) -> ResponseReturnValue:
    """Somebody's own deadlines, to whoever has the secret address."""
    owner = find_calendar_owner(g.session, digest_of(secret))
    if owner is None:
        raise NotFound("There is no such page.")
    g.language = owner.language
    actor = member(owner.id, owner.name, owner.role)
    found = list_staff_deadlines(g.session, actor, only_mine=True)
    name = gettext("%(site)s: my deadlines") % {"site": services().settings.site_name}
    answer = _calendar(found, name, is_own=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@area.staff("/calendar", needs=Permission.ACCOUNT_KEEP, methods=("GET", "POST"))
def own_calendar() -> ResponseReturnValue:
    """The secret address of one's own calendar: made, shown once, replaced, taken away."""
    if request.method == "POST" and "drop" in request.form:
        drop_calendar(g.session, g.actor)
        return redirect(with_query("/staff/calendar", {"told": "calendar-dropped"}), 303)
    secret = make_calendar(g.session, g.actor) if request.method == "POST" else None
    return render_template(
        "calendar/own.html",
        address=f"{site_url()}/calendar/{secret}.ics" if secret else None,
        has_one=has_calendar(g.session, g.actor),
    )


def _calendar(found: Sequence[Deadline], name: str, *, is_own: bool = False) -> Response:
    wording = Wording(
        name=name,
        summary=_summary,
        description=_description,
        url=lambda deadline: site_url() + (_staff_url if is_own else _public_url)(deadline),
    )
    body = calendar_of(found, wording)
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _summary(deadline: Deadline) -> str:
    what = label(deadline.kind, "deadline-kind")
    if deadline.kind is DeadlineKind.STEP and deadline.stage:
        what = f"{what} ({label(deadline.stage, 'stage')})"
    title = local({"sv": deadline.title["sv"], "en": deadline.title["en"]})
    return f"{what}: {title}"


def _description(deadline: Deadline) -> str:
    if not deadline.source:
        return deadline.record[1]
    told = gettext("Read in: %(source)s") % {"source": deadline.source}
    return f"{deadline.record[1]}. {told}"


def _public_url(deadline: Deadline) -> str:
    return path(*deadline.record)


def _staff_url(deadline: Deadline) -> str:
    kind, code = deadline.record
    return f"/staff/plans/{code}" if kind == "plan" else staff_path(kind, code)


def _marks() -> list[tuple[str, str]]:
    """What the address narrows to: (mark, value)."""
    return [
        (name, value.upper() if name != "objective" else value)
        for name in _MARKS
        if (value := request.args.get(name, "")[:MAX_VALUE_LENGTH]) and value.isprintable()
    ]


def _of_kind(found: Sequence[Deadline]) -> list[Deadline]:
    asked = request.args.get("kind", "")
    return [each for each in found if asked not in set(DeadlineKind) or each.kind == asked]


def _kinds(offered: Sequence[DeadlineKind]) -> list[tuple[str, str]]:
    """Word and address of each kind that can be chosen."""
    rest = {name: value for name, value in request.args.items() if name != "kind"}
    return [
        (kind.value, with_query(request.path, {**rest, "kind": kind.value})) for kind in offered
    ]


def _asked_language() -> Language:
    asked = request.args.get("lang", "")
    return Language(asked) if asked in set(Language) else Language.SV
