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
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("offer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_how", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role in ('pitcher','firm','investor','service','expert','press','staff')",
            name=op.f("ck_registration_role"),
        ),
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
    op.create_index(op.f("ix_registration_organisation_id"), "registration", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_registration_roadshow_id"), "registration", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_registration_state"), "registration", ["state"], unique=False)
    op.create_index(op.f("ix_registration_user_id"), "registration", ["user_id"], unique=False)
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
    op.drop_index(op.f("ix_registration_user_id"), table_name="registration")
    op.drop_index(op.f("ix_registration_state"), table_name="registration")
    op.drop_index(op.f("ix_registration_roadshow_id"), table_name="registration")
    op.drop_index(op.f("ix_registration_organisation_id"), table_name="registration")
    op.drop_table("registration")
