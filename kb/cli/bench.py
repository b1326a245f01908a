"""``kb bench``: search, pages and saves beside a peer, interleaved in one run, with growth.

Milliseconds differ from machine to machine; what is worth keeping is the ratio.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import click
from flask import Flask
from flask.testing import FlaskClient

from kb.accounts.admin_operations import MemberDraft, add_user
from kb.accounts.operations import begin_sign_in
from kb.app import CONTENT, create_app
from kb.cli.setup import answer, open_setup, tell
from kb.config import Settings
from kb.db.engine import open_database
from kb.db.migrations import upgrade
from kb.db.session import session_scope
from kb.library.operations import load_catalogue
from kb.library.ties import read_whole_catalogue
from kb.search.engine import Document, Query
from kb.search.fts5_peer import Fts5Peer
from kb.search.whoosh_engine import WhooshEngine
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import Role

QUERIES = (
    "sekretess",
    "sekretess mellan nämnder",
    "automatiserade beslut",
    '"sammanhållen vård"',
    "26 kap. 1 § OSL",
    "2009:400",
    "upphandling kommun",
    "journal -arkiv",
    "H-2026-008",
    "e-legitimation",
)
PAGES = (
    "/sv/",
    "/sv/barriers",
    "/sv/barriers/H-2026-008",
    "/sv/law/sfs/2009:400",
    "/sv/search?q=sekretess",
)
HELLO = b"hello"
#: Address of the form that logs a barrier.
NEW = "/staff/barriers/new"


@dataclass(frozen=True)
class Line:
    """One measured thing beside its peer; times in milliseconds."""

    name: str
    p50: float
    p95: float
    peer_p50: float
    peer_p95: float

    def as_data(self) -> dict[str, Any]:
        """The line as JSON, with ratios of ours to the peer's."""
        return {
            "name": self.name,
            "p50_ms": round(self.p50, 3),
            "p95_ms": round(self.p95, 3),
            "peer_p50_ms": round(self.peer_p50, 3),
            "peer_p95_ms": round(self.peer_p95, 3),
            "p50_ratio": round(self.p50 / self.peer_p50, 2),
            "p95_ratio": round(self.p95 / self.peer_p95, 2),
        }


@click.group()
def bench() -> None:
    """Measure search, pages and saves beside a peer."""


