"""One-to-one meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_plan",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("most_open", sa.Integer(), nullable=False),
        sa.Column("most_meetings", sa.Integer(), nullable=False),
        sa.Column("rest_slots", sa.Integer(), nullable=False),
        sa.Column("answer_hours", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "most_open > 0 and most_meetings > 0 and rest_slots >= 0 and answer_hours > 0",
            name=op.f("ck_meeting_plan_figures"),
        ),
        sa.CheckConstraint("threshold between 0 and 100", name=op.f("ck_meeting_plan_threshold")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_plan_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_meeting_plan")),
    )
    op.create_table(
        "meeting_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("pause_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_session_times")),
        sa.CheckConstraint("slot_minutes > 0 and pause_minutes >= 0", name=op.f("ck_meeting_session_minutes")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_session_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_session")),
    )
    op.create_index(op.f("ix_meeting_session_roadshow_id"), "meeting_session", ["roadshow_id"], unique=False)
    op.create_table(
        "meeting_timetable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('running','draft','published','dropped')", name=op.f("ck_meeting_timetable_state")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_meeting_timetable_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_timetable_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_timetable")),
    )
    op.create_index(op.f("ix_meeting_timetable_roadshow_id"), "meeting_timetable", ["roadshow_id"], unique=False)
    op.create_index(
        "uq_meeting_timetable_current",
        "meeting_timetable",
        ["roadshow_id"],
        unique=True,
        sqlite_where=sa.text("state in ('running','draft')"),
        postgresql_where=sa.text("state in ('running','draft')"),
    )
    op.create_table(
        "meeting_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=300), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_participant_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_meeting_participant_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_participant_roadshow_id_roadshow")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_meeting_participant_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_participant")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_meeting_participant_registration_id")),
        sa.UniqueConstraint("roadshow_id", "user_id", name=op.f("uq_meeting_participant_roadshow_id_user_id")),
    )
    op.create_index(
        op.f("ix_meeting_participant_organisation_id"), "meeting_participant", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_meeting_participant_roadshow_id"), "meeting_participant", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_meeting_participant_user_id"), "meeting_participant", ["user_id"], unique=False)
    op.create_table(
        "meeting_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_slot_times")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_slot_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["meeting_session.id"],
            name=op.f("fk_meeting_slot_session_id_meeting_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slot")),
        sa.UniqueConstraint("roadshow_id", "starts_at", name=op.f("uq_meeting_slot_roadshow_id_starts_at")),
    )
    op.create_index(op.f("ix_meeting_slot_roadshow_id"), "meeting_slot", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_meeting_slot_session_id"), "meeting_slot", ["session_id"], unique=False)
    op.create_table(
        "meeting_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_meeting_table_number")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_table_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["meeting_session.id"], name=op.f("fk_meeting_table_session_id_meeting_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_table")),
        sa.UniqueConstraint("roadshow_id", "number", name=op.f("uq_meeting_table_roadshow_id_number")),
    )
    op.create_index(op.f("ix_meeting_table_roadshow_id"), "meeting_table", ["roadshow_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("asker_user_id", sa.Integer(), nullable=True),
        sa.Column("asked_user_id", sa.Integer(), nullable=True),
        sa.Column("pitch_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("asker_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_slot_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("waits_for_id", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_code", sa.String(length=20), nullable=False),
        sa.Column("end_note", sa.Text(), nullable=False),
        sa.Column("missed_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("source in ('asked','matched','organiser')", name=op.f("ck_meeting_source")),
        sa.CheckConstraint(
            "state in ('asked','invited','agreed','booked','held','missed','declined','cancelled','expired')",
            name=op.f("ck_meeting_state"),
        ),
        sa.CheckConstraint("asker_id <> asked_id", name=op.f("ck_meeting_two")),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_meeting_pair")),
        sa.ForeignKeyConstraint(["asked_id"], ["organisation.id"], name=op.f("fk_meeting_asked_id_organisation")),
        sa.ForeignKeyConstraint(
            ["asked_user_id"], ["user_account.id"], name=op.f("fk_meeting_asked_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["organisation.id"], name=op.f("fk_meeting_asker_id_organisation")),
        sa.ForeignKeyConstraint(
            ["asker_user_id"], ["user_account.id"], name=op.f("fk_meeting_asker_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["organisation.id"], name=op.f("fk_meeting_ended_by_organisation")),
        sa.ForeignKeyConstraint(["missed_by"], ["organisation.id"], name=op.f("fk_meeting_missed_by_organisation")),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_meeting_pitch_id_pitch")),
        sa.ForeignKeyConstraint(["proposed_by"], ["organisation.id"], name=op.f("fk_meeting_proposed_by_organisation")),
        sa.ForeignKeyConstraint(
            ["proposed_slot_id"],
            ["meeting_slot.id"],
            name=op.f("fk_meeting_proposed_slot_id_meeting_slot"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_meeting_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(
            ["waits_for_id"], ["organisation.id"], name=op.f("fk_meeting_waits_for_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_asked_id"), "meeting", ["asked_id"], unique=False)
    op.create_index(op.f("ix_meeting_asker_id"), "meeting", ["asker_id"], unique=False)
    op.create_index(op.f("ix_meeting_expires_at"), "meeting", ["expires_at"], unique=False)
    op.create_index(op.f("ix_meeting_roadshow_id"), "meeting", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_meeting_state"), "meeting", ["state"], unique=False)
    op.create_index(
        "uq_meeting_pair",
        "meeting",
        ["roadshow_id", "low_id", "high_id"],
        unique=True,
        sqlite_where=sa.text("state in ('asked','invited','agreed','booked')"),
        postgresql_where=sa.text("state in ('asked','invited','agreed','booked')"),
    )
    op.create_table(
        "meeting_availability",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["meeting_participant.id"],
            name=op.f("fk_meeting_availability_participant_id_meeting_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["meeting_slot.id"],
            name=op.f("fk_meeting_availability_slot_id_meeting_slot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "slot_id", name=op.f("pk_meeting_availability")),
    )
    op.create_table(
        "meeting_booking",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_booking_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["slot_id"], ["meeting_slot.id"], name=op.f("fk_meeting_booking_slot_id_meeting_slot")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["meeting_table.id"], name=op.f("fk_meeting_booking_table_id_meeting_table")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_booking")),
        sa.UniqueConstraint("meeting_id", "slot_id", name=op.f("uq_meeting_booking_meeting_id_slot_id")),
        sa.UniqueConstraint("slot_id", "table_id", name=op.f("uq_meeting_booking_slot_id_table_id")),
    )
    op.create_index(op.f("ix_meeting_booking_slot_id"), "meeting_booking", ["slot_id"], unique=False)
    op.create_index(op.f("ix_meeting_booking_table_id"), "meeting_booking", ["table_id"], unique=False)
    op.create_table(
        "meeting_entry",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_entry_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["meeting_table.id"], name=op.f("fk_meeting_entry_table_id_meeting_table")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_meeting_entry_user_id_user_account")),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_meeting_entry")),
    )
    op.create_table(
        "meeting_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome in ('none','material','visit','intent')", name=op.f("ck_meeting_result_outcome")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_result_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name=op.f("fk_meeting_result_noted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_result_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_result")),
        sa.UniqueConstraint("meeting_id", "organisation_id", name=op.f("uq_meeting_result_meeting_id_organisation_id")),
    )
    op.create_table(
        "meeting_timetable_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timetable_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("left_out", sa.String(length=20), nullable=False),
        sa.CheckConstraint("(slot_id is null) = (table_id is null)", name=op.f("ck_meeting_timetable_line_place")),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["organisation.id"], name=op.f("fk_meeting_timetable_line_guest_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisation.id"], name=op.f("fk_meeting_timetable_line_host_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_timetable_line_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slot.id"], name=op.f("fk_meeting_timetable_line_slot_id_meeting_slot")
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["meeting_table.id"], name=op.f("fk_meeting_timetable_line_table_id_meeting_table")
        ),
        sa.ForeignKeyConstraint(
            ["timetable_id"],
            ["meeting_timetable.id"],
            name=op.f("fk_meeting_timetable_line_timetable_id_meeting_timetable"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_timetable_line")),
        sa.UniqueConstraint(
            "timetable_id", "host_id", "guest_id", name=op.f("uq_meeting_timetable_line_timetable_id_host_id_guest_id")
        ),
    )
    op.create_index(
        op.f("ix_meeting_timetable_line_timetable_id"), "meeting_timetable_line", ["timetable_id"], unique=False
    )
    op.create_index(
        "uq_meeting_timetable_line_place",
        "meeting_timetable_line",
        ["timetable_id", "slot_id", "table_id"],
        unique=True,
        sqlite_where=sa.text("slot_id is not null"),
        postgresql_where=sa.text("slot_id is not null"),
    )
    op.create_table(
        "meeting_seat",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id", "slot_id"],
            ["meeting_booking.meeting_id", "meeting_booking.slot_id"],
            name="fk_meeting_seat_booking",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_seat_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_meeting_seat_user_id_user_account")),
        sa.PrimaryKeyConstraint("meeting_id", "organisation_id", name=op.f("pk_meeting_seat")),
        sa.UniqueConstraint("slot_id", "organisation_id", name=op.f("uq_meeting_seat_slot_id_organisation_id")),
        sa.UniqueConstraint("slot_id", "user_id", name=op.f("uq_meeting_seat_slot_id_user_id")),
    )
    op.create_index(op.f("ix_meeting_seat_user_id"), "meeting_seat", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_seat_user_id"), table_name="meeting_seat")
    op.drop_table("meeting_seat")
    op.drop_index(
        "uq_meeting_timetable_line_place",
        table_name="meeting_timetable_line",
        sqlite_where=sa.text("slot_id is not null"),
        postgresql_where=sa.text("slot_id is not null"),
    )
    op.drop_index(op.f("ix_meeting_timetable_line_timetable_id"), table_name="meeting_timetable_line")
    op.drop_table("meeting_timetable_line")
    op.drop_table("meeting_result")
    op.drop_table("meeting_entry")
    op.drop_index(op.f("ix_meeting_booking_table_id"), table_name="meeting_booking")
    op.drop_index(op.f("ix_meeting_booking_slot_id"), table_name="meeting_booking")
    op.drop_table("meeting_booking")
    op.drop_table("meeting_availability")
    op.drop_index(
        "uq_meeting_pair",
        table_name="meeting",
        sqlite_where=sa.text("state in ('asked','invited','agreed','booked')"),
        postgresql_where=sa.text("state in ('asked','invited','agreed','booked')"),
    )
    op.drop_index(op.f("ix_meeting_state"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_roadshow_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_expires_at"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_asker_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_asked_id"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_meeting_table_roadshow_id"), table_name="meeting_table")
    op.drop_table("meeting_table")
    op.drop_index(op.f("ix_meeting_slot_session_id"), table_name="meeting_slot")
    op.drop_index(op.f("ix_meeting_slot_roadshow_id"), table_name="meeting_slot")
    op.drop_table("meeting_slot")
    op.drop_index(op.f("ix_meeting_participant_user_id"), table_name="meeting_participant")
    op.drop_index(op.f("ix_meeting_participant_roadshow_id"), table_name="meeting_participant")
    op.drop_index(op.f("ix_meeting_participant_organisation_id"), table_name="meeting_participant")
    op.drop_table("meeting_participant")
    op.drop_index(
        "uq_meeting_timetable_current",
        table_name="meeting_timetable",
        sqlite_where=sa.text("state in ('running','draft')"),
        postgresql_where=sa.text("state in ('running','draft')"),
    )
    op.drop_index(op.f("ix_meeting_timetable_roadshow_id"), table_name="meeting_timetable")
    op.drop_table("meeting_timetable")
    op.drop_index(op.f("ix_meeting_session_roadshow_id"), table_name="meeting_session")
    op.drop_table("meeting_session")
    op.drop_table("meeting_plan")
