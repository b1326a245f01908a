"""Scripts of others lie with us as they were published, each with its licence."""

from hashlib import sha256

import pytest

from tests.house.source import ROOT, TEMPLATES, name_of

FOLDERS = sorted(
    folder
    for place in ("kb/static/vendor", "tests/vendor")
    for folder in (ROOT / place).iterdir()
    if folder.is_dir()
)


def listed(folder):
    """What SHA256SUMS of *folder* says: the digest of each file by its name."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def names_in(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_what_others_made_comes_with_its_licence(folder):
    assert "LICENSE" in names_in(folder)
    assert (folder / "LICENSE").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_every_file_of_others_is_as_it_was_published(folder):
    found = {
        name: sha256((folder / name).read_bytes()).hexdigest()
        for name in names_in(folder) - {"SHA256SUMS"}
    }

    assert found == listed(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_folder_names_the_version(folder):
    name, _, version = folder.name.rpartition("-")

    assert name
    assert version.replace(".", "").isdigit()


def test_pages_load_only_scripts_that_lie_with_us():
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    unused = [
        path.name
        for folder in FOLDERS
        if folder.is_relative_to(ROOT / "kb/static")
        for path in folder.glob("*.js")
        if f"vendor/{folder.name}/{path.name}" not in text
    ]

    assert unused == []
