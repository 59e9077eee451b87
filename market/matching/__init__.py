"""Proposals between needs, patents and firms, with reasons; answers and what they teach."""
