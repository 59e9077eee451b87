"""Decisions about organisations, their people, their passwords and their vetting."""
