import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.citations.keys import is_key
from kb.citations.references import read_reference
from tests.citations.bearers import NAMES as BEARERS

NAMES = {
    "osl": "sfs/2009:400",
    "offentlighets- och sekretesslagen": "sfs/2009:400",
    "kl": "sfs/2017:725",
    "kommunallagen": "sfs/2017:725",
    "fl": "sfs/2017:900",
    "förvaltningslagen": "sfs/2017:900",
    "svod": "sfs/2022:913",
    "gdpr": "celex/32016R0679",
    "dataskyddsförordningen": "celex/32016R0679",
    "eu:s dataskyddsförordning": "celex/32016R0679",
}
OSL = "sfs/2009:400"
KL = "sfs/2017:725"
FL = "sfs/2017:900"
GDPR = "celex/32016R0679"

PROVISIONS = [
    ("10 kap. 2 a § OSL", [f"{OSL}#K10P2a"]),
    ("10 kap. 2 § OSL", [f"{OSL}#K10P2"]),
    ("KL 6:37", [f"{KL}#K6P37"]),
    ("OSL 10:2 a", [f"{OSL}#K10P2a"]),
    ("6 kap. 37 § KL", [f"{KL}#K6P37"]),
    ("6 kap 37§ kommunallagen (2017:725)", [f"{KL}#K6P37"]),
    ("6 kap.37 § KL", [f"{KL}#K6P37"]),
    ("kap 6 § 37 KL", [f"{KL}#K6P37"]),
    ("6\u00a0kap.\u00a037\u00a0§ KL", [f"{KL}#K6P37"]),
    ("KL 6 kap. 37 §", [f"{KL}#K6P37"]),
    ("28 § FL", [f"{FL}#P28"]),
    ("28 § förvaltningslagen", [f"{FL}#P28"]),
    ("28 § i förvaltningslagen", [f"{FL}#P28"]),
    ("28 § FÖRVALTNINGSLAGENS", [f"{FL}#P28"]),
    ("§§ 5–7 FL", [f"{FL}#P5", f"{FL}#P6", f"{FL}#P7"]),
    ("5-7 §§ FL", [f"{FL}#P5", f"{FL}#P6", f"{FL}#P7"]),
    ("25 kap. 1–8 §§ OSL", [f"{OSL}#K25P{number}" for number in range(1, 9)]),
    (
        "25 kap. 1–2 §§ och 26 kap. 1 § OSL",
        [f"{OSL}#K25P1", f"{OSL}#K25P2", f"{OSL}#K26P1"],
    ),
    ("2 kap. 1, 3 och 6 §§ SVOD", [f"sfs/2022:913#K2P{number}" for number in (1, 3, 6)]),
    (
        "2 kap. 1, 3 och 6 §§ lagen (2022:913) om sammanhållen vård- och omsorgsdokumentation",
        [f"sfs/2022:913#K2P{number}" for number in (1, 3, 6)],
    ),
    ("10 kap. 2 a § första stycket 2 OSL", [f"{OSL}#K10P2aS1N2"]),
    ("10 kap. 2 a § första stycket 2 i OSL", [f"{OSL}#K10P2aS1N2"]),
    (
        "10 kap. 2 a § 1 st. 2 p. offentlighets- och sekretesslagen",
        [f"{OSL}#K10P2aS1N2"],
    ),
    ("3 kap. 1 § första stycket 3 b SVOD", ["sfs/2022:913#K3P1S1N3b"]),
    ("8 § 1 lagen (2025:170)", ["sfs/2025:170#P8N1"]),
    ("26 kap. OSL", [f"{OSL}#K26"]),
    ("1 a–1 c §§ FL", [f"{FL}#P1a", f"{FL}#P1b", f"{FL}#P1c"]),
    ("art. 22(2)(b) GDPR", [f"{GDPR}#A22.2.b"]),
    ("Article 22(2)(b) GDPR", [f"{GDPR}#A22.2.b"]),
    ("artikel 22.2 b dataskyddsförordningen", [f"{GDPR}#A22.2.b"]),
    (
        "artiklarna 6.1 e och 9.2 h i EU:s dataskyddsförordning",
        [f"{GDPR}#A6.1.e", f"{GDPR}#A9.2.h"],
    ),
]

ACTS = [
    ("2009:400", OSL),
    ("SFS 2009:400", OSL),
    ("OSL", OSL),
    ("osl", OSL),
    ("OSL:s", OSL),
    ("kommunallagen", KL),
    ("kommunallagens", KL),
    ("kommunallagen (2017:725)", KL),
    ("lagen (2022:913) om sammanhållen vård- och omsorgsdokumentation", "sfs/2022:913"),
    ("plan- och bygglagen (2010:900)", "sfs/2010:900"),
    ("(EU) 2016/679", GDPR),
    ("förordning (EU) 2016/679", GDPR),
    ("direktiv (EU) 2016/2102", "celex/32016L2102"),
    ("(EU) nr 910/2014", "celex/32014R0910"),
    ("32016R0679", GDPR),
]

