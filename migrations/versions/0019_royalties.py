"""Schedules of what falls due, royalty reports with their versions, frozen parts, reminders given."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_payment_reminder_receivable_id_receivable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_reminder")),
        sa.UniqueConstraint("receivable_id", "days", name=op.f("uq_payment_reminder_receivable_id_days")),
    )
    op.create_index(op.f("ix_payment_reminder_receivable_id"), "payment_reminder", ["receivable_id"], unique=False)
    op.create_table(
        "payment_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("start_subject", sa.String(length=60), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("debtor_id", sa.Integer(), nullable=False),
        sa.Column("creditor_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('running','frozen','ended')", name=op.f("ck_payment_schedule_state")),
        sa.ForeignKeyConstraint(
            ["creditor_id"], ["organisation.id"], name=op.f("fk_payment_schedule_creditor_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["organisation.id"], name=op.f("fk_payment_schedule_debtor_id_organisation")
        ),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_payment_schedule_licence_id_licence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_schedule")),
        sa.UniqueConstraint("licence_id", name=op.f("uq_payment_schedule_licence_id")),
        sa.UniqueConstraint("subject", name=op.f("uq_payment_schedule_subject")),
    )
    op.create_index(op.f("ix_payment_schedule_creditor_id"), "payment_schedule", ["creditor_id"], unique=False)
    op.create_index(op.f("ix_payment_schedule_debtor_id"), "payment_schedule", ["debtor_id"], unique=False)
    op.create_index(op.f("ix_payment_schedule_state"), "payment_schedule", ["state"], unique=False)
    op.create_table(
        "payment_obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("report_on", sa.Date(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("reached_note", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('entry','instalment','milestone','royalty','minimum','deferred','interest')",
            name=op.f("ck_payment_obligation_kind"),
        ),
        sa.CheckConstraint(
            "state in ('planned','asked','nothing','frozen','dropped')", name=op.f("ck_payment_obligation_state")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name=op.f("fk_payment_obligation_evidence_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_payment_obligation_receivable_id_receivable")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["payment_schedule.id"], name=op.f("fk_payment_obligation_schedule_id_payment_schedule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_obligation")),
        sa.UniqueConstraint("receivable_id", name=op.f("uq_payment_obligation_receivable_id")),
        sa.UniqueConstraint("schedule_id", "position", name=op.f("uq_payment_obligation_schedule_id_position")),
    )
    op.create_index(op.f("ix_payment_obligation_report_on"), "payment_obligation", ["report_on"], unique=False)
    op.create_index(op.f("ix_payment_obligation_schedule_id"), "payment_obligation", ["schedule_id"], unique=False)
    op.create_table(
        "schedule_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("debtor_choice", sa.String(length=10), nullable=False),
        sa.Column("debtor_note", sa.Text(), nullable=False),
        sa.Column("creditor_choice", sa.String(length=10), nullable=False),
        sa.Column("creditor_note", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("former_plan", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["payment_schedule.id"], name=op.f("fk_schedule_pause_schedule_id_payment_schedule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_pause")),
    )
    op.create_index(op.f("ix_schedule_pause_schedule_id"), "schedule_pause", ["schedule_id"], unique=False)
    op.create_index(
        "uq_schedule_pause_open",
        "schedule_pause",
        ["schedule_id"],
        unique=True,
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "report_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["payment_obligation.id"],
            name=op.f("fk_report_reminder_obligation_id_payment_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
        sa.UniqueConstraint("obligation_id", "days", name=op.f("uq_report_reminder_obligation_id_days")),
    )
    op.create_index(op.f("ix_report_reminder_obligation_id"), "report_reminder", ["obligation_id"], unique=False)
    op.create_table(
        "royalty_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("deductions_minor", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("exchange", sa.Numeric(precision=14, scale=6), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("royalty_minor", sa.BigInteger(), nullable=False),
        sa.Column("reckoning", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("queried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('submitted','queried','verified','replaced')", name=op.f("ck_royalty_report_state")
        ),
        sa.CheckConstraint(
            "gross_minor >= 0 and deductions_minor >= 0 and units >= 0", name=op.f("ck_royalty_report_figures")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name=op.f("fk_royalty_report_evidence_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["payment_obligation.id"],
            name=op.f("fk_royalty_report_obligation_id_payment_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_report")),
        sa.UniqueConstraint("obligation_id", "number", name=op.f("uq_royalty_report_obligation_id_number")),
    )
    op.create_index(op.f("ix_royalty_report_obligation_id"), "royalty_report", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_royalty_report_state"), "royalty_report", ["state"], unique=False)
    op.create_index(
        "uq_royalty_report_live",
        "royalty_report",
        ["obligation_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_royalty_report_live",
        table_name="royalty_report",
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.drop_index(op.f("ix_royalty_report_state"), table_name="royalty_report")
    op.drop_index(op.f("ix_royalty_report_obligation_id"), table_name="royalty_report")
    op.drop_table("royalty_report")
    op.drop_index(op.f("ix_report_reminder_obligation_id"), table_name="report_reminder")
    op.drop_table("report_reminder")
    op.drop_index(
        "uq_schedule_pause_open",
        table_name="schedule_pause",
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.drop_index(op.f("ix_schedule_pause_schedule_id"), table_name="schedule_pause")
    op.drop_table("schedule_pause")
    op.drop_index(op.f("ix_payment_obligation_schedule_id"), table_name="payment_obligation")
    op.drop_index(op.f("ix_payment_obligation_report_on"), table_name="payment_obligation")
    op.drop_table("payment_obligation")
    op.drop_index(op.f("ix_payment_schedule_state"), table_name="payment_schedule")
    op.drop_index(op.f("ix_payment_schedule_debtor_id"), table_name="payment_schedule")
    op.drop_index(op.f("ix_payment_schedule_creditor_id"), table_name="payment_schedule")
    op.drop_table("payment_schedule")
    op.drop_index(op.f("ix_payment_reminder_receivable_id"), table_name="payment_reminder")
    op.drop_table("payment_reminder")
