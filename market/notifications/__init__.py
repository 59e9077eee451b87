"""Inbox and mail: who is told what has happened, each in his own language, each once."""
