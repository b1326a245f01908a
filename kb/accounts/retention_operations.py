"""Forgetting what signing in and typing have left behind, when it is of no use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, not_, or_
from sqlalchemy.orm import Session

from kb.accounts.draft_queries import is_kept
from kb.accounts.queries import IDLE_HOURS, LONGEST_DAYS
from kb.accounts.second_factor_queries import HALF_MINUTES, SET_UP_MINUTES
from kb.models import FormDraft, HalfSignIn, OneUseToken, SecondFactor, SignIn, Throttle

#: How long a failed sign-in is counted at most, in days.
KEEP_FAILURES_DAYS = 1
#: How long a link that was used or has run out is kept, in days.
KEEP_TOKENS_DAYS = 90
#: How long what somebody typed and never saved is kept, in days.
KEEP_DRAFTS_DAYS = 90


def forget_old(session: Session, moment: datetime) -> None:
    """Remove what is old at *moment*: sign-ins, whole or half, failures, links and drafts.

    So is a second factor that somebody began to set up and never confirmed. Drafts of forms that
    may hold a secret go whatever their age: they should not be there.
    """
    idle = moment - timedelta(hours=IDLE_HOURS)
    longest = moment - timedelta(days=LONGEST_DAYS)
    session.execute(delete(SignIn).where(or_(SignIn.seen_at < idle, SignIn.began_at < longest)))
    halves = moment - timedelta(minutes=HALF_MINUTES)
    session.execute(delete(HalfSignIn).where(HalfSignIn.began_at < halves))
    begun = moment - timedelta(minutes=SET_UP_MINUTES)
    session.execute(
        delete(SecondFactor).where(
            SecondFactor.confirmed_at.is_(None), SecondFactor.began_at < begun
        )
    )
    failures = moment - timedelta(days=KEEP_FAILURES_DAYS)
    session.execute(
        delete(Throttle).where(
            Throttle.since < failures,
            or_(Throttle.closed_until.is_(None), Throttle.closed_until < moment),
        )
    )
    tokens = moment - timedelta(days=KEEP_TOKENS_DAYS)
    session.execute(delete(OneUseToken).where(OneUseToken.expires_at < tokens))
    drafts = moment - timedelta(days=KEEP_DRAFTS_DAYS)
    session.execute(delete(FormDraft).where(or_(FormDraft.saved_at < drafts, not_(is_kept()))))
