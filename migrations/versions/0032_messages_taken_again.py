"""Messages of the card service remember what to ask about, so that one that came too early can be taken again."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("provider_event", sa.Column("concerns", sa.String(length=20), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("provider_event", "concerns")
