"""Bank accounts of organisations, statements with rows and parts, lists of transfers for the bank."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=120), nullable=False),
        sa.Column("branch", sa.String(length=120), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("purpose in ('all','income','refunds')", name=op.f("ck_bank_account_purpose")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bank_account_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
    )
    op.create_index(op.f("ix_bank_account_organisation_id"), "bank_account", ["organisation_id"], unique=False)
    op.create_index(
        "uq_bank_account_active",
        "bank_account",
        ["organisation_id", "number", "currency"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "bank_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_account.id"], name=op.f("fk_bank_reading_account_id_bank_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_reading")),
        sa.UniqueConstraint("account_id", name=op.f("uq_bank_reading_account_id")),
    )
    op.create_table(
        "bank_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("encoding", sa.String(length=12), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opening_minor", sa.BigInteger(), nullable=True),
        sa.Column("closing_minor", sa.BigInteger(), nullable=True),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("format in ('table','camt053','mt940')", name=op.f("ck_bank_statement_format")),
        sa.CheckConstraint(
            "state in ('ready','running','done','failed','cancelled')", name=op.f("ck_bank_statement_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_account.id"], name=op.f("fk_bank_statement_account_id_bank_account")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_bank_statement_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["user_account.id"], name=op.f("fk_bank_statement_imported_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
    )
    op.create_index("ix_bank_statement_list", "bank_statement", ["account_id", "id"], unique=False)
    op.create_table(
        "bank_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("incoming", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("assigned_minor", sa.BigInteger(), nullable=False),
        sa.Column("suspended_minor", sa.BigInteger(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'ignored' or assigned_minor = 0", name=op.f("ck_bank_row_ignored")),
        sa.CheckConstraint(
            "state in ('unmatched','matched','partial','over','duplicate','ignored')", name=op.f("ck_bank_row_state")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_row_amount")),
        sa.CheckConstraint("assigned_minor >= 0 and assigned_minor <= amount_minor", name=op.f("ck_bank_row_assigned")),
        sa.CheckConstraint(
            "suspended_minor >= 0 and assigned_minor + suspended_minor <= amount_minor",
            name=op.f("ck_bank_row_suspended"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["bank_account.id"], name=op.f("fk_bank_row_account_id_bank_account")),
        sa.ForeignKeyConstraint(["repeats_id"], ["bank_row.id"], name=op.f("fk_bank_row_repeats_id_bank_row")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_row_statement_id_bank_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_row")),
        sa.UniqueConstraint("account_id", "checksum", "ordinal", name=op.f("uq_bank_row_account_id_checksum_ordinal")),
    )
    op.create_index("ix_bank_row_account_day", "bank_row", ["account_id", "booked_on"], unique=False)
    op.create_index("ix_bank_row_statement", "bank_row", ["statement_id", "state"], unique=False)
    op.create_table(
        "bank_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("left_minor", sa.BigInteger(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_part_amount")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_bank_part_receipt_id_receipt")),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivable.id"], name=op.f("fk_bank_part_receivable_id_receivable")
        ),
        sa.ForeignKeyConstraint(["row_id"], ["bank_row.id"], name=op.f("fk_bank_part_row_id_bank_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_part")),
    )
    op.create_index(op.f("ix_bank_part_receipt_id"), "bank_part", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_bank_part_receivable_id"), "bank_part", ["receivable_id"], unique=False)
    op.create_index(op.f("ix_bank_part_row_id"), "bank_part", ["row_id"], unique=False)
    op.create_index(
        "uq_bank_part_receipt",
        "bank_part",
        ["receipt_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at is null"),
        postgresql_where=sa.text("taken_back_at is null"),
    )
    op.create_index(
        "uq_bank_part_receivable",
        "bank_part",
        ["row_id", "receivable_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at is null"),
        postgresql_where=sa.text("taken_back_at is null"),
    )
    op.create_table(
        "bank_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_bank_list_total")),
        sa.ForeignKeyConstraint(["account_id"], ["bank_account.id"], name=op.f("fk_bank_list_account_id_bank_account")),
        sa.ForeignKeyConstraint(["made_by"], ["user_account.id"], name=op.f("fk_bank_list_made_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_list")),
        sa.UniqueConstraint("number", name=op.f("uq_bank_list_number")),
    )
    op.create_table(
        "bank_list_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("payee", sa.String(length=160), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("bank", sa.String(length=240), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("remark", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("bank_reference", sa.String(length=80), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('open','done','removed')", name=op.f("ck_bank_list_line_state")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_list_line_amount")),
        sa.ForeignKeyConstraint(["list_id"], ["bank_list.id"], name=op.f("fk_bank_list_line_list_id_bank_list")),
        sa.ForeignKeyConstraint(["row_id"], ["bank_row.id"], name=op.f("fk_bank_list_line_row_id_bank_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_list_line")),
        sa.UniqueConstraint("list_id", "position", name=op.f("uq_bank_list_line_list_id_position")),
        sa.UniqueConstraint("row_id", name=op.f("uq_bank_list_line_row_id")),
    )
    op.create_index(
        "uq_bank_list_line_open",
        "bank_list_line",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("bank_list_line")
    op.drop_table("bank_list")
    op.drop_table("bank_part")
    op.drop_table("bank_row")
    op.drop_table("bank_statement")
    op.drop_table("bank_reading")
    op.drop_table("bank_account")
