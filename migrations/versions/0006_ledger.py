"""The double-entry book."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('asset','liability','income','expense','equity')", name=op.f("ck_account_kind")
        ),
        sa.CheckConstraint(
            "length(currency) = 3 and currency = upper(currency)", name=op.f("ck_account_currency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
    )
    op.create_index(op.f("ix_account_organisation_id"), "account", ["organisation_id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["journal_entry.id"], name=op.f("fk_journal_entry_reverses_id_journal_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("business_key", name=op.f("uq_journal_entry_business_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
    )
    op.create_index(op.f("ix_journal_entry_subject"), "journal_entry", ["subject"], unique=False)
    op.create_table(
        "number_sequence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_sequence")),
        sa.UniqueConstraint("series", "year", name=op.f("uq_number_sequence_series_year")),
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_posting_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_posting_account_id_account")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_posting_entry_id_journal_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_account_id"), "posting", ["account_id"], unique=False)
    op.create_index(op.f("ix_posting_entry_id"), "posting", ["entry_id"], unique=False)
    # by hand
    # Append-only and balanced, whatever the code does. Postings come before their entry (the key back to it is checked
    # at commit); the entry is taken only when they balance, and nothing is added to it afterwards.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""
            create function ledger_no_change() returns trigger language plpgsql as $$
            begin raise exception '% is append-only', tg_table_name using errcode = 'check_violation'; end $$""")
        for table in ("account", "journal_entry", "posting"):
            op.execute(f"""create trigger no_change before update or delete on {table}
                for each row execute function ledger_no_change()""")
            op.execute(f"""create trigger no_truncate before truncate on {table}
                for each statement execute function ledger_no_change()""")
        op.execute("""
            create function posting_fits() returns trigger language plpgsql as $$
            begin
                if new.currency is distinct from (select currency from account where id = new.account_id) then
                    raise exception 'posting is not in its account''s currency' using errcode = 'check_violation';
                end if;
                if exists (select 1 from journal_entry where id = new.entry_id) then
                    raise exception 'journal entry % is sealed', new.entry_id using errcode = 'check_violation';
                end if;
                return new;
            end $$""")
        op.execute("""create trigger posting_fits before insert on posting
            for each row execute function posting_fits()""")
        # Looked at when the transaction ends, so that postings of two transactions on one entry are seen together.
        op.execute("""
            create function entry_balanced(number integer) returns void language plpgsql as $$
            begin
                if (select count(*) from posting where entry_id = number) < 2 or exists (
                    select 1 from posting where entry_id = number group by currency having sum(amount_minor) <> 0
                ) then
                    raise exception 'journal entry % does not balance', number using errcode = 'check_violation';
                end if;
            end $$""")
        for table, column in (("journal_entry", "id"), ("posting", "entry_id")):
            op.execute(f"""
                create function {table}_balanced() returns trigger language plpgsql as $$
                begin perform entry_balanced(new.{column}); return null; end $$""")
            op.execute(f"""create constraint trigger balanced after insert on {table}
                deferrable initially deferred for each row execute function {table}_balanced()""")
    else:
        for table in ("account", "journal_entry", "posting"):
            for deed in ("update", "delete"):
                op.execute(f"""create trigger {table}_no_{deed} before {deed} on {table}
                    begin select raise(abort, '{table} is append-only'); end""")
        # INSERT OR REPLACE deletes silently where recursive_triggers is off: refused before it can.
        for table, key in (
            ("account", "code = new.code"),
            ("journal_entry", "business_key = new.business_key or reverses_id = new.reverses_id"),
            ("posting", "id = new.id"),
        ):
            op.execute(f"""create trigger {table}_no_replace before insert on {table}
                when exists (select 1 from {table} where id = new.id or {key})
                begin select raise(abort, '{table} is append-only'); end""")
        op.execute("""create trigger posting_currency before insert on posting
            when new.currency is not (select currency from account where id = new.account_id)
            begin select raise(abort, 'posting is not in its account''s currency'); end""")
        op.execute("""create trigger posting_sealed before insert on posting
            when exists (select 1 from journal_entry where id = new.entry_id)
            begin select raise(abort, 'the journal entry is sealed'); end""")
        op.execute("""create trigger journal_entry_balanced after insert on journal_entry
            when (select count(*) from posting where entry_id = new.id) < 2 or exists (
                select 1 from posting where entry_id = new.id group by currency having sum(amount_minor) <> 0)
            begin select raise(abort, 'the journal entry does not balance'); end""")
    # end by hand


def downgrade() -> None:
    # by hand
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "journal_entry_balanced()",
            "posting_balanced()",
            "entry_balanced(integer)",
            "posting_fits()",
            "ledger_no_change()",
        ):
            op.execute(f"drop function {function} cascade")
    # end by hand
    op.drop_index(op.f("ix_posting_entry_id"), table_name="posting")
    op.drop_index(op.f("ix_posting_account_id"), table_name="posting")
    op.drop_table("posting")
    op.drop_table("number_sequence")
    op.drop_index(op.f("ix_journal_entry_subject"), table_name="journal_entry")
    op.drop_table("journal_entry")
    op.drop_index(op.f("ix_account_organisation_id"), table_name="account")
    op.drop_table("account")
