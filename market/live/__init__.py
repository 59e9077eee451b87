"""The day itself: now and next, questions, polls, intents, the host's console."""
