"""What we know and promised: drops, lines, changes, suppressions, known subscribers, exports, mails, faults."""

from processor.ledger.store import Ledger

__all__ = ["Ledger"]
