"""Letters in words: what commands need of the web to write them outside a request."""

from flask import Flask, g, render_template

from kb.config import Settings
from kb.inbox.digest_operations import DigestDraft, Letter
from kb.inbox.unsubscribing import token_for
from kb.web.i18n import gettext as _


class LetterWriter:
    """Writes digests in the language of their readers, with links to the public address."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._key = settings.key
        self._site = settings.site_url.rstrip("/") or f"http://{settings.host}:{settings.port}"

    def digest(self, draft: DigestDraft) -> Letter:
        """Write a digest."""
        # The worker shares no request with anybody: the address is the one that is set.
        with self._app.test_request_context("/", base_url=self._site):
            g.language = draft.user.language
            unsubscribe_url = f"{self._site}/unsubscribe/{token_for(self._key, draft.user.id)}"
            body = render_template(
                "mail/digest.txt",
                draft=draft,
                site=self._site,
                searches_url=f"{self._site}/staff/searches",
                inbox_url=f"{self._site}/staff/inbox",
                account_url=f"{self._site}/staff/account",
                unsubscribe_url=unsubscribe_url,
            )
            subject = _("News in your inbox")
        return Letter(subject, body.strip() + "\n", unsubscribe_url)
