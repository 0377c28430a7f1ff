"""The shapes of nn.LSTM: which tensor has which axes, for every choice of its options.

- rows: lstm_shapes, lstm_code, lstm_remarks. They know no torch: they say what PyTorch will do, and the
  tests run the code that is shown and compare
- explorer: ShapeExplorer, the controls in front of them
"""

from lstm_teach.widgets.shapes.explorer import ShapeExplorer
from lstm_teach.widgets.shapes.rows import LAYOUTS, ShapeRow, lstm_code, lstm_remarks, lstm_shapes

__all__ = ["LAYOUTS", "ShapeExplorer", "ShapeRow", "lstm_code", "lstm_remarks", "lstm_shapes"]
