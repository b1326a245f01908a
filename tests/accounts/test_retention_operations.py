"""What signing in and typing leave behind is forgotten when it is of no use."""

from datetime import timedelta

from kb.accounts.retention_operations import KEEP_DRAFTS_DAYS, KEEP_TOKENS_DAYS, forget_old
from kb.clock import now
from kb.models import FormDraft, OneUseToken, SignIn, Throttle
from kb.words import Purpose, Role
from tests.staff import make_user

DAY = timedelta(days=1)
BELOW = "/staff/barriers/"


def test_what_is_old_goes_and_what_is_in_use_stays(session):
    moment = now()
    user = make_user(session, Role.LEGAL)
    for name, age in (("old", KEEP_TOKENS_DAYS + 1), ("new", 0)):
        then = moment - DAY * age
        session.add_all(
            [
                SignIn(token_hash=name, user_id=user.id, form_key="k", began_at=then, seen_at=then),
                Throttle(bucket=name, failures=3, since=then),
                OneUseToken(
                    token_hash=name, user_id=user.id, purpose=Purpose.RESET, expires_at=then
                ),
                FormDraft(user_id=user.id, form=BELOW + name, data={}, saved_at=then),
            ]
        )
    session.flush()

    forget_old(session, moment)

    assert [row.token_hash for row in session.query(SignIn)] == ["new"]
    assert [row.bucket for row in session.query(Throttle)] == ["new"]
    assert [row.token_hash for row in session.query(OneUseToken)] == ["new"]
    assert [row.form for row in session.query(FormDraft)] == [f"{BELOW}new"]


def test_what_was_typed_is_kept_for_ninety_days(session):
    moment = now()
    user = make_user(session, Role.LEGAL)
    saved_at = moment - DAY * KEEP_DRAFTS_DAYS + timedelta(minutes=1)
    session.add(FormDraft(user_id=user.id, form=f"{BELOW}x", data={}, saved_at=saved_at))
    session.flush()

    forget_old(session, moment)

    assert session.query(FormDraft).count() == 1


def test_an_account_that_is_still_closed_to_trying_stays_so(session):
    moment = now()
    closed_until = moment + timedelta(minutes=1)
    session.add(Throttle(bucket="b", since=moment - DAY * 2, closed_until=closed_until))
    session.flush()

    forget_old(session, moment)

    assert session.query(Throttle).count() == 1


def test_what_was_kept_of_a_form_that_may_hold_a_secret_goes_at_once(session):
    user = make_user(session, Role.LEGAL)
    for form in ("/staff/account/password", "/staff/cases/new"):
        session.add(FormDraft(user_id=user.id, form=form, data={"new": ["hemligt"]}))
    session.flush()

    forget_old(session, now())

    assert [row.form for row in session.query(FormDraft)] == ["/staff/cases/new"]
