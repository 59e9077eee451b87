"""The rules of a programme."""
