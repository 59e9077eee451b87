"""Contracts: templates, texts, signatures, and the hashes of files handed out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "family in ('open','licence','transfer','equity')", name=op.f("ck_contract_template_family")
        ),
        sa.CheckConstraint("state in ('draft','in_force','withdrawn')", name=op.f("ck_contract_template_state")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_contract_template_made_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_template")),
        sa.UniqueConstraint("family", "number", name=op.f("uq_contract_template_family_number")),
    )
    op.create_index(
        "uq_contract_template_in_force",
        "contract_template",
        ["family"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("subject_key", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_en", sa.String(length=500), nullable=False),
        sa.Column("licensor_id", sa.Integer(), nullable=False),
        sa.Column("licensee_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('open','ordinary','sole','exclusive','transfer','equity')", name=op.f("ck_contract_kind")
        ),
        sa.CheckConstraint("state in ('drafting','signing','concluded','void')", name=op.f("ck_contract_state")),
        sa.ForeignKeyConstraint(
            ["licensee_id"], ["organisation.id"], name=op.f("fk_contract_licensee_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"], ["organisation.id"], name=op.f("fk_contract_licensor_id_organisation")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["user_account.id"], name=op.f("fk_contract_opened_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("reference", name=op.f("uq_contract_reference")),
    )
    op.create_index(op.f("ix_contract_licensee_id"), "contract", ["licensee_id"], unique=False)
    op.create_index(op.f("ix_contract_licensor_id"), "contract", ["licensor_id"], unique=False)
    op.create_index(op.f("ix_contract_state"), "contract", ["state"], unique=False)
    op.create_index(op.f("ix_contract_subject_key"), "contract", ["subject_key"], unique=False)
    op.create_index(
        "uq_contract_subject",
        "contract",
        ["subject_key"],
        unique=True,
        sqlite_where=sa.text("state <> 'void'"),
        postgresql_where=sa.text("state <> 'void'"),
    )
    op.create_table(
        "contract_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("filled_by", sa.Integer(), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side in ('licensor','licensee')", name=op.f("ck_contract_party_side")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_party_contract_id_contract")),
        sa.ForeignKeyConstraint(
            ["filled_by"], ["user_account.id"], name=op.f("fk_contract_party_filled_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_party")),
        sa.UniqueConstraint("contract_id", "side", name=op.f("uq_contract_party_contract_id_side")),
    )
    op.create_table(
        "contract_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("additional_zh", sa.Text(), nullable=False),
        sa.Column("additional_en", sa.Text(), nullable=False),
        sa.Column("agreement", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("drawn_by", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side in ('licensor','licensee')", name=op.f("ck_contract_version_side")),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["user_account.id"], name=op.f("fk_contract_version_agreed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_version_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["user_account.id"], name=op.f("fk_contract_version_drawn_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["contract_template.id"], name=op.f("fk_contract_version_template_id_contract_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_version_contract_id_number")),
        sa.UniqueConstraint("text_hash", name=op.f("uq_contract_version_text_hash")),
    )
    op.create_table(
        "contract_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=5), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("request_number", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(way = 'scan') = (file_id is not null)", name=op.f("ck_contract_signature_file")),
        sa.CheckConstraint("side in ('licensor','licensee')", name=op.f("ck_contract_signature_side")),
        sa.CheckConstraint("way in ('click','scan')", name=op.f("ck_contract_signature_way")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["user_account.id"], name=op.f("fk_contract_signature_confirmed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_contract_signature_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contract_signature_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["rejected_by"], ["user_account.id"], name=op.f("fk_contract_signature_rejected_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_contract_signature_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_version.id"], name=op.f("fk_contract_signature_version_id_contract_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_signature")),
    )
    op.create_index(
        "uq_contract_signature_side",
        "contract_signature",
        ["version_id", "side"],
        unique=True,
        sqlite_where=sa.text("rejected_at is null"),
        postgresql_where=sa.text("rejected_at is null"),
    )
    op.create_table(
        "contract_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("form in ('pdf','docx')", name=op.f("ck_contract_print_form")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_version.id"], name=op.f("fk_contract_print_version_id_contract_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_print")),
        sa.UniqueConstraint("sha256", name=op.f("uq_contract_print_sha256")),
    )
    op.create_index(op.f("ix_contract_print_version_id"), "contract_print", ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_table("contract_print")
    op.drop_table("contract_signature")
    op.drop_table("contract_version")
    op.drop_table("contract_party")
    op.drop_table("contract")
    op.drop_table("contract_template")
