"""The pages of negotiation: asking, answering, offering, signing, registering, public notices, lists."""

from market.negotiation.views import asking, deal, lists, notices, offers, signing, thread
from market.negotiation.views.mount import blueprint, set_up
from market.negotiation.views.thread import deal_panel

__all__ = ["asking", "blueprint", "deal", "deal_panel", "lists", "notices", "offers", "set_up", "signing", "thread"]
