"""``kb import riksdag``: the documents of the Riksdag, taken in from files or fetched."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from kb.citations.naming import KeysIn, keys_by
from kb.cli.import_government import report_lines, take_in_and_match
from kb.cli.setup import Setup, answer, open_ready_setup
from kb.clock import is_partial_date, today
from kb.config import Settings
from kb.documents.import_operations import DocumentSource
from kb.errors import Invalid
from kb.law.name_queries import get_law_names
from kb.readers.documents import FailedDocument
from kb.readers.riksdag import SOURCE, Row, Told, read_riksdag, riksdag_state
from kb.readers.riksdag_fetch import Fetched, Wanted, fetch
from kb.readers.riksdag_http import Host
from kb.readers.riksdag_ids import KINDS, session_of

#: A list of a whole session has some 20 MB; what is larger is no such file.
MAX_FILE_BYTES = 64 * 1024 * 1024
_SITE = "https://data.riksdagen.se"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fetch", "series", type=click.Choice(sorted(KINDS)), help="Fetch this series.")
@click.option("--session", metavar="SESSION", help="Of this session, or year: 2021/22, 2021.")
@click.option("--number", metavar="NUMBER", default="", help="One document only: 125, KU36.")
@click.option("--status", "in_full", is_flag=True, help="Fetch each document in full as well.")
@click.option("--as-of", metavar="DATE", help="The day that the files tell of.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def riksdag(files: tuple[Path, ...], as_of: str | None, as_json: bool, **asked: Any) -> None:
    """Take in the documents of the Riksdag from FILES in JSON, or fetch them.

    A file is a dokumentlista or a dokumentstatus of the Riksdag's open data. The day is read from
    the file unless --as-of gives it; without either, and for what is fetched, it is today. The same
    twice changes nothing, and a list takes nothing from a document that is known in full.
    Afterwards documents are joined, and it is proposed which belong to which matter.

    Nothing is fetched unless KB_RIKSDAG_URL says from where.
    """
    if as_of is not None and (not is_partial_date(as_of) or len(as_of) != len("2026-01-29")):
        raise click.UsageError(f"{as_of} is no day; write it as 2026-01-29.")
    wanted = _wanted(**asked)
    if bool(files) == bool(wanted):
        raise click.UsageError("Name FILES, or a series to fetch with --fetch.")
    setup = open_ready_setup()
    if wanted is None:
        read = [(path.name, _data(path)) for path in files]
        report = take_in_files(setup, read, as_of)
    else:
        report = _fetch_and_take_in(setup, wanted, as_of or today().isoformat())
    answer(report, riksdag_lines(report), as_json=as_json)
    if report["failures"] or report["stopped"]:
        sys.exit(1)


def take_in_files(
    setup: Setup, answers: Iterable[tuple[str, bytes]], as_of: str | None
) -> dict[str, Any]:
    """Take in *answers*, each a name and what it holds, and return one report.

    All are looked at before any is taken in. Raises Invalid for one of an unknown shape.
    """
    keys_in, told = _keys_in(setup), Told()
    sources = []
    for name, data in answers:
        state_on = as_of or riksdag_state(data, name) or today().isoformat()
        rows = read_riksdag(data, name, keys_in, date.fromisoformat(state_on), told)
        sources.append(DocumentSource(source=SOURCE, file_name=name, state_on=state_on, rows=rows))
    return _report(take_in_and_match(setup, *sources), told, None)


def riksdag_lines(report: dict[str, Any]) -> list[str]:
    """Say in lines what an import came to."""
    lines = [*(f"odd id: {odd}" for odd in report["odd_ids"]), *report_lines(report)]
    if report["stopped"]:
        lines.append(f"Not everything was fetched: {report['stopped']}")
    return lines


def _wanted(series: str | None, session: str | None, number: str, in_full: bool) -> Wanted | None:
    """Read what is to be fetched; None for nothing."""
    if series is None:
        if session or number or in_full:
            raise click.UsageError("--session, --number and --status belong to --fetch.")
        return None
    whole = session_of(series, session or "")
    if whole is None:
        raise click.UsageError("Say with --session of which session or year: 2021/22, or 2021.")
    return Wanted(series=series, session=whole, designation=number.strip(), in_full=in_full)


def _fetch_and_take_in(setup: Setup, wanted: Wanted, state_on: str) -> dict[str, Any]:
    """Fetch what is *wanted* and take in what came, also when something stopped it."""
    settings = setup.settings
    if not settings.riksdag_url:
        raise click.UsageError(
            f"Nothing is fetched here. Set KB_RIKSDAG_URL={_SITE} to turn it on."
        )
    told = Told()
    fetched = fetch(Host(settings.riksdag_url, _agent(settings)), wanted)
    source = DocumentSource(
        source=SOURCE,
        file_name=f"{wanted.series} {wanted.session}, fetched",
        state_on=state_on,
        rows=_rows(fetched, _keys_in(setup), date.fromisoformat(state_on), told),
    )
    return _report(take_in_and_match(setup, source), told, fetched.stopped)


def _rows(fetched: Fetched, keys_in: KeysIn, as_of: date, told: Told) -> Iterator[Row]:
    """Read every answer; one of an unknown shape is told, and the rest goes on."""
    yield from fetched.missing
    for name, data in fetched.answers:
        try:
            yield from read_riksdag(data, name, keys_in, as_of, told)
        except Invalid as error:
            yield FailedDocument(name, str(error))


def _keys_in(setup: Setup) -> KeysIn:
    with setup.database.reading() as session:
        return keys_by(get_law_names(session).names)


def _report(report: dict[str, Any], told: Told, stopped: str | None) -> dict[str, Any]:
    further = {"passed_over": dict(told.passed_over), "odd_ids": told.odd_ids}
    return {**report, **further, "stopped": stopped}


def _agent(settings: Settings) -> str:
    """What we call ourselves, so that the Riksdag can find whoever asks."""
    return f"Hinderbanken (+{settings.site_url})" if settings.site_url else "Hinderbanken"


def _data(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise click.UsageError(f"{path.name} is larger than {MAX_FILE_BYTES // 2**20} MiB.")
    return path.read_bytes()
