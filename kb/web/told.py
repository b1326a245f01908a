"""What a page says first after something was done: the word is in the address, the text is here."""

from flask import request

from kb.web.i18n import gettext
from kb.web.labels import _

TOLD = {
    "saved": _("Saved."),
    "merged": _("Saved, together with what somebody else changed meanwhile."),
    "references-unread": _("Saved. Some references could not be read; they stand below."),
    "unchanged": _("Nothing was changed."),
    "created": _("The barrier is logged as a draft."),
    "case-created": _("The case is saved."),
    "moved": _("Done. The next step is below."),
    "noted": _("The note is saved."),
    "note-removed": _("The note is removed."),
    "replied": _("Your answer is saved."),
    "proposed": _("Proposed. The administrators are told."),
    "proposal-declined": _("Declined. Whoever proposed it is told why."),
    "team-saved": _("The team is saved."),
    "published": _("Published. It is on the public site within a second."),
    "withdrawn": _("Withdrawn. The page now says so to whoever follows an old link."),
    "consent-saved": _("The consent is recorded."),
    "consent-withdrawn": _("It is recorded that the member no longer agrees."),
    "consent-in-text": _(
        "It is recorded that the member no longer agrees, but the public text still names it. "
        "Write the text anew, or withdraw the record."
    ),
    "embargo-saved": _("The day is saved."),
    "barrier-merged": _("Merged. This is the barrier that lives on."),
    "leak-handled": _("Marked as handled."),
    "followed": _("You follow this now."),
    "unfollowed": _("You no longer follow this."),
    "read": _("Marked as read."),
    "mail-retried": _("The letter is tried again within a minute."),
    "all-read": _("Everything is marked as read."),
    "search-saved": _("The search is saved."),
    "search-removed": _("The search is removed."),
    "password-changed": _("The password is changed. You are signed out everywhere else."),
    "second-factor-off": _("The second factor is turned off. Your password alone lets you in."),
    "second-factor-taken": _("The second factor is taken away. The person has been told."),
    "recovery-used": _(
        "You signed in with a recovery code, which is used up now. "
        "Under your account you see how many are left."
    ),
    "signed-out": _("You are signed out."),
    "sign-in-ended": _("That sign-in is ended."),
    "invited": _("The person is invited."),
    "undone": _("Undone."),
    "calendar-dropped": _("The address is taken away. Calendars that used it get nothing more."),
    "matched": _("The document is a step of the matter now."),
    "matches-confirmed": _("Confirmed: each document is a step of its matter now."),
    "matches-rejected": _("Rejected: these are not proposed again."),
    "no-match-chosen": _("Tick at least one row first."),
    "import-dropped": _("The sheet is thrown away. Nothing was imported."),
    "none-chosen": _("Choose at least one barrier in the list first."),
    "too-many-chosen": _("Choose at most 1,000 barriers at a time."),
    "draft-dropped": _("What you had typed is thrown away."),
}


def told() -> str | None:
    """The sentence that the address asks for; None when it asks for none."""
    text = TOLD.get(request.args.get("told", ""))
    return gettext(text) if text else None
