"""Square codes: the picture holds what it is given, and nothing that the page forbids."""

import re

import segno

from kb.text.square_codes import BORDER, square_code

TEXT = "otpauth://totp/Hinderbanken:eva%40example.se?secret=ABC&issuer=Hinderbanken"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")


def test_the_path_fills_exactly_the_dark_squares():
    picture = square_code(TEXT)

    dark = {
        (int(x) + step - BORDER, int(y) - BORDER)
        for x, y, length in RUN.findall(picture.path)
        for step in range(int(length))
    }
    matrix = segno.make_qr(TEXT, error="m", boost_error=False).matrix
    assert dark == {
        (x, y) for y, row in enumerate(matrix) for x, square in enumerate(row) if square
    }
    assert picture.size == len(matrix) + 2 * BORDER


def test_the_path_is_made_of_runs_alone():
    assert RUN.sub("", square_code(TEXT).path) == ""
