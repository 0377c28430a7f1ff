"""diagnose names every mistake of its catalogue where it shows, and claims none where there is none."""

from itertools import combinations

import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.diagnosing import _right
from lstm_teach.exercises.matching import decimals, fits
from lstm_teach.exercises.mistakes import CATALOGUE, rounded_to

STANDARD = lt.LSTMCell.standard()
SEQUENCE = [mistake for mistake in CATALOGUE if not mistake.name.endswith("left random")]


def draw(seed):
    """A right cell (an LSTMCell, or a module with two biases), inputs with a constant 1, and h or c."""
    rng = np.random.default_rng(seed)
    H, T, N = (int(rng.integers(low, high)) for low, high in ((1, 4), (4, 12), (2, 4)))
    D = H if rng.random() < 0.3 else 4 * H if rng.random() < 0.3 else int(rng.integers(2, 5))
    lecture = rng.random() < 0.2
    settings = dict.fromkeys(("candidate_activation", "memory_activation"), "linear" if lecture else "tanh")
    settings |= {"gate_activation": "step" if lecture else "sigmoid"}
    cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))), **settings)
    x = rng.normal(size=(T, N, D) if rng.random() < 0.5 else (T, D))
    if rng.random() < 0.5:
        x[..., -1] = 1
    right = cell
    if not lecture and rng.random() < 0.5:
        right = lt.to_torch(cell, ["LSTMCell", "LSTM"][rng.integers(2)])
        with torch.no_grad():
            for name, parameter in right.named_parameters():
                if "bias" in name:
                    parameter.copy_(torch.tensor(rng.normal(size=4 * H)))
    return right, x, "hc"[rng.integers(2)]


def effect(mistake, right):
    """What a mistake gives, and whether it shows at 1e-6."""
    attempt, wanted = mistake.effect(right), right.numbers
    given = None if attempt is None else attempt.numbers
    if given is None:
        return None, False
    return given, not fits(given.shape, wanted.shape) or np.abs(
        given.reshape(wanted.shape) - wanted
    ).max() > 1e-6


@pytest.mark.parametrize("mistake", SEQUENCE, ids=str)
def test_each_mistake_is_named_on_fifty_drawn_cells(mistake):
    named = seed = 0
    while named < 50:
        assert seed < 3000, f"visible on {named} cells only"
        cell, x, of = draw(seed)
        seed += 1
        given, visible = effect(mistake, _right(cell, x, of))
        if not visible:
            continue
        diagnosis = lt.diagnose(given, cell=cell, x=x, of=of)
        assert not diagnosis.right
        assert (mistake.name,) in diagnosis.names
        assert mistake.name in str(diagnosis)
        assert mistake.mend in str(diagnosis) or len(diagnosis.names) > 6
        named += 1


def test_what_is_named_gives_the_numbers_of_the_answer():
    """Several mistakes may give the same numbers: then each of them does, to the last digits."""
    together = 0
    for seed in range(10):
        cell, x, of = draw(seed)
        right = _right(cell, x, of)
        for mistake in SEQUENCE:
            given, visible = effect(mistake, right)
            if not visible:
                continue
            names = lt.diagnose(given, cell=cell, x=x, of=of).names
            together += len(names) > 1
            for explanation in names:
                (other,) = (m for m in CATALOGUE if (m.name,) == explanation)
                np.testing.assert_allclose(effect(other, right)[0], given, rtol=0, atol=1e-8)
    assert together > 10


@pytest.mark.parametrize("digits", range(6))
def test_rounded_answers_are_named(digits):
    for seed in range(60):
        cell, x, of = draw(seed)
        right = _right(cell, x, of).numbers
        answer = np.round(right, digits)
        if np.abs(answer - right).max() < 1e-6:
            continue
        diagnosis = lt.diagnose(answer, cell=cell, x=x, of=of)
        assert not diagnosis.right
        found = decimals(answer)  # fewer, where the last digits happen to be 0
        assert (f"rounded to {found} decimals",) in diagnosis.names or not answer.any()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_there_is_no_false_alarm_in_a_thousand_right_answers(dtype):
    for seed in range(500):
        cell, x, of = draw(10_000 + seed)
        right = _right(cell, x, of).numbers
        diagnosis = lt.diagnose(right.astype(dtype), cell=cell, x=x, of=of)
        assert diagnosis.right
        assert diagnosis.names == ()


