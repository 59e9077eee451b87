"""Writing, handing in, review, ending: what is stored, who may, what is said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Conflict, Invalid, NotFound
from market.core.outbox import EventRow
from market.needs import queries, service
from market.needs.errors import MessageMissing, NotVetted, TooManyFiles, WrongState
from market.needs.models import Need
from market.needs.queries import Asked
from market.needs.service.posting import MOST_FILES
from tests.factories import accounts, needs


def said(need: Need) -> list[str]:
    """The names of the events about a need."""
    rows = db.session.scalars(select(EventRow).where(EventRow.subject == f"need:{need.id}").order_by(EventRow.id))
    return [row.name for row in rows]


def test_a_draft_keeps_texts_and_what_they_say(app: Flask) -> None:
    _, need = needs.drafted()
    assert need.reference == f"XQ-{clock.today().year}-{need.id:04d}"
    assert (need.budget_text, need.budget_min_minor, need.budget_max_minor) == ("10-50万元", 10**7, 5 * 10**7)
    assert (need.region_text, need.region) == ("山东省泰安市", "370900")
    assert need.cooperation == ["licence", "development"]


def test_a_large_budget_fits_the_column(app: Flask) -> None:
    _, need = needs.drafted(budget_text="9000万元")
    assert need.budget[1] is not None
    assert need.budget[1].minor == 9 * 10**9


def test_no_limit_is_not_the_same_as_not_known(app: Flask) -> None:
    _, free = needs.drafted(budget_text="不限")
    _, unknown = needs.drafted(budget_text="面议")
    assert (free.budget_min_minor, unknown.budget_min_minor) == (0, None)
    assert free.budget == unknown.budget == (None, None)


def test_the_whole_way(app: Flask) -> None:
    firm, need = needs.published()
    assert need.state == "published"
    assert need.published_at
    with transaction():
        service.talk(firm, need)
    assert need.state == "in_talks"
    with transaction():
        service.close(firm, need, "deal")
    assert (need.state, need.closed_how) == ("solved", "deal")
    names = [name.partition(".")[2] for name in said(need)]
    assert names == ["NeedSubmitted", "NeedPublished", "NeedTalked", "NeedClosed"]


def test_an_unvetted_firm_drafts_but_does_not_hand_in(app: Flask) -> None:
    _, need = needs.drafted(accounts.actor("firm", state="pending"))
    with pytest.raises(NotVetted), transaction():
        service.submit(accounts.actor("firm", state="pending"), need)
    assert need.state == "draft"


def test_an_incomplete_need_is_not_handed_in(app: Flask) -> None:
    firm, need = needs.drafted(indicators="", contact_name=" ")
    with pytest.raises(Invalid) as refused, transaction():
        service.submit(firm, need)
    assert set(refused.value.fields) == {"indicators", "contact_name"}


@pytest.mark.parametrize("kind", ["university", "service", "authority"])
def test_only_firms_post_needs(app: Flask, kind: str) -> None:
    with pytest.raises(NotFound), transaction():
        service.draft(accounts.actor(kind), needs.details())


def test_another_firm_may_do_nothing(app: Flask) -> None:
    _, need = needs.published()
    stranger = accounts.actor("firm")
    deeds: list[Any] = [
        lambda: service.save(stranger, need, needs.details()),
        lambda: service.close(stranger, need, "dropped"),
        lambda: service.note(stranger, need, "x"),
        lambda: service.send_back(stranger, need, "x"),
        lambda: queries.own(stranger, need.id),
        lambda: queries.for_review(stranger, need.id),
    ]
    for deed in deeds:
        with pytest.raises(NotFound), transaction():
            deed()


def test_the_firm_does_not_publish_itself(app: Flask) -> None:
    firm, need = needs.submitted()
    with pytest.raises(WrongState), transaction():
        service.publish(firm, need)


def test_a_return_needs_a_message_and_comes_back(app: Flask) -> None:
    firm, need = needs.submitted()
    operator = accounts.actor("operator")
    with pytest.raises(MessageMissing), transaction():
        service.send_back(operator, need, "  ")
    with transaction():
        service.send_back(operator, need, "请补充指标数据")
    assert (need.state, need.review_message) == ("returned", "请补充指标数据")
    with transaction():
        service.submit(firm, need)
    assert need.state == "submitted"


def test_a_change_on_the_board_stays_and_is_marked(app: Flask) -> None:
    firm, need = needs.published()
    with transaction():
        service.save(firm, need, needs.details(contact_phone="1"))
    assert need.flags == []
    assert "needs.NeedChanged" not in said(need)
    with transaction():
        service.save(firm, need, needs.details(indicators="良品率不低于98%"))
    assert (need.state, need.flags) == ("published", ["changed"])
    assert said(need)[-1] == "needs.NeedChanged"
    with pytest.raises(Invalid), transaction():
        service.save(firm, need, needs.details(title=""))


def test_a_closed_need_is_not_changed(app: Flask) -> None:
    firm, need = needs.published()
    with transaction():
        service.close(firm, need, "dropped")
    for deed in (lambda: service.save(firm, need, needs.details()), lambda: service.close(firm, need, "deal")):
        with pytest.raises(WrongState), transaction():
            deed()


def test_a_firm_does_not_end_its_need_with_the_operators_words(app: Flask) -> None:
    firm, need = needs.published()
    with pytest.raises(Invalid), transaction():
        service.close(firm, need, "not_a_need")
    with transaction():
        service.close(accounts.actor("operator"), need, "not_a_need")
    assert need.state == "closed"


def test_needs_whose_time_is_over_leave_the_board(app: Flask) -> None:
    _, old = needs.published()
    _, fresh = needs.published()
    _, draft = needs.drafted()
    for need in (old, draft):
        needs.past(need, clock.today() - timedelta(days=1))
    needs.past(fresh, clock.today())
    service.expire_due()
    service.expire_due()
    assert (old.state, old.closed_how, fresh.state, draft.state) == ("expired", "expired", "published", "draft")
    assert said(old).count("needs.NeedClosed") == 1


def test_files_are_limited(app: Flask) -> None:
    firm, need = needs.drafted()
    first = needs.with_file(firm, need, confidential=True)
    for _ in range(MOST_FILES - 1):
        needs.with_file(firm, need, confidential=True)
    with pytest.raises(TooManyFiles):
        needs.with_file(firm, need, confidential=True)
    with transaction():
        service.detach(firm, need, first)
    needs.with_file(firm, need, confidential=True)
    assert len(need.documents) == MOST_FILES


def test_the_public_side_has_no_place_for_secrets(app: Flask) -> None:
    firm, need = needs.published(show_name=False)
    hidden = needs.with_file(firm, need, confidential=True)
    public = needs.with_file(firm, need, confidential=False)
    shown = queries.shown(need)
    text = repr(shown)
    for secret in (needs.SECRET, "李工", "0538-0000000", "王总", need.known_firm):
        assert secret not in text
    assert [number for number, _, _ in shown.documents] == [public]
    reader = accounts.actor("university")
    assert queries.document(reader, need.id, public).id == public
    for who in (reader, accounts.actor("firm")):
        with pytest.raises(NotFound):
            queries.document(who, need.id, hidden)
    assert queries.document(accounts.actor("operator"), need.id, hidden).id == hidden
    assert queries.document(firm, need.id, hidden).id == hidden


def test_a_draft_is_not_the_operators(app: Flask) -> None:
    _, need = needs.drafted()
    with pytest.raises(NotFound):
        queries.for_review(accounts.actor("operator"), need.id)
    with pytest.raises(NotFound):
        queries.on_board(need.id)


def found(asked: Asked) -> set[int]:
    """Ids of what the board shows."""
    return {need.id for need in db.session.scalars(queries.board(asked))}


def test_the_board_finds_filters_and_counts(app: Flask) -> None:
    _, casting = needs.published()
    _, feed = needs.published(
        title="饲料霉菌毒素快速检测", industry="A", budget_text="面议", region_text="浙江省", cooperation=("transfer",),
        problem="饲料原料霉菌毒素检测耗时两天以上，需要现场判断的办法。", background="", indicators="10分钟内出结果",
    )  # fmt: skip
    needs.submitted()
    assert found(Asked()) == {casting.id, feed.id}
    assert found(Asked(words="霉菌 检测")) == {feed.id}
    assert found(Asked(words="100%_")) == set()
    assert found(Asked(words=needs.SECRET)) == set()
    assert found(Asked(industry=("C",))) == {casting.id}
    assert found(Asked(region=("3300",))) == {feed.id}
    assert found(Asked(cooperation=("licence",))) == {casting.id}
    assert found(Asked(cooperation=("licence", "transfer"))) == {casting.id, feed.id}
    assert found(Asked(budget=("open",))) == {feed.id}
    counts = queries.counts(Asked(industry=("C",)), ["licence", "transfer"])
    assert dict(counts["industry"]) == {"C": 1, "A": 1}
    assert dict(counts["cooperation"]) == {"licence": 1, "transfer": 0}


def test_many_are_published_at_once_and_only_waiting_ones(app: Flask) -> None:
    operator = accounts.actor("operator")
    _, one = needs.submitted()
    _, two = needs.submitted()
    _, done = needs.published(operator=operator)
    with transaction():
        assert service.publish_many(operator, [one.id, two.id, done.id, one.id]) == 2
    assert one.state == two.state == "published"


def test_two_operators_publish_once(app: Flask, in_thread: Any) -> None:
    _, need = needs.submitted()
    number, operator = need.id, accounts.actor("operator")
    db.session.rollback()

    def publish() -> str:
        try:
            with transaction() as session:
                service.publish(operator, session.get_one(Need, number))
        except (WrongState, Conflict):
            return "refused"
        return "published"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: in_thread(publish)(), range(4)))
    assert sorted(answers) == ["published", "refused", "refused", "refused"]
    db.session.rollback()
    assert said(need).count("needs.NeedPublished") == 1
