"""The rules of the trade as functions of values: no I/O, no clock, no log; only the standard library and columns."""
