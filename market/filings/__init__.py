"""Filings: what a deal owes to offices and to the books of the other side, with dates, numbers and files.

Recording a licence with the patent office (with its changes and its cancellation), registering the technology contract,
and asking for invoices. The market prepares, reminds and records; the patent office, the registry and the tax
authority decide, and no invoice is issued here.
"""
