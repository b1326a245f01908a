"""What happened: to one barrier and all that belongs to it, and in the log of everything."""

from dataclasses import dataclass
from datetime import datetime, time

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.barriers.staff_queries import get_barrier
from kb.clock import SWEDEN
from kb.db.paging import PER_PAGE
from kb.errors import NotFound
from kb.history import end_of_chain, verify
from kb.models import Barrier
from kb.readers.sheet_writing import csv_bytes
from kb.security.permissions import Permission
from kb.text.differences import Piece
from kb.web import listings
from kb.web.addresses import staff_path, with_query
from kb.web.field_labels import (
    Speaker,
    field_in_words,
    kind_in_words,
    verb_in_words,
)
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.words import RecordKind
from kb.work.audit_forms import read_day, read_sought
from kb.work.audit_operations import export_log
from kb.work.audit_queries import count_log, list_choices, list_log
from kb.work.history_queries import (
    Difference,
    Event,
    Happening,
    count_events,
    difference,
    fields_of,
    list_events,
    list_related,
    list_versions,
    map_names,
    state_at,
)
from kb.work.views import area
