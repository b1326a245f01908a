"""All pages of accounts, each kind in its own module."""

# Named for what importing them does: each puts its pages into the area.
from kb.accounts import (
    account_views,  # noqa: F401
    draft_views,  # noqa: F401
    entry_views,  # noqa: F401
    password_views,  # noqa: F401
    user_views,  # noqa: F401
)
from kb.accounts.area_views import area

__all__ = ["area"]
