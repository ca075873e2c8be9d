"""The rules of the trade as functions of values: no I/O, no clock, no log; standard library and pandas' columns only."""
