"""``kb import government``: the documents of the Government, taken in."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click

from kb.citations.naming import keys_by
from kb.cli.setup import Setup, answer, open_ready_setup
from kb.clock import is_partial_date, today
from kb.db.session import session_scope
from kb.documents.import_operations import DocumentSource, import_documents
from kb.documents.match_operations import propose_matches
from kb.documents.statute_operations import take_in_statutes
from kb.documents.tie_operations import tie_documents
from kb.law.name_queries import get_law_names
from kb.readers.government import SOURCE, government_state, read_government
from kb.security.actor import SYSTEM


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--as-of", metavar="DATE", help="The day that the source tells of.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def government(path: Path, as_of: str | None, as_json: bool) -> None:
    """Take in the documents of the Government from PATH, a folder or a .tar.xz.

    Inquiry reports, memoranda, terms of reference, drafts to the Council on Legislation, bills and
    consultations are read from JSON lists and Markdown pages. The day is read from the source
    itself unless --as-of gives it. The same source twice changes nothing, and what a source lacks
    this time stays. Afterwards documents are joined, and it is proposed which belong to which
    matter.
    """
    state_on = as_of or government_state(path) or today().isoformat()
    if not is_partial_date(state_on) or len(state_on) != len("2026-01-29"):
        raise click.UsageError(f"{state_on} is no day; write it as 2026-01-29.")
    setup = open_ready_setup()
    seen: Counter[str] = Counter()
    with setup.database.reading() as session:
        names = get_law_names(session).names
    rows = read_government(path, keys_by(names), date.fromisoformat(state_on), seen)
    source = DocumentSource(source=SOURCE, file_name=path.name, state_on=state_on, rows=rows)
    report = take_in_and_match(setup, source)
    report["passed_over"] = dict(seen)
    answer(report, report_lines(report), as_json=as_json)
    if report["failures"]:
        sys.exit(1)


def take_in_and_match(setup: Setup, *sources: DocumentSource) -> dict[str, Any]:
    """Take *sources* in, join the documents, propose matches, and return one report of it all.

    Its day is that of the newest source.
    """
    sessions = setup.database.writing
    counts: Counter[str] = Counter()
    failures: list[list[str]] = []
    for source in sources:
        with _progress(source.source) as bar:
            batch = import_documents(sessions, SYSTEM, source, progress=bar.update)
        counts.update(batch.report["counts"])
        failures += batch.report["failures"]
    take_in_statutes(sessions, SYSTEM)
    with session_scope(sessions) as session:
        ties = tie_documents(session, SYSTEM)
    with session_scope(sessions) as session:
        matches = propose_matches(session, SYSTEM)
    return {
        "state_on": max(source.state_on for source in sources),
        "counts": dict(counts),
        "failures": failures,
        "ties": ties,
        "matches": matches,
    }


def report_lines(report: dict[str, Any]) -> list[str]:
    """Say in lines what an import came to."""
    counts = report["counts"]
    lines = [f"{path}: {reason}" for path, reason in report["failures"]]
    lines += [f"passed over: {count} {name}" for name, count in report["passed_over"].items()]
    lines.append(
        f"{counts.get('documents', 0)} documents: {counts.get('new', 0)} new, "
        f"{counts.get('changed', 0)} changed, {counts.get('unchanged', 0)} unchanged, "
        f"{counts.get('older', 0)} older than what is known, {counts.get('failed', 0)} failed."
    )
    lines.append(
        f"{counts.get('numbered', 0)} with a number of their own, "
        f"{counts.get('deadlines', 0)} with a last day to answer."
    )
    lines.append(
        f"State of {report['state_on']}. {report['ties']} ties between documents, "
        f"{report['matches']} new matches with matters."
    )
    return lines


def _progress(what: str) -> Any:
    """Progress, shown where somebody looks; a stream does not know its own length."""
    return click.progressbar(
        length=0,
        label=what.capitalize(),
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
    )
