"""The statute book, what moves in it under our barriers, and wordings that we propose.

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_until", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_names")),
        sa.UniqueConstraint("name", "key", name=op.f("uq_known_names_name_key")),
    )
    op.create_table(
        "statutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "title_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("issued_on", sa.String(length=10), nullable=True),
        sa.Column("in_force_on", sa.String(length=10), nullable=True),
        sa.Column("expires_on", sa.String(length=10), nullable=True),
        sa.Column("repealed_on", sa.String(length=10), nullable=True),
        sa.Column("repealed_by", sa.String(length=30), nullable=False),
        sa.Column("preparatory", sa.Text(), nullable=False),
        sa.Column("pdf_url", sa.String(), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.Column("text_on", sa.String(length=10), nullable=True),
        sa.Column("register_on", sa.String(length=10), nullable=True),
        sa.Column("seen_on", sa.String(length=10), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_statutes_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutes")),
        sa.UniqueConstraint("key", name=op.f("uq_statutes_key")),
    )
    with op.batch_alter_table("statutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statutes_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_statutes_title_key"), ["title_key"], unique=False)

    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statute_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("in_force_on", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unread", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["statute_id"], ["statutes.id"], name=op.f("fk_amendments_statute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint(
            "statute_id", "position", name=op.f("uq_amendments_statute_id_position")
        ),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_number"), ["number"], unique=False)

    op.create_table(
        "earlier_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statute_id", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amended_by", sa.String(length=30), nullable=False),
        sa.Column("until_on", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["statute_id"], ["statutes.id"], name=op.f("fk_earlier_wordings_statute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_wordings")),
        sa.UniqueConstraint(
            "statute_id",
            "fragment",
            "until_on",
            name=op.f("uq_earlier_wordings_statute_id_fragment_until_on"),
        ),
    )
    op.create_table(
        "law_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "amended",
                "repealed",
                "expires",
                "resolution",
                name="finding_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("happens_on", sa.String(length=10), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "still-holds",
                "barrier-changed",
                "resolved",
                name="finding_verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_law_findings_barrier_id")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["users.id"], name=op.f("fk_law_findings_handled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_findings")),
        sa.UniqueConstraint(
            "barrier_id", "kind", "cause", name=op.f("uq_law_findings_barrier_id_kind_cause")
        ),
    )
    op.create_table(
        "proposed_wordings",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_proposed_wordings_barrier_id")
        ),
        sa.PrimaryKeyConstraint("barrier_id", "key", name=op.f("pk_proposed_wordings")),
    )
    op.create_table(
        "statute_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statute_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "chapter",
                "heading",
                "section",
                "text",
                name="part_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fragment", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amended_by", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["statute_id"], ["statutes.id"], name=op.f("fk_statute_parts_statute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statute_parts")),
        sa.UniqueConstraint(
            "statute_id", "position", name=op.f("uq_statute_parts_statute_id_position")
        ),
    )
    with op.batch_alter_table("statute_parts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_statute_parts_statute_id_fragment", ["statute_id", "fragment"], unique=False
        )

    op.create_table(
        "amended_provisions",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.String(length=40), nullable=False),
        sa.Column(
            "verb",
            sa.Enum(
                "changed",
                "added",
                "repealed",
                "renumbered",
                "enters-into-force",
                "reprinted",
                name="amendment_verb",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("becomes", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amended_provisions_amendment_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "position", name=op.f("pk_amended_provisions")),
    )
    with op.batch_alter_table("amended_provisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_amended_provisions_fragment"), ["fragment"], unique=False
        )

    with op.batch_alter_table("citations") as batch_op:
        batch_op.add_column(sa.Column("cited_at", sa.DateTime(timezone=True), nullable=True))
    # When a citation was made was not kept; it was no later than the last change of its record.
    op.execute(
        "UPDATE citations SET cited_at = (SELECT changed_at FROM records "
        "WHERE records.id = citations.record_id)"
    )
    with op.batch_alter_table("citations") as batch_op:
        batch_op.alter_column("cited_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.drop_column("cited_at")

    with op.batch_alter_table("amended_provisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amended_provisions_fragment"))

    op.drop_table("amended_provisions")
    with op.batch_alter_table("statute_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_statute_parts_statute_id_fragment")

    op.drop_table("statute_parts")
    op.drop_table("proposed_wordings")
    op.drop_table("law_findings")
    op.drop_table("earlier_wordings")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendments_number"))

    op.drop_table("amendments")
    with op.batch_alter_table("statutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statutes_title_key"))
        batch_op.drop_index(batch_op.f("ix_statutes_sort_key"))

    op.drop_table("statutes")
    op.drop_table("known_names")
