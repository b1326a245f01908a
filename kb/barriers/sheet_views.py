"""The list of barriers as a file: the same filters, the same columns as an import reads.

Files are sent for, and not asked for by a link: the history tells of each, so that a page elsewhere
must not be able to have one made.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.list_queries import COUNTED, UNCOUNTED
from kb.barriers.sheet_columns import header_row
from kb.barriers.sheet_operations import record_export
from kb.barriers.sheet_queries import get_lists, iterate_written
from kb.clock import SWEDEN, now
from kb.errors import Invalid
from kb.readers.sheet_writing import csv_bytes, xlsx_bytes
from kb.security.permissions import Permission
from kb.web.addresses import site_url
from kb.web.errors import sentence_of
from kb.web.i18n import current_language, gettext
from kb.web.listings import MAX_VALUE_LENGTH, MAX_VALUES
from kb.web.login import current_member
from kb.web.services import services

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Most filters in one address.
MAX_FIELDS = 200
#: Longest name of a file, before its ending.
_NAME = 120
#: What file systems, or people who type names, stumble over.
_UNFIT = re.compile(r"[^\w.,=-]+")


def read_query(query: str) -> dict[str, list[str]]:
    """The filters of the list of barriers in the query of its address; others are passed over.

    Raises Invalid for more than MAX_FIELDS of them.
    """
    try:
        asked = parse_qs(query, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise Invalid("query", "The address is too long.") from error
    filters = {}
    for name in (*COUNTED, *UNCOUNTED):
        values = [each[:MAX_VALUE_LENGTH] for each in asked.get(name, ()) if each.isprintable()]
        if values:
            filters[name] = list(dict.fromkeys(values))[:MAX_VALUES]
    return filters


@area.staff("/barriers.csv", needs=Permission.INTERNAL_READ, methods=("POST",))
def barriers_csv() -> ResponseReturnValue:
    """The barriers that pass the filters of the list as CSV; with ``bom=1`` for Excel."""
    has_mark = request.form.get("bom") == "1"
    filters, header, rows = _table()
    body = b"".join(csv_bytes(header, rows, bom=has_mark))
    return _file(body, "text/csv", "csv", filters)


@area.staff("/barriers.xlsx", needs=Permission.INTERNAL_READ, methods=("POST",))
def barriers_xlsx() -> ResponseReturnValue:
    """The barriers that pass the filters of the list as a workbook.

    Who took it out, when and with which filters stands in the properties of the document.
    """
    filters, header, rows = _table()
    about = [gettext("Barriers"), _moment(), _who(), _in_one_line(filters)]
    try:
        body = xlsx_bytes(header, rows, title=", ".join(filter(None, about)))
    except Invalid as error:
        heading = gettext("The table cannot be written as a workbook")
        page = render_template(
            "errors/error.html",
            status=422,
            heading=heading,
            explanation=sentence_of(error),
            reason=None,
        )
        return page, 422
    return _file(body, _XLSX, "xlsx", filters)


def _table() -> tuple[dict[str, list[str]], list[str], list[list[str]]]:
    """The filters that the list was sent with, and the header and rows of what passes them."""
    filters = read_query(request.form.get("query", ""))
    # What is sent gets a session that writes; nobody else could write while a long list is read.
    with services().database.reading() as session:
        lists = get_lists(session, current_language(), site_url())
        rows = list(iterate_written(session, g.actor, filters, lists))
    return filters, header_row(lists), rows


def _file(
    body: bytes, media_type: str, ending: str, filters: Mapping[str, Sequence[str]]
) -> Response:
    """Send *body* under a name that tells of when, who and which filters; the history is told."""
    record_export(g.session, g.actor, filters, ending)
    parts = [gettext("barriers"), _moment(), _who(), _in_one_line(filters)]
    name = "_".join(_UNFIT.sub("-", part) for part in parts if part)[:_NAME]
    answer = Response(body, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{ending}")
    return answer


def _moment() -> str:
    return now().astimezone(SWEDEN).strftime("%Y-%m-%d %H.%M")


def _who() -> str:
    member = current_member()
    return member.user.handle if member else ""


def _in_one_line(filters: Mapping[str, Sequence[str]]) -> str:
    return " ".join(f"{name}={','.join(values)}" for name, values in filters.items())
