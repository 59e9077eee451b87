"""Income split: each receipt is divided once, to the fen; what is owed and paid stands in the ledger."""
