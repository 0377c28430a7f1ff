"""What is known about nn.LSTM without running it: every tensor's axes, the code, and what to bear in mind.

Source of names and shapes: the documentation of torch.nn.LSTM. Its D, the number of directions, is
written out here, because D is the number of inputs in this package; P is proj_size.
"""

import numbers
from dataclasses import dataclass, fields
from typing import NamedTuple

from lstm_teach.core.validation import check_names, shown, whole_number

__all__ = ["LAYOUTS", "Options", "ShapeRow", "lstm_code", "lstm_remarks", "lstm_shapes"]

#: What the input looks like: the name of the layout, and what the explorer calls it.
LAYOUTS = {
    "seq_first": "(L, N, D)",
    "batch_first": "(N, L, D)",
    "unbatched": "(L, D)",
    "packed": "packed",
}
#: The sizes with the least and the most of each: every tensor, layer and length is written out.
LIMITS = {"L": (1, 10**6), "N": (1, 1000), "D": (1, 10**6), "H": (1, 10**6)}
LIMITS |= {"num_layers": (1, 100), "proj_size": (0, 10**6)}


class ShapeRow(NamedTuple):
    """One tensor: name is Python code for it, axes are (name, size) pairs, note says what it holds."""

    name: str
    axes: tuple[tuple[str, int], ...]
    note: str

    @property
    def shape(self):
        """The sizes alone, such as (9, 2, 6)."""
        return tuple(size for _, size in self.axes)

    def __str__(self):
        axes = ", ".join(f"{name} = {size}" for name, size in self.axes)
        return f"{self.name} ({axes}{',' if len(self.axes) == 1 else ''})"


