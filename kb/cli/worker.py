"""``kb worker``: what happens without anybody asking for a page.

Two things go on side by side, so that a mail server that hangs holds up no search: the index takes
in what is saved, and a round is gone now and then for mail, for what is due and for what is old.
Any number of workers may stand by; one at a time goes the rounds, held by a lock on a file.
"""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO

import click
from flask import Flask

from kb.accounts.retention_operations import forget_old
from kb.app import create_app
from kb.barriers.import_run_operations import run_waiting
from kb.cli.letters import LetterWriter
from kb.cli.setup import Setup, open_ready_setup
from kb.clock import now
from kb.db.session import session_scope
from kb.inbox.digest_operations import last_due, write_digests
from kb.inbox.heartbeat import note_round
from kb.inbox.mail_operations import deliver, forget_dead_links, forget_sent
from kb.inbox.postman import hand_over, read_server
from kb.publication.embargo_operations import publish_due
from kb.search.outbox import drain
from kb.words import Digest

logger = logging.getLogger(__name__)

#: How often it is looked whether the index has something to take in.
INDEX_SECONDS = 0.5
#: How often the rest is looked after.
ROUND_SECONDS = 30.0
#: How long a letter that is being sent is waited for when the worker is to end.
STOP_SECONDS = 15.0
_ENDING = (signal.SIGTERM, signal.SIGINT)


class Rounds:
    """What is done now and then. Each part fails by itself and is tried again the next time."""

    def __init__(self, setup: Setup, app: Flask) -> None:
        self._setup = setup
        self._database = setup.database
        self._letters = LetterWriter(app, setup.settings)
        url = setup.settings.smtp_url
        self._server = read_server(url) if url else None
        #: The last moment from which digests were due, and the last day of forgetting.
        self._due_at: datetime | None = None
        self._forgot_on = ""

    def go(self, moment: datetime) -> None:
        """Do whatever is to be done at *moment*."""
        parts: list[Callable[[datetime], None]] = [self._import, self._publish, self._forget]
        if self._server:
            parts += [self._write, self._send]
        for part in parts:
            try:
                part(moment)
            except Exception:
                logger.exception("a part of the worker's round failed: %s", part.__name__)
        note_round(self._setup.settings.data_folder, moment)

    def _import(self, moment: datetime) -> None:
        run_waiting(self._database)

    def _publish(self, moment: datetime) -> None:
        publish_due(self._database, moment)

    def _forget(self, moment: datetime) -> None:
        forget_dead_links(self._database, moment)
        day = moment.date().isoformat()
        if day == self._forgot_on:
            return
        with session_scope(self._database.writing) as session:
            forget_old(session, moment)
            forget_sent(session, moment)
        self._forgot_on = day

    def _write(self, moment: datetime) -> None:
        due_at = last_due(Digest.DAILY, moment)
        if due_at == self._due_at:
            return
        with session_scope(self._database.writing) as session:
            write_digests(session, moment, self._letters.digest)
        self._due_at = due_at

    def _send(self, moment: datetime) -> None:
        if self._server:
            deliver(self._database, partial(hand_over, self._server))


@click.command()
@click.option("--once", is_flag=True, help="Do everything once and end.")
@click.option("--parent", type=int, help="End when this process, which started it, has ended.")
def worker(once: bool, parent: int | None) -> None:
    """Keep the indexes up to date, write and send mail, publish what is due, forget what is old."""
    setup = open_ready_setup()
    app = create_app(setup.settings)
    rounds = Rounds(setup, app)
    if once:
        _drain(setup)
        rounds.go(now())
        return
    # Waited for in the loop below: a handler could run in the middle of what it is to end.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    stop = threading.Event()
    # A daemon, so that a mail server that hangs cannot keep the worker from ending.
    beside = threading.Thread(target=_go_rounds, args=(rounds, setup, stop), daemon=True)
    beside.start()
    has_ended = None
    while has_ended is None and parent in (None, os.getppid()):
        _drain(setup)
        has_ended = signal.sigtimedwait(_ENDING, INDEX_SECONDS)
    stop.set()
    beside.join(STOP_SECONDS)


def _drain(setup: Setup) -> None:
    """Take in all that waits; what goes wrong is tried again soon."""
    try:
        while drain(setup.database, setup.indexes):
            pass
    except Exception:
        logger.exception("the index could not take in what waits")


def _go_rounds(rounds: Rounds, setup: Setup, stop: threading.Event) -> None:
    """Go rounds while this worker holds the lock; wait for it while another one does."""
    path = setup.settings.data_folder / "worker.lock"
    while not stop.is_set():
        with _only_one(path) as is_ours:
            next_at = monotonic()
            while is_ours and not stop.is_set():
                if monotonic() >= next_at:
                    rounds.go(now())
                    next_at = monotonic() + ROUND_SECONDS
                stop.wait(INDEX_SECONDS)
        stop.wait(INDEX_SECONDS)


@contextmanager
def _only_one(path: Path) -> Iterator[bool]:
    """Hold the lock on the file at *path* for the block; False when another process holds it."""
    with path.open("a") as file:
        yield _is_locked(file)


def _is_locked(file: IO[str]) -> bool:
    try:
        # Let go of when the file is closed, also by the end of a killed process.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
