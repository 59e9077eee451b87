"""Licences agreed between two sides: kinds, titles and amounts of their own, no listing needed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = "kind in ('open','ordinary','sole','exclusive')"


def upgrade() -> None:
    with op.batch_alter_table("licence_request") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="open"))
        batch.add_column(sa.Column("title", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("title_en", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("licence") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="open"))
        batch.add_column(sa.Column("amount_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("currency", sa.String(length=3), nullable=False, server_default="CNY"))
    with op.batch_alter_table("licence_patent") as batch:
        batch.add_column(sa.Column("exclusive", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column in ("title", "title_en"):
        op.execute(
            f"update licence_request set {column} ="
            f" (select listing.{column} from listing where listing.id = licence_request.listing_id)"
        )
    for column in ("amount_minor", "currency"):
        op.execute(
            f"update licence set {column} ="
            f" (select listing.{column} from listing where listing.id = licence.listing_id)"
        )
    with op.batch_alter_table("licence_request") as batch:
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(op.f("ck_licence_request_kind"), KINDS)
        batch.create_check_constraint(op.f("ck_licence_request_listing"), "kind <> 'open' or listing_id is not null")
        for column in ("kind", "title", "title_en"):
            batch.alter_column(column, server_default=None)
    with op.batch_alter_table("licence") as batch:
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(op.f("ck_licence_kind"), KINDS)
        for column in ("kind", "amount_minor", "currency"):
            batch.alter_column(column, server_default=None)
    with op.batch_alter_table("licence_patent") as batch:
        batch.alter_column("exclusive", server_default=None)
    op.create_index(
        "uq_licence_patent_exclusive",
        "licence_patent",
        ["patent_id"],
        unique=True,
        sqlite_where=sa.text("exclusive"),
        postgresql_where=sa.text("exclusive"),
    )


def downgrade() -> None:
    """Agreed licences have no place in the older form; going back refuses to lose them (listing_id is not null)."""
    op.drop_index(
        "uq_licence_patent_exclusive",
        table_name="licence_patent",
        sqlite_where=sa.text("exclusive"),
        postgresql_where=sa.text("exclusive"),
    )
    with op.batch_alter_table("licence_patent") as batch:
        batch.drop_column("exclusive")
    with op.batch_alter_table("licence") as batch:
        batch.drop_constraint(op.f("ck_licence_kind"), type_="check")
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=False)
        for column in ("kind", "amount_minor", "currency"):
            batch.drop_column(column)
    with op.batch_alter_table("licence_request") as batch:
        batch.drop_constraint(op.f("ck_licence_request_kind"), type_="check")
        batch.drop_constraint(op.f("ck_licence_request_listing"), type_="check")
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=False)
        for column in ("kind", "title", "title_en"):
            batch.drop_column(column)
