"""The links in letters that end such letters: signed, for one account, good for that alone."""

from itsdangerous import BadSignature, URLSafeSerializer

from kb.errors import NotFound


def token_for(key: str, user_id: int) -> str:
    """Sign a token, with the installation's *key*, that ends the digests of one account.

    It never ends: a letter may be read long after it was sent.
    """
    return str(_serializer(key).dumps(user_id))


def user_of(key: str, token: str) -> int:
    """Return the account that *token* is for; raises NotFound for one that we did not sign."""
    try:
        user_id = _serializer(key).loads(token)
    except BadSignature:
        raise NotFound("There is no such page.") from None
    return int(user_id)


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="unsubscribe")
