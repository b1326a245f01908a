"""The worker as a process of its own: what it does by itself, and how it ends."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import pytest

from kb.app import create_app, open_indexes
from kb.barriers.operations import save_barrier
from kb.cli.setup import Setup
from kb.cli.worker import Rounds
from kb.clock import now
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.inbox.heartbeat import last_round
from kb.models import Barrier, Mail, SearchJob
from kb.security.actor import SYSTEM
from kb.words import News, Role
from tests.inbox.makers import EVENING, Postbox, mail_server, tell_of
from tests.makers import barrier_draft
from tests.staff import make_user

#: How long a process that works may take before the test says that it does not.
PATIENCE_SECONDS = 60


@pytest.fixture
def database(own_library):
    database = open_database(own_library.database)
    yield database
    database.engine.dispose()


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def smtp_url(postbox):
    with mail_server(postbox) as port:
        yield f"smtp://127.0.0.1:{port}?from=kb@example.se"


@pytest.fixture
def reader(database):
    """Somebody with news in the inbox."""
    with session_scope(database.writing) as session:
        user = make_user(session, Role.ADVOCACY, "Åsa Öberg", "asa@example.se")
        barrier = session.query(Barrier).filter_by(code="H-2026-001").one()
        tell_of(session, [user], barrier, news=News.MENTIONED, told_at=EVENING.replace(year=2020))
        tell_of(session, [user], barrier, news=News.CHANGED, told_at=EVENING.replace(year=2020))
        return user


def environment(settings, **more):
    return {
        **os.environ,
        "KB_DATA_DIR": str(settings.data_folder),
        "KB_SECRET_KEY": settings.key,
        "KB_SITE_URL": "https://kb.example.se",
        **more,
    }


def command(*words):
    return [sys.executable, "-m", "kb", *words]


def work_once(settings, **more):
    return subprocess.run(
        command("worker", "--once"),
        env=environment(settings, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


@contextmanager
def running(settings, *words, **more):
    """A command that goes on until it is ended; it is, with the block."""
    process = subprocess.Popen(
        command(*words),
        env=environment(settings, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(is_so):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "It never came about."
        time.sleep(0.05)


def has_gone_a_round(settings):
    return lambda: last_round(settings.data_folder) is not None


def test_one_round_takes_in_what_was_saved_and_sends_what_there_is_to_say(
    own_library, database, reader, postbox, smtp_url
):
    with session_scope(database.writing) as session:
        save_barrier(session, SYSTEM, barrier_draft())

    for _ in range(2):
        done = work_once(own_library, KB_SMTP_URL=smtp_url)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr

    with database.reading() as session:
        assert session.query(SearchJob).count() == 0
        assert session.query(Mail).one().sent_at
    assert last_round(own_library.data_folder) <= now()
    (envelope,) = postbox.taken
    message = message_from_bytes(envelope.content, policy=default)
    assert "https://kb.example.se/staff/barriers/H-2026-001" in message.get_content()
    assert message["List-Unsubscribe"].startswith("<https://kb.example.se/unsubscribe/")


def test_without_a_mail_server_nothing_is_written_and_the_inbox_is_kept(
    own_library, database, reader
):
    assert work_once(own_library).returncode == 0

    with database.reading() as session:
        assert session.query(Mail).count() == 0


def test_a_mail_server_that_cannot_be_used_stops_the_start(own_library):
    done = work_once(own_library, KB_SMTP_URL="smtp://kb:secret@mail.example.se")

    assert done.returncode == 2
    assert "KB_SMTP_URL" in done.stderr
    assert "secret" not in done.stderr


def test_a_part_of_a_round_that_fails_keeps_none_of_the_others_back(
    own_library, database, monkeypatch
):
    setup = Setup(own_library, database, open_indexes(own_library))
    rounds = Rounds(setup, create_app(own_library))

    def publish(_moment):
        raise RuntimeError("broken")

    monkeypatch.setattr(rounds, "_publish", publish)
    rounds.go(now())

    assert last_round(own_library.data_folder)


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_takes_in_what_is_saved_and_ends_when_it_is_told_to(own_library, database, word):
    with running(own_library, "worker") as worker:
        wait_for(has_gone_a_round(own_library))
        with session_scope(database.writing) as session:
            save_barrier(session, SYSTEM, barrier_draft())
        wait_for(lambda: jobs_in(database) == 0)

        worker.send_signal(word)

        assert worker.wait(PATIENCE_SECONDS) == 0


def jobs_in(database):
    with database.reading() as session:
        return session.query(SearchJob).count()


def test_of_two_workers_one_sends(own_library, database, reader, postbox, smtp_url):
    with (
        running(own_library, "worker", KB_SMTP_URL=smtp_url) as first,
        running(own_library, "worker", KB_SMTP_URL=smtp_url) as second,
    ):
        wait_for(lambda: postbox.taken)
        for worker in (first, second):
            wait_for(partial(listens, worker))
            worker.terminate()
            assert worker.wait(PATIENCE_SECONDS) == 0

    assert len(postbox.taken) == 1


def listens(worker):
    """Whether the worker is so far begun that SIGTERM ends it at its own time.

    Told by the thread of its rounds, which is begun after the signal is held back. The main thread
    would not tell: while it waits for the signal, the system shows it as let through.
    """
    blocked = [
        int(line.split()[1], 16)
        for status in Path(f"/proc/{worker.pid}/task").glob("*/status")
        for line in status.read_text().splitlines()
        if line.startswith("SigBlk:")
    ]
    return any(mask & 1 << (signal.SIGTERM - 1) for mask in blocked)


def test_a_worker_ends_with_the_process_that_started_it(own_library):
    starter = (
        "import subprocess, sys; "
        "print(subprocess.Popen([sys.executable, '-m', 'kb', 'worker', '--parent', "
        "str(__import__('os').getpid())]).pid, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter],
        env=environment(own_library),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        child = int(parent.stdout.readline())
        wait_for(has_gone_a_round(own_library))
        assert is_alive(child)

        parent.kill()

    wait_for(lambda: not is_alive(child))


def is_alive(process):
    """Whether the process runs; one that has ended and is not yet cleared away does not."""
    with suppress(OSError), open(f"/proc/{process}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
    return False


def test_serve_keeps_a_worker_beside_it_and_takes_it_down_with_it(own_library):
    with running(own_library, "serve", "--port", "0") as server:
        wait_for(has_gone_a_round(own_library))

        server.terminate()

        server.wait(PATIENCE_SECONDS)
    assert_no_worker_holds_the_lock(own_library)


def assert_no_worker_holds_the_lock(settings):
    with (settings.data_folder / "worker.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
