"""Who comes to a roadshow: registrations, places, waiting list, check-in.

Promise: never more people with a place (confirmed or offered) than there are places, whoever acts at the same moment;
a place that becomes free goes to the first in line; nobody loses one that was promised.
"""
