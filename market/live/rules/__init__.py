"""The rules of the day itself."""
