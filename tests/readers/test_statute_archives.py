import io
import lzma
import tarfile

import pytest

from kb.errors import Invalid
from kb.readers.archives import MAX_SKIPPED, FailedFile
from kb.readers.statute_archives import count_statutes, read_statutes
from kb.readers.statutes import MAX_BYTES


def statute(number):
    return f"---\nbeteckning: {number}\nrubrik: Prov\n---\n".encode()


def add(archive, name, data, **more):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in more.items():
        setattr(member, key, value)
    archive.addfile(member, io.BytesIO(data))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sfs-2025-09-01.tar.xz"


def found_in(path):
    return [file.path for file in read_statutes(path)]


def test_an_archive_is_read_in_its_order(path):
    with tarfile.open(path, "w:xz") as archive:
        add(archive, "LICENSE", b"text")
        add(archive, "2017/sfs-2017-725.md", statute("2017:725"))
        add(archive, "./1827/sfs-1827-60-s-1007.md", statute("1827:60 s.1007"))
        add(archive, "2017/README.md", b"text")

    files = list(read_statutes(path))

    assert [(file.path, file.key) for file in files] == [
        ("2017/sfs-2017-725.md", "sfs/2017:725"),
        ("1827/sfs-1827-60-s-1007.md", "sfs/1827:60s1007"),
    ]


def test_an_archive_that_is_not_packed_is_read_too(tmp_path):
    path = tmp_path / "sfs.tar"
    with tarfile.open(path, "w") as archive:
        add(archive, "2017/sfs-2017-725.md", statute("2017:725"))

    assert found_in(path) == ["2017/sfs-2017-725.md"]


def test_a_failed_file_is_told_and_the_next_is_read(path):
    with tarfile.open(path, "w:xz") as archive:
        add(archive, "2017/sfs-2017-1.md", b"no front matter")
        add(archive, "2017/sfs-2017-2.md", statute("2017:2"))

    failed, read = read_statutes(path)

    assert failed == FailedFile(
        "2017/sfs-2017-1.md",
        "The file has no front matter between two lines of three dashes.",
    )
    assert read.number == "2017:2"


@pytest.mark.parametrize(
    "name", ["../2017/sfs-2017-1.md", "/2017/sfs-2017-1.md", "2017/../sfs-2017-1.md", "a/sfs-1.md"]
)
def test_names_that_lead_elsewhere_are_passed_over(path, name):
    with tarfile.open(path, "w:xz") as archive:
        add(archive, name, statute("2017:1"))

    assert found_in(path) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_reported_and_never_followed(path, kind):
    with tarfile.open(path, "w:xz") as archive:
        add(archive, "2017/sfs-2017-1.md", b"", type=kind, linkname="/etc/passwd")
        add(archive, "2017/sfs-2017-2.md", statute("2017:2"))

    failed, read = read_statutes(path)

    assert isinstance(failed, FailedFile)
    assert read.number == "2017:2"


def test_a_file_too_large_is_reported_unread(path):
    with tarfile.open(path, "w:xz", preset=0) as archive:
        add(archive, "2017/sfs-2017-1.md", b" " * (MAX_BYTES + 1))
        add(archive, "2017/sfs-2017-2.md", statute("2017:2"))

    failed, read = read_statutes(path)

    assert isinstance(failed, FailedFile)
    assert read.number == "2017:2"


def test_a_member_that_claims_gigabytes_ends_the_reading(path):
    member = tarfile.TarInfo("anything")
    member.size = MAX_SKIPPED + 1
    path.write_bytes(lzma.compress(member.tobuf()))

    with pytest.raises(Invalid, match="too large"):
        found_in(path)


def test_a_name_of_megabytes_is_not_kept_in_memory(path):
    member = tarfile.TarInfo("././@LongLink")
    member.type = tarfile.GNUTYPE_LONGNAME
    member.size = 30_000_000
    path.write_bytes(lzma.compress(member.tobuf() + b"a" * member.size, preset=0))

    with pytest.raises(Invalid, match="name too long"):
        found_in(path)


def test_an_archive_that_breaks_off_gives_what_came_before(path):
    with tarfile.open(path, "w:xz") as archive:
        add(archive, "2017/sfs-2017-1.md", statute("2017:1"))
        add(archive, "2017/sfs-2017-2.md", b"x" * 20_000)
    whole = lzma.decompress(path.read_bytes())
    path.write_bytes(lzma.compress(whole[:5_000]))
    reader = read_statutes(path)

    assert next(reader).path == "2017/sfs-2017-1.md"
    with pytest.raises(Invalid, match="to its end"):
        list(reader)


@pytest.mark.parametrize("data", [b"no archive at all", b"\xfd7zXZ\x00broken", b""])
def test_what_is_no_archive_is_refused(path, data):
    path.write_bytes(data)

    with pytest.raises(Invalid):
        found_in(path)


def test_what_does_not_exist_is_refused(tmp_path):
    with pytest.raises(Invalid, match="no folder or archive"):
        found_in(tmp_path / "nowhere")


def test_a_folder_is_read_and_counted(tmp_path):
    for number in ("2", "1"):
        file = tmp_path / "2017" / f"sfs-2017-{number}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(statute(f"2017:{number}"))
    (tmp_path / "LICENSE").write_text("text")
    (tmp_path / "2017" / "notes.md").write_text("text")

    assert found_in(tmp_path) == ["2017/sfs-2017-1.md", "2017/sfs-2017-2.md"]
    assert count_statutes(tmp_path) == 2


def test_links_in_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "sfs-2017-1.md").write_bytes(statute("2017:1"))
    inside = tmp_path / "inside"
    (inside / "2017").mkdir(parents=True)
    (inside / "2017" / "sfs-2017-1.md").symlink_to(outside / "sfs-2017-1.md")
    (inside / "2018").symlink_to(outside)

    files = list(read_statutes(inside))

    assert [type(file) for file in files] == [FailedFile]


def test_an_archive_is_not_read_to_be_counted(path):
    path.write_bytes(b"anything")

    assert count_statutes(path) is None
