"""The pages of patents: the own list, the record, hand entry, legal status, imports, claims of ownership."""

from market.patents.views import claims, imports, records
from market.patents.views.mount import blueprint

__all__ = ["blueprint", "claims", "imports", "records"]
