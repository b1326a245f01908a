import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.amendment_notes import Touch, read_note
from kb.words import AmendmentVerb

VERBS = {
    "~": AmendmentVerb.CHANGED,
    "+": AmendmentVerb.ADDED,
    "-": AmendmentVerb.REPEALED,
    ">": AmendmentVerb.RENUMBERED,
    "!": AmendmentVerb.ENTERS_INTO_FORCE,
    "=": AmendmentVerb.REPRINTED,
}

# Each touch: a sign for the verb, the fragment (nothing for the whole act), for > where it went.
NOTES = {
    # The usual.
    "ändr. 1 §": "~P1",
    "ändr. 6 kap. 37 §": "~K6P37",
    "ändr. 10 kap. 11, 12 §§, 26 kap. 3 §": "~K10P11 ~K10P12 ~K26P3",
    "ny 7 a §": "+P7a",
    "nya 8 a, 8 b, 8 c §§": "+P8a +P8b +P8c",
    "upph. 5 §; ändr. 6, 10 §§; ny 3 a §": "-P5 ~P6 ~P10 +P3a",
    "upph.": "-",
    "omtryck": "=",
    "ändr. 2 §; omtryck": "~P2 =",
    "omtryck 12 kap": "=K12",
    "omtryck 1-3 kap": "=K1 =K2 =K3",
    "ändr. 1, 2 §§, 3 kap. 4 §": "~P1 ~P2 ~K3P4",
    "ändr. 2 kap. 1 § och 3 kap. 1, 2 §§": "~K2P1 ~K3P1 ~K3P2",
    "ändr. 2 kap. 1 och 3 §§ samt 4 kap. 2 §": "~K2P1 ~K2P3 ~K4P2",
    "ändr. 2 kap 7 §; ny 6 a §": "~K2P7 +K2P6a",
    "nya 4 kap. 13 a §, 19 §, rubr. närmast före 4 kap. 19 §": "+K4P13a +K4P19",
    # Ranges and letters.
    "ändr. 57 - 59 §§": "~P57 ~P58 ~P59",
    "ändr. 3-5 §§": "~P3 ~P4 ~P5",
    "ändr. 3–5, 8 §§": "~P3 ~P4 ~P5 ~P8",
    "nya 15 a-15 c §§": "+P15a +P15b +P15c",
    "nya 4 kap 16 b-d §§": "+K4P16b +K4P16c +K4P16d",
    "upph. 30 a-c §§": "-P30a -P30b -P30c",
    "ändr. 11-12 b §§": "~P11 ~P12 ~P12a ~P12b",
    "ändr. 2 kap. 3 aa §": "~K2P3aa",
    "nya 52 o, 52 p, 52 q §§": "+P52o +P52p +P52q",
    "ändr. 21, 26 m, 26 p, 45 b §§": "~P21 ~P26m ~P26p ~P45b",
    "nya 16 m, 16, o, 16 p, 16 q": "+P16m +P16o +P16p +P16q",
    "ändr. 48 h, 48 i §§": "~P48h ~P48i",
    "ändr. 1 A kap 3 §": "~K1aP3",
    # Whole chapters.
    "upph. 5 kap.": "-K5",
    "ny 3 a kap.": "+K3a",
    "nya 2 a, 2 b kap, 2 kap 1 a §": "+K2a +K2b +K2P1a",
    "upph. 2 kap., 4 kap., 5 kap.": "-K2 -K4 -K5",
    "ändr. 10 kap samt 216, 224 §§": "~K10 ~P216 ~P224",
    "ändr. 3, 4 kap, 11 kap 19 kap": "~K3 ~K4 ~K11 ~K19",
    "ändr. 43 §; nya 2 a kap, 44 a §": "~P43 +K2a +P44a",
    "nytt 8 a kap, 10 kap 5 §": "+K8a +K10P5",
    "ändr. hela lagen": "~",
    # Moments, points and instructions belong to their section, which stays.
    "ändr. 42 § 3, 4 mom, 43 §": "~P42 ~P43",
    "upph. 4 § 2 mom; ändr. 3 § 2 mom, 5 §": "~P4 ~P3 ~P5",
    "ny 39 § 1 mom 9 p": "~P39",
    "ändr. 1 § 2, 11 p, 2 § 5 p": "~P1 ~P2",
    "ändr. 24 § 2, 4, mom": "~P24",
    "ändr. 27 § 3 mom A, 34 §": "~P27 ~P34",
    "ändr. 9 § 2, 3 mom i 1990:651": "~P9",
    "ikrafttr. av 17 § andra stycket": "!P17",
    "ikrafttr. av 15 § första stycket 6 i 1992:1629": "!P15",
    "upph. 6 §, anvisn. till 6 §": "-P6 ~P6",
    "ändr. anvisn. till 32 §": "~P32",
    "ändr. 2 p anvisn. till 3, 4 §§": "~P3 ~P4",
    "ändr. punkt 3 av anvisningarna till 22 §": "~P22",
    "ändr. tabell 7 § 1 mom": "~P7",
    "ändr. tilläggsbest. 3.11.3, 5.11.1": "~K3P11 ~K5P11",
    "ny tilläggsbest. 8.13.1": "~K8P13",
    # What is understood and touches nothing.
    "ändr. p 3 ikrafttr.- och övergångsbest.": "",
    "ändr. p 2, 7 ikrafttr.- och övergångsbest. till 2014:1022": "",
    "ny 17 p i 1993:1402": "",
    "ändr. ikrafttr.best. till 1990:1": "",
    "ändr. övergångsbest. p 4": "",
    "ändr. 29 §, 2, 4, 10-13 p övergångsbest.": "~P29",
    "ändr. 4, p övergångsbest.": "",
    "ändr. rubr. närmast före 7 §": "",
    "ändr. rubr. till 5 kap.": "",
    "upph. rubr. närmast efter 4 §": "",
    "rubr. närmast före 9 § sätts närmast före 8 §; ny 10 a §": "+P10a",
    "ny rubr. närmast före 16 §, bil. 2": "",
    "nya rubr. närmast före 8 kap. 6, 13 §§, 9 kap. 3 §": "",
    "ändr. författningsrubr., 2 §": "~P2",
    "ändr. bil. 1, 13": "",
    "ändr. bil. 1, 16, 17 §§": "~P1 ~P16 ~P17",
    "ändr. 7 kap. 5 §, bil. 3, p 5 övergångsbest.": "~K7P5",
    "ändr. bil. A avd. A-C": "",
    "upph. nuvarande 21, 22 i bil. 4.2": "",
    "nuvarande 28 p betecknas 27 p i bil.": "",
    "ändr. avsnitt 2.1, 4-14 i bil.": "",
    "ändr. 2 p anvisn. till art. VII i bil. 2": "",
    "forts. giltighet": "",
    "forts. giltighet; ändr. 6 §, bil. A, C": "~P6",
    "utgår genom 2021:718": "",
    "utgår genom 2018:188 den 2018-07-01": "",
    "ändr. 2005:685 utgår (jfr 2008:787)": "",
    "utgår rubr. närmast före 20 §; ändr. 1 §": "~P1",
    # Headings followed by sections.
    "ändr. rubr. till 4 kap, 2 kap 2, 6 §§": "~K2P2 ~K2P6",
    "ändr. rubr. närmast före 16 §, 7, 9 §§": "~P7 ~P9",
    "upph. rubr. närmast före 6 §, 6, 12 §§": "-P6 -P12",
    "nya 7 a, 7 b §§, rubr. närmast före 7 §, 7 a §": "+P7a +P7b",
    "ändr. 49 §, rubr. närmast före 49 §, 91 § i 1986:174": "~P49 ~P91",
    "nya 1 kap 8 a §, 7 kap 11 a §, rubr. närmast före 1 kap, 8 a §, 7 kap 11 a §": (
        "+K1P8a +K7P11a"
    ),
    "ändr. rubr. till 2 kap, 2 kap 1-2 §§, 3 kap 5 §": "~K2P1 ~K2P2 ~K3P5",
    "ändr. rubr. närmast före 9 kap, 220 §; ny 223 a §": "+P223a",
    # The coming wording of another amending act.
    "ändr. 7 kap 15 § i 1999:301": "~K7P15",
    "upph. 5 § i 1999:301": "~P5",
    "upph. 11 §; ändr. 22 § i 1990:1465": "-P11 ~P22",
    "ändr. 14 kap 16, 18 §§ i dess lydelse enligt 1975:474": "~K14P16 ~K14P18",
    "utgår 9 kap. 30 §": "~K9P30",
    # Entry into force, limits.
    "ikrafttr. av 2008:1095": "!",
    "ikrafttr. av vissa delar av 1992:1624": "!",
    "ikrafttr. av 1976:337 såvitt avser 41 §": "!P41",
    "ikrafttr. av 3 kap 12 § i 2002:276": "!K3P12",
    "ändr. ikrafttr. till 2007:236": "!",
    "upph. såvitt avser Norge": "~",
    "upph. att gälla mellan Sverige och Jamaica": "~",
    "upph. 1982:718": "",
    "upph. (se även 2000:727)": "-",
    "ändr. 1 p övergångsbest. till 1990:988 (upph. genom 1992:254)": "",
    "upph. 19 § (se 1975:159); ny 19 §": "-P19 +P19",
    # New numbers.
    "nuvarande 40 § betecknas 43 §": ">P40→P43",
    "nuvarande 13 kap 1-3 §§ betecknas 13 kap 2-4 §§": (">K13P1→K13P2 >K13P2→K13P3 >K13P3→K13P4"),
    "nuvarande 6 kap. 5 a § betecknas 5 c; ändr. 5 kap. 1 §": ">K6P5a→K6P5c ~K5P1",
    "63 a § betecknas 64 §; ändr. 3 §": ">P63a→P64 ~P3",
    "nuvarande 5, 6 kap betecknas 6, 7 kap; nytt 5 kap": ">K5→K6 >K6→K7 +K5",
    "nuvarande 4, 5 §§ betecknas 6, 8 §§; ändr. 3 §, nya 8 §; nya 4 §": (
        ">P4→P6 >P5→P8 ~P3 ~P8 +P4"
    ),
    "upph. 2 §; nuvarande 5, 6 §§ betecknas 2, 3 §§; nya 3 §": "-P2 >P5→P2 >P6→P3 +P3",
    "nuvarande 1 § betecknas 2 §; ändr. den nya 2 §; ny 1 §": ">P1→P2 ~P2 +P1",
    "nuvarande 2 § 11 mom betecknas 2 § 12 mom": "~P2",
    "nuvarande bil. 1, 2 betecknas 2, 3": "",
    "nuvarande 6 § betecknas 7 §, rubr. närmast före 6 § sätts närmast före 7 §": ">P6→P7",
    "nuvarande 4 kap. 22 § ska betecknas 4 kap. 22 a §": ">K4P22→K4P22a",
    # Slips of the pen.
    "ändr 2kap 3 §": "~K2P3",
    "ändr.3kap. 4 §": "~K3P4",
    "ändr. 4, 7": "~P4 ~P7",
    "ändr. 1,, 2 §§": "~P1 ~P2",
    "nya 10, 11, §§": "+P10 +P11",
    "ändr. 1 kap, 6 §, 2 kap 2 §": "~K1P6 ~K2P2",
    "ändr. 16, 17 18 kap": "~K16 ~K17 ~K18",
    "ändr. 6 b, 6, c, 6 d §§": "~P6b ~P6c ~P6d",
    "ändr. 9 kap 4, 22 kap 11 §": "~K9P4 ~K22P11",
    "upph, 7 §, rubr, närmast före 7 §": "-P7",
    "ändr. 84, 85, kap": "~K84 ~K85",
    "upph. p 9 i bil.: ändr. 1 §": "~P1",
    "Ändr. 3 §; Nya 7 a §": "~P3 +P7a",
    "ändr. 45 §, rubr. närmast före 10 §, nya 2 a §": "~P45 +P2a",
    "": "",
}

