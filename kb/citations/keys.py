"""Keys of legal sources: the one name that an act, a provision, a document or a case has here.

``sfs/2009:400#K10P2aS1N2`` is chapter 10, section 2 a, first paragraph, item 2. How a key is
written for readers is in ``labels``; both are pure functions of the key.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kb.citations.labels import Label, official_url_of, write_label
from kb.citations.links import outside_links_of
from kb.errors import Invalid
from kb.words import Pair

#: As long as the column that keeps it.
MAX_SORT_KEY = 120
MAX_KEY = 80
_DIGITS_PADDED = 5

_SFS_FRAGMENT = r"(?:K\d{1,3}[a-z]?)?(?:P\d{1,4}[a-z]{0,2}(?:S\d{1,2})?(?:N\d{1,3}[a-z]?)?)?"
_EU_FRAGMENT = r"A\d{1,3}[a-z]?(?:\.\d{1,3}[a-z]?)?(?:\.[a-z]{1,4})?"
_SESSION = r"\d{4}/\d{2}(?:\d{2})?"

#: What stands after the prefix. Years before the sessions of Riksdagen have no stroke: 1973:33.
_SHAPES: dict[str, tuple[str, str]] = {
    # Before 1925 some issues held several acts, which the page tells apart: 1827:60s1007.
    "sfs": ("act", r"\d{4}:(?:bih)?\d{1,4}(?:s\d{1,4})?"),
    "celex": ("act", r"[1-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{2}\))?"),
    "prop": ("prop", rf"(?:{_SESSION}|\d{{4}}):\d{{1,4}}"),
    "sou": ("sou", r"\d{4}:\d{1,3}"),
    "ds": ("ds", r"\d{4}:\d{1,3}"),
    "dir": ("dir", r"\d{4}:\d{1,3}"),
    "bet": ("bet", rf"{_SESSION}:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{{0,4}}\d{{1,3}}[a-z]?"),
    "rskr": ("rskr", rf"{_SESSION}:\d{{1,4}}"),
    "skr": ("skr", rf"{_SESSION}:\d{{1,4}}"),
    "mot": ("mot", rf"{_SESSION}:\d{{1,4}}"),
    "com": ("com", r"\d{4}/\d{1,4}"),
    "hfd": ("case", r"\d{4}/(?:not)?\d{1,3}"),
    "ra": ("case", r"\d{4}/(?:not)?\d{1,3}"),
    "nja": ("case", r"\d{4}/\d{1,4}"),
    "jo": ("case", r"\d{1,5}-\d{2,4}"),
    "jk": ("case", r"\d{1,5}-\d{2}-\d{1,2}(?:\.\d{1,2}){0,3}|\d{4}/\d{3,5}"),
    "ecli": ("case", r"[A-Z]{2}:[A-Z0-9]{1,10}:\d{4}:[A-Z0-9.]{1,24}"),
    "imy": ("case", r"(?:DI|IMY)-\d{4}-\d{1,6}"),
    "eucase": ("case", r"[CT]-\d{1,4}/\d{2}"),
}
_PATTERNS = {
    prefix: (kind, re.compile(shape, re.ASCII if prefix != "bet" else 0))
    for prefix, (kind, shape) in _SHAPES.items()
}
_FRAGMENTS = {
    "sfs": re.compile(_SFS_FRAGMENT, re.ASCII),
    "celex": re.compile(_EU_FRAGMENT, re.ASCII),
}
_SFS_PART = re.compile(r"[KPSN]\d+[a-z]*", re.ASCII)
_NUMBER = re.compile(r"\d+", re.ASCII)


def kind_of(key: str) -> str:
    """Say what *key* names: provision, act, case, or the document type such as prop or sou.

    Raises Invalid for a text that is no key.
    """
    kind = _kind_or_none(key)
    if kind is None:
        raise Invalid("key", f"“{key[:MAX_KEY]}” is not the key of a legal source.")
    return kind


def is_key(text: str) -> bool:
    """Whether *text* is a key as it stands; case and spaces count."""
    return _kind_or_none(text) is not None


def act_of(key: str) -> str | None:
    """Return the key of the act that *key* is or belongs to; None for documents and cases."""
    if kind_of(key) not in {"act", "provision"}:
        return None
    return key.partition("#")[0]


def fragment_of(key: str) -> str:
    """Return the part of *key* that points inside an act; empty when it names the whole."""
    kind_of(key)
    return key.partition("#")[2]


def ancestors(key: str) -> tuple[str, ...]:
    """List the parts that hold *key*, nearest first and the act last; empty unless a provision."""
    if kind_of(key) != "provision":
        return ()
    act, _, fragment = key.partition("#")
    if act.startswith("sfs/"):
        parts = _SFS_PART.findall(fragment)
        holders = ["".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    else:
        parts = fragment.split(".")
        holders = [".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    return (*(f"{act}#{holder}" for holder in holders), act)


def with_holders(keys: Iterable[str]) -> set[str]:
    """Those of *keys* that are provisions, and the parts of their acts that hold them."""
    whole = {key for key in keys if fragment_of(key)}
    return whole | {holder for key in whole for holder in ancestors(key) if fragment_of(holder)}


def sort_key(key: str) -> str:
    """Return a text that sorts keys as the law is read: K2 before K10, P2 before P2a before P3."""
    kind_of(key)
    padded = _NUMBER.sub(lambda match: match.group().zfill(_DIGITS_PADDED), key)
    return padded[:MAX_SORT_KEY]


def label(key: str, act_name: str = "") -> Pair:
    """Write *key* as lawyers cite it, in both languages.

    *act_name* follows a provision or stands for an act; without it the number of the act does.
    """
    return write_label(_taken_apart(key), act_name)


def fragment_label(fragment: str) -> Pair:
    """Write the part of a statute ``K6P37`` as lawyers cite it, without its act."""
    return write_label(Label(prefix="sfs", number="", fragment=fragment), "")


def official_url(key: str) -> str | None:
    """Link to the official place of *key*; None where no certain address follows from the key."""
    return official_url_of(_taken_apart(key))


def outside_links(key: str) -> list[tuple[str, str]]:
    """List name and address of the places outside that keep what *key* names.

    The official place comes first, if its address follows from the key.
    """
    return outside_links_of(_taken_apart(key))


@lru_cache(maxsize=4096)
def _kind_or_none(key: str) -> str | None:
    """Say what *key* names; None when it is malformed."""
    if len(key) > MAX_KEY:
        return None
    whole, hash_sign, fragment = key.partition("#")
    prefix, _, rest = whole.partition("/")
    if prefix not in _PATTERNS:
        return None
    kind, pattern = _PATTERNS[prefix]
    if pattern.fullmatch(rest) is None:
        return None
    if not hash_sign:
        return kind
    inside = _FRAGMENTS.get(prefix)
    if inside is None or not fragment or inside.fullmatch(fragment) is None:
        return None
    return "provision"


def _taken_apart(key: str) -> Label:
    """Split a checked key into what the label and the address are made of."""
    kind_of(key)
    whole, _, fragment = key.partition("#")
    prefix, _, number = whole.partition("/")
    return Label(prefix=prefix, number=number, fragment=fragment)
