"""One-to-one meetings at a roadshow: requests, slots, the automatic timetable."""
