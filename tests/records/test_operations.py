"""Saving what every record shares: only what differs is written, and the history tells what."""

import pytest
from sqlalchemy import select

from kb.barriers.operations import relate_barriers, save_barrier
from kb.errors import Invalid
from kb.matters.operations import continue_matters, save_matter
from kb.models import Barrier, Citation, Matter, OpenQuestion, RecordText, Revision, Term
from kb.readers.drafts import RelationDraft, TermDraft
from kb.records.operations import save_terms
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.text.markdown import RENDERER
from kb.words import CitationRole, Language, Pair, Relation, Stage, State, TextField
from tests.makers import (
    MATTER,
    barrier_draft,
    cites,
    event,
    make_barrier,
    make_matter,
    make_terms,
    says,
)
from tests.statements import counted

CODE = "H-2026-901"
QUESTIONS = (Pair("Ett?", "One?"), Pair("Två?", "Two?"))


def save(session, **changes) -> Barrier:
    """Save the barrier anew, as a later load does: from a session that holds nothing of it."""
    session.expire_all()
    return save_barrier(session, SYSTEM, barrier_draft(code=CODE, **changes))


def revisions(session) -> list[tuple[str, dict]]:
    found = session.scalars(select(Revision).where(Revision.code == CODE).order_by(Revision.id))
    return [(revision.verb, revision.changes) for revision in found]


def stored(session, model, attribute: str) -> list:
    session.expire_all()
    return list(session.scalars(select(getattr(model, attribute)).order_by(model.id)))


def test_a_new_record_is_told_as_created(session):
    make_barrier(session, code=CODE, title=Pair("Ett hinder", ""), questions=QUESTIONS[:1])

    ((verb, changes),) = revisions(session)
    assert verb == "created"
    assert changes["title_sv"] == [None, "Ett hinder"]
    assert changes["questions"] == [None, [told_question(0, 0)]]
    assert "title_en" not in changes


def test_saving_what_is_there_already_writes_nothing(session):
    make_terms(session, ("sector", "school"))
    whole = {
        "terms": (("sector", "school"),),
        "citations": (cites("sfs/2009:400"),),
        "questions": QUESTIONS,
        "texts": says(TextField.ANALYSIS, "Text.", "Text."),
    }
    first = make_barrier(session, code=CODE, **whole)
    version = first.version

    with counted(session.get_bind()) as sent:
        again = save(session, **whole)
        session.flush()

    assert [statement for statement in sent if not statement.startswith("SELECT")] == []
    assert again.version == version
    assert len(revisions(session)) == 1


def test_a_change_is_told_by_its_field_with_the_old_and_the_new_value(session):
    make_barrier(session, code=CODE, title=Pair("Förr", "Before"))

    save(session, title=Pair("Nu", "Before"))

    assert revisions(session)[1:] == [("changed", {"title_sv": ["Förr", "Nu"]})]


def test_a_change_of_a_word_is_told_as_the_word(session):
    make_barrier(session, code=CODE)

    save(session, state=State.RESOLVED)

    assert revisions(session)[1:] == [("changed", {"state": ["open", "resolved"]})]


def told_question(number: int, position: int) -> dict:
    """How the history tells one of QUESTIONS."""
    pair = QUESTIONS[number]
    return {"position": position, "question_sv": pair.sv, "question_en": pair.en}


ONE, BOTH = [told_question(0, 0)], [told_question(0, 0), told_question(1, 1)]
TURNED = [told_question(1, 0), told_question(0, 1)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (QUESTIONS, QUESTIONS[:1], [BOTH, ONE]),
        (QUESTIONS[:1], QUESTIONS, [ONE, BOTH]),
        (QUESTIONS, QUESTIONS[::-1], [BOTH, TURNED]),
        (QUESTIONS[:1], (), [ONE, []]),
    ],
    ids=["removed", "added", "turned round", "last removed"],
)
def test_a_change_of_a_list_is_told_with_the_whole_list_before_and_after(
    session, before, after, told
):
    make_barrier(session, code=CODE, questions=before)

    save(session, questions=after)

    assert revisions(session)[1:] == [("changed", {"questions": told})]


def test_a_change_of_what_is_cited_is_told_with_the_keys_of_both(session):
    make_barrier(session, code=CODE, citations=(cites("sfs/2009:400"),))

    save(session, citations=(cites("sfs/2017:900"),))

    ((_, changes),) = revisions(session)[1:]
    told = [[citation["key"] for citation in side] for side in changes["citations"]]
    assert told == [["sfs/2009:400"], ["sfs/2017:900"]]


def test_a_change_of_a_long_text_is_told_by_its_field_and_language(session):
    make_barrier(session, code=CODE, texts=says(TextField.ANALYSIS, "Förr.", "Before."))

    save(session, texts=says(TextField.ANALYSIS, "Nu.", "Before."))

    assert revisions(session)[1:] == [("changed", {"analysis_sv": ["Förr.", "Nu."]})]


def test_a_change_in_a_list_alone_raises_the_version_of_the_record(session):
    version = make_barrier(session, code=CODE, questions=QUESTIONS).version

    save(session, questions=QUESTIONS[:1])

    assert session.scalars(select(Barrier.version)).one() == version + 1


def test_a_question_that_is_no_longer_asked_goes(session):
    make_barrier(session, code=CODE, questions=QUESTIONS)

    save(session, questions=QUESTIONS[1:])

    assert stored(session, OpenQuestion, "question_en") == ["Two?"]


