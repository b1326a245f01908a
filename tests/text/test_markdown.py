"""Markdown to HTML: what the text means survives, what could harm a reader does not."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import Invalid
from kb.text.markdown import MAX_CHARACTERS, plain, render

#: A payload a line; ``\\n`` in it stands for a line break.
PAYLOADS = [
    line.replace("\\n", "\n")
    for line in Path(__file__).with_name("xss.txt").read_text(encoding="utf-8").splitlines()
]
#: What may be rendered: attributes by tag, then tags that have none; written out again on purpose.
ALLOWED = {
    "a": {"href", "title", "rel"},
    "abbr": {"title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "th": {"scope"},
}
BARE = {
    "blockquote", "br", "code", "dd", "dl", "dt", "em", "hr", "li", "p", "pre", "strong", "sub",
    "sup", "table", "tbody", "td", "thead", "tr", "ul",
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:alert(1)'>x</a>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>* {display: none}</style>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><button>x</button></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example>",
    "<object data=x></object><embed src=x>",
    "<math><mtext><style><img src onerror=alert(1)></style></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "# x {: onclick=alert(1) }",
    "x {: style='position:fixed' }",
    "*x*{: onmouseover=alert(1) }",
    '<div markdown="1"><script>alert(1)</script></div>',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
]
#: Of these, none may stand in a tag of what is rendered; as shown text they do no harm.
FORBIDDEN = (
    "<script", "<style", "<img", "<svg", "<iframe", "<form", "<button", "<base", "<meta", "<link",
    "<object", "<embed", "<math", "<input", "<div",
)  # fmt: skip


def tags_of(html: str) -> list[str]:
    """What stands between the angle brackets of *html*, in lower case."""
    return [part.partition(">")[0].lower() for part in html.split("<")[1:]]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_is_taken_out(text):
    html = render(f"Before\n\n{text}\n\nAfter")

    assert not [tag for tag in FORBIDDEN if tag in html.lower()]
    for tag in tags_of(html):
        assert "javascript:" not in tag
        assert "data:" not in tag
        assert "vbscript:" not in tag
        assert " on" not in tag
        assert "style=" not in tag


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_does_not_take_the_text_around_it_along(text):
    html = render(f"Before\n\n{text}\n\nAfter")

    assert "Before" in html
    assert "After" in html


class Live(HTMLParser):
    """Gathers what a browser would act upon and that nobody allowed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED.keys() | BARE:
            self.found.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, ()):
                self.found.append(f"{tag} {name}")
            elif name == "href" and self._scheme(value) not in ("", "http", "https", "mailto"):
                self.found.append(value)

    def handle_comment(self, data):
        self.found.append(f"<!--{data}")

    def handle_decl(self, decl):
        self.found.append(f"<!{decl}")

    def handle_pi(self, data):
        self.found.append(f"<?{data}")

    @staticmethod
    def _scheme(address):
        # Browsers leave out tabs and line breaks, and controls and spaces before the scheme; what
        # holds another character before the colon is the path of a page here.
        bare = re.sub(r"[\t\r\n]", "", re.sub(r"\A[\x00-\x20]+", "", address or ""))
        match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
        return match[1].lower() if match else ""


def test_the_corpus_of_payloads_is_long():
    assert len(PAYLOADS) >= 150


@pytest.mark.parametrize("text", PAYLOADS)
@pytest.mark.parametrize(
    "around", ["{}", "Before\n\n{}\n\nAfter", "## A {}", "> {}", "- {}", "a|b\n-|-\n{}|c", "**{}**"]
)
def test_no_payload_leaves_anything_live(text, around):
    assert Live(render(around.format(text) if text.count("{") == 0 else text)).found == []


@given(
    st.lists(st.sampled_from(PAYLOADS), min_size=1, max_size=4), st.sampled_from(["", " ", "\n\n"])
)
def test_payloads_together_leave_nothing_live(texts, between):
    assert Live(render(between.join(texts))).found == []


@given(st.text(alphabet="<>&\"'=/ abonscript:[](){}#*_`!-|\n\\;", max_size=200))
def test_no_text_whatever_leaves_anything_live(text):
    assert Live(render(text)).found == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='java\tscript:x'>",
        "<a href=' data:x'>",
        "<!--x-->",
        "<!DOCTYPE x>",
    ],
)
def test_what_is_live_is_known_when_it_is_seen(html):
    assert Live(html).found


@given(st.text(alphabet="<>&\"'=/ abonscript:[](){}#*_`!-|\n\\", max_size=200))
def test_no_text_whatever_becomes_a_dangerous_tag(text):
    html = render(text)

    assert not [tag for tag in FORBIDDEN if tag in html.lower()]
    assert not [tag for tag in tags_of(html) if " on" in tag or "javascript:" in tag]


@given(st.text(max_size=300))
def test_any_short_text_is_rendered_or_refused_as_invalid(text):
    try:
        html = render(text)
    except Invalid:
        return

    assert isinstance(html, str)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("## A heading", '<h2 id="a-heading">A heading</h2>'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("10 kap. 2 a § OSL, å ä ö – ”så”", "<p>10 kap. 2 a § OSL, å ä ö – ”så”</p>"),
    ],
)
def test_the_meaning_of_markdown_is_kept(text, html):
    assert render(text) == html


