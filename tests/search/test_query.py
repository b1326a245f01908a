import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.query import FIELDS, MAX_TERMS, Notice, TermKind, parse


def shapes(text):
    return [
        (term.kind.value, term.field, term.text, term.is_excluded) for term in parse(text).terms
    ]


def test_words_are_read_one_by_one():
    assert shapes("sekretess nämnd") == [
        ("word", "", "sekretess", False),
        ("word", "", "nämnd", False),
    ]


def test_quotes_make_a_phrase():
    assert shapes('"inre sekretess" nämnd') == [
        ("phrase", "", "inre sekretess", False),
        ("word", "", "nämnd", False),
    ]


def test_a_minus_excludes_a_word_a_phrase_and_a_field():
    assert shapes('-kommun -"inre sekretess" -kind:case') == [
        ("word", "", "kommun", True),
        ("phrase", "", "inre sekretess", True),
        ("field", "kind", "case", True),
    ]


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert shapes("e-legitimation C-634/21") == [
        ("word", "", "e-legitimation", False),
        ("word", "", "C-634/21", False),
    ]


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_each_known_field_is_read(field):
    assert shapes(f"{field}:x1") == [("field", field, "x1", False)]


def test_a_field_takes_a_quoted_value():
    assert shapes('law:"plan- och bygglagen"') == [("field", "law", "plan- och bygglagen", False)]


def test_an_unknown_field_is_a_plain_word():
    assert shapes("title:sekretess") == [("word", "", "title:sekretess", False)]


def test_a_section_is_one_word():
    assert shapes("10 kap. 2 a § OSL") == [
        ("word", "", "10kap", False),
        ("word", "", "2a§", False),
        ("word", "", "OSL", False),
    ]


def test_a_star_after_three_letters_makes_a_prefix():
    assert shapes("Sek*") == [("prefix", "", "sek", False)]


@pytest.mark.parametrize("text", ["se*", "2*", "12345*", "a*"])
def test_a_shorter_prefix_is_a_word_with_a_notice(text):
    parsed = parse(text)

    assert [term.kind for term in parsed.terms] == [TermKind.WORD]
    assert parsed.notices == (Notice.PREFIX_TOO_SHORT,)


@pytest.mark.parametrize("text", ["*", "?????*", "---", '""', "§", "  ", "-", "( )"])
def test_signs_alone_ask_for_nothing(text):
    assert parse(text).terms == ()


def test_a_quote_left_open_is_dropped_with_a_notice():
    parsed = parse('sekretess "inre nämnd')

    assert [term.text for term in parsed.terms] == ["sekretess", "inre", "nämnd"]
    assert parsed.notices == (Notice.UNBALANCED_QUOTE,)


def test_terms_beyond_the_cap_are_left_out_with_a_notice():
    parsed = parse(" ".join(f"ord{number}" for number in range(12)))

    assert len(parsed.terms) == MAX_TERMS
    assert parsed.notices == (Notice.TOO_MANY_TERMS,)


def test_ten_terms_are_not_too_many():
    assert parse(" ".join(f"ord{number}" for number in range(10))).notices == ()


def test_a_text_beyond_the_cap_is_cut_with_a_notice():
    parsed = parse("sekretess " + "x" * 1_000_000)

    assert parsed.notices == (Notice.TOO_LONG,)
    assert parsed.terms[0].text == "sekretess"


def test_exclusions_alone_are_told():
    assert parse("-kommun").notices == (Notice.ONLY_EXCLUSIONS,)


@given(st.text(max_size=400))
def test_no_text_is_an_error(text):
    parsed = parse(text)

    assert len(parsed.terms) <= MAX_TERMS
    assert len(set(parsed.notices)) == len(parsed.notices)


@given(st.text(alphabet='ab§1 -"*:kind.å', max_size=250))
def test_no_mixture_of_signs_is_an_error(text):
    assert all(term.text for term in parse(text).terms)
