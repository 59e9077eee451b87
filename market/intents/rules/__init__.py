"""The rules of intents."""
