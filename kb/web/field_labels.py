"""What the history is told in: fields, deeds and vocabularies in the reader's language."""

from collections.abc import Mapping
from typing import Any

from kb.citations.keys import is_key
from kb.web.i18n import gettext
from kb.web.jinja import key_label, local
from kb.web.labels import LABELS, _
from kb.web.path_labels import PATH_FIELDS, PATH_WORDS

#: Fields of every record that has a history; what ends in a language bears the field's own name.
FIELDS: dict[str, str] = {
    "act": _("Act"),
    "act_id": _("Act"),
    "actor": _("Who"),
    "address": _("Address"),
    "amended_by": _("Amended by"),
    "analysis": _("Legal analysis"),
    "answers": _("Answers"),
    "approved_at": _("Approved"),
    "approver_id": _("Approved by"),
    "area": _("Target area"),
    "areas": _("Target areas"),
    "as_of": _("Wording of which day"),
    "asks": _("Asks"),
    "assessed_by_id": _("Assessed by"),
    "assessed_on": _("Assessed"),
    "author": _("Author"),
    "author_id": _("Logged by"),
    "barrier": _("Barrier"),
    "barriers": _("Barriers"),
    "blocked": _("Blocked for a system"),
    "body": _("Body"),
    "cause": _("Cause"),
    "certainty": _("Certainty"),
    "changed_at": _("Changed"),
    "channel": _("How we came to know"),
    "checked_on": _("Compared with its sources"),
    "citations": _("Citations"),
    "code": _("Code"),
    "confidence": _("Confidence"),
    "consent": _("Consent"),
    "consequence": _("Consequence"),
    "continued_by": _("Continued by"),
    "counterparts": _("Addressed to"),
    "data": _("What is to be shared"),
    "date": _("Day"),
    "decided_on": _("Decided"),
    "decision_steps": _("Decision ladder"),
    "digest": _("Letters"),
    "direction": _("Direction"),
    "document": _("Document"),
    "duplicate_of": _("Same as"),
    "duty": _("Duty"),
    "earlier_names": _("Earlier names"),
    "effect": _("Effect"),
    "effects": _("Effects of matters"),
    "effects_note": _("Note on the effects"),
    "eif_principles": _("Principles of the EIF"),
    "email": _("E-mail address"),
    "ended": _("Ended"),
    "ended_on": _("Ended"),
    "events": _("Events"),
    "expires_on": _("Last day in force"),
    "external_id": _("External id"),
    "file_name": _("File"),
    "flow": _("Flow card"),
    "gap": _("Where it breaks"),
    "given_by": _("Given by"),
    "given_on": _("Given"),
    "handle": _("What others write to reach them"),
    "has_text": _("Has a text"),
    "help": _("Help"),
    "hit": _("Hit of the scanner"),
    "horizon_reason": _("Reason for the year"),
    "horizon_year": _("Year when it may be gone"),
    "human": _("Human required"),
    "identifier": _("Identifier"),
    "impacts": _("Objectives"),
    "in_force_on": _("In force from"),
    "interest": _("Protected interest"),
    "internal": _("Internal text"),
    "is_active": _("Account open"),
    "is_member": _("Member"),
    "is_minor": _("Small correction"),
    "is_planned": _("Planned"),
    "issued_on": _("Issued"),
    "key": _("Key"),
    "kind": _("Kind"),
    "label": _("Label"),
    "language": _("Language"),
    "languages": _("Languages"),
    "law-finding": _("How the law has moved"),
    "legal_basis": _("Legal basis"),
    "lifted_by": _("Lifted by"),
    "mapping_certainty": _("Certainty of the tie to the EIF"),
    "matter": _("Matter"),
    "matters": _("Matters"),
    "members": _("Team"),
    "merged_into": _("Merged with"),
    "name": _("Name"),
    "names": _("Names"),
    "no_obstacle": _("Why it is no barrier"),
    "not_publishable": _("Why it is kept inside"),
    "note": _("Note"),
    "number": _("Number"),
    "objective": _("Objective"),
    "objectives": _("Objectives"),
    "organisation": _("Organisation"),
    "other": _("Other barrier"),
    "outcome": _("Outcome"),
    "outcome_key": _("Source of the outcome"),
    "outcome_note": _("Note on the outcome"),
    "outcome_on": _("Day of the outcome"),
    "outcome_page": _("Page of the outcome"),
    "owner": _("Owner"),
    "owner_id": _("Owner"),
    "page": _("Page"),
    "parent_key": _("Within"),
    "period_from": _("Period from"),
    "period_to": _("Period to"),
    "position": _("Place in the list"),
    "practice_reason": _("Why no provision is named"),
    "principles": _("Principles"),
    "priority_reason": _("Reason for the priority"),
    "priority_year": _("Priority in year"),
    "procedure": _("Procedure"),
    "proposed_wording": _("Proposed wording"),
    "proposed_wordings": _("Proposed wordings"),
    "provision": _("Provision"),
    "publish_at": _("Not before"),
    "purpose": _("Purpose"),
    "question": _("Question"),
    "questions": _("Open questions"),
    "reach": _("Reach"),
    "reach_reason": _("Reason for the reach"),
    "reason": _("Reason"),
    "receiver": _("Receiver"),
    "relation": _("How they belong together"),
    "relations": _("Related barriers"),
    "repealed_on": _("Repealed"),
    "replaced_by": _("Replaced by"),
    "reply": _("Answer"),
    "reported_by": _("Reported by"),
    "reported_on": _("Reported on"),
    "resolvability": _("Resolvability"),
    "resolvability_reason": _("Reason for the resolvability"),
    "responsible": _("Responsible body"),
    "responsible_id": _("Responsible body"),
    "review_on": _("To be looked at again"),
    "role": _("Role"),
    "scheme": _("Vocabulary"),
    "scope": _("Scope"),
    "secrecy": _("Secrecy"),
    "sender": _("Sender"),
    "sent_on": _("Sent"),
    "severity": _("Severity"),
    "severity_reason": _("Reason for the severity"),
    "short_title": _("Short title"),
    "source": _("Source"),
    "stage": _("Stage"),
    "stake_from": _("At stake, from"),
    "stake_source": _("Source of the stakes"),
    "stake_to": _("At stake, to"),
    "stake_unit": _("Stakes counted in"),
    "stake_year": _("Year of the stakes"),
    "stakeholders": _("Stakeholders"),
    "started_on": _("Began"),
    "state": _("State"),
    "state_note": _("What the state rests on"),
    "state_reason": _("Reason"),
    "state_since": _("In this state since"),
    "step": _("Step of the decision"),
    "strength": _("Strength"),
    "summary": _("Summary"),
    "target": _("Provision"),
    "terms": _("Classification"),
    "text": _("Text"),
    "title": _("Title"),
    "until": _("Last day"),
    "url": _("Address"),
    "user_id": _("Who"),
    "valid_from": _("First day of use"),
    "valid_until": _("Last day of use"),
    "verdict": _("Verdict"),
    "version": _("Version"),
    "waiting_for": _("Waiting for"),
    "waiting_since": _("Waiting since"),
    "wanted": _("What we want"),
    "way": _("Step"),
    "what": _("What was taken out"),
    "withdrawal": _("Why it is withdrawn"),
    "withdrawn_on": _("Taken back"),
    "wording": _("Wording"),
    "wording_confirmed": _("Wording confirmed"),
    "wording_on": _("Wording of which day"),
    "wording_source": _("Source of the wording"),
    "words": _("Words"),
    "work_reason": _("Reason for the work state"),
    "work_state": _("Work state"),
    "workaround": _("Work-around"),
    "workaround_risk": _("Risk of the work-around"),
    "working_summary": _("Working summary"),
    "working_title": _("Working title"),
} | PATH_FIELDS
#: Fields whose values are words of a closed list, by kind where it decides.
_WORDS = {
    "certainty": "certainty",
    "channel": "channel",
    "confidence": "confidence",
    "no_obstacle": "no-obstacle",
    "not_publishable": "not-publishable",
    "procedure": "procedure",
    "role": "role",
    "stake_unit": "stake-unit",
    "way": "way",
    "withdrawal": "withdrawal",
    "work_state": "work-state",
    "workaround_risk": "risk",
} | PATH_WORDS
#: Words of closed lists within the rows of a list, such as the citations of a barrier.
_ROW_WORDS = {
    "blocked": ("blocked",),
    "certainty": ("certainty",),
    "direction": ("direction",),
    "duty": ("duty",),
    "effect": ("effect",),
    "human": ("human",),
    "kind": ("name-kind",),
    "outcome": ("ask-outcome",),
    "relation": ("relation", "case-relation"),
    "role": ("citation-role",),
    "stage": ("stage",),
    "step": ("decision-part",),
} | {name: (words,) for name, words in PATH_WORDS.items()}
_STATES = {"barrier": "state", "action": "action-state", "act": "act-state"}
_LANGUAGES = {"sv": _("in Swedish"), "en": _("in English")}
_PEOPLE = frozenset(("author_id", "owner_id", "user_id", "assessed_by_id"))

