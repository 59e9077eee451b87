"""Mail over a real SMTP server, and into the folder where there is none."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select, update

from market.accounts.events import PasswordChanged
from market.accounts.models import Invitation, PasswordReset, User
from market.core import clock
from market.core.db import db, transaction
from market.core.outbox import Job, drain, emit
from market.notifications import mail
from market.notifications.models import Mail
from market.notifications.rules import MESSAGES
from tests.notifications.conftest import Market


class Post:
    """What the server took; it refuses the addresses it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings_of(app: Flask) -> Iterator[Any]:
    """Change settings of the running application for one test."""
    before = app.extensions["settings"]

    def change(**over: Any) -> None:
        app.extensions["settings"] = replace(app.extensions["settings"], **over)

    yield change
    app.extensions["settings"] = before


@pytest.fixture
def post(market: Market, settings_of: Any) -> Iterator[Post]:
    """A mail server on this machine, and the application set to use it."""
    found = Post()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings_of(smtp_host="127.0.0.1", smtp_port=controller.port, smtp_tls="none")
    yield found
    controller.stop()


def happen(user_id: int) -> None:
    with transaction():
        emit(PasswordChanged(user_id))
    drain()


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail.state).order_by(Mail.id)))


def test_one_mail_in_the_readers_language(market: Market, post: Post) -> None:
    happen(market.boss)
    happen(market.owner)
    english, chinese = post.taken
    assert english["To"] == "Li Jianping <boss@firm.example>"
    assert english["Subject"].startswith("Your password was changed - ")
    assert "Dear Li Jianping," in english.get_content()
    assert chinese["Subject"].startswith("您的密码已修改 - ")
    assert "王敏，您好" in chinese.get_content()
    assert english["Auto-Submitted"] == "auto-generated"
    assert english["Message-ID"] != chinese["Message-ID"]
    assert states() == ["sent", "sent"]


def test_working_again_sends_nothing_twice(market: Market, post: Post) -> None:
    happen(market.boss)
    with transaction() as session:
        session.execute(update(Job).values(state="waiting", due_at=clock.now()))
    assert drain() >= 2
    assert len(post.taken) == 1


def test_a_name_cannot_start_a_header(market: Market, post: Post) -> None:
    with transaction() as session:
        session.get_one(User, market.boss).name = "Li\r\nBcc: thief@example.com\r\n\u202eX"
    happen(market.boss)
    (taken,) = post.taken
    assert taken["Bcc"] is None
    assert "\n" not in str(taken["To"])
    assert [address.addr_spec for address in taken["To"].addresses] == ["boss@firm.example"]


def test_an_address_that_does_not_exist_is_given_up_visibly(market: Market, post: Post) -> None:
    post.answer = "550 no such user"
    happen(market.boss)
    assert states() == ["refused"]
    assert "550" in db.session.scalars(select(Mail.error)).one()
    assert db.session.scalar(select(Job.state).where(Job.handler.contains("mail:deliver"))) == "done"


def test_a_passing_failure_is_tried_again(market: Market, post: Post, time_machine: Any) -> None:
    post.answer = "451 later please"
    happen(market.boss)
    assert (states(), post.taken) == (["waiting"], [])
    post.answer = ""
    time_machine.move_to(clock.now() + timedelta(minutes=2))
    drain()
    assert states() == ["sent"]
    assert len(post.taken) == 1


def test_a_server_that_is_down_loses_nothing(market: Market, settings_of: Any) -> None:
    settings_of(smtp_host="127.0.0.1", smtp_port=free_port(), smtp_tls="none")
    happen(market.boss)
    assert states() == ["waiting"]
    job = db.session.scalars(select(Job).where(Job.handler.contains("mail:deliver"))).one()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert "ConnectionRefusedError" in job.error


def test_without_a_server_mails_are_files(app: Flask, market: Market) -> None:
    happen(market.owner)
    ((name, found),) = mail.kept()
    assert found["To"].addresses[0].addr_spec == "owner@uni.example"
    assert mail.find(name) is not None
    assert mail.find("../market") is None
    assert mail.find("mail-*") is None
    assert Path(app.extensions["settings"].data / "mail").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["a\r\nBcc: x", "a\nb", "a\u2028b", "a\x00b\tc"])
def test_one_line(text: str) -> None:
    assert mail.one_line(text).isprintable()
    assert len(mail.one_line(text).splitlines()) == 1


TOKENS = ("accounts.invited", "accounts.reset_asked")


def arguments_of(app: Flask, endpoint: str) -> set[str]:
    """What an address of this page is made of."""
    return {name for rule in app.url_map.iter_rules() if rule.endpoint == endpoint for name in rule.arguments}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mail_can_be_written_and_every_page_exists(app: Flask, language: str) -> None:
    everything = {name: 1 for message in MESSAGES.values() for name in arguments_of(app, message.endpoint)}
    everything["nonce"] = 1
    for key, message in MESSAGES.items():
        assert not message.endpoint or message.endpoint in app.view_functions, key
        if message.mailed and key not in TOKENS:
            row = Mail(
                id=1,
                event_id=1,
                address="a@b.example",
                name="X",
                language=language,
                key=key,
                values={"number": 1},
                arguments=everything,
            )
            written = mail.compose(row)
            assert written["Subject"], key
            assert ("http://localhost/" in written.get_content()) == bool(message.endpoint), key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_with_tokens_are_made_when_sent(market: Market, language: str) -> None:
    with transaction() as session:
        person = session.get_one(User, market.clerk)
        until = clock.now() + timedelta(hours=1)
        invitation = Invitation(
            organisation_id=market.firm,
            email="new@firm.example",
            role="member",
            nonce="n" * 32,
            invited_by=person.id,
            expires_at=until,
        )
        reset = PasswordReset(user_id=person.id, nonce="r" * 32, expires_at=until)
        session.add_all([invitation, reset])
        session.flush()
        arguments = {"invitation_id": invitation.id, "reset_id": reset.id}
    for key, path in (("accounts.invited", "/invitations/"), ("accounts.reset_asked", "/password/choose/")):
        row = Mail(
            id=1, event_id=1, address="a@b.example", language=language, name="", key=key, values={}, arguments=arguments
        )
        assert f"http://localhost{path}" in mail.compose(row).get_content()
    assert not db.session.scalars(select(Mail)).all()
