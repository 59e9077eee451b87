"""Differences between book, payments, bank and card service; indexes for sums over the whole book."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("explained_by", sa.Integer(), nullable=True),
        sa.Column("explained_at", INSTANT, nullable=True),
        sa.CheckConstraint("state in ('open','explained','gone')", name=op.f("ck_difference_state")),
        sa.CheckConstraint("state <> 'explained' or note <> ''", name=op.f("ck_difference_note")),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["user_account.id"], name=op.f("fk_difference_explained_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
        sa.UniqueConstraint("key", name=op.f("uq_difference_key")),
    )
    op.create_index("ix_difference_list", "difference", ["state", "kind", "id"], unique=False)
    op.create_table(
        "reconciliation_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_check")),
    )
    # Holds the amount as well: the sums of all accounts are read from it alone.
    op.create_index("ix_posting_account_id_amount_minor", "posting", ["account_id", "amount_minor"], unique=False)
    op.drop_index(op.f("ix_posting_account_id"), table_name="posting")
    op.create_index(op.f("ix_journal_entry_on"), "journal_entry", ["on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_journal_entry_on"), table_name="journal_entry")
    op.create_index(op.f("ix_posting_account_id"), "posting", ["account_id"], unique=False)
    op.drop_index("ix_posting_account_id_amount_minor", table_name="posting")
    op.drop_table("reconciliation_check")
    op.drop_index("ix_difference_list", table_name="difference")
    op.drop_table("difference")
