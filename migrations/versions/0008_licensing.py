"""Notices and licences."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "licence_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("licensee_id", sa.Integer(), nullable=False),
        sa.Column("licensor_id", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("terms_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('noticed','held','granted','cancelled','lapsed','closed')",
            name=op.f("ck_licence_request_state"),
        ),
        sa.ForeignKeyConstraint(
            ["licensee_id"], ["organisation.id"], name=op.f("fk_licence_request_licensee_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"], ["organisation.id"], name=op.f("fk_licence_request_licensor_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_licence_request_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["user_account.id"], name=op.f("fk_licence_request_sent_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_request")),
        sa.UniqueConstraint("once", name=op.f("uq_licence_request_once")),
        sa.UniqueConstraint("reference", name=op.f("uq_licence_request_reference")),
    )
    op.create_index(op.f("ix_licence_request_licensee_id"), "licence_request", ["licensee_id"], unique=False)
    op.create_index(op.f("ix_licence_request_licensor_id"), "licence_request", ["licensor_id"], unique=False)
    op.create_index(op.f("ix_licence_request_listing_id"), "licence_request", ["listing_id"], unique=False)
    op.create_index(op.f("ix_licence_request_state"), "licence_request", ["state"], unique=False)
    op.create_index(
        "uq_licence_request_open",
        "licence_request",
        ["listing_id", "licensee_id"],
        unique=True,
        sqlite_where=sa.text("state in ('noticed','held')"),
        postgresql_where=sa.text("state in ('noticed','held')"),
    )
    op.create_table(
        "licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("licensee_id", sa.Integer(), nullable=False),
        sa.Column("licensor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("recordal_from", sa.Date(), nullable=False),
        sa.Column("recordal_due", sa.Date(), nullable=False),
        sa.Column("recordal_number", sa.String(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('effective','recorded','ended')", name=op.f("ck_licence_state")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["stored_file.id"], name=op.f("fk_licence_certificate_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["licensee_id"], ["organisation.id"], name=op.f("fk_licence_licensee_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"], ["organisation.id"], name=op.f("fk_licence_licensor_id_organisation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_licence_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["licence_request.id"], name=op.f("fk_licence_request_id_licence_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("reference", name=op.f("uq_licence_reference")),
        sa.UniqueConstraint("request_id", name=op.f("uq_licence_request_id")),
    )
    op.create_index(op.f("ix_licence_licensee_id"), "licence", ["licensee_id"], unique=False)
    op.create_index(op.f("ix_licence_licensor_id"), "licence", ["licensor_id"], unique=False)
    op.create_index(op.f("ix_licence_listing_id"), "licence", ["listing_id"], unique=False)
    op.create_index(op.f("ix_licence_recordal_due"), "licence", ["recordal_due"], unique=False)
    op.create_index(op.f("ix_licence_state"), "licence", ["state"], unique=False)
    op.create_table(
        "licence_patent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence.id"], name=op.f("fk_licence_patent_licence_id_licence")
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patent.id"], name=op.f("fk_licence_patent_patent_id_patent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_patent")),
        sa.UniqueConstraint("licence_id", "patent_id", name=op.f("uq_licence_patent_licence_id_patent_id")),
    )
    op.create_index(op.f("ix_licence_patent_licence_id"), "licence_patent", ["licence_id"], unique=False)
    op.create_index(op.f("ix_licence_patent_patent_id"), "licence_patent", ["patent_id"], unique=False)
    op.create_table(
        "recordal_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence.id"], name=op.f("fk_recordal_reminder_licence_id_licence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordal_reminder")),
        sa.UniqueConstraint("licence_id", "days", name=op.f("uq_recordal_reminder_licence_id_days")),
    )
    op.create_index(
        op.f("ix_recordal_reminder_licence_id"), "recordal_reminder", ["licence_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_recordal_reminder_licence_id"), table_name="recordal_reminder")
    op.drop_table("recordal_reminder")
    op.drop_index(op.f("ix_licence_patent_patent_id"), table_name="licence_patent")
    op.drop_index(op.f("ix_licence_patent_licence_id"), table_name="licence_patent")
    op.drop_table("licence_patent")
    op.drop_index(op.f("ix_licence_state"), table_name="licence")
    op.drop_index(op.f("ix_licence_recordal_due"), table_name="licence")
    op.drop_index(op.f("ix_licence_listing_id"), table_name="licence")
    op.drop_index(op.f("ix_licence_licensor_id"), table_name="licence")
    op.drop_index(op.f("ix_licence_licensee_id"), table_name="licence")
    op.drop_table("licence")
    op.drop_index(
        "uq_licence_request_open",
        table_name="licence_request",
        sqlite_where=sa.text("state in ('noticed','held')"),
        postgresql_where=sa.text("state in ('noticed','held')"),
    )
    op.drop_index(op.f("ix_licence_request_state"), table_name="licence_request")
    op.drop_index(op.f("ix_licence_request_listing_id"), table_name="licence_request")
    op.drop_index(op.f("ix_licence_request_licensor_id"), table_name="licence_request")
    op.drop_index(op.f("ix_licence_request_licensee_id"), table_name="licence_request")
    op.drop_table("licence_request")
