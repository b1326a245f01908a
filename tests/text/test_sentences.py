"""Running text cut into sentences: a full stop of the law ends none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.sentences import split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Det framgår av 6 kap. 37 § kommunallagen.",
        "Jfr prop. 2021/22:177 s. 45 och bet. 2021/22:SoU30.",
        "Enligt 10 kap. 28 § första st. 2 p. OSL gäller det.",
        "Det gäller bl.a. Skolverket och m.fl. Myndigheter.",
        "See e.g. Section 3, art. 22 GDPR.",
        "Utan punkt",
        "Lagen (2017:725) gäller!",
        "NJA 2020 s. 3 är av intresse.",
    ],
)
def test_one_sentence_stays_one(sentence):
    assert split_sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n ", []),
        ("Ett. Två.", ["Ett.", "Två."]),
        ("Varför? Därför! Så.", ["Varför?", "Därför!", "Så."]),
        ("”Han får.” Det räcker.", ["”Han får.”", "Det räcker."]),
        ("Ändra lagen. 37 § bör lyda så.", ["Ändra lagen.", "37 § bör lyda så."]),
        ("Det är klart. Åtgärden (se 3 §) är ny.", ["Det är klart.", "Åtgärden (se 3 §) är ny."]),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text, sentences):
    assert split_sentences(text) == sentences


@given(st.text(alphabet="aÅ1 .!?”§\n", max_size=200))
def test_nothing_but_space_is_lost(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
