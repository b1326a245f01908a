"""A collection of the Government's documents in miniature: lists, pages, and an archive of them."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

REPORTS = "rattsliga-dokument/statens-offentliga-utredningar"
MEMOS = "rattsliga-dokument/departementsserien-och-promemorior"
CODES = {"1287": "Justitiedepartementet", "1296": "Regeringen", "1331": "Statens utredningar"}


def row(slug: str = "sou-202412", folder: str = REPORTS, **changes: Any) -> dict[str, Any]:
    """A row of a list, with a test's own changes."""
    return {
        "title": "Provtagning i skog, SOU 2024:12",
        "url": f"/{folder}/2024/02/{slug}/",
        "published": "2024-02-15",
        "updated": None,
        "types": ["1331"],
        "senders": ["1287", "1296"],
        "categories": [],
        "id": "SOU 2024:12",
        "shortcuts": [],
        "attachments": [{"name": "Hela (pdf 2 MB)", "url": "/contentassets/1/hela.pdf"}],
    } | changes


def collection(*rows: dict[str, Any]) -> dict[str, bytes]:
    """The files of a small collection by their paths; *rows* are its list of reports."""
    return {
        "api/codes.json": as_json(CODES),
        "api/latest_updated.json": as_json({"latest_updated": "2024-03-01 04:18:37", "items": 1}),
        f"{REPORTS}.json": as_json(list(rows)),
    }


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def page(title: str, *paragraphs: str) -> bytes:
    return "\n\n".join([f"# {title}", *paragraphs]).encode()


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """Write *files* below *folder*."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def packed(path: Path, files: dict[str, bytes]) -> Path:
    """Pack *files* in their order."""
    with tarfile.open(path, "w:xz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path