@dataclass(frozen=True)
class Options:
    """The options, checked, and the axes that they make."""

    layout: str = "seq_first"
    L: int = 9
    N: int = 2
    D: int = 4
    H: int = 3
    num_layers: int = 1
    bidirectional: bool = False
    proj_size: int = 0
    bias: bool = True
    dropout: float = 0.0

    def __post_init__(self):
        if not isinstance(self.layout, str) or self.layout not in LAYOUTS:
            raise ValueError(f"layout is {shown(self.layout)}: write one of {', '.join(LAYOUTS)}")
        for name, (least, most) in LIMITS.items():
            self._set(name, _size(name, getattr(self, name), least, most))
        for name in ("bidirectional", "bias"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} is {shown(getattr(self, name))}: write True or False")
        is_real = isinstance(self.dropout, numbers.Real) and not isinstance(self.dropout, bool)
        if not (is_real and 0 <= self.dropout <= 1):
            raise ValueError(f"dropout is {shown(self.dropout)}: it is a probability, from 0 to 1")
        self._set("dropout", float(self.dropout))
        if self.proj_size >= self.H:
            raise ValueError(
                f"proj_size = {self.proj_size} is impossible here: it must be smaller than hidden_size = "
                f"{self.H}, because a projection makes h shorter than c"
            )

    @classmethod
    def of(cls, options):
        """Return the Options of a dict; TypeError if one has a name that nn.LSTM does not know."""
        check_names("a table of shapes", options, [field.name for field in fields(cls)])
        return cls(**options)

    def _set(self, name, value):
        object.__setattr__(self, name, value)  # the one moment a frozen dataclass may be written

    @property
    def directions(self):
        """PyTorch's D: 2 if bidirectional, else 1."""
        return 2 if self.bidirectional else 1

    @property
    def unit(self):
        """The axis of h."""
        return ("P", self.proj_size) if self.proj_size else ("H", self.H)

    @property
    def out(self):
        """The last axis of output, and of the input of every layer but the first."""
        name, size = self.unit
        return (f"2·{name}", 2 * size) if self.bidirectional else (name, size)

    @property
    def state(self):
        """The axes of the states before their last one."""
        cells = ("num_layers·2" if self.bidirectional else "num_layers", self.directions * self.num_layers)
        return cells, *self.batch

    @property
    def steps(self):
        """The axes of the input before its last one."""
        steps, batch = ("L", self.L), ("N", self.N)
        return {"batch_first": (batch, steps), "unbatched": (steps,)}.get(self.layout, (steps, batch))

    @property
    def batch(self):
        """The axis N of the states, or none."""
        return () if self.layout == "unbatched" else (("N", self.N),)

    @property
    def lengths(self):
        """The lengths of N sequences that are packed, the longest first: L, then shorter and shorter."""
        return [-(-self.L * (self.N - n) // self.N) for n in range(self.N)]


def _size(name, value, least, most):
    """Return value as an int, or raise ValueError for anything else."""
    try:
        return whole_number(name, value, least, most)
    except (TypeError, ValueError):
        limit = f"from {least} on"
        if isinstance(value, numbers.Integral) and value > most:
            limit = f"from {least} to {most}"
        raise ValueError(f"{name} is {shown(value)}: it must be a whole number {limit}") from None


def lstm_shapes(**options):
    """Return every tensor of an nn.LSTM as ShapeRows: what goes in, what comes out, the parameters.

    options: layout (a name in LAYOUTS), the sizes L steps, N sequences, D = input_size, H = hidden_size,
    and num_layers, bidirectional, proj_size, bias, dropout as in nn.LSTM. Each row's name is code that
    has this shape after lstm_code(**options). Raises ValueError in one sentence for impossible options,
    TypeError for names that are none of these.

    >>> print(lstm_shapes(L=9, N=2, D=4, H=3, bidirectional=True)[3])
    output (L = 9, N = 2, 2·H = 6)
    """
    net = Options.of(options)
    return (*_inputs(net), *_outputs(net), *_views(net), *_parameters(net))


def lstm_code(**options):
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


def lstm_remarks(**options):
    """Return what one should know about these options, a tuple of sentences; errors as in lstm_shapes."""
    net, remarks = Options.of(options), []
    if net.dropout and net.num_layers == 1:
        remarks += [
            f"dropout = {net.dropout:g} has no effect with one layer: it acts between layers, so PyTorch "
            "would warn, and the code leaves it out."
        ]
    elif net.dropout:
        remarks += ["dropout changes no shape: it acts between the layers, in training mode only."]
    remarks += {
        "seq_first": ["x[t] is step t of all sequences."],
        "batch_first": ["x[n] is sequence n. batch_first moves x and output, never h and c."],
        "unbatched": ["Without a batch no tensor has an axis N, and batch_first would change nothing."],
        "packed": [
            f"The sequences have the lengths {', '.join(map(str, net.lengths))}: only their valid steps "
            "are packed. batch_first would change nothing."
        ],
    }[net.layout]
    if net.proj_size:
        remarks += [
            f"With proj_size = P = {net.proj_size}, h has P numbers and c has H. (PyTorch may warn once "
            "that oneDNN is not used: that is only about speed.)"
        ]
    return tuple(remarks)


def _inputs(net):
    last = ("D", net.D)
    yield ShapeRow("x", (*net.steps, last), "the inputs")
    if net.layout == "packed":
        valid = ("sum of lengths", sum(net.lengths))
        yield ShapeRow("packed.data", (valid, last), "the valid steps, step by step")
        yield ShapeRow("packed.batch_sizes", (("L", net.L),), "how many sequences have step t")
    yield ShapeRow("h_0", (*net.state, net.unit), "h at the start; zeros if left out")
    yield ShapeRow("c_0", (*net.state, ("H", net.H)), "c at the start; zeros if left out")


def _outputs(net):
    halves = " forward | backward" if net.bidirectional else ""
    if net.layout == "packed":
        valid = ("sum of lengths", sum(net.lengths))
        yield ShapeRow("packed_output.data", (valid, net.out), f"last layer: h{halves}")
        yield ShapeRow("lengths", (("N", net.N),), "valid steps of each sequence")
    yield ShapeRow("output", (*net.steps, net.out), f"last layer: h{halves}")
    each = "each layer, direction" if net.bidirectional else "each layer"
    yield ShapeRow("h_n", (*net.state, net.unit), f"final h of {each}")
    yield ShapeRow("c_n", (*net.state, ("H", net.H)), f"final c of {each}")


def _views(net):
    two = ("directions", net.directions)
    which = "direction 0 forward, 1 backward" if net.bidirectional else "one direction, forward"
    cells = (("num_layers", net.num_layers), two, *net.batch)
    for tensor, axes, note in (
        ("output", (*net.steps, two, net.unit), which),
        ("h_n", (*cells, net.unit), "h_n by layer and direction"),
        ("c_n", (*cells, ("H", net.H)), "c_n by layer and direction"),
    ):
        yield ShapeRow(f"{tensor}.view({', '.join(str(size) for _, size in axes)})", axes, note)


def _parameters(net):
    rows = ("4·H", 4 * net.H)
    for layer in range(net.num_layers):
        before = net.out if layer else ("D", net.D)
        source = f"layer {layer - 1}" if layer else "x"
        for suffix in ("", "_reverse")[: net.directions]:
            names = [(f"weight_ih_l{layer}", (rows, before), f"rows i, f, g, o; reads {source}")]
            names += [(f"weight_hh_l{layer}", (rows, net.unit), "rows i, f, g, o; reads its own h")]
            if net.bias:
                names += [(f"bias_ih_l{layer}", (rows,), "rows i, f, g, o")]
                names += [(f"bias_hh_l{layer}", (rows,), "is added to bias_ih")]
            if net.proj_size:
                names += [(f"weight_hr_l{layer}", (net.unit, ("H", net.H)), "h = weight_hr (o * tanh(c))")]
            for name, axes, note in names:
                yield ShapeRow(f"lstm.{name}{suffix}", axes, note)
