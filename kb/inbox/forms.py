"""The forms of saved searches."""

from wtforms import HiddenField

from kb.inbox.search_operations import NAME
from kb.web.forms import Line, Needed, StaffForm
from kb.web.labels import _


class SearchNameForm(StaffForm):
    """What a saved search is called."""

    name = Line(_("Name"), [Needed(_("Write a name for the search."))], limit=NAME)


class SaveSearchForm(SearchNameForm):
    """A search in the list of barriers, to be kept."""

    #: The query of the address of the list.
    query = HiddenField()
