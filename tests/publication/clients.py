"""What tests of the pages of the desk share: a record of their own, and its forms."""

import re

from kb.db.session import session_scope
from kb.models import Barrier, Publication
from kb.records.queries import find_record
from kb.web.services import EXTENSION

CODE = "H-2026-990"
DESK = f"/staff/barriers/{CODE}/publication"
CANARY = "Kanariefågelholk"


def database_of(app):
    return app.extensions[EXTENSION].database


def opened_form(client, url):
    """What the hidden fields of the form at *url* hold."""
    page = client.get(url).text
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    fields = {}
    for tag in found:
        name = re.search(r'name="([^"]*)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        fields[name] = value[1].replace("&#34;", '"').replace("&quot;", '"') if value else ""
    return {name: fields[name] for name in ("version", "base")}


def put_in(app, state, author=None):
    with session_scope(database_of(app).writing) as session:
        record = find_record(session, Barrier, CODE)
        session.merge(
            Publication(record_id=record.id, state=state, author_id=author.id if author else None)
        )
