"""The programme of a roadshow: rooms, items, released versions, run-sheet."""
