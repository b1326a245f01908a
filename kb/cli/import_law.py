"""``kb import statutes``: the statute book, taken in."""

import sys
from pathlib import Path
from typing import Any

import click

from kb.cli.setup import answer, open_ready_setup
from kb.clock import is_partial_date, today
from kb.db.session import session_scope
from kb.law.statute_operations import StatuteSource, import_statutes
from kb.readers.archives import state_of
from kb.readers.statute_archives import count_statutes, read_statutes
from kb.security.actor import SYSTEM
from kb.work.watch_operations import watch_law


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--as-of", metavar="DATE", help="The day whose law the source holds.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def statutes(path: Path, as_of: str | None, as_json: bool) -> None:
    """Take in the statute book from PATH, a folder or a .tar.xz of Markdown files.

    The day is read from the name of PATH (sfs-2025-09-01.tar.xz) unless --as-of gives it; without
    either it is today. The same source twice changes nothing, and what an older source knew stays
    when a newer one lacks it. Afterwards it is watched what has moved under our barriers.
    """
    state_on = as_of or state_of(path) or today().isoformat()
    if not is_partial_date(state_on) or len(state_on) != len("2025-09-01"):
        raise click.UsageError(f"{state_on} is no day; write it as 2025-09-01.")
    setup = open_ready_setup()
    source = StatuteSource(file_name=path.name, state_on=state_on, rows=read_statutes(path))
    with _progress(count_statutes(path)) as bar:
        batch = import_statutes(setup.database.writing, SYSTEM, source, progress=bar.update)
    with session_scope(setup.database.writing) as session:
        findings = watch_law(session, SYSTEM)
    report = {**batch.report, "findings": len(findings)}
    answer(report, _lines(report), as_json=as_json)
    if report["failures"]:
        sys.exit(1)


def _progress(length: int | None) -> Any:
    """Progress, shown where somebody looks; a stream does not know its own length."""
    return click.progressbar(
        length=length or 0,
        label="Statutes",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
    )


def _lines(report: dict[str, Any]) -> list[str]:
    counts = report["counts"]
    lines = [f"{path}: {reason}" for path, reason in report["failures"]]
    lines += [
        f"{key}, SFS {number}: not understood: {unread} (of: {note})"
        for key, number, note, unread in report["unread"]
    ]
    lines.append(
        f"{counts.get('files', 0)} files: {counts.get('new', 0)} new acts, "
        f"{counts.get('changed', 0)} changed, {counts.get('unchanged', 0)} unchanged, "
        f"{counts.get('failed', 0)} failed."
    )
    lines.append(
        f"{counts.get('texts', 0)} texts with {counts.get('sections', 0)} sections, "
        f"{counts.get('wordings', 0)} earlier wordings kept."
    )
    lines.append(
        f"{counts.get('amendments', 0)} amendments with {counts.get('notes', 0)} notes, "
        f"of which {counts.get('notes_unread', 0)} were not wholly understood."
    )
    lines.append(f"State of {report['state_on']}. {report['findings']} new findings.")
    return lines
