"""The statute book as a folder or a .tar.xz, read file by file, never unpacked or held whole."""

import lzma
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from kb.errors import Invalid
from kb.readers.statutes import MAX_BYTES, StatuteFile, read_statute

#: The larger archive of 2025 has some 8,300 files of together 69 MB.
MAX_FILES = 100_000
#: What an archive may ask for while it is unpacked; the usual strength of xz asks for 9 MiB.
MAX_MEMORY = 100 * 1024 * 1024
#: Between two members stand a header and padding; names that are megabytes long are refused.
_SLACK = 1024 * 1024
#: A member larger than this is not even skipped.
MAX_SKIPPED = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_XZ = b"\xfd7zXZ\x00"
_NAME = re.compile(r"(?:\./)?(\d{4}/sfs-[0-9A-Za-z-]{1,60}\.md)")
_DAY = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be read, and why."""

    path: str
    reason: str


def read_statutes(path: Path) -> Iterator[StatuteFile | FailedFile]:
    """Yield the statutes below the folder or in the archive *path*, in its order.

    Other files are passed over; a statute that cannot be read is a FailedFile and the next
    follows. Raises Invalid when *path* is neither a folder nor an archive that can be read.
    """
    if path.is_dir():
        yield from _read_folder(path)
    elif path.is_file():
        yield from _read_archive(path)
    else:
        raise Invalid("path", "There is no folder or archive %(path)s.", path=path.name)


def count_statutes(path: Path) -> int | None:
    """Say how many statutes a folder holds; None for an archive, which would have to be read."""
    return sum(1 for _ in _list_files(path)) if path.is_dir() else None


def state_of(path: Path) -> str | None:
    """Return the day in the name of an archive or folder (``sfs-2025-09-01.tar.xz``), or None."""
    for found in _DAY.findall(path.name):
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return None


def _list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for year in sorted(folder.iterdir()):
        # A link could lead out of the folder.
        if len(year.name) == 4 and year.name.isdigit() and year.is_dir() and not year.is_symlink():
            for path in sorted(year.iterdir()):
                name = f"{year.name}/{path.name}"
                if _NAME.fullmatch(name):
                    yield name, path


def _read_folder(folder: Path) -> Iterator[StatuteFile | FailedFile]:
    for name, path in _list_files(folder):
        if path.is_symlink() or not path.is_file():
            yield FailedFile(name, "This is no file but a link or a folder.")
        elif path.stat().st_size > MAX_BYTES:
            yield FailedFile(name, f"The file is larger than {MAX_BYTES} bytes.")
        else:
            yield _read(name, path.read_bytes())


def _read_archive(path: Path) -> Iterator[StatuteFile | FailedFile]:
    try:
        with path.open("rb") as raw:
            stream = _Unpacked(raw)
            # A stream is only ever read, though the types ask for more.
            with tarfile.open(fileobj=cast(Any, stream), mode="r|") as archive:
                for count, member in enumerate(archive):
                    # tarfile keeps every member it met, and the list would grow with the archive.
                    archive.members = []  # type: ignore[attr-defined]
                    if count >= MAX_FILES or member.size > MAX_SKIPPED:
                        raise Invalid("path", "The archive is too large to be a statute book.")
                    stream.allowed = member.size + _SLACK
                    name = _NAME.fullmatch(member.name)
                    if name:
                        yield _read_member(archive, member, name[1])
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError) as error:
        raise Invalid("path", "The archive cannot be read to its end; fetch it again.") from error


class _Unpacked:
    """The bytes of an archive, unpacked as they are asked for and never more than allowed."""

    def __init__(self, raw: BinaryIO) -> None:
        self.allowed = _SLACK
        self._raw = raw
        is_packed = raw.read(len(_XZ)) == _XZ
        raw.seek(0)
        self._unpacker = lzma.LZMADecompressor(memlimit=MAX_MEMORY) if is_packed else None

    def read(self, size: int) -> bytes:
        """Return up to *size* bytes; none at the end. Raises Invalid when the archive is a bomb."""
        data = self._unpack(size) if self._unpacker else self._raw.read(size)
        self.allowed -= len(data)
        if self.allowed < 0:
            raise Invalid("path", "The archive holds a name too long to be read.")
        return data

    def _unpack(self, size: int) -> bytes:
        unpacker, data = self._unpacker, b""
        while unpacker and not data and not unpacker.eof:
            chunk = self._raw.read(_CHUNK) if unpacker.needs_input else b""
            if unpacker.needs_input and not chunk:
                raise EOFError
            data = unpacker.decompress(chunk, size)
        return data


def _read_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str
) -> StatuteFile | FailedFile:
    if not member.isreg():
        return FailedFile(name, "This is no file but a link or a folder.")
    if member.size > MAX_BYTES:
        return FailedFile(name, f"The file is larger than {MAX_BYTES} bytes.")
    file = archive.extractfile(member)
    return _read(name, file.read() if file else b"")


def _read(name: str, data: bytes) -> StatuteFile | FailedFile:
    try:
        return read_statute(name, data)
    except Invalid as error:
        return FailedFile(name, str(error))
