"""Imports on both databases: what becomes of each row, repeating, merging, owners, killing, others' waiting time."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from market.accounts.events import OrganisationVetted
from market.core import files, outbox
from market.core.actor import Actor
from market.core.db import MarketSession, db, forget, transaction
from market.core.errors import Invalid
from market.core.outbox import EventRow
from market.patents import queries, service
from market.patents.errors import ColumnsMissing, NotRunnable, NotVetted, UnreadableFile
from market.patents.models import ImportRow, ImportRun, Owner, Patent
from market.patents.service.checking import look
from tests.factories import accounts
from tests.factories.patents import HEADERS, csv_bytes, number, patent, rows, xlsx


def counted(result: dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Rows, imported, updated, unchanged, refused."""
    names = ("rows", "imported", "updated", "unchanged", "refused")
    return tuple(result[name] for name in names)  # type: ignore[return-value]


def import_rows(table: list[list[Any]], folder: Path, headers: tuple[str, ...] = HEADERS, **how: Any) -> dict[str, Any]:
    """Import a table as the command line does."""
    path = folder / "list.xlsx"
    xlsx(table, path, headers)
    return service.import_file(path, **how)


def started(actor: Actor, content: bytes, name: str = "list.xlsx", **how: Any) -> int:
    """Upload and check a file as a page does; the number of the waiting import."""
    stored = files.keep(io.BytesIO(content), name, actor.organisation_id)
    found = look(files.path_of(stored), name)
    with transaction():
        return service.start_import(actor, stored, found, **how).id


def kept(session: MarketSession) -> list[tuple[Any, ...]]:
    """Everything that an import wrote about patents, in a comparable form."""
    forget()
    patents = session.execute(
        select(Patent.application_number, Patent.title, Patent.status, Patent.expiry_date, Patent.version)
    )
    owners = session.execute(
        select(Patent.application_number, Owner.position, Owner.name, Owner.organisation_id).join(Owner.patent)
    )
    return [*sorted(map(tuple, patents)), *sorted(map(tuple, owners))]


