"""The form of a bulk edit: one change, chosen among several."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField

from kb.barriers.bulk_plans import SCHEMES, BulkChange, What
from kb.barriers.sheet_cells import Lists, label_of
from kb.barriers.sheet_columns import CHANNELS
from kb.models import User
from kb.records.term_queries import may_be_chosen
from kb.web.forms import Line, StaffForm, WholeDate
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.people import name_in_list

#: What is sent to take the value away.
NOTHING = "none"
#: Which field holds the value of each change; following needs none.
FIELDS = {
    What.OWNER: "owner",
    What.ADD_TERM: "add_term",
    What.REMOVE_TERM: "remove_term",
    What.CHANNEL: "channel",
    What.REVIEW_ON: "review_on",
}
HEADINGS = {
    "kind": _("Kind of barrier"),
    "sector": _("Sector"),
    "root-cause": _("Root cause"),
    "remedy": _("Who can remove it"),
}


class BulkForm(StaffForm):
    """What is to be changed, and into what; fields of other changes are passed over."""

    what = HiddenField()
    owner = SelectField(_("Owner"), validate_choice=False)
    add_term = SelectField(_("Word to add"), validate_choice=False)
    remove_term = SelectField(_("Word to take away"), validate_choice=False)
    channel = SelectField(_("How we came to know of it"), validate_choice=False)
    review_on = Line(
        _("Day to look at it again"),
        [WholeDate()],
        description=_("Such as 2026-02-28. Only for barriers that rest."),
    )

    def offer(self, people: Iterable[User], lists: Lists) -> None:
        """Offer *people* as owners, and the words of *lists*."""
        choose = ("", gettext("Choose"))
        named = [(str(user.id), name_in_list(user)) for user in people]
        self.owner.choices = [choose, (NOTHING, gettext("Nobody")), *named]
        words = [(key, lists.pick(pair)) for key, pair in CHANNELS.items()]
        self.channel.choices = [choose, (NOTHING, gettext("Not known")), *words]
        self.add_term.choices = {"": [choose], **_terms(lists, only_open=True)}
        self.remove_term.choices = {"": [choose], **_terms(lists, only_open=False)}

    def change(self) -> BulkChange | None:
        """The change that was asked for; None when the form names none."""
        if self.what.data not in set(What):
            return None
        what = What(self.what.data)
        value = self[FIELDS[what]].data if what in FIELDS else ""
        return BulkChange(what=what, value="" if value == NOTHING else value or "")

    @property
    def is_open(self) -> bool:
        """Whether the value of the change is still to be chosen; a day may be left empty."""
        name = FIELDS.get(What(self.what.data)) if self.what.data in set(What) else None
        return name in ("owner", "add_term", "remove_term", "channel") and not self[name].data


def _terms(lists: Lists, *, only_open: bool) -> dict[str, list[tuple[str, str]]]:
    """The words of each vocabulary under its heading."""
    return {
        gettext(HEADINGS[scheme]): [
            (f"{scheme}/{term.key}", lists.pick(label_of(term)))
            for term in lists.terms[scheme]
            if may_be_chosen(term) or not only_open
        ]
        for scheme in SCHEMES
    }
