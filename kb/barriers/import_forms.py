"""Forms of an import: the file, and what each of its columns is read as."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from wtforms import FileField, SelectField

from kb.barriers.import_plans import MAX_SOURCE, Upload
from kb.barriers.sheet_columns import COLUMNS, WHAT_IS_READ
from kb.errors import Invalid
from kb.readers.spreadsheets import read_sheet
from kb.web.forms import Line, Needed, StaffForm
from kb.web.i18n import current_language, gettext
from kb.web.labels import _
from kb.words import Language


class UploadForm(StaffForm):
    """A sheet to look at."""

    file = FileField(
        _("File"),
        [Needed(_("Choose a file."))],
        description=_("Excel (.xlsx) or CSV, at most 10 MiB and 20,000 rows."),
    )
    source = Line(
        _("What the list is called"),
        limit=MAX_SOURCE,
        description=_(
            "Rows are known again by this name and their own id, so give the same list the same "
            "name each time. Left empty, it is the name of the file."
        ),
    )

    def upload(self) -> Upload:
        """Read the file; raises Invalid("file") for one that is no sheet."""
        file = self.file.data
        if not hasattr(file, "read"):
            raise Invalid("file", "Choose a file.")
        name = PurePosixPath(str(file.filename).replace("\\", "/")).name
        source = self.source.data or PurePosixPath(name).stem[:MAX_SOURCE].strip()
        return Upload(sheet=read_sheet(file.read(), name), file_name=name, source=source)


def columns_form(header: Sequence[str], mapping: Mapping[str, str]) -> StaffForm:
    """Make the form that asks what each column of a file is, filled in with *mapping*."""
    is_swedish = current_language() is Language.SV
    names = [
        (column.key, column.name.sv if is_swedish else column.name.en)
        for column in COLUMNS
        if column.key in WHAT_IS_READ
    ]
    fields: dict[str, Any] = {
        f"column_{place}": SelectField(
            name, choices=[("", gettext("Do not import")), *names], default=mapping.get(name, "")
        )
        for place, name in enumerate(header)
    }
    form: StaffForm = type("ColumnsForm", (StaffForm,), fields)()
    for place, name in enumerate(header):
        # What a file calls its columns is no text of ours to translate.
        form[f"column_{place}"].label.text = name
    return form


def chosen_columns(form: StaffForm, header: Sequence[str]) -> list[tuple[str, str]]:
    """What was chosen: name in the file and key of a column, empty for one that is left out."""
    return [(name, form[f"column_{place}"].data or "") for place, name in enumerate(header)]
