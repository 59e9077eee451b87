"""Decisions about contracts: what a template may say, what a text must not say, who may sign what and when."""
