"""Who comes to a roadshow: registrations, places, waiting list, check-in."""
