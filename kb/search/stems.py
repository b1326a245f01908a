"""Two endings of definite Swedish nouns that the Snowball stemmer in Whoosh leaves in place.

Old Snowball keeps ``beslutet`` apart from ``beslut`` and ``skolan`` apart from ``skola``. The
rule for -et, with its exceptions, follows current Snowball.
"""

_VOWELS = frozenset("aeiouyåäö")
_MIN_STEM = 3

#: Stems before which -et belongs to the word: universitet, kvalitet, säkerhet, paket.
_KEEPS_ET = (
    "h", "iet", "uit", "fab", "cit", "dit", "alit", "ilit", "mit", "nit", "pit", "rit", "sit",
    "tit", "ivit", "kvit", "xit", "kom", "rak", "pak", "stak",
)  # fmt: skip
_NING_OF_AN = ("anmälning", "ansökning", "hemställning")


def mend_swedish(stem: str) -> str:
    """Take off what is left of -et and -an, until nothing is; ``registr`` becomes ``regist``.

    The same stem goes through for every form of a word, so a stem cut short is cut for all.
    """
    while True:
        shorter = _shortened(stem)
        if shorter == stem:
            return stem
        stem = shorter


def _shortened(stem: str) -> str:
    """Apply the first rule that fits."""
    if stem.endswith("et") and _is_stem(stem[:-2]) and not stem[:-2].endswith(_KEEPS_ET):
        return stem[:-2]
    if stem.endswith("an") and _is_stem(stem[:-2]):
        return stem[:-2]
    # An-nouns have their plural from another stem: anmälan, anmälningar; ansökan, ansökningar.
    if stem.endswith(_NING_OF_AN):
        return stem.removesuffix("ning")
    # "register" and "registret" lose -er and -et, and differ by this r.
    if stem.endswith("str") and len(stem) > len("str") + 1:
        return stem[:-1]
    return stem


def _is_stem(base: str) -> bool:
    """Whether what is left could be a word: long enough, with a vowel, ending in a consonant."""
    return (
        len(base) >= _MIN_STEM
        and base[-1] not in _VOWELS
        and any(character in _VOWELS for character in base)
    )