@bench.command("search")
@click.option("--rounds", type=click.IntRange(1, 1_000), default=15, show_default=True)
@click.option(
    "--records",
    type=click.IntRange(0, 100_000),
    default=2_000,
    show_default=True,
    help="How many made records to measure growth with; 0 for none.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def search_command(rounds: int, records: int, as_json: bool) -> None:
    """Ask the index and SQLite's full-text index the same ten things."""
    setup = open_setup()
    index = setup.indexes[0]
    with setup.database.reading() as session:
        documents = list(index.source(session, None))
    lines = [_searched(f"catalogue, {len(documents)} records", documents, rounds)]
    if records:
        tell(f"Making {records} records")
        lines.append(_searched(f"made, {records} records", list(_made(documents, records)), rounds))
    _tell(lines, "SQLite FTS5", as_json=as_json)


@bench.command("web")
@click.option("--rounds", type=click.IntRange(1, 1_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def web_command(rounds: int, as_json: bool) -> None:
    """Ask for five pages inside this process, beside a page that only says hello."""
    app = create_app()
    client = app.test_client()
    hello = _hello_client()
    lines = []
    for page in PAGES:
        ours, peer = _interleaved(partial(_got, client, page), hello, rounds)
        lines.append(_line(page, ours, peer))
    _tell(lines, "hello page", as_json=as_json)


@bench.command("writes")
@click.option("--rounds", type=click.IntRange(2, 1_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def writes_command(rounds: int, as_json: bool) -> None:
    """Save a barrier through its form, beside a bare transaction of SQLite on the same disk.

    Works on an installation of its own; what is there already is not touched.
    """
    with made_installation() as app, tempfile.TemporaryDirectory() as folder:
        client = signed_in_client(app)
        bare = _bare_transaction(Path(folder) / "bare.db")
        first = client.post(NEW, data={**_opened(client, NEW), "working_title": "Title"})
        address = f"{first.headers['Location'].partition('?')[0]}/edit/report"
        ours: list[float] = []
        peer: list[float] = []
        for number in range(rounds):
            # The form is opened outside the time of the save, as a person opens it.
            form = {**_opened(client, address), "working_title": f"Title {number}"}
            ours.append(_timed(partial(_saved, client, address, form), number))
            peer.append(_timed(bare, number))
    _tell([_line("saving a barrier", ours, peer)], "bare transaction", as_json=as_json)


@contextmanager
def made_installation() -> Iterator[Flask]:
    """The application over a catalogue of its own, in a folder that goes away again."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=folder))
        database = app.extensions[EXTENSION].database
        upgrade(database.engine)
        with session_scope(database.writing) as session:
            load_catalogue(session, SYSTEM, read_whole_catalogue(CONTENT))
        yield app
        database.engine.dispose()


def signed_in_client(app: Flask) -> FlaskClient:
    """A client whose cookie opens a sign-in of a legal expert made for it."""
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        draft = MemberDraft(email="bench@example.se", name="Bench", role=Role.LEGAL)
        user = add_user(session, SYSTEM, draft)
        token = begin_sign_in(session, user, address="127.0.0.1", browser="bench")
    client = app.test_client()
    client.set_cookie("hinder-session", token)
    return client


def _opened(client: FlaskClient, address: str) -> dict[str, str]:
    """The hidden fields of the form at *address*, as it opens."""
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', client.get(address).text)
    pairs = [(_attribute(field, "name"), _attribute(field, "value")) for field in fields]
    return {name: unescape(value) for name, value in pairs if name}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _saved(client: FlaskClient, address: str, form: Mapping[str, str], _number: int) -> object:
    answer = client.post(address, data=form)
    if answer.status_code != HTTPStatus.SEE_OTHER:
        raise click.ClickException(f"The form was not taken: {answer.status}.")
    return answer


def _bare_transaction(path: Path) -> Callable[[int], object]:
    """One row written and made durable, with the settings that the service uses."""
    database = open_database(f"sqlite:///{path}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")

    def write(number: int) -> object:
        with database.engine.begin() as connection:
            return connection.exec_driver_sql("INSERT INTO t (body) VALUES (?)", (str(number),))

    return write


def _searched(name: str, documents: Sequence[Document], rounds: int) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "bench")
        engine.rebuild(documents)
        peer = Fts5Peer(documents)
        ours: list[float] = []
        theirs: list[float] = []
        for text in QUERIES:
            here, there = _interleaved(
                partial(_asked, engine, text),
                partial(peer.search, text),
                rounds,
            )
            ours += here
            theirs += there
        engine.close()
    return _line(name, ours, theirs)


def _asked(engine: WhooshEngine, text: str, number: int) -> object:
    """Ask for another page each round, so that no answer is one that was kept."""
    return engine.search(Query(text=text, offset=number))


def _made(documents: Sequence[Document], wanted: int) -> Iterator[Document]:
    """Records put together from the catalogue's own texts, each with a code of its own."""
    for number in range(wanted):
        first = documents[number % len(documents)]
        second = documents[(number * 7 + 3) % len(documents)]
        yield replace(first, code=f"{first.code}-{number}", body=second.body)


def _interleaved(
    ours: Callable[[int], object], peer: Callable[[int], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Times of both in milliseconds, taken in turn so that noise is shared; warmed up first."""
    ours(rounds)
    peer(rounds)
    pairs = [(_timed(ours, number), _timed(peer, number)) for number in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _timed(call: Callable[[int], object], number: int) -> float:
    begun = perf_counter()
    call(number)
    return (perf_counter() - begun) * 1_000


def _line(name: str, ours: Sequence[float], peer: Sequence[float]) -> Line:
    return Line(name, median(ours), _p95(ours), median(peer), _p95(peer))


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _got(client: FlaskClient, page: str, _number: int) -> object:
    return client.get(page)


def _hello_client() -> Callable[[int], object]:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: HELLO)
    client = app.test_client()
    return lambda _round: client.get("/")


def _tell(lines: Sequence[Line], peer: str, *, as_json: bool) -> None:
    data = [line.as_data() for line in lines]
    text = [
        f"{item['name']:<28} p50 {item['p50_ms']:>8.3f} ms  p95 {item['p95_ms']:>8.3f} ms  "
        f"beside {peer}: {item['p50_ratio']:.2f} and {item['p95_ratio']:.2f}"
        for item in data
    ]
    answer(data, text, as_json=as_json)
