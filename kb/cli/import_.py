"""``kb import``: files from outside, taken in."""

import sys
from pathlib import Path
from typing import Any

import click

from kb.barriers.import_plans import MAX_SOURCE, ImportPlan, Outcome, Upload
from kb.barriers.import_run_operations import check_sheet, import_plan
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_columns import check_mapping
from kb.barriers.sheet_queries import get_lists
from kb.cli.content import drain_all
from kb.cli.setup import Setup, answer, open_ready_setup
from kb.errors import Conflict, Invalid
from kb.readers.spreadsheets import read_sheet
from kb.security.actor import SYSTEM, Actor, member
from kb.words import Language


@click.group("import")
def import_() -> None:
    """Take in what others keep in files."""


@import_.command("barriers")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--map", "pairs", multiple=True, metavar="COL=FIELD", help="Read a column so.")
@click.option("--source", help="What the file is called, so that it comes in only once.")
@click.option("--as", "email", metavar="EMAIL", help="In whose name; the system's otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def barriers_command(
    file: Path,
    dry_run: bool,
    pairs: tuple[str, ...],
    source: str | None,
    email: str | None,
    as_json: bool,
) -> None:
    """Take in the barriers in FILE, .csv or .xlsx.

    A row is known again by its code, else by its id in the source, else by its title: the same file
    twice changes nothing. A row with a fault is told with its column and reason, and then nothing
    at all is taken in. Up to 500 rows come in at once or not at all. More come in 100 at a time:
    what stops them is told with its row, and the same file again goes on with the rest.
    """
    setup = open_ready_setup()
    try:
        sheet = read_sheet(file.read_bytes(), file.name)
    except Invalid as error:
        click.echo(error.message)
        sys.exit(1)
    upload = Upload(
        sheet=sheet, file_name=file.name, source=(source or file.stem)[:MAX_SOURCE].strip()
    )
    mapping = _mapping(upload, pairs)
    with setup.database.reading() as session:
        lists = get_lists(session, Language.EN)
        actor = _actor(lists, email)
        plan = check_sheet(session, actor, upload, mapping, lists)
    if plan.is_sound and not dry_run:
        _take_in(setup, actor, plan)
    answer(_data(plan, dry_run=dry_run), _lines(plan, dry_run=dry_run), as_json=as_json)
    if not plan.is_sound:
        sys.exit(1)
    if not dry_run:
        drain_all(setup)


def _take_in(setup: Setup, actor: Actor, plan: ImportPlan) -> None:
    """Do what *plan* says; a row that stops it is told with its reason, and ends the command."""
    try:
        with _progress(plan) as bar:
            import_plan(setup.database.writing, actor, plan, progress=lambda _done: bar.update(1))
    except Conflict as error:
        click.echo(str(error), err=True)
        click.echo(str(error.__cause__), err=True)
        drain_all(setup)
        sys.exit(1)


def _actor(lists: Lists, email: str | None) -> Actor:
    if email is None:
        return SYSTEM
    user = lists.people.get(email.strip().lower())
    if user is None or not user.is_active:
        raise click.UsageError(f"Nobody with an open account has the address {email}.")
    return member(user.id, user.name, user.role)


def _mapping(upload: Upload, pairs: tuple[str, ...]) -> dict[str, str]:
    chosen = []
    for pair in pairs:
        column, sign, field = pair.rpartition("=")
        if not sign:
            raise click.UsageError(f"Write --map as COL=FIELD, not {pair}.")
        chosen.append((column, field.strip()))
    try:
        return check_mapping(upload.sheet.header, chosen)
    except Invalid as error:
        raise click.UsageError(error.message) from None


def _progress(plan: ImportPlan) -> Any:
    """Progress, shown where somebody looks."""
    todo = plan.counts[Outcome.CREATE] + plan.counts[Outcome.CHANGE]
    return click.progressbar(
        length=todo, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def _data(plan: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    data = plan.as_data()
    for row, line in zip(plan.rows, data["lines"], strict=True):
        line["faults"] = [
            {"column": fault.column, "text": fault.text, "sentence": str(fault)}
            for fault in row.faults
        ]
    return {"dry_run": dry_run, "imported": plan.is_sound and not dry_run, **data}


def _lines(plan: ImportPlan, *, dry_run: bool) -> list[str]:
    lines = [
        f"row {row.number}, column {fault.column}: {fault}"
        for row in plan.rows
        for fault in row.faults
    ]
    lines += [f"column {name}: not imported, no field has this name" for name in plan.ignored]
    lines += [f"column {name}: not imported, it is only exported" for name in plan.told]
    counts = plan.counts
    lines.append(
        f"{counts['create']} new, {counts['change']} changed, {counts['unchanged']} unchanged, "
        f"{counts['faulty']} with faults."
    )
    if not plan.is_sound:
        lines.append("Nothing was imported.")
    elif dry_run:
        lines.append("Nothing was imported: this was a dry run.")
    return lines
