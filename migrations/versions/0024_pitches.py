"""Pitches and what is decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=240), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("speaker", sa.String(length=60), nullable=False),
        sa.Column("speaker_title", sa.String(length=60), nullable=False),
        sa.Column("speaker_phone", sa.String(length=40), nullable=False),
        sa.Column("backup_speaker", sa.String(length=60), nullable=False),
        sa.Column("video_url", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("answer_minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt", sa.String(length=20), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','submitted','returned','selected','reserve','declined','withdrawn')",
            name=op.f("ck_pitch_state"),
        ),
        sa.CheckConstraint("(listing_id is null) <> (need_id is null)", name=op.f("ck_pitch_subject")),
        sa.CheckConstraint("minutes > 0 and answer_minutes >= 0", name=op.f("ck_pitch_minutes")),
        sa.ForeignKeyConstraint(["applicant_id"], ["user_account.id"], name=op.f("fk_pitch_applicant_id_user_account")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_pitch_decided_by_user_account")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_pitch_listing_id_listing")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_pitch_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pitch_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_pitch_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch")),
        sa.UniqueConstraint("reference", name=op.f("uq_pitch_reference")),
    )
    op.create_index(op.f("ix_pitch_listing_id"), "pitch", ["listing_id"], unique=False)
    op.create_index(op.f("ix_pitch_need_id"), "pitch", ["need_id"], unique=False)
    op.create_index(op.f("ix_pitch_organisation_id"), "pitch", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_pitch_roadshow_id"), "pitch", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_pitch_state"), "pitch", ["state"], unique=False)
    op.create_index(
        "uq_pitch_listing",
        "pitch",
        ["roadshow_id", "listing_id"],
        unique=True,
        sqlite_where=sa.text("state not in ('declined','withdrawn')"),
        postgresql_where=sa.text("state not in ('declined','withdrawn')"),
    )
    op.create_index(
        "uq_pitch_need",
        "pitch",
        ["roadshow_id", "need_id"],
        unique=True,
        sqlite_where=sa.text("state not in ('declined','withdrawn')"),
        postgresql_where=sa.text("state not in ('declined','withdrawn')"),
    )
    op.create_index("uq_pitch_position", "pitch", ["roadshow_id", "position"], unique=True)
    op.create_table(
        "pitch_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("takes", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_en", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("who_en", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("answer_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0 and answer_minutes >= 0", name=op.f("ck_pitch_call_minutes")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_pitch_call_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_call")),
        sa.UniqueConstraint("roadshow_id", name=op.f("uq_pitch_call_roadshow_id")),
    )
    op.create_table(
        "pitch_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("salt_source", sa.String(length=200), nullable=False),
        sa.Column("held_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_order", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('committed','held','void')", name=op.f("ck_pitch_draw_state")),
        sa.ForeignKeyConstraint(["closed_by"], ["user_account.id"], name=op.f("fk_pitch_draw_closed_by_user_account")),
        sa.ForeignKeyConstraint(
            ["committed_by"], ["user_account.id"], name=op.f("fk_pitch_draw_committed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_pitch_draw_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_draw")),
        sa.UniqueConstraint("roadshow_id", "number", name=op.f("uq_pitch_draw_roadshow_id_number")),
    )
    op.create_index(op.f("ix_pitch_draw_roadshow_id"), "pitch_draw", ["roadshow_id"], unique=False)
    op.create_index(
        "uq_pitch_draw_open",
        "pitch_draw",
        ["roadshow_id"],
        unique=True,
        sqlite_where=sa.text("state = 'committed'"),
        postgresql_where=sa.text("state = 'committed'"),
    )
    op.create_table(
        "pitch_reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["user_account.id"], name=op.f("fk_pitch_reviewer_invited_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pitch_reviewer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_pitch_reviewer_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pitch_reviewer_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_reviewer")),
        sa.UniqueConstraint("nonce", name=op.f("uq_pitch_reviewer_nonce")),
        sa.UniqueConstraint("roadshow_id", "email", name=op.f("uq_pitch_reviewer_roadshow_id_email")),
    )
    op.create_index(op.f("ix_pitch_reviewer_roadshow_id"), "pitch_reviewer", ["roadshow_id"], unique=False)
    op.create_table(
        "pitch_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("slides", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tier in ('public','registered','intent','organiser')", name=op.f("ck_pitch_file_tier")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_pitch_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_pitch_file_pitch_id_pitch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_file")),
    )
    op.create_index(op.f("ix_pitch_file_pitch_id"), "pitch_file", ["pitch_id"], unique=False)
    op.create_table(
        "pitch_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("conflict_reason", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_pitch_review_pitch_id_pitch")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["pitch_reviewer.id"], name=op.f("fk_pitch_review_reviewer_id_pitch_reviewer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_review")),
        sa.UniqueConstraint("reviewer_id", "pitch_id", name=op.f("uq_pitch_review_reviewer_id_pitch_id")),
    )
    op.create_index(op.f("ix_pitch_review_pitch_id"), "pitch_review", ["pitch_id"], unique=False)
    op.create_index(op.f("ix_pitch_review_reviewer_id"), "pitch_review", ["reviewer_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_pitch_review_reviewer_id"), table_name="pitch_review")
    op.drop_index(op.f("ix_pitch_review_pitch_id"), table_name="pitch_review")
    op.drop_table("pitch_review")
    op.drop_index(op.f("ix_pitch_file_pitch_id"), table_name="pitch_file")
    op.drop_table("pitch_file")
    op.drop_index(op.f("ix_pitch_reviewer_roadshow_id"), table_name="pitch_reviewer")
    op.drop_table("pitch_reviewer")
    op.drop_index(
        "uq_pitch_draw_open",
        table_name="pitch_draw",
        sqlite_where=sa.text("state = 'committed'"),
        postgresql_where=sa.text("state = 'committed'"),
    )
    op.drop_index(op.f("ix_pitch_draw_roadshow_id"), table_name="pitch_draw")
    op.drop_table("pitch_draw")
    op.drop_table("pitch_call")
    op.drop_index("uq_pitch_position", table_name="pitch")
    op.drop_index(
        "uq_pitch_need",
        table_name="pitch",
        sqlite_where=sa.text("state not in ('declined','withdrawn')"),
        postgresql_where=sa.text("state not in ('declined','withdrawn')"),
    )
    op.drop_index(
        "uq_pitch_listing",
        table_name="pitch",
        sqlite_where=sa.text("state not in ('declined','withdrawn')"),
        postgresql_where=sa.text("state not in ('declined','withdrawn')"),
    )
    op.drop_index(op.f("ix_pitch_state"), table_name="pitch")
    op.drop_index(op.f("ix_pitch_roadshow_id"), table_name="pitch")
    op.drop_index(op.f("ix_pitch_organisation_id"), table_name="pitch")
    op.drop_index(op.f("ix_pitch_need_id"), table_name="pitch")
    op.drop_index(op.f("ix_pitch_listing_id"), table_name="pitch")
    op.drop_table("pitch")
