"""The day itself: state, questions, polls."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_attendance",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_live_attendance_seconds")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_live_attendance_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_attendance_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_live_attendance_user_id_user_account")),
        sa.PrimaryKeyConstraint("roadshow_id", "user_id", name=op.f("pk_live_attendance")),
    )
    op.create_index(op.f("ix_live_attendance_organisation_id"), "live_attendance", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_live_attendance_seen_at"), "live_attendance", ["seen_at"], unique=False)
    op.create_table(
        "live_board",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewers", sa.Integer(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("message_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("viewers >= 0 and peak >= viewers", name=op.f("ck_live_board_viewers")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_board_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_live_board")),
    )
    op.create_table(
        "live_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("deed", sa.String(length=10), nullable=False),
        sa.Column("item_key", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=240), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_deed_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_live_deed_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_deed")),
    )
    op.create_index(op.f("ix_live_deed_roadshow_id"), "live_deed", ["roadshow_id"], unique=False)
    op.create_table(
        "live_once",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_once_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_live_once_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_live_once")),
    )
    op.create_index(op.f("ix_live_once_roadshow_id"), "live_once", ["roadshow_id"], unique=False)
    op.create_table(
        "live_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('draft','open','closed')", name=op.f("ck_live_poll_state")),
        sa.ForeignKeyConstraint(["made_by"], ["user_account.id"], name=op.f("fk_live_poll_made_by_user_account")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_poll_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_poll")),
    )
    op.create_index(op.f("ix_live_poll_roadshow_id"), "live_poll", ["roadshow_id"], unique=False)
    op.create_table(
        "live_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("ran", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_room_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_room")),
        sa.UniqueConstraint("roadshow_id", "room", name=op.f("uq_live_room_roadshow_id_room")),
    )
    op.create_index(op.f("ix_live_room_roadshow_id"), "live_room", ["roadshow_id"], unique=False)
    op.create_table(
        "live_poll_answer",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["live_poll.id"], name=op.f("fk_live_poll_answer_poll_id_live_poll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_live_poll_answer_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("poll_id", "user_id", name=op.f("pk_live_poll_answer")),
    )
    op.create_table(
        "live_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("industry", sa.String(length=6), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'grouped') = (same_as_id is not null)", name=op.f("ck_live_question_same_as")),
        sa.CheckConstraint(
            "state in ('open','answered','later','written','grouped','hidden','withdrawn')",
            name=op.f("ck_live_question_state"),
        ),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_live_question_votes")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_live_question_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_live_question_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_live_question_pitch_id_pitch")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_live_question_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["live_question.id"], name=op.f("fk_live_question_same_as_id_live_question")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_live_question_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_question")),
    )
    op.create_index(op.f("ix_live_question_organisation_id"), "live_question", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_live_question_pitch_id"), "live_question", ["pitch_id"], unique=False)
    op.create_index(op.f("ix_live_question_same_as_id"), "live_question", ["same_as_id"], unique=False)
    op.create_index("ix_live_question_shown", "live_question", ["roadshow_id", "state"], unique=False)
    op.create_index(op.f("ix_live_question_user_id"), "live_question", ["user_id"], unique=False)
    op.create_table(
        "live_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["live_question.id"],
            name=op.f("fk_live_vote_question_id_live_question"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_live_vote_user_id_user_account")),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_live_vote")),
    )


def downgrade() -> None:
    op.drop_table("live_vote")
    op.drop_index(op.f("ix_live_question_user_id"), table_name="live_question")
    op.drop_index("ix_live_question_shown", table_name="live_question")
    op.drop_index(op.f("ix_live_question_same_as_id"), table_name="live_question")
    op.drop_index(op.f("ix_live_question_pitch_id"), table_name="live_question")
    op.drop_index(op.f("ix_live_question_organisation_id"), table_name="live_question")
    op.drop_table("live_question")
    op.drop_table("live_poll_answer")
    op.drop_index(op.f("ix_live_room_roadshow_id"), table_name="live_room")
    op.drop_table("live_room")
    op.drop_index(op.f("ix_live_poll_roadshow_id"), table_name="live_poll")
    op.drop_table("live_poll")
    op.drop_index(op.f("ix_live_once_roadshow_id"), table_name="live_once")
    op.drop_table("live_once")
    op.drop_index(op.f("ix_live_deed_roadshow_id"), table_name="live_deed")
    op.drop_table("live_deed")
    op.drop_table("live_board")
    op.drop_index(op.f("ix_live_attendance_seen_at"), table_name="live_attendance")
    op.drop_index(op.f("ix_live_attendance_organisation_id"), table_name="live_attendance")
    op.drop_table("live_attendance")
