"""Filings with the patent office, registered contracts, requests for invoices; calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_stamp",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agenda_stamp")),
    )
    op.create_table(
        "agenda_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_agenda_feed_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_feed")),
        sa.UniqueConstraint("nonce", name=op.f("uq_agenda_feed_nonce")),
        sa.UniqueConstraint("user_id", name=op.f("uq_agenda_feed_user_id")),
    )
    op.create_table(
        "invoice_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invoice_terms_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["user_account.id"], name=op.f("fk_invoice_terms_set_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_terms")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_invoice_terms_organisation_id")),
    )
    op.create_table(
        "invoice_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "invoiced_minor >= 0 and invoiced_minor <= paid_minor", name=op.f("ck_invoice_account_room")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_invoice_account_receivable_id_receivable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_account")),
        sa.UniqueConstraint("receivable_id", name=op.f("uq_invoice_account_receivable_id")),
    )
    op.create_table(
        "contract_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("technology_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'waived' or (number <> '' and registered_on is not null)",
            name=op.f("ck_contract_registration_number"),
        ),
        sa.CheckConstraint("state in ('registered','waived')", name=op.f("ck_contract_registration_state")),
        sa.CheckConstraint(
            "technology_minor >= 0 and technology_minor <= amount_minor", name=op.f("ck_contract_registration_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["stored_file.id"], name=op.f("fk_contract_registration_certificate_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_contract_registration_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence.id"], name=op.f("fk_contract_registration_licence_id_licence")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["organisation.id"], name=op.f("fk_contract_registration_seller_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_registration")),
        sa.UniqueConstraint("licence_id", name=op.f("uq_contract_registration_licence_id")),
    )
    op.create_index(op.f("ix_contract_registration_seller_id"), "contract_registration", ["seller_id"], unique=False)
    op.create_index(
        "uq_contract_registration_number",
        "contract_registration",
        ["number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('recordal','change','cancellation')", name=op.f("ck_filing_kind")),
        sa.CheckConstraint("side in ('licensor','licensee','operator')", name=op.f("ck_filing_side")),
        sa.CheckConstraint(
            "state in ('preparing','filed','refused','recorded','dropped')", name=op.f("ck_filing_state")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["stored_file.id"], name=op.f("fk_filing_certificate_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_filing_licence_id_licence")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_filing_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["user_account.id"], name=op.f("fk_filing_taken_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_licence_id"), "filing", ["licence_id"], unique=False)
    op.create_index(op.f("ix_filing_state"), "filing", ["state"], unique=False)
    op.create_index(
        "uq_filing_open",
        "filing",
        ["licence_id"],
        unique=True,
        sqlite_where=sa.text("state in ('preparing','filed')"),
        postgresql_where=sa.text("state in ('preparing','filed')"),
    )
    op.create_index(
        "uq_filing_recorded",
        "filing",
        ["licence_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'recorded' and kind <> 'change'"),
        postgresql_where=sa.text("state = 'recorded' and kind <> 'change'"),
    )
    op.create_table(
        "filing_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["user_account.id"], name=op.f("fk_filing_paper_added_by_user_account")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_filing_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_filing_paper_licence_id_licence")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_filing_paper_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_paper")),
    )
    op.create_index(op.f("ix_filing_paper_licence_id"), "filing_paper", ["licence_id"], unique=False)
    op.create_table(
        "filing_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_filing_reminder_licence_id_licence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_reminder")),
        sa.UniqueConstraint("licence_id", "kind", name=op.f("uq_filing_reminder_licence_id_kind")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("licence_id", sa.Integer(), nullable=True),
        sa.Column("debtor_id", sa.Integer(), nullable=False),
        sa.Column("creditor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("tax_number", sa.String(length=18), nullable=False),
        sa.Column("details", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversal_number", sa.String(length=20), nullable=False),
        sa.Column("reversal_file_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('exempt','ordinary','special')", name=op.f("ck_invoice_kind")),
        sa.CheckConstraint(
            "state in ('asked','issued','declined','cancelled','reversed')", name=op.f("ck_invoice_state")
        ),
        sa.CheckConstraint("state not in ('issued','reversed') or number <> ''", name=op.f("ck_invoice_number")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_invoice_amount")),
        sa.ForeignKeyConstraint(["asked_by"], ["user_account.id"], name=op.f("fk_invoice_asked_by_user_account")),
        sa.ForeignKeyConstraint(["creditor_id"], ["organisation.id"], name=op.f("fk_invoice_creditor_id_organisation")),
        sa.ForeignKeyConstraint(["debtor_id"], ["organisation.id"], name=op.f("fk_invoice_debtor_id_organisation")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_invoice_file_id_stored_file")),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_invoice_licence_id_licence")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_invoice_receipt_id_receipt")),
        sa.ForeignKeyConstraint(["receivable_id"], ["receivable.id"], name=op.f("fk_invoice_receivable_id_receivable")),
        sa.ForeignKeyConstraint(
            ["reversal_file_id"], ["stored_file.id"], name=op.f("fk_invoice_reversal_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("once", name=op.f("uq_invoice_once")),
    )
    op.create_index(op.f("ix_invoice_creditor_id"), "invoice", ["creditor_id"], unique=False)
    op.create_index(op.f("ix_invoice_debtor_id"), "invoice", ["debtor_id"], unique=False)
    op.create_index(op.f("ix_invoice_licence_id"), "invoice", ["licence_id"], unique=False)
    op.create_index(op.f("ix_invoice_receipt_id"), "invoice", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_invoice_receivable_id"), "invoice", ["receivable_id"], unique=False)
    op.create_index(op.f("ix_invoice_state"), "invoice", ["state"], unique=False)
    op.create_index(
        "uq_invoice_number",
        "invoice",
        ["creditor_id", "number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_invoice_number",
        table_name="invoice",
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )
    op.drop_index(op.f("ix_invoice_state"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_receivable_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_receipt_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_licence_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_debtor_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_creditor_id"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_table("filing_reminder")
    op.drop_index(op.f("ix_filing_paper_licence_id"), table_name="filing_paper")
    op.drop_table("filing_paper")
    op.drop_index(
        "uq_filing_recorded",
        table_name="filing",
        sqlite_where=sa.text("state = 'recorded' and kind <> 'change'"),
        postgresql_where=sa.text("state = 'recorded' and kind <> 'change'"),
    )
    op.drop_index(
        "uq_filing_open",
        table_name="filing",
        sqlite_where=sa.text("state in ('preparing','filed')"),
        postgresql_where=sa.text("state in ('preparing','filed')"),
    )
    op.drop_index(op.f("ix_filing_state"), table_name="filing")
    op.drop_index(op.f("ix_filing_licence_id"), table_name="filing")
    op.drop_table("filing")
    op.drop_index(
        "uq_contract_registration_number",
        table_name="contract_registration",
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )
    op.drop_index(op.f("ix_contract_registration_seller_id"), table_name="contract_registration")
    op.drop_table("contract_registration")
    op.drop_table("invoice_account")
    op.drop_table("invoice_terms")
    op.drop_table("agenda_feed")
    op.drop_table("agenda_stamp")
