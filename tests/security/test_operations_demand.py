"""Every operation that writes asks first whether the actor may."""

import pytest
from sqlalchemy import select

from kb.advocacy.operations import save_action
from kb.barriers.operations import relate_barriers, save_barrier
from kb.cases.operations import save_case
from kb.errors import Forbidden
from kb.law.operations import save_act, save_provisions
from kb.library.operations import load_catalogue
from kb.matters.operations import continue_matters, save_matter
from kb.models import EifPrinciple, Record, Revision, Term
from kb.organisations.operations import save_organisation
from kb.records.operations import save_terms
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.strategy.operations import (
    save_eif_principles,
    save_objective,
    save_principle,
    save_strategy,
)
from tests.makers import make_act

#: Each operation with what it needs of the catalogue to get to work.
OPERATIONS = {
    "load_catalogue": lambda s, a, c: load_catalogue(s, a, c),
    "save_terms": lambda s, a, c: save_terms(s, a, c.terms),
    "save_organisation": lambda s, a, c: save_organisation(s, a, c.organisations[0]),
    "save_act": lambda s, a, c: save_act(s, a, c.acts[0]),
    "save_provisions": lambda s, a, c: save_provisions(s, a, ["sfs/2009:400#K1P1"]),
    "save_eif_principles": lambda s, a, c: save_eif_principles(s, a, c.eif_principles),
    "save_principle": lambda s, a, c: save_principle(s, a, c.principles[0]),
    "save_strategy": lambda s, a, c: save_strategy(s, a, c.strategy),
    "save_matter": lambda s, a, c: save_matter(s, a, c.matters[0]),
    "continue_matters": lambda s, a, c: continue_matters(s, a, {c.matters[0].code: None}),
    "save_barrier": lambda s, a, c: save_barrier(s, a, c.barriers[0]),
    "relate_barriers": lambda s, a, c: relate_barriers(s, a, {c.barriers[0].code: ()}),
    "save_case": lambda s, a, c: save_case(s, a, c.cases[0]),
    "save_action": lambda s, a, c: save_action(s, a, c.actions[0]),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_public_may_not_write(session, catalogue, name):
    make_act(session, "sfs/2009:400")
    before = len(session.scalars(select(Revision)).all())

    with pytest.raises(Forbidden):
        OPERATIONS[name](session, ANONYMOUS, catalogue)

    session.flush()
    assert len(session.scalars(select(Revision)).all()) == before
    assert len(session.scalars(select(Record)).all()) == 1
    assert session.scalars(select(Term)).all() == []
    assert session.scalars(select(EifPrinciple)).all() == []


def test_the_public_may_not_save_an_objective(session, catalogue):
    strategy = save_strategy(session, SYSTEM, catalogue.strategy)

    with pytest.raises(Forbidden):
        save_objective(session, ANONYMOUS, strategy, catalogue.objectives[0])
