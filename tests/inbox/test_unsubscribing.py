"""Links that end letters: for one account, and only those that we signed."""

import pytest

from kb.errors import NotFound
from kb.inbox.unsubscribing import token_for, user_of

KEY = "k" * 40


def test_a_link_is_for_the_account_that_it_was_made_for():
    assert user_of(KEY, token_for(KEY, 17)) == 17


@pytest.mark.parametrize(
    "token", ["", "17", "MTc.x", token_for("z" * 40, 17), token_for(KEY, 17) + "x"]
)
def test_a_link_that_we_did_not_sign_leads_nowhere(token):
    with pytest.raises(NotFound):
        user_of(KEY, token)