UNREAD = {
    "ändr. art. 7": "art. 7",
    "ändr. 1 §, mu 14 c §; ny 3 §": "mu 14 c §",
    "ändr. 9 kap 1 §, 16 kap 1 §; ny 3 a §": "3 a §",
    "nuvarande 1, 2 §§ betecknas 3 §": "betecknas 3 §",
    "ändr. 9-3 §§": "9-3 §§",
    "ändr. 1-9999 §§": "1-9999 §§",
    "ändr. 7 kap. 11, 8 kap.": "7 kap. 11, 8 kap.",
    "10, 12 §§": "10, 12 §§",
    "upph. 13 p": "13 p",
    "ändr. 16, 18 p, 20 §§": "16, 18 p, 20 §§",
    "ändr. 3 kap 2 §, rubr. närmast före 3 kap 2 §, 4 kap 5 §": "4 kap 5 §",
    "ändr. rubr. närmast före 3 kap. 2 §, 4 kap.": "4 kap.",
    "ändr. författningsrubr. m.m.": "m.m.",
    "upph. med vissa inskränkningar": "vissa inskränkningar",
}


def written(touch: Touch) -> str:
    sign = next(sign for sign, verb in VERBS.items() if verb is touch.verb)
    return f"{sign}{touch.fragment}" + (f"→{touch.becomes}" if touch.becomes else "")


