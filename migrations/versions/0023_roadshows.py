"""Roadshows, their series and the bodies that hold them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadshow_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow_series")),
        sa.UniqueConstraint("title", name=op.f("uq_roadshow_series_title")),
    )
    op.create_table(
        "roadshow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("industry", sa.String(length=6), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("place_en", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("stream_url", sa.String(length=300), nullable=False),
        sa.Column("meeting_url", sa.String(length=300), nullable=False),
        sa.Column("replay_url", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("online_capacity", sa.Integer(), nullable=False),
        sa.Column("call_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("register_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("register_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("target_pitches", sa.Integer(), nullable=False),
        sa.Column("target_firms", sa.Integer(), nullable=False),
        sa.Column("target_viewers", sa.Integer(), nullable=False),
        sa.Column("target_intents", sa.Integer(), nullable=False),
        sa.Column("target_signed", sa.Integer(), nullable=False),
        sa.Column("target_amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=False),
        sa.Column("budget_note", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('patents','needs','banks','training')", name=op.f("ck_roadshow_kind")),
        sa.CheckConstraint(
            "state in ('draft','submitted','returned','approved','announced','live','held','cancelled')",
            name=op.f("ck_roadshow_state"),
        ),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_roadshow_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_roadshow_times")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["roadshow.id"], name=op.f("fk_roadshow_copied_from_id_roadshow")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_roadshow_created_by_user_account")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_roadshow_decided_by_user_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roadshow_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["roadshow_series.id"], name=op.f("fk_roadshow_series_id_roadshow_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow")),
        sa.UniqueConstraint("reference", name=op.f("uq_roadshow_reference")),
    )
    op.create_index(op.f("ix_roadshow_organisation_id"), "roadshow", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_roadshow_series_id"), "roadshow", ["series_id"], unique=False)
    op.create_index(op.f("ix_roadshow_starts_at"), "roadshow", ["starts_at"], unique=False)
    op.create_index(op.f("ix_roadshow_state"), "roadshow", ["state"], unique=False)
    op.create_table(
        "roadshow_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part in ('host','organiser','co_organiser','supporter')", name=op.f("ck_roadshow_body_part")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roadshow_body_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_roadshow_body_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow_body")),
        sa.UniqueConstraint("roadshow_id", "part", "name", name=op.f("uq_roadshow_body_roadshow_id_part_name")),
    )
    op.create_index(op.f("ix_roadshow_body_roadshow_id"), "roadshow_body", ["roadshow_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_roadshow_body_roadshow_id"), table_name="roadshow_body")
    op.drop_table("roadshow_body")
    op.drop_index(op.f("ix_roadshow_state"), table_name="roadshow")
    op.drop_index(op.f("ix_roadshow_starts_at"), table_name="roadshow")
    op.drop_index(op.f("ix_roadshow_series_id"), table_name="roadshow")
    op.drop_index(op.f("ix_roadshow_organisation_id"), table_name="roadshow")
    op.drop_table("roadshow")
    op.drop_table("roadshow_series")
