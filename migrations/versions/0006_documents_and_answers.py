"""Documents from outside, their matches with matters, answers by proposal, and planned work.

Revision: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EU_STAGES = ("eu-proposal", "eu-memo", "eu-position", "eu-agreement", "eu-adopted")
STEPS = (
    *("directive", "inquiry", "report", "consultation", "council-draft", "council-opinion"),
    *("bill", "committee", "decision", "promulgated", "in-force"),
)
OLD_STAGES = ("request", *STEPS, "follow-up")
STAGES = ("request", *EU_STAGES, *STEPS, "applies", "follow-up")
RESPONSE_STATES = ("not-decided", "answering", "sent", "declined")


def choice(name: str, *words: str) -> sa.Enum:
    """The column type of a closed list, as the models make it."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def create_tables() -> None:
    """Make the tables that are new and point at old ones alone."""
    op.create_table(
        "personal_calendars",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_personal_calendars_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_personal_calendars")),
        sa.UniqueConstraint("digest", name=op.f("uq_personal_calendars_digest")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_plans_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_table(
        "action_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_milestone", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state", choice("action_state", "planned", "doing", "done", "dropped"), nullable=False
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_tasks_action_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_action_tasks_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_tasks")),
    )
    with op.batch_alter_table("action_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_tasks_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_tasks_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_tasks_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "counterpart_stances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.Column(
            "attitude",
            choice("attitude", "friend", "leaning", "neutral", "doubtful", "blocker"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_counterpart_stances_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["users.id"], name=op.f("fk_counterpart_stances_noted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_counterpart_stances_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterpart_stances")),
    )
    with op.batch_alter_table("counterpart_stances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counterpart_stances_action_id"), ["action_id"], unique=False
        )

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            choice(
                "document_kind",
                "directive",
                "report",
                "memo",
                "consultation",
                "council-draft",
                "bill",
                "communication",
                "motion",
                "committee-report",
                "decision",
                "statute",
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("diary_number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "title_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.String(length=10), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("deadline_on", sa.String(length=10), nullable=True),
        sa.Column("deadline_text", sa.Text(), nullable=False),
        sa.Column("in_force_on", sa.String(length=10), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seen_on", sa.String(length=10), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_documents_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_documents_source_external_id")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_dated_on"), ["dated_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_deadline_on"), ["deadline_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_title_key"), ["title_key"], unique=False)

    op.create_table(
        "plan_actions",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_plan_actions_action_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_actions_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "action_id", name=op.f("pk_plan_actions")),
    )
    with op.batch_alter_table("plan_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_actions_action_id"), ["action_id"], unique=False)

    op.create_table(
        "plan_milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_milestones_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_milestones")),
    )
    with op.batch_alter_table("plan_milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_milestones_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "document_ties",
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["documents.id"], name=op.f("fk_document_ties_earlier_id")
        ),
        sa.ForeignKeyConstraint(
            ["later_id"], ["documents.id"], name=op.f("fk_document_ties_later_id")
        ),
        sa.PrimaryKeyConstraint("earlier_id", "later_id", name=op.f("pk_document_ties")),
    )
    with op.batch_alter_table("document_ties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_ties_later_id"), ["later_id"], unique=False)

    op.create_table(
        "matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("stage", choice("stage", *STAGES), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", choice("match_verdict", "confirmed", "rejected"), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_matches_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_matches_document_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_matches_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint(
            "document_id", "matter_id", name=op.f("uq_matches_document_id_matter_id")
        ),
    )
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matches_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matches_verdict"), ["verdict"], unique=False)

    op.create_table(
        "named_sources",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("place", choice("named_in", "register", "title", "text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_named_sources_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_named_sources")),
    )
    with op.batch_alter_table("named_sources", schema=None) as batch_op:
        columns = ["key", "place", "document_id"]
        batch_op.create_index(batch_op.f("ix_named_sources_key"), columns, unique=False)

    op.create_table(
        "plan_barriers",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["barrier_id"], ["barriers.id"], name=op.f("fk_plan_barriers_barrier_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_barriers_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "barrier_id", name=op.f("pk_plan_barriers")),
    )
    with op.batch_alter_table("plan_barriers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_barriers_barrier_id"), ["barrier_id"], unique=False
        )


def create_positions() -> None:
    """Make the table of what answers say, proposal by proposal."""
    op.create_table(
        "response_positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column(
            "stance",
            choice("stance", "approves", "approves-partly", "rejects", "no-objection"),
            nullable=False,
        ),
        sa.Column("text_sv", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=True),
        sa.Column("proposed_wording", sa.Text(), nullable=False),
        sa.Column("earlier_ask_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["earlier_ask_id"], ["asks.id"], name=op.f("fk_response_positions_earlier_ask_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_response_positions_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_positions")),
    )
    with op.batch_alter_table("response_positions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_positions_response_id"), ["response_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_response_positions_target"), ["target"], unique=False)


