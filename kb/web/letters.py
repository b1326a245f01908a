"""Writing in somebody else's language: letters are in that of whoever reads them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from kb.web.i18n import current_language
from kb.web.services import services
from kb.words import Language


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let ``gettext`` give words in *language* within the block."""
    before = current_language()
    g.language = language
    try:
        yield
    finally:
        g.language = before


def link_to(path: str) -> str:
    """The whole address of *path*, for a letter.

    Made of the settings alone: what the request calls this host is what a stranger says it is.
    """
    return services().settings.public_url + path
