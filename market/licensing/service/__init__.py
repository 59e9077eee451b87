"""The deeds: send a notice, grant or hold, record, remind, lapse, end. Who acts is the first argument."""

from market.licensing.service.agreements import grant_agreed
from market.licensing.service.grants import close, on_settled, release
from market.licensing.service.notices import cancel, mark_read, send_notice
from market.licensing.service.recordal import record

__all__ = ["cancel", "close", "grant_agreed", "mark_read", "on_settled", "record", "release", "send_notice"]
