"""The closed lists of ``kb.words`` in the reader's language.

The English label is the source that translations start from. A test holds that every word of
every list has one.
"""

from kb.web.i18n import gettext
from kb.web.path_labels import PATH_LABELS
from kb.web.path_labels import _ as _  # every module marks its words with it

LABELS: dict[str, dict[str, str]] = {
    "state": {
        "open": _("Open"),
        "in-inquiry": _("In inquiry"),
        "proposed": _("Proposed"),
        "partly-resolved": _("Partly resolved"),
        "resolved": _("Resolved"),
    },
    "certainty": {
        "verified": _("read in the source"),
        "secondary": _("from a secondary source"),
        "background": _("generally known"),
        "inference": _("to be confirmed"),
    },
    "confidence": {
        "high": _("High"),
        "medium-high": _("Medium to high"),
        "medium": _("Medium"),
        "low-medium": _("Low to medium"),
        "low": _("Low"),
    },
    "direction": {
        "blocks": _("Blocks"),
        "slows": _("Slows down"),
        "risk": _("Puts at risk"),
    },
    "citation-role": {
        "causes": _("Causes the barrier"),
        "lifts": _("Lifts the barrier"),
        "would-amend": _("Would be amended"),
        "mentions": _("Mentioned"),
        "evidence": _("Evidence"),
        "preparatory": _("Preparatory work"),
    },
    "decision-part": {
        "application": _("Application"),
        "investigation": _("Investigation"),
        "assessment": _("Assessment"),
        "decision": _("Decision"),
        "notification": _("Notification"),
        "appeal": _("Appeal"),
    },
    "blocked": {
        "yes": _("Blocked for a system"),
        "no": _("Open to a system"),
        "unclear": _("Unclear"),
    },
    "human": {
        "law": _("Required by law"),
        "practice": _("Required in practice"),
        "nobody": _("Not required"),
    },
    "effect": {
        "removed": _("Removed the barrier"),
        "would-remove": _("Would remove the barrier"),
        "partly": _("Removes part of the barrier"),
        "would-worsen": _("Would make the barrier worse"),
        "unknown": _("Effect not known"),
    },
    "relation": {
        "related": _("Related"),
        "part-of": _("Part of"),
    },
    "case-relation": {
        "proves": _("Proves the barrier"),
        "related": _("Related to the barrier"),
    },
    "stage": {
        "request": _("Request"),
        "eu-proposal": _("Proposal of the Commission"),
        "eu-memo": _("Memorandum of the Government"),
        "eu-position": _("Positions of the Council and the Parliament"),
        "eu-agreement": _("Provisional agreement"),
        "eu-adopted": _("Adopted by the EU"),
        "directive": _("Terms of reference"),
        "inquiry": _("Inquiry"),
        "report": _("Report"),
        "consultation": _("Consultation"),
        "council-draft": _("Draft to the Council on Legislation"),
        "council-opinion": _("Opinion of the Council on Legislation"),
        "bill": _("Bill"),
        "committee": _("Committee report"),
        "decision": _("Decision of the Riksdag"),
        "promulgated": _("Promulgated"),
        "in-force": _("In force"),
        "applies": _("Applies"),
        "follow-up": _("Follow-up"),
    },
    "procedure": {
        "swedish": _("Swedish procedure"),
        "eu": _("EU procedure"),
    },
    "action-state": {
        "planned": _("Planned"),
        "doing": _("Under way"),
        "done": _("Carried out"),
        "dropped": _("Dropped"),
    },
    "act-state": {
        "repealed": _("Repealed"),
    },
    "ask-outcome": {
        "open": _("No answer yet"),
        "met": _("Met"),
        "partly": _("Partly met"),
        "not-met": _("Not met"),
        "overtaken": _("Overtaken by events"),
    },
    "name-kind": {
        "abbreviation": _("Abbreviation"),
        "short": _("Short name"),
    },
    "record-kind": {
        "barrier": _("Barrier"),
        "act": _("Act"),
        "provision": _("Provision"),
        "case": _("Case"),
        "matter": _("Matter"),
        "action": _("Action"),
        "objective": _("Objective"),
        "principle": _("Principle"),
        "strategy": _("Strategy"),
        "organisation": _("Organisation"),
    },
    "work-state": {
        "draft": _("Draft"),
        "submitted": _("Submitted"),
        "under-assessment": _("Under assessment"),
        "recognised": _("Recognised"),
        "not-an-obstacle": _("Not a barrier"),
        "duplicate": _("Duplicate"),
        "in-progress": _("In progress"),
        "removal-decided": _("Removal decided"),
        "partly-resolved": _("Partly resolved"),
        "resolved": _("Resolved"),
        "not-pursued": _("Not pursued"),
        "paused": _("Paused"),
    },
    "publication-state": {
        "undecided": _("Not decided"),
        "not-publishable": _("Kept inside"),
        "publishable": _("May be published"),
        "drafted": _("Public text being written"),
        "in-review": _("In review"),
        "approved": _("Approved"),
        "published": _("Published"),
        "withdrawn": _("Withdrawn"),
    },
    "response-state": {
        "not-decided": _("Not decided"),
        "answering": _("We are answering"),
        "sent": _("Sent"),
        "declined": _("Declined"),
    },
    "no-obstacle": {
        "lack-of-information": _("Too little is known"),
        "outside-definition": _("Outside the definition"),
        "not-law": _("The obstacle is not in the law"),
        "no-effect": _("It has no effect"),
    },
    "not-publishable": {
        "personal-data": _("It cannot be told without personal data"),
        "secrecy": _("It is covered by secrecy"),
        "negotiation": _("We are negotiating"),
        "security": _("It is sensitive to security"),
        "not-a-barrier": _("It is not a barrier"),
    },
    "withdrawal": {
        "mistake": _("It held a mistake"),
        "personal-data": _("It held personal data"),
        "overtaken": _("The law has changed"),
        "merged": _("It was merged with another"),
    },
    "channel": {
        "member": _("A member told us"),
        "authority": _("An authority told us"),
        "consultation": _("A consultation"),
        "inquiry": _("An inquiry"),
        "media": _("The media"),
        "own-work": _("Our own work"),
    },
    "risk": {
        "low": _("Low risk"),
        "medium": _("Medium risk"),
        "high": _("High risk"),
    },
    "stake-unit": {
        "sek": _("Kronor a year"),
        "hours": _("Hours a year"),
    },
    "duty": {
        "contributor": _("Contributor"),
        "legal-reviewer": _("Legal reviewer"),
    },
    "digest": {
        "never": _("Never"),
        "daily": _("Every day"),
        "weekly": _("Every week"),
    },
    "news": {
        "mentioned": _("You were mentioned"),
        "assigned": _("You were given a task"),
        "asked": _("You were asked"),
        "moved": _("It has moved on"),
        "changed": _("It has changed"),
        "noted": _("A note was written"),
        "embargo": _("It is to be published soon"),
        "second-factor": _("Your second factor was taken away"),
    },
    "screening-question": {
        "is-obstacle": _("Does it stop something that ought to be possible?"),
        "is-new": _("Is it new, and not logged already?"),
        "is-law": _("Does it lie in the law, or in how the law is read?"),
    },
    "clearance": {
        "personal-data": _("No personal data, and nobody can be recognised"),
        "consent": _("Every member that is named has agreed to it"),
        "secrecy": _("Nothing that is covered by secrecy"),
        "negotiation": _("Nothing that harms a negotiation under way"),
        "tone": _("The tone is factual and fair to those who are named"),
    },
    "role": {
        "advocacy": _("Advocacy"),
        "legal": _("Legal expert"),
        "admin": _("Administrator"),
    },
    "proposal-kind": {
        "priority": _("Give it priority in a year"),
        "drop": _("Do not pursue it"),
    },
    "review-kind": {
        "screening": _("Screening"),
        "legal": _("Legal review"),
        "clearance": _("Clearance"),
        "approval": _("Approval"),
    },
    "verdict": {
        "passed": _("Passed"),
        "returned": _("Returned with a question"),
        "refused": _("Refused"),
    },
    "language": {
        "sv": _("Swedish"),
        "en": _("English"),
    },
    "way": {
        "submit": _("Submit for assessment"),
        "take": _("Take up for assessment"),
        "return": _("Ask the author a question"),
        "recognise": _("Recognise as a barrier"),
        "reject": _("Decide that it is not a barrier"),
        "merge": _("Merge with another barrier"),
        "begin": _("Begin the work"),
        "note-decision": _("Note that its removal is decided"),
        "resolve-partly": _("Note that it is partly resolved"),
        "resolve": _("Note that it is resolved"),
        "drop": _("Stop pursuing it"),
        "pause": _("Pause the work"),
        "reopen": _("Take it up again"),
        "keep-inside": _("Keep it inside"),
        "allow": _("Decide that it may be published"),
        "draft": _("Begin the public text"),
        "send-to-review": _("Send to review"),
        "send-back": _("Send back to the writer"),
        "approve": _("Approve"),
        "publish": _("Publish"),
        "withdraw": _("Withdraw"),
        "begin-action": _("Begin"),
        "finish-action": _("Note that it was carried out"),
        "drop-action": _("Drop"),
        "met": _("Note that it was met"),
        "met-partly": _("Note that it was partly met"),
        "not-met": _("Note that it was not met"),
        "overtaken": _("Note that events overtook it"),
        "answer": _("Decide to answer"),
        "hand-on": _("Let somebody else write the answer"),
        "send": _("Note that it was sent"),
        "decline": _("Decide not to answer"),
        "reopen-answer": _("Take the answer up again"),
    },
    "need": {
        "reason": _("Give a reason."),
        "question": _("Write the question."),
        "owner": _("Choose who owns it."),
        "screening": _("Answer the three screening questions."),
        "no-obstacle": _("Choose why it is not a barrier."),
        "survivor": _("Name the barrier that lives on."),
        "review-on": _("Choose a day on which to look at it again."),
        "happened-on": _("Write when it happened."),
        "how": _("Write how it came about."),
        "remains": _("Write what remains."),
        "evidence": _("Name the source that shows it."),
        "not-publishable": _("Choose why it is kept inside."),
        "withdrawal": _("Choose why it is withdrawn."),
        "clearance": _("Tick every point of the clearance list."),
        "title": _("Give it a working title."),
        "summary": _("Describe what happens."),
        "kind": _("Say what kind of barrier it is."),
        "source": _("Say how we came to know of it."),
        "root-cause": _("Name at least one root cause."),
        "citation": _("Name a provision, or say that the barrier lies in practice."),
        "remedy": _("Say who can remove it."),
        "work": _("Tie at least one action or one matter to it."),
        "decided-matter": _("Tie a matter whose decision and day of entry into force are known."),
        "public-text": _("Write a public title and summary in Swedish."),
        "handled-leaks": _("Handle everything that the scanner found."),
        "consents": _("Record the consent of every member that is named."),
    },
    "amendment-verb": {
        "changed": _("Amended"),
        "added": _("Added"),
        "repealed": _("Repealed"),
        "renumbered": _("Renumbered"),
        "enters-into-force": _("Day of entry into force"),
        "reprinted": _("Reprinted"),
    },
    "finding-kind": {
        "amended": _("Amended"),
        "repealed": _("Repealed"),
        "expires": _("Ends by its own terms"),
        "resolution": _("May be resolved"),
    },
    "finding-verdict": {
        "still-holds": _("The barrier still holds as it is described"),
        "barrier-changed": _("The barrier has been changed to fit"),
        "resolved": _("The barrier is resolved, or partly so"),
    },
    "record-kind-plural": {
        "barrier": _("Barriers"),
        "act": _("Acts"),
        "provision": _("Provisions"),
        "case": _("Cases"),
        "matter": _("Matters"),
        "action": _("Actions"),
        "objective": _("Objectives"),
        "principle": _("Principles"),
        "strategy": _("Strategies"),
        "organisation": _("Organisations"),
    },
    **PATH_LABELS,
}


def label(word: str, words: str) -> str:
    """Say *word* of the closed list *words* in the language of the request."""
    return gettext(LABELS[words][word])


NOTICES = {
    "too-long": _("Only the first 200 characters were searched for."),
    "too-many-terms": _("Only the first ten words were searched for."),
    "unbalanced-quote": _(
        "A quotation mark had no partner, so the words were searched for one by one."
    ),
    "only-exclusions": _(
        "Words with a minus sign only take away; write at least one word to find."
    ),
    "prefix-too-short": _(
        "A word before * needs at least three letters; it was searched for as it stands."
    ),
    "any-word": _("No record holds all the words. These hold some of them."),
}


def notice(code: str) -> str:
    """Say in the language of the request how a search was read."""
    return gettext(NOTICES[code])
