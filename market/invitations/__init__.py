"""Which firms to ask to a roadshow, and what they answered."""
