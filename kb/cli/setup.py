"""What several commands need: settings, database, indexes, and how progress is shown."""

import json
from dataclasses import dataclass
from typing import Any

import click

from kb.app import open_indexes
from kb.config import Settings, load_settings
from kb.db.engine import Database, open_database
from kb.db.migrations import current_revision, newest_revision
from kb.errors import KbError
from kb.search.outbox import Index


@dataclass(frozen=True)
class Setup:
    """What a command works on."""

    settings: Settings
    database: Database
    indexes: list[Index]


def open_setup() -> Setup:
    """Open what the settings name."""
    settings = load_settings()
    return Setup(settings, open_database(settings.database), open_indexes(settings))


def open_ready_setup() -> Setup:
    """Open what the settings name; raises KbError when the schema is not that of the code."""
    setup = open_setup()
    if current_revision(setup.database.engine) != newest_revision():
        raise KbError("The database is not up to date; run kb db upgrade, or kb serve.")
    return setup


def tell(step: str) -> None:
    """Say on stderr what is being done now, so that stdout holds the answer alone."""
    click.echo(f"{step} …", err=True)


def answer(data: Any, lines: list[str], *, as_json: bool) -> None:
    """Print *data* as JSON, or *lines* for a person."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
