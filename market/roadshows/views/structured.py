"""What search engines read of a roadshow: schema.org data and the addresses of its two languages.

Links for those let in never stand here: the online side of it is given the address of the public page.
"""

from typing import Any

from flask import url_for

from market.core.clock import SHANGHAI
from market.core.i18n import current_language
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import Part, State
from market.roadshows.views.mount import absolute, link

SCHEMA = "https://schema.org/"


def addresses(endpoint: str, **values: Any) -> dict[str, str]:
    """The full addresses of a public page: plain, and in each language."""
    plain = absolute(url_for(endpoint, **values))
    return {"plain": plain, "zh": f"{plain}?lang=zh", "en": f"{plain}?lang=en"}


def online(roadshow: Roadshow) -> bool:
    """Whether one can take part from afar."""
    return bool(roadshow.stream_url or roadshow.meeting_url)


def structured_data(roadshow: Roadshow) -> dict[str, Any]:
    """An Event (schema.org) in the reader's language, with instants on Shanghai's clock."""
    language = current_language()
    address = addresses("roadshows.show", roadshow_id=roadshow.id)[language]
    found: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "BusinessEvent",
        "name": roadshow.name(language),
        "description": (language == "en" and roadshow.summary_en) or roadshow.summary,
        "identifier": roadshow.reference,
        "url": address,
        "inLanguage": "zh-CN",
        "startDate": roadshow.starts_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "endDate": roadshow.ends_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "eventStatus": SCHEMA + _status(roadshow),
        "eventAttendanceMode": SCHEMA + _mode(roadshow),
        "location": _locations(roadshow, address, language),
        "organizer": [_body(body.called(language)) for body in roadshow.bodies if body.part != Part.SUPPORTER],
        "isAccessibleForFree": True,
        "offers": _offer(roadshow, address),
    }
    if roadshow.capacity:
        found["maximumPhysicalAttendeeCapacity"] = roadshow.capacity
    if roadshow.online_capacity and online(roadshow):
        found["maximumVirtualAttendeeCapacity"] = roadshow.online_capacity
    if roadshow.series is not None:
        found["superEvent"] = {"@type": "EventSeries", "name": roadshow.series.title}
    sponsors = [_body(body.called(language)) for body in roadshow.of_part(Part.SUPPORTER)]
    return found | ({"sponsor": sponsors} if sponsors else {})


def _status(roadshow: Roadshow) -> str:
    if roadshow.state == State.CANCELLED:
        return "EventCancelled"
    return "EventRescheduled" if roadshow.calendar_sequence else "EventScheduled"


def _mode(roadshow: Roadshow) -> str:
    if not roadshow.place:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if online(roadshow) else "OfflineEventAttendanceMode"


def _locations(roadshow: Roadshow, address: str, language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if roadshow.place:
        name = (language == "en" and roadshow.place_en) or roadshow.place
        place = {"@type": "PostalAddress", "addressCountry": "CN", "streetAddress": roadshow.address or roadshow.place}
        found.append({"@type": "Place", "name": name, "address": place})
    if online(roadshow) or not found:
        found.append({"@type": "VirtualLocation", "url": address})
    return found


def _body(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _offer(roadshow: Roadshow, address: str) -> dict[str, Any]:
    """Taking part is free; open while registration is."""
    register = link("guests.register", roadshow_id=roadshow.id)
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "CNY",
        "url": absolute(register) if register else address,
        "availability": SCHEMA + ("InStock" if roadshow.registers() else "SoldOut"),
    }
    if roadshow.register_opens_at is not None:
        offer["validFrom"] = roadshow.register_opens_at.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return offer
