"""Surveys and reports of roadshows."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadshow_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("replay_for", sa.String(length=10), nullable=False),
        sa.Column("press", sa.Text(), nullable=False),
        sa.Column("press_en", sa.Text(), nullable=False),
        sa.Column("photos_url", sa.String(length=300), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("replay_for in ('public','registered')", name=op.f("ck_roadshow_after_replay_for")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_roadshow_after_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow_after")),
        sa.UniqueConstraint("roadshow_id", name=op.f("uq_roadshow_after_roadshow_id")),
    )
    op.create_table(
        "roadshow_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("snapshot_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("occasion in ('first','ninety','other')", name=op.f("ck_roadshow_report_occasion")),
        sa.CheckConstraint(
            "state = 'draft' or (snapshot_hash <> '' and issued_at is not null)", name=op.f("ck_roadshow_report_issued")
        ),
        sa.CheckConstraint("state in ('draft','issued')", name=op.f("ck_roadshow_report_state")),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user_account.id"], name=op.f("fk_roadshow_report_issued_by_user_account")
        ),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_roadshow_report_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadshow_report")),
        sa.UniqueConstraint("roadshow_id", "number", name=op.f("uq_roadshow_report_roadshow_id_number")),
    )
    op.create_index(op.f("ix_roadshow_report_roadshow_id"), "roadshow_report", ["roadshow_id"], unique=False)
    op.create_index(op.f("ix_roadshow_report_state"), "roadshow_report", ["state"], unique=False)
    op.create_index(
        "uq_roadshow_report_draft",
        "roadshow_report",
        ["roadshow_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_roadshow_report_occasion",
        "roadshow_report",
        ["roadshow_id", "occasion"],
        unique=True,
        sqlite_where=sa.text("occasion <> 'other'"),
        postgresql_where=sa.text("occasion <> 'other'"),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_survey_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("roadshow_id", name=op.f("uq_survey_roadshow_id")),
    )
    op.create_table(
        "material_fetch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.CheckConstraint("what in ('file','video','replay')", name=op.f("ck_material_fetch_what")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_material_fetch_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitch.id"], name=op.f("fk_material_fetch_pitch_id_pitch")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_material_fetch_roadshow_id_roadshow")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_fetch")),
    )
    op.create_index(op.f("ix_material_fetch_organisation_id"), "material_fetch", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_material_fetch_pitch_id"), "material_fetch", ["pitch_id"], unique=False)
    op.create_index(op.f("ix_material_fetch_roadshow_id"), "material_fetch", ["roadshow_id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id_survey")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_survey_answer")),
    )
    op.create_index(op.f("ix_survey_answer_survey_id"), "survey_answer", ["survey_id"], unique=False)
    op.create_table(
        "survey_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state in ('open','used')", name=op.f("ck_survey_place_state")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_survey_place_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_place_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_place")),
        sa.UniqueConstraint("nonce", name=op.f("uq_survey_place_nonce")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_survey_place_registration_id")),
    )
    op.create_index(op.f("ix_survey_place_survey_id"), "survey_place", ["survey_id"], unique=False)
    # by hand
    # An issued report is never changed again, whatever the code does.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""
            create function roadshow_report_frozen() returns trigger language plpgsql as $$
            begin
                if old.state = 'issued' then
                    raise exception 'an issued report is frozen' using errcode = 'check_violation';
                end if;
                if tg_op = 'DELETE' then return old; end if;
                return new;
            end $$""")
        op.execute("""create trigger frozen before update or delete on roadshow_report
            for each row execute function roadshow_report_frozen()""")
    else:
        for deed in ("update", "delete"):
            op.execute(f"""create trigger roadshow_report_no_{deed} before {deed} on roadshow_report
                when old.state = 'issued'
                begin select raise(abort, 'an issued report is frozen'); end""")
    # end by hand


def downgrade() -> None:
    # by hand
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger frozen on roadshow_report")
        op.execute("drop function roadshow_report_frozen()")
    # end by hand
    op.drop_index(op.f("ix_survey_place_survey_id"), table_name="survey_place")
    op.drop_table("survey_place")
    op.drop_index(op.f("ix_survey_answer_survey_id"), table_name="survey_answer")
    op.drop_table("survey_answer")
    op.drop_index(op.f("ix_material_fetch_roadshow_id"), table_name="material_fetch")
    op.drop_index(op.f("ix_material_fetch_pitch_id"), table_name="material_fetch")
    op.drop_index(op.f("ix_material_fetch_organisation_id"), table_name="material_fetch")
    op.drop_table("material_fetch")
    op.drop_table("survey")
    op.drop_index(
        "uq_roadshow_report_occasion",
        table_name="roadshow_report",
        sqlite_where=sa.text("occasion <> 'other'"),
        postgresql_where=sa.text("occasion <> 'other'"),
    )
    op.drop_index(
        "uq_roadshow_report_draft",
        table_name="roadshow_report",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index(op.f("ix_roadshow_report_state"), table_name="roadshow_report")
    op.drop_index(op.f("ix_roadshow_report_roadshow_id"), table_name="roadshow_report")
    op.drop_table("roadshow_report")
    op.drop_table("roadshow_after")
