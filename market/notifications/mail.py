"""The one door to the mail server: makes a mail's text in the reader's language and sends it.

Without SMTP_HOST mails become files in MARKET_DATA/mail, which the page /dev/mail shows outside production.
"""

import email
import smtplib
import ssl
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app, url_for

from market.accounts.models import Invitation, PasswordReset
from market.accounts.service.links import invitation_link_token, reset_token
from market.core import clock
from market.core.db import db, forget, transaction
from market.core.frame import site
from market.core.i18n import in_language
from market.core.settings import settings
from market.notifications.events import MailQueued
from market.notifications.models import Mail
from market.notifications.rules import MESSAGES, shown
from market.notifications.service.guests import entry_of

TIMEOUT_SECONDS = 20
PERMANENT = range(550, 560)


class Refused(Exception):
    """The server will never take this mail: the address does not exist, say."""


def deliver(event: MailQueued) -> None:
    """Send a queued mail once; a passing failure raises, so that the worker tries again later."""
    mail = db.session.get_one(Mail, event.mail_id)
    if mail.state != "waiting":
        return
    message = compose(mail)
    forget()
    state, error = "sent", ""
    try:
        send(message)
    except Refused as refusal:
        state, error = "refused", str(refusal)[:500]
    with transaction() as session:
        mail = session.get_one(Mail, event.mail_id)
        mail.state, mail.error, mail.sent_at = state, error, clock.now()


def compose(mail: Mail) -> EmailMessage:
    """The mail as it will be sent: first line of its template is the subject, the rest the body."""
    feature, name = mail.key.split(".", 1)
    with current_app.test_request_context(base_url=settings().public_url), in_language(mail.language):
        names, link = site(), link_of(mail)
        values = shown(mail.values, mail.language)
        text = filled(f"mail/{feature}/{name}.{mail.language}.txt", link=link, site=names, **values)
        subject, _, body = text.strip().partition("\n")
        framed = filled(f"mail/frame.{mail.language}.txt", name=mail.name, body=body.strip(), site=names)
        entry = entry_of(mail, link, names["name"])
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = one_line(f"{subject} - {names['name']}")
    message["From"] = Address(one_line(names["name"]), addr_spec=settings().mail_from)
    message["To"] = Address(one_line(mail.name), addr_spec=mail.address)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<mail-{mail.id}.{mail.event_id}@{urlsplit(settings().public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(framed.strip() + "\n")
    if entry is not None:
        attach_calendar(message, *entry)
    return message


def attach_calendar(message: EmailMessage, entry: bytes, method: str) -> None:
    """Add a calendar entry the way calendars look for it (RFC 6047): beside the text, and as a file for the others."""
    message.add_alternative(entry.decode(), subtype="calendar", charset="utf-8", params={"method": method})
    message.add_attachment(entry, maintype="application", subtype="ics", filename="invite.ics")


def filled(template: str, **values: object) -> str:
    """A text template with its values; it sees nothing of the pages' frame."""
    return current_app.jinja_env.get_template(template).render(**values)


def link_of(mail: Mail) -> str:
    """The absolute address of what the mail is about, with its signed token where it needs one; else empty."""
    if mail.key == "accounts.invited":
        invitation = db.session.get_one(Invitation, mail.arguments["invitation_id"])
        return url_for("accounts.accept_invitation", token=invitation_link_token(invitation), _external=True)
    if mail.key == "accounts.reset_asked":
        reset = db.session.get_one(PasswordReset, mail.arguments["reset_id"])
        return url_for("accounts.choose_password", token=reset_token(reset), _external=True)
    message = MESSAGES[mail.key]
    if not message.endpoint:
        return ""
    return url_for(message.endpoint, _external=True, **message.path_values(mail.arguments))


def one_line(text: str) -> str:
    """A header value: control characters and line breaks can never start another header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def send(message: EmailMessage) -> None:
    """Hand a mail to the server, or to the folder where there is none; raises Refused for a hopeless address."""
    if not settings().smtp_host:
        keep(message)
        return
    try:
        with connection() as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        if all(code in PERMANENT for code in codes):
            raise Refused(str(codes)) from error
        raise


def connection() -> smtplib.SMTP:
    """An open connection to the configured server, encrypted and signed in as configured."""
    found = settings()
    context = ssl.create_default_context()
    if found.smtp_tls == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            found.smtp_host, found.smtp_port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(found.smtp_host, found.smtp_port, timeout=TIMEOUT_SECONDS)
        if found.smtp_tls == "starttls":
            server.starttls(context=context)
    if found.smtp_user:
        server.login(found.smtp_user, found.smtp_password)
    return server


def folder() -> Path:
    """Where mails lie when there is no server."""
    path = settings().data / "mail"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(message: EmailMessage) -> None:
    """Write a mail as a file; its name sorts by time and is the same when the same mail is written again."""
    number = one_line(str(message["Message-ID"])).strip("<>").split("@")[0]
    target = folder() / f"{number}.eml"
    temporary = target.with_suffix(".part")
    temporary.write_bytes(message.as_bytes())
    temporary.replace(target)


def kept(limit: int = 100) -> list[tuple[str, EmailMessage]]:
    """The newest mails of the folder, by file name."""
    files = sorted(folder().glob("mail-*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [(path.stem, read(path)) for path in files[:limit]]


def find(name: str) -> EmailMessage | None:
    """One mail of the folder; the name is looked up among those that are there, never used as a path."""
    for path in folder().glob("mail-*.eml"):
        if path.stem == name:
            return read(path)
    return None


def read(path: Path) -> EmailMessage:
    """A mail file as a message."""
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def text_of(message: EmailMessage) -> str:
    """The readable part of a mail."""
    part = message.get_body(("plain",))
    return part.get_content() if part is not None else ""
