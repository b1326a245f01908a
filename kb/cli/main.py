"""The group that all commands hang on, and how errors are told."""

import sys

import click

from kb.cli.audit import audit
from kb.cli.bench import bench
from kb.cli.check import check
from kb.cli.cite import cite_
from kb.cli.content import content
from kb.cli.db import db
from kb.cli.import_ import import_
from kb.cli.import_government import government
from kb.cli.import_law import statutes
from kb.cli.import_riksdag import riksdag
from kb.cli.index import index
from kb.cli.search import search
from kb.cli.serve import serve
from kb.cli.user import user
from kb.cli.watch import watch
from kb.cli.worker import worker
from kb.errors import Invalid, KbError
from kb.readers.catalogue import BrokenContentError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def kb() -> None:
    """Hinderbanken: legal barriers to digital welfare, and the advocacy that removes them."""


_COMMANDS = (
    *(serve, worker, check, user, audit, db, content, import_),
    *(watch, cite_, search, index, bench),
)
import_.add_command(statutes)
import_.add_command(government)
import_.add_command(riksdag)
for command in _COMMANDS:
    kb.add_command(command)


def main() -> None:
    """Run a command; exit status 1 for a fault in the data, 2 for wrong usage."""
    try:
        kb()
    except BrokenContentError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except Invalid as error:
        click.echo(f"{error.field}: {error.message}", err=True)
        sys.exit(2)
    except KbError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
