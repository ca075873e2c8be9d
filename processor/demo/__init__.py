"""The demo world: a made-up company's ERP, a working configuration for it, and files to drop."""

from processor.demo.drops import drop_samples
from processor.demo.world import build

__all__ = ["build", "drop_samples"]
