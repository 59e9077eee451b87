"""What the frame around every page needs: names, places to go, the other language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, session, url_for

from market.core.actor import Actor
from market.core.i18n import LANGUAGES, current_language, translate
from market.core.settings import settings
from market.core.web import current_actor, query_values


@dataclass(frozen=True)
class Place:
    """A link of the frame: endpoint, English label, and what else the frame shows with it."""

    endpoint: str
    label: str
    icon: str = ""
    post: bool = False
    values: tuple[tuple[str, str], ...] = ()
    beside: tuple["Place", ...] = ()
    """The pages of the same trade, itself among them: a second row while one of them is open."""

    def leads_to(self, endpoint: str | None) -> bool:
        """Whether a page is this place or one beside it."""
        return endpoint in {self.endpoint, *(place.endpoint for place in self.beside)}


@dataclass(frozen=True)
class Frame:
    """Where the frame leads, by kind of organisation ("" is a stranger)."""

    navigation: Mapping[str, Sequence[Place]]
    utilities: Callable[[Actor], Sequence[tuple[Place, int]]]
    """The places at the right, each with a count to show (0: none)."""
    footer: Sequence[Place]


def init_app(app: Flask, frame: Frame) -> None:
    """Give every template the frame's variables and remember a language chosen by `?lang=`."""

    @app.before_request
    def remember_language() -> None:
        if request.args.get("lang") in LANGUAGES:
            session["language"] = request.args["lang"]

    @app.context_processor
    def variables() -> dict[str, Any]:
        actor = current_actor()
        places = [place for place in frame.navigation.get(actor.kind, ()) if _known(place)]
        utilities = [(place, count) for place, count in frame.utilities(actor) if _known(place)]
        return {
            "site": site(),
            "language": current_language(),
            "other_language_url": other_language_url(),
            "actor": actor,
            "navigation": [_link(place) for place in places],
            "second_row": _second_row(places),
            "utilities": [{**_link(place), "count": count} for place, count in utilities],
            "footer_links": [_link(place) for place in frame.footer if _known(place)],
            "inbox_count": sum(count for _place, count in utilities),
            "demo": settings().demo,
            "settings": settings(),
        }


def site() -> dict[str, str]:
    """The service's name, tagline and operator in the current language."""
    found, language = settings(), current_language()
    return {
        "name": getattr(found, f"site_name_{language}"),
        "tagline": getattr(found, f"site_tagline_{language}"),
        "operator": getattr(found, f"site_operator_{language}"),
        "url": "/",
    }


def other_language_url() -> str:
    """This very page in the other language; empty where a page cannot be asked for by address."""
    if request.endpoint is None or request.method != "GET":
        return ""
    other = "en" if current_language() == "zh" else "zh"
    values: dict[str, Any] = query_values()
    return url_for(request.endpoint, **{**values, **(request.view_args or {}), "lang": other})


def _known(place: Place) -> bool:
    return place.endpoint in current_app.view_functions


def _second_row(places: Sequence[Place]) -> list[dict[str, Any]]:
    for place in places:
        if place.beside and place.leads_to(request.endpoint):
            return [_link(one) for one in place.beside if _known(one)]
    return []


def _link(place: Place) -> dict[str, Any]:
    return {
        "url": url_for(place.endpoint, **dict[str, Any](place.values)),
        "label": translate(place.label),
        "icon": place.icon,
        "post": place.post,
        "current": "page" if request.endpoint == place.endpoint else "true" if place.leads_to(request.endpoint) else "",
    }
