"""What ``kb.app`` puts together, at hand for views."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from kb.config import Settings
from kb.db.engine import Database
from kb.readers.drafts import PageDraft
from kb.search.engine import SearchEngine

EXTENSION = "hinderbanken"


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of a running application that differ between installations."""

    settings: Settings
    database: Database
    #: The index that the public searches: published snapshots alone.
    public_index: SearchEngine
    #: The index that staff search: every record as it is now.
    internal_index: SearchEngine
    #: Prose about the service, by slug.
    pages: Mapping[str, PageDraft]


def services() -> Services:
    """Return the services of the application that handles the request."""
    return cast("Services", current_app.extensions[EXTENSION])
