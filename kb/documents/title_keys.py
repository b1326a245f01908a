"""When two titles are the same, and how much a title says."""

import re

#: As long as the column that keeps it.
_LENGTH = 120
_WORD = re.compile(r"[^\W_]+")
#: What stands before the title proper: "Remiss av promemorian …", "Utkast till lagrådsremiss …".
_LEAD = re.compile(
    r"""
    ^(?:(?:remiss(?:en)?|utkast)\ )?(?:(?:av|till|om|gällande)\ )?
     (?:(?:betänkandet|delbetänkandet|slutbetänkandet|promemorian|departementspromemorian
        |utkastet?\ till\ lagrådsremiss(?:en)?|utkast\ till\ lagrådsremiss(?:en)?|lagrådsremissen?
        |rapporten)\ )?
    """,
    re.VERBOSE,
)
#: A number of a document that a source put into the title.
_NUMBER = re.compile(r"\b(?:sou|ds|dir|prop)\ \d{4}(?:\ \d{2,4})?\ \d{1,3}\b")
#: A title of fewer words is shared by chance: "Ändringar i skollagen".
TELLING_WORDS = 4


def title_key(title: str) -> str:
    """Return the words of *title* in small letters, without numbers of documents and lead words.

    At most 120 characters, cut between words: equal keys mean equal titles.
    """
    words = " ".join(_WORD.findall(title.casefold()))
    bare = " ".join(_NUMBER.sub("", words).split())
    key = _LEAD.sub("", bare)
    return key if len(key) <= _LENGTH else key[: _LENGTH + 1].rsplit(" ", 1)[0][:_LENGTH]


def is_telling(key: str) -> bool:
    """Whether a title says enough that two documents hardly share it by chance."""
    return len(key.split()) >= TELLING_WORDS
