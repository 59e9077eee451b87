"""Decisions of negotiation: processes, offers, clocks, owners' consents, public notice; values in, values out."""
