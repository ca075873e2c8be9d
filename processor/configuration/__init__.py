"""The configuration file: read into Settings, every mistake in it named at once, and its annotated sample."""

from processor.configuration.load import load
from processor.configuration.sample import sample, write_sample

__all__ = ["load", "sample", "write_sample"]
