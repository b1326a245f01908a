"""Public pages of the strategy: its objectives, and the principles beside it."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.discovery.areas import list_areas
from kb.discovery.details import get_detail
from kb.discovery.queries import list_all
from kb.publication.queries import get_latest_code, get_published, list_versions
from kb.security.permissions import Permission
from kb.web.pages import show, shown_version
from kb.web.routing import Area
from kb.words import RecordKind

area = Area("strategy")


@area.page("/objectives", needs=Permission.PUBLIC_READ)
def objectives() -> ResponseReturnValue:
    """The strategy with its target areas and objectives, and how many barriers stand in the way."""
    code = get_latest_code(g.session, RecordKind.STRATEGY)
    published = get_published(g.session, RecordKind.STRATEGY, code)
    versions = list_versions(g.session, published.record_id)
    return render_template(
        "objectives/index.html",
        strategy=published.record,
        areas=list_areas(g.session),
        version=shown_version(published, versions),
    )


@area.page("/objectives/<code>", needs=Permission.PUBLIC_READ)
@area.page("/objectives/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def objective(code: str, number: int | None = None) -> ResponseReturnValue:
    """One objective: what blocks it and what has been done."""
    return show("objectives/detail.html", get_detail(g.session, RecordKind.OBJECTIVE, code, number))


@area.page("/principles", needs=Permission.PUBLIC_READ)
def principles() -> ResponseReturnValue:
    """The principles of the national framework."""
    entries = list_all(g.session, RecordKind.PRINCIPLE)
    return render_template("principles/index.html", principles=entries)


@area.page("/principles/<code>", needs=Permission.PUBLIC_READ)
@area.page("/principles/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def principle(code: str, number: int | None = None) -> ResponseReturnValue:
    """One principle with the barriers that stand against it."""
    return show("principles/detail.html", get_detail(g.session, RecordKind.PRINCIPLE, code, number))
