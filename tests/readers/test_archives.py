import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from kb.readers.archives import FailedFile, PlainFile, Wanted, list_files, read_files, state_of


def everything(name):
    return True


def test_only_what_is_wanted_is_read_and_all_names_are_asked_for(tmp_path):
    for name in ("b/two.md", "b/one.md", "a.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    asked = []

    def has(name):
        asked.append(name)
        return name.endswith(".md")

    files = list(read_files(tmp_path, Wanted(has, 100)))

    assert files == [PlainFile("b/one.md", b"b/one.md"), PlainFile("b/two.md", b"b/two.md")]
    assert asked == ["a.json", "b/one.md", "b/two.md"]


def test_an_archive_gives_the_same_files_as_its_folder(tmp_path):
    folder = tmp_path / "folder"
    (folder / "inner" / "deep").mkdir(parents=True)
    (folder / "inner" / "deep" / "page.md").write_text("text")
    with tarfile.open(tmp_path / "packed.tar.xz", "w:xz") as archive:
        archive.add(folder, ".")

    packed = list(read_files(tmp_path / "packed.tar.xz", Wanted(everything, 100)))

    assert packed == list(read_files(folder, Wanted(everything, 100)))


@pytest.mark.parametrize(
    "name", ["../a.md", "/a.md", "b/../a.md", "b//a.md", "b/./a.md", ".git/a.md"]
)
def test_names_that_lead_elsewhere_or_are_hidden_are_not_even_asked_for(tmp_path, name):
    path = tmp_path / "packed.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo(name), BytesIO())

    assert list(read_files(path, Wanted(everything, 100))) == []


def test_folders_that_are_links_are_not_walked_and_hidden_files_not_seen(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    (inside / ".hidden.md").write_text("hidden")
    (inside / "page.md").symlink_to(outside / "secret.md")

    assert [name for name, _ in list_files(inside)] == ["page.md"]
    assert list(read_files(inside, Wanted(everything, 100))) == [
        FailedFile("page.md", "This is no file but a link or a folder.")
    ]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("sfs-2025-09-01.tar.xz", "2025-09-01"),
        ("sfs-2025-09-01", "2025-09-01"),
        ("sfs-2025-13-01 2025-06-30", "2025-06-30"),
        ("sfs.tar.xz", None),
        ("sfs-12025-09-01", None),
    ],
)
def test_the_state_is_the_day_in_the_name(name, day):
    assert state_of(Path("anywhere") / name) == day
