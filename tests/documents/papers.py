"""Documents for tests: the chain of one law, told as its sources tell it."""

from kb.documents.import_operations import DocumentSource, import_documents
from kb.readers.documents import DocumentFile, Named
from kb.security.actor import SYSTEM
from kb.words import DocumentKind, NamedIn

TITLE = "En väl fungerande ordning för val och beslutsfattande i kommuner och regioner"


def paper(kind: DocumentKind, key: str | None, title: str, dated_on: str | None, **more):
    """One document; its address is made of its kind and title."""
    more.setdefault("external_id", f"/{kind}/{key or title}/")
    return DocumentFile(
        source="government", kind=kind, key=key, title=title, dated_on=dated_on, **more
    )


DIRECTIVE = paper(DocumentKind.DIRECTIVE, "dir/2020:10", TITLE, "2020-02-07")
REPORT = paper(DocumentKind.REPORT, "sou/2021:16", TITLE, "2021-03-25")
CONSULTATION = paper(
    DocumentKind.CONSULTATION,
    None,
    f"Remiss av SOU 2021:16 {TITLE}",
    "2021-04",
    deadline_on="2021-08-25",
    deadline_text="Remissvaren ska ha kommit in senast den 25 augusti 2021.",
    named=(Named("sou/2021:16", NamedIn.TITLE),),
)
DRAFT = paper(
    DocumentKind.COUNCIL_DRAFT, None, "Val och beslut i kommuner och regioner", "2022-01-28"
)
BILL = paper(
    DocumentKind.BILL,
    "prop/2021/22:125",
    "Val och beslut i kommuner och regioner",
    "2022-03",
    in_force_on="2022-07-01",
    # One letter is lost, as in the source.
    text=f"Här lämnas förslag för {TITLE.lower().replace('beslutsf', 'beslutf')}.",
    named=(Named("sfs/2017:725", NamedIn.TEXT),),
)
CHAIN = (DIRECTIVE, REPORT, CONSULTATION, DRAFT, BILL)


def take_in(database, *files, state_on="2026-01-29"):
    """Import *files* and return the report."""
    source = DocumentSource(
        source="government", file_name="test", state_on=state_on, rows=iter(files)
    )
    return import_documents(database.writing, SYSTEM, source).report
