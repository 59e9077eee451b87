"""The operator's desk and the pages about the service itself."""
