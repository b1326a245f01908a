"""Every permission there is, a sentence each, and who holds it."""

from enum import StrEnum


class Permission(StrEnum):
    """What can be allowed."""

    PUBLIC_READ = "public-read"
    INTERNAL_READ = "internal-read"
    CATALOGUE_LOAD = "catalogue-load"
    RECORD_PUBLISH = "record-publish"

    @property
    def sentence(self) -> str:
        """Say in one sentence what the permission allows."""
        return _SENTENCES[self]


_SENTENCES = {
    Permission.PUBLIC_READ: "Read what has been published.",
    Permission.INTERNAL_READ: "Read what has not been published.",
    Permission.CATALOGUE_LOAD: "Load the catalogue into the database.",
    Permission.RECORD_PUBLISH: "Publish a record, or a new version of it.",
}

#: What everybody may do, without an account.
OF_THE_PUBLIC = frozenset({Permission.PUBLIC_READ})
OF_THE_SYSTEM = frozenset(Permission)
