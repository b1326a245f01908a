from datetime import date

import pytest

from kb.citations.names import ActName, ActNames, names_of_title, sort_of_name
from tests.citations.bearers import NAMES

DAY = date(2026, 1, 1)

TITLES = {
    "Kommunallag": ("kommunallagen",),
    "Rättegångsbalk": ("rättegångsbalken",),
    "Plan- och bygglag": ("plan- och bygglagen",),
    "Offentlighets- och sekretesslag": ("offentlighets- och sekretesslagen",),
    "Skollag (2010:800)": ("skollagen",),
    "Lag om hälsodataregister": ("lagen om hälsodataregister", "lag om hälsodataregister"),
    "Lag (2022:913) om vård": ("lagen om vård", "lag om vård"),
    "Förordning med instruktion för Skolverket": (
        "förordningen med instruktion för Skolverket",
        "förordning med instruktion för Skolverket",
    ),
    "Kungörelse om undanförsel": ("kungörelsen om undanförsel", "kungörelse om undanförsel"),
    "Stadgar (1906:60 s.1) för sällskapet": ("stadgarna för sällskapet", "stadgar för sällskapet"),
    "Avfallsförordning": ("avfallsförordningen",),
    "Regeringsform": ("regeringsformen",),
    "Regeringsformen": ("regeringsformen",),
    "Riksdagsordning": ("riksdagsordningen",),
    "Smittskyddskungörelse": ("smittskyddskungörelsen",),
}


@pytest.mark.parametrize(("title", "names"), TITLES.items())
def test_a_title_tells_what_the_act_is_called(title, names):
    assert names_of_title(title, "2010:800") == names


@pytest.mark.parametrize(
    ("name", "day", "key"),
    [
        ("kommunallagen", date(2017, 12, 31), "sfs/1991:900"),
        ("kommunallagen", date(2018, 1, 1), "sfs/2017:725"),
        ("kommunallagen", date(1991, 12, 31), None),
        ("förvaltningslagen", date(2018, 6, 30), "sfs/1986:223"),
        ("förvaltningslagen", date(2018, 7, 1), "sfs/2017:900"),
        ("KOMMUNALLAGENS", DAY, "sfs/2017:725"),
        ("OSL:s", DAY, "sfs/2009:400"),
        ("osl", DAY, "sfs/2009:400"),
        ("gamla socialtjänstlagen", DAY, "sfs/2001:453"),
        ("gamla socialtjänstlagen", date(2025, 6, 30), "sfs/1980:620"),
        ("äldre SoL", DAY, "sfs/2001:453"),
        ("upphävda SoL", DAY, "sfs/2001:453"),
        ("gamla skollagen", DAY, None),
        ("okända lagen", DAY, None),
        ("", DAY, None),
    ],
)
def test_a_name_is_found_by_the_day(name, day, key):
    assert NAMES.find(name, day) == key


def test_a_name_that_no_act_bears_any_more_means_the_one_that_bore_it_last():
    names = ActNames([ActName("jaktlagen", "sfs/1938:274", "1939", "1987-12")])

    assert names.find("jaktlagen", DAY) == "sfs/1938:274"
    assert names.find("upphävda jaktlagen", DAY) == "sfs/1938:274"


def test_the_first_and_the_last_day_belong_to_the_name():
    names = ActNames([ActName("xlagen", "sfs/2000:1", "2000-02-01", "2000-02")])

    assert names.find("xlagen", date(2000, 2, 29)) == "sfs/2000:1"
    assert names.find("xlagen", date(2000, 1, 31)) is None


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("kommunallagen", "lag"), ("lagen om förordningar", "lag"), ("brottsbalken", "balk"),
        ("avfallsförordningen", "förordning"), ("plan- och bygglagen", "lag"), ("OSL", ""),
        ("riksdagsordningen", "ordning"), ("ordningslagen", "lag"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_says_what_sort_of_act_it_is(name, sort):
    assert sort_of_name(name) == sort
