"""Programmes and their releases."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedule_draft",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_key", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rehearsal_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edited_by"], ["user_account.id"], name=op.f("fk_schedule_draft_edited_by_user_account")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_schedule_draft_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_schedule_draft")),
    )
    op.create_table(
        "schedule_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["released_by"], ["user_account.id"], name=op.f("fk_schedule_release_released_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_schedule_release_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_release")),
        sa.UniqueConstraint("roadshow_id", "number", name=op.f("uq_schedule_release_roadshow_id_number")),
    )
    op.create_index(op.f("ix_schedule_release_roadshow_id"), "schedule_release", ["roadshow_id"], unique=False)
    op.create_table(
        "schedule_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("stream_url", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_schedule_room_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_room")),
        sa.UniqueConstraint("roadshow_id", "name", name=op.f("uq_schedule_room_roadshow_id_name")),
    )
    op.create_index(op.f("ix_schedule_room_roadshow_id"), "schedule_room", ["roadshow_id"], unique=False)
    op.create_table(
        "rehearsal_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what in ('slides','video','speaker','backup')", name=op.f("ck_rehearsal_check_what")),
        sa.ForeignKeyConstraint(["done_by"], ["user_account.id"], name=op.f("fk_rehearsal_check_done_by_user_account")),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_rehearsal_check_pitch_id_pitch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_check")),
        sa.UniqueConstraint("pitch_id", "what", name=op.f("uq_rehearsal_check_pitch_id_what")),
    )
    op.create_index(op.f("ix_rehearsal_check_pitch_id"), "rehearsal_check", ["pitch_id"], unique=False)
    op.create_table(
        "schedule_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=240), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("answer_minutes", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=120), nullable=False),
        sa.Column("responsible", sa.String(length=60), nullable=False),
        sa.Column("backup", sa.String(length=120), nullable=False),
        sa.Column("cue", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('sign_in','opening','policy','pitch','comment','signing','meetings','break','closing','other')",
            name=op.f("ck_schedule_item_kind"),
        ),
        sa.CheckConstraint(
            "minutes > 0 and answer_minutes >= 0 and answer_minutes <= minutes", name=op.f("ck_schedule_item_minutes")
        ),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_schedule_item_pitch_id_pitch")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_schedule_item_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["room_id"], ["schedule_room.id"], name=op.f("fk_schedule_item_room_id_schedule_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_item")),
        sa.UniqueConstraint("pitch_id", name=op.f("uq_schedule_item_pitch_id")),
        sa.UniqueConstraint("roadshow_id", "key", name=op.f("uq_schedule_item_roadshow_id_key")),
    )
    op.create_index(op.f("ix_schedule_item_roadshow_id"), "schedule_item", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_schedule_item_room_id"), "schedule_item", ["room_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_schedule_item_room_id"), table_name="schedule_item")
    op.drop_index(op.f("ix_schedule_item_roadshow_id"), table_name="schedule_item")
    op.drop_table("schedule_item")
    op.drop_index(op.f("ix_rehearsal_check_pitch_id"), table_name="rehearsal_check")
    op.drop_table("rehearsal_check")
    op.drop_index(op.f("ix_schedule_room_roadshow_id"), table_name="schedule_room")
    op.drop_table("schedule_room")
    op.drop_index(op.f("ix_schedule_release_roadshow_id"), table_name="schedule_release")
    op.drop_table("schedule_release")
    op.drop_table("schedule_draft")
