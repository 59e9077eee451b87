"""Evidence files: who gets what, the same bytes twice, an archive that proves itself, and tampered ones."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some

from market.cli import market
from market.contracts.rules.document import text_hash
from market.core.db import db
from market.evidence import queries, service
from market.evidence.rules import manifest
from market.evidence.rules.dossier import Dossier, safe
from market.licensing.models import LicenceRequest
from market.licensing.rules.notices import seal
from tests.factories import accounts
from tests.factories import contracts as made
from tests.factories import licensing as make

Sides = tuple[make.Side, make.Side]


@pytest.fixture
def sides(app: Flask) -> Sides:
    return make.side("university"), make.side("firm")


@pytest.fixture
def deal(sides: Sides) -> LicenceRequest:
    """A paid open licence with a concluded contract, one side of which is a signed copy."""
    university, firm = sides
    request = made.request_on(university, firm)
    contract = made.ready(university, firm, f"request:{request.id}")
    number = made.scan(firm, contract)
    made.sign(university, contract)
    with made.transaction():
        made.service.confirm_scan(university.actor, number)
    make.pay(request)
    return make.again(request)


def packed(side: make.Side, request: LicenceRequest, with_files: bool = False) -> bytes:
    db.session.rollback()
    found = queries.dossier(queries.case_of(side.actor, "request", request.id), with_files)
    return b"".join(service.archive(found, b"%PDF-summary"))


def test_the_archive_holds_everything_and_proves_itself(sides: Sides, deal: LicenceRequest) -> None:
    content = packed(sides[0], deal, with_files=True)
    verdict = manifest.check(io.BytesIO(content))
    assert verdict.sound, verdict.problems
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        terms = json.loads(archive.read(f"terms/{deal.reference}.json"))
        contract_json = next(name for name in names if name.startswith("contracts/") and name.endswith(".json"))
        text = json.loads(archive.read(contract_json))
        assert archive.read(f"notice/{deal.reference}.txt").decode() == deal.notice
        assert any(name.endswith("licensee-signed.pdf") for name in names)
        assert any(name.startswith("contracts/HT-") and name.endswith("v1.pdf") for name in names)
        listed = archive.read("manifest.txt").decode().splitlines()
    assert seal(terms["notice"], terms["product"], terms["place"], terms["terms"]) == deal.terms_hash
    whole = text_hash(text["contract"], text["version"], text["content"], text["agreement"])
    stored = queries.case_of(sides[0].actor, "request", deal.id).contracts[0].text
    assert stored is not None
    assert whole == stored.text_hash
    assert len(listed) == len(names) - 2


def test_the_same_state_gives_the_same_bytes(sides: Sides, deal: LicenceRequest) -> None:
    assert packed(sides[0], deal, with_files=True) == packed(sides[0], deal, with_files=True)


def test_each_reader_gets_what_he_may_see(sides: Sides, deal: LicenceRequest) -> None:
    university, firm = sides
    for_firm = queries.dossier(queries.case_of(firm.actor, "request", deal.id), with_files=False)
    for_owner = queries.dossier(queries.case_of(university.actor, "request", deal.id), with_files=False)
    assert any("ledger" in sentence for sentence in for_firm.left_out)
    assert not any("ledger" in sentence for sentence in for_owner.left_out)
    assert "Ledger" not in {section.heading for section in for_firm.sections}
    assert "Ledger" in {section.heading for section in for_owner.sections}
    headings = {section.heading for section in for_owner.sections}
    assert {
        "Sides",
        "Patents",
        "Agreed terms",
        "Notice and licence",
        "Contract",
        "Amounts due",
        "Receipts",
        "Timeline",
    } <= headings


def test_strangers_and_the_bureau_meet_nothing(app: Flask, sides: Sides, deal: LicenceRequest) -> None:
    number = deal.id
    for kind, code in (("firm", 404), ("university", 404), ("authority", 404), ("service", 404), ("operator", 200)):
        browser = app.test_client()
        accounts.sign_in(browser, make.side(kind).person)
        for tail in ("", "/pdf", "/zip") if code == 404 else ("",):
            response = browser.get(f"/evidence/request/{number}{tail}")
            assert response.status_code == code
            response.close()


def test_pages_pdf_and_archive_over_http(client: FlaskClient, sides: Sides, deal: LicenceRequest) -> None:
    number = deal.id
    accounts.sign_in(client, sides[1].person)
    page = client.get(f"/evidence/request/{number}")
    assert page.status_code == 200
    pdf = client.get(f"/evidence/request/{number}/pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert client.get(f"/evidence/request/{number}/pdf").data == pdf.data
    archive = client.get(f"/evidence/request/{number}/zip").data
    assert manifest.check(io.BytesIO(archive)).sound
    assert archive == client.get(f"/evidence/request/{number}/zip").data
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.read("evidence.pdf").startswith(b"%PDF-")


def tampered(content: bytes, how: str) -> bytes:
    """The archive with one file changed, taken out, or put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name.startswith("notice/"):
                if how == "removed":
                    continue
                body = body + b"!" if how == "changed" else body
            if name == "manifest.txt" and how == "manifest":
                body = body.replace(b"a", b"b")
            target.writestr(name, body)
        if how == "added":
            target.writestr("contracts/extra.pdf", b"x")
    return out.getvalue()


