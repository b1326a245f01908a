"""What every table has in common: how large it may be, and cells that a program would compute.

A spreadsheet program takes a cell of a CSV file that begins with = + - or @ for a formula, even
behind a quotation mark, and their full-width forms too. Such cells are written with an apostrophe
in front, and exactly that apostrophe is taken away again on reading.
"""

import re
from typing import NoReturn

from kb.errors import Invalid

MAX_FILE_BYTES = 10 * 1024 * 1024
#: Rows below the header.
MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: Rows times columns of one sheet of a workbook, empty cells counted.
MAX_CELLS = 2_000_000
MAX_CELL_CHARACTERS = 100_000
#: Of all cells of a workbook's sheet together.
MAX_CHARACTERS = 20_000_000

# Spaces, quotation marks and apostrophes may stand before the sign. As apostrophes belong to the
# pattern, a guarded text is itself one that would be guarded: that makes guarding reversible.
_FORMULA = re.compile("[ \u00a0\"']*[=+\\-@＝＋－＠\t\r\n]")


def safe_cell(text: str) -> str:
    """Put an apostrophe before *text* if a spreadsheet program might take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unsafe_cell(text: str) -> str:
    """Take away the apostrophe that safe_cell put there, and no other."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def refuse(sentence: str, **values: object) -> NoReturn:
    """Raise Invalid for the file as a whole; *sentence* says what is wrong and what to do."""
    raise Invalid("file", sentence, **values)
