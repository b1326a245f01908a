"""``kb serve``: brings everything up to date, answers readers, and keeps a worker beside it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen, TimeoutExpired
from threading import Event, Thread

import click
from granian import Granian
from granian.constants import Interfaces

from kb.cli.content import drain_all, load_content
from kb.cli.index import rebuild_all
from kb.cli.setup import Setup, open_setup, tell
from kb.config import PROJECT_FOLDER
from kb.db.migrations import upgrade
from kb.records.queries import is_empty
from kb.search.engine import BrokenIndexError

#: Requests that one worker answers at a time; more only make them wait for each other.
THREADS = 4
#: How often it is looked whether the worker still runs.
POLL_SECONDS = 0.2
#: How long a worker that has ended by itself is waited before it is started again.
RESTART_SECONDS = 3.0
#: How long a worker that was asked to end may take.
STOP_SECONDS = 20.0


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Bring the schema up, fill an empty database, index, and serve."""
    setup = open_setup()
    prepare(setup)
    host = host or setup.settings.host
    port = int(setup.settings.port) if port is None else port
    click.echo(f"Hinderbanken answers at http://{host}:{port}/")
    server = Granian(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        working_dir=PROJECT_FOLDER,
    )
    with _worker_beside():
        server.serve()


def prepare(setup: Setup) -> None:
    """Bring schema, catalogue and indexes to where readers can be answered."""
    tell("Bringing the schema up to date")
    upgrade(setup.database.engine)
    with setup.database.reading() as session:
        has_nothing = is_empty(session)
    if has_nothing:
        load_content(setup)
    if has_nothing or _lacks_index(setup):
        rebuild_all(setup)
    else:
        drain_all(setup)


@contextmanager
def _worker_beside() -> Iterator[None]:
    """Run ``kb worker`` while the block runs; one that ends too early is started again."""
    stop = Event()
    keeper = Thread(target=_keep_worker, args=(stop,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_worker(stop: Event) -> None:
    # It is told who started it, and ends by itself when this process is killed.
    words = [sys.executable, "-m", "kb", "worker", "--parent", str(os.getpid())]
    while not stop.is_set():
        with Popen(words) as child:  # noqa: S603  (our own command)
            while child.poll() is None and not stop.wait(POLL_SECONDS):
                pass
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except TimeoutExpired:
                child.kill()
        stop.wait(RESTART_SECONDS)


def _lacks_index(setup: Setup) -> bool:
    try:
        return any(each.engine.status().documents == 0 for each in setup.indexes)
    except BrokenIndexError:
        return True
