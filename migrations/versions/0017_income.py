"""How a university's income is divided: policies, people, costs, splits, payments of shares."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "income_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("college", sa.String(length=120), nullable=False),
        sa.Column("leader", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("bank_name", sa.String(length=120), nullable=False),
        sa.Column("bank_account", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_income_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_person")),
    )
    op.create_index("ix_income_person_name", "income_person", ["organisation_id", "name"], unique=False)
    op.create_table(
        "income_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["user_account.id"], name=op.f("fk_income_policy_made_by_user_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_income_policy_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_policy")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_income_policy_organisation_id_number")),
    )
    op.create_index(op.f("ix_income_policy_organisation_id"), "income_policy", ["organisation_id"], unique=False)
    op.create_table(
        "income_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_income_cost_amount")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_income_cost_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_income_cost_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_income_cost_receipt_id_receipt")),
        sa.ForeignKeyConstraint(["voucher_id"], ["stored_file.id"], name=op.f("fk_income_cost_voucher_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_cost")),
    )
    op.create_index(op.f("ix_income_cost_matter"), "income_cost", ["matter"], unique=False)
    op.create_index(op.f("ix_income_cost_organisation_id"), "income_cost", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_income_cost_receipt_id"), "income_cost", ["receipt_id"], unique=False)
    op.create_table(
        "income_split",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("policy_number", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("agreement_file_id", sa.Integer(), nullable=True),
        sa.Column("pledge_answer", sa.String(length=12), nullable=False),
        sa.Column("pledge_note", sa.String(length=300), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("notice_objections", sa.Text(), nullable=False),
        sa.Column("notice_result", sa.String(length=10), nullable=False),
        sa.Column("notice_closed_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mirrors_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(amount_minor < 0) = (state = 'mirror') and amount_minor <> 0", name=op.f("ck_income_split_amount")
        ),
        sa.CheckConstraint(
            "state in ('draft','noticed','approved','paid','dropped','reversed','mirror')",
            name=op.f("ck_income_split_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_file_id"], ["stored_file.id"], name=op.f("fk_income_split_agreement_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_income_split_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["user_account.id"], name=op.f("fk_income_split_drafted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["mirrors_id"], ["income_split.id"], name=op.f("fk_income_split_mirrors_id_income_split")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_income_split_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_income_split_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_split")),
        sa.UniqueConstraint("mirrors_id", name=op.f("uq_income_split_mirrors_id")),
        sa.UniqueConstraint("number", name=op.f("uq_income_split_number")),
    )
    op.create_index(op.f("ix_income_split_matter"), "income_split", ["matter"], unique=False)
    op.create_index(op.f("ix_income_split_organisation_id"), "income_split", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_income_split_receipt_id"), "income_split", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_income_split_state"), "income_split", ["state"], unique=False)
    op.create_index(
        "uq_income_split_live",
        "income_split",
        ["receipt_id"],
        unique=True,
        sqlite_where=sa.text("state in ('draft','noticed','approved','paid')"),
        postgresql_where=sa.text("state in ('draft','noticed','approved','paid')"),
    )
    op.create_table(
        "income_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("split_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("cost_id", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("rounding", sa.Integer(), nullable=False),
        sa.Column("mirrors_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('cost','co_owner','inventor','college','office','university')", name=op.f("ck_income_share_kind")
        ),
        sa.ForeignKeyConstraint(["cost_id"], ["income_cost.id"], name=op.f("fk_income_share_cost_id_income_cost")),
        sa.ForeignKeyConstraint(
            ["mirrors_id"], ["income_share.id"], name=op.f("fk_income_share_mirrors_id_income_share")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["income_person.id"], name=op.f("fk_income_share_person_id_income_person")
        ),
        sa.ForeignKeyConstraint(["split_id"], ["income_split.id"], name=op.f("fk_income_share_split_id_income_split")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_share")),
        sa.UniqueConstraint("mirrors_id", name=op.f("uq_income_share_mirrors_id")),
        sa.UniqueConstraint("split_id", "position", name=op.f("uq_income_share_split_id_position")),
    )
    op.create_index(op.f("ix_income_share_cost_id"), "income_share", ["cost_id"], unique=False)
    op.create_index(op.f("ix_income_share_person_id"), "income_share", ["person_id"], unique=False)
    op.create_index(op.f("ix_income_share_split_id"), "income_share", ["split_id"], unique=False)
    op.create_table(
        "income_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["user_account.id"], name=op.f("fk_income_payment_booked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["income_share.id"], name=op.f("fk_income_payment_share_id_income_share")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_payment")),
        sa.UniqueConstraint("share_id", name=op.f("uq_income_payment_share_id")),
    )


def downgrade() -> None:
    op.drop_table("income_payment")
    op.drop_index(op.f("ix_income_share_split_id"), table_name="income_share")
    op.drop_index(op.f("ix_income_share_person_id"), table_name="income_share")
    op.drop_index(op.f("ix_income_share_cost_id"), table_name="income_share")
    op.drop_table("income_share")
    op.drop_index(
        "uq_income_split_live",
        table_name="income_split",
        sqlite_where=sa.text("state in ('draft','noticed','approved','paid')"),
        postgresql_where=sa.text("state in ('draft','noticed','approved','paid')"),
    )
    op.drop_index(op.f("ix_income_split_state"), table_name="income_split")
    op.drop_index(op.f("ix_income_split_receipt_id"), table_name="income_split")
    op.drop_index(op.f("ix_income_split_organisation_id"), table_name="income_split")
    op.drop_index(op.f("ix_income_split_matter"), table_name="income_split")
    op.drop_table("income_split")
    op.drop_index(op.f("ix_income_cost_receipt_id"), table_name="income_cost")
    op.drop_index(op.f("ix_income_cost_organisation_id"), table_name="income_cost")
    op.drop_index(op.f("ix_income_cost_matter"), table_name="income_cost")
    op.drop_table("income_cost")
    op.drop_index(op.f("ix_income_policy_organisation_id"), table_name="income_policy")
    op.drop_table("income_policy")
    op.drop_index("ix_income_person_name", table_name="income_person")
    op.drop_table("income_person")
