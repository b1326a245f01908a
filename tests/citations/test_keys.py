import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.citations.keys import (
    act_of,
    ancestors,
    fragment_of,
    is_key,
    kind_of,
    label,
    official_url,
    outside_links,
    sort_key,
)
from kb.citations.references import read_reference
from kb.errors import Invalid

KINDS = {
    "sfs/2009:400": "act",
    "sfs/2009:400#K10P2a": "provision",
    "sfs/2017:900#P28": "provision",
    "sfs/2025:170#P8N1": "provision",
    "celex/32016R0679": "act",
    "celex/32016R0679#A22.2.b": "provision",
    "prop/2021/22:125": "prop",
    "prop/1999/2000:126": "prop",
    "prop/1973:33": "prop",
    "sou/2018:25": "sou",
    "ds/2023:15": "ds",
    "dir/2023:146": "dir",
    "bet/2021/22:KU36": "bet",
    "bet/2021/22:FöU3": "bet",
    "rskr/2021/22:381": "rskr",
    "mot/2024/25:3123": "mot",
    "com/2017/134": "com",
    "hfd/2015/61": "case",
    "ra/2010/12": "case",
    "nja/2015/624": "case",
    "jo/3032-2011": "case",
    "imy/DI-2019-3841": "case",
    "eucase/C-634/21": "case",
    "sfs/1827:60s1007": "act",
    "sfs/1827:60s1007#P3": "provision",
    "sfs/1909:bih29s1": "act",
    "skr/2023/24:7": "skr",
    "hfd/2015/not61": "case",
    "jk/4390-17-2.1": "case",
    "ecli/EU:C:2023:957": "case",
}

MALFORMED = [
    "",
    "sfs",
    "sfs/",
    "sfs/2009",
    "sfs/2009:400#",
    "sfs/2009:400#X1",
    "sfs/2009:400#P2S1K3",
    "sfs/2009:400#K10S1",
    "SFS/2009:400",
    " sfs/2009:400",
    "sfs/2009:400\n",
    "sfs/٢٠٠٩:٤٠٠",
    "prop/2021/22:125#P1",
    "celex/32016R0679#K1P2",
    "unknown/1",
    "sfs/2009:400#" + "P2" * 100,
]

LABELS = [
    (
        "sfs/2009:400#K10P2aS1N2",
        "OSL",
        "10 kap. 2 a § första stycket 2 OSL",
        "Chapter 10, Section 2 a, first paragraph, item 2 OSL",
    ),
    ("sfs/2009:400#K26", "OSL", "26 kap. OSL", "Chapter 26 OSL"),
    ("sfs/2017:900#P28", "FL", "28 § FL", "Section 28 FL"),
    ("sfs/2022:913#K3P1S1N3b", "SVOD", "3 kap. 1 § första stycket 3 b SVOD", None),
    ("sfs/2009:400", "OSL", "OSL", "OSL"),
    ("sfs/2009:400", "", "2009:400", "2009:400"),
    ("celex/32016R0679#A22.2.b", "GDPR", "artikel 22.2 b GDPR", "Article 22(2)(b) GDPR"),
    ("celex/32016R0679", "", "(EU) 2016/679", "(EU) 2016/679"),
    ("celex/32014R0910", "", "(EU) nr 910/2014", "(EU) No 910/2014"),
    ("celex/32003L0098", "", "2003/98/EG", "2003/98/EC"),
    ("prop/2021/22:125", "", "prop. 2021/22:125", None),
    ("sou/2018:25", "", "SOU 2018:25", None),
    ("ds/2023:15", "", "Ds 2023:15", None),
    ("dir/2023:146", "", "dir. 2023:146", None),
    ("bet/2021/22:KU36", "", "bet. 2021/22:KU36", None),
    ("rskr/2021/22:381", "", "rskr. 2021/22:381", None),
    ("mot/2024/25:3123", "", "mot. 2024/25:3123", None),
    ("com/2017/134", "", "COM(2017) 134", None),
    ("hfd/2015/61", "", "HFD 2015 ref. 61", None),
    ("ra/2010/12", "", "RÅ 2010 ref. 12", None),
    ("nja/2015/624", "", "NJA 2015 s. 624", None),
    ("jo/3032-2011", "", "JO 3032-2011", None),
    ("imy/DI-2019-3841", "", "DI-2019-3841", None),
    ("imy/IMY-2022-695", "", "IMY-2022-695", None),
    ("eucase/C-634/21", "", "C-634/21", None),
    ("sfs/1827:60s1007", "", "1827:60 s. 1007", None),
    ("sfs/1909:bih29s1", "", "1909:bih. 29 s. 1", None),
    ("skr/2023/24:7", "", "skr. 2023/24:7", None),
    ("hfd/2015/not61", "", "HFD 2015 not. 61", None),
    ("jk/4390-17-2.1", "", "JK 4390-17-2.1", None),
    ("ecli/EU:C:2023:957", "", "ECLI:EU:C:2023:957", None),
]

URLS = {
    "sfs/2009:400": "https://rkrattsbaser.gov.se/sfst?bet=2009:400",
    "sfs/2009:400#K10P2a": "https://rkrattsbaser.gov.se/sfst?bet=2009:400",
    "sfs/1827:60s1007": "https://rkrattsbaser.gov.se/sfst?bet=1827:60%20s.1007",
    "celex/32016R0679": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    "prop/2021/22:125": "https://data.riksdagen.se/dokument/H903125.html",
    "bet/2021/22:KU36": "https://data.riksdagen.se/dokument/H901KU36.html",
    "sou/2018:25": "https://data.riksdagen.se/dokument/H6B325.html",
    "dir/2023:146": "https://data.riksdagen.se/dokument/HBB1146.html",
    "prop/2008/09:150": None,
    "ds/2023:15": None,
    "rskr/2021/22:381": None,
    "jo/3032-2011": None,
    "eucase/C-634/21": None,
}


