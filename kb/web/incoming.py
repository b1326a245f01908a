"""What comes in with a request, made safe to read: few enough fields, no characters that harm.

Every form and every query passes here before anything else reads it.
"""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

_URLENCODED = "application/x-www-form-urlencoded"
_NULL = "\0"


class CountingParser(FormDataParser):
    """Refuses a form of too many fields before it is taken apart."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Take a body apart; raises RequestEntityTooLarge (413) for more than the limit of fields.

        The library counts the parts of a form with files only.
        """
        if mimetype == _URLENCODED:
            body = stream.read()
            if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        rest, fields, files = super().parse(stream, mimetype, content_length, options)
        return rest, self.cls(without_nulls(fields)), files


class Incoming(Request):
    """A request whose fields hold no null characters: PostgreSQL refuses them, nobody means them.

    The same holds for the query of its address.
    """

    form_data_parser_class = CountingParser

    @cached_property
    def args(self) -> "MultiDict[str, str]":
        """The query of the address."""
        return ImmutableMultiDict(without_nulls(super().args))


def without_nulls(fields: "MultiDict[str, str]") -> list[tuple[str, str]]:
    """The names and values of *fields* without null characters."""
    return [
        (name.replace(_NULL, ""), value.replace(_NULL, ""))
        for name, value in fields.items(multi=True)
    ]