class TestOutcomes:
    def test_a_file_is_imported_and_repeating_it_changes_nothing(self, session: MarketSession, tmp_path: Path) -> None:
        seen: list[tuple[int, int]] = []
        table = rows(1203)
        first = import_rows(table, tmp_path, progress=lambda done, total: seen.append((done, total)))
        assert counted(first) == (1203, 1203, 0, 0, 0)
        assert seen == [(done, 1203) for done in (300, 600, 900, 1200, 1203)]
        before = kept(session)
        assert counted(import_rows(table, tmp_path)) == (1203, 0, 0, 1203, 0)
        assert kept(session) == before

    def test_each_bad_row_is_refused_with_its_own_sentence(self, session: MarketSession, tmp_path: Path) -> None:
        table: list[list[Any]] = rows(3)
        table += [
            ["x", "US5686888A", "", "", "", ""],
            ["x", 201710601862, "", "", "", ""],
            ["", number(), "", "", "", ""],
        ]
        result = import_rows(table, tmp_path)
        assert counted(result) == (6, 3, 0, 0, 3)
        assert [entry["row"] for entry in result["refusals"]] == [5, 6, 7]
        assert len({entry["reason"] for entry in result["refusals"]}) == 3
        assert session.scalar(select(func.count()).select_from(Patent)) == 3

    def test_changed_cells_update_and_blank_ones_do_not_erase(self, session: MarketSession, tmp_path: Path) -> None:
        table = rows(2)
        import_rows(table, tmp_path)
        table[0][0], table[1][5] = "改过的名称", ""
        assert counted(import_rows(table, tmp_path)) == (2, 0, 1, 1, 0)
        forget()
        found = {row.application_number: row for row in session.scalars(select(Patent))}
        assert sorted(row.version for row in found.values()) == [1, 2]
        assert all(row.abstract for row in found.values())

    def test_two_publications_of_one_application_merge(self, session: MarketSession, tmp_path: Path) -> None:
        headers = ("申请号", "名称", "公开（公告）号", "公开（公告）日", "申请（专利权）人", "摘要")
        application = number(2011)
        table = [
            [application, "膜", "CN102490510A", "2012.06.13", "甲大学", "公布的摘要"],
            [application, "一种膜", "CN102490510B", "2014.01.22", "甲大学", "授权的摘要"],
        ]
        assert counted(import_rows(table, tmp_path, headers)) == (2, 1, 1, 0, 0)
        assert counted(import_rows(table, tmp_path, headers)) == (2, 0, 0, 2, 0)
        forget()
        (found,) = session.scalars(select(Patent))
        assert (found.title, found.publication_number, found.grant_number) == ("一种膜", "CN102490510A", "CN102490510B")

    def test_contradicting_rows_of_one_file(self, session: MarketSession, tmp_path: Path) -> None:
        table = rows(1)
        table += [[*table[0]], ["别的名称", *table[0][1:]]]
        result = import_rows(table, tmp_path)
        assert counted(result) == (3, 1, 0, 1, 1)
        assert "2" in result["refusals"][0]["reason"]

    def test_a_trial_run_keeps_nothing_and_foretells_the_run(self, session: MarketSession, tmp_path: Path) -> None:
        table = [*rows(700), *rows(1), ["x", "1", "", "", "", ""]]
        trial = import_rows(table, tmp_path, dry_run=True)
        assert session.scalar(select(func.count()).select_from(Patent)) == 0
        assert not session.scalars(select(EventRow).where(EventRow.name == "patents.PatentsImported")).all()
        assert counted(trial) == counted(import_rows(table, tmp_path)) == (702, 700, 0, 1, 1)

    def test_one_event_ends_an_import(self, session: MarketSession, tmp_path: Path) -> None:
        import_id = import_rows(rows(600), tmp_path)["import_id"]
        service.run_import(import_id)
        events = session.scalars(select(EventRow).where(EventRow.name == "patents.PatentsImported")).all()
        assert [event.payload for event in events] == [{"import_id": import_id}]
        assert len(queries.patents_of_import(import_id)) == 600

    def test_a_status_keeps_its_source_and_date(self, session: MarketSession, tmp_path: Path) -> None:
        headers = ("申请号", "名称", "法律状态")
        granted, odd = number(), number()
        import_rows([[granted, "膜", "有权"], [odd, "膜", "会签中"]], tmp_path, headers)
        found = {row.application_number: row for row in session.scalars(select(Patent))}
        assert (found[granted].status, found[granted].status_source) == ("in_force", "list.xlsx")
        assert found[granted].status_as_of is not None
        assert (found[odd].status, found[odd].status_detail) == ("unknown", "会签中")


