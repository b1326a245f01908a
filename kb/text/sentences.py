"""Running text cut into sentences; full stops of legal abbreviations end none."""

import re

#: What ends in a full stop within a sentence of law.
_ABBREVIATIONS = frozenset(
    (
        "kap", "st", "art", "prop", "bet", "rskr", "mot", "dir", "skr", "ref", "not", "nr", "dnr",
        "p", "s", "ff", "f", "jfr", "bl.a", "m.m", "m.fl", "t.ex", "d.v.s", "dvs", "osv", "ca",
        "resp", "sid", "avsn", "a", "e.g", "i.e", "no", "para", "sec", "ch",
    )
)  # fmt: skip
_END = re.compile(r"[.!?]+[\"”’)\]]*\s+(?=[\"“”‘(\[]?[A-ZÅÄÖ0-9§])")
_LAST_WORD = re.compile(r"[\w.]+$")


def split_sentences(text: str) -> list[str]:
    """The sentences of *text*, without the spaces around them; an empty text has none."""
    sentences, start = [], 0
    for match in _END.finditer(text):
        before = _LAST_WORD.search(text, start, match.start())
        is_short = before is not None and (
            before.group().casefold() in _ABBREVIATIONS or before.group().isdecimal()
        )
        if is_short and text[match.start()] == ".":
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]
