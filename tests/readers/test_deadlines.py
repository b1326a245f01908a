import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.deadlines import read_deadline

MONTHS = [
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sista dag att svara på remissen är den 23 februari 2026.", "2026-02-23"),
        ("Sista dag att svara på remissen är den den 3 mars 2025.", "2025-03-03"),
        ("Sista dag att svar på remissen är den 3 november 2025.", "2025-11-03"),
        ("Sista dag attsvara på remissen är den 29 januari 2025.", "2025-01-29"),
        ("Sista dg att svara på remissen är den 14 april 2024.", "2024-04-14"),
        ("Sista dag att svara på remissenär 4 december 2018.", "2018-12-04"),
        ("Sista dag att svara på remissen är den13 februari 2023.", "2023-02-13"),
        ("Sista dagen att svara är fredagen den 4 april 2025", "2025-04-04"),
        ("Sista dag att svara på remissen är den senast den 7 maj 2020.", "2020-05-07"),
        ("Sista dag att svara på remissen var 1 mars 2022.", "2022-03-01"),
        ("Sista svarsdag på remissen är den 5 oktober 2015.", "2015-10-05"),
        ("Remissvarens sista svarsdatum var den 21 mars 2018.", "2018-03-21"),
        ("Remissvaren ska  ha kommit in till Miljödepartementet senast  den 9 maj 2016.",
         "2016-05-09"),
        ("Remissvaren ska ha kommit in till Klimat- och näringslivsdepartementet senast\n"
         "måndagen den 2 juni 2025.", "2025-06-02"),
        ("Remissvaren ska ha kommit in senast torsdagenden 18 maj 2017.", "2017-05-18"),
        ("Remissvaren ska ha kommit in senast kl. 12.00 den 19 december 2022.", "2022-12-19"),
        ("Remissvaren ska ha kommit in senast den 4 april2016.", "2016-04-04"),
        ("Remissvaren ska ha kommit in senast den l oktober 2015.", "2015-10-01"),
        ("Remissvaren ska ha kommit in senast den 9 sept. 2024.", "2024-09-09"),
        ("Remissvaren ska ha kommit in senast den 19 agusti 2024.", "2024-08-19"),
        ("Remissvaren ska ha kommit in senast 2025-05-09.", "2025-05-09"),
        ("Remissvaren ska ha kommit in till Finansdepartementet den 8 oktober 2021.",
         "2021-10-08"),
        ("Remissvaren skulle ha kommit in senast den 10 mars 2016.", "2016-03-10"),
        ("Remissvaren bör ha kommit in senaste fredagen den 31 juli 2020.", "2020-07-31"),
        ("Remisstiden gick ut den 18 februari 2020.", "2020-02-18"),
        ("Remisstiden varade till om med den 22 april 2022.", "2022-04-22"),
        ("Remisstiden löper ut den 19 juni 2015", "2015-06-19"),
        ("Svarstiden gick ut den 6 oktober 2016.", "2016-10-06"),
        ("Senast den 25 november 2015 ska remissvaren ha inkommit.", "2015-11-25"),
        ("Yttranden ska ha kommit in senast den 21 augusti 2025.", "2025-08-21"),
        ("Vi vill att ni svarar senast den 21 augusti 2025.", "2025-08-21"),
        ("Den som vill yttra sig kan göra det skriftligen, senast den 15 juni 2020.",
         "2020-06-15"),
        ("Betänkandet skickades därefter på remiss till den 11 maj 2015.", "2015-05-11"),
        # The ministry changes its name before the day comes.
        ("Remissvaren ska ha kommit in till departementet (från och med den 1 januari 2023 ett "
         "annat departement) senast den 27 januari 2023.", "2023-01-27"),
    ],
)  # fmt: skip
def test_a_sentence_that_tells_a_deadline_is_read(text, day):
    found = read_deadline(text, "2015-01")

    assert found is not None
    assert found.on == day
    assert found.text == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Ändringen föreslås träda i kraft den 1 maj 2025.",
        "Remissvaren visar att lagen bör träda i kraft senast den 1 juli 2026.",
        "Senast datum för genomförande av bestämmelserna är enligt direktivet den 5 januari 2023.",
        "Departementet bjuder in till ett remissmöte fredagen den 11 februari 2022 kl. 09.00.",
        "Anmälan om deltagande görs senast den 22 september 2020.",
        "Önskemål om ett muntligt anförande ska anmälas senast den 9 oktober 2015.",
        "Därutöver kan preliminära remissvar lämnas senast den 16 juni 2017.",
        "Frågor under remisstiden besvaras till och med den 5 maj 2025 av registrator.",
        "Fram till och med den 31 mars 2019 ska remissvaren skickas till Kulturdepartementet.",
        "Remissvaren har kommit in. Förslaget presenterades den 14 november 2025.",
        "Instanserna fick betänkandet på remiss, se remissbrev daterat den 9 maj 2018.",
        "Den 15 juli 2021 beslutade departementet att återkalla remissen.",
        "Uppdatering skedde den 9 december 2015 med en sammanställning över remissvaren.",
        "Utredningen om senast kända uppgifter lämnades den 3 maj 2024.",
        "Sista dag att svara på remissen är den 31 februari 2026.",
        "Här kan du ta del av svaren.",
        "",
    ],
)
def test_a_day_of_something_else_is_no_deadline(text):
    assert read_deadline(text, "2025-11") is None


