"""The interface's words as code and templates hold them; ``make strings`` brings the Swedish up."""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SWEDISH = ROOT / "kb/translations/sv.po"
#: What marks a string: the usual functions, and the errors that pages show to readers.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "Invalid": (2,),
    "Conflict": None,
    "Locked": None,
    "refuse": None,
    "sentence": None,
}
METHODS = [
    ("kb/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/mail/**.txt", "jinja2"),
]
OPTIONS = {
    "templates/**.html": {"trimmed": "true"},
    "templates/mail/**.txt": {"trimmed": "true"},
}
HEADER = """# The interface of Hinderbanken in Swedish. Brought up to date by "make strings".
msgid ""
msgstr ""
"Language: sv\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """Every string that code and templates ask to be translated."""
    catalog = Catalog()
    for folder in ("kb", "templates"):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            keywords=KEYWORDS,
            method_map=[
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in METHODS
                if pattern.startswith(folder)
            ],
            options_map={
                pattern.removeprefix(f"{folder}/"): options for pattern, options in OPTIONS.items()
            },
        ):
            catalog.add(message, locations=[(f"{folder}/{name}", None)])
    return catalog


def swedish() -> Catalog:
    """The Swedish catalogue as it lies in the repository."""
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv")


def update() -> None:
    """Bring the Swedish catalogue up: new strings empty, old ones gone, the rest as they were."""
    catalog = swedish()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    text = BytesIO()
    write_po(text, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    SWEDISH.write_text(HEADER + text.getvalue().decode(), encoding="utf-8")


if __name__ == "__main__":
    update()
