"""A PostgreSQL cluster of the tests' own: made in a temporary folder, reached by a socket."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSIONS = Path("/usr/lib/postgresql")


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = [folder / "bin" for folder in VERSIONS.glob("*") if (folder / "bin/initdb").exists()]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def reason_missing() -> str | None:
    """Why no cluster can be started here; None when one can."""
    return None if _programs() else "no PostgreSQL server is installed"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a cluster in *folder* and give the address of its empty database."""
    programs = _programs()
    data = folder / "data"
    # initdb refuses to work as root, so root hands the folder to the user postgres.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    _run(
        user, programs / "initdb", "-D", data, "-U", "kb", "-E", "UTF8", "--locale=C", "-A", "trust"
    )
    _run(user, programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+psycopg://kb@/postgres?host={folder}"
    finally:
        _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(user: str | None, *command: object) -> None:
    account = pwd.getpwnam(user) if user else None
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        env={**os.environ, "HOME": "/"},
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout} {done.stderr}")
