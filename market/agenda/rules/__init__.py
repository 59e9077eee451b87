"""What a day in the agenda is, and how it becomes an entry of a calendar."""