#: What people and the system do, in the past tense.
VERBS: dict[str, str] = {
    "added": _("added"),
    "answered": _("answered a question"),
    "changed": _("changed"),
    "created": _("created"),
    "edited a note": _("changed a note"),
    "exported the log": _("exported the log"),
    "merged": _("merged"),
    "asked for a new password": _("asked for a new password"),
    "changed the password": _("changed the password"),
    "changed the role": _("changed the role"),
    "closed": _("closed the account"),
    "declined a proposal": _("declined a proposal"),
    "exported": _("exported"),
    "handed on": _("handed on"),
    "handled a hit": _("handled a hit of the scanner"),
    "imported": _("imported"),
    "invited": _("invited"),
    "let the approval fall": _("changed what was approved, so that the approval fell"),
    "judged": _("said what came of a change in the law"),
    "moved": _("moved on"),
    "moved the publication": _("moved the publication on"),
    "noted": _("wrote a note"),
    "noticed": _("noticed that the law has moved"),
    "opened again": _("opened the account again"),
    "pinned a note": _("pinned a note"),
    "proposed": _("proposed"),
    "published": _("published"),
    "read who told us": _("read who told us"),
    "recorded a consent": _("recorded a consent"),
    "reminded of the embargo": _("reminded of the embargo"),
    "removed": _("removed"),
    "removed a note": _("removed a note"),
    "renamed": _("renamed"),
    "reopened a hit": _("took up a hit of the scanner again"),
    "retired": _("retired"),
    "revived": _("took back into use"),
    "sent a link": _("sent a link"),
    "set the embargo": _("set the embargo"),
    "set the priority": _("set the priority"),
    "failed to sign in too often": _("failed to sign in too often"),
    "gave wrong codes too often": _("gave wrong codes too often at signing in"),
    "made new recovery codes": _("made new recovery codes"),
    "signed in": _("signed in"),
    "signed out": _("signed out"),
    "signed out elsewhere": _("signed out elsewhere"),
    "took away the second factor": _("took away the second factor"),
    "took back a consent": _("took back a consent"),
    "took over": _("took over"),
    "turned off the second factor": _("turned off the second factor"),
    "turned on the second factor": _("turned on the second factor"),
    "used a recovery code": _("used a recovery code"),
    "tried again": _("tried a letter again"),
    "unpinned a note": _("unpinned a note"),
    "unsubscribed": _("unsubscribed from mail"),
    "withdrew": _("withdrew"),
}
#: What things are that are no records.
KINDS: dict[str, str] = {
    "export": _("Export"),
    "import": _("Import"),
    "log": _("The log"),
    "mail": _("Letter"),
    "statutes": _("Statute book"),
    "synonyms": _("Synonyms"),
    "term": _("Term"),
    "user": _("Account"),
}
SCHEMES: dict[str, str] = {
    "act-type": _("Types of acts"),
    "action-type": _("Types of actions"),
    "case-kind": _("Kinds of cases"),
    "eif-layer": _("Layers of interoperability"),
    "interest": _("Protected interests"),
    "kind": _("Kinds of barriers"),
    "organisation-kind": _("Kinds of organisations"),
    "prerequisite": _("Prerequisites"),
    "remedy": _("Remedies"),
    "root-cause": _("Root causes"),
    "sector": _("Sectors"),
    "topic": _("Topics"),
}


