"""The rules of one-to-one meetings."""
