"""Proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_run",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_run_need_id_need")),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_need_run")),
    )
    op.create_index(op.f("ix_need_run_due"), "need_run", ["due"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("patent_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("firm_answer", sa.String(length=10), nullable=False),
        sa.Column("firm_reason", sa.String(length=20), nullable=False),
        sa.Column("firm_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_answer", sa.String(length=10), nullable=False),
        sa.Column("owner_reason", sa.String(length=20), nullable=False),
        sa.Column("owner_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "firm_answer in ('','interested','declined')", name=op.f("ck_proposal_firm_answer")
        ),
        sa.CheckConstraint(
            "owner_answer in ('','interested','declined')", name=op.f("ck_proposal_owner_answer")
        ),
        sa.CheckConstraint(
            "listing_id is not null or patent_id is not null", name=op.f("ck_proposal_of_what")
        ),
        sa.CheckConstraint("need_id is not null or firm_id is not null", name=op.f("ck_proposal_for_whom")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["organisation.id"], name=op.f("fk_proposal_firm_id_organisation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_proposal_listing_id_listing")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_proposal_need_id_need")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_proposal_owner_id_organisation")
        ),
        sa.ForeignKeyConstraint(["patent_id"], ["patent.id"], name=op.f("fk_proposal_patent_id_patent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_firm_id"), "proposal", ["firm_id"], unique=False)
    op.create_index(op.f("ix_proposal_listing_id"), "proposal", ["listing_id"], unique=False)
    op.create_index(op.f("ix_proposal_need_id"), "proposal", ["need_id"], unique=False)
    op.create_index(op.f("ix_proposal_owner_id"), "proposal", ["owner_id"], unique=False)
    op.create_index(op.f("ix_proposal_patent_id"), "proposal", ["patent_id"], unique=False)
    op.create_index(
        "uq_proposal_firm_listing",
        "proposal",
        ["firm_id", "listing_id"],
        unique=True,
        sqlite_where=sa.text("need_id is null"),
        postgresql_where=sa.text("need_id is null"),
    )
    op.create_index(
        "uq_proposal_need_listing",
        "proposal",
        ["need_id", "listing_id"],
        unique=True,
        sqlite_where=sa.text("need_id is not null and listing_id is not null"),
        postgresql_where=sa.text("need_id is not null and listing_id is not null"),
    )
    op.create_index(
        "uq_proposal_need_patent",
        "proposal",
        ["need_id", "patent_id"],
        unique=True,
        sqlite_where=sa.text("need_id is not null and listing_id is null"),
        postgresql_where=sa.text("need_id is not null and listing_id is null"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_proposal_need_patent",
        table_name="proposal",
        sqlite_where=sa.text("need_id is not null and listing_id is null"),
        postgresql_where=sa.text("need_id is not null and listing_id is null"),
    )
    op.drop_index(
        "uq_proposal_need_listing",
        table_name="proposal",
        sqlite_where=sa.text("need_id is not null and listing_id is not null"),
        postgresql_where=sa.text("need_id is not null and listing_id is not null"),
    )
    op.drop_index(
        "uq_proposal_firm_listing",
        table_name="proposal",
        sqlite_where=sa.text("need_id is null"),
        postgresql_where=sa.text("need_id is null"),
    )
    op.drop_index(op.f("ix_proposal_patent_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_owner_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_need_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_listing_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_firm_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_need_run_due"), table_name="need_run")
    op.drop_table("need_run")
