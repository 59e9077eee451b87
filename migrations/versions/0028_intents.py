"""Intents and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("low_minor", sa.BigInteger(), nullable=True),
        sa.Column("high_minor", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("closed_reason", sa.String(length=40), nullable=False),
        sa.Column("closed_note", sa.Text(), nullable=False),
        sa.Column("reply_user_id", sa.Integer(), nullable=True),
        sa.Column("reply_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('licence','purchase','joint','know_more')", name=op.f("ck_intent_kind")),
        sa.CheckConstraint("source in ('live','meeting','page','operator')", name=op.f("ck_intent_source")),
        sa.CheckConstraint(
            "stage in ('intent','talk','visit','signed','recorded','paid','closed','withdrawn')",
            name=op.f("ck_intent_stage"),
        ),
        sa.CheckConstraint(
            "low_minor is null or high_minor is null or low_minor <= high_minor", name=op.f("ck_intent_amounts")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_intent_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_intent_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_intent_owner_id_user_account")),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_intent_pitch_id_pitch")),
        sa.ForeignKeyConstraint(
            ["reply_user_id"], ["user_account.id"], name=op.f("fk_intent_reply_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["licence_request.id"], name=op.f("fk_intent_request_id_licence_request")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_intent_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_intent_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent")),
        sa.UniqueConstraint("reference", name=op.f("uq_intent_reference")),
    )
    op.create_index(op.f("ix_intent_next_on"), "intent", ["next_on"], unique=False)
    op.create_index(op.f("ix_intent_organisation_id"), "intent", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_intent_pitch_id"), "intent", ["pitch_id"], unique=False)
    op.create_index(op.f("ix_intent_roadshow_id"), "intent", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_intent_stage"), "intent", ["stage"], unique=False)
    op.create_index(
        "uq_intent_standing",
        "intent",
        ["pitch_id", "organisation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("stage <> 'withdrawn'"),
        postgresql_where=sa.text("stage <> 'withdrawn'"),
    )
    op.create_table(
        "intent_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intent_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_intent_reminder_intent_id_intent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent_reminder")),
        sa.UniqueConstraint("intent_id", "days", "on", name=op.f("uq_intent_reminder_intent_id_days_on")),
    )
    op.create_index(op.f("ix_intent_reminder_intent_id"), "intent_reminder", ["intent_id"], unique=False)
    op.create_table(
        "intent_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intent_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_intent_step_intent_id_intent")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_intent_step_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_intent_step_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent_step")),
    )
    op.create_index(op.f("ix_intent_step_intent_id"), "intent_step", ["intent_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_intent_step_intent_id"), table_name="intent_step")
    op.drop_table("intent_step")
    op.drop_index(op.f("ix_intent_reminder_intent_id"), table_name="intent_reminder")
    op.drop_table("intent_reminder")
    op.drop_index(
        "uq_intent_standing",
        table_name="intent",
        sqlite_where=sa.text("stage <> 'withdrawn'"),
        postgresql_where=sa.text("stage <> 'withdrawn'"),
    )
    op.drop_index(op.f("ix_intent_stage"), table_name="intent")
    op.drop_index(op.f("ix_intent_roadshow_id"), table_name="intent")
    op.drop_index(op.f("ix_intent_pitch_id"), table_name="intent")
    op.drop_index(op.f("ix_intent_organisation_id"), table_name="intent")
    op.drop_index(op.f("ix_intent_next_on"), table_name="intent")
    op.drop_table("intent")
