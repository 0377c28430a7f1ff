"""The code of an nn.LSTM, and what one should know about its options."""

from typing import Any

from lstm_teach.widgets.tensor_shapes.options import Options
from lstm_teach.widgets.tensor_shapes.rows import lstm_shapes
from lstm_teach.words import later, say

__all__ = ["lstm_code", "lstm_remarks"]

#: What to know about each layout; {} stands for the lengths of packed sequences.
LAYOUT_REMARKS = {
    "seq_first": later("x[t] is step t of all sequences."),
    "batch_first": later("x[n] is sequence n. batch_first moves x and output, never h and c."),
    "unbatched": later("Without a batch no tensor has an axis N, and batch_first would change nothing."),
    "packed": later(
        "The sequences have the lengths {}: only their valid steps are packed. "
        "batch_first would change nothing."
    ),
}


def lstm_code(**options: Any) -> str:
    """Return code that makes this nn.LSTM and runs it; options and errors as in lstm_shapes."""
    net = Options.of(options)
    settings = {
        "num_layers": (net.num_layers, 1),
        "bias": (net.bias, True),
        "batch_first": (net.layout == "batch_first", False),
        "dropout": (net.dropout if net.num_layers > 1 else 0, 0),
        "bidirectional": (net.bidirectional, False),
        "proj_size": (net.proj_size, 0),
    }
    given = "".join(f", {name}={value}" for name, (value, default) in settings.items() if value != default)
    rows = {row.name: row for row in lstm_shapes(**options)}
    views = [name for name in rows if ".view(" in name]
    packs = net.layout == "packed"
    lines = ["import torch", "from torch import nn"]
    lines += ["from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence"] * packs
    lines += ["", f"lstm = nn.LSTM(input_size={net.D}, hidden_size={net.H}{given})"]
    for name, make in (("x", "randn"), ("h_0", "zeros"), ("c_0", "zeros")):
        sizes = ", ".join(map(str, rows[name].shape))
        axes = ", ".join(name for name, _ in rows[name].axes)
        lines += [f"{name} = torch.{make}({sizes})  # ({axes})"]
    if packs:
        lines += [f"packed = pack_padded_sequence(x, torch.tensor({net.lengths}))"]
        lines += ["packed_output, (h_n, c_n) = lstm(packed, (h_0, c_0))"]
        lines += ["output, lengths = pad_packed_sequence(packed_output)"]
    else:
        lines += ["output, (h_n, c_n) = lstm(x, (h_0, c_0))"]
    lines += [f"{view.partition('.')[0]}_split = {view}" for view in views]
    return "\n".join(lines) + "\n"


def lstm_remarks(**options: Any) -> tuple[str, ...]:
    """Return what one should know about these options, a tuple of sentences; errors as in lstm_shapes."""
    net, remarks = Options.of(options), []
    if net.dropout and net.num_layers == 1:
        text = (
            "dropout = {:g} has no effect with one layer: it acts between layers, so PyTorch would warn, "
            "and the code leaves it out."
        )
        remarks += [say(text, net.dropout)]
    elif net.dropout:
        text = "dropout changes no shape: it acts between the layers, in training mode only."
        remarks += [say(text)]
    remarks += [say(LAYOUT_REMARKS[net.layout], ", ".join(map(str, net.lengths)))]
    if net.proj_size:
        text = (
            "With proj_size = P = {}, h has P numbers and c has H. (PyTorch may warn once that oneDNN is "
            "not used: that is only about speed.)"
        )
        remarks += [say(text, net.proj_size)]
    return tuple(remarks)
