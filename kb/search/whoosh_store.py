"""The index folder: which index in it is current, who may write, and how one replaces another.

``CURRENT`` names the form and the folder of the index in use. A rebuild fills a new folder and
then replaces that small file in one step, so a reader sees the old index or the new one, whole.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.util.filelock import FileLock, try_for

from kb.search.engine import BrokenIndexError, BusyIndexError
from kb.search.whoosh_schema import index_form, make_schema

#: How long a writer waits for another process's writer; a rebuild takes minutes at most.
LOCK_WAIT_SECONDS = 120.0
_LOCK_POLL_SECONDS = 0.02
_FOLDER_PREFIX = "index-"


class IndexStore:
    """One index folder on disk."""

    def __init__(self, folder: Path, *, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> None:
        self._folder = folder
        self._pointer = folder / "CURRENT"
        self._lock_wait_seconds = lock_wait_seconds

    @contextmanager
    def locked(self, name: str = "LOCK") -> Iterator[None]:
        """Keep every other writer out, in this process and in others, by the lock file *name*.

        Raises BusyIndexError when another writer does not end in time.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self._folder / name))
        if not try_for(lock.acquire, timeout=self._lock_wait_seconds, delay=_LOCK_POLL_SECONDS):
            raise BusyIndexError("Another process is writing to the search index; try again later.")
        try:
            yield
        finally:
            lock.release()

    def stamp(self) -> tuple[int, int] | None:
        """Tell one current index from the next, at the price of one look at the disk."""
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return (status.st_ino, status.st_mtime_ns)

    def ensure(self) -> None:
        """Create an empty index where there is none; raises BrokenIndexError over remains."""
        if self._pointer.exists():
            return
        with self.locked():
            if self._pointer.exists():
                return
            if any(self._folder.glob(f"{_FOLDER_PREFIX}*")):
                raise BrokenIndexError("The search index has lost its CURRENT file; rebuild it.")
            _, name = self.create()
            self.point_to(name)

    def open_current(self) -> Any:
        """Open the index in use; raises BrokenIndexError when it is damaged or of another form."""
        form, _, name = self._pointer.read_text(errors="replace").strip().partition(" ")
        # Whoosh unpickles what it finds, so damage can surface as any exception there is.
        try:
            if form == index_form():
                return index.open_dir(str(self._folder / name))
        except Exception as error:
            raise BrokenIndexError("The search index cannot be opened; rebuild it.") from error
        raise BrokenIndexError("The search index was written by another version; rebuild it.")

    def create(self) -> tuple[Any, str]:
        """Make an empty index beside the current one; return it and its folder's name."""
        name = f"{_FOLDER_PREFIX}{uuid.uuid4().hex[:12]}"
        path = self._folder / name
        path.mkdir()
        return index.create_in(str(path), make_schema()), name

    def point_to(self, name: str) -> None:
        """Make the index in folder *name* the current one, in one step."""
        fresh = self._folder / "CURRENT.new"
        fresh.write_text(f"{index_form()} {name}\n")
        fresh.replace(self._pointer)

    def sweep(self) -> None:
        """Delete every index but the current one: the one replaced, and what killed runs left.

        Readers that still have the old files open keep them until they close.
        """
        current = self._pointer.read_text().strip().partition(" ")[2]
        for path in self._folder.glob(f"{_FOLDER_PREFIX}*"):
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)

    def discard(self, name: str) -> None:
        """Delete an index that was begun and will not be used."""
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def size(self) -> int:
        """Bytes on disk."""
        total = 0
        for path in self._folder.rglob("*"):
            try:
                total += path.stat().st_size if path.is_file() else 0
            except OSError:
                continue  # a merge removed it between the listing and the look
        return total
