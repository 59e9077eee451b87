"""Pages of listings: the public page, the work lists, the steps of the declaration, the deeds, the site map."""

from market.listings.views import deeds, lists, public, sitemap, steps
from market.listings.views.mount import blueprint

__all__ = ["blueprint", "deeds", "lists", "public", "sitemap", "steps"]
