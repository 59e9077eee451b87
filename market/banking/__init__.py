"""Bank transfers as full citizens: statements read in, rows matched with amounts due, suspense, lists for the bank."""