@pytest.mark.parametrize("note", NOTES)
def test_a_note_says_what_it_touches(note):
    read = read_note(note)

    assert " ".join(map(written, read.touches)) == NOTES[note]
    assert read.unread == ""


@pytest.mark.parametrize("note", UNREAD)
def test_what_is_not_understood_is_handed_back(note):
    assert read_note(note).unread.strip() == UNREAD[note]


def test_what_stands_beside_an_unread_piece_is_read_all_the_same():
    read = read_note("ändr. 1 §, mu 14 c §; ny 3 §")

    assert [written(touch) for touch in read.touches] == ["~P1", "+P3"]


def test_a_touch_is_named_once():
    assert len(read_note("ändr. 1 §, 1 §, 1 § 2 mom").touches) == 1


WORDS = (
    "ändr. ny nya upph. omtryck nuvarande betecknas sätts rubr. närmast före till bil. p mom kap. "
    "kap § §§ 1 2 a 3 b 7 12-14 1999:301 , ; - ( ) och i av den utgår anvisn. övergångsbest. "
    "ikrafttr. tilläggsbest. 3.1.2 såvitt avser art. avd. A II"
)
PIECES = st.sampled_from(WORDS.split())


@given(st.lists(PIECES, max_size=40))
def test_no_order_of_words_breaks_the_reader(pieces):
    read = read_note(" ".join(pieces))

    assert all(isinstance(touch, Touch) for touch in read.touches)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    read_note(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1 § ", "1, ", "1-600, ", "a", "(", ";", "nya ", "rubr. närmast före 1 §, ", "§", "1 kap. ",
        "i 1999:1 ", "nuvarande 1 § betecknas 2 §, ", "bil. 1, ", "ikrafttr. och ", "1 a-z, ",
        "(se ", "anvisn. till 1 §, ", "p 1, ", "den ", "1.1", " ", "1 p, ", "kap ", "\u0660",
        "bil. |1, ", "1 § |1 mom ", "rubr. |1 §, ", "nuvarande 1-90 §§ |betecknas nuvarande ",
        "1 kap, |1, ", "tilläggsbest. |1.2.3, ",
    ],
)  # fmt: skip
def test_long_hostile_notes_are_read_in_a_moment(piece):
    start, _, again = piece.rpartition("|")
    note = f"ändr. {start}" + again * (99_000 // len(again))
    began = time.process_time()

    read_note(note)

    assert time.process_time() - began < 3


def test_a_note_longer_than_any_is_handed_back_whole():
    note = "ändr. 1 §" + " " * 100_000

    assert read_note(note).unread == note
