"""Every tensor of an nn.LSTM with its axes, known without running it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lstm_teach.widgets.tensor_shapes.options import Axis, Options
from lstm_teach.words import say

__all__ = ["ShapeRow", "lstm_shapes"]


class ShapeRow(NamedTuple):
    """One tensor: name is Python code for it, axes are (name, size) pairs, note says what it holds."""

    name: str
    axes: tuple[Axis, ...]
    note: str

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes alone, such as (9, 2, 6)."""
        return tuple(size for _, size in self.axes)

    def __str__(self) -> str:
        axes = ", ".join(f"{name} = {size}" for name, size in self.axes)
        return f"{self.name} ({axes}{',' if len(self.axes) == 1 else ''})"


def lstm_shapes(**options: Any) -> tuple[ShapeRow, ...]:
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


def _inputs(net: Options) -> Iterator[ShapeRow]:
    last = ("D", net.D)
    yield ShapeRow("x", (*net.steps, last), say("the inputs"))
    if net.layout == "packed":
        valid = (say("sum of lengths"), sum(net.lengths))
        yield ShapeRow("packed.data", (valid, last), say("the valid steps, step by step"))
        yield ShapeRow("packed.batch_sizes", (("L", net.L),), say("how many sequences have step t"))
    yield ShapeRow("h_0", (*net.state, net.unit), say("h at the start; zeros if left out"))
    yield ShapeRow("c_0", (*net.state, ("H", net.H)), say("c at the start; zeros if left out"))


def _outputs(net: Options) -> Iterator[ShapeRow]:
    last = say("last layer: h forward | backward") if net.bidirectional else say("last layer: h")
    if net.layout == "packed":
        valid = (say("sum of lengths"), sum(net.lengths))
        yield ShapeRow("packed_output.data", (valid, net.out), last)
        yield ShapeRow("lengths", (("N", net.N),), say("valid steps of each sequence"))
    yield ShapeRow("output", (*net.steps, net.out), last)
    for tensor, axis in (("h", net.unit), ("c", ("H", net.H))):
        text = "final {} of each layer, direction" if net.bidirectional else "final {} of each layer"
        yield ShapeRow(f"{tensor}_n", (*net.state, axis), say(text, tensor))


def _views(net: Options) -> Iterator[ShapeRow]:
    two = ("directions", net.directions)
    text = "direction 0 forward, 1 backward" if net.bidirectional else "one direction, forward"
    cells = (("num_layers", net.num_layers), two, *net.batch)
    views: list[tuple[str, tuple[Axis, ...], str]] = [
        ("output", (*net.steps, two, net.unit), say(text)),
        ("h_n", (*cells, net.unit), say("{} by layer and direction", "h_n")),
        ("c_n", (*cells, ("H", net.H)), say("{} by layer and direction", "c_n")),
    ]
    for tensor, axes, note in views:
        yield ShapeRow(f"{tensor}.view({', '.join(str(size) for _, size in axes)})", axes, note)


def _parameters(net: Options) -> Iterator[ShapeRow]:
    rows: Axis = ("4·H", 4 * net.H)
    gates, own = say("rows i, f, g, o"), say("rows i, f, g, o; reads its own h")
    for layer in range(net.num_layers):
        before = net.out if layer else ("D", net.D)
        reads = (
            say("rows i, f, g, o; reads layer {}", layer - 1) if layer else say("rows i, f, g, o; reads x")
        )
        for suffix in ("", "_reverse")[: net.directions]:
            names: list[tuple[str, tuple[Axis, ...], str]] = [
                (f"weight_ih_l{layer}", (rows, before), reads),
                (f"weight_hh_l{layer}", (rows, net.unit), own),
            ]
            if net.bias:
                names += [(f"bias_ih_l{layer}", (rows,), gates)]
                names += [(f"bias_hh_l{layer}", (rows,), say("is added to bias_ih"))]
            if net.proj_size:
                names += [(f"weight_hr_l{layer}", (net.unit, ("H", net.H)), "h = weight_hr (o * tanh(c))")]
            for name, axes, note in names:
                yield ShapeRow(f"lstm.{name}{suffix}", axes, note)
