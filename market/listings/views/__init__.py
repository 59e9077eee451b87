"""Pages of listings: the public page, the work lists, the steps of the declaration, the deeds, the site map."""

from market.listings.views import lists, managing, public, sitemap, steps
from market.listings.views.mount import blueprint

__all__ = ["blueprint", "lists", "managing", "public", "sitemap", "steps"]
