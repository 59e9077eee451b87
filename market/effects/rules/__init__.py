"""Decisions about effects: when a report is asked for, what it may say, how licensors are ranked."""
