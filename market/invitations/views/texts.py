"""The text of an invitation, as it goes by WeChat, text message or mail."""

from flask import render_template, url_for

from market.core.i18n import in_language
from market.invitations import queries
from market.invitations.models import RoadshowInvitation


def link(invitation: RoadshowInvitation) -> str:
    """The secret address of an invitation, for pasting anywhere."""
    return url_for("invitations.reply", token=queries.token(invitation), _external=True)


def plain(invitation: RoadshowInvitation, short: bool = False) -> str:
    """The invitation as plain text in its language; `short` fits a text message."""
    name = "short" if short else "plain"
    with in_language(invitation.language):
        return render_template(
            f"invitations/{name}.{invitation.language}.txt",
            invitation=invitation,
            roadshow=invitation.roadshow,
            pitches=[row.pitch for row in invitation.pitches],
            link=link(invitation),
        ).strip()
