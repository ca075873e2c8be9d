"""What people read: receipts, the daily summary, urgent notices, the status page, and the words of all of them."""
