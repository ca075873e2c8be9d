"""Owns the disk: files arrive, settle, are claimed, rest; outgoing files are published. Knows no e-mail address."""
