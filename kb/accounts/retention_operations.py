"""Forgetting what signing in and typing have left behind, when it is of no use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, not_, or_
from sqlalchemy.orm import Session

from kb.accounts.draft_queries import is_kept
from kb.accounts.queries import IDLE_HOURS, LONGEST_DAYS
from kb.models import FormDraft, OneUseToken, SignIn, Throttle

#: How long a failed sign-in is counted at most, in days.
KEEP_FAILURES_DAYS = 1
#: How long a link that was used or has run out is kept, in days.
KEEP_TOKENS_DAYS = 90
#: How long what somebody typed and never saved is kept, in days.
KEEP_DRAFTS_DAYS = 90


def forget_old(session: Session, moment: datetime) -> None:
    """Remove sign-ins that have ended, and failures, links and drafts that are old at *moment*.

    Drafts of forms that may hold a secret go whatever their age: they should not be there.
    """
    idle = moment - timedelta(hours=IDLE_HOURS)
    longest = moment - timedelta(days=LONGEST_DAYS)
    session.execute(delete(SignIn).where(or_(SignIn.seen_at < idle, SignIn.began_at < longest)))
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
