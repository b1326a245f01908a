"""What ``kb content check`` finds beyond what stops a load."""

import pytest

from kb.library.checks import content_faults

BARRIER = "barriers/H-2026-003.md"
LONG = "Den här meningen är längre än sextio tecken och står på svenska i båda språken."


def append(folder, name: str, text: str) -> int:
    """Put *text* at the end of a file; returns the line it stands on."""
    path = folder / name
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{before}\n\n{text}\n", encoding="utf-8")
    return before.count("\n") + 3


def told(folder) -> list[tuple[str, int, str]]:
    return [(fault.path, fault.line, fault.message) for fault in content_faults(folder)]


def test_nothing_is_wrong_in_the_catalogue(content_copy):
    assert told(content_copy) == []


DEAD = (
    "/sv/no-such-page",
    "/en/barriers/H-2099-001",
    "/en/law/sfs/1888:1",
    "/de/help",
    "help",
    "../help",
    "javascript:alert",
    "http://unsafe.example",
)
ALIVE = (
    "/sv/",
    "/en/help",
    "/en/help#search",
    "/sv/barriers/",
    "/en/search?q=x",
    "/en/barriers/H-2026-001",
    "/en/objectives/1.1",
    "/en/organisations",
    "https://lagrummet.se/",
    "mailto:a@example.se",
    "#below",
)


@pytest.mark.parametrize("name", [BARRIER, "pages/about.md"])
def test_a_dead_link_is_told_on_its_line(content_copy, name):
    lines = [append(content_copy, name, f"See [this]({target}).") for target in DEAD]

    dead = [fault for fault in told(content_copy) if "leads nowhere" in fault[2]]

    assert dead == [
        (name, line, f"The link {target} leads nowhere.")
        for line, target in zip(lines, DEAD, strict=True)
    ]


def test_a_link_that_leads_somewhere_is_left_alone(content_copy):
    for target in ALIVE:
        append(content_copy, BARRIER, f"See [this]({target}).")

    assert told(content_copy) == []


def test_a_code_that_no_record_has_is_told_on_its_line(content_copy):
    codes = ("H-2099-001", "F-2099-001", "L-2099-001", "P-2099-001")
    lines = [append(content_copy, BARRIER, f"As in {code}.") for code in codes]

    assert told(content_copy) == [
        (BARRIER, line, f"There is no record {code}.")
        for line, code in zip(lines, codes, strict=True)
    ]


def test_a_code_that_a_record_has_is_left_alone(content_copy):
    append(content_copy, BARRIER, "As in H-2026-001.")

    assert told(content_copy) == []


def test_a_provision_of_an_unknown_act_is_told_on_its_line(content_copy):
    path = content_copy / BARRIER
    text = path.read_text(encoding="utf-8")
    entry = "provisions:\n  - {key: sfs/1888:1#P2, role: mentions, certainty: verified}\n"
    assert "provisions:\n" in text
    path.write_text(text.replace("provisions:\n", entry, 1), encoding="utf-8")

    line = text[: text.index("provisions:\n")].count("\n") + 2
    assert told(content_copy) == [
        (BARRIER, line, "The act of 'sfs/1888:1#P2' is not in law/acts.yaml.")
    ]


def test_a_broken_file_is_told_and_nothing_that_follows_from_it(content_copy):
    (content_copy / BARRIER).write_text("no front matter", encoding="utf-8")

    assert told(content_copy) == [(BARRIER, 1, "The file must begin with a line of three hyphens.")]


def test_an_objective_without_its_page_is_told(content_copy):
    (content_copy / "strategy/1.1.md").unlink()

    assert told(content_copy) == [("strategy/1.1.md", 1, "The objective 1.1 has no page.")]


def test_a_text_that_was_not_translated_is_told(content_copy):
    path = content_copy / BARRIER
    head, _, _ = path.read_text(encoding="utf-8").partition("# wanted (sv)")
    parts = [f"# wanted ({language})\n\n{LONG}\n" for language in ("sv", "en")]
    analysis = "# analysis (sv)\n\nKort.\n\n# analysis (en)\n\nShort.\n"
    path.write_text(head + "\n".join(parts) + "\n" + analysis, encoding="utf-8")

    assert (BARRIER, 1, "'wanted' reads the same in Swedish and English.") in told(content_copy)


def test_a_summary_that_was_not_translated_is_told(content_copy):
    path = content_copy / "strategy/1.1.md"
    body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
    head = f'---\ncode: "1.1"\nsummary: {{sv: "{LONG}", en: "{LONG}"}}\n---\n'
    path.write_text(head + body, encoding="utf-8")

    assert told(content_copy) == [
        ("strategy/1.1.md", 1, "'summary' reads the same in Swedish and English.")
    ]


def test_a_short_text_may_read_the_same_in_both_languages(content_copy):
    path = content_copy / "strategy/1.1.md"
    body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
    head = '---\ncode: "1.1"\nsummary: {sv: "Digg och eSam", en: "Digg och eSam"}\n---\n'
    path.write_text(head + body, encoding="utf-8")

    assert told(content_copy) == []


def test_a_page_that_is_broken_is_told(content_copy):
    (content_copy / "pages/about.md").write_text("---\nslug: about\n---\n", encoding="utf-8")

    ((path, _line, message),) = told(content_copy)

    assert path == "pages/about.md"
    assert "missing" in message


def test_faults_come_by_file_and_line(content_copy):
    append(content_copy, "pages/help.md", "[a](nowhere)")
    append(content_copy, BARRIER, "As in H-2099-002.")
    append(content_copy, BARRIER, "As in H-2099-001.")

    faults = told(content_copy)

    assert [path for path, _, _ in faults] == [BARRIER, BARRIER, "pages/help.md"]
    assert faults == sorted(faults, key=lambda fault: fault[:2])


def test_a_page_of_an_objective_that_does_not_exist_is_told(content_copy):
    page = (content_copy / "strategy/1.1.md").read_text(encoding="utf-8")
    stray = page.replace('code: "1.1"', 'code: "9.9"').replace("code: 1.1", "code: 9.9")
    (content_copy / "strategy/9.9.md").write_text(stray, encoding="utf-8")

    faults = content_faults(content_copy)

    assert [str(fault) for fault in faults] == [
        "strategy/9.9.md:2: There is no objective 9.9 in strategy.yaml."
    ]