def test_right_answers_of_pytorch_itself_are_right():
    for seed in range(100):
        rng = np.random.default_rng(seed)
        H, D = rng.integers(1, 5, 2).tolist()
        module = torch.nn.LSTM(D, H)
        x = torch.randn(7, 3, D)
        assert lt.diagnose(module(x)[0], cell=module, x=x).right
        assert lt.diagnose(module(x)[0].tolist(), cell=module, x=x).right  # 32 bits, as numbers of 64
        assert lt.diagnose(module, cell=module).right


def test_noise_is_never_given_a_name():
    rng = np.random.default_rng(0)
    for seed in range(4):
        cell, x, of = draw(seed)
        right = _right(cell, x, of).numbers
        for scale in (1, 1e-4):
            diagnosis = lt.diagnose(right + scale * rng.normal(size=right.shape), cell=cell, x=x, of=of)
            assert (diagnosis.right, diagnosis.names) == (False, ())
            assert str(diagnosis).startswith("No known mistake matches")
            assert "it should be" in str(diagnosis)


def test_where_the_first_steps_are_right_it_says_so():
    rng = np.random.default_rng(3)
    cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((8, 3), (8, 2), (8,))))
    x = rng.normal(size=(9, 3))
    other = cell.replace(weight_hh=rng.normal(0, 3, (8, 2)))
    assert "Step 1 is right: look at what is handed on to step 2" in str(
        lt.diagnose(other.run(x).h, cell=cell, x=x)
    )
    late = cell.run(x).h.copy()
    late[4:] += 0.1
    assert "Steps 1 to 4 are right: look at what is special about step 5." in str(
        lt.diagnose(late, cell=cell, x=x)
    )


def pairs():
    """Every thirtieth pair of mistakes of two families, so that each mistake has its turns."""
    catalogue = [*SEQUENCE, rounded_to(3)]
    both = [(a, b) for a, b in combinations(catalogue, 2) if a.family != b.family]
    return both[::30]


def test_combinations_of_two_are_named():
    named = 0
    for seed, (first, second) in enumerate(pairs()):
        cell, x, of = draw(seed % 7)
        right = _right(cell, x, of)
        once = first.effect(right)
        both = once and second.effect(once)
        if both is None or both.numbers is None:
            continue
        given = both.numbers
        singles = [effect(m, right)[0] for m in (first, second)]
        if any(s is not None and s.shape == given.shape and np.abs(s - given).max() < 1e-6 for s in singles):
            continue  # one of the two does not show
        diagnosis = lt.diagnose(given, cell=cell, x=x, of=of)
        explained = (first.name, second.name) in diagnosis.names
        simpler = diagnosis.right or any(len(names) == 1 for names in diagnosis.names)
        assert explained or simpler, (first.name, second.name, diagnosis.names)
        named += explained
    assert named > 20


# Weights


def module_with(weight_ih, weight_hh, bias_ih, bias_hh, kind="LSTMCell"):
    module = lt.to_torch(lt.LSTMCell(weight_ih, weight_hh, bias_ih), kind)
    with torch.no_grad():
        module.get_parameter("bias_hh" + "_l0" * (kind == "LSTM")).copy_(torch.tensor(bias_hh))
    return module


WEIGHTS = [m for m in CATALOGUE if m.family in ("rows", "transposed", "recurrent")]
WEIGHTS += [m for m in CATALOGUE if m.name in ("bias_ih lost", "bias_ih doubled", "both biases lost")]


@pytest.mark.parametrize("mistake", WEIGHTS, ids=str)
def test_mistakes_in_weights_are_named(mistake):
    rng, named = np.random.default_rng(1), 0
    while named < 50:
        H = int(rng.integers(1, 4))
        D = [H, 4 * H, 3][rng.integers(3)]
        cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))))
        attempt = mistake.effect(_right(cell, None, "h"))
        if attempt is None:  # no square to transpose
            continue
        kind = ["LSTMCell", "LSTM"][named % 2]
        module = module_with(attempt.cell.weight_ih, attempt.cell.weight_hh, *attempt.biases, kind)
        answer = module.state_dict() if named % 4 > 1 else module
        assert (mistake.name,) in lt.diagnose(answer, cell=cell).names
        named += 1


