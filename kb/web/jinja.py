"""What templates can use: filters, names, and the rule that a missing name is an error."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from kb.citations.keys import fragment_label
from kb.citations.keys import label as cited
from kb.clock import today
from kb.web import addresses
from kb.web.dates import date_in_words, moment_in_words
from kb.web.i18n import current_language, gettext, ngettext, other_language
from kb.web.labels import label
from kb.web.services import services
from kb.words import Language, Pair, RecordKind

STATIC = Path(__file__).resolve().parents[1] / "static"


def install(app: Flask) -> None:
    """Set up the template environment of *app*."""
    app.jinja_options = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        local=local,
        language_of=language_of,
        date=date_in_words,
        moment=moment_in_words,
        label=label,
        html=html,
        number=number,
        in_language=in_language,
        key_label=key_label,
        part_label=part_label,
        section_label=section_label,
    )
    environment.globals.update(
        path=addresses.path,
        staff_path=addresses.staff_path,
        consultation_path=addresses.consultation_path,
        new_matter_path=addresses.new_matter_path,
        response_path=addresses.response_path,
        record_trail=record_trail,
        page_path=addresses.page_path,
        list_path=addresses.list_path,
        static_url=static_url,
    )
    app.context_processor(_names)


def local(words: Mapping[str, str]) -> str:
    """Pick the text in the reader's language, or the other when that one is missing."""
    return str(words[language_of(words)]) if words else ""


def language_of(words: Mapping[str, str]) -> str:
    """Return the language that ``local`` picks, so that markup can name it."""
    language = current_language()
    return language.value if words[language] else other_language(language).value


def html(stored: str) -> Markup:
    """Show HTML that was made safe when it was saved. The one place where text becomes markup."""
    return Markup(stored)  # noqa: S704  (rendered and cleaned by kb.text.markdown)


def number(value: int) -> str:
    """Write a number with the spaces or commas of the reader's language."""
    return format_decimal(value, locale=current_language().value)


def key_label(key: str) -> str:
    """How the legal source *key* is cited, in the reader's language."""
    return in_language(cited(key))


def part_label(fragment: str) -> str:
    """How a part of an act is cited without the act: ``6 kap. 37 §``."""
    return in_language(fragment_label(fragment))


def section_label(fragment: str) -> str:
    """How a section is cited without its chapter: ``37 §``; of a chapter, the chapter."""
    _chapter, sign, section = fragment.partition("P")
    return part_label(f"{sign}{section}" if sign else fragment)


def in_language(pair: Pair) -> str:
    """Pick the text of *pair* in the reader's language."""
    return pair.sv if current_language() is Language.SV else pair.en


def record_trail(kind: str, code: str) -> list[tuple[str, str]]:
    """The way from the list of barriers to a record, for the line that says where one is."""
    barriers = (gettext("Barriers"), "/staff/barriers")
    return [barriers, (code, addresses.staff_path(RecordKind(kind), code))]


def static_url(name: str) -> str:
    """Address of a static file that changes with its content, so that it can be kept for ever."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def _names() -> dict[str, Any]:
    language = current_language()
    return {
        "language": language.value,
        "other_language": other_language(language).value,
        "other_language_url": addresses.other_language_url(),
        "canonical_url": addresses.canonical_url(),
        "site_url": addresses.site_url(),
        "current_path": request.path,
        "site_name": services().settings.site_name,
        "today": today(),
    }
