"""Rows that forms of several kinds write: texts that stay inside, and open questions."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kb.errors import Invalid
from kb.models import OpenQuestion, Record, RecordText
from kb.readers.drafts import TextDraft
from kb.records.operations import text_row
from kb.words import Language, Pair, TextField

#: The language that texts which stay inside are kept under; they are not translated.
INSIDE = Language.SV


def set_inside_text(session: Session, record: Record, field: TextField, body_md: str) -> None:
    """Set a long text that stays inside, rendered; an empty one is taken away.

    Raises Invalid with the name of *field* for what cannot be rendered.
    """
    old = find_inside_text(record, field)
    if not body_md:
        if old is not None:
            record.texts.remove(old)
        return
    if old is not None and old.body_md == body_md:
        return
    try:
        new = text_row(session, TextDraft(field=field, language=INSIDE, body_md=body_md))
    except Invalid as error:
        raise Invalid(field.value, error.sentence, **error.values) from None
    if old is None:
        record.texts.append(new)
    else:
        old.body_md, old.body_html, old.rendered_by = new.body_md, new.body_html, new.rendered_by


def find_inside_text(record: Record, field: TextField) -> RecordText | None:
    """The row of a long text that stays inside; None when there is none."""
    rows = (text for text in record.texts if text.field == field and text.language == INSIDE)
    return next(rows, None)


def question_rows(questions: Iterable[Pair]) -> list[OpenQuestion]:
    """Make the rows of open questions, in order."""
    return [
        OpenQuestion(position=position, question_sv=question.sv, question_en=question.en)
        for position, question in enumerate(questions)
    ]
