"""The double-entry book: append-only, every entry sums to zero; knows no licence and no card."""
