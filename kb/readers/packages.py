"""The zip check: a workbook from outside to a clean copy that holds nothing but plain XML.

What comes in is a zip made by anyone. Programs disagree on how to read a malformed one, and the
library that reads sheets believes what a file says of its own size. So it never sees the file:
it gets a copy, written here part by part, whose sizes were counted and not believed.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kb.errors import sentence
from kb.readers.cells import refuse
from kb.readers.sheet_parts import PartCopier

MAX_UNPACKED_BYTES = 50 * 1024 * 1024
#: Unpacked bytes for each byte of the file.
MAX_RATIO = 100
MAX_PARTS = 1_000
CHUNK_BYTES = 64 * 1024
#: Enough for a workbook in which every part is small and alike, as a table of empty cells is.
FREE_BYTES = 1024 * 1024

_ENTRY_MARK = b"PK\x01\x02"
_UNSAFE_NAME = re.compile(r"\A[/\\]|\A[A-Za-z]:|\\|\0|(?:\A|/)\.\.(?:/|\Z)")
_ENCRYPTED_BIT = 0x1
#: Nothing in it is a value, though it looks like a sheet.
_UNUSED = "xl/calcchain.xml"
_DAMAGED = sentence(
    "The file is damaged or cut off. Save it as .xlsx in the spreadsheet program once more."
)
_TOO_LARGE = sentence(
    "The file becomes too large when unpacked. Delete what is not needed or split it."
)
_UNUSUAL = sentence(
    "The file is built in a way that no spreadsheet program uses. "
    "Open it in one, save it as .xlsx and choose the new file."
)
# What zipfile raises for bytes that are no sound zip.
_FAULTS = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error, zlib.error)


def clean_copy(data: bytes) -> BytesIO:
    """Copy the XML of the workbook in *data* into a new zip; pictures and the like stay behind.

    Memory stays within what the file itself takes plus a few chunks. Raises Invalid("file") for
    a zip that is damaged, encrypted or too large, and for parts that are links, lie outside of
    the package or hold a document type.
    """
    _check_count(data)
    copy = BytesIO()
    with _damage_refused(), ZipFile(BytesIO(data)) as package:
        entries = package.infolist()
        _check_directory(entries, len(data))
        # Sheets refer to the shared texts by number, so these must be known first.
        entries.sort(key=lambda entry: "sharedstrings" not in entry.filename.lower())
        with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as clean:
            _copy_parts(package, entries, clean, _allowance(len(data)))
    copy.seek(0)
    return copy


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _FAULTS:
        refuse(_DAMAGED)


def _check_count(data: bytes) -> None:
    # Before anything is made of the directory: every entry in it begins with this mark, however
    # many it says there are.
    if data.count(_ENTRY_MARK) > MAX_PARTS:
        refuse(_UNUSUAL)


def _allowance(file_bytes: int) -> int:
    return min(MAX_UNPACKED_BYTES, max(FREE_BYTES, MAX_RATIO * file_bytes))


def _check_directory(entries: list[ZipInfo], file_bytes: int) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        refuse(_UNUSUAL)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_BIT:
            refuse("The file is protected by a password. Save it without one.")
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if is_link or _UNSAFE_NAME.search(entry.orig_filename):
            refuse(_UNUSUAL)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            refuse(_UNUSUAL)
    if sum(entry.file_size for entry in entries) > _allowance(file_bytes):
        refuse(_TOO_LARGE)
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        refuse("The file is no .xlsx workbook. Save it as .xlsx in the spreadsheet program.")


def _copy_parts(package: ZipFile, entries: list[ZipInfo], clean: ZipFile, left: int) -> None:
    copier = PartCopier()
    for entry in entries:
        name = entry.filename
        is_xml = name.lower().endswith((".xml", ".rels")) and name.lower() != _UNUSED
        with package.open(entry) as part:
            if not is_xml:
                while chunk := part.read(CHUNK_BYTES):
                    left = _spent(left, chunk)
                continue
            copier.begin()
            with clean.open(ZipInfo(name), "w") as target:
                while chunk := part.read(CHUNK_BYTES):
                    left = _spent(left, chunk)
                    target.write(copier.feed(chunk))
                target.write(copier.end())


def _spent(left: int, chunk: bytes) -> int:
    if len(chunk) > left:
        refuse(_TOO_LARGE)
    return left - len(chunk)
