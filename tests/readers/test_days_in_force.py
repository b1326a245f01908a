import pytest

from kb.readers.days_in_force import read_day_in_force


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lagändringarna föreslås träda i kraft den 1 juli 2022.", "2022-07-01"),
        ("De nya reglerna ska enligt förslaget träda ikraft 1 januari 2009.", "2009-01-01"),
        ("Lagändringarna ska träda i kraft den 1 juli 2015.", "2015-07-01"),
        ("Det föreslås att lagen träder i kraft den 1 juli 2010.", "2010-07-01"),
        ("Förslagen föreslås börja gälla den 1 juli 2008.", "2008-07-01"),
        ("Lagen föreslås träda i kraft den 1 mars 2025 och tillämpas på bidrag som betalas ut "
         "efter den 1 maj 2025.", "2025-03-01"),
        ("Lagen föreslås träda i kraft den 2 mars 2021 och upphöra att gälla den 1 augusti 2021.",
         "2021-03-02"),
        ("Lagen föreslås träda i kraft den 1 maj 2020. Ändringarna föreslås träda i kraft den "
         "1 maj 2020.", "2020-05-01"),
        ("Registret trädde i kraft den 1 juli 2016. Lagen föreslås träda i kraft den 1 maj 2019.",
         "2019-05-01"),
        # What the Riksdag made of it stands on some old pages, below a line.
        ("Lagarna föreslås träda i kraft den 1 juli 2011. ______ Riksdagen fattade den 28 april "
         "2011 beslut med ändringen att de ska träda i kraft den 1 november 2011.", "2011-07-01"),
    ],
)  # fmt: skip
def test_the_one_day_that_is_proposed_is_read(text, day):
    assert read_day_in_force(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "Lagändringarna föreslås träda i kraft den dag som regeringen bestämmer.",
        "Lagen föreslås träda i kraft den 1 juli 2022 respektive den 1 januari 2023.",
        "Lagen föreslås träda i kraft den 1 respektive 2 januari 2021.",
        "Lagen föreslås träda i kraft den 1 juli 2022. Registret ska dock träda i kraft den 1 maj "
        "2023.",
        "Lagen föreslås träda i kraft den 1 juni 2013. Övriga förslag träder dock i kraft först "
        "den 1 juli 2013.",
        "De regler som avser centraler föreslås träda i kraft den 1 januari 2017 och de som avser "
        "företagen den 1 maj 2017.",
        "Lagändringarna föreslås i huvudsak träda i kraft den 1 juli 2022.",
        "Lagändringarna föreslås, med ett undantag, träda i kraft den 1 juli 2005.",
        "Lagen föreslås träda i kraft den 1 juli.",
        "Lagen föreslås träda i kraft tidigast den 1 juli 2022.",
        "Konventionen förutses träda i kraft den 1 september 2023.",
        "Regeringen har beslutat att lagen ska träda i kraft den 1 januari 2022.",
        "Förvaltningslagen, som träder i kraft den 1 juli 2018, påverkar förslaget.",
        "",
    ],
)
def test_no_day_several_days_or_an_open_one_is_none(text):
    assert read_day_in_force(text) is None
