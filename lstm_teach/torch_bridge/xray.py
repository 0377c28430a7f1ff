"""The X-ray of an nn.LSTM: every gate, candidate and memory of every layer and direction."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import NoSuchName, check_growth, finite_array, shown
from lstm_teach.torch_bridge.weights import (
    as_array,
    check_finite,
    check_like,
    checked_state,
    full_name,
    weights_of,
)
from lstm_teach.words import say

__all__ = ["XRay", "trace_lstm"]

DIRECTIONS = ("forward", "backward")


@dataclass(frozen=True, eq=False)
class XRay:
    """Everything that happened inside an nn.LSTM: a Trace for every layer and direction.

    traces: by (layer, direction), such as xray[0, "backward"]; for a PackedSequence a tuple of Traces, one
    for each sequence. A backward trace is in the order of reading, from the last step to the first:
    its h[::-1] stands beside the forward one in output. With a projection h has proj_size numbers. Another
    place is an error that is a KeyError and a ValueError.
    output, h_n, c_n: what PyTorch returned.
    """

    traces: dict
    output: torch.Tensor | PackedSequence
    h_n: torch.Tensor
    c_n: torch.Tensor

    def __getitem__(self, place: tuple[int, str]) -> Any:
        layer, direction = place if isinstance(place, tuple) and len(place) == 2 else (None, None)
        is_place = isinstance(layer, int | np.integer) and not isinstance(layer, bool)
        if not is_place or not isinstance(direction, str) or (layer, direction) not in self.traces:
            places = [f"xray[{layer}, {direction!r}]" for layer, direction in self.traces]
            few = ", ".join(places) if len(places) <= 8 else say("{} to {}", places[0], places[-1])
            raise NoSuchName(say("there is no {}: this X-ray has {}", shown(place), few))
        return self.traces[layer, direction]

    def __iter__(self) -> Iterator:
        return iter(self.traces)

    def __len__(self) -> int:
        return len(self.traces)

    def __repr__(self):
        lines = [say("X-ray of an nn.LSTM")]
        for (layer, direction), trace in self.traces.items():
            many = not isinstance(trace, Trace)
            what = say("{} Traces, one for each sequence", len(trace)) if many else trace
            lines.append("  " + say("layer {} {}: {}", layer, direction, what))
        return "\n".join(lines)


def trace_lstm(
    lstm: nn.LSTM, x: torch.Tensor | PackedSequence, state: tuple[torch.Tensor, torch.Tensor] | None = None
) -> XRay:
    """Return the XRay of an nn.LSTM: every gate, candidate and memory of every layer and direction.

    x, state: as for the nn.LSTM itself, float32 or float64: (L, D), (L, N, D), (N, L, D) with
    batch_first, or a PackedSequence; (h_0, c_0) or None. What is recovered is asserted equal to
    PyTorch's output, h_n and c_n. Raises TypeError or ValueError in one sentence for what does not fit,
    also for dropout in training mode, whose masks cannot be known.
    """
    if not isinstance(lstm, nn.LSTM):
        raise TypeError(say("trace_lstm looks into an nn.LSTM, not {}", full_name(lstm)))
    _check_input(lstm, x)
    if state is not None:
        _check_state(lstm, x, state)
    try:
        with torch.no_grad():
            output, (h_n, c_n) = lstm(x, state)
    except Exception as error:  # weights or a forward() that someone has changed
        reason = " ".join(str(error).split())[:120]
        raise ValueError(
            say("this nn.LSTM was changed and does not run as one any more ({})", reason)
        ) from None
    if state is None:
        state = torch.zeros_like(h_n), torch.zeros_like(c_n)
    h_0, c_0 = (as_array(name, tensor) for name, tensor in zip(("h_0", "c_0"), state, strict=True))
    if isinstance(x, PackedSequence):
        sequences = _sequences(x)
        runs = [_run_layers(lstm, rows, h_0[:, n], c_0[:, n]) for n, rows in enumerate(sequences)]
        for n, (run, rows) in enumerate(zip(runs, _sequences(output), strict=True)):
            _check_equal(run, rows, h_n[:, n], c_n[:, n])
        traces = {place: tuple(traces[place] for traces, _ in runs) for place in runs[0][0]}
    else:
        is_turned = lstm.batch_first and x.dim() == 3
        rows, given = (as_array("x", t.transpose(0, 1) if is_turned else t) for t in (x, output))
        run = _run_layers(lstm, rows, h_0, c_0)
        _check_equal(run, given, h_n, c_n)
        traces = run[0]
    return XRay(traces, output, h_n, c_n)


def _check_input(lstm, x):
    """Raise what is wrong with x or the mode of the nn.LSTM in words, before PyTorch does."""
    if not isinstance(x, (torch.Tensor, PackedSequence)):
        kind = type(x).__name__[:40]
        raise TypeError(say("x is a {}: an nn.LSTM takes a tensor or a PackedSequence", kind))
    if lstm.training and lstm.dropout and lstm.num_layers > 1:
        raise ValueError(
            say(
                "this nn.LSTM drops out {:g} of its outputs between the layers, each time others: "
                "what it did cannot be known, so call lstm.eval() first",
                lstm.dropout,
            )
        )
    data = x.data if isinstance(x, PackedSequence) else x
    as_array("x", data), as_array("weight_ih_l0", lstm.weight_ih_l0)  # float32 or float64, not on meta
    check_like("x", data, lstm.weight_ih_l0)
    if data is x and x.dim() not in (2, 3):
        raise ValueError(say("x has shape {}: it must be (L, D), (L, N, D) or (N, L, D)", tuple(x.shape)))
    if data.shape[-1] != lstm.input_size:
        sizes = data.shape[-1], lstm.input_size
        raise ValueError(say("x has {} features per step but the nn.LSTM takes {}", *sizes))
    if 0 in data.shape:
        raise ValueError(say("{} is empty (shape {}): give it at least one step", "x", tuple(data.shape)))
    check_finite("x" if data is x else "x.data", data)


def _check_state(lstm, x, state):
    """Raise TypeError or ValueError if state is not (h_0, c_0) for this input."""
    cells = lstm.num_layers * (2 if lstm.bidirectional else 1)
    batch: tuple[int, ...] = ()
    if isinstance(x, PackedSequence):
        batch = (int(x.batch_sizes[0]),)
    elif x.dim() == 3:
        batch = (x.shape[0 if lstm.batch_first else 1],)
    sizes = (lstm.proj_size or lstm.hidden_size, lstm.hidden_size)
    checked_state(state, [(cells, *batch, size) for size in sizes], lstm.weight_ih_l0)


def _sequences(packed):
    """Return the sequences of a PackedSequence as arrays, each of its own length, in the order given."""
    padded, lengths = pad_packed_sequence(packed)
    return [as_array("x", padded[:length, n]) for n, length in enumerate(lengths)]


def _run_layers(lstm, x, h_0, c_0):
    """Return ({(layer, direction): Trace}, output). x: (T, D) or (T, N, D); h_0, c_0: one row per cell."""
    traces, directions = {}, DIRECTIONS[: 2 if lstm.bidirectional else 1]
    states = iter(zip(h_0, c_0, strict=True))
    for layer in range(lstm.num_layers):
        outputs = []
        for direction in directions:
            order = slice(None, None, -1 if direction == "backward" else 1)
            suffix = f"_l{layer}" + ("_reverse" if direction == "backward" else "")
            trace = _run_cell(*weights_of(lstm, suffix), x[order], *next(states))
            traces[layer, direction] = trace
            outputs.append(trace.h[order])
        x = np.concatenate(outputs, axis=-1)
    return traces, x


def _run_cell(weight_ih, weight_hh, bias, weight_hr, x, h_0, c_0):
    """Return the Trace of one cell, with its projection weight_hr if it has one."""
    if weight_hr is None:
        return LSTMCell(weight_ih, weight_hh, bias).run(x, h_0, c_0)
    # h_t = weight_hr (o * tanh(c)), so weight_hh h = (weight_hh weight_hr) (o * tanh(c)): a cell without
    # a projection does the same. Its first step takes the projected h_0 as inputs that are 0 later.
    x = x.copy()
    first = np.zeros((*x.shape[:-1], len(weight_hr)), x.dtype)
    first[0] = h_0
    weight_ih, weight_hh = finite_array("weight_ih", weight_ih), finite_array("weight_hh", weight_hh)
    weight_hr = finite_array("weight_hr", weight_hr)
    with np.errstate(all="ignore"):
        through = weight_hh @ weight_hr
        if not np.isfinite(through).all():
            raise ValueError(say("weight_hh @ weight_hr is beyond the largest float: use smaller weights"))
        trace = LSTMCell(np.hstack([weight_ih, weight_hh]), through, bias).run(
            np.concatenate([x, first], axis=-1), c0=c_0
        )
        h = np.concatenate([h_0[None], trace.h @ weight_hr.T])
    check_growth(h=h[1:])
    for array in (x, h):
        array.flags.writeable = False
    labels = trace.input_labels[: x.shape[-1]]
    return replace(trace, x=x, h=h[1:], h_prev=h[:-1], input_labels=labels, recipe={})


def _check_equal(run, output, h_n, c_n):
    """Raise ValueError if what was recovered is not what PyTorch returned, to PyTorch's own tolerance."""
    traces, recovered = run
    last = {name: np.stack([getattr(trace, name)[-1] for trace in traces.values()]) for name in "hc"}
    pairs = ((recovered, output), (last["h"], as_array("h_n", h_n)), (last["c"], as_array("c_n", c_n)))
    try:
        for ours, theirs in pairs:
            torch.testing.assert_close(torch.tensor(ours), torch.tensor(theirs))
    except AssertionError:
        raise ValueError(
            say(
                "what was recovered is not what PyTorch returned, because rounding grows from step to step "
                "in this nn.LSTM: use smaller weights, fewer steps or float64"
            )
        ) from None
