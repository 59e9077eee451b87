"""Intents the operator entered for firms, and contracts that intents led to outside this service."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intent_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intent_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how in ('paper','spoken','phone','written')", name=op.f("ck_intent_entry_how")),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_intent_entry_intent_id_intent")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_intent_entry_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent_entry")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_intent_entry_intent_id")),
    )
    op.create_table(
        "outside_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intent_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms", sa.String(length=300), nullable=False),
        sa.Column("recordal", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0 or terms <> ''", name=op.f("ck_outside_contract_terms")),
        sa.CheckConstraint(
            "kind in ('licence','transfer','development','service','shares','other')",
            name=op.f("ck_outside_contract_kind"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_outside_contract_amount")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_outside_contract_file_id_stored_file")),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_outside_contract_intent_id_intent")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_outside_contract_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_outside_contract_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_contract")),
    )
    op.create_index(op.f("ix_outside_contract_intent_id"), "outside_contract", ["intent_id"], unique=False)
    op.create_index(
        "uq_outside_contract_standing",
        "outside_contract",
        ["intent_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at is null"),
        postgresql_where=sa.text("taken_back_at is null"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_outside_contract_standing",
        table_name="outside_contract",
        sqlite_where=sa.text("taken_back_at is null"),
        postgresql_where=sa.text("taken_back_at is null"),
    )
    op.drop_index(op.f("ix_outside_contract_intent_id"), table_name="outside_contract")
    op.drop_table("outside_contract")
    op.drop_table("intent_entry")
