"""Thanks, survey and materials: once, for those who came, anonymous, by tier."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock, seals
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.core.outbox import drain
from market.notifications.models import Mail, Notification
from market.outcomes import queries, service
from market.outcomes.errors import AlreadyAnswered, NotHeldYet, NothingAnswered, SurveyClosed, SurveySent
from market.outcomes.models import MaterialFetch, SurveyAnswer, SurveyPlace
from market.outcomes.rules.survey import Kind, Question
from tests.factories import accounts, roadshows
from tests.factories import outcomes as make


def keys(model: type[Mail] | type[Notification]) -> list[str]:
    return sorted(it.key for it in db.session.query(model) if it.key.startswith("outcomes."))


def thanked(days: int = 1) -> make.Held:
    found = make.held(days)
    service.thank_due()
    return found


def place(found: make.Held, firm: int = 0) -> SurveyPlace:
    own = queries.place_of(found.firms[firm], found.roadshow.id)
    assert own is not None
    return own


def test_guests_are_thanked_once_on_the_next_day(app: Flask) -> None:
    today = make.held(0)
    service.thank_due()
    assert queries.survey_of(today.roadshow.id) is None
    found = make.held(1)
    for _ in range(3):
        service.thank_due()
    drain()
    assert keys(Mail) == ["outcomes.missed"] + ["outcomes.thanks"] * 4
    assert db.session.query(SurveyPlace).count() == 4
    assert queries.place_of(found.absent, found.roadshow.id) is None


def test_old_roadshows_are_not_thanked_for(app: Flask) -> None:
    found = make.held(30)
    service.thank_due()
    assert queries.survey_of(found.roadshow.id) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mail_leads_to_survey_and_materials(client: FlaskClient, language: str) -> None:
    found = thanked()
    with transaction():
        make.person(found.firms[0]).language = language
    drain()
    folder = client.get("/dev/mail")
    assert folder.status_code == 200
    token = seals.sealed("survey", place(found).nonce)
    page = client.get(f"/survey/{token}?lang={language}")
    assert page.status_code == 200
    assert f"/roadshows/{found.roadshow.id}/materials" in page.text


def test_an_answer_is_taken_once_and_cannot_be_traced(app: Flask) -> None:
    found = thanked()
    mine = place(found)
    with transaction():
        service.answer(mine.id, {"useful": 5, "pitches": [found.pitch.id, 999], "met": True, "words": " gut ", "x": 1})
    with pytest.raises(AlreadyAnswered), transaction():
        service.answer(mine.id, {"useful": 1})
    [row] = db.session.query(SurveyAnswer).all()
    assert row.answers == {"useful": 5, "pitches": [found.pitch.id], "met": True, "words": "gut"}
    assert set(SurveyAnswer.__table__.columns.keys()) == {"key", "survey_id", "answers"}
    assert (place(found).state, place(found).used_on) == ("used", clock.today())


def test_nothing_is_not_an_answer_and_uses_nothing_up(app: Flask) -> None:
    found = thanked()
    with pytest.raises(NothingAnswered), transaction():
        service.answer(place(found).id, {"useful": 9, "met": "perhaps"})
    assert place(found).state == "open"


def test_after_three_weeks_the_survey_is_closed(client: FlaskClient) -> None:
    found = thanked()
    mine = place(found)
    token = seals.sealed("survey", mine.nonce)
    with time_machine.travel(clock.now() + timedelta(days=22)):
        with pytest.raises(SurveyClosed), transaction():
            service.answer(mine.id, {"useful": 5})
        assert client.post(f"/survey/{token}", data={"useful": "5"}).status_code == 409
    assert db.session.query(SurveyAnswer).count() == 0


def test_who_has_not_answered_is_reminded_once(app: Flask) -> None:
    found = thanked()
    with transaction():
        service.answer(place(found).id, {"useful": 4})
    drain()
    service.remind_of_surveys()
    with time_machine.travel(clock.now() + timedelta(days=4)):
        service.remind_of_surveys()
        service.remind_of_surveys()
        drain()
    assert keys(Mail).count("outcomes.survey_repeated") == 3


def test_results_are_shown_from_three_answers_on(app: Flask) -> None:
    found = thanked()
    for firm, useful in enumerate((5, 4)):
        with transaction():
            service.answer(place(found, firm).id, {"useful": useful, "met": firm == 0})
    few = queries.outcome(queries.survey_of(found.roadshow.id))
    assert few is not None
    assert (few.asked, few.answered, few.rate, few.results) == (4, 2, 50.0, [])
    with transaction():
        service.answer(place(found, 2).id, {"useful": 3})
    enough = queries.outcome(queries.survey_of(found.roadshow.id))
    assert enough is not None
    by_key = {it.question.key: it for it in enough.results}
    assert by_key["useful"].mean == 4.0
    assert by_key["met"].counts == {"yes": 1, "no": 1}


def test_questions_are_chosen_before_it_is_sent(client: FlaskClient) -> None:
    found = make.held(0)
    accounts.sign_in(client, make.person(found.operator))
    address = f"/roadshows/{found.roadshow.id}/survey/questions"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"zh_useful": ""}).status_code == 422
    chosen = {"ask_useful": "y", "zh_own0": "来自哪个区？", "en_own0": "Which district?", "kind_own0": "text"}
    assert client.post(address, data=chosen).status_code == 302
    questions = queries.questions_of(queries.survey_of(found.roadshow.id))
    assert questions == [
        Question("useful", Kind.SCALE),
        Question("own0", Kind.TEXT, "来自哪个区？", "Which district?"),
    ]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        service.thank_due()
        accounts.sign_in(client, make.person(found.operator))
        assert client.get(address).status_code == 200
    with pytest.raises(SurveySent), transaction():
        service.edit_questions(found.operator, found.roadshow.id, questions)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_answers_by_link_or_signed_in_but_only_once(client: FlaskClient, language: str) -> None:
    found = thanked()
    address = f"/survey/{seals.sealed('survey', place(found).nonce)}"
    assert client.get(f"{address}?lang={language}").status_code == 200
    assert client.post(address, data={}).status_code == 302
    assert place(found).state == "open"
    assert client.post(address, data={"useful": "7"}).status_code == 422
    sent = client.post(address, data={"useful": "5", "met": "yes", "pitches": [str(found.pitch.id)], "next": "铸造"})
    assert sent.status_code == 302
    accounts.sign_in(client, make.person(found.firms[0]))
    own = f"/roadshows/{found.roadshow.id}/survey"
    assert "<form" not in client.get(own).text.split("<main")[1].split("</main")[0]
    assert client.post(own, data={"useful": "1"}).status_code == 409
    assert db.session.query(SurveyAnswer).count() == 1


def test_strangers_and_absent_people_have_no_survey(client: FlaskClient) -> None:
    found = thanked()
    assert client.get("/survey/no-such-thing").status_code == 404
    assert client.get(f"/survey/{place(found).nonce}-0000").status_code == 404
    accounts.sign_in(client, make.person(found.absent))
    assert client.get(f"/roadshows/{found.roadshow.id}/survey").status_code == 404


TIERS = ("public", "registered", "intent", "organiser")


def test_files_open_by_tier_and_fetches_are_counted_by_organisation(client: FlaskClient) -> None:
    found = make.held()
    files = {tier: make.file(found.pitch, tier, f"{tier}.pdf").id for tier in TIERS}
    make.wish(found, 1)
    page = f"/roadshows/{found.roadshow.id}/materials"

    def opens() -> list[str]:
        found = []
        for tier in TIERS:
            with client.get(f"{page}/{files[tier]}") as answer:
                found += [tier] if answer.status_code == 200 else []
        return found

    assert opens() == ["public"]
    assert "organiser.pdf" not in client.get(page).text
    accounts.sign_in(client, make.person(found.firms[0]))
    assert opens() == ["public", "registered"]
    assert "intent.pdf" in client.get(page).text
    accounts.sign_in(client, make.person(found.firms[1]))
    assert opens() == ["public", "registered", "intent"]
    accounts.sign_in(client, make.person(found.university))
    assert opens() == list(TIERS)
    name = make.organisation(found.firms[0]).name
    assert name in client.get(page).text
    assert db.session.query(MaterialFetch).count() == 6
    assert client.get(f"{page}?format=csv").text.count("registered.pdf") == 2
    accounts.sign_in(client, make.person(found.needy))
    assert name not in client.get(page).text
    accounts.sign_in(client, make.person(found.operator))
    assert name in client.get(page).text
    assert client.get(f"{page}/987654321").status_code == 404


def test_the_replay_is_for_those_registered_or_for_everybody(client: FlaskClient) -> None:
    found = make.held()
    page, link = f"/roadshows/{found.roadshow.id}/replay", "https://video.example.org/1"
    accounts.sign_in(client, make.person(found.operator))
    assert client.post(page, data={"link": "javascript:alert(1)", "replay_for": "public"}).status_code == 422
    assert client.post(page, data={"link": link, "replay_for": "registered"}).status_code == 302
    accounts.sign_out(client)
    assert client.get(page).status_code == 404
    accounts.sign_in(client, make.person(found.firms[0]))
    assert client.get(page).location == link
    accounts.sign_in(client, make.person(found.operator))
    client.post(page, data={"link": link, "replay_for": "public"})
    accounts.sign_out(client)
    assert client.get(page).location == link
    assert client.get(f"/roadshows/{found.roadshow.id}/materials").status_code == 200


def test_a_replay_that_comes_late_is_told(app: Flask) -> None:
    found = thanked()
    with transaction():
        service.set_replay(found.operator, found.roadshow.id, "https://video.example.org/1", "registered")
    drain()
    assert keys(Notification).count("outcomes.replay") == 5


def test_only_the_operator_sets_the_replay(app: Flask) -> None:
    found = make.held()
    with pytest.raises(NotFound), transaction():
        service.set_replay(found.university, found.roadshow.id, "https://x.example.org", "public")
    coming = roadshows.roadshow(found.operator)
    with pytest.raises(NotHeldYet), transaction():
        service.set_replay(found.operator, coming.id, "https://x.example.org", "public")