DOCUMENTS = [
    ("prop. 2021/22:125", "prop/2021/22:125"),
    ("prop. 2021/22:125 s. 45", "prop/2021/22:125"),
    ("prop. 2021/22:125 s. 45 ff.", "prop/2021/22:125"),
    ("Prop. 1999/2000:126", "prop/1999/2000:126"),
    ("SOU 2018:25", "sou/2018:25"),
    ("sou 2018:25 s. 211–214", "sou/2018:25"),
    ("Ds 2023:15 avsnitt 6.2", "ds/2023:15"),
    ("dir. 2023:146", "dir/2023:146"),
    ("bet. 2021/22:KU36", "bet/2021/22:KU36"),
    ("bet. 2021/22:sou30", "bet/2021/22:SoU30"),
    ("rskr. 2021/22:381", "rskr/2021/22:381"),
    ("mot. 2024/25:3123", "mot/2024/25:3123"),
    ("COM(2017) 134 final", "com/2017/134"),
    ("HFD 2015 ref. 61", "hfd/2015/61"),
    ("HFD 2021 ref. 10 p. 23", "hfd/2021/10"),
    ("RÅ 2010 ref. 12", "ra/2010/12"),
    ("NJA 2015 s. 624", "nja/2015/624"),
    ("C-634/21", "eucase/C-634/21"),
    ("C\u2011634/21", "eucase/C-634/21"),
    ("mål C–634/21", "eucase/C-634/21"),
    ("JO 3032-2011", "jo/3032-2011"),
    ("JO dnr 3032-2011", "jo/3032-2011"),
    ("IMY-2022-695", "imy/IMY-2022-695"),
    ("DI-2019-3841", "imy/DI-2019-3841"),
    ("sfs/2009:400#K10P2a", "sfs/2009:400#K10P2a"),
]

WORDS = [
    "",
    "sekretess",
    "kommunallagen och sekretess",
    "vad säger kommunallagen (2017:725) om delegation",
    "5–7 §§",
    "10 kap. 2 a §",
    "2021/22:125",
    "8–1 §§ FL",
    "1–4000 §§ FL",
    "10 kap. 2 a § GDPR",
    "artikel 22 OSL",
    "28 § okända lagen",
    "H-2026-001",
]


@pytest.mark.parametrize(("text", "keys"), PROVISIONS)
def test_a_place_in_an_act_is_read_to_its_keys(text, keys):
    assert read_reference(text, NAMES) == tuple(keys)


@pytest.mark.parametrize(("text", "key"), ACTS)
def test_an_act_is_read_by_name_and_by_number(text, key):
    assert read_reference(text, NAMES) == (key,)


@pytest.mark.parametrize(("text", "key"), DOCUMENTS)
def test_a_document_or_case_is_read_as_it_is_cited(text, key):
    assert read_reference(text, NAMES) == (key,)


@pytest.mark.parametrize("text", WORDS)
def test_what_is_no_whole_reference_is_left_as_words(text):
    assert read_reference(text, NAMES) == ()


def test_a_joined_list_of_documents_gives_them_all():
    keys = read_reference("prop. 2021/22:177, bet. 2021/22:SoU30, rskr. 2021/22:381", NAMES)

    assert keys == ("prop/2021/22:177", "bet/2021/22:SoU30", "rskr/2021/22:381")


def test_a_text_beyond_the_cap_is_no_reference():
    assert read_reference("10 kap. 2 a § OSL" + " " * 200, NAMES) == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 200, "1 a," * 50, "1–" * 100, "1 kap. " * 28, "a (" * 66, "§" * 200, "och " * 50,
        "lag " * 50, "1, " * 66, "x" * 1_000_000, "prop. " * 33, "JO " * 66, "artikel 1.1 a, " * 13,
    ],
)  # fmt: skip
def test_a_hostile_text_is_no_reference(hostile):
    assert read_reference(hostile, NAMES) == ()


@given(st.text(alphabet="0123456789 abkpsOSLKF.§,–-:()/och", max_size=60))
def test_every_answer_holds_keys_and_nothing_else(text):
    assert all(is_key(key) for key in read_reference(text, NAMES))


def test_shorthand_may_stand_before_or_after_the_act():
    names = {"kl": "sfs/2017:725"}

    assert read_reference("6:37 KL", names) == read_reference("KL 6:37", names)
    assert read_reference("6:37 KL", names) == ("sfs/2017:725#K6P37",)


def test_names_with_days_are_read_as_they_are_borne_now():
    assert read_reference("6 kap. 37 § kommunallagen", BEARERS) == ("sfs/2017:725#K6P37",)