def test_an_extended_time_counts_over_the_first():
    text = (
        "Enligt tidigare utskick var svarstiden för remissvaren satt till den 14 augusti 2017. "
        "Remisstiden har förlängts. Remissvaren ska istället ha kommit in senast den 15 september "
        "2017."
    )

    assert read_deadline(text, "2017-04").on == "2017-09-15"


def test_the_earliest_of_several_deadlines_counts_and_all_are_told():
    text = (
        "Sista dag att svara på remissen är onsdagen den 2 maj 2018. För två av förslagen gäller "
        "en kortare remisstid till och med onsdagen den 28 februari 2018."
    )

    found = read_deadline(text, "2018-01")

    assert found.on == "2018-02-28"
    assert found.text == text


def test_a_deadline_that_had_passed_before_the_page_gives_way_to_one_that_had_not():
    text = (
        "Remissvaren ska ha kommit in senast den 9 november 2020 i fråga om erkännande, samt när "
        "det gäller utbyte senast den 11 januari 2021."
    )

    assert read_deadline(text, "2020-12").on == "2021-01-11"
    assert read_deadline(text, "2020-09").on == "2020-11-09"


def test_deadlines_in_a_list_are_read():
    text = (
        "Remissvaren ska ha kommit in senast\n\n* 19 december 2018 för avsnitt 3, och\n"
        "* den 9 januari 2019 för avsnitt 4."
    )

    found = read_deadline(text, "2018-11")

    assert found.on == "2018-12-19"
    assert "9 januari 2019" in found.text


@pytest.mark.parametrize(
    ("day", "published", "expected"),
    [
        ("den 8 april", "2025-01", "2025-04-08"),
        ("den 16 januari", "2025-11", "2026-01-16"),
        ("fredagen den 17 april", "2020-04", "2020-04-17"),
        # Another year's Friday.
        ("fredagen den 18 april", "2020-04", None),
        # Nine months ahead is no answer's time, so the year may be another.
        ("den 8 oktober", "2025-01", None),
        ("den 8 april", "2025", None),
        ("den 8 april", None, None),
    ],
)
def test_a_missing_year_is_read_only_where_the_page_leaves_no_doubt(day, published, expected):
    found = read_deadline(f"Sista dag att svara på remissen är {day}.", published)

    assert (found.on if found else None) == expected


def test_a_day_without_a_year_in_the_past_tense_is_left_open():
    assert read_deadline("Remisstiden gick ut den 8 april.", "2025-01") is None


@given(
    day=st.dates(min_value=date(2011, 1, 1), max_value=date(2035, 12, 31)),
    spaces=st.lists(st.sampled_from([" ", "  ", "\n", "\u2009"]), min_size=8, max_size=8),
)
def test_every_day_of_the_calendar_is_read_however_the_words_are_spaced(day, spaces):
    words = f"Remissvaren ska ha kommit in senast den {day.day} {MONTHS[day.month - 1]} {day.year}."
    gaps = iter(spaces)
    text = re.sub(" ", lambda _: next(gaps, " "), words)

    assert read_deadline(text, None).on == day.isoformat()


@given(st.text(st.sampled_from("svarensist dag 12.,*\n:ärtil0mj"), max_size=300), st.none())
def test_any_text_is_read_without_an_error(text, published):
    read_deadline(f"Remissvaren ska ha kommit in senast {text}", published)


@pytest.mark.parametrize(
    "part", ["remisstid ", "senast den ", "svar 1 maj ", "är den 1 maj ", "* "]
)
def test_a_page_of_one_word_takes_no_time(part):
    began = time.perf_counter()

    read_deadline(part * 10_000, "2025-01")

    assert time.perf_counter() - began < 2
