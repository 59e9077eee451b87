"""The rules of planning a roadshow."""