@pytest.mark.parametrize("kind", ["LSTMCell", "LSTM"])
@pytest.mark.parametrize("name", ["weight_hh", "bias_hh"])
def test_what_was_left_random_is_named(name, kind):
    for seed in range(50):
        torch.manual_seed(seed)
        rng = np.random.default_rng(seed)
        H, D = rng.integers(1, 5, 2).tolist()
        cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))))
        fresh = {"LSTMCell": torch.nn.LSTMCell, "LSTM": torch.nn.LSTM}[kind](
            cell.input_size, cell.hidden_size
        )
        module = lt.to_torch(cell, kind)
        with torch.no_grad():
            parameter = name + "_l0" * (kind == "LSTM")
            module.get_parameter(parameter).copy_(fresh.get_parameter(parameter))
        assert lt.diagnose(module, cell=cell).names == ((f"{name} left random",),)


@pytest.mark.parametrize("name", ["weight_hh", "bias_hh"])
def test_what_was_left_random_is_found_in_outputs(name):
    """The lecture's run and drawn cells; the numbers that PyTorch drew are found in the outputs."""
    for seed in range(50):
        rng = np.random.default_rng(seed)
        H = 1 + seed % 2
        cell, x, of = STANDARD, NINE_STEPS, "hc"[seed % 5 == 0]
        if seed % 4:
            cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, 3), (4 * H, H), (4 * H,))))
            x = rng.normal(size=(14 * H, 3))
        H = cell.hidden_size
        fresh = rng.uniform(-1, 1, (4 * H, H) if name == "weight_hh" else 4 * H) / np.sqrt(H)
        wrong = cell.replace(**({"weight_hh": fresh} if name == "weight_hh" else {"bias": cell.bias + fresh}))
        answer = getattr(wrong.run(x), of)
        if np.abs(answer - getattr(cell.run(x), of)).max() < 1e-6:
            continue
        if seed % 3 == 0:
            answer = answer.astype(np.float32).tolist()  # as a student copies it from PyTorch
        diagnosis = lt.diagnose(answer, cell=cell, x=x, of=of)
        assert diagnosis.names == ((f"{name} left random",),)
        assert "would give just your numbers" in str(diagnosis)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda U, b: {"weight_hh": U[[2, 3, 0, 1, 4, 5, 6, 7]]},
        lambda U, b: {"weight_hh": U / 2},
        lambda U, b: {"weight_hh": -U},
        lambda U, b: {"bias": b[[2, 3, 0, 1, 4, 5, 6, 7]]},
        lambda U, b: {"bias": b + np.repeat([0, 0.5, 0, 0], 2)},
    ],
)
def test_weights_that_are_wrong_in_another_way_are_not_called_random(wrong):
    """The weights are found all the same, and shown."""
    for seed in range(5):
        rng = np.random.default_rng(seed)
        cell = lt.LSTMCell(*(rng.uniform(-0.35, 0.35, shape) for shape in ((8, 3), (8, 2), (8,))))
        x = rng.normal(size=(28, 3))
        answer = cell.replace(**wrong(cell.weight_hh, cell.bias)).run(x).h
        diagnosis = lt.diagnose(answer, cell=cell, x=x)
        assert diagnosis.names == ()
        assert "would give just your numbers. Compare it with yours." in str(diagnosis)


def test_a_matrix_of_weights_alone():
    swapped = STANDARD.weight_ih[[1, 0, 2, 3]]
    assert lt.diagnose(STANDARD.weight_ih, cell=STANDARD).right
    assert lt.diagnose(swapped, cell=STANDARD).names[0][0].startswith("rows in the order f, i, g, o")
    assert ("weight_ih transposed",) in lt.diagnose(STANDARD.weight_ih.T, cell=STANDARD).names
    assert "weight_ih transposed" in str(lt.diagnose(np.ones((3, 4)), cell=lt.LSTMCell(np.ones((4, 3)))))


