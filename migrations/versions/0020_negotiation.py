"""Deals in negotiation."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_rule",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_notice_rule_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_notice_rule")),
    )
    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("broker_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("disclosed", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=True),
        sa.Column("terms_hash", sa.String(length=64), nullable=False),
        sa.Column("accepted_number", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("contract_reference", sa.String(length=60), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("licence_id", sa.Integer(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_word_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('ordinary','sole','exclusive','transfer','equity')", name=op.f("ck_deal_kind")
        ),
        sa.CheckConstraint(
            "state in ('answered','talking','offered','agreed','signing','registering','concluded','completed',"
            "'declined','withdrawn','expired')",
            name=op.f("ck_deal_state"),
        ),
        sa.CheckConstraint("firm_id <> owner_id", name=op.f("ck_deal_sides")),
        sa.ForeignKeyConstraint(
            ["broker_id"], ["organisation.id"], name=op.f("fk_deal_broker_id_organisation")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["organisation.id"], name=op.f("fk_deal_firm_id_organisation")),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_deal_licence_id_licence")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_deal_listing_id_listing")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_deal_need_id_need")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["user_account.id"], name=op.f("fk_deal_opened_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_deal_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("licence_id", name=op.f("uq_deal_licence_id")),
        sa.UniqueConstraint("once", name=op.f("uq_deal_once")),
        sa.UniqueConstraint("reference", name=op.f("uq_deal_reference")),
    )
    op.create_index(op.f("ix_deal_broker_id"), "deal", ["broker_id"], unique=False)
    op.create_index(op.f("ix_deal_firm_id"), "deal", ["firm_id"], unique=False)
    op.create_index(op.f("ix_deal_listing_id"), "deal", ["listing_id"], unique=False)
    op.create_index(op.f("ix_deal_need_id"), "deal", ["need_id"], unique=False)
    op.create_index(op.f("ix_deal_owner_id"), "deal", ["owner_id"], unique=False)
    op.create_index(op.f("ix_deal_state"), "deal", ["state"], unique=False)
    op.create_index(
        "uq_deal_answer",
        "deal",
        ["need_id", "owner_id"],
        unique=True,
        sqlite_where=sa.text(
            "need_id is not null and state in ('answered','talking','offered','agreed','signing','registering')"
        ),
        postgresql_where=sa.text(
            "need_id is not null and state in ('answered','talking','offered','agreed','signing','registering')"
        ),
    )
    op.create_table(
        "answer_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(deal_id is null) <> (request_id is null)", name=op.f("ck_answer_turn_about")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_answer_turn_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_answer_turn_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["licence_request.id"], name=op.f("fk_answer_turn_request_id_licence_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_turn")),
    )
    op.create_index(op.f("ix_answer_turn_deal_id"), "answer_turn", ["deal_id"], unique=False)
    op.create_index(op.f("ix_answer_turn_due_on"), "answer_turn", ["due_on"], unique=False)
    op.create_index(op.f("ix_answer_turn_organisation_id"), "answer_turn", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_answer_turn_request_id"), "answer_turn", ["request_id"], unique=False)
    op.create_index(
        "uq_answer_turn_deal",
        "answer_turn",
        ["deal_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null and deal_id is not null"),
        postgresql_where=sa.text("ended_at is null and deal_id is not null"),
    )
    op.create_index(
        "uq_answer_turn_request",
        "answer_turn",
        ["request_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null and request_id is not null"),
        postgresql_where=sa.text("ended_at is null and request_id is not null"),
    )
    op.create_table(
        "deal_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side in ('licensee','licensor')", name=op.f("ck_deal_confirmation_side")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_confirmation_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_deal_confirmation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_deal_confirmation_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_confirmation")),
        sa.UniqueConstraint("deal_id", "side", name=op.f("uq_deal_confirmation_deal_id_side")),
    )
    op.create_index(op.f("ix_deal_confirmation_deal_id"), "deal_confirmation", ["deal_id"], unique=False)
    op.create_table(
        "deal_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('co_owner_consent','pledgee_consent','other')", name=op.f("ck_deal_document_kind")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_document_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_deal_document_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_deal_document_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_document")),
    )
    op.create_index(op.f("ix_deal_document_deal_id"), "deal_document", ["deal_id"], unique=False)
    op.create_table(
        "deal_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(deal_id is null) <> (request_id is null)", name=op.f("ck_deal_message_about")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_message_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_deal_message_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["licence_request.id"], name=op.f("fk_deal_message_request_id_licence_request")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_deal_message_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_message")),
    )
    op.create_index(op.f("ix_deal_message_deal_id"), "deal_message", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_message_request_id"), "deal_message", ["request_id"], unique=False)
    op.create_table(
        "deal_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side in ('licensee','licensor')", name=op.f("ck_deal_offer_side")),
        sa.CheckConstraint(
            "state in ('standing','superseded','accepted','rejected','taken_back','over')",
            name=op.f("ck_deal_offer_state"),
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_offer_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_deal_offer_made_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_offer")),
        sa.UniqueConstraint("deal_id", "number", name=op.f("uq_deal_offer_deal_id_number")),
    )
    op.create_index(op.f("ix_deal_offer_deal_id"), "deal_offer", ["deal_id"], unique=False)
    op.create_index(
        "uq_deal_offer_standing",
        "deal_offer",
        ["deal_id"],
        unique=True,
        sqlite_where=sa.text("state = 'standing'"),
        postgresql_where=sa.text("state = 'standing'"),
    )
    op.create_table(
        "deal_patent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("patent_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_patent_deal_id_deal")),
        sa.ForeignKeyConstraint(["patent_id"], ["patent.id"], name=op.f("fk_deal_patent_patent_id_patent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_patent")),
        sa.UniqueConstraint("deal_id", "patent_id", name=op.f("uq_deal_patent_deal_id_patent_id")),
    )
    op.create_index(op.f("ix_deal_patent_deal_id"), "deal_patent", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_patent_patent_id"), "deal_patent", ["patent_id"], unique=False)
    op.create_table(
        "deal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_step_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_deal_step_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_deal_step_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_step")),
        sa.UniqueConstraint("deal_id", "key", name=op.f("uq_deal_step_deal_id_key")),
    )
    op.create_index(op.f("ix_deal_step_deal_id"), "deal_step", ["deal_id"], unique=False)
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("result in ('','none','settled','upheld')", name=op.f("ck_public_notice_result")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_public_notice_deal_id_deal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
    )
    op.create_index(op.f("ix_public_notice_deal_id"), "public_notice", ["deal_id"], unique=False)
    op.create_index(op.f("ix_public_notice_ends_on"), "public_notice", ["ends_on"], unique=False)
    op.create_table(
        "deal_message_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_deal_message_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["deal_message.id"], name=op.f("fk_deal_message_file_message_id_deal_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_message_file")),
    )
    op.create_index(
        op.f("ix_deal_message_file_message_id"), "deal_message_file", ["message_id"], unique=False
    )
    op.create_table(
        "notice_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["public_notice.id"], name=op.f("fk_notice_objection_notice_id_public_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_objection")),
    )
    op.create_index(op.f("ix_notice_objection_notice_id"), "notice_objection", ["notice_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_objection_notice_id"), table_name="notice_objection")
    op.drop_table("notice_objection")
    op.drop_index(op.f("ix_deal_message_file_message_id"), table_name="deal_message_file")
    op.drop_table("deal_message_file")
    op.drop_index(op.f("ix_public_notice_ends_on"), table_name="public_notice")
    op.drop_index(op.f("ix_public_notice_deal_id"), table_name="public_notice")
    op.drop_table("public_notice")
    op.drop_index(op.f("ix_deal_step_deal_id"), table_name="deal_step")
    op.drop_table("deal_step")
    op.drop_index(op.f("ix_deal_patent_patent_id"), table_name="deal_patent")
    op.drop_index(op.f("ix_deal_patent_deal_id"), table_name="deal_patent")
    op.drop_table("deal_patent")
    op.drop_index(
        "uq_deal_offer_standing",
        table_name="deal_offer",
        sqlite_where=sa.text("state = 'standing'"),
        postgresql_where=sa.text("state = 'standing'"),
    )
    op.drop_index(op.f("ix_deal_offer_deal_id"), table_name="deal_offer")
    op.drop_table("deal_offer")
    op.drop_index(op.f("ix_deal_message_request_id"), table_name="deal_message")
    op.drop_index(op.f("ix_deal_message_deal_id"), table_name="deal_message")
    op.drop_table("deal_message")
    op.drop_index(op.f("ix_deal_document_deal_id"), table_name="deal_document")
    op.drop_table("deal_document")
    op.drop_index(op.f("ix_deal_confirmation_deal_id"), table_name="deal_confirmation")
    op.drop_table("deal_confirmation")
    op.drop_index(
        "uq_answer_turn_request",
        table_name="answer_turn",
        sqlite_where=sa.text("ended_at is null and request_id is not null"),
        postgresql_where=sa.text("ended_at is null and request_id is not null"),
    )
    op.drop_index(
        "uq_answer_turn_deal",
        table_name="answer_turn",
        sqlite_where=sa.text("ended_at is null and deal_id is not null"),
        postgresql_where=sa.text("ended_at is null and deal_id is not null"),
    )
    op.drop_index(op.f("ix_answer_turn_request_id"), table_name="answer_turn")
    op.drop_index(op.f("ix_answer_turn_organisation_id"), table_name="answer_turn")
    op.drop_index(op.f("ix_answer_turn_due_on"), table_name="answer_turn")
    op.drop_index(op.f("ix_answer_turn_deal_id"), table_name="answer_turn")
    op.drop_table("answer_turn")
    op.drop_index(
        "uq_deal_answer",
        table_name="deal",
        sqlite_where=sa.text(
            "need_id is not null and state in ('answered','talking','offered','agreed','signing','registering')"
        ),
        postgresql_where=sa.text(
            "need_id is not null and state in ('answered','talking','offered','agreed','signing','registering')"
        ),
    )
    op.drop_index(op.f("ix_deal_state"), table_name="deal")
    op.drop_index(op.f("ix_deal_owner_id"), table_name="deal")
    op.drop_index(op.f("ix_deal_need_id"), table_name="deal")
    op.drop_index(op.f("ix_deal_listing_id"), table_name="deal")
    op.drop_index(op.f("ix_deal_firm_id"), table_name="deal")
    op.drop_index(op.f("ix_deal_broker_id"), table_name="deal")
    op.drop_table("deal")
    op.drop_table("notice_rule")
