"""The scanner for what could point at a person or a case: what it finds and what it lets pass."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.first_names import FIRST_NAMES
from kb.text.leaks import Hit, LeakKind, scan

PLACES = (
    "Sorsele", "Malå", "Mark", "Marks kommun", "Ale", "Tierp", "Dals-Ed", "Lilla Edet", "Falun",
    "Falu kommun", "Region Skåne", "Region Jönköpings län", "Västra Götalandsregionen",
)  # fmt: skip
KINDS = LeakKind


def hits(text: str, **known) -> list[tuple[LeakKind, str]]:
    return [(hit.kind, hit.text) for hit in scan(text, municipalities=PLACES, **known)]


@pytest.mark.parametrize(
    "number",
    [
        "850709-9805",
        "8507099805",
        "850709 9805",
        "850709+9805",
        "850709–9805",
        "850709\u20119805",
        "19850709-9805",
        "198507099805",
        "19850709 9805",
        "19850709 - 9805",
        "18850709+9805",
        "1985-07-09-9805",
        "1985 07 09 9805",
        "85-07-09 9805",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Barnet ({}), född", "pnr:{}.", "|{}|", "x\n{}\ny"])
def test_a_personal_number_is_found_in_every_spelling(number, around):
    assert (KINDS.PERSONAL_NUMBER, number) in hits(around.format(number))


def test_a_coordination_number_has_sixty_added_to_the_day():
    assert hits("701063-2391") == [(KINDS.COORDINATION_NUMBER, "701063-2391")]


@pytest.mark.parametrize(
    "text",
    [
        "850709-9806",
        "851309-9800",
        "850732-9807",
        "556016-0680",
        "212000-0142",
        "16556016-0680",
        "25850709-9805",
        "1850709-98051",
        "850709-98055",
        "2009:400",
    ],
)
def test_wrong_dates_wrong_check_digits_and_organisations_are_no_personal_numbers(text):
    assert hits(text) == []


@given(st.dates(), st.integers(0, 999), st.booleans())
def test_every_rightly_made_number_is_found(born, serial, is_coordination):
    day = born.day + (60 if is_coordination else 0)
    digits = f"{born.year % 100:02}{born.month:02}{day:02}{serial:03}"
    total = sum(sum(map(int, str(int(d) * (2 - n % 2)))) for n, d in enumerate(digits))
    number = f"{digits[:6]}-{digits[6:]}{-total % 10}"
    is_day_now = (born.month, born.day) != (2, 29) or born.year % 100 % 4 == 0

    found = hits(f"Den {number}.")

    kind = KINDS.COORDINATION_NUMBER if is_coordination else KINDS.PERSONAL_NUMBER
    assert not is_day_now or found == [(kind, number)]


@pytest.mark.parametrize(
    "number",
    [
        "+46 70 123 45 67",
        "+46701234567",
        "+46 (0)70-123 45 67",
        "+46-8-123 456 78",
        "0046 8 123 456 78",
        "070-123 45 67",
        "070 123 45 67",
        "0701234567",
        "070–1234567",
        "08-123 456 78",
        "08/12345678",
        "08-12 34 56",
        "(08) 123 456 78",
        "031-12 34 56",
        "0920-123 45",
        "0771-123 456",
        "010-123 45 67",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Ring {}.", "tel: {},", "({})"])
def test_a_telephone_number_is_found_in_every_spelling(number, around):
    assert [kind for kind, _ in hits(around.format(number))] == [KINDS.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "lagen (2009:400)",
        "SFS 2018:1937",
        "10 kap. 28 § OSL",
        "prop. 2021/22:177 s. 45–48",
        "bet. 2021/22:KU36",
        "SOU 2018:25",
        "Ds 2023:15",
        "förordning (EU) 2016/679",
        "artikel 22.1 i 32016R0679",
        "10 000 000 kr",
        "0,5 procent",
        "år 2019–2024",
        "2024-01-31",
        "31.01.2024",
        "01-02-2024",
        "01 02 2024",
        "08:30–16:00",
        "kl. 08-16",
        "HFD 2015 ref. 61",
        "NJA 2015 s. 624",
        "RÅ 2010 ref. 12",
        "AD 2019-15",
        "mål C-634/21",
        "mål T-557/20",
        "JO dnr 3032-2011",
        "mål 1.1 i strategin",
        "mål 2024-2030",
        "ärende H-2026-001",
        "läsåret 2021/22",
        "KU 2021/22",
        "ISO 2018-05",
        "GDPR 2018-05-25",
        "+5 % och +460 kr",
        "ISBN 978-91-38-24870-1",
    ],
)
def test_sources_money_and_dates_are_let_pass(text):
    assert hits(text) == []


@pytest.mark.parametrize(
    "address", ["eva.lind@example.se", "a+b_c@sub.kommun.example.se", "åsa@räksmörgås.example"]
)
@pytest.mark.parametrize("around", ["{}", "Skriv till {}.", "<{}>", "[x](mailto:{})", "({})"])
def test_an_email_address_is_found(address, around):
    assert hits(around.format(address)) == [(KINDS.EMAIL, address)]


@pytest.mark.parametrize(
    "number",
    [
        "dnr 2024/123",
        "Dnr: KS 2024/123",
        "dnr KS-2024-00123",
        "diarienummer Fi2024/01234",
        "ÖFN 2023-00123",
        "SN 2023/45",
        "mål nr T 1234-21",
        "mål 5871-19",
        "målnummer B 123-20",
        "T 1234-21",
        "ärende ABC-2024-0012",
        "ärendenr 2024:123",
    ],
)
@pytest.mark.parametrize("around", ["{}", "I {} anges", "({})", "{}."])
def test_the_number_of_a_case_is_found(number, around):
    assert hits(around.format(number)) == [(KINDS.CASE_NUMBER, number)]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.se/x?token=abc123",
        "https://example.se/x?a=b&api_key=1",
        "https://eva:hemligt@example.se/",
        "https://example.se/#access_token=ab",
    ],
)
def test_a_web_address_with_a_key_or_a_password_is_found(address):
    assert hits(f"Se {address} här") == [(KINDS.SECRET_ADDRESS, address)]


def test_other_web_addresses_are_let_pass():
    assert hits("https://example.se/lag/2009:400?page=2&q=@eva") == []


@pytest.mark.parametrize(
    "name",
    [
        "Eva Lind",
        "Eva Linds",
        "eva-lena".title() + " Svensson",
        "EVA LIND",
        "Anna von Essen",
        "Karl Johan Berg",
        "Åsa Öst",
        "A\u030asa O\u0308st",
        "Anna K. Berg",
        "Mohamed Ali",
        "Eva\nLind",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Enligt {} är", "({})", "Så sade {}."])
def test_the_name_of_a_person_is_found(name, around):
    assert hits(around.format(name)) == [(KINDS.PERSON_NAME, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Eva sade nej",
        "Statens Skolverk",
        "Kommunal Vård",
        "Eva. Lind växer",
        "Anna, Berg",
        "Eva OSL",
        "Karl Johans skola",
        "per person",
        "Regeringen Stockholm",
    ],
)
def test_words_that_only_begin_like_a_name_are_let_pass(text):
    assert hits(text) == []


def test_a_name_that_is_known_to_be_no_person_is_let_pass():
    assert hits("Enligt Karin Boyes pris", known_names=["Karin Boye"]) == []
    assert hits("Enligt Karin Boyes pris") == [(KINDS.PERSON_NAME, "Karin Boyes")]


@pytest.mark.parametrize(
    "address",
    ["Storgatan 12", "Norra Storgatan 5 B", "Skolvägen 3A", "Karl Johans gata 12", "Kyrkogränd 4"],
)
def test_a_street_with_a_number_is_found(address):
    assert hits(f"Hon bor på {address}, tre trappor.") == [(KINDS.STREET_ADDRESS, address)]


@pytest.mark.parametrize("text", ["Storgatan", "vägen 3", "Framtidsvägen 2030", "Lagvägen 3 §"])
def test_a_street_without_a_house_is_let_pass(text):
    assert hits(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sorsele kommun har", "Sorsele kommun"),
        ("Sorsele kommuns nämnd", "Sorsele kommuns"),
        ("i Sorsele finns", "Sorsele"),
        ("från Sorsele", "Sorsele"),
        ("kommunen Sorsele", "Sorsele"),
        ("Marks kommun", "Marks kommun"),
        ("i Ale kommun", "Ale kommun"),
        ("i Tierp", "Tierp"),
        ("Falu kommun", "Falu kommun"),
        ("i Dals-Ed", "Dals-Ed"),
        ("i Lilla Edet", "Lilla Edet"),
        ("Lilla Edets kommun", "Lilla Edets kommun"),
        ("Region Skåne", "Region Skåne"),
        ("Region Skånes beslut", "Region Skånes"),
        ("Region Jönköpings län", "Region Jönköpings län"),
        ("Västra Götalandsregionen", "Västra Götalandsregionen"),
        ("i Mala\u030a", "Mala\u030a"),
    ],
)
def test_a_place_that_is_named_as_one_is_found(text, place):
    assert hits(text) == [(KINDS.PLACE, place)]


@pytest.mark.parametrize(
    "text",
    ["Mark och vatten", "i Mark", "Ale är en dryck", "Tierp", "Sorsele", "i marken", "regionen",
     "region Norr", "i Sorseletrakten", "kommunen"],
)  # fmt: skip
def test_an_ordinary_word_that_equals_a_name_is_let_pass(text):
    assert hits(text) == []


def test_every_place_of_a_list_is_found():
    assert [text for _, text in hits("i Sorsele, Malå och Tierp")] == ["Sorsele", "Malå", "Tierp"]


def test_hits_stand_in_order_with_their_places():
    text = "Eva Lind, 850709-9805, i Sorsele: 070-123 45 67"

    found = scan(text, municipalities=PLACES)

    assert found[0] == Hit(KINDS.PERSON_NAME, "Eva Lind", 0, 8)
    assert [hit.kind for hit in found] == [
        KINDS.PERSON_NAME,
        KINDS.PERSONAL_NUMBER,
        KINDS.PLACE,
        KINDS.PHONE,
    ]


@given(st.lists(st.sampled_from(
    ["Eva", "Lind", "Sorsele", "i", "kommun", "850709-9805", "070-123 45 67", "a@b.se", "dnr",
     "2024/123", "Storgatan", "12", "Region", "Skåne", ",", "T 1234-21", "https://a.se?token=1"]
), max_size=14), st.sampled_from([" ", "", "\n"]))  # fmt: skip
def test_hits_never_overlap_and_tell_where_they_stand(parts, between):
    text = between.join(parts)

    found = scan(text, municipalities=PLACES)

    assert all(text[hit.start : hit.end] == hit.text for hit in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=200))
def test_any_text_can_be_scanned(text):
    assert all(hit.text for hit in scan(text, municipalities=PLACES))


@pytest.mark.parametrize(
    "part",
    ["0", "1 ", "-", "a.", "@", "a@", "a@a.", "A", "Eva ", "Eva K. ", "0 0-", "https://", "?token",
     "dnr ", "mål nr ", "A ", "AB 2024-", "Region ", "i Sorsele, ", "T 1", "+46 ", "08-1 ", "(0)",
     "JO ", "Storgatan 1 ", "A\u030a", "1-", "\u00a0", "850709 ", "Eva-"],
)  # fmt: skip
def test_long_texts_made_to_be_slow_come_to_an_end(part):
    text = part * (100_000 // len(part))

    assert len(scan(text, municipalities=PLACES)) <= len(text)


def test_noise_of_digits_and_marks_comes_to_an_end():
    chance = random.Random(3)
    text = "".join(chance.choice("0123456789 -/:+()@.AÅa") for _ in range(100_000))

    assert isinstance(scan(text, municipalities=PLACES), list)


def test_about_four_hundred_first_names_or_more_are_known():
    assert len(FIRST_NAMES) >= 400
    assert all(name == name.casefold() for name in FIRST_NAMES)
