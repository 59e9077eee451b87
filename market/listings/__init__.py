"""Open-licence declarations: complete, lawful, readable offers of a university's patents."""
