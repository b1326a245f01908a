"""``kb import riksdag``: the documents of the Riksdag, taken in."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from kb.citations.naming import keys_by
from kb.cli.import_government import report_lines, take_in_and_match
from kb.cli.setup import Setup, answer, open_ready_setup
from kb.clock import is_partial_date, today
from kb.documents.import_operations import DocumentSource
from kb.law.name_queries import get_law_names
from kb.readers.riksdag import SOURCE, Told, read_riksdag, riksdag_state

#: A list of a whole session has some 20 MB; what is larger is no such file.
MAX_FILE_BYTES = 64 * 1024 * 1024


@click.command()
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option("--as-of", metavar="DATE", help="The day that the files tell of.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def riksdag(files: tuple[Path, ...], as_of: str | None, as_json: bool) -> None:
    """Take in the documents of the Riksdag from FILES in JSON.

    A file is a dokumentlista or a dokumentstatus of the Riksdag's open data. The day is read from
    the file unless --as-of gives it; without either it is today. The same file twice changes
    nothing, and a list takes nothing from a document that is known in full. Afterwards documents
    are joined, and it is proposed which belong to which matter.
    """
    if as_of is not None and (not is_partial_date(as_of) or len(as_of) != len("2026-01-29")):
        raise click.UsageError(f"{as_of} is no day; write it as 2026-01-29.")
    read = [(path.name, _data(path)) for path in files]
    report = take_in_answers(open_ready_setup(), read, as_of)
    answer(report, riksdag_lines(report), as_json=as_json)
    if report["failures"]:
        sys.exit(1)


def take_in_answers(
    setup: Setup, answers: Iterable[tuple[str, bytes]], as_of: str | None
) -> dict[str, Any]:
    """Take in *answers*, each a name and what it holds, and return one report.

    All are looked at before any is taken in. Raises Invalid for one of an unknown shape.
    """
    with setup.database.reading() as session:
        names = get_law_names(session).names
    told = Told()
    sources = []
    for name, data in answers:
        state_on = as_of or riksdag_state(data, name) or today().isoformat()
        rows = read_riksdag(data, name, keys_by(names), date.fromisoformat(state_on), told)
        sources.append(DocumentSource(source=SOURCE, file_name=name, state_on=state_on, rows=rows))
    report = take_in_and_match(setup, *sources)
    return {**report, "passed_over": dict(told.passed_over), "odd_ids": told.odd_ids}


def riksdag_lines(report: dict[str, Any]) -> list[str]:
    """Say in lines what an import came to."""
    return [*(f"odd id: {odd}" for odd in report["odd_ids"]), *report_lines(report)]


def _data(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise click.UsageError(f"{path.name} is larger than {MAX_FILE_BYTES // 2**20} MiB.")
    return path.read_bytes()
