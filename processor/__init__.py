"""Owns the meaning: from a claimed drop to changed customers, a new-subscribers file, receipts and the daily mail."""
