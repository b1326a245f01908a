"""Read what a person typed as a legal reference, whole or not at all.

A search box gets ``10 kap. 2 a § OSL``, ``KL 6:37`` and ``kommunallagen``. The text either is a
reference from its first character to its last, or it is words to search for. The grammar is that
of running text.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from kb.citations.acts import Reader
from kb.citations.citing import scan
from kb.citations.keys import is_key
from kb.citations.names import Names, PlainNames
from kb.citations.tokens import same_width, tokens_of

MAX_TEXT = 200
#: What may stand between two references of a list.
_JOINT = re.compile(r" ?(?:,|;)? ?(?:och|samt|and)? ?")


def read_reference(text: str, names: Mapping[str, str] | Names) -> tuple[str, ...]:
    """Return the keys that *text* cites when all of it is a reference; empty when it is not.

    *names* leads from the case-folded name of an act to its key, or knows the names with their
    days, of which the present ones count; a genitive -s is tolerated.
    """
    cleaned = _cleaned(text)
    if not cleaned:
        return ()
    if is_key(cleaned):
        return (cleaned,)
    known = PlainNames(names) if isinstance(names, Mapping) else names
    reader = Reader(tokens_of(cleaned), known, date.max, is_query=True)
    end, keys = 0, list[str]()
    for cited in scan(cleaned, reader, None):
        joint = cleaned[end : cited.start]
        if not cited.keys or (_JOINT.fullmatch(joint) is None if end else joint):
            return ()
        keys += cited.keys
        end = cited.end
    return tuple(dict.fromkeys(keys)) if end == len(cleaned) else ()


def _cleaned(text: str) -> str:
    """One form for spaces and hyphens; empty when the text is too long to be a reference."""
    if len(text) > MAX_TEXT:
        return ""
    composed = same_width(unicodedata.normalize("NFC", text))
    return " ".join(composed.split()).rstrip(",;").strip()
