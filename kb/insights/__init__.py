"""What the whole of the records tells: the ledger of asks."""
