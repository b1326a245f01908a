"""References in Markdown: linked in running text, left alone everywhere else."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.linking import Reference
from kb.text.markdown import plain, render

PATTERN = re.compile(r"(\d+) §")
LINK = '<a href="/law/{0}" title="Section {0}" rel="noopener noreferrer">{0} §</a>'


def linker(text):
    """Every "7 §" leads somewhere."""
    return [
        Reference(match.start(), match.end(), f"/law/{match[1]}", f"Section {match[1]}")
        for match in PATTERN.finditer(text)
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Se 7 § här.", f"<p>Se {LINK.format(7)} här.</p>"),
        ("7 §", f"<p>{LINK.format(7)}</p>"),
        ("7 § och 8 §.", f"<p>{LINK.format(7)} och {LINK.format(8)}.</p>"),
        ("*7 §* är", f"<p><em>{LINK.format(7)}</em> är</p>"),
        ("**x** 7 § *y*", f"<p><strong>x</strong> {LINK.format(7)} <em>y</em></p>"),
        ("> 7 §", f"<blockquote>\n<p>{LINK.format(7)}</p>\n</blockquote>"),
        ("- 7 §", f"<ul>\n<li>{LINK.format(7)}</li>\n</ul>"),
        ("`x` 7 §", f"<p><code>x</code> {LINK.format(7)}</p>"),
    ],
)  # fmt: skip
def test_a_reference_in_running_text_becomes_a_link(text, html):
    assert render(text, linker) == html


@pytest.mark.parametrize(
    "text",
    [
        "`7 §`",
        "```\n7 §\n```",
        "    7 §",
        "## 7 §",
        "### Om 7 §",
        "[7 §](https://example.se)",
        "[om *7 §* där](https://example.se)",
        "Ingen hänvisning.",
        "7 *§*",
    ],
)
def test_code_links_and_headings_are_left_alone(text):
    assert render(text, linker) == render(text)


def test_a_table_is_linked_cell_by_cell():
    html = render("| a | b |\n|---|---|\n| 7 § | 8 § |", linker)

    assert (LINK.format(7) in html, LINK.format(8) in html) == (True, True)


def test_the_text_is_looked_at_as_a_whole_with_breaks_between_blocks():
    seen = []

    render("Ett *två*.\n\nTre `fyra` fem.", lambda text: seen.append(text) or [])

    (text,) = seen
    assert [block.strip() for block in text.split("\n\n") if block.strip()] == [
        "Ett två.",
        "Tre  fem.",
    ]


def test_words_of_two_blocks_are_no_reference():
    assert render("7\n\n§", linker) == render("7\n\n§")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_address_that_could_harm_is_not_linked(url):
    html = render("7 §", lambda text: [Reference(0, 3, url, '"><script>')])

    assert url not in html
    assert "<script" not in html


@given(st.text(alphabet="7 §*_`[]()<>#\n|-&x\\", max_size=80))
def test_links_change_no_word_of_the_text(text):
    assert plain(render(text, linker)).split() == plain(render(text)).split()


@pytest.mark.parametrize(
    "text", ["7 § " * 20_000, "*7 §* " * 4_000, "- 7 §\n" * 2_000], ids=["plain", "em", "list"]
)
def test_a_text_full_of_references_is_linked_in_bounded_time(text):
    started = time.process_time()

    html = render(text, linker)

    assert html.count("<a ") == text.count("§")
    assert time.process_time() - started < 5
