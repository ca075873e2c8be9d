"""What newsletter servers want to read: rows of new subscribers → the bytes of import files."""

from processor.export.adapter import Adapter
from processor.export.fitted import addresses_only, as_removal, fitted
from processor.export.render import render

__all__ = ["Adapter", "addresses_only", "as_removal", "fitted", "render"]
