"""Yearly reports on the effect of licences, and the rankings made of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "effect_ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by"], ["user_account.id"], name=op.f("fk_effect_ranking_published_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_ranking")),
    )
    op.create_index(
        "uq_effect_ranking_standing",
        "effect_ranking",
        ["year"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "effect_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_effect_question_licence_id_licence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_question")),
        sa.UniqueConstraint("licence_id", "year", name=op.f("uq_effect_question_licence_id_year")),
    )
    op.create_index(op.f("ix_effect_question_licence_id"), "effect_question", ["licence_id"], unique=False)
    op.create_index(op.f("ix_effect_question_year"), "effect_question", ["year"], unique=False)
    op.create_table(
        "effect_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["effect_question.id"], name=op.f("fk_effect_reminder_question_id_effect_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_reminder")),
        sa.UniqueConstraint("question_id", "days", name=op.f("uq_effect_reminder_question_id_days")),
    )
    op.create_table(
        "effect_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("sales_minor", sa.BigInteger(), nullable=False),
        sa.Column("exports_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("savings_minor", sa.BigInteger(), nullable=False),
        sa.Column("jobs", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("spot_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state in ('reported','verified','queried','replaced')", name=op.f("ck_effect_report_state")
        ),
        sa.CheckConstraint(
            "sales_minor >= 0 and exports_minor >= 0 and exports_minor <= sales_minor and tax_minor >= 0 "
            "and savings_minor >= 0 and jobs >= 0",
            name=op.f("ck_effect_report_figures"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_effect_report_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name=op.f("fk_effect_report_evidence_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["effect_question.id"], name=op.f("fk_effect_report_question_id_effect_question")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["user_account.id"], name=op.f("fk_effect_report_reported_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_report")),
        sa.UniqueConstraint("question_id", "version", name=op.f("uq_effect_report_question_id_version")),
    )
    op.create_index(op.f("ix_effect_report_state"), "effect_report", ["state"], unique=False)
    op.create_index(
        "uq_effect_report_current",
        "effect_report",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_effect_report_current",
        table_name="effect_report",
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.drop_index(op.f("ix_effect_report_state"), table_name="effect_report")
    op.drop_table("effect_report")
    op.drop_table("effect_reminder")
    op.drop_index(op.f("ix_effect_question_year"), table_name="effect_question")
    op.drop_index(op.f("ix_effect_question_licence_id"), table_name="effect_question")
    op.drop_table("effect_question")
    op.drop_index(
        "uq_effect_ranking_standing",
        table_name="effect_ranking",
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.drop_table("effect_ranking")
