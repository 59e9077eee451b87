"""Patent records, owners, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('checking','ready','running','done','failed','cancelled')",
            name=op.f("ck_import_run_state"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_run_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_run_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_organisation_id"), "import_run", ["organisation_id"], unique=False)
    op.create_table(
        "ownership_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('pending','approved','declined')", name=op.f("ck_ownership_claim_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ownership_claim_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_claim")),
    )
    op.create_index(
        op.f("ix_ownership_claim_organisation_id"), "ownership_claim", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_ownership_claim_open",
        "ownership_claim",
        ["organisation_id", "name"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "uq_ownership_claim_approved",
        "ownership_claim",
        ["name"],
        unique=True,
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("application_number", sa.String(length=14), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('imported','updated','unchanged','refused')", name=op.f("ck_import_row_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_import_row_import_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
    )
    op.create_index(
        "ix_import_row_application", "import_row", ["import_id", "application_number"], unique=False
    )
    op.create_table(
        "patent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_number", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_en", sa.String(length=500), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("claims_count", sa.Integer(), nullable=True),
        sa.Column("filing_date", sa.Date(), nullable=True),
        sa.Column("publication_number", sa.String(length=20), nullable=False),
        sa.Column("publication_date", sa.Date(), nullable=True),
        sa.Column("grant_number", sa.String(length=20), nullable=False),
        sa.Column("grant_date", sa.Date(), nullable=True),
        sa.Column("applicants", sa.JSON(), nullable=False),
        sa.Column("inventors", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("ipc_main", sa.String(length=20), nullable=False),
        sa.Column("ipc", sa.JSON(), nullable=False),
        sa.Column("locarno", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_detail", sa.String(length=60), nullable=False),
        sa.Column("status_source", sa.String(length=120), nullable=False),
        sa.Column("status_as_of", sa.Date(), nullable=True),
        sa.Column("expiry_date", sa.Date(), nullable=True),
        sa.Column("annuity_paid_to_year", sa.Integer(), nullable=True),
        sa.Column("annuity_due", sa.Date(), nullable=True),
        sa.Column("pledged", sa.Boolean(), nullable=False),
        sa.Column("pledgee_consent", sa.Boolean(), nullable=False),
        sa.Column("preserved", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("exclusive_until", sa.Date(), nullable=True),
        sa.Column("evaluation", sa.String(length=8), nullable=False),
        sa.Column("evaluation_date", sa.Date(), nullable=True),
        sa.Column("evaluation_file_id", sa.Integer(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("industry", sa.String(length=6), nullable=False),
        sa.Column("keywords", sa.String(length=500), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("evaluation in ('','positive','negative')", name=op.f("ck_patent_evaluation")),
        sa.CheckConstraint("kind in ('invention','utility_model','design')", name=op.f("ck_patent_kind")),
        sa.CheckConstraint(
            "status in ('pending','in_force','dead','unknown')", name=op.f("ck_patent_status")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_file_id"], ["stored_file.id"], name=op.f("fk_patent_evaluation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_patent_import_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent")),
        sa.UniqueConstraint("application_number", name=op.f("uq_patent_application_number")),
    )
    op.create_index("ix_patent_grant_publication", "patent", ["publication_number"], unique=False)
    op.create_index(op.f("ix_patent_import_id"), "patent", ["import_id"], unique=False)
    op.create_index(op.f("ix_patent_ipc_main"), "patent", ["ipc_main"], unique=False)
    op.create_index(op.f("ix_patent_status"), "patent", ["status"], unique=False)
    op.create_table(
        "legal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patent_id"], ["patent.id"], name=op.f("fk_legal_event_patent_id_patent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_event")),
    )
    op.create_index(op.f("ix_legal_event_patent_id"), "legal_event", ["patent_id"], unique=False)
    op.create_table(
        "patent_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_patent_owner_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["patent_id"], ["patent.id"], name=op.f("fk_patent_owner_patent_id_patent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_owner")),
        sa.UniqueConstraint("patent_id", "position", name=op.f("uq_patent_owner_patent_id_position")),
    )
    op.create_index("ix_patent_owner_name", "patent_owner", ["name"], unique=False)
    op.create_index(
        op.f("ix_patent_owner_organisation_id"), "patent_owner", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_patent_owner_patent_id"), "patent_owner", ["patent_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_patent_owner_patent_id"), table_name="patent_owner")
    op.drop_index(op.f("ix_patent_owner_organisation_id"), table_name="patent_owner")
    op.drop_index("ix_patent_owner_name", table_name="patent_owner")
    op.drop_table("patent_owner")
    op.drop_index(op.f("ix_legal_event_patent_id"), table_name="legal_event")
    op.drop_table("legal_event")
    op.drop_index(op.f("ix_patent_status"), table_name="patent")
    op.drop_index(op.f("ix_patent_ipc_main"), table_name="patent")
    op.drop_index(op.f("ix_patent_import_id"), table_name="patent")
    op.drop_index("ix_patent_grant_publication", table_name="patent")
    op.drop_table("patent")
    op.drop_index("ix_import_row_application", table_name="import_row")
    op.drop_table("import_row")
    op.drop_index("uq_ownership_claim_approved", table_name="ownership_claim")
    op.drop_index("uq_ownership_claim_open", table_name="ownership_claim")
    op.drop_index(op.f("ix_ownership_claim_organisation_id"), table_name="ownership_claim")
    op.drop_table("ownership_claim")
    op.drop_index(op.f("ix_import_run_organisation_id"), table_name="import_run")
    op.drop_table("import_run")
