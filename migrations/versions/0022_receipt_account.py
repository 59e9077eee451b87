"""To which bank account the money of a receipt came."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_account_id_bank_account"), "bank_account", ["account_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("fk_receipt_account_id_bank_account"), type_="foreignkey")
        batch.drop_column("account_id")
