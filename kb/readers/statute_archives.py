"""The statute book as a folder or a .tar.xz, read file by file, never unpacked or held whole."""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.errors import Invalid
from kb.readers.archives import FailedFile, PlainFile, Wanted, list_files, read_files
from kb.readers.statutes import MAX_BYTES, StatuteFile, read_statute

_NAME = re.compile(r"\d{4}/sfs-[0-9A-Za-z-]{1,60}\.md")


def read_statutes(path: Path) -> Iterator[StatuteFile | FailedFile]:
    """Yield the statutes below the folder or in the archive *path*, in its order.

    Other files are passed over; a statute that cannot be read is a FailedFile and the next
    follows. Raises Invalid when *path* is neither a folder nor an archive that can be read.
    """
    # The larger archive of 2025 has some 8,300 files of together 69 MB.
    for file in read_files(path, Wanted(_is_statute, MAX_BYTES)):
        yield _read(file) if isinstance(file, PlainFile) else file


def count_statutes(path: Path) -> int | None:
    """Say how many statutes a folder holds; None for an archive, which would have to be read."""
    return sum(_is_statute(name) for name, _ in list_files(path)) if path.is_dir() else None


def _is_statute(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _read(file: PlainFile) -> StatuteFile | FailedFile:
    try:
        return read_statute(file.path, file.data)
    except Invalid as error:
        return FailedFile(file.path, str(error))
