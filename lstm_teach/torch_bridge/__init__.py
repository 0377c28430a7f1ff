"""To and from PyTorch. Beside exercises, this is the only folder that imports torch.

- weights: the parameters and tensors of PyTorch as arrays, and back
- activations: the functions of tensors that belong to the names of activations
- cell: TorchLSTMCell, an nn.LSTMCell with activations to choose; from_torch and to_torch
- xray: what happens inside an nn.LSTM, as Traces

Source of names, shapes and rows: the documentation of torch.nn.LSTMCell and torch.nn.LSTM.
"""

from lstm_teach.torch_bridge.cell import TorchLSTMCell, from_torch, to_torch
from lstm_teach.torch_bridge.xray import XRay, trace_lstm

__all__ = ["TorchLSTMCell", "XRay", "from_torch", "to_torch", "trace_lstm"]
