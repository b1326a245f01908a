"""The closed lists of ``kb.words`` in the reader's language.

The English label is the source that translations start from. A test holds that every word of
every list has one.
"""

from kb.web.i18n import gettext


def _(message: str) -> str:
    """Mark *message* for translation; it is translated when it is shown."""
    return message


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
