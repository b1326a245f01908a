"""Measure the citation engine on a folder of statutes: python -m tests.citations.measure FOLDER.

The text of the statutes carries links that a machine made. They are often wrong, so that a link
only says where a reference stands and which section it names; its act and its chapter are told
by the words around it where these leave no choice, and the place is left unjudged where they do.
"""

import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.citations.citing import Cited, cite
from kb.citations.names import ActName, ActNames, names_of_title
from tests.citations.abbreviations import ABBREVIATIONS

DAY = date(2025, 9, 1)
LINK = re.compile(r"\[([^\]\n]{1,120})\]\(([^)\s]+)\)")
#: What may stand between a section and its act: paragraphs, items, and more sections.
BETWEEN = re.compile(
    r" ?(?:§|,|[-–]|\d{1,4}|(?:kap|st|p|mom)\.|[a-hj-z]\)?(?!\w)|"
    r"(?:och|eller|samt|respektive|första|"
    r"andra|tredje|fjärde|femte|sjätte|sjunde|sista|stycket|styckena|meningen|meningarna|punkten|punkterna)(?!\w))"
)
CONJUNCTION = re.compile(r"(?:och|samt|eller)$")
NUMBERED = re.compile(r" (?:i |av )?(?:\w{1,20}- och )?\w{1,40} \((?:SFS )?(\d{4}:\d+)\)")
OWN = re.compile(r" (?:i )?denna (?:lag|balk|förordning)")
#: Words that leave the act open for a machine that knows no names.
NAMING = re.compile(
    r" (?:(?:i|av|den|det|enligt|nu|till) )*(?:[\w-]*(?:lag|lagen|balk|balken|förordning|"
    r"förordningen|ordningen|formen|"
    r"kungörelse|kungörelsen|stadga|stadgan|reglemente|reglementet|instruktion|instruktionen|samma|"
    r"gamla|nämnda|lagarna|direktivet|kapitel|kapitlet|bilagan|konventionen|avtalet|reglerna|"
    r"föreskrifterna|cirkuläret|brev|brevet)s?\b|"
    r"[A-ZÅÄÖ]|\w+- och)"
)
CHAPTER = re.compile(r"(\d+(?: [a-z])?) kap\. ?[\d a-z,–-]*$")
LIST_BEFORE = re.compile(r"(?:,| och| eller| samt|[-–]) ?$")
EU = re.compile(r"\((?:EU|EG)\) (nr )?(\d+)/(\d+)")
EU_WORDS = {"direktiv": "L", "förordning": "R", "beslut": "D"}
SERIES = re.compile(r"(?:FS|SÖ|MÖD|omtryckt)[ \d:,och]{1,20}$")
SECTION_HEADING = re.compile(r"^#{2,5} (\d+(?: [a-z])? §)", re.MULTILINE)


@dataclass(frozen=True)
class Link:
    """A link of the text as published: where its words stand once links are words again."""

    start: int
    words: str
    url: str


@dataclass
class Judged:
    """A place whose reference is certain, and what the engine says there."""

    file: str
    shape: str
    expected: str
    keys: tuple[str, ...]
    around: str

    @property
    def is_right(self) -> bool:
        return any(
            key == self.expected or re.match(rf"{re.escape(self.expected)}[SN]", key)
            for key in self.keys
        )


def front(text: str, name: str) -> str:
    found = re.search(rf"^{name}: *\"?(.*?)\"?$", text, re.MULTILINE)
    return found[1] if found else ""


def body_of(text: str) -> str:
    return text.split("\n---", 1)[1].removeprefix("\n") if "\n---" in text else ""


def key_of(number: str) -> str:
    return "sfs/" + number.replace(" ", "").replace(".", "")


def names_of(files: list[str]) -> ActNames:
    names = [ActName(name, key) for name, key in ABBREVIATIONS.items()]
    for text in files:
        number, title = front(text, "beteckning"), front(text, "rubrik").replace('\\"', '"')
        since = front(text, "ikraft_datum") or front(text, "utfardad_datum") or number[:4]
        names += [ActName(name, key_of(number), since) for name in names_of_title(title, number)]
    return ActNames(names)


def without_links(body: str) -> tuple[str, list[Link]]:
    plain, links, end, length = [], [], 0, 0
    for match in LINK.finditer(body):
        plain += [body[end : match.start()], match[1]]
        length += match.start() - end
        links.append(Link(length, match[1], match[2]))
        length += len(match[1])
        end = match.end()
    return "".join([*plain, body[end:]]), links


def chapter_at(plain: str, at: int) -> str:
    """Return the chapter that the last heading before a place names."""
    heading = plain.rfind("\n## ", 0, at)
    while heading >= 0:
        if found := re.match(r"\n## (\d+(?: [a-z])?) kap", plain[heading : heading + 20], re.I):
            return found[1].replace(" ", "")
        heading = plain.rfind("\n## ", 0, heading)
    return ""


