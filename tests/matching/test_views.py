"""The pages of matching over HTTP: what each side sees and says, and what it must not see."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from market.accounts.models import User
from market.core.actor import Actor
from market.core.db import db, transaction
from market.matching import queries, service
from market.matching.models import Proposal
from market.needs.models import Need
from tests.factories import accounts, needs
from tests.matching.conftest import Market

PRIVATE = (needs.SECRET, "0538-0000000", "王总")


def enter(client: FlaskClient, actor: Actor) -> None:
    """Sign in."""
    accounts.sign_in(client, db.session.get_one(User, actor.user_id))


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    """A page in a language."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return answer.text


def matched(market: Market, **over: Any) -> tuple[Actor, Need, Proposal]:
    """A matched need with its first proposal, of the market's listing."""
    firm, need = needs.published(**over)
    service.match_need(need.id)
    return firm, need, queries.of_need(need.id)[0]


def said(proposal: Proposal) -> tuple[str, str, str, str]:
    """Both sides' answers and reasons, as stored now."""
    db.session.refresh(proposal)
    return (proposal.firm_answer, proposal.firm_reason, proposal.owner_answer, proposal.owner_reason)


def test_the_firm_reads_reasons_and_answers(client: FlaskClient, market: Market) -> None:
    firm, need, proposal = matched(market)
    enter(client, firm)
    text = page(client, f"/my/needs/{need.id}/proposals")
    for part in (
        '<mark><span lang="zh-CN">缩松</span></mark>',
        "Shared words",
        "Fee and budget",
        "within the budget",
        "Not known yet",
        "B22D",
    ):
        assert part in text
    assert "score" not in text.lower()
    assert "共有的词" in client.get(f"/my/needs/{need.id}/proposals?lang=zh").text
    back = f"/my/needs/{need.id}/proposals?all=1"
    sent = {"answer": "declined", "reason": "over_budget", "seen": "", "next": back}
    answer = client.post(f"/proposals/{proposal.id}/answer", data=sent)
    assert answer.location == back
    assert said(proposal)[:2] == ("declined", "over_budget")
    client.post(f"/proposals/{proposal.id}/answer", data={"answer": "interested", "seen": "declined"})
    assert said(proposal)[:2] == ("interested", "")


def test_a_decline_without_reason_is_explained(client: FlaskClient, market: Market) -> None:
    firm, _, proposal = matched(market)
    enter(client, firm)
    answer = client.post(f"/proposals/{proposal.id}/answer", data={"answer": "declined"}, follow_redirects=True)
    assert answer.status_code == 200
    assert said(proposal)[0] == ""
    late = client.post(f"/proposals/{proposal.id}/answer", data={"answer": "interested", "seen": "declined"})
    assert late.status_code == 409


def test_the_owner_sees_fitting_needs_without_secrets(client: FlaskClient, market: Market) -> None:
    _firm, need, proposal = matched(market, show_name=False)
    enter(client, market.person.actor)
    text = page(client, "/matching/needs")
    assert need.title in text
    for secret in (*PRIVATE, "李工", need.known_firm):
        assert secret not in text
    client.post(f"/proposals/{proposal.id}/answer", data={"answer": "declined", "reason": "no_people"})
    assert said(proposal)[2:] == ("declined", "no_people")
    assert need.title in page(client, "/matching/needs?tab=answered")


def test_contacts_are_shown_once_both_are_interested(client: FlaskClient, market: Market) -> None:
    firm, _need, proposal = matched(market)
    enter(client, firm)
    client.post(f"/proposals/{proposal.id}/answer", data={"answer": "interested"})
    enter(client, market.person.actor)
    text = page(client, "/matching/needs")
    assert "The firm would like to talk" in text
    assert "0538-0000000" not in text
    client.post(f"/proposals/{proposal.id}/answer", data={"answer": "interested"})
    text = page(client, "/matching/needs?tab=answered")
    assert "0538-0000000" in text
    assert needs.SECRET not in text


def test_the_owner_learns_why_but_not_who(client: FlaskClient, market: Market) -> None:
    firm, _need, proposal = matched(market)
    with transaction():
        service.answer(firm, proposal, "declined", "too_early")
    enter(client, market.person.actor)
    text = page(client, "/matching/needs")
    reason = "Too early, not ready for production"
    before, _, learned = text.partition("Why firms declined")
    assert reason in learned
    assert reason not in before
    assert "does not fit (" not in before


@pytest.mark.parametrize("kind", ["firm", "university", "operator", "service", "authority"])
def test_foreign_proposals_do_not_exist(client: FlaskClient, market: Market, kind: str) -> None:
    _, need, proposal = matched(market)
    enter(client, accounts.actor(kind))
    assert client.get(f"/my/needs/{need.id}/proposals").status_code == 404
    answer = client.post(f"/proposals/{proposal.id}/answer", data={"answer": "interested"})
    assert answer.status_code == 404
    assert client.post("/proposals/999999/answer", data={"answer": "interested"}).status_code == 404
    assert said(proposal) == ("", "", "", "")


def test_the_desk_shows_both_sides_and_runs_again(
    client: FlaskClient, market: Market, work: Callable[[], None]
) -> None:
    firm, need, proposal = matched(market)
    with transaction():
        service.answer(firm, proposal, "declined", "too_early")
    enter(client, accounts.actor("operator"))
    assert need.reference in page(client, "/desk/matching")
    text = page(client, f"/desk/matching/{need.id}")
    assert "does not fit (Too early, not ready for production)" in text
    assert client.post(f"/desk/matching/{need.id}/run").location == f"/desk/matching/{need.id}"
    work()
    assert said(proposal)[0] == "declined"


def test_pages_before_anything_was_matched(client: FlaskClient, market: Market) -> None:
    firm, need = needs.published()
    enter(client, firm)
    assert "Matching has not run yet" in page(client, f"/my/needs/{need.id}/proposals")
    assert "Nothing has been proposed yet" in page(client, "/my/proposals")
    enter(client, accounts.actor("university"))
    assert "No need waits for your answer" in page(client, "/matching/needs")
