"""What crawlers ask for: robots.txt and the site map of everything that can be taken."""

from flask import Response, render_template

from market.core.db import db
from market.core.web import access
from market.listings import queries
from market.listings.views.mount import blueprint
from market.listings.views.structured import absolute, addresses

MOST = 50_000
"""A site map holds at most so many addresses (sitemaps.org)."""

ROBOTS = """User-agent: *
Disallow: /organisation
Disallow: /listings/mine
Disallow: /desk
Disallow: /dev
Allow: /

Sitemap: {sitemap}
"""


@blueprint.get("/robots.txt")
@access("public")
def robots() -> Response:
    """Everything public may be read; the site map is named."""
    return Response(ROBOTS.format(sitemap=absolute("/sitemap.xml")), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access("public")
def sitemap() -> Response:
    """The home page and every announced listing, with both languages."""
    entries = [(addresses(listing), listing.updated_at) for listing in db.session.scalars(queries.public().limit(MOST))]
    body = render_template("listings/sitemap.xml", home=absolute("/"), entries=entries)
    return Response(body, mimetype="application/xml")
