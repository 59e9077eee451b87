"""What is said about intents on pitches."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

PAGE = "intents.page"
MESSAGES: Mapping[str, Message] = {
    "intents.declared": Message(N_("%(declarer)s declared an intent on %(title)s: %(wish)s."), PAGE, True),
    "intents.entered": Message(
        N_(
            "Entered for you by the operator (%(how)s): an intent on %(title)s: %(wish)s. Please confirm or correct it."
        ),
        PAGE,
        True,
    ),
    "intents.confirmed": Message(N_("%(declarer)s confirmed the intent on %(title)s that was entered for it."), PAGE),
    "intents.changed": Message(N_("%(declarer)s changed its intent on %(title)s."), PAGE),
    "intents.withdrawn": Message(N_("%(declarer)s withdrew its intent on %(title)s."), PAGE),
    "intents.shared": Message(
        N_("On the intent about %(title)s you may see the other side's contact now."), PAGE, True
    ),
    "intents.unshared": Message(
        N_("The contact on the intent about %(title)s is no longer shared. The operator stands between."), PAGE
    ),
    "intents.advanced": Message(N_("The intent of %(declarer)s on %(title)s is now: %(stage)s."), PAGE),
    "intents.linked": Message(N_("A request or deal came of the intent of %(declarer)s on %(title)s."), PAGE),
    "intents.outside": Message(
        N_("A contract signed outside was reported on the intent of %(declarer)s on %(title)s. Please check it."), PAGE
    ),
    "intents.closed": Message(N_("The intent of %(declarer)s on %(title)s was closed: %(why)s."), PAGE),
    "intents.reopened": Message(N_("The intent of %(declarer)s on %(title)s was taken up again."), PAGE),
    "intents.handed_over": Message(
        N_("You look after the intent of %(declarer)s on %(title)s from now on."), PAGE, True
    ),
    "intents.noted": Message(N_("There is a new word on the intent of %(declarer)s on %(title)s."), PAGE),
    "intents.set_back": Message(
        N_("The request that came of the intent of %(declarer)s on %(title)s came to nothing. Please see to it."),
        PAGE,
        True,
    ),
    "intents.due": Message(N_("The next step with %(declarer)s on %(title)s is due: %(next_step)s"), PAGE, True),
    "intents.reminded_owner": Message(
        N_("%(days)s days after the roadshow nothing is signed yet with %(declarer)s on %(title)s."), PAGE, True
    ),
    "intents.reminded": Message(
        N_("%(days)s days after the roadshow: how does it go with the intent of %(declarer)s on %(title)s?"), PAGE, True
    ),
}
