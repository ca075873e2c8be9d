"""The other direction: one pass over all customers; nobody who said no stays YES, who is new is handed over."""
