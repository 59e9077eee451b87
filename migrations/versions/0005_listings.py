"""Open-licence listings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("products", sa.String(length=500), nullable=False),
        sa.Column("not_for", sa.Text(), nullable=False),
        sa.Column("industry", sa.String(length=6), nullable=False),
        sa.Column("maturity", sa.String(length=12), nullable=False),
        sa.Column("maturity_note", sa.String(length=300), nullable=False),
        sa.Column("fee_kind", sa.String(length=14), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("due_at_start_minor", sa.BigInteger(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("rate", sa.Numeric(precision=7, scale=6), nullable=True),
        sa.Column("royalty_base", sa.String(length=10), nullable=False),
        sa.Column("annual_cap_minor", sa.BigInteger(), nullable=True),
        sa.Column("fee_text", sa.Text(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("statements_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statements_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.Date(), nullable=True),
        sa.Column("filed_at", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(length=40), nullable=False),
        sa.Column("announced_at", sa.Date(), nullable=True),
        sa.Column("announcement_number", sa.String(length=40), nullable=False),
        sa.Column("suspended_at", sa.Date(), nullable=True),
        sa.Column("suspended_reason", sa.Text(), nullable=False),
        sa.Column("suspended_rules", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "fee_kind in ('','free','one_off','instalments','royalty','entry_royalty')",
            name=op.f("ck_listing_fee_kind"),
        ),
        sa.CheckConstraint(
            "royalty_base in ('','net_sales','profit','units')", name=op.f("ck_listing_royalty_base")
        ),
        sa.CheckConstraint(
            "state in ('draft','declared','announced','suspended','withdrawn','ended')",
            name=op.f("ck_listing_state"),
        ),
        sa.CheckConstraint("amount_minor >= 0 and due_at_start_minor >= 0", name=op.f("ck_listing_amounts")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_listing_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("reference", name=op.f("uq_listing_reference")),
    )
    op.create_index(op.f("ix_listing_organisation_id"), "listing", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_listing_state"), "listing", ["state"], unique=False)
    op.create_table(
        "listing_benefit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_benefit_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_benefit")),
    )
    op.create_index(op.f("ix_listing_benefit_listing_id"), "listing_benefit", ["listing_id"], unique=False)
    op.create_table(
        "listing_instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor > 0 and months >= 0", name=op.f("ck_listing_instalment_amount")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_instalment_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_instalment")),
    )
    op.create_index(
        op.f("ix_listing_instalment_listing_id"), "listing_instalment", ["listing_id"], unique=False
    )
    op.create_table(
        "listing_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=True),
        sa.Column("conclusion", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "conclusion in ('','positive','negative')", name=op.f("ck_listing_document_conclusion")
        ),
        sa.CheckConstraint(
            "kind in ('co_owner_consent','pledgee_consent','evaluation','announcement','public','other')",
            name=op.f("ck_listing_document_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_listing_document_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_document_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patent.id"], name=op.f("fk_listing_document_patent_id_patent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_document")),
    )
    op.create_index(op.f("ix_listing_document_listing_id"), "listing_document", ["listing_id"], unique=False)
    op.create_table(
        "listing_patent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_patent_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patent.id"], name=op.f("fk_listing_patent_patent_id_patent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_patent")),
        sa.UniqueConstraint("listing_id", "patent_id", name=op.f("uq_listing_patent_listing_id_patent_id")),
    )
    op.create_index(op.f("ix_listing_patent_listing_id"), "listing_patent", ["listing_id"], unique=False)
    op.create_index(op.f("ix_listing_patent_patent_id"), "listing_patent", ["patent_id"], unique=False)
    op.create_index(
        "uq_listing_patent_live",
        "listing_patent",
        ["patent_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_publication_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(["patent_id"], ["patent.id"], name=op.f("fk_publication_patent_id_patent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "listing_id", "patent_id", "platform", name=op.f("uq_publication_listing_id_patent_id_platform")
        ),
    )
    op.create_index(op.f("ix_publication_listing_id"), "publication", ["listing_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_publication_listing_id"), table_name="publication")
    op.drop_table("publication")
    op.drop_index(
        "uq_listing_patent_live",
        table_name="listing_patent",
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.drop_index(op.f("ix_listing_patent_patent_id"), table_name="listing_patent")
    op.drop_index(op.f("ix_listing_patent_listing_id"), table_name="listing_patent")
    op.drop_table("listing_patent")
    op.drop_index(op.f("ix_listing_document_listing_id"), table_name="listing_document")
    op.drop_table("listing_document")
    op.drop_index(op.f("ix_listing_instalment_listing_id"), table_name="listing_instalment")
    op.drop_table("listing_instalment")
    op.drop_index(op.f("ix_listing_benefit_listing_id"), table_name="listing_benefit")
    op.drop_table("listing_benefit")
    op.drop_index(op.f("ix_listing_state"), table_name="listing")
    op.drop_index(op.f("ix_listing_organisation_id"), table_name="listing")
    op.drop_table("listing")