def test_a_table_is_kept_with_its_head():
    html = render("| Act | Key |\n| --- | --- |\n| OSL | sfs/2009:400 |")

    assert [tag for tag in tags_of(html) if not tag.startswith("/")] == [
        "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["https://lagrummet.se/", "http://x.example", "mailto:a@example.se", "/sv/help", "#top"],
)
def test_links_to_pages_and_mail_are_kept(address):
    assert f'href="{address}"' in render(f"[x]({address})")


def test_a_link_gives_the_page_it_leads_to_no_hold_on_this_one():
    assert 'rel="noopener noreferrer"' in render("[x](https://x.example)")


def test_a_first_heading_does_not_compete_with_the_title_of_the_page():
    assert "<h1" not in render("# A heading")


def test_a_text_longer_than_the_limit_is_refused():
    assert render("a" * MAX_CHARACTERS)

    with pytest.raises(Invalid) as refused:
        render("a" * (MAX_CHARACTERS + 1))
    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "]" * 20_000 + "[" * 20_000,
        "[" * 20_000 + "]" * 20_000,
        "[a](" * 20_000,
        "![a](" * 20_000,
        "<a " * 20_000,
        "[a\n\n" * 201,
    ],
    ids=["open", "closed first", "nested", "links", "images", "tags", "spread"],
)
def test_brackets_that_stand_open_are_refused_before_they_cost_minutes(text):
    with pytest.raises(Invalid, match="brackets"):
        render(text)


@pytest.mark.parametrize("text", ["[a] " * 1_000, "(a) " * 1_000, "[a](/b) " * 500, "[" * 200])
def test_brackets_that_are_closed_may_be_many(text):
    assert render(text)


@pytest.mark.parametrize(
    "text",
    ["\n".join("    " * n + "- a" for n in range(280)), "a\n: b\n" * 3_000],
    ids=["lists", "definitions"],
)
def test_a_text_nested_beyond_all_measure_is_refused(text):
    with pytest.raises(Invalid, match="nested"):
        render(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000_000,
        "# a\n" * 2_000,
        "a\n=\n" * 2_000,
        "```a\n" * 2_000,
        "~~~\n" * 2_000,
        "\\*" * 50_000,
        "*" * 50_000,
        "_" * 50_000,
        "a**b*c_" * 10_000,
        "`" * 50_000,
        "` a " * 20_000,
        "&amp;" * 20_000,
        "<b>" * 20_000,
        "<" * 150 + "&" * 9_000,
        "](" * 20_000,
        "[a](b)" * 20_000,
        "[]()" * 20_000,
        "a  \n" * 20_000,
        "[TOC]\n\n" * 1_000,
        "|".join("a" * 5_000) + "\n" + "|".join("-" * 5_000) + "\n" + "x\n" * 10_000,
        "> " + "|".join("a" * 90) + "\n> " + "|".join("-" * 90) + "\n" + "> x\n" * 1_000,
    ],
)
def test_what_would_take_long_is_refused_before_it_is_rendered(text):
    with pytest.raises(Invalid) as refused:
        render(text)

    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "text",
    [
        "|".join("a" * 5_000) + "\n" + "|".join("-" * 5_000) + "\n" + "|".join("b" * 5_000),
        "[a]: /b\n" * 10_000,
        "".join(f"[a{n}]: /b{n}\n" for n in range(10_000)),
        "> " * 5_000 + "a",
        "- " * 5_000 + "a",
        "1. " * 5_000 + "a",
        "\n".join(">" * n + " a" for n in range(300)),
        "<<<<" * 40,
        "- a\n" * 10_000,
        "a|b\n-|-\n" + "c|d\n" * 5_000,
    ],
)
def test_what_is_much_but_not_slow_is_rendered_safely_or_refused(text):
    try:
        html = render(text)
    except Invalid:
        return

    assert Live(html).found == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("<ul><li>One</li><li>two</li></ul>", "One two"),
        ("<table><tr><td>One</td><td>two</td></tr></table>", "One two"),
        ("<p>One<br>two</p>", "One two"),
        ("<p>Kom<em>mun</em></p>", "Kommun"),
        ("<p>5 &lt; 6 &amp; 7 &gt; 2</p>", "5 < 6 & 7 > 2"),
        ("<p>&amp;lt;</p>", "&lt;"),
        ("<p>10&nbsp;kap.</p>", "10 kap."),
        ("<p>”Så”, 'so' \"so\"</p>", "”Så”, 'so' \"so\""),
        ("", ""),
    ],
)
def test_plain_text_is_the_words_without_the_tags(html, words):
    assert plain(html) == words


@given(st.text(alphabet="abå <>&;#", max_size=60))
def test_plain_text_holds_what_was_written(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert plain(f"<p>{escaped}</p>") == " ".join(text.split())
