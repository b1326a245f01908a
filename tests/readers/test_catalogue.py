"""The whole folder: every broken file is told by name, line and reason, all at once."""

import pytest

from kb.readers.catalogue import BrokenContentError, ContentFault, read_catalogue, read_pages


def faults_of(read, folder) -> list[ContentFault]:
    with pytest.raises(BrokenContentError) as broken:
        read(folder)
    return broken.value.faults


def change(path, old: str, new: str) -> int:
    """Put *new* for the first *old* in the file; returns the line it stands on."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_catalogue_as_it_is_can_be_read(content_copy):
    catalogue = read_catalogue(content_copy)

    assert len(catalogue.barriers) == len(list((content_copy / "barriers").glob("*.md")))
    assert len(catalogue.objectives) == len(list((content_copy / "strategy").glob("*.md")))
    assert read_pages(content_copy)


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        ("barriers/H-2026-003.md", "confidence:", "confidense:", "'confidence' must be one of"),
        ("barriers/H-2026-003.md", "\nstate: ", "\nstate: half-", "'state' must be one of"),
        ("cases/F-2026-002.md", 'decided_on: "', 'decided_on: "1', "is no date"),
        ("matters/L-2026-001.md", "stage: directive", "stage: rumour", "it is 'rumour'"),
        ("actions/P-2026-001.md", "outcome: met", "outcome: won", "it is 'won'"),
        ("strategy/1.1.md", "code:", "kode:", "'code' is missing"),
        ("strategy/strategy.yaml", "wording_confirmed: no", "wording_confirmed: 0", "yes or no"),
        ("terms.yaml", "sv: Informationsdelning", "se: Informationsdelning", "'sv' is missing"),
        ("organisations.yaml", "kind: association", "sort: association", "'kind' is missing"),
        ("law/acts.yaml", "kind: abbreviation", "kind: nickname", "it is 'nickname'"),
    ],
)
def test_a_broken_file_is_told_by_name_line_and_reason(content_copy, path, old, new, reason):
    change(content_copy / path, old, new)

    (fault,) = faults_of(read_catalogue, content_copy)

    assert (fault.path, reason in fault.message) == (path, True)
    assert fault.line > 0


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("barriers/H-2026-003.md", "\nstate: ", "\nstate: half-"),
        ("matters/L-2026-001.md", "stage: consultation", "stage: rumour"),
        ("law/acts.yaml", "kind: short", "kind: nickname"),
        ("terms.yaml", "sv: Automatiserade beslut", "sv: [Automatiserade beslut]"),
    ],
)
def test_a_wrong_value_is_told_on_the_line_it_stands_on(content_copy, path, old, new):
    line = change(content_copy / path, old, new) + old.count("\n")

    (fault,) = faults_of(read_catalogue, content_copy)

    assert fault.line == line


def test_a_fault_reads_as_those_of_compilers_do():
    fault = ContentFault("law/acts.yaml", 7, "The key 'x' is not known here.")

    assert str(fault) == "law/acts.yaml:7: The key 'x' is not known here."


def test_every_broken_file_is_told_at_once(content_copy):
    change(content_copy / "barriers/H-2026-003.md", "confidence:", "confidense:")
    change(content_copy / "cases/F-2026-002.md", "certainty:", "sertainty:")
    (content_copy / "terms.yaml").unlink()

    faults = faults_of(read_catalogue, content_copy)

    assert [fault.path for fault in faults] == [
        "terms.yaml",
        "barriers/H-2026-003.md",
        "cases/F-2026-002.md",
    ]


@pytest.mark.parametrize(
    "name", ["terms.yaml", "organisations.yaml", "law/acts.yaml", "strategy/strategy.yaml"]
)
def test_a_register_that_is_missing_is_told(content_copy, name):
    (content_copy / name).unlink()

    (fault,) = faults_of(read_catalogue, content_copy)

    assert (fault.path, fault.message) == (name, "The file is missing.")


def test_a_file_that_is_not_utf_8_is_told(content_copy):
    (content_copy / "barriers/H-2026-003.md").write_bytes("---\nå".encode("latin-1"))

    (fault,) = faults_of(read_catalogue, content_copy)

    assert fault.path == "barriers/H-2026-003.md"
    assert "not UTF-8" in fault.message


def test_a_file_must_bear_the_code_of_what_it_holds(content_copy):
    path = content_copy / "barriers/H-2026-003.md"
    path.rename(path.with_name("H-2026-999.md"))

    (fault,) = faults_of(read_catalogue, content_copy)

    assert (fault.path, "H-2026-003.md" in fault.message) == ("barriers/H-2026-999.md", True)


def test_a_body_in_one_language_is_told(content_copy):
    change(content_copy / "barriers/H-2026-003.md", "# wanted (en)", "# wanted(en)")

    (fault,) = faults_of(read_catalogue, content_copy)

    assert "'# wanted (en)' is missing" in fault.message


def test_the_text_of_an_objective_stands_in_a_file_of_its_own(content_copy):
    (content_copy / "strategy/1.1.md").unlink()

    objectives = {item.code: item for item in read_catalogue(content_copy).objectives}

    assert (objectives["1.1"].summary, objectives["1.1"].texts) == (None, ())
    assert objectives["1.2"].summary
    assert len(objectives["1.2"].texts) == 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("updated_on:", "updated:", "'updated_on' is missing"),
        ('updated_on: "', 'updated_on: "about ', "is no date"),
        ("# text (en)", "# words (en)", "'# text (en)' is missing"),
    ],
)
def test_a_broken_page_is_told(content_copy, old, new, reason):
    change(content_copy / "pages/about.md", old, new)

    (fault,) = faults_of(read_pages, content_copy)

    assert (fault.path, reason in fault.message) == ("pages/about.md", True)