def test_a_list_of_tensors_as_the_loop_over_lstmcell_makes_it():
    module, state, answer = lt.to_torch(STANDARD), None, []
    for x_t in torch.tensor(NINE_STEPS):
        state = module(x_t[None], state)
        answer.append(state[0])
    assert answer[0].requires_grad
    assert lt.diagnose(answer, cell=STANDARD, x=NINE_STEPS).right
    assert ("c returned for h",) in lt.diagnose(
        [STANDARD.run(NINE_STEPS).c[t] for t in range(9)], cell=STANDARD, x=NINE_STEPS
    ).names


def test_cells_and_traces_are_answers():
    lost = STANDARD.replace(weight_ih=STANDARD.weight_ih[[1, 0, 2, 3]])
    for answer in (lost, lost.run(NINE_STEPS)):
        assert "f, i, g, o" in str(lt.diagnose(answer, cell=STANDARD, x=NINE_STEPS).names[0])
    assert "f, i, g, o" in str(lt.diagnose(lost, cell=STANDARD).names[0])
    assert lt.diagnose(STANDARD, cell=STANDARD).right
    assert "gate_activation is step" in str(lt.diagnose(lt.LSTMCell.lee(), cell=STANDARD))
    assert not lt.diagnose(lt.LSTMCell.lee(), cell=STANDARD, x=NINE_STEPS).right
    assert "shape" in str(lt.diagnose(lt.LSTMCell(np.ones((4, 3))), cell=STANDARD, x=NINE_STEPS))


# The published solution, and what is told


def test_the_published_solution_is_found_out():
    swapped = STANDARD.replace(weight_ih=STANDARD.weight_ih[[1, 0, 2, 3]])
    y = swapped.run(NINE_STEPS).h
    told = str(lt.diagnose(y, cell=STANDARD, x=NINE_STEPS))
    assert "rows in the order f, i, g, o (input and forget gate swapped)" in told
    assert "step 6: yours is 0.642020, it should be 0.963624, this mistake gives 0.642020" in told
    told = str(lt.diagnose(y.round(), cell=STANDARD, x=NINE_STEPS))
    assert "rounded to 0 decimals" in told
    others = "i, g, f, o; f, i, g, o; g, i, f, o; o, i, f, g; o, i, g, f"
    assert f"wrong row orders give the same numbers, too: {others}." in told


def test_two_mistakes_with_the_same_numbers_are_both_named():
    x = NINE_STEPS.copy()
    x[:, 2] = 1  # the output gate is open at every step
    diagnosis = lt.diagnose(STANDARD.run(x).c, cell=STANDARD, x=x)
    assert {("c returned for h",), ("no tanh on the way out",)} == set(diagnosis.names)
    assert str(diagnosis).startswith("2 explanations give exactly these numbers")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "None"), ("0 0 7", "text"), (len, "numbers"), ([[1], [1, 2]], "numbers"), ([1, 2], "shape is"),
        ([np.nan] * 9, "NaN"), ({}, "weight_ih"), ({"a": [1]}, "are wanted"), (object(), "numbers"),
        (torch.nn.LSTM(4, 1, 2), "second layer"), (torch.nn.LSTMCell(3, 1), "shape"), ([[]], "shape is"),
        (torch.nn.Linear(4, 4), "are wanted"), (torch.empty(9, device="meta"), "numbers"), (7, "shape is"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(answer, said):
    diagnosis = lt.diagnose(answer, cell=STANDARD, x=NINE_STEPS)
    assert (diagnosis.right, diagnosis.names) == (False, ())
    assert said in str(diagnosis)


def test_a_wrong_cell_or_of_is_an_error():
    with pytest.raises(ValueError, match="of is 'y'"):
        lt.diagnose([1], cell=STANDARD, x=NINE_STEPS, of="y")
    with pytest.raises(ValueError, match="x has 3 features"):
        lt.diagnose([1], cell=STANDARD, x=NINE_STEPS[:, :3])