def field_in_words(name: str, part: str = "") -> str:
    """Say the name of a field: ``title_sv`` is the title in Swedish."""
    if part:
        return f"{field_in_words(name)}: {field_in_words(part)}"
    if name in FIELDS:
        return gettext(FIELDS[name])
    base, _underscore, language = name.rpartition("_")
    if base in FIELDS and language in _LANGUAGES:
        return f"{gettext(FIELDS[base])} {gettext(_LANGUAGES[language])}"
    return name


def in_words(name: str, value: Any) -> str:
    """Say *value* of the part *name* of a row: a word of a closed list, a source by its name."""
    for words in _ROW_WORDS.get(name, ()):
        if value in LABELS[words]:
            return gettext(LABELS[words][value])
    if name == "strength" and isinstance(value, int):
        return gettext("%(score)s of 3") % {"score": value}
    text = str(value)
    return key_label(text) if is_key(text) else text


def verb_in_words(verb: str) -> str:
    """Say what was done; a deed that has no words of its own is told as the history has it."""
    return gettext(VERBS[verb]) if verb in VERBS else verb


def kind_in_words(kind: str) -> str:
    """Say what kind of thing it was done to."""
    words = {**LABELS["record-kind"], **KINDS}
    return gettext(words[kind]) if kind in words else kind


def scheme_in_words(scheme: str) -> str:
    """Say what a vocabulary is called."""
    return gettext(SCHEMES[scheme]) if scheme in SCHEMES else scheme


class Speaker:
    """Says values of fields: ids of *people* by their names, keys of *terms* by their labels."""

    def __init__(self, people: Mapping[int, str], terms: Mapping[str, Mapping[str, str]]) -> None:
        self._people = people
        self._terms = terms

    def value(self, kind: str, name: str, value: Any) -> str:
        """Say *value* of the field *name* of a record of *kind*; empty for nothing."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return gettext(_("Yes")) if value else gettext(_("No"))
        if isinstance(value, list):
            return "; ".join(self.row(kind, row) for row in value)
        if isinstance(value, dict):
            return self.row(kind, value)
        if name in _PEOPLE and isinstance(value, int):
            return self._people.get(value, str(value))
        words = _STATES.get(kind, "") if name == "state" else _WORDS.get(name, "")
        if words and value in LABELS[words]:
            return gettext(LABELS[words][value])
        return in_words(name, value)

    def _part(self, kind: str, name: str, value: Any) -> str:
        is_plain = isinstance(value, str | int) and not isinstance(value, bool)
        if is_plain and value != "" and name not in _PEOPLE:
            return in_words(name, value)
        return self.value(kind, name, value)

    def row(self, kind: str, row: Any) -> str:
        """Say one row of a list in a line."""
        if isinstance(row, dict):
            said = (self._part(kind, name, row[name]) for name in row if name != "position")
            return " · ".join(filter(None, said))
        return local(self._terms[row]) if row in self._terms else str(row)
