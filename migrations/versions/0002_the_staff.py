"""Accounts, the work of staff, publication as a process, the chain of the history.

Revision: 0002
Revises: 0001
"""

import json
from datetime import UTC
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BARRIER_TEXTS = (
    "horizon_reason",
    "working_summary",
    "practice_reason",
    "stake_source",
    "priority_reason",
)
#: Column → name of its closed list, and its words.
BARRIER_CHOICES = {
    "channel": (
        "channel",
        ("member", "authority", "consultation", "inquiry", "media", "own-work"),
    ),
    "no_obstacle": (
        "no_obstacle",
        ("lack-of-information", "outside-definition", "not-law", "no-effect"),
    ),
    "workaround_risk": ("risk", ("low", "medium", "high")),
    "stake_unit": ("stake_unit", ("sek", "hours")),
}
REFUSAL = "The history is only added to."
#: What makes the history append-only, by database.
TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER revisions_are_not_changed BEFORE UPDATE ON revisions "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"CREATE TRIGGER revisions_are_not_removed BEFORE DELETE ON revisions "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        # INSERT OR REPLACE removes the old row without asking the trigger above.
        "CREATE TRIGGER revisions_are_not_replaced BEFORE INSERT ON revisions "
        "WHEN EXISTS (SELECT 1 FROM revisions WHERE id = NEW.id OR number = NEW.number) "
        "BEGIN SELECT RAISE(ABORT, 'The history is only added to.'); END",
    ),
    "postgresql": (
        f"CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER revisions_are_not_changed BEFORE UPDATE OR DELETE ON revisions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_history()",
        "CREATE TRIGGER revisions_are_not_removed BEFORE TRUNCATE ON revisions "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_history()",
    ),
}
TRIGGERS_DOWN = {
    "sqlite": (
        "DROP TRIGGER revisions_are_not_changed",
        "DROP TRIGGER revisions_are_not_removed",
        "DROP TRIGGER revisions_are_not_replaced",
    ),
    "postgresql": (
        "DROP TRIGGER revisions_are_not_changed ON revisions",
        "DROP TRIGGER revisions_are_not_removed ON revisions",
        "DROP FUNCTION refuse_to_rewrite_history()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "chain_ends",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_ends")),
    )
    op.create_table(
        "code_counters",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_code_counters")),
    )
    op.create_table(
        "synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
    )
    op.create_table(
        "throttles",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttles")),
    )
    op.create_table(
        "external_keys",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_external_keys_record_id")
        ),
        sa.PrimaryKeyConstraint("source", "external_id", name=op.f("pk_external_keys")),
    )
    with op.batch_alter_table("external_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_keys_record_id"), ["record_id"], unique=False)

    op.create_table(
        "form_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_form_drafts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_drafts")),
        sa.UniqueConstraint("user_id", "form", name=op.f("uq_form_drafts_user_id_form")),
    )
    op.create_table(
        "handled_leaks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("handled_by_id", sa.Integer(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["users.id"], name=op.f("fk_handled_leaks_handled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_handled_leaks_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handled_leaks")),
        sa.UniqueConstraint(
            "record_id", "kind", "text", name=op.f("uq_handled_leaks_record_id_kind_text")
        ),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("unsubscribe_url", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mails_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("occasion", name=op.f("uq_mails_occasion")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_user_id"), ["user_id"], unique=False)

    op.create_table(
        "one_use_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "reset",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_one_use_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_use_tokens_token_hash")),
    )
    with op.batch_alter_table("one_use_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_use_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "publications",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "undecided",
                "not-publishable",
                "publishable",
                "drafted",
                "in-review",
                "approved",
                "published",
                "withdrawn",
                name="publication_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "not_publishable",
            sa.Enum(
                "personal-data",
                "secrecy",
                "negotiation",
                "security",
                "not-a-barrier",
                name="not_publishable",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_digest", sa.String(length=64), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["users.id"], name=op.f("fk_publications_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_publications_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_publications_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_publications")),
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_saved_searches_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_searches_owner_id_name")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consents_organisation_id")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_consents_record_id")),
        sa.PrimaryKeyConstraint("record_id", "organisation_id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consents_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("saved_search_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(record_id IS NULL) <> (saved_search_id IS NULL)", name=op.f("ck_follows_one_subject")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_follows_record_id")),
        sa.ForeignKeyConstraint(
            ["saved_search_id"],
            ["saved_searches.id"],
            name=op.f("fk_follows_saved_search_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_follows_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("user_id", "record_id", name=op.f("uq_follows_user_id_record_id")),
        sa.UniqueConstraint(
            "user_id", "saved_search_id", name=op.f("uq_follows_user_id_saved_search_id")
        ),
    )
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follows_record_id"), ["record_id"], unique=False)

    op.create_table(
        "barrier_members",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "contributor",
                "legal-reviewer",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_barrier_members_barrier_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_barrier_members_user_id")),
        sa.PrimaryKeyConstraint("barrier_id", "user_id", name=op.f("pk_barrier_members")),
    )
    with op.batch_alter_table("barrier_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_barrier_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "news",
            sa.Enum(
                "mentioned",
                "assigned",
                "asked",
                "moved",
                "changed",
                "noted",
                "embargo",
                name="news",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_notifications_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_notifications_revision_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "user_id", "revision_id", name=op.f("uq_notifications_user_id_revision_id")
        ),
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notifications_record_id"), ["record_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notifications_revision_id"), ["revision_id"], unique=False
        )
        batch_op.create_index(
            "ix_notifications_user_id_read_at", ["user_id", "read_at"], unique=False
        )

    op.create_table(
        "responses",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not-decided",
                "answering",
                "sent",
                "declined",
                name="response_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_responses_matter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_responses_owner_id")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_responses")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_owner_id"), ["owner_id"], unique=False)

    with op.batch_alter_table("barriers") as batch_op:
        for name in BARRIER_TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("working_title", sa.String(length=200), nullable=False, server_default="")
        )
        for name in ("stake_year", "priority_year", "author_id"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in ("stake_from", "stake_to"):
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for column, (name, words) in BARRIER_CHOICES.items():
            batch_op.add_column(sa.Column(column, choice(name, *words), nullable=True))
        batch_op.create_index(batch_op.f("ix_barriers_author_id"), ["author_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_barriers_author_id"), "users", ["author_id"], ["id"]
        )
    drop_defaults("barriers", *BARRIER_TEXTS, "working_title")
    with op.batch_alter_table("records") as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE records SET changed_at = created_at")
    with op.batch_alter_table("records") as batch_op:
        batch_op.alter_column(
            "changed_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )
        batch_op.create_index("ix_records_kind_changed_at", ["kind", "changed_at"], unique=False)
    with op.batch_alter_table("import_batches") as batch_op:
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("public_records") as batch_op:
        batch_op.add_column(sa.Column("moved_to", sa.String(length=80), nullable=True))
    with op.batch_alter_table("reviews") as batch_op:
        batch_op.add_column(sa.Column("reply", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("replied_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_reviews_replied_by_id"), "users", ["replied_by_id"], ["id"]
        )
    drop_defaults("reviews", "reply")
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("handle", sa.String(length=80), nullable=True))
        batch_op.add_column(
            sa.Column(
                "language", choice("language", "sv", "en"), nullable=False, server_default="sv"
            )
        )
        batch_op.add_column(
            sa.Column(
                "digest",
                choice("digest", "never", "daily", "weekly"),
                nullable=False,
                server_default="daily",
            )
        )
    name_handles()
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("handle", existing_type=sa.String(length=80), nullable=False)
        batch_op.alter_column("language", existing_type=sa.String(length=40), server_default=None)
        batch_op.alter_column("digest", existing_type=sa.String(length=40), server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_users_handle"), ["handle"])
    with op.batch_alter_table("revisions") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
    chain_revisions()
    with op.batch_alter_table("revisions") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("hash", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index(batch_op.f("ix_revisions_batch_id"), ["batch_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_revisions_number"), ["number"])
        batch_op.create_foreign_key(
            batch_op.f("fk_revisions_batch_id"), "import_batches", ["batch_id"], ["id"]
        )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def choice(name: str, *words: str) -> sa.Enum:
    """The column type of a closed list, as the models make it."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def drop_defaults(table: str, *columns: str) -> None:
    """Take the defaults away that filled the rows there were."""
    with op.batch_alter_table(table) as batch_op:
        for column in columns:
            batch_op.alter_column(column, existing_type=sa.String(), server_default=None)


def name_handles() -> None:
    """Give whoever has an account the name that others reach them by."""
    users = sa.table("users", sa.column("id"), sa.column("email"), sa.column("handle"))
    connection = op.get_bind()
    taken: set[str] = set()
    for row in connection.execute(sa.select(users).order_by(users.c.id)).all():
        handle = row.email.partition("@")[0].lower()
        handle = handle if handle not in taken else f"{handle}.{row.id}"
        taken.add(handle)
        connection.execute(users.update().where(users.c.id == row.id).values(handle=handle))


def chain_revisions() -> None:
    """Put the history there is into the chain, in the order in which it was written."""
    connection = op.get_bind()
    revisions = sa.table(
        "revisions",
        sa.column("id"),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("actor_id", "verb", "kind", "code", "is_minor")),
        sa.column("changes", sa.JSON()),
        *(sa.column(name) for name in ("number", "hash")),
    )
    ends = sa.table("chain_ends", sa.column("id"), sa.column("number"), sa.column("hash"))
    number, last = 0, ""
    for row in connection.execute(sa.select(revisions).order_by(revisions.c.id)).all():
        number += 1
        last = link_hash(row, number, last)
        connection.execute(
            revisions.update().where(revisions.c.id == row.id).values(number=number, hash=last)
        )
    if number:
        connection.execute(ends.insert().values(id=1, number=number, hash=last))


def link_hash(row: sa.Row, number: int, previous: str) -> str:
    """The hash of one row, as ``kb.history`` made it when this revision was written."""
    at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
    link = [
        previous,
        number,
        at.isoformat(timespec="microseconds"),
        row.actor_id,
        row.verb,
        row.kind,
        row.code,
        None,
        row.changes,
        bool(row.is_minor),
        None,
    ]
    text = json.dumps(link, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def downgrade() -> None:
    for statement in TRIGGERS_DOWN[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_users_language"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_users_digest"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_users_handle"), type_="unique")
        batch_op.drop_column("digest")
        batch_op.drop_column("language")
        batch_op.drop_column("handle")
        batch_op.drop_column("password_changed_at")

    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_revisions_batch_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_revisions_number"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_revisions_batch_id"))
        batch_op.drop_column("hash")
        batch_op.drop_column("batch_id")
        batch_op.drop_column("version")
        batch_op.drop_column("number")

    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_reviews_replied_by_id"), type_="foreignkey")
        batch_op.drop_column("replied_at")
        batch_op.drop_column("replied_by_id")
        batch_op.drop_column("reply")

    with op.batch_alter_table("public_records", schema=None) as batch_op:
        batch_op.drop_column("moved_to")

    with op.batch_alter_table("records") as batch_op:
        batch_op.drop_index("ix_records_kind_changed_at")
        batch_op.drop_column("changed_at")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_column("undone_at")

    with op.batch_alter_table("barriers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_barriers_channel"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_barriers_no_obstacle"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_barriers_risk"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_barriers_stake_unit"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_barriers_author_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_barriers_author_id"))
        batch_op.drop_column("author_id")
        batch_op.drop_column("priority_reason")
        batch_op.drop_column("priority_year")
        batch_op.drop_column("stake_source")
        batch_op.drop_column("stake_year")
        batch_op.drop_column("stake_unit")
        batch_op.drop_column("stake_to")
        batch_op.drop_column("stake_from")
        batch_op.drop_column("workaround_risk")
        batch_op.drop_column("no_obstacle")
        batch_op.drop_column("practice_reason")
        batch_op.drop_column("channel")
        batch_op.drop_column("working_summary")
        batch_op.drop_column("working_title")
        batch_op.drop_column("horizon_reason")

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_owner_id"))

    op.drop_table("responses")
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_index("ix_notifications_user_id_read_at")
        batch_op.drop_index(batch_op.f("ix_notifications_revision_id"))
        batch_op.drop_index(batch_op.f("ix_notifications_record_id"))

    op.drop_table("notifications")
    with op.batch_alter_table("barrier_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_barrier_members_user_id"))

    op.drop_table("barrier_members")
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follows_record_id"))

    op.drop_table("follows")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_organisation_id"))

    op.drop_table("consents")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    op.drop_table("saved_searches")
    op.drop_table("publications")
    with op.batch_alter_table("one_use_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_use_tokens_user_id"))

    op.drop_table("one_use_tokens")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_user_id"))

    op.drop_table("mails")
    op.drop_table("handled_leaks")
    op.drop_table("form_drafts")
    with op.batch_alter_table("external_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_keys_record_id"))

    op.drop_table("external_keys")
    op.drop_table("throttles")
    op.drop_table("synonyms")
    op.drop_table("code_counters")
    op.drop_table("chain_ends")