@pytest.mark.parametrize("how", ["changed", "removed", "added", "manifest"])
def test_tampering_is_found(sides: Sides, deal: LicenceRequest, how: str, tmp_path: Path) -> None:
    content = packed(sides[0], deal)
    assert not manifest.check(io.BytesIO(tampered(content, how))).sound
    whole, broken = tmp_path / "whole.zip", tmp_path / "broken.zip"
    whole.write_bytes(content)
    broken.write_bytes(tampered(content, how))
    assert CliRunner().invoke(market, ["verify", str(whole)]).exit_code == 0
    result = CliRunner().invoke(market, ["verify", str(broken)])
    assert result.exit_code == 1
    assert "BAD" in result.output


def test_a_file_changed_on_disk_is_found(sides: Sides, deal: LicenceRequest) -> None:
    case = queries.case_of(sides[0].actor, "request", deal.id)
    copy = next(paper for paper in queries.dossier(case, with_files=False).papers if paper.recorded)
    assert copy.file is not None
    copy.file.write_bytes(b"another")
    verdict = manifest.check(io.BytesIO(packed(sides[0], deal)))
    assert [problem for problem in verdict.problems if copy.path in problem]


def test_a_file_lost_on_disk_is_said(sides: Sides, deal: LicenceRequest) -> None:
    case = queries.case_of(sides[0].actor, "request", deal.id)
    copy = next(paper for paper in queries.dossier(case, with_files=False).papers if paper.recorded)
    assert copy.file is not None
    copy.file.unlink()
    content = packed(sides[0], deal)
    assert manifest.check(io.BytesIO(content)).sound
    assert queries.LOST in queries.dossier(queries.case_of(sides[0].actor, "request", deal.id), False).left_out


@given(some.binary(max_size=400))
def test_nothing_hostile_makes_the_check_fail(content: bytes) -> None:
    assert not manifest.check(io.BytesIO(content)).sound


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"form":1}', b'{"form":"patent-market evidence 1","files":3}', b"[" * 5000]
)
def test_a_broken_manifest_is_none_of_ours(body: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("manifest.json", body)
    assert not manifest.check(out).sound


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "a\\b", "x\x00y", "...", "a" * 500, "合同.pdf", "C:\\x"])
def test_names_in_the_archive_lead_nowhere_else(name: str) -> None:
    found = safe(name)
    assert "/" not in found
    assert "\\" not in found
    assert ".." not in found.strip()[:2]
    assert 0 < len(found) <= 120


def test_two_files_of_one_name_both_find_a_place() -> None:
    dossier = Dossier("X", "x")
    dossier.make("notice", "a.txt", "a", b"1")
    dossier.make("notice", "a.txt", "a", b"2")
    assert [paper.path for paper in dossier.papers] == ["notice/a.txt", "notice/a-2.txt"]