def test_a_citation_that_is_no_longer_made_goes(session):
    make_barrier(session, code=CODE, citations=(cites("sfs/2009:400"), cites("sfs/2017:900")))

    save(session, citations=(cites("sfs/2017:900"),))

    assert stored(session, Citation, "key") == ["sfs/2017:900"]


def test_a_citation_is_changed_in_its_place(session):
    make_barrier(session, code=CODE, citations=(cites("sfs/2009:400"),))
    (old,) = stored(session, Citation, "id")

    save(session, citations=(cites("sfs/2009:400", CitationRole.LIFTS),))

    assert stored(session, Citation, "id") == [old]
    assert stored(session, Citation, "role") == [CitationRole.LIFTS]


def test_a_term_that_no_longer_fits_is_taken_off_and_stays_in_its_vocabulary(session):
    make_terms(session, ("sector", "school"), ("sector", "all"))
    make_barrier(session, code=CODE, terms=(("sector", "school"),))

    save(session, terms=(("sector", "all"),))

    assert [term.key for term in find_record(session, Barrier, CODE).terms] == ["all"]
    assert set(stored(session, Term, "key")) == {"school", "all"}


def test_terms_in_another_order_are_no_change(session):
    make_terms(session, ("sector", "school"), ("sector", "all"))
    make_barrier(session, code=CODE, terms=(("sector", "school"), ("sector", "all")))

    save(session, terms=(("sector", "all"), ("sector", "school")))

    assert len(revisions(session)) == 1


def test_a_term_named_twice_counts_once(session):
    make_terms(session, ("sector", "school"))

    make_barrier(session, code=CODE, terms=(("sector", "school"), ("sector", "school")))

    session.expire_all()
    assert len(find_record(session, Barrier, CODE).terms) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"terms": (("sector", "moon"),)}, "sector"),
        ({"principles": ("99",)}, "principles"),
        ({"waiting_for": "nobody"}, "waiting_for"),
    ],
)
def test_a_name_that_leads_nowhere_is_invalid_by_its_field(session, changes, field):
    with pytest.raises(Invalid) as refused:
        make_barrier(session, **changes)

    assert refused.value.field == field


def test_a_text_is_kept_as_written_and_as_safe_html(session):
    make_barrier(
        session,
        code=CODE,
        texts=says(TextField.ANALYSIS, "**Så** <script>alert(1)</script>", "So"),
    )

    text = session.scalars(select(RecordText).where(RecordText.language == Language.SV)).one()

    assert text.body_md == "**Så** <script>alert(1)</script>"
    assert "<strong>Så</strong>" in text.body_html
    assert "script" not in text.body_html
    assert text.rendered_by == RENDERER


def test_a_vocabulary_can_be_renamed_and_keeps_terms_that_are_no_longer_named(session):
    make_terms(session, ("sector", "school"), ("sector", "old"))

    renamed = TermDraft(scheme="sector", key="school", label=Pair("Skola", "School"), note=None)
    save_terms(session, SYSTEM, [renamed])

    assert set(stored(session, Term, "label_en")) == {"School", "old"}


def test_two_barriers_may_point_at_each_other(session):
    for code in ("H-2026-901", "H-2026-902"):
        make_barrier(session, code=code)

    relate_barriers(
        session,
        SYSTEM,
        {
            "H-2026-901": [RelationDraft(barrier="H-2026-902", relation=Relation.RELATED)],
            "H-2026-902": [RelationDraft(barrier="H-2026-901", relation=Relation.PART_OF)],
        },
    )

    session.expire_all()
    ties = find_record(session, Barrier, "H-2026-902").relations
    assert [(tie.other.code, tie.relation) for tie in ties] == [("H-2026-901", Relation.PART_OF)]


def test_a_tie_that_is_no_longer_named_goes(session):
    for code in ("H-2026-901", "H-2026-902"):
        make_barrier(session, code=code)
    tie = RelationDraft(barrier="H-2026-902", relation=Relation.RELATED)
    relate_barriers(session, SYSTEM, {"H-2026-901": [tie]})
    session.expire_all()

    relate_barriers(session, SYSTEM, {"H-2026-901": []})

    session.expire_all()
    assert find_record(session, Barrier, "H-2026-901").relations == []


def test_a_matter_may_be_continued_by_one_that_was_saved_after_it(session):
    make_matter(session, code="L-2026-901")
    make_matter(session, code="L-2026-902")

    continue_matters(session, SYSTEM, {"L-2026-901": "L-2026-902"})

    session.expire_all()
    assert find_record(session, Matter, "L-2026-901").continued_by.code == "L-2026-902"


def test_events_can_be_put_between_others(session):
    make_matter(session, event(Stage.DIRECTIVE), event(Stage.BILL), code=MATTER.code)
    session.expire_all()

    make_matter(
        session, event(Stage.DIRECTIVE), event(Stage.REPORT), event(Stage.BILL), code=MATTER.code
    )

    session.expire_all()
    events = find_record(session, Matter, MATTER.code).events
    assert [item.stage for item in events] == [Stage.DIRECTIVE, Stage.REPORT, Stage.BILL]


def test_a_matter_of_an_unknown_body_is_invalid(session):
    with pytest.raises(Invalid) as refused:
        make_matter(session, responsible="nobody")

    assert refused.value.field == "responsible"
    assert save_matter(session, SYSTEM, MATTER).responsible is None