class TestFiles:
    def test_a_file_without_a_header_is_refused(self, app: Flask, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile):
            import_rows([["南京港", 2], ["澳洋", 3]], tmp_path, headers=())
        assert db.session.scalar(select(func.count()).select_from(ImportRun)) == 0

    def test_preamble_and_several_sheets(self, app: Flask, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["说明"])
        sheet = book.create_sheet("清单")
        for row in (["云州大学专利清单"], [], list(HEADERS), *rows(2)):
            sheet.append(row)
        path = tmp_path / "list.xlsx"
        book.save(path)
        result = service.import_file(path)
        assert counted(result) == (2, 2, 0, 0, 0)
        assert result["sheets_left_out"] == ["Sheet"]

    def test_unproved_letters_are_not_stored_and_a_choice_lets_them_in(self, app: Flask) -> None:
        actor = accounts.actor("operator")
        text = f"Title,Application number\nPlain,{number()}\nBr\x9annstr\x9am,{number()}\n"
        import_id = started(actor, text.encode("latin-1"), "list.csv")
        run = db.session.get_one(ImportRun, import_id)
        assert not run.found["encoding_sure"]
        found = service.look_again(run, "cp1252", "", None)
        with transaction():
            service.correct(db.session.get_one(ImportRun, import_id), found, {}, None)
        service.run_import(import_id)
        assert db.session.get_one(ImportRun, import_id).imported == 2

        import_id = started(actor, text.encode("latin-1").replace(b"Plain", b"Other"), "list.csv")
        service.run_import(import_id)
        run = db.session.get_one(ImportRun, import_id)
        assert (run.updated, run.refused) == (1, 1)

    def test_an_ambiguous_order_is_asked_for(self, app: Flask) -> None:
        actor = accounts.actor("operator")
        content = csv_bytes([["膜", number(2020), "6/7/20"]], "utf-8", ("名称", "申请号", "申请日"))
        import_id = started(actor, content, "list.csv")
        assert db.session.get_one(ImportRun, import_id).found["orders"] == {"filing_date": "unknown"}
        service.run_import(import_id)
        assert db.session.get_one(ImportRun, import_id).refused == 1
        import_id = started(actor, content, "list.csv")
        found = service.look_again(db.session.get_one(ImportRun, import_id), "", "", None)
        with transaction():
            run = db.session.get_one(ImportRun, import_id)
            service.correct(run, found, {"filing_date": "day_first"}, None)
        service.run_import(import_id)
        (made,) = db.session.scalars(select(Patent))
        assert made.filing_date is not None
        assert made.filing_date.isoformat() == "2020-07-06"

    def test_the_report_can_be_mended_and_sent_again(self, session: MarketSession, tmp_path: Path) -> None:
        table = rows(2)
        table[1][1], table[1][0] = "CN2019200000020", '=HYPERLINK("http://x")'
        result = import_rows(table, tmp_path)
        report = service.refused_rows(session.get_one(ImportRun, result["import_id"]))
        book = openpyxl.load_workbook(io.BytesIO(report))
        cells = [list(row) for row in book.active.iter_rows()]
        assert [cell.value for cell in cells[0]][:6] == list(HEADERS)
        assert {cell.data_type for row in cells for cell in row if cell.value is not None} == {"s"}
        values = [[cell.value or "" for cell in row] for row in cells]
        values[1][1] = rows(2)[1][1]
        again = import_rows(values[1:], tmp_path, tuple(values[0]))
        assert counted(again) == (1, 1, 0, 0, 0)


class TestOwners:
    def test_exact_names_of_vetted_organisations_are_linked(self, session: MarketSession, tmp_path: Path) -> None:
        university = accounts.organisation("university", name="云州大学")
        accounts.organisation("university", name="云州农学院", state="pending")
        table = rows(1, "云州大学；云州农学院；张三")
        import_rows(table, tmp_path)
        owners = session.scalars(select(Owner).order_by(Owner.position)).all()
        assert [(owner.name, owner.organisation_id) for owner in owners] == [
            ("云州大学", university.id),
            ("云州农学院", None),
            ("张三", None),
        ]

    def test_a_credit_code_links_an_older_name(self, session: MarketSession, tmp_path: Path) -> None:
        university = accounts.organisation("university", name="云州大学")
        headers = (*HEADERS, "统一社会信用代码")
        import_rows([[*rows(1, "云州矿业学院")[0], university.uscc]], tmp_path, headers)
        (owner,) = session.scalars(select(Owner))
        assert (owner.name, owner.organisation_id) == ("云州矿业学院", university.id)

    def test_an_owner_for_rows_that_name_nobody(self, session: MarketSession, tmp_path: Path) -> None:
        university = accounts.organisation("university", name="云州大学")
        table = [rows(1, "")[0], rows(1, "张三", 2)[0]]
        import_rows(table, tmp_path, owner=university.uscc)
        names = {owner.name: owner.organisation_id for owner in session.scalars(select(Owner))}
        assert names == {"云州大学": university.id, "张三": None}
        with pytest.raises(Invalid):
            import_rows(table, tmp_path, owner=accounts.uscc("university"))

    def test_a_university_imports_its_own_only(self, session: MarketSession) -> None:
        university = accounts.organisation("university", name="云州大学")
        actor = accounts.user(university).actor
        foreign = patent(accounts.organisation("university", name="海州大学"))
        table = [rows(1, "云州大学")[0], rows(1, "", 2)[0], rows(1, "海州大学", 3)[0]]
        table.append([foreign.title, foreign.application_number, "云州大学", "2020-03-02", "", ""])
        import_id = started(actor, xlsx(table))
        service.run_import(import_id)
        run = session.get_one(ImportRun, import_id)
        assert (run.imported, run.refused) == (2, 2)
        forget()
        assert [owner.name for owner in session.get_one(Patent, foreign.id).owners] == ["海州大学"]

    def test_only_the_vetted_import(self, app: Flask) -> None:
        with pytest.raises(NotVetted):
            started(accounts.actor("university", state="pending"), xlsx(rows(1)))

    def test_an_approved_claim_links_patents_now_and_later(self, session: MarketSession, tmp_path: Path) -> None:
        university = accounts.organisation("university", name="云州大学")
        actor, operator = accounts.user(university).actor, accounts.actor("operator")
        import_rows(rows(2, "云州矿业学院"), tmp_path)
        with transaction():
            claim_id = service.claim(actor, "云州矿业学院", "former name").id
        assert {owner.organisation_id for owner in session.scalars(select(Owner))} == {None}
        with transaction():
            linked = service.decide(operator, queries.claim(operator, claim_id), approve=True)
        assert linked == 2
        import_rows(rows(1, "云州矿业学院", 3), tmp_path)
        forget()
        assert {owner.organisation_id for owner in session.scalars(select(Owner))} == {university.id}

    def test_vetting_links_what_bears_the_name(self, session: MarketSession, tmp_path: Path) -> None:
        import_rows(rows(2, "云州大学"), tmp_path)
        university = accounts.organisation("university", name="云州大学")
        service.link_after_vetting(OrganisationVetted(university.id, "approved"))
        forget()
        assert {owner.organisation_id for owner in session.scalars(select(Owner))} == {university.id}


