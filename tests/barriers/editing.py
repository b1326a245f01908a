"""What tests of the form of a barrier share: what it carries, and what came of it."""

import re

from kb.db.session import session_scope
from kb.models import Barrier
from kb.records.queries import find_record
from kb.web.services import EXTENSION


def change(app):
    return session_scope(app.extensions[EXTENSION].database.writing)


def read(app, code):
    with app.extensions[EXTENSION].database.reading() as session:
        return find_record(session, Barrier, code)


def hidden(page):
    """What the form on *page* carries besides what is typed."""
    found = dict(re.findall(r'name="(version|base)" type="hidden" value="([^"]*)"', page.text))
    return {name: value.replace("&#34;", '"') for name, value in found.items()}


def fields(page):
    """Everything that the form on *page* would send as it stands."""
    text = page.text
    data = {}
    for tag in re.findall(r'<input[^>]*? type="text"[^>]*>', text):
        parts = dict(re.findall(r' (name|value)="([^"]*)"', tag))
        data[parts["name"]] = parts["value"]
    for name, value in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</textarea>', text):
        data[name] = value.strip()
    return {**data, **hidden(page)}
