"""Decisions about schedules, reports, reminders and frozen amounts; pure."""
