"""The rules of inviting."""
