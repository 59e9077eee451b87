"""What crawlers ask for: robots.txt and the site map of everything that can be taken."""

from flask import Response, current_app, render_template, url_for

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

{sitemaps}
"""
SITEMAPS = ("listings.sitemap", "roadshows.sitemap")
"""The site maps there are, of this feature and of those above it, by endpoint."""


@blueprint.get("/robots.txt")
@access("public")
def robots() -> Response:
    """Everything public may be read; the site maps are named."""
    there = [endpoint for endpoint in SITEMAPS if endpoint in current_app.view_functions]
    lines = "\n".join(f"Sitemap: {absolute(url_for(endpoint))}" for endpoint in there)
    return Response(ROBOTS.format(sitemaps=lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access("public")
def sitemap() -> Response:
    """The home page and every announced listing, with both languages."""
    entries = [(addresses(listing), listing.updated_at) for listing in db.session.scalars(queries.public().limit(MOST))]
    body = render_template("listings/sitemap.xml", home=absolute("/"), entries=entries)
    return Response(body, mimetype="application/xml")
