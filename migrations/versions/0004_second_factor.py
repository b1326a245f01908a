"""A second factor for signing in: codes of a phone, codes on paper, and half a sign-in.

Revision: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEWS = ("mentioned", "assigned", "asked", "moved", "changed", "noted", "embargo")


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_second_factors_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "half_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_half_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_ins_token_hash")),
    )
    with op.batch_alter_table("half_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_half_sign_ins_user_id"), ["user_id"], unique=False)

    # Whoever is signed in when the service is brought up goes on as before.
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("must_set_up", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.alter_column(
            "must_set_up",
            existing_type=sa.Boolean(),
            existing_nullable=False,
            server_default=None,
        )
    allow_news(*NEWS, "second-factor")


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE news = 'second-factor'")
    allow_news(*NEWS)
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("must_set_up")

    with op.batch_alter_table("half_sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_half_sign_ins_user_id"))

    op.drop_table("half_sign_ins")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_user_id"))

    op.drop_table("recovery_codes")
    op.drop_table("second_factors")


def allow_news(*words: str) -> None:
    """Let a notification tell of *words* and of nothing else."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notifications_news"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_notifications_news"), sa.text(f"news IN ({listed})")
        )
