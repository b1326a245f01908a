"""Read what a person typed as a legal reference, whole or not at all.

A search box gets ``10 kap. 2 a § OSL``, ``KL 6:37`` and ``kommunallagen``. The text either is a
reference from its first character to its last, or it is words to search for. Every expression is
matched at a fixed place and the text is capped, so the time is linear in practice and bounded.
"""

import re
import unicodedata
from collections.abc import Mapping

from kb.citations.acts import read_act
from kb.citations.documents import read_document
from kb.citations.keys import is_key
from kb.citations.provisions import read_inside

MAX_TEXT = 200
#: More than this many words before the act's name is prose.
_MAX_NAME_WORDS = 12
_SAME_WIDTH = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "\u2012": "–"}
)
_JOINED = re.compile(r"(?:,| och| samt| and) ")
#: ``6:37 KL``, as some write what others write as ``KL 6:37``.
_SHORTHAND_FIRST = re.compile(r"(\d{1,2}:\d{1,4}(?: ?[a-z])?) (\D.*)")
_LINK_WORDS = re.compile(r"(?:i|av|enligt|of the|of|in the|the) ", re.IGNORECASE)


def read_reference(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys that *text* cites when all of it is a reference; empty when it is not.

    *names* leads from the case-folded name of an act to its key; a genitive -s is tolerated.
    """
    cleaned = _cleaned(text)
    if not cleaned:
        return ()
    if is_key(cleaned):
        return (cleaned,)
    documents = _read_documents(cleaned)
    if documents:
        return documents
    act = read_act(cleaned, names)
    if act:
        return (act,)
    shorthand = _SHORTHAND_FIRST.fullmatch(cleaned)
    if shorthand:
        cleaned = f"{shorthand[2]} {shorthand[1]}"
    keys = _inside_then_act(cleaned, names) or _act_then_inside(cleaned, names)
    return tuple(dict.fromkeys(keys))


def _cleaned(text: str) -> str:
    """One form for spaces and hyphens; empty when the text is too long to be a reference."""
    if len(text) > MAX_TEXT:
        return ""
    composed = unicodedata.normalize("NFC", text).translate(_SAME_WIDTH)
    return " ".join(composed.split()).rstrip(",;").strip()


def _read_documents(text: str) -> tuple[str, ...]:
    """Read one document or a joined list: ``prop. 2021/22:177, bet. 2021/22:SoU30``."""
    keys = []
    for piece in _JOINED.split(text):
        key = read_document(piece)
        if key is None:
            return ()
        keys.append(key)
    return tuple(dict.fromkeys(keys))


def _inside_then_act(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Read ``10 kap. 2 a § OSL``: the place first, then the act."""
    inside = read_inside(text)
    if inside is None or not inside.rest:
        return ()
    rest = inside.rest.lstrip(" ,")
    act = read_act(rest, names)
    if act is None and (link := _LINK_WORDS.match(rest)):
        act = read_act(rest[link.end() :], names)
    return inside.keys_in(act) if act else ()


def _act_then_inside(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Read ``OSL 10 kap. 2 a §`` and ``KL 6:37``: the act first, the longest name that is one."""
    words = text.split(" ")
    for count in range(min(len(words) - 1, _MAX_NAME_WORDS), 0, -1):
        act = read_act(" ".join(words[:count]).rstrip(","), names)
        if act is None:
            continue
        inside = read_inside(" ".join(words[count:]), after_act=True)
        if inside is not None and not inside.rest:
            return inside.keys_in(act)
    return ()
