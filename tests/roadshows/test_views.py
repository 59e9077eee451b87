"""The pages of roadshows: who may open them, in both languages, and what they say."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from market.accounts.models import User
from market.core.clock import SHANGHAI
from market.core.db import db, transaction
from market.roadshows.models import Roadshow, RoadshowBody
from tests.factories import accounts, roadshows

NOW = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)
SECRET = "https://live.example.org/room/1"
FILLED = {
    "kind": "patents",
    "series_id": "0",
    "title": "铸造与轻量化专场",
    "title_en": "Casting and light weight",
    "summary": "八项开放许可专利。",
    "chain": "汽车零部件",
    "industry": "C33",
    "starts_at": "2026-10-20T14:00",
    "ends_at": "2026-10-20T18:00",
    "place": "会展中心 3 号厅",
    "stream_url": SECRET,
    "capacity": "80",
    "target_pitches": "8",
    "target_firms": "60",
    "target_amount": "2,000,000",
    "budget": "30,000.50",
    "host": "市知识产权局 | Intellectual Property Office\n某某商会",
    "organiser": "知识产权运营中心",
}


@pytest.fixture
def early(app: Flask) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def person(client: FlaskClient, kind: str) -> User:
    """A new person of that kind, signed in."""
    found = accounts.user(accounts.organisation(kind))
    accounts.sign_in(client, found)
    return found


def text(client: FlaskClient, address: str, status: int = 200, **values: Any) -> str:
    answer = client.get(address, **values)
    assert answer.status_code == status, answer.text[:400]
    return answer.text


def stored(number: int) -> Roadshow:
    db.session.rollback()
    return db.session.get_one(Roadshow, number)


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def planned(client: FlaskClient, **over: str) -> int:
    """Fill in the form and keep the plan; its number."""
    answer = client.post("/roadshows/new", data=FILLED | over)
    assert answer.status_code == 302, re.findall(r'mk-error".*?</p>', answer.text, re.S)
    found = re.search(r"/roadshows/(\d+)/desk", answer.headers["Location"])
    assert found is not None
    return int(found[1])


class TestPublic:
    def test_the_list_says_what_comes_and_what_was(self, client: FlaskClient) -> None:
        coming, past = roadshows.roadshow(), roadshows.roadshow(state="held", starts_at=NOW - timedelta(days=900))
        draft, dropped = roadshows.roadshow(state="draft"), roadshows.roadshow(state="cancelled", announced_at=None)
        for language in ("zh", "en"):
            page = text(client, f"/roadshows?lang={language}")
            assert coming.name(language) in page
            assert past.name(language) in page
            assert draft.name(language) not in page
            assert dropped.name(language) not in page

    def test_the_list_is_narrowed(self, client: FlaskClient) -> None:
        one, other = roadshows.roadshow(chain="新材料"), roadshows.roadshow(kind="training")
        page = text(client, "/roadshows?lang=zh&chain=新材料")
        assert one.title in page
        assert other.title not in page
        page = text(client, "/roadshows?lang=zh&kind=training")
        assert other.title in page
        assert one.title not in page
        assert one.title in text(client, "/roadshows?lang=zh&kind=nonsense&series=x")

    def test_no_link_for_those_let_in_stands_on_a_public_page(self, client: FlaskClient) -> None:
        secrets = {
            "stream_url": SECRET,
            "meeting_url": "https://meet.example.org/secret",
            "replay_url": "https://replay.example.org/secret",
        }
        for state in ("announced", "live", "held", "cancelled"):
            found = roadshows.roadshow(state=state, **secrets)
            addresses = ("", "/calendar.ics")
            for address in (*(f"/roadshows/{found.id}{end}" for end in addresses), "/roadshows"):
                page = text(client, address)
                assert not [secret for secret in secrets.values() if secret in page], (state, address)

    def test_the_page_in_both_languages(self, client: FlaskClient) -> None:
        found = roadshows.roadshow()
        with transaction() as session:
            session.add(RoadshowBody(roadshow_id=found.id, part="host", name="市知识产权局", name_en="IP Office"))
        chinese, english = (text(client, f"/roadshows/{found.id}?lang={language}") for language in ("zh", "en"))
        for words in (found.title, found.summary, "市知识产权局", "主办", found.place):
            assert words in chinese
        for words in (found.title_en, found.summary_en, "IP Office", "Host", found.place_en):
            assert words in english
        assert 'hreflang="en"' in chinese
        assert 'rel="canonical"' in english

    def test_search_engines_read_an_event(self, client: FlaskClient) -> None:
        start = datetime(2027, 3, 9, 14, 5, tzinfo=SHANGHAI)
        found = roadshows.roadshow(starts_at=start, register_closes_at=start, address="会展路 1 号")
        with transaction() as session:
            session.add(RoadshowBody(roadshow_id=found.id, part="host", name="市知识产权局", name_en="IP Office"))
            session.add(RoadshowBody(roadshow_id=found.id, part="supporter", name="某某商会", position=1))
        data = structured(text(client, f"/roadshows/{found.id}?lang=en"))
        assert (data["@context"], data["name"]) == ("https://schema.org", found.title_en)
        assert (data["startDate"], data["endDate"]) == ("2027-03-09T14:05+08:00", "2027-03-09T18:05+08:00")
        assert data["eventStatus"] == "https://schema.org/EventScheduled"
        assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
        assert [one["@type"] for one in data["location"]] == ["Place", "VirtualLocation"]
        assert data["location"][1]["url"].endswith(f"/roadshows/{found.id}?lang=en")
        assert data["organizer"] == [{"@type": "Organization", "name": "IP Office"}]
        assert data["sponsor"] == [{"@type": "Organization", "name": "某某商会"}]
        assert (data["offers"]["price"], data["isAccessibleForFree"]) == ("0", True)

    @pytest.mark.parametrize(
        ("over", "mode", "status"),
        [
            ({"place": ""}, "OnlineEventAttendanceMode", "EventScheduled"),
            ({"stream_url": ""}, "OfflineEventAttendanceMode", "EventScheduled"),
            ({"state": "cancelled"}, "MixedEventAttendanceMode", "EventCancelled"),
            ({"calendar_sequence": 2}, "MixedEventAttendanceMode", "EventRescheduled"),
        ],
    )
    def test_how_and_whether_it_takes_place(
        self, client: FlaskClient, over: dict[str, Any], mode: str, status: str
    ) -> None:
        data = structured(text(client, f"/roadshows/{roadshows.roadshow(**over).id}"))
        assert data["eventAttendanceMode"] == f"https://schema.org/{mode}"
        assert data["eventStatus"] == f"https://schema.org/{status}"

    def test_a_called_off_one_says_why(self, client: FlaskClient) -> None:
        found = roadshows.roadshow(state="cancelled", decision="场地停电")
        assert "场地停电" in text(client, f"/roadshows/{found.id}")

    def test_drafts_are_for_operator_and_bureau(self, client: FlaskClient) -> None:
        draft, submitted = roadshows.roadshow(state="draft"), roadshows.roadshow(state="submitted")
        for found in (draft, submitted):
            text(client, f"/roadshows/{found.id}", 404)
            text(client, f"/roadshows/{found.id}/calendar.ics", 404)
        person(client, "authority")
        text(client, f"/roadshows/{draft.id}", 404)
        assert "noindex" in text(client, f"/roadshows/{submitted.id}")
        person(client, "operator")
        text(client, f"/roadshows/{draft.id}")

    def test_the_site_map_names_what_is_public(self, client: FlaskClient) -> None:
        found, draft = roadshows.roadshow(), roadshows.roadshow(state="draft")
        page = text(client, "/roadshows/sitemap.xml")
        assert f"/roadshows/{found.id}?lang=en" in page
        assert f"/roadshows/{draft.id}?" not in page
        assert "/roadshows/sitemap.xml" in text(client, "/robots.txt")

    def test_the_home_page_leads_to_the_next_one(self, client: FlaskClient) -> None:
        later, sooner = roadshows.roadshow(), roadshows.roadshow(starts_at=datetime.now(UTC) + timedelta(days=3))
        page = text(client, "/?lang=zh")
        assert sooner.title in page
        assert later.title not in page
        assert f"/roadshows/{sooner.id}/calendar.ics" in page


class TestCalendar:
    def event(self, client: FlaskClient, number: int, language: str = "zh") -> Any:
        answer = client.get(f"/roadshows/{number}/calendar.ics?lang={language}")
        assert answer.status_code == 200
        assert answer.mimetype == "text/calendar"
        (found,) = Calendar.from_ical(answer.data).walk("VEVENT")
        return found

    @pytest.mark.usefixtures("early")
    def test_right_to_the_minute_and_updated_and_called_off(self, client: FlaskClient) -> None:
        person(client, "operator")
        number = planned(client)
        for step in ("submit", "approval", "announce"):
            data = {"decision": "approve"} if step == "approval" else {}
            assert client.post(f"/roadshows/{number}/{step}", data=data).status_code == 302
        first = self.event(client, number)
        assert first["DTSTART"].dt == datetime(2026, 10, 20, 14, 0, tzinfo=SHANGHAI)
        assert first["DTEND"].dt.astimezone(UTC) == datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
        assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
        assert (first["SEQUENCE"], first["STATUS"], first["SUMMARY"]) == (0, "CONFIRMED", FILLED["title"])
        assert first["LOCATION"] == FILLED["place"]
        open_fields = {name: value for name, value in FILLED.items() if not name.startswith(("target", "budget"))}
        moved = open_fields | {"starts_at": "2026-10-21T09:31", "ends_at": "2026-10-21T12:00"}
        assert client.post(f"/roadshows/{number}/plan", data=moved).status_code == 302
        second = self.event(client, number, "en")
        assert second["DTSTART"].dt == datetime(2026, 10, 21, 9, 31, tzinfo=SHANGHAI)
        assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 1)
        assert second["SUMMARY"] == FILLED["title_en"]
        assert len(second.walk("VALARM")) == 2
        assert client.post(f"/roadshows/{number}/cancel", data={"reason": "场地停电"}).status_code == 302
        last = self.event(client, number)
        assert (last["UID"], last["SEQUENCE"], last["STATUS"]) == (first["UID"], 2, "CANCELLED")
        assert not last.walk("VALARM")

    def test_the_zone_is_written_out_without_summer_time(self, client: FlaskClient) -> None:
        answer = client.get(f"/roadshows/{roadshows.roadshow().id}/calendar.ics")
        (zone,) = Calendar.from_ical(answer.data).walk("VTIMEZONE")
        assert zone["TZID"] == "Asia/Shanghai"
        assert [part.name for part in zone.subcomponents] == ["STANDARD"]
        assert zone.subcomponents[0]["TZOFFSETTO"].td == timedelta(hours=8)


@pytest.mark.usefixtures("early")
class TestPlan:
    def test_the_form_keeps_what_was_entered(self, client: FlaskClient) -> None:
        person(client, "operator")
        found = stored(planned(client))
        assert found.starts_at == datetime(2026, 10, 20, 14, 0, tzinfo=SHANGHAI)
        assert (found.budget_minor, found.target_amount_minor, found.capacity) == (3_000_050, 200_000_000, 80)
        assert [(body.part, body.name, body.name_en) for body in found.bodies] == [
            ("host", "市知识产权局", "Intellectual Property Office"),
            ("host", "某某商会", ""),
            ("organiser", "知识产权运营中心", ""),
        ]
        page = text(client, f"/roadshows/{found.id}/plan?lang=en")
        for shown in (
            "2026-10-20T14:00",
            "2026-09-05T09:00",
            "30,000.50",
            "市知识产权局 | Intellectual Property Office",
        ):
            assert shown in page

    @pytest.mark.parametrize(
        ("over", "words"),
        [
            ({"title": ""}, "Fill this in"),
            ({"starts_at": "tomorrow"}, "begins"),
            ({"starts_at": "0001-01-01T00:00"}, "Enter a day between 2000 and 2100"),
            ({"ends_at": "2026-10-20T13:00"}, "The end must lie after the beginning."),
            ({"stream_url": "javascript:alert(1)"}, "https://"),
            ({"budget": "much"}, "Enter an amount in yuan"),
            ({"capacity": "-3"}, "whole number"),
            ({"host": "甲\n甲"}, "named twice"),
            ({"call_closes_at": "2026-11-20T13:00"}, "before the roadshow begins"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(self, client: FlaskClient, over: dict[str, str], words: str) -> None:
        person(client, "operator")
        answer = client.post("/roadshows/new?lang=en", data=FILLED | over)
        assert answer.status_code == 422
        assert words.lower() in answer.text.lower()
        assert db.session.query(Roadshow).count() == 0

    def test_the_whole_way_over_the_pages(self, client: FlaskClient) -> None:
        bureau = accounts.user(accounts.organisation("authority"))
        operator = person(client, "operator")
        number = planned(client, lang="en")
        assert "Send to the bureau" in text(client, f"/roadshows/{number}/desk?lang=en")
        client.post(f"/roadshows/{number}/submit")
        assert stored(number).state == "submitted"
        assert "Take it back" in text(client, f"/roadshows/{number}/plan")
        refused = client.post(f"/roadshows/{number}/approval", data={"decision": "approve"})
        assert refused.status_code == 403
        accounts.sign_in(client, bureau)
        assert FILLED["title_en"] in text(client, "/roadshows/approvals?lang=en")
        answer = client.post(f"/roadshows/{number}/approval", data={"decision": "return"})
        assert answer.status_code == 422
        client.post(f"/roadshows/{number}/approval", data={"decision": "return", "reason": "预算过高"})
        assert stored(number).state == "returned"
        accounts.sign_in(client, operator)
        assert "预算过高" in text(client, f"/roadshows/{number}/plan")
        client.post(f"/roadshows/{number}/submit")
        accounts.sign_in(client, bureau)
        client.post(f"/roadshows/{number}/approval", data={"decision": "approve"})
        accounts.sign_in(client, operator)
        assert client.post(f"/roadshows/{number}/announce").status_code == 302
        assert stored(number).public
        assert "Roadshow announced" in text(client, f"/roadshows/{number}/desk?lang=en")

    def test_without_a_bureau_the_page_says_who_decides(self, client: FlaskClient) -> None:
        person(client, "operator")
        number = planned(client)
        answer = client.post(f"/roadshows/{number}/submit")
        assert answer.headers["Location"].endswith(f"/roadshows/{number}/approval")
        assert "No bureau takes part here yet" in text(client, f"/roadshows/{number}/approval?lang=en")

    def test_an_unfinished_plan_says_what_is_missing(self, client: FlaskClient) -> None:
        person(client, "operator")
        number = planned(client, chain="", host="")
        page = text(client, f"/roadshows/{number}/desk?lang=en")
        assert "Name the industry chain it is about." in page
        assert "Name at least one host." in page
        assert client.post(f"/roadshows/{number}/submit").status_code == 422

    def test_calling_off_needs_a_reason(self, client: FlaskClient) -> None:
        person(client, "operator")
        number = planned(client)
        assert client.post(f"/roadshows/{number}/cancel", data={"reason": ""}).status_code == 422
        assert stored(number).state == "draft"

    def test_a_copy_from_the_page(self, client: FlaskClient) -> None:
        person(client, "operator")
        number = planned(client)
        assert client.post(f"/roadshows/{number}/clone", data={"starts_at": "2020-01-01T09:00"}).status_code == 422
        answer = client.post(f"/roadshows/{number}/clone", data={"starts_at": "2027-10-19T14:00"})
        assert answer.status_code == 302
        copy = db.session.query(Roadshow).filter_by(copied_from_id=number).one()
        assert copy.register_closes_at == datetime(2027, 10, 18, 18, 0, tzinfo=SHANGHAI)
        page = text(client, answer.headers["Location"] + "?lang=en")
        assert "What the copy took over" in page
        assert "Targets and budget are the earlier ones" in page
        assert "Past already" not in page
        assert client.get(f"/roadshows/{number}/copied").status_code == 404

    def test_a_copy_for_tomorrow_names_the_days_that_are_past(self, client: FlaskClient) -> None:
        person(client, "operator")
        soon = (NOW + timedelta(days=3)).astimezone(SHANGHAI)
        answer = client.post(f"/roadshows/{planned(client)}/clone", data={"starts_at": f"{soon:%Y-%m-%dT14:00}"})
        page = text(client, answer.headers["Location"] + "?lang=en")
        assert "1 day is past already" in page
        assert "Past already" in page

    def test_a_held_one_takes_the_recording_only(self, client: FlaskClient) -> None:
        person(client, "operator")
        found = roadshows.roadshow(state="held", starts_at=NOW - timedelta(days=5))
        page = text(client, f"/roadshows/{found.id}/plan")
        assert 'name="replay_url"' in page
        assert 'name="starts_at"' not in page
        answer = client.post(
            f"/roadshows/{found.id}/plan", data={"replay_url": "https://replay.example.org/1", "title": "x"}
        )
        assert answer.status_code == 302
        assert (stored(found.id).replay_url, stored(found.id).title) == ("https://replay.example.org/1", found.title)

    def test_series(self, client: FlaskClient) -> None:
        person(client, "operator")
        answer = client.post("/roadshows/series/new", data={"title": "路演季", "title_en": "The season"})
        number = int(answer.headers["Location"].rsplit("/", 1)[1])
        assert client.post("/roadshows/series/new", data={"title": "路演季"}).status_code == 422
        found = roadshows.roadshow(series_id=number)
        client.post(f"/roadshows/series/{number}/edit", data={"title": "路演季", "title_en": "The new season"})
        assert "The new season" in text(client, "/roadshows/series?lang=en")
        accounts.sign_out(client)
        page = text(client, f"/roadshows/series/{number}?lang=en")
        assert "The new season" in page
        assert found.title_en in page
        text(client, "/roadshows/series/99999", 404)


class TestDesk:
    def test_the_board_says_what_is_next_and_is_exported(self, client: FlaskClient) -> None:
        person(client, "operator")
        found, draft = roadshows.roadshow(), roadshows.roadshow(state="draft")
        page = text(client, "/roadshows/board?lang=en")
        assert found.title_en in page
        assert "Finish the plan and send it to the bureau" in page
        assert found.title_en not in text(client, "/roadshows/board?lang=en&state=draft")
        assert draft.title_en in text(client, f"/roadshows/board?lang=en&q={draft.reference}")
        answer = client.get("/roadshows/board?lang=zh&format=csv")
        assert found.title in answer.text
        assert found.reference in answer.text

    @pytest.mark.parametrize(
        "state", ["draft", "submitted", "returned", "approved", "announced", "live", "held", "cancelled"]
    )
    def test_every_state_has_its_desk(self, client: FlaskClient, state: str) -> None:
        person(client, "operator")
        found = roadshows.roadshow(state=state, decision="因故")
        for language in ("zh", "en"):
            for page in ("desk", "plan", "approval", "clone"):
                text(client, f"/roadshows/{found.id}/{page}?lang={language}")
            text(client, f"/roadshows/{found.id}?lang={language}")

    @pytest.mark.parametrize("kind", ["", "firm", "university", "service", "authority"])
    def test_the_desk_is_the_operators(self, client: FlaskClient, kind: str) -> None:
        number = roadshows.roadshow().id
        if kind:
            person(client, kind)
        for page in ("board", "new", "series", f"{number}/desk", f"{number}/plan", f"{number}/clone"):
            assert client.get(f"/roadshows/{page}").status_code == (404 if kind else 302)
        for deed in ("submit", "take-back", "announce", "cancel", "clone", "plan"):
            assert client.post(f"/roadshows/{number}/{deed}").status_code in (404, 302)
        assert stored(number).state == "announced"

    @pytest.mark.parametrize("kind", ["operator", "authority"])
    def test_the_suspended_read_no_plan(self, client: FlaskClient, kind: str) -> None:
        number = roadshows.roadshow().id
        accounts.sign_in(client, accounts.user(accounts.organisation(kind, state="suspended")))
        for page in ("board", "approvals", f"{number}/desk", f"{number}/plan", f"{number}/clone", f"{number}/approval"):
            text(client, f"/roadshows/{page}", 404)

    def test_tabs_lead_only_where_the_reader_may_go(self, client: FlaskClient) -> None:
        number = roadshows.roadshow(state="live").id
        person(client, "firm")
        page = text(client, f"/roadshows/{number}")
        for address in re.findall(r'href="([^"]+)"', page.split('<ul class="mk-tabs">')[-1].split("</ul>")[0]):
            assert client.get(address).status_code == 200, address
