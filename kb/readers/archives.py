"""A folder or a .tar.xz read file by file, never unpacked to disk or held whole.

What the readers of collections share: which files there are, and how they are read safely.
Nothing here knows what stands in them.
"""

import lzma
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from kb.errors import Invalid

#: The larger collections have some 20,000 files and folders.
MAX_FILES = 100_000
#: What an archive may ask for while it is unpacked; the usual strength of xz asks for 9 MiB.
MAX_MEMORY = 100 * 1024 * 1024
#: Between two members stand a header and padding; names that are megabytes long are refused.
_SLACK = 1024 * 1024
#: A member larger than this is not even skipped.
MAX_SKIPPED = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_XZ = b"\xfd7zXZ\x00"
_DAY = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class PlainFile:
    """A file of a folder or an archive: its path inside it and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Wanted:
    """Which files a reader wants to have, and how large they may be, in bytes."""

    #: Asked for every file with its path as ``2017/sfs-2017-725.md``, once and in order.
    has: Callable[[str], bool]
    max_bytes: int


def read_files(path: Path, wanted: Wanted) -> Iterator[PlainFile | FailedFile]:
    """Yield the files below the folder or in the archive *path* that are wanted, in its order.

    Links, devices and files too large are FailedFiles, and the next follows. Raises Invalid when
    *path* is neither a folder nor an archive that can be read to its end.
    """
    if path.is_dir():
        yield from _read_folder(path, wanted)
    elif path.is_file():
        yield from _read_archive(path, wanted)
    else:
        raise Invalid("path", "There is no folder or archive %(path)s.", path=path.name)


def list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield path inside *folder* and place of all files below it that are not hidden, sorted."""
    yield from _walk(folder, "")


def state_of(path: Path) -> str | None:
    """Return the day in the name of an archive or folder (``sfs-2025-09-01.tar.xz``), or None."""
    for found in _DAY.findall(path.name):
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return None


def _walk(folder: Path, before: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        # What is hidden belongs to the tools that fetched the folder; a link could lead out of it.
        if path.name.startswith(".") or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir():
            yield from _walk(path, f"{before}{path.name}/")
        else:
            yield f"{before}{path.name}", path


def _read_folder(folder: Path, wanted: Wanted) -> Iterator[PlainFile | FailedFile]:
    for name, path in list_files(folder):
        if not wanted.has(name):
            continue
        if path.is_symlink() or not path.is_file():
            yield _no_file(name)
        elif path.stat().st_size > wanted.max_bytes:
            yield _too_large(name, wanted)
        else:
            yield PlainFile(name, path.read_bytes())


def _read_archive(path: Path, wanted: Wanted) -> Iterator[PlainFile | FailedFile]:
    try:
        with path.open("rb") as raw:
            stream = _Unpacked(raw)
            # A stream is only ever read, though the types ask for more.
            with tarfile.open(fileobj=cast(Any, stream), mode="r|") as archive:
                for count, member in enumerate(archive):
                    # tarfile keeps every member it met, and the list would grow with the archive.
                    archive.members = []  # type: ignore[attr-defined]
                    if count >= MAX_FILES or member.size > MAX_SKIPPED:
                        raise Invalid("path", "The archive is too large to be read.")
                    stream.allowed = member.size + _SLACK
                    name = _name_inside(member)
                    if name and wanted.has(name):
                        yield _read_member(archive, member, name, wanted)
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError) as error:
        raise Invalid("path", "The archive cannot be read to its end; fetch it again.") from error


def _name_inside(member: tarfile.TarInfo) -> str:
    """Return the path of a member; empty for folders, what is hidden and paths that lead out."""
    name = member.name.removeprefix("./")
    is_odd = any(not part or part.startswith(".") for part in name.split("/"))
    return "" if member.isdir() or is_odd else name


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
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str, wanted: Wanted
) -> PlainFile | FailedFile:
    if not member.isreg():
        return _no_file(name)
    if member.size > wanted.max_bytes:
        return _too_large(name, wanted)
    file = archive.extractfile(member)
    return PlainFile(name, file.read() if file else b"")


def _no_file(name: str) -> FailedFile:
    return FailedFile(name, "This is no file but a link or a folder.")


def _too_large(name: str, wanted: Wanted) -> FailedFile:
    return FailedFile(name, f"The file is larger than {wanted.max_bytes} bytes.")