class TestRunning:
    def test_an_import_is_started_once_and_needs_its_key_column(self, app: Flask) -> None:
        actor = accounts.actor("operator")
        import_id = started(actor, xlsx(rows(1)))
        with transaction():
            service.ask_to_run(actor, queries.import_run(actor, import_id))
        with pytest.raises(NotRunnable), transaction():
            service.ask_to_run(actor, queries.import_run(actor, import_id))
        import_id = started(actor, xlsx([["膜", "摘要"]], headers=("名称", "摘要")))
        with pytest.raises(ColumnsMissing), transaction():
            service.ask_to_run(actor, queries.import_run(actor, import_id))

    def test_the_worker_runs_what_was_asked_for(self, app: Flask) -> None:
        actor = accounts.actor("operator")
        import_id = started(actor, xlsx(rows(3)))
        with transaction():
            service.ask_to_run(actor, queries.import_run(actor, import_id))
        outbox.work_once()
        assert queries.import_run(actor, import_id).state == "done"

    def test_two_imports_of_one_file_at_once_make_each_row_once(
        self, app: Flask, in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
    ) -> None:
        actor = accounts.actor("operator")
        ids = [started(actor, xlsx(rows(1500))) for _ in range(2)]
        threads = [threading.Thread(target=in_thread(lambda i=i: service.run_import(i))) for i in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        forget()
        runs = [queries.import_run(actor, import_id) for import_id in ids]
        assert [run.state for run in runs] == ["done", "done"]
        assert sum(run.imported for run in runs) == 1500
        assert sum(run.unchanged for run in runs) == 1500
        assert db.session.scalar(select(func.count()).select_from(Patent)) == 1500

    def test_others_do_not_wait_for_an_import(
        self, app: Flask, in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
    ) -> None:
        actor = accounts.actor("operator")
        import_id = started(actor, xlsx(rows(5000)))
        person = accounts.user()
        ended, written = threading.Event(), []

        def write() -> None:
            while not ended.is_set():
                with transaction() as session:
                    session.merge(person).name = f"name {len(written)}"
                    done = session.get_one(ImportRun, import_id).done_rows
                written.append(done)
                time.sleep(0.01)

        writers = [threading.Thread(target=in_thread(write)) for _ in range(3)]
        for writer in writers:
            writer.start()
        service.run_import(import_id)
        ended.set()
        for writer in writers:
            writer.join()
        assert db.session.get_one(ImportRun, import_id).imported == 5000
        assert len(set(written)) > 5, "others write between any two chunks, not before and after the whole import"


CHILD = """
    import os, signal, sys
    from pathlib import Path
    from market import create_app
    from market.config import Settings
    from market.patents import service
    from market.patents.service import imports

    data, index, url = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    import_id, last = int(sys.argv[4]), int(sys.argv[5])
    settings = Settings(environment="test", secret_key="x" * 40, database_url=url, data=data, index=index)
    app = create_app(settings)
    stored = []
    real = imports.chunks.store

    def dying(*args, **how):
        plan = real(*args, **how)
        stored.append(1)
        if len(stored) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return plan

    imports.chunks.store = dying
    with app.app_context():
        service.run_import(import_id)
"""


def test_kill_at_any_point_and_run_again_gives_the_same_rows(
    app: Flask, session: MarketSession, tmp_path: Path
) -> None:
    """G15: each chunk dies inside its transaction, after its writes, before its commit."""
    actor = accounts.actor("operator")
    table = [*rows(2300), *rows(40), ["x", "1", "", "", "", ""]]
    import_id = started(actor, xlsx(table))
    settings = app.extensions["settings"]
    script = tmp_path / "child.py"
    script.write_text(textwrap.dedent(CHILD))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "ignore"}
    forget()
    for last in (1, 3):
        done = subprocess.run(
            [sys.executable, str(script), str(settings.data), str(settings.index), settings.database_url,
             str(import_id), str(last)],
            env=environment, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode in (-signal.SIGKILL, 0), done.stderr.decode()[-2000:]
    service.run_import(import_id)
    forget()
    run = session.get_one(ImportRun, import_id)
    assert (run.state, run.rows, run.imported, run.unchanged, run.refused) == ("done", 2341, 2300, 40, 1)
    assert session.scalar(select(func.count()).select_from(Patent)) == 2300
    assert session.scalar(select(func.count()).select_from(Owner)) == 2300
    assert session.scalar(select(func.count()).select_from(ImportRow)) == 2341
    assert session.scalar(select(func.count()).where(EventRow.name == "patents.PatentsImported")) == 1


@pytest.mark.realdata
class TestRealFiles:
    def test_a_city(self, session: MarketSession, real_data: Path) -> None:
        path = real_data / "patents" / "taian-7384.xlsx"
        first = service.import_file(path)
        assert counted(first) == (7384, 7384, 0, 0, 0)
        kinds = dict(session.execute(select(Patent.kind, func.count()).group_by(Patent.kind)).all())  # type: ignore[arg-type]
        assert kinds == {"invention": 1909, "utility_model": 5335, "design": 140}
        assert session.scalar(select(func.count()).select_from(Patent).where(Patent.expiry_date.is_(None))) == 0
        again = service.import_file(path)
        assert counted(again) == (7384, 0, 0, 7384, 0)

    def test_a_database_export(self, session: MarketSession, real_data: Path) -> None:
        path = real_data / "patents" / "cnipr" / "test_113rows_45cols.xls"
        assert counted(service.import_file(path)) == (113, 77, 36, 0, 0)
        assert counted(service.import_file(path)) == (113, 0, 0, 113, 0)
        merged = select(func.count()).where(Patent.publication_number != "", Patent.grant_number != "")
        assert session.scalar(merged) == 36

    def test_a_broken_workbook(self, app: Flask, real_data: Path) -> None:
        with pytest.raises(UnreadableFile):
            service.import_file(real_data / "patents" / "cnipr" / "count_truncated_sst.xls")

    def test_a_list_without_numbers(self, app: Flask, real_data: Path) -> None:
        result = service.import_file(real_data / "patents" / "cnipr" / "专利.xlsx")
        assert counted(result) == (90, 0, 0, 0, 90)
        assert result["sheets_left_out"] == ["Sheet1"]

    def test_google_patents(self, app: Flask, real_data: Path) -> None:
        result = service.import_file(real_data / "patents" / "google-patents" / "google_autonomous_search.csv")
        assert counted(result) == (316, 0, 0, 0, 316)
        assert [reason["count"] for reason in result["reasons"]] == [287, 29]

    def test_lens(self, app: Flask, real_data: Path) -> None:
        path = real_data / "patents" / "lens" / "lens-export-2021.csv"
        assert counted(service.import_file(path)) == (3779, 1228, 0, 0, 2551)
        assert counted(service.import_file(path)) == (3779, 0, 0, 1228, 2551)