def expected_of(plain: str, link: Link, key: str) -> tuple[str, str]:
    """Return the shape of the place and the key that must stand there; empty when unjudged."""
    end = link.start + len(link.words)
    after, before = plain[end : end + 260], plain[max(0, link.start - 90) : link.start]
    if found := re.fullmatch(r"https://selex.se/eli/sfs/(\d{4})/([\d_]+)", link.url):
        page = re.match(r" s\. ?(\d+)", after)
        number = f"{found[1]}:{found[2]}"
        sure = link.words == number and not SERIES.search(before)
        return "act", f"sfs/{number}{'s' + page[1] if page else ''}" if sure else ""
    if "celex" in link.url:
        return "eu", eu_key(link, before)
    if re.search(r"(?:lagen|balken|ordningen|formen) (?:\d+ kap\. )?$", before):
        return "act first", ""
    section = re.search(r"(\d+(?: ?[a-z])?) §", link.words)
    if not section:
        return "other", ""
    chapter = re.search(r"(\d+(?: [a-z])?) kap", link.words)
    own = re.fullmatch(r"#(?:kap(\w+)\.)?(\w+)", link.url)
    stated = chapter or CHAPTER.search(before)
    rest = after
    for _ in range(40):
        eaten = BETWEEN.match(rest)
        if eaten is None:
            break
        rest = rest[eaten.end() :]
    listed = after[: len(after) - len(rest)]
    if not stated and ((LIST_BEFORE.search(before) and "kap" in before) or "kap" in listed):
        return "carried", ""
    if CONJUNCTION.search(listed):
        return "another act", ""
    if not link.words.endswith("§") and not re.match(r" \(\d{4}:", after):
        return "named", ""
    if not stated and own and own[1] and own[1] != chapter_at(plain, link.start):
        return "own, in another chapter", ""
    if numbered := NUMBERED.match(rest):
        shape, act = "numbered", key_of(numbered[1])
    elif own and (OWN.match(rest) or not NAMING.match(rest)):
        shape, act = "own", key
    else:
        return "open", ""
    holder = stated[1].replace(" ", "") if stated else (own[1] or "") if own and act == key else ""
    prefix = f"K{holder}" if holder else ""
    return shape, f"{act}#{prefix}P{section[1].replace(' ', '')}"


def eu_key(link: Link, before: str) -> str:
    """Return the key that the words of the link say; the links themselves turn numbers round."""
    found = EU.fullmatch(link.words)
    last = max(EU_WORDS, key=lambda word: before.lower().rfind(word))
    if not found or before.lower().rfind(last) < len(before) - 25:
        return ""
    first, second = int(found[2]), int(found[3])
    year, number = (first, second) if first >= 2015 or last != "förordning" else (second, first)
    return f"celex/3{year}{EU_WORDS[last]}{number:04d}"


def judge(file: str, key: str, body: str, names: ActNames, spent: Counter) -> list[Judged]:
    plain, links = without_links(body)
    started = time.process_time()
    cited = cite(plain, names, within=key, as_of=DAY)
    spent["seconds"] += time.process_time() - started
    spent["characters"] += len(plain)
    spent["cited"] += len(cited)
    spent["unknown"] += sum(not each.keys for each in cited)
    judged, at = [], 0
    sections = SECTION_HEADING.findall(plain)
    # Sections numbered through all chapters: the machine put them into the chapter it was in.
    continuous = len(set(sections)) == len(sections)
    for link in links:
        if plain.rfind("\n#", 0, link.start) > plain.rfind("\n", 0, link.start) - 1:
            spent["link: in a heading"] += 1
            continue
        shape, expected = expected_of(plain, link, key)
        spent[f"link: {shape}{'' if expected else ' (unjudged)'}"] += 1
        if not expected or (continuous and shape == "own" and "#kap" in link.url):
            continue
        while at < len(cited) and cited[at].end <= link.start:
            at += 1
        keys = _keys_at(cited, at, link)
        if shape in ("act", "eu"):
            keys = tuple(dict.fromkeys(each.partition("#")[0] for each in keys))
        around = plain[max(0, link.start - 90) : link.start + 110].replace("\n", " ")
        judged.append(Judged(file, shape, expected, keys, around))
    return judged


def _keys_at(cited: tuple[Cited, ...], at: int, link: Link) -> tuple[str, ...]:
    if at < len(cited) and cited[at].start < link.start + len(link.words):
        return cited[at].keys
    return ()


def report(judged: list[Judged], sample: int) -> None:
    for shape in ("own", "numbered", "act", "eu", ""):
        some = [each for each in judged if shape in ("", each.shape)]
        given = sum(bool(each.keys) for each in some)
        right = sum(each.is_right for each in some)
        if some:
            print(  # noqa: T201
                f"{shape or 'all':10} judged {len(some):6} given {given:6} right {right:6} "
                f"precision {right / max(given, 1):.4f} recall {right / len(some):.4f}"
            )
    wrong = [each for each in judged if not each.is_right]
    for each in random.Random(sample).sample(wrong, min(sample, len(wrong))):
        print(f"\n{each.shape} {each.file}: {each.expected} ≠ {each.keys[:6]}\n  …{each.around}…")  # noqa: T201


def main(folder: str, sample: int = 40) -> None:
    paths = sorted(Path(folder).glob("*/*.md"))
    files = [path.read_text(encoding="utf-8") for path in paths]
    names, spent = names_of(files), Counter()
    judged: list[Judged] = []
    for path, text in zip(paths, files, strict=True):
        if body_of(text).strip():
            judged += judge(
                path.stem, key_of(front(text, "beteckning")), body_of(text), names, spent
            )
    report(judged, sample)
    print(f"\n{dict(spent)}\n{spent['characters'] / spent['seconds'] / 1e6:.2f} MB/s")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40)
