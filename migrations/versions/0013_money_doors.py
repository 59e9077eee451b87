"""Refunds, payouts, disputes, messages of the card service, matters for a person; holds, and receipts taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STANDING = sa.text("reversed_at is null")
OLD_AMOUNTS = "amount_minor > 0 and surplus_minor >= 0 and surplus_minor <= amount_minor"
NEW_AMOUNTS = (
    "amount_minor > 0 and surplus_minor >= 0 and lost_minor >= 0 and surplus_minor + lost_minor <= amount_minor"
)


def upgrade() -> None:
    with op.batch_alter_table("receivable") as batch:
        batch.add_column(sa.Column("frozen_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("frozen_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("receivable") as batch:
        batch.alter_column("frozen_reason", server_default=None)
    _change_receipt()
    with op.batch_alter_table("card_payment") as batch:
        batch.add_column(sa.Column("way", sa.String(length=14), nullable=False, server_default="sandbox_card"))
        batch.add_column(sa.Column("method", sa.String(length=12), nullable=False, server_default="card"))
        batch.create_check_constraint(op.f("ck_card_payment_way"), "way in ('sandbox_card','stripe')")
        batch.create_check_constraint(
            op.f("ck_card_payment_method"), "method in ('card','alipay','wechat_pay')"
        )
    with op.batch_alter_table("card_payment") as batch:
        batch.alter_column("way", server_default=None)
        batch.alter_column("method", server_default=None)
    _create_refund()
    _create_payout()
    _create_dispute()
    _create_messages()


def _change_receipt() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("lost_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("platform_fee_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("reversed_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("reversed_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reversed_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("ck_receipt_way"), type_="check")
        batch.drop_constraint(op.f("ck_receipt_amounts"), type_="check")
        batch.drop_constraint(op.f("uq_receipt_way_external_key"), type_="unique")
        batch.create_check_constraint(op.f("ck_receipt_way"), "way in ('bank','sandbox_card','stripe')")
        batch.create_check_constraint(op.f("ck_receipt_amounts"), NEW_AMOUNTS)
        for name in ("lost_minor", "platform_fee_minor", "reversed_reason"):
            batch.alter_column(name, server_default=None)
    op.create_index(
        "uq_receipt_fact",
        "receipt",
        ["way", "external_key"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _create_refund() -> None:
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=14), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("surplus_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("listed_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "amount_minor > 0 and surplus_minor >= 0 and surplus_minor <= amount_minor",
            name=op.f("ck_refund_amounts"),
        ),
        sa.CheckConstraint("state in ('asked','listed','done','failed')", name=op.f("ck_refund_state")),
        sa.CheckConstraint("way in ('bank','sandbox_card','stripe')", name=op.f("ck_refund_way")),
        sa.CheckConstraint("origin in ('ours','outside')", name=op.f("ck_refund_origin")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_refund_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("external_id", name=op.f("uq_refund_external_id")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
    )
    op.create_index(op.f("ix_refund_receipt_id"), "refund", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_refund_state"), "refund", ["state"], unique=False)
    op.create_table(
        "sandbox_refund",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_sandbox_refund_amount")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sandbox_session.id"], name=op.f("fk_sandbox_refund_session_id_sandbox_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_refund")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_sandbox_refund_idempotency_key")),
    )
    op.create_index(op.f("ix_sandbox_refund_session_id"), "sandbox_refund", ["session_id"], unique=False)


def _create_payout() -> None:
    op.create_table(
        "payout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("creditor_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("listed_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_amount")),
        sa.CheckConstraint("way in ('bank','connect')", name=op.f("ck_payout_way")),
        sa.CheckConstraint("state in ('asked','listed','done','cancelled')", name=op.f("ck_payout_state")),
        sa.ForeignKeyConstraint(["creditor_id"], ["organisation.id"], name=op.f("fk_payout_creditor_id_organisation")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_payout_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("external_id", name=op.f("uq_payout_external_id")),
        sa.UniqueConstraint("key", name=op.f("uq_payout_key")),
        sa.UniqueConstraint("receipt_id", "position", name=op.f("uq_payout_receipt_id_position")),
    )
    op.create_index(op.f("ix_payout_creditor_id"), "payout", ["creditor_id"], unique=False)
    op.create_index(op.f("ix_payout_receipt_id"), "payout", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_payout_state"), "payout", ["state"], unique=False)
    op.create_table(
        "payout_account",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.String(length=120), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_payout_account_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_payout_account")),
        sa.UniqueConstraint("account_id", name=op.f("uq_payout_account_account_id")),
        sa.UniqueConstraint("key", name=op.f("uq_payout_account_key")),
    )


def _create_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_dispute_amount")),
        sa.CheckConstraint("state in ('open','won','lost')", name=op.f("ck_dispute_state")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_dispute_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("external_id", name=op.f("uq_dispute_external_id")),
    )
    op.create_index(op.f("ix_dispute_receipt_id"), "dispute", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_dispute_state"), "dispute", ["state"], unique=False)


def _create_messages() -> None:
    op.create_table(
        "provider_event",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_event")),
    )
    op.create_table(
        "money_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_money_matter_receivable_id_receivable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_matter")),
        sa.UniqueConstraint("key", name=op.f("uq_money_matter_key")),
    )
    op.create_index(op.f("ix_money_matter_kind"), "money_matter", ["kind"], unique=False)
    op.create_index(op.f("ix_money_matter_receivable_id"), "money_matter", ["receivable_id"], unique=False)


def downgrade() -> None:
    for table in ("money_matter", "provider_event", "dispute", "payout_account", "payout", "sandbox_refund", "refund"):
        op.drop_table(table)
    with op.batch_alter_table("card_payment") as batch:
        batch.drop_constraint(op.f("ck_card_payment_way"), type_="check")
        batch.drop_constraint(op.f("ck_card_payment_method"), type_="check")
        batch.drop_column("way")
        batch.drop_column("method")
    op.drop_index("uq_receipt_fact", table_name="receipt", sqlite_where=STANDING, postgresql_where=STANDING)
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("ck_receipt_way"), type_="check")
        batch.drop_constraint(op.f("ck_receipt_amounts"), type_="check")
        batch.create_check_constraint(op.f("ck_receipt_way"), "way in ('bank','sandbox_card')")
        batch.create_check_constraint(op.f("ck_receipt_amounts"), OLD_AMOUNTS)
        batch.create_unique_constraint(op.f("uq_receipt_way_external_key"), ["way", "external_key"])
        for name in ("lost_minor", "platform_fee_minor", "reversed_at", "reversed_by", "reversed_reason"):
            batch.drop_column(name)
    with op.batch_alter_table("receivable") as batch:
        batch.drop_column("frozen_reason")
        batch.drop_column("frozen_at")
