"""The Riksdag's answers composed for tests, and how they are read."""

import json
from datetime import date
from pathlib import Path

from kb.citations.names import ActNames
from kb.citations.naming import keys_by
from kb.readers.riksdag import Told, read_riksdag

FOLDER = Path(__file__).parent / "riksdag"
CHAIN_B = ["dokumentstatus-H903125", "dokumentstatus-H901KU36", "dokumentstatus-sfs-2022-638"]
CHAIN_C = ["dokumentlista-2024-25", "dokumentstatus-HC01JuU9", "dokumentstatus-sfs-2025-170"]
AS_OF = date(2026, 1, 29)


def answer_of(name: str) -> bytes:
    return (FOLDER / f"{name}.json").read_bytes()


def read(data: bytes, told: Told | None = None, as_of: date = AS_OF):
    """Everything that *data* gives."""
    return list(read_riksdag(data, "test.json", keys_by(ActNames(())), as_of, told))


def listing(*rows: object, **more) -> bytes:
    """A list of *rows*; one alone is a bare object, as it arrives."""
    return json.dumps(
        {"dokumentlista": {"dokument": rows[0] if len(rows) == 1 else list(rows), **more}}
    ).encode()


def status(document: dict, **blocks) -> bytes:
    return json.dumps({"dokumentstatus": {"dokument": document, **blocks}}).encode()


def bill(**more) -> dict:
    return {
        "dok_id": "H903125",
        "typ": "prop",
        "rm": "2021/22",
        "beteckning": "125",
        "titel": "Val och beslut i kommuner och regioner",
        "datum": "2022-02-24",
    } | more


def report(**more) -> dict:
    return bill(typ="bet", dok_id="H901KU36", beteckning="KU36", datum="2022-05-10") | more