def upgrade() -> None:
    create_tables()
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("removal_reason", sa.String(), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attachments_removed_by_id"), "users", ["removed_by_id"], ["id"]
        )
    drop_defaults("attachments", "removal_reason")
    turns = choice("turn", "laid-aside", "rejected", "withdrawn", "referred-back", "split")
    with op.batch_alter_table("matter_events") as batch_op:
        batch_op.add_column(sa.Column("turn", turns, nullable=True))
        batch_op.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_matter_events_document_id"), ["document_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_matter_events_document_id"), "documents", ["document_id"], ["id"]
        )
    allow_stages(*STAGES)
    with op.batch_alter_table("matters") as batch_op:
        batch_op.add_column(
            sa.Column("procedure_number", sa.String(40), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("set_stage", choice("stage", *STAGES), nullable=True))
        for name in ("set_stage_reason_sv", "set_stage_reason_en"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("set_stage_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("set_stage_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_matters_set_stage_by_id"), "users", ["set_stage_by_id"], ["id"]
        )
    drop_defaults("matters", "procedure_number", "set_stage_reason_sv", "set_stage_reason_en")
    replace_responses(is_up=True)
    create_positions()


def downgrade() -> None:
    op.drop_table("response_positions")
    replace_responses(is_up=False)
    with op.batch_alter_table("matters") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_matters_set_stage_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_matters_stage"), type_="check")
        for name in (
            *("set_stage_on", "set_stage_by_id", "set_stage_reason_en", "set_stage_reason_sv"),
            *("set_stage", "procedure_number"),
        ):
            batch_op.drop_column(name)
    # Steps that the older service does not know are kept as the nearest that it knows.
    op.execute("UPDATE matter_events SET stage = 'follow-up' WHERE stage = 'applies'")
    op.execute("UPDATE matter_events SET stage = 'decision' WHERE stage = 'eu-adopted'")
    op.execute("UPDATE matter_events SET stage = 'request' WHERE stage LIKE 'eu-%'")
    allow_stages(*OLD_STAGES)
    with op.batch_alter_table("matter_events") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_matter_events_document_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_matter_events_turn"), type_="check")
        batch_op.drop_index(batch_op.f("ix_matter_events_document_id"))
        batch_op.drop_column("document_id")
        batch_op.drop_column("turn")
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attachments_removed_by_id"), type_="foreignkey")
        for name in ("removal_reason", "removed_by_id", "removed_at"):
            batch_op.drop_column(name)
    for name in (
        *("plan_barriers", "named_sources", "matches", "document_ties", "plan_milestones"),
        *("plan_actions", "documents", "counterpart_stances", "action_tasks", "plans"),
        "personal_calendars",
    ):
        op.drop_table(name)


def drop_defaults(table: str, *columns: str) -> None:
    """Take the defaults away that filled the rows there were."""
    with op.batch_alter_table(table) as batch_op:
        for column in columns:
            batch_op.alter_column(column, existing_type=sa.String(), server_default=None)


def allow_stages(*words: str) -> None:
    """Let an event be a step of *words* and of nothing else."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("matter_events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_matter_events_stage"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_matter_events_stage"), sa.text(f"stage IN ({listed})")
        )


def replace_responses(*, is_up: bool) -> None:
    """Give answers a number of their own, or take it away: then one a matter is kept."""
    names = ("matter_id", "state", "reason", "sent_on", "owner_id")
    connection = op.get_bind()
    old = sa.table(
        "responses",
        *(sa.column(name, sa.Date() if name == "sent_on" else None) for name in names),
    )
    kept = {row.matter_id: row._asdict() for row in connection.execute(sa.select(old))}
    op.drop_table("responses")
    columns = [
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("state", choice("response_state", *RESPONSE_STATES), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_responses_matter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_responses_owner_id")),
        *(_more_of_responses() if is_up else ()),
        sa.PrimaryKeyConstraint("id" if is_up else "matter_id", name=op.f("pk_responses")),
    ]
    table = op.create_table("responses", *columns)
    with op.batch_alter_table("responses") as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_owner_id"), ["owner_id"])
        if is_up:
            batch_op.create_index(batch_op.f("ix_responses_document_id"), ["document_id"])
            batch_op.create_index(batch_op.f("ix_responses_matter_id"), ["matter_id"])
    more = {"invited": "unknown", "diary_number": "", "adopted_by": ""} if is_up else {}
    if kept and table is not None:
        op.bulk_insert(table, [row | more for row in kept.values()])


def _more_of_responses() -> list[sa.schema.SchemaItem]:
    stances = choice("stance", "approves", "approves-partly", "rejects", "no-objection")
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("invited", choice("invited", "unknown", "yes", "no"), nullable=False),
        sa.Column("stance", stances, nullable=True),
        sa.Column("diary_number", sa.String(60), nullable=False),
        sa.Column("adopted_by", sa.String(200), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_responses_document_id")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_responses_action_id")),
        sa.UniqueConstraint(
            "matter_id", "document_id", name=op.f("uq_responses_matter_id_document_id")
        ),
    ]
