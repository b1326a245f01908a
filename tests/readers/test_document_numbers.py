import pytest

from kb.citations.keys import is_key
from kb.readers.document_numbers import (
    Told,
    diary_numbers,
    is_treaty,
    key_of_number,
    key_of_slug,
    read_title,
)
from kb.words import DocumentKind

REPORT, MEMO = DocumentKind.REPORT, DocumentKind.MEMO
DIRECTIVE, BILL = DocumentKind.DIRECTIVE, DocumentKind.BILL
CONSULTATION, DRAFT = DocumentKind.CONSULTATION, DocumentKind.COUNCIL_DRAFT


@pytest.mark.parametrize(
    ("kind", "number", "key"),
    [
        (REPORT, "SOU 2026:9", "sou/2026:9"),
        (REPORT, "  SOU\u00a02003:11  ", "sou/2003:11"),
        (REPORT, "2003:11 ", "sou/2003:11"),
        (REPORT, "SOU: 2003: 11", "sou/2003:11"),
        (REPORT, "SOU 2022_44", "sou/2022:44"),
        (REPORT, "SOU 2008:25, bilaga", "sou/2008:25"),
        (REPORT, "Sou 2019:12", "sou/2019:12"),
        (REPORT, "AOU 1999:122", "sou/1999:122"),
        (REPORT, "N 2001:10", None),
        (REPORT, "KN2024/00828", None),
        (REPORT, "Diarienummer: SÖ 1921:50", None),
        (DIRECTIVE, " Dir. 2026:7", "dir/2026:7"),
        (DIRECTIVE, "Dir.2009:1", "dir/2009:1"),
        (DIRECTIVE, "Diarienummer: Dir. 2017:97", "dir/2017:97"),
        (DIRECTIVE, "Dir. 2024124", "dir/2024:124"),
        (DIRECTIVE, "ToR. 2007:158", "dir/2007:158"),
        (DIRECTIVE, "Dir. Fö2024:01001", None),
        (MEMO, "DS 2026:1", "ds/2026:1"),
        (MEMO, "Ds 2004/05:51", None),
        (MEMO, "PM 2003:1", None),
        (MEMO, "Fi2025/01969", None),
        (DRAFT, "Fi2024/01234", None),
        (REPORT, "", None),
    ],
)
def test_the_number_of_a_register_is_read_whatever_strays_into_it(kind, number, key):
    assert key_of_number(kind, number) == key
    assert key is None or is_key(key)


@pytest.mark.parametrize(
    ("kind", "slug", "key"),
    [
        (BILL, "prop.-202324107", "prop/2023/24:107"),
        (BILL, "prop.-1999200084", "prop/1999/2000:84"),
        (BILL, "prop.-2003200485", "prop/2003/04:85"),
        (BILL, "prop.-200001128", "prop/2000/01:128"),
        (BILL, "prop.-2014153", "prop/2014/15:3"),
        (BILL, "prop.-20141591-", "prop/2014/15:91"),
        (BILL, "prop.--202425182", "prop/2024/25:182"),
        (BILL, "prop.20242522", "prop/2024/25:22"),
        (BILL, "prop-20252619", "prop/2025/26:19"),
        (BILL, "Prop_2015_16_92", "prop/2015/16:92"),
        (BILL, "202425197", "prop/2024/25:197"),
        (BILL, "prop2.-202021205", "prop/2020/21:205"),
        (BILL, "en-lag-om-spel-prop.-201617144", "prop/2016/17:144"),
        (BILL, "prop.-201516117-effektreserv-20202025", "prop/2015/16:117"),
        # 2019/20:20, not 2019/2020 without a number.
        (BILL, "prop.-20192020", "prop/2019/20:20"),
        (BILL, "prop.-201414116", None),
        (BILL, "prop.-2021221561", None),
        (BILL, "prop.-2016717.179", None),
        (BILL, "statens-stod-till-idrotten-2024", None),
        (REPORT, "sou-201912", "sou/2019:12"),
        (REPORT, "sou-2002109-", "sou/2002:109"),
        (REPORT, "sou-2022-37", "sou/2022:37"),
        (REPORT, "SOU202238", "sou/2022:38"),
        (REPORT, "200959", "sou/2009:59"),
        (REPORT, "n-200110", None),
        (REPORT, "sverige-i-afghanistan-20012021", None),
        (DIRECTIVE, "dir.-201150", "dir/2011:50"),
        (DIRECTIVE, "dir.-2022-98", "dir/2022:98"),
        (DIRECTIVE, "u202302485", None),
        (CONSULTATION, "sou-201912", None),
        (MEMO, "ds-201912", None),
    ],
)
def test_the_digits_of_a_file_name_are_taken_apart(kind, slug, key):
    assert key_of_slug(kind, slug) == key
    assert key is None or is_key(key)


@pytest.mark.parametrize(
    ("kind", "title", "told"),
    [
        (REPORT, "Spel, SOU 2026:9", Told("Spel", "sou/2026:9", "")),
        (REPORT, "SpelSOU 2026:9", Told("Spel", "sou/2026:9", "")),
        (BILL, "SpelProp. 2025/26:64", Told("Spel", "prop/2025/26:64", "")),
        (BILL, "Ändring i lotterilagen (1994:1000)",
         Told("Ändring i lotterilagen (1994:1000)", None, "")),
        (DIRECTIVE, "Tilläggsdirektiv till dir. 2020:1",
         Told("Tilläggsdirektiv till dir. 2020:1", None, "")),
        (DIRECTIVE, "Tilläggsdirektiv till utredningen (Ju 2020:09)",
         Told("Tilläggsdirektiv till utredningen (Ju 2020:09)", None, "")),
        (MEMO, "Spel, LI2025/00197", Told("Spel", None, "LI2025/00197")),
        (MEMO, "Tillägg till betänkandet Spel (SOU 2017:39)",
         Told("Tillägg till betänkandet Spel (SOU 2017:39)", None, "")),
        (CONSULTATION, "Remiss av etappmål till 2030Diarienummer: KN2025/02178",
         Told("Remiss av etappmål till 2030", None, "KN2025/02178")),
        (CONSULTATION, "Remiss av Spel (SOU 2025:101)Diarienummer: Fi2025/ 01969",
         Told("Remiss av Spel (SOU 2025:101)", None, "Fi2025/01969")),
        (CONSULTATION, "Remiss av SOU 2018:77", Told("Remiss av SOU 2018:77", None, "")),
    ],
)  # fmt: skip
def test_a_title_loses_the_numbers_that_were_glued_to_it_and_no_others(kind, title, told):
    assert read_title(kind, title) == told


def test_a_title_loses_the_number_that_its_register_gives():
    assert read_title(REPORT, "Kundernas rörlighet, N 2001:10", "N 2001:10 ").title == (
        "Kundernas rörlighet"
    )


def test_several_diary_numbers_are_kept_as_far_as_the_column_reaches():
    text = ", ".join(f"LI2025/0{number}" for number in range(1000, 1010))

    assert diary_numbers(text) == "LI2025/01000, LI2025/01001, LI2025/01002, LI2025/01003"
    assert diary_numbers("Dnr M2015/04155/R") == "M2015/04155/R"
    assert diary_numbers("Lagrådsremiss") == ""


def test_treaties_are_known_by_their_number():
    assert is_treaty("Diarienummer: SÖ 1921:50")
    assert not is_treaty("SOU 2021:50")
