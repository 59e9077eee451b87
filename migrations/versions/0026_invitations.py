"""Invitations to roadshows."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadshow_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact_name", sa.String(length=60), nullable=False),
        sa.Column("contact_phone", sa.String(length=60), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('drafted','sent','perhaps','coming','declined','registered','withdrawn')",
            name=op.f("ck_roadshow_invitation_state"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_roadshow_invitation_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_roadshow_invitation_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roadshow_invitation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_roadshow_invitation_roadshow_id_roadshow")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow_invitation")),
        sa.UniqueConstraint("nonce", name=op.f("uq_roadshow_invitation_nonce")),
        sa.UniqueConstraint("roadshow_id", "need_id", name=op.f("uq_roadshow_invitation_roadshow_id_need_id")),
    )
    op.create_index(
        op.f("ix_roadshow_invitation_organisation_id"), "roadshow_invitation", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_roadshow_invitation_roadshow_id"), "roadshow_invitation", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_roadshow_invitation_state"), "roadshow_invitation", ["state"], unique=False)
    op.create_index(
        "uq_roadshow_invitation_organisation",
        "roadshow_invitation",
        ["roadshow_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("organisation_id is not null"),
        postgresql_where=sa.text("organisation_id is not null"),
    )
    op.create_table(
        "invited_pitch",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["roadshow_invitation.id"],
            name=op.f("fk_invited_pitch_invitation_id_roadshow_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_invited_pitch_pitch_id_pitch")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_invited_pitch_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("invitation_id", "pitch_id", name=op.f("pk_invited_pitch")),
    )


def downgrade() -> None:
    op.drop_table("invited_pitch")
    op.drop_index(
        "uq_roadshow_invitation_organisation",
        table_name="roadshow_invitation",
        sqlite_where=sa.text("organisation_id is not null"),
        postgresql_where=sa.text("organisation_id is not null"),
    )
    op.drop_index(op.f("ix_roadshow_invitation_state"), table_name="roadshow_invitation")
    op.drop_index(op.f("ix_roadshow_invitation_roadshow_id"), table_name="roadshow_invitation")
    op.drop_index(op.f("ix_roadshow_invitation_organisation_id"), table_name="roadshow_invitation")
    op.drop_table("roadshow_invitation")
