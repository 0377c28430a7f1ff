"""To and from PyTorch. This is the only room that imports torch.

- weights: the numbers of a module as arrays, and back
- cell: TorchLSTMCell, an nn.LSTMCell with activations to choose; from_torch and to_torch
- xray: what happens inside an nn.LSTM, as Traces

Source of names, shapes and rows: the documentation of torch.nn.LSTMCell and torch.nn.LSTM.
"""

from lstm_teach.torch_bridge.cell import TorchLSTMCell, from_torch, to_torch
from lstm_teach.torch_bridge.xray import XRay, trace_lstm

__all__ = ["TorchLSTMCell", "XRay", "from_torch", "to_torch", "trace_lstm"]
