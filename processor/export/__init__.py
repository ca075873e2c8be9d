"""What newsletter servers want to read: rows of new subscribers → the bytes of an import file."""

from processor.export.shape import Shape, render

__all__ = ["Shape", "render"]
