"""The foundation every feature stands on: database, events, money, time, refusals, languages. Knows no patent."""
