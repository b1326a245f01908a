import time

import pytest

from kb.readers.government_pages import Place, place_of, plain, read_page
from kb.words import DocumentKind


def test_a_page_is_read_without_its_marks():
    data = (
        "# Spel och\u00a0lag\u00adändringar\n\n![Omslag](/contentassets/a.jpg?width=150)\n\n"
        'En **lång** rad\nsom bryts, se [SOU 2024:12](/rattsliga_(a)/b "Spel").\n\n'
        "## Remissinstanser\n\n1. Lunds universitet\n2. Umeå universitet\n\n##\n\n"
        "* COM\\_2017\\_281\n"
    ).encode()

    page = read_page(data)

    assert page.title == "Spel och lagändringar"
    assert page.text == (
        "En lång rad som bryts, se SOU 2024:12.\n\nRemissinstanser\n\n"
        "1. Lunds universitet\n2. Umeå universitet\n\n* COM_2017_281"
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (
            "remisser/2025/11/remiss-av-spel.md",
            Place(DocumentKind.CONSULTATION, "2025-11", "remiss-av-spel",
                  "/remisser/2025/11/remiss-av-spel/"),
        ),
        (
            "/remisser/2025/11/remiss-av-spel/",
            Place(DocumentKind.CONSULTATION, "2025-11", "remiss-av-spel",
                  "/remisser/2025/11/remiss-av-spel/"),
        ),
        (
            "rattsliga-dokument/proposition/2025/03/prop.-202425133.md",
            Place(DocumentKind.BILL, "2025-03", "prop.-202425133",
                  "/rattsliga-dokument/proposition/2025/03/prop.-202425133"),
        ),
        ("remisser/2025/13/a.md", None),
        ("remisser/2025/11/a/b.md", None),
        ("tal/2025/11/a.md", None),
        ("x/remisser/2025/11/a.md", None),
        ("remisser.json", None),
    ],
)  # fmt: skip
def test_the_place_of_a_page_is_its_address(path, place):
    assert place_of(path) == place


@pytest.mark.parametrize("part", ["[", "![", "**a ", "__a", "[a](", "(", "\\", "# ", "* "])
def test_a_page_of_one_mark_takes_no_time(part):
    began = time.perf_counter()

    plain(part * (200_000 // len(part)))

    assert time.perf_counter() - began < 5
