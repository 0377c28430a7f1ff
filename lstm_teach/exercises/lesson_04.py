"""The exercises of lesson 04: nn.LSTM. torch is imported where it is needed."""

from functools import cache
from typing import Any

import numpy as np

from lstm_teach.core.validation import shown
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, call, exercise, need_function, numbers
from lstm_teach.exercises.wording import Axis, kind
from lstm_teach.words import later, say

DIRECTIONS = ("forward", "backward")
AXES = Axis(later("{}, axis {}"), later("one for each axis"))


@exercise("4a")
def which_cell(answer: Any) -> None:
    """Judge a function of k: layer and direction of h_n[k], where the net is bidirectional."""
    need_function(answer, "my_cell")
    mistakes = [
        (say("Layers count from 0, as in weight_ih_l0."), lambda k: (k // 2 + 1, DIRECTIONS[k % 2])),
        (say("The forward row of a layer comes first."), lambda k: (k // 2, DIRECTIONS[1 - k % 2])),
        (say("The two rows of a layer stand together: forward, backward, then the next layer."),
         lambda k: (k % 3, DIRECTIONS[k // 3])),
    ]  # fmt: skip
    results = {}
    for k in (3, 0, 4, 1, 2, 5):
        what, mine = f"my_cell({k})", call(answer, k, what=f"my_cell({k})")
        if not isinstance(mine, (tuple, list)) or len(mine) != 2:
            raise NotYet(say("{} is {}: give a pair such as (0, 'forward').", what, kind(mine)))
        layer, direction = mine
        if isinstance(layer, str) and layer in DIRECTIONS:
            raise NotYet(say("{}: first the layer, then the direction.", what))
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            said = say(
                "{}: the second part must be 'forward' or 'backward', and it is {}.", what, shown(direction)
            )
            raise NotYet(said)
        layer = numbers(layer, say("{}: the layer", what))
        if layer.size != 1 or not float(layer.item()).is_integer():
            raise NotYet(say("{}: the layer must be one whole number.", what))
        results[k] = layer.item(), direction
    for k, mine in results.items():
        wanted = k // 2, DIRECTIONS[k % 2]
        if mine != wanted:
            said = say("my_cell({}): the direction is wrong.", k)
            if mine[0] != wanted[0]:
                said = say("my_cell({}): the layer is wrong.", k)
            with_value = say("my_cell({}): yours is ({:g}, {!r}), it should be {}.", k, *mine, wanted)
            named = [hint for hint, mistake in mistakes if all(mistake(j) == r for j, r in results.items())]
            named.append(say("There are two rows for each layer, the forward one first."))
            raise NotYet(said, with_value, named[0])


@exercise("4b")
def four_shapes(answer: Any) -> None:
    """Judge a function of (N, L, D, H, P): shapes of output, h_n, c_n and weight_ih_l2."""
    need_function(answer, "my_shapes")
    rng = own_rng("4b")
    drawn = [[int(n) for n in rng.choice(np.arange(2, 40), 5, replace=False)] for _ in range(6)]
    hidden = [(N, L, D, max(H, P), min(H, P)) for N, L, D, H, P in drawn]
    for N, L, D, H, P in [(32, 50, 10, 20, 5), (2, 7, 3, 4, 1), (5, 1, 6, 8, 7), *hidden]:
        what = f"my_shapes({N}, {L}, {D}, {H}, {P})"
        mine = call(answer, N, L, D, H, P, what=what)
        if not isinstance(mine, (tuple, list)) or len(mine) != 4:
            raise NotYet(say("{}: give a list of four shapes.", what))
        hints = {
            "output": say("batch_first puts N first. Two directions, each h has P numbers."),
            "h_n": say("batch_first does not move it; one row for each layer and direction, P numbers each."),
            "c_n": say("Like h_n, but a projection does not make c shorter."),
            "weight_ih_l2": say("4H rows; its inputs are the outputs of both directions of the layer below."),
        }
        for (name, hint), shape, right in zip(hints.items(), mine, _right_shapes(N, L, D, H, P), strict=True):
            compare(shape, right, say("{}: the shape of {}", what, name), axis=AXES, whole=True, hint=hint)


@cache
def _right_shapes(N, L, D, H, P):
    """The shapes of output, h_n, c_n and weight_ih_l2, as PyTorch itself makes them."""
    import torch

    net = torch.nn.LSTM(D, H, 3, batch_first=True, bidirectional=True, proj_size=P, device="meta")
    output, (h_n, c_n) = net(torch.empty(N, L, D, device="meta"))
    return [tuple(tensor.shape) for tensor in (output, h_n, c_n, net.get_parameter("weight_ih_l2"))]


@exercise("4c")
def one_vector_per_sequence(answer: Any) -> None:
    """Judge a function of (net, packed): the final h of the last layer, forward then backward, (N, 2H)."""
    import torch
    from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

    from lstm_teach.torch_bridge import trace_lstm

    need_function(answer, "my_features")
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(4)
        for layers, H, lengths in [
            (2, 2, (6, 4, 3)),
            (1, 3, (2, 5)),
            (3, 4, (4, 4, 1, 2)),
            (2, 5, (3, 7, 2)),
        ]:
            net = torch.nn.LSTM(3, H, layers, bidirectional=True, dtype=torch.float64)
            sequences = [torch.randn(length, 3, dtype=torch.float64) for length in lengths]
            packed = pack_sequence(sequences, enforce_sorted=False)
            xray, N = trace_lstm(net, packed), len(lengths)
            ends = [[xray[layers - 1, d][n].h[-1] for d in DIRECTIONS] for n in range(N)]
            output, (h_n, c_n) = net(packed)
            padded = pad_packed_sequence(output)[0]
            last = torch.stack([padded[length - 1, n] for n, length in enumerate(lengths)])
            what = say("A net of {} layers: my_features(net, packed)", layers)
            compare(
                call(answer, net, packed, what=what),
                np.reshape(ends, (N, 2 * H)),
                what,
                place=lambda what, place: f"{what}[{place[0]}, {place[1]}]",
                hint=say("Which rows of h_n are the last layer?"),
                likely=[
                    (say("These are memories, c_n. Take h_n."), torch.cat([c_n[-2], c_n[-1]], -1)),
                    (say("The last step of output: short sequences have ended, the backward cell has just "
                         "begun."),
                     padded[-1]),
                    (say("The last step of each sequence: the backward cell has just begun there."), last),
                    (say("The first step of output: there the forward cell has just begun. Take h_n."),
                     padded[0]),
                    (say("The two directions are swapped: forward first."),
                     torch.cat([h_n[-1], h_n[-2]], -1)),
                    (say("This is the first layer."), torch.cat([h_n[0], h_n[1]], -1)),
                    (say("Side by side: torch.cat(…, dim=-1)."), torch.cat([h_n[-2], h_n[-1]], 0)),
                    (say("These are two matrices. Put them side by side: torch.cat(…, dim=-1)."), h_n[-2:]),
                    (say("This is the backward direction only."), h_n[-1]),
                    (say("reshape mixes the sequences: put the two rows side by side with torch.cat."),
                     h_n[-2:].reshape(N, 2 * H)),
                ],
            )  # fmt: skip


@exercise("4d")
def how_many_numbers(answer: Any) -> None:
    """Judge a function of (D, H, num_layers, bidirectional): the number of all weights and biases."""
    import torch

    def right(D, H, layers, both):
        return sum(
            p.numel() for p in torch.nn.LSTM(D, H, layers, bidirectional=both, device="meta").parameters()
        )

    def count(D, H, layers, both, *, rows=4, biases=2, wide=None, ways=None, times=None, own=1):
        """What is counted: rows, biases, inputs above layer 0, directions, columns of weight_hh in H."""
        ways = ways or 1 + both
        inputs = [D] + [H * ways if wide is None else wide(D, H)] * (layers - 1)
        return sum((times or ways) * rows * H * (size + H * (1 + both if own is None else own) + biases)
                   for size in inputs)  # fmt: skip

    def with_mistake(**mistake):
        return lambda *given: count(*given, **mistake)

    rng = own_rng("4d")
    drawn = rng.integers((1, 1, 1, 0), (12, 12, 5, 2), (8, 4)).tolist()
    hidden = [(D, H, layers, bool(both)) for D, H, layers, both in drawn]
    shown = [(4, 7, 2, True), (4, 7, 1, False), (1, 1, 1, False), (3, 5, 3, True), (2, 6, 4, False)]
    judge_function(
        answer,
        "my_count",
        [*shown, *hidden],
        right,
        whole=True,
        hint=say("4H rows in each cell; how many columns? Count layer by layer."),
        mistakes=[
            (say("There are two biases in each cell."), with_mistake(biases=1)),
            (say("The biases are missing: two in each cell."), with_mistake(biases=0)),
            (say("The layers above read both directions: 2H inputs."), with_mistake(wide=lambda D, H: H)),
            (say("Only the first layer reads the D inputs."), with_mistake(wide=lambda D, H: D)),
            (say("With bidirectional=True there are two directions."), with_mistake(ways=1)),
            (say("With bidirectional=True there are two directions."), with_mistake(times=1)),
            (say("Four gates: 4H rows, not H."), with_mistake(rows=1)),
            (say("The candidate has weights, too: 4H rows, not 3H."), with_mistake(rows=3)),
            (say("The recurrent weights weight_hh are missing."), with_mistake(own=0)),
            (say("A cell reads its own h only: weight_hh has H columns, also with two directions."),
             with_mistake(own=None)),
            (say("Two directions only with bidirectional=True."), with_mistake(ways=2)),
            (say("This is the number of tensors. Each holds many numbers: numel()."),
             lambda D, H, layers, both: 4 * layers * (1 + both)),
        ],
    )  # fmt: skip
