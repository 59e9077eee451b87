"""The inbox, the operator's mail log, and the mails of a development machine."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import current_language, translate
from market.core.settings import settings
from market.core.web import access, current_actor, paginate
from market.notifications import mail, queries
from market.notifications.models import Notification
from market.notifications.rules import FEATURES, MESSAGES, feature, sentence
from market.notifications.service.inbox import mark_all_read, mark_read

blueprint = Blueprint("notifications", __name__)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The words of an entry in the reader's language."""
    return {
        "told": lambda entry: sentence(entry.key, entry.values, current_language()),
        "feature_word": lambda entry: translate(FEATURES[feature(entry.key)]),
    }


@blueprint.get("/inbox")
@access("signed_in")
def inbox() -> str:
    """The person's own entries, filtered and paged."""
    actor = current_actor()
    chosen = request.args.get("feature", "")
    unread_only = request.args.get("show") == "unread"
    page = paginate(queries.inbox(actor.user_id or 0, unread_only, chosen if chosen in FEATURES else ""))
    return render_template(
        "notifications/inbox.html",
        page=page,
        unread=queries.unread(actor.user_id),
        features_words=[(name, translate(word)) for name, word in FEATURES.items()],
    )


@blueprint.get("/inbox/<int:notification_id>")
@access("signed_in")
def open_entry(notification_id: int) -> Response:
    """Mark one entry as read and go to what it is about."""
    with transaction():
        entry = mark_read(current_actor(), notification_id)
    return redirect(target(entry))


@blueprint.post("/inbox/read")
@access("signed_in")
def read_all() -> Response:
    """Everything is read."""
    with transaction():
        count = mark_all_read(current_actor())
    flash(_("%(count)s messages marked as read.", count=count), "ok")
    return redirect(url_for("notifications.inbox"))


@blueprint.get("/desk/mail")
@access("operator")
def mail_log() -> str:
    """Which mails went to whom; their texts are not kept."""
    page = paginate(queries.mails(request.args.get("state", ""), request.args.get("q", "").strip()[:200]), 50)
    return render_template("notifications/mail_log.html", page=page, messages=MESSAGES)


@blueprint.get("/dev/mail")
@access("public")
def dev_mail() -> str:
    """The mails that a machine without a mail server has written; not there in production."""
    if settings().production or settings().smtp_host:
        raise NotFound
    return render_template("notifications/dev_mail.html", mails=mail.kept())


@blueprint.get("/dev/mail/<name>")
@access("public")
def dev_mail_text(name: str) -> str:
    """One of those mails."""
    found = None if settings().production or settings().smtp_host else mail.find(name)
    if found is None:
        raise NotFound
    return render_template("notifications/dev_mail_text.html", mail=found, body=mail.text_of(found))


def target(entry: Notification) -> str:
    """The page an entry is about; the inbox where there is none."""
    message = MESSAGES[entry.key]
    if not message.endpoint:
        return url_for("notifications.inbox")
    return url_for(message.endpoint, **message.path_values(entry.arguments))
