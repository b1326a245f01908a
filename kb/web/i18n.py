"""Two languages: which one a request is in, and the interface's words in it.

English is the source; ``kb/translations/sv.po`` holds the Swedish. The file is read and compiled
when the process starts, so nothing compiled lies in the repository and nothing can be stale.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, request

from kb.web.login import staff_language
from kb.words import Language

LANGUAGES = frozenset(Language)
FOLDER = Path(__file__).resolve().parents[1] / "translations"


def current_language() -> Language:
    """Return the language of the request: of its address, else the one the reader prefers."""
    if "language" not in g:
        g.language = _asked_language()
    language: Language = g.language
    return language


def other_language(language: Language) -> Language:
    """Return the language that *language* is not."""
    return Language.EN if language is Language.SV else Language.SV


def gettext(message: str) -> str:
    """Translate *message* into the language of the request."""
    return translations(current_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that depends on *number* into the language of the request."""
    return translations(current_language()).ngettext(singular, plural, number)


@lru_cache
def translations(language: Language) -> NullTranslations:
    """Return the interface's words in *language*; English is what stands in the code."""
    if language is Language.EN:
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language.value)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _asked_language() -> Language:
    first = request.path.split("/")[1]
    if first in LANGUAGES:
        return Language(first)
    chosen = staff_language()
    if chosen is not None:
        return chosen
    best = request.accept_languages.best_match([language.value for language in Language])
    return Language(best or Language.SV)
