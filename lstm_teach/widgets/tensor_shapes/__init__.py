"""The shapes of nn.LSTM: which tensor has which axes, for every choice of its options.

- options: the options, checked; rows: lstm_shapes; code: lstm_code, lstm_remarks. They need no torch:
  they say what PyTorch will do, and the tests run the code that is shown and compare
- explorer: ShapeExplorer, the controls in front of them
"""

from lstm_teach.widgets.tensor_shapes.code import lstm_code, lstm_remarks
from lstm_teach.widgets.tensor_shapes.explorer import ShapeExplorer
from lstm_teach.widgets.tensor_shapes.options import LAYOUTS
from lstm_teach.widgets.tensor_shapes.rows import ShapeRow, lstm_shapes

__all__ = ["LAYOUTS", "ShapeExplorer", "ShapeRow", "lstm_code", "lstm_remarks", "lstm_shapes"]