@pytest.mark.parametrize(("key", "kind"), KINDS.items())
def test_every_form_of_key_has_its_kind(key, kind):
    assert kind_of(key) == kind


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_key_is_refused_by_name(text):
    with pytest.raises(Invalid) as caught:
        kind_of(text)

    assert caught.value.field == "key"
    assert not is_key(text)


def test_a_provision_leads_to_its_act_and_a_document_to_none():
    assert act_of("sfs/2009:400#K10P2a") == "sfs/2009:400"
    assert act_of("sfs/2009:400") == "sfs/2009:400"
    assert act_of("prop/2021/22:125") is None


def test_the_fragment_is_the_part_inside_the_act():
    assert fragment_of("sfs/2009:400#K10P2a") == "K10P2a"
    assert fragment_of("sfs/2009:400") == ""


def test_ancestors_of_a_swedish_provision_go_from_the_nearest_to_the_act():
    assert ancestors("sfs/2009:400#K10P2aS1N2") == (
        "sfs/2009:400#K10P2aS1",
        "sfs/2009:400#K10P2a",
        "sfs/2009:400#K10",
        "sfs/2009:400",
    )


def test_ancestors_of_an_article_go_from_the_nearest_to_the_act():
    assert ancestors("celex/32016R0679#A22.2.b") == (
        "celex/32016R0679#A22.2",
        "celex/32016R0679#A22",
        "celex/32016R0679",
    )


def test_an_act_and_a_document_have_no_ancestors():
    assert ancestors("sfs/2009:400") == ()
    assert ancestors("prop/2021/22:125") == ()


def test_keys_sort_as_the_law_is_read():
    in_order = ["", "#K2", "#K2P1", "#K2P2", "#K2P2S1", "#K2P2S1N3", "#K2P2S1N10", "#K2P2S2"]
    in_order += ["#K2P2a", "#K2P3", "#K2P10", "#K10", "#K10P1", "#K10aP1"]
    keys = [f"sfs/2009:400{fragment}" for fragment in in_order]
    backwards = keys[::-1]

    assert sorted(backwards, key=sort_key) == keys


def test_articles_sort_by_number():
    keys = [f"celex/32016R0679#A{part}" for part in ("5", "22", "22.2", "22.2.b", "22.10", "22a")]
    backwards = keys[::-1]

    assert sorted(backwards, key=sort_key) == keys


@pytest.mark.parametrize("key", KINDS)
def test_a_sort_key_fits_its_column(key):
    assert len(sort_key(key)) <= 120


@pytest.mark.parametrize(("key", "name", "swedish", "english"), LABELS)
def test_a_key_is_cited_as_lawyers_do(key, name, swedish, english):
    pair = label(key, name)

    assert (pair.sv, pair.en) == (swedish, english or (swedish if name == "" else pair.en))


@pytest.mark.parametrize(("key", "url"), URLS.items())
def test_only_a_certain_address_is_given(key, url):
    assert official_url(key) == url


OUTSIDE = {
    "sfs/2017:725#K6P37": [
        "https://rkrattsbaser.gov.se/sfst?bet=2017:725",
        "https://lagen.nu/2017:725#K6P37",
    ],
    "sfs/2022:638": [
        "https://rkrattsbaser.gov.se/sfst?bet=2022:638",
        "https://lagen.nu/2022:638",
        "https://svenskforfattningssamling.se/doc/2022638.html",
    ],
    "sfs/1827:60s1007": ["https://rkrattsbaser.gov.se/sfst?bet=1827:60%20s.1007"],
    "celex/32016R0679#A22": [
        "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        "https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX:32016R0679",
    ],
    "prop/2021/22:125": [
        "https://data.riksdagen.se/dokument/H903125.html",
        "https://lagen.nu/prop/2021/22:125",
    ],
    "hfd/2015/61": ["https://lagen.nu/dom/hfd/2015:61"],
    "nja/2015/624": ["https://lagen.nu/dom/nja/2015s624"],
    "jo/3032-2011": ["https://lagen.nu/avg/jo/3032-2011"],
    "rskr/2021/22:381": [],
}


@pytest.mark.parametrize(("key", "addresses"), OUTSIDE.items())
def test_a_source_is_linked_at_the_places_that_keep_it(key, addresses):
    assert [address for _, address in outside_links(key)] == addresses


@given(
    st.from_regex(
        r"sfs/(19|20)[0-9]{2}:[1-9][0-9]{0,3}#(K[1-9][0-9]?)?P[1-9][0-9]?[a-h]?"
        r"(S[1-9])?(N[1-9][0-9]?)?",
        fullmatch=True,
    )
)
def test_what_a_swedish_key_is_labelled_reads_back_as_the_key(key):
    names = {"osl": act_of(key)}

    pair = label(key, "OSL")

    assert read_reference(pair.sv, names) == (key,)
    assert read_reference(pair.en, names) == (key,)


@given(st.text(max_size=60))
def test_no_text_breaks_the_check_for_a_key(text):
    assert is_key(text) == bool(re.match(r"[a-z]+/", text) and is_key(text))
