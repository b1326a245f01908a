"""Which terms may be chosen: one rule, for statements and for a term at hand."""

import pytest
from sqlalchemy import select

from kb.clock import today
from kb.errors import Invalid
from kb.models import Term
from kb.records.choice_queries import choose_terms, list_offered_terms
from kb.records.term_queries import is_choosable, list_choosable_terms, may_be_chosen

#: Key of a term → when it may be chosen from and until, and whether it may be so today.
TERMS = {
    "plain": (None, None, True),
    "begun": ("2020", None, True),
    "coming": ("2999-01-01", None, False),
    "ending": (None, "2999-01-01", True),
    "ended": (None, "2020-01-01", False),
    "ended-in-a-year": (None, "2020", False),
    "merged": (None, None, False),
}


@pytest.fixture
def terms(session):
    found = {}
    for position, (key, (begins, ends, _)) in enumerate(TERMS.items()):
        found[key] = Term(scheme="sector", key=key, label_sv=key, label_en=key, position=position)
        found[key].valid_from, found[key].valid_until = begins, ends
        session.add(found[key])
    session.flush()
    found["merged"].merged_into_id = found["plain"].id
    session.flush()
    return found


MAY_BE = [key for key, (_, _, may_be) in TERMS.items() if may_be]


def test_statements_and_the_rule_for_a_term_at_hand_agree(session, terms):
    assert [key for key, term in terms.items() if may_be_chosen(term)] == MAY_BE
    found = session.scalars(select(Term.key).where(is_choosable()).order_by(Term.position))
    assert found.all() == MAY_BE


def test_a_term_that_is_in_use_until_a_year_is_so_all_of_that_year(session, terms):
    term = terms["plain"]
    term.valid_until = str(today().year)
    session.flush()

    assert may_be_chosen(term)
    assert term in list_choosable_terms(session, "sector")


def test_every_form_offers_and_takes_just_those(session, terms):
    offered = list_offered_terms(session, ["sector"])["sector"]
    assert [offer.value for offer in offered] == MAY_BE
    for key, (_, _, may_be) in TERMS.items():
        chosen = {"sector": ("sectors", (key,))}
        if may_be:
            assert choose_terms(session, [], chosen) == [terms[key]]
        else:
            with pytest.raises(Invalid):
                choose_terms(session, [], chosen)


def test_what_a_record_bears_already_it_may_keep(session, terms):
    held = [terms["ended"], terms["merged"]]

    offered = list_offered_terms(session, ["sector"], held)["sector"]

    assert {"ended", "merged"} <= {offer.value for offer in offered}
    chosen = {"sector": ("sectors", ("ended", "merged"))}
    assert choose_terms(session, held, chosen) == held
