"""The Table of core.table, under the name by which the lessons import it."""

from lstm_teach.core.table import Table

__all__ = ["Table"]
