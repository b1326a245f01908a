"""Square codes (QR) that a phone reads from the screen, as the path of a picture."""

from dataclasses import dataclass

import segno

#: Light squares around the code, without which phones do not find it.
BORDER = 4


@dataclass(frozen=True)
class SquareCode:
    """A picture of *size* by *size* squares; *path* is where they are dark, as SVG has it."""

    size: int
    path: str


def square_code(text: str) -> SquareCode:
    """Draw *text*; a tenth of the picture may be lost and it is still read."""
    code = segno.make_qr(text, error="m", boost_error=False)
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 1
            while x + length < len(row) and row[x + length] == row[x]:
                length += 1
            if row[x]:
                parts.append(f"M{x + BORDER} {y + BORDER}h{length}v1h-{length}z")
            x += length
    return SquareCode(len(code.matrix) + 2 * BORDER, "".join(parts))
