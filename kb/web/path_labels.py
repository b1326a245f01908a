"""The closed lists of the path of a law and of our push on it, in words (see ``kb.web.labels``)."""


def _(message: str) -> str:
    """Mark *message* for translation; it is translated when it is shown."""
    return message


PATH_LABELS: dict[str, dict[str, str]] = {
    "deadline-kind": {
        "consultation": _("Consultation ends"),
        "step": _("Announced step"),
        "in-force": _("Enters into force"),
        "answer": _("Our answer is due"),
        "task": _("Task"),
        "milestone": _("Milestone"),
        "action": _("Action ends"),
        "review": _("Look at it again"),
    },
    "occurrence": {
        "happened": _("It has happened"),
        "planned": _("It is announced or proposed"),
    },
    "turn": {
        "laid-aside": _("Laid aside"),
        "rejected": _("Rejected"),
        "withdrawn": _("Withdrawn"),
        "referred-back": _("Referred back"),
        "split": _("A part goes on by itself"),
    },
    "document-kind": {
        "directive": _("Terms of reference"),
        "report": _("Inquiry report (SOU)"),
        "memo": _("Ministry memorandum"),
        "consultation": _("Consultation"),
        "council-draft": _("Draft to the Council on Legislation"),
        "bill": _("Bill"),
        "communication": _("Government communication"),
        "motion": _("Motion"),
        "committee-report": _("Committee report"),
        "decision": _("Letter of the Riksdag"),
        "statute": _("Statute"),
    },
    "match-reason": {
        "same-number": _("The matter has this very document"),
        "named-in-register": _("The source lists them together"),
        "number-in-title": _("The title names it"),
        "number-in-text": _("The text names it"),
        "same-title": _("They have the same title"),
        "title-in-text": _("The text repeats its title"),
        "shared-law": _("Both are about the same law"),
        "same-day-in-force": _("Both name the same day of entry into force"),
    },
    "match-verdict": {
        "confirmed": _("Confirmed"),
        "rejected": _("Rejected"),
    },
    "invited": {
        "unknown": _("Not known"),
        "yes": _("We were asked"),
        "no": _("We were not asked"),
    },
    "stance": {
        "approves": _("Approves"),
        "approves-partly": _("Approves in part"),
        "rejects": _("Rejects"),
        "no-objection": _("No objection"),
    },
    "closeness": {
        "matter": _("Belongs to the same matter"),
        "document": _("Cites the document that is sent out"),
        "section": _("The same section"),
        "chapter": _("The same chapter"),
        "act": _("The act that the title names"),
        "passing": _("The act, named in passing"),
    },
    "visibility": {
        "public": _("Everybody"),
        "staff": _("Staff"),
        "restricted": _("Only those who need it"),
    },
    "attitude": {
        "friend": _("Friend"),
        "leaning": _("Leaning our way"),
        "neutral": _("Neutral"),
        "doubtful": _("Doubtful"),
        "blocker": _("Blocker"),
    },
}

#: Fields of the history that belong to the path of a law and to our push on it.
PATH_FIELDS: dict[str, str] = {
    "procedure_number": _("Number of the EU procedure"),
    "set_stage": _("Stage set by hand"),
    "set_stage_on": _("Stage set by hand on"),
    "set_stage_reason": _("Why the stage was set by hand"),
    "response": _("Our answer to a consultation"),
    "response_adopted_by": _("Who adopts the answer"),
    "response_diary_number": _("Our diary number"),
    "response_invited": _("Were we asked?"),
    "response_owner": _("Owner"),
    "response_positions": _("Our answer, proposal by proposal"),
    "response_stance": _("What we say of the whole"),
}
#: Those of them, and parts of their rows, whose values are words of a closed list.
PATH_WORDS: dict[str, str] = {
    "set_stage": "stage",
    "response": "response-state",
    "response_invited": "invited",
    "response_stance": "stance",
    "stance": "stance",
}
