"""Receivables, receipts, card payments."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sandbox_session",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("idempotency_key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('open','paid','declined','expired')", name=op.f("ck_sandbox_session_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_session")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_sandbox_session_idempotency_key")),
    )
    op.create_table(
        "receivable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("debtor_id", sa.Integer(), nullable=False),
        sa.Column("creditor_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_receivable_amount")),
        sa.ForeignKeyConstraint(
            ["creditor_id"], ["organisation.id"], name=op.f("fk_receivable_creditor_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["organisation.id"], name=op.f("fk_receivable_debtor_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receivable")),
        sa.UniqueConstraint("reference", name=op.f("uq_receivable_reference")),
        sa.UniqueConstraint("subject", "position", name=op.f("uq_receivable_subject_position")),
    )
    op.create_index(op.f("ix_receivable_creditor_id"), "receivable", ["creditor_id"], unique=False)
    op.create_index(op.f("ix_receivable_debtor_id"), "receivable", ["debtor_id"], unique=False)
    op.create_table(
        "card_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=60), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("session_id", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('started','open','paid','failed','expired')", name=op.f("ck_card_payment_state")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_card_payment_receivable_id_receivable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_payment")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_card_payment_idempotency_key")),
        sa.UniqueConstraint("receivable_id", "attempt", name=op.f("uq_card_payment_receivable_id_attempt")),
        sa.UniqueConstraint("session_id", name=op.f("uq_card_payment_session_id")),
    )
    op.create_index(op.f("ix_card_payment_receivable_id"), "card_payment", ["receivable_id"], unique=False)
    op.create_index(
        "uq_card_payment_open",
        "card_payment",
        ["receivable_id"],
        unique=True,
        sqlite_where=sa.text("state in ('started','open')"),
        postgresql_where=sa.text("state in ('started','open')"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=14), nullable=False),
        sa.Column("external_key", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("surplus_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("payer_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way in ('bank','sandbox_card')", name=op.f("ck_receipt_way")),
        sa.CheckConstraint(
            "amount_minor > 0 and surplus_minor >= 0 and surplus_minor <= amount_minor",
            name=op.f("ck_receipt_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_receipt_receivable_id_receivable")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["stored_file.id"], name=op.f("fk_receipt_voucher_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
        sa.UniqueConstraint("way", "external_key", name=op.f("uq_receipt_way_external_key")),
    )
    op.create_index(op.f("ix_receipt_receivable_id"), "receipt", ["receivable_id"], unique=False)
    op.create_table(
        "given_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_given_back_amount")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_given_back_receipt_id_receipt")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["stored_file.id"], name=op.f("fk_given_back_voucher_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_back")),
    )
    op.create_index(op.f("ix_given_back_receipt_id"), "given_back", ["receipt_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_given_back_receipt_id"), table_name="given_back")
    op.drop_table("given_back")
    op.drop_index(op.f("ix_receipt_receivable_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(
        "uq_card_payment_open",
        table_name="card_payment",
        sqlite_where=sa.text("state in ('started','open')"),
        postgresql_where=sa.text("state in ('started','open')"),
    )
    op.drop_index(op.f("ix_card_payment_receivable_id"), table_name="card_payment")
    op.drop_table("card_payment")
    op.drop_index(op.f("ix_receivable_debtor_id"), table_name="receivable")
    op.drop_index(op.f("ix_receivable_creditor_id"), table_name="receivable")
    op.drop_table("receivable")
    op.drop_table("sandbox_session")
