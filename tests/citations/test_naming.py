from datetime import date

from kb.citations.names import ActName, ActNames
from kb.citations.naming import keys_by

NAMES = ActNames(
    [
        ActName("kommunallagen", "sfs/1991:900", "1992-01-01", "2017-12-31"),
        ActName("kommunallagen", "sfs/2017:725", "2018-01-01"),
    ]
)


def test_a_name_means_the_act_that_bore_it_on_the_day_of_the_text():
    keys_in = keys_by(NAMES)

    assert keys_in("Ändringar i kommunallagen", date(2011, 5, 1)) == ("sfs/1991:900",)
    assert keys_in("Ändringar i kommunallagen", date(2022, 5, 1)) == ("sfs/2017:725",)


def test_each_key_comes_once_in_the_order_of_the_text():
    text = "SOU 2021:16, prop. 2021/22:125 och än en gång SOU 2021:16"

    assert keys_by(NAMES)(text, date(2022, 5, 1)) == ("sou/2021:16", "prop/2021/22:125")
