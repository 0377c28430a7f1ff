"""The exercises of lesson 04: nn.LSTM. torch is imported where it is needed."""

import numpy as np

from lstm_teach.exercises.judging import NotYet, call, compare, exercise


@exercise("4a")
def which_cell(answer):
    """Judge a function of k: layer and direction of h_n[k], where the net is bidirectional."""
    for k in (3, 0, 4, 1, 2, 5):
        mine, wanted = call(answer, k), (k // 2, ("forward", "backward")[k % 2])
        if not isinstance(mine, (tuple, list)) or len(mine) != 2:
            raise NotYet(f"my_cell({k}) is {mine!r}: give a pair such as (0, 'forward').")
        if tuple(mine) != wanted:
            part = "layer" if mine[0] != wanted[0] else "direction"
            raise NotYet(
                f"my_cell({k}): the {part} is wrong.",
                f"my_cell({k}): yours is {tuple(mine)}, it should be {wanted}.",
                "There are two rows for each layer, the forward one first.",
            )


@exercise("4b")
def four_shapes(answer):
    """Judge a function of (N, L, D, H, P): shapes of output, h_n, c_n and weight_ih_l2."""
    import torch

    for N, L, D, H, P in [(32, 50, 10, 20, 5), (2, 7, 3, 4, 1), (5, 1, 6, 8, 7)]:
        net = torch.nn.LSTM(D, H, 3, batch_first=True, bidirectional=True, proj_size=P, device="meta")
        output, (h_n, c_n) = net(torch.empty(N, L, D, device="meta"))
        mine = call(answer, N, L, D, H, P)
        if not isinstance(mine, (tuple, list)) or len(mine) != 4:
            raise NotYet("give a list of four shapes.")
        hints = {
            "output": "batch_first puts N first. Two directions, each h has P numbers.",
            "h_n": "batch_first does not move it; one row for each layer and direction.",
            "c_n": "Like h_n, but a projection does not make c shorter.",
            "weight_ih_l2": "4H rows; its inputs are the outputs of both directions of the layer below.",
        }
        for (name, hint), shape, tensor in zip(hints.items(), mine, (output, h_n, c_n, net.weight_ih_l2),
                                               strict=True):  # fmt: skip
            compare(shape, tensor.shape, f"{name} for N, L, D, H, P = {N}, {L}, {D}, {H}, {P}",
                    axes=("axis",), hint=hint)  # fmt: skip


@exercise("4c")
def one_vector_per_sequence(answer):
    """Judge a function of (net, packed): the final h of the last layer, forward then backward, (N, 2H)."""
    import torch
    from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

    from lstm_teach.torch_bridge import trace_lstm

    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(4)
        for layers, lengths in [(2, (6, 4, 3)), (1, (2, 5)), (3, (4, 4, 1, 2))]:
            net = torch.nn.LSTM(3, 2, layers, bidirectional=True, dtype=torch.float64)
            sequences = [torch.randn(length, 3, dtype=torch.float64) for length in lengths]
            packed = pack_sequence(sequences, enforce_sorted=False)
            xray, N = trace_lstm(net, packed), len(lengths)
            ends = [[xray[layers - 1, d][n].h[-1] for d in ("forward", "backward")] for n in range(N)]
            output, (h_n, _) = net(packed)
            compare(
                call(answer, net, packed),
                np.reshape(ends, (N, 4)),
                f"{layers} layers, features of",
                axes=("sequence", "column"),
                tolerance=1e-12,
                hint="Which rows of h_n are the last layer?",
                likely=[
                    ("The last step of output: short sequences have ended, the backward cell has just begun.",
                     pad_packed_sequence(output)[0][-1]),
                    ("The two directions are swapped: forward first.", torch.cat([h_n[-1], h_n[-2]], -1)),
                    ("This is the first layer.", torch.cat([h_n[0], h_n[1]], -1)),
                ],
            )  # fmt: skip


@exercise("4d")
def how_many_numbers(answer):
    """Judge a function of (D, H, num_layers, bidirectional): the number of all weights and biases."""
    import torch

    for D, H, layers, both in [
        (4, 7, 2, True),
        (4, 7, 1, False),
        (1, 1, 1, False),
        (3, 5, 3, True),
        (2, 6, 4, False),
    ]:
        net = torch.nn.LSTM(D, H, layers, bidirectional=both, device="meta")
        counts = {name: parameter.numel() for name, parameter in net.named_parameters()}
        count, biases = sum(counts.values()), sum(n for name, n in counts.items() if "bias" in name)
        narrow = (1 + both) * (4 * H * (D + H + 2) + (layers - 1) * 4 * H * (H + H + 2))
        one_way = count // 2 if both else count
        compare(
            call(answer, D, H, layers, both),
            count,
            f"my_count({D}, {H}, {layers}, {both})",
            hint="4H rows in each cell; how many columns? Count layer by layer.",
            likely=[
                ("There are two biases in each cell.", count - biases // 2),
                ("The layers above read both directions: 2H inputs.", narrow),
                ("There are two directions.", one_way),
            ],
        )
