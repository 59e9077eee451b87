"""The rules of a programme: sequence of items, half-day template, clashes, changes, rehearsal, calendar."""
