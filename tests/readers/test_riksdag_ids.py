"""The ids of the Riksdag's open data, computed and read."""

import pytest

from kb.readers.riksdag_ids import identity_of, identity_of_id, riksdag_id

EXAMPLES = [
    ("H903125", "2021/22", "prop", "125"),
    ("H901KU36", "2021/22", "bet", "KU36"),
    ("H6B325", "2018", "sou", "25"),
    ("HEB36", "2026", "sou", "6"),
    ("HAB359", "2022", "sou", "59"),
    ("HCB363", "2024", "sou", "63"),
    ("HB0385", "2023/24", "prop", "85"),
    ("H8B110", "2020", "dir", "10"),
    ("H9B1110", "2021", "dir", "110"),
    ("HBB1146", "2023", "dir", "146"),
    ("H9B316", "2021", "sou", "16"),
    ("HC01JuU9", "2024/25", "bet", "JuU9"),
    ("HB037", "2023/24", "skr", "7"),
    ("HC023442", "2024/25", "mot", "3442"),
    ("sfs-2022-638", "2022", "sfs", "638"),
]


@pytest.mark.parametrize(("given", "session", "series", "designation"), EXAMPLES)
def test_an_id_is_computed_and_read_back(given, session, series, designation):
    assert riksdag_id(session, series, designation) == given
    assert identity_of_id(given, series).key == f"{series}/{session}:{designation}"


@pytest.mark.parametrize(
    ("series", "session", "designation", "key"),
    [
        ("sou", "2021", "SOU 2021:16", "sou/2021:16"),
        ("sfs", "2022", "2022:638", "sfs/2022:638"),
        ("dir", "2020/21", "10", "dir/2020:10"),
        ("bet", "2021/22", "2021/22:KU36", "bet/2021/22:KU36"),
        ("prop", "1999/00", "126", "prop/1999/2000:126"),
    ],
)
def test_a_designation_may_repeat_session_and_series(series, session, designation, key):
    assert identity_of(series, session, designation).key == key


def test_what_a_row_leaves_out_is_taken_from_its_id():
    assert identity_of("prop", "", "", "H903125").key == "prop/2021/22:125"
    assert identity_of("prop", "", "125") is None


@pytest.mark.parametrize(
    ("series", "session", "designation"),
    [
        ("prop", "2021/23", "125"),
        ("prop", "2021/22", "KU36"),
        ("bet", "2021/22", "36"),
        ("ip", "", ""),
    ],
)
def test_no_identity_is_guessed(series, session, designation):
    assert identity_of(series, session, designation) is None
