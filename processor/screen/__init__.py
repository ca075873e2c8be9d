"""What the terminal shows: for people in words and tables, for machines as JSON."""
