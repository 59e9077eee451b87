"""Registrations and places."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_version", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("offer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_how", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role in ('pitcher','firm','investor','service','expert','press','staff')",
            name=op.f("ck_registration_role"),
        ),
        sa.CheckConstraint("state <> 'offered' or offer_ends_at is not null", name=op.f("ck_registration_offer")),
        sa.CheckConstraint("state <> 'waiting' or waiting_since is not null", name=op.f("ck_registration_waiting")),
        sa.CheckConstraint(
            "state in ('applied','waiting','offered','confirmed','declined','cancelled','expired')",
            name=op.f("ck_registration_state"),
        ),
        sa.CheckConstraint("way in ('site','online')", name=op.f("ck_registration_way")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_registration_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_registration_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_registration_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("roadshow_id", "user_id", name=op.f("uq_registration_roadshow_id_user_id")),
    )
    op.create_index(
        "ix_registration_line", "registration", ["roadshow_id", "way", "state", "waiting_since"], unique=False
    )
    op.create_index(op.f("ix_registration_organisation_id"), "registration", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_registration_roadshow_id"), "registration", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_registration_state"), "registration", ["state"], unique=False)
    op.create_index(op.f("ix_registration_user_id"), "registration", ["user_id"], unique=False)
    op.create_table(
        "registration_place",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('site','online')", name=op.f("ck_registration_place_way")),
        sa.CheckConstraint(
            "taken >= 0 and (seats is null or taken <= seats)", name=op.f("ck_registration_place_taken")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_registration_place_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("roadshow_id", "way", name=op.f("pk_registration_place")),
    )
    op.create_table(
        "registration_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_registration_reminder_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_reminder")),
        sa.UniqueConstraint(
            "roadshow_id", "hours", "begins_at", name=op.f("uq_registration_reminder_roadshow_id_hours_begins_at")
        ),
    )
    op.create_index(
        op.f("ix_registration_reminder_roadshow_id"), "registration_reminder", ["roadshow_id"], unique=False
    )
    op.create_table(
        "registration_terms",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("per_organisation", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("remind_hours", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("per_organisation >= 0 and offer_hours > 0", name=op.f("ck_registration_terms_numbers")),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_registration_terms_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_registration_terms")),
    )
    op.create_table(
        "registration_interest",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pitch_id"], ["pitch.id"], name=op.f("fk_registration_interest_pitch_id_pitch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_interest_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "pitch_id", name=op.f("pk_registration_interest")),
    )


def downgrade() -> None:
    op.drop_table("registration_interest")
    op.drop_table("registration_terms")
    op.drop_index(op.f("ix_registration_reminder_roadshow_id"), table_name="registration_reminder")
    op.drop_table("registration_reminder")
    op.drop_table("registration_place")
    op.drop_index(op.f("ix_registration_user_id"), table_name="registration")
    op.drop_index(op.f("ix_registration_state"), table_name="registration")
    op.drop_index(op.f("ix_registration_roadshow_id"), table_name="registration")
    op.drop_index(op.f("ix_registration_organisation_id"), table_name="registration")
    op.drop_index("ix_registration_line", table_name="registration")
    op.drop_table("registration")
