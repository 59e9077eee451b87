"""What is said about organisations and their people."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "accounts.vetting_waits": Message(
        N_("%(organisation)s has signed up and waits for vetting."),
        "accounts.vetting_page",
        True,
    ),
    "accounts.signed_up": Message(
        N_("We have your sign-up of %(organisation)s. The operator checks it; you will hear by mail."),
        "accounts.profile",
        True,
    ),
    "accounts.approved": Message(
        N_("%(organisation)s is approved. You can now publish and take licences."),
        "accounts.profile",
        True,
    ),
    "accounts.returned": Message(
        N_("The operator asks you to correct the details of %(organisation)s: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.declined": Message(
        N_("The sign-up of %(organisation)s was declined: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.suspended": Message(N_("%(organisation)s is suspended: %(message)s"), "accounts.profile", True),
    "accounts.revoked": Message(
        N_("The approval of %(organisation)s was revoked: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.invited": Message(N_("You are invited to join %(organisation)s."), "", True, inbox=False),
    "accounts.member_joined": Message(N_("%(person)s has joined %(organisation)s."), "accounts.members"),
    "accounts.role_changed": Message(N_("Your role at %(organisation)s has changed."), "accounts.profile", True),
    "accounts.member_left": Message(N_("You no longer act for %(organisation)s."), "", True),
    "accounts.reset_asked": Message(N_("Somebody asked to reset your password."), "", True, inbox=False),
    "accounts.password_changed": Message(N_("Your password was changed. All browsers were signed out."), "", True),
    "accounts.sign_up_repeated": Message(
        N_("Somebody tried to sign up with your mail address."),
        "",
        True,
        inbox=False,
    ),
    "accounts.disabled": Message(N_("Your account was closed by the operator."), "", True, inbox=False),
    "accounts.enabled": Message(N_("Your account is open again."), "", True),
}
