"""diagnose: its catalogue, rounding, pairs, weights, what is left random, and what it says."""

import functools
from itertools import combinations

import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.diagnosis.catalogue import CATALOGUE, is_same
from lstm_teach.exercises.diagnosis.evidence import Answer, same_shape
from lstm_teach.exercises.diagnosis.reading import read_right
from tests.diagnosis.remembering import remember

STANDARD = lt.LSTMCell.standard()


@pytest.fixture
def one_making(monkeypatch):
    """For one right program the mistakes are made once, whatever answers are compared with them."""
    remember(monkeypatch)


@functools.cache
def draw(seed):
    """A right cell (an LSTMCell, or a module with two biases), inputs with a constant 1, and h or c."""
    rng = np.random.default_rng(seed)
    H, T, N = (int(rng.integers(low, high)) for low, high in ((1, 4), (4, 12), (2, 4)))
    D = H if rng.random() < 0.3 else 4 * H if rng.random() < 0.3 else int(rng.integers(2, 6))
    lecture = rng.random() < 0.2
    settings = dict.fromkeys(("candidate_activation", "memory_activation"), "linear" if lecture else "tanh")
    settings |= {"gate_activation": "step" if lecture else "sigmoid"}
    cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))), **settings)
    x = rng.normal(0, 2, size=(T, N, D) if rng.random() < 0.5 else (T, D))
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


@functools.cache
def right_of(seed):
    """The right program of draw(seed)."""
    return read_right(*draw(seed))[0]


def seen(mistake, right):
    """What a mistake gives, where it shows well; else None."""
    attempt, wanted = mistake.effect(right), right.numbers
    given = None if attempt is None or is_same(attempt, right) else attempt.numbers
    if given is None or np.abs(given).max() < 1e-6:
        return None
    if same_shape(given.shape, wanted.shape) and np.abs(given.reshape(wanted.shape) - wanted).max() < 1e-4:
        return None
    return given


#: Seen with sums of exactly 0 or above 10, or with more steps, units and sequences than are drawn here.
RARE = {
    "z > 0 in place of z >= 0",
    *(f"e taken as {e} in the sigmoid" for e in (2.7182, 2.7183, 2.71828)),
    *(f"z cut to -{k} … {k} before the sigmoid" for k in (10, 15, 20)),
    *(f"the state reset every {k} steps" for k in range(11, 33)),
    *(f"only unit {k} handed in" for k in range(4, 9)),
    *(f"only sequence {n} handed in" for n in range(4, 9)),
}


@pytest.mark.parametrize("mistake", [m for m in CATALOGUE if str(m) not in RARE], ids=str)
@pytest.mark.usefixtures("one_making")
def test_each_mistake_is_named_where_it_shows(mistake):
    named = seed = 0
    while named < (1 if mistake.alone else 4):
        assert seed < 3000, f"shows on {named} cells only"
        (cell, x, of), right = draw(seed), right_of(seed)
        seed += 1
        given = seen(mistake, right)
        if given is None:
            continue
        diagnosis = lt.diagnose(given, cell=cell, x=x, of=of)
        assert not diagnosis.right
        assert (str(mistake),) in diagnosis.names, str(diagnosis)
        assert str(mistake) in str(diagnosis)
        assert mistake.fix in str(diagnosis) or len(diagnosis.names) > 3
        named += 1


def test_no_two_mistakes_have_one_name():
    assert len({str(mistake) for mistake in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.slow
@pytest.mark.usefixtures("one_making")
@pytest.mark.parametrize("digits", [*(pytest.param(k, marks=pytest.mark.slow) for k in (0, 1, 3, 4)), 2, 5])
def test_rounded_answers_are_named(digits):
    for seed in range(60):
        cell, x, of = draw(seed)
        right = read_right(cell, x, of)[0]
        answer = np.round(right.numbers, digits)
        if not answer.any() or Answer(answer, right).equals(right.numbers):
            continue
        diagnosis = lt.diagnose(answer, cell=cell, x=x, of=of)
        assert not diagnosis.right
        found = Answer(answer, right).decimals  # fewer, where the last digits happen to be 0
        assert (f"rounded to {found} decimals",) in diagnosis.names


def test_numbers_that_are_cut_off_or_have_few_digits_are_named():
    trace = STANDARD.run(NINE_STEPS)
    cut = np.trunc(trace.c * 1e4) / 1e4
    assert ("cut off after 4 decimals",) in lt.diagnose(cut, cell=STANDARD, x=NINE_STEPS, of="c").names
    short = [float(f"{value:.5g}") for value in trace.h[:, 0]]
    assert lt.diagnose(short, cell=STANDARD, x=NINE_STEPS).names == (("rounded to 5 digits",),)


def test_right_is_said_only_of_all_digits():
    """64 bits: a difference of 1e-11 is one. 32 bits: their last digits may differ, not more."""
    rng = np.random.default_rng(2)
    cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((8, 3), (8, 2), (8,))))
    x = rng.normal(size=(9, 3))
    right = cell.run(x).h
    assert lt.diagnose(right * (1 + 1e-14), cell=cell, x=x).right
    for off in (1e-11, 1e-9, 1e-7):
        assert not lt.diagnose(right + off, cell=cell, x=x).right
    assert lt.diagnose(right.astype(np.float32), cell=cell, x=x).right
    assert not lt.diagnose((right + 1e-4).astype(np.float32), cell=cell, x=x).right


def test_what_these_inputs_cannot_show_is_told():
    told = str(lt.diagnose(STANDARD.run(NINE_STEPS).h, cell=STANDARD, x=NINE_STEPS))
    assert "weight_hh is 0: what your program does with the previous output is not tested here." in told
    lee = lt.LSTMCell.lee()
    random = lee.replace(weight_hh=[[0.3], [-0.2], [0.0], [0.9]])
    diagnosis = lt.diagnose(random, cell=lee, x=NINE_STEPS)
    assert diagnosis.right
    assert "But only for these inputs: weight_hh[0, 0] is 0.3 and should be 0." in str(diagnosis)
    assert "random numbers in weight_hh would not show" in str(
        lt.diagnose(lee.run(NINE_STEPS).h, cell=lee, x=NINE_STEPS)
    )


def test_one_wrong_output_is_told_as_such():
    answer = STANDARD.run(NINE_STEPS).h[:, 0]
    answer = np.where(np.arange(9) == 5, 0.936624, answer)
    diagnosis = lt.diagnose(answer, cell=STANDARD, x=NINE_STEPS)
    assert diagnosis.names == ()
    assert "All other numbers are right: was this one, or what only it depends on, typed wrong?" in str(
        diagnosis
    )


def test_a_bias_alone_is_compared():
    rng = np.random.default_rng(5)
    cell = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((12, 4), (12, 3), (12,))))
    assert lt.diagnose(cell.bias, cell=cell).right
    assert "bias[0] is 0 and should be" in str(lt.diagnose(np.zeros(12), cell=cell))


def test_all_zeros_get_no_name():
    diagnosis = lt.diagnose(np.zeros(9), cell=STANDARD, x=NINE_STEPS)
    assert (diagnosis.right, diagnosis.names) == (False, ())
    assert str(diagnosis).startswith("All your numbers are 0")


@pytest.mark.usefixtures("one_making")
@pytest.mark.slow
def test_noise_is_never_given_a_name():
    rng = np.random.default_rng(0)
    for seed in range(4):
        cell, x, of = draw(seed)
        right = read_right(cell, x, of)[0].numbers
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
    assert "Step 1 is right: look at what step 2 is given" in str(lt.diagnose(other.run(x).h, cell=cell, x=x))
    late = cell.run(x).h.copy()
    late[4:] += 0.1 * rng.normal(size=late[4:].shape)
    assert "Steps 1 to 4 are right: look at what is special about step 5." in str(
        lt.diagnose(late, cell=cell, x=x)
    )


def pairs():
    """Some pairs of mistakes of two families, so that each mistake has its turns."""
    catalogue = [mistake for mistake in CATALOGUE if not mistake.alone]
    both = [(a, b) for a, b in combinations(catalogue, 2) if a.family != b.family]
    return both[::40]


@pytest.mark.slow
@pytest.mark.usefixtures("one_making")
def test_combinations_of_two_are_named():
    named = 0
    for seed, (first, second) in enumerate(pairs()):
        cell, x, of = draw(seed % 7)
        right = read_right(cell, x, of)[0]
        once = first.effect(right)
        both = once and second.effect(once)
        if both is None or both.numbers is None or right.gate.name == "step":
            continue
        given = both.numbers
        if not same_shape(given.shape, right.numbers.shape):
            continue  # the shape alone is told
        if np.abs(given).max() < 1e-6 or any(seen(mistake, right) is None for mistake in (first, second)):
            continue  # one of the two does not show
        diagnosis = lt.diagnose(given, cell=cell, x=x, of=of)
        explained = (str(first), str(second)) in diagnosis.names
        simpler = diagnosis.right or any(len(names) == 1 for names in diagnosis.names)
        assert explained or simpler, (str(first), str(second), diagnosis.names)
        named += explained
    assert named > 20


@pytest.mark.parametrize("shape", [(3,), (3, 2)])
def test_programs_as_data_run_as_the_cell_does(shape):
    for seed in range(20):
        cell, x, of = draw(seed)
        right = read_right(cell, x, of)[0]
        cell = cell if isinstance(cell, lt.LSTMCell) else lt.from_torch(cell)
        np.testing.assert_allclose(right.numbers, getattr(cell.run(x), of), rtol=1e-12, atol=1e-13)


# Weights


def module_with(weight_ih, weight_hh, bias_ih, bias_hh, kind="LSTMCell"):
    module = lt.to_torch(lt.LSTMCell(weight_ih, weight_hh, bias_ih), kind)
    with torch.no_grad():
        module.get_parameter("bias_hh" + "_l0" * (kind == "LSTM")).copy_(torch.tensor(bias_hh))
    return module


WEIGHTS = [m for m in CATALOGUE if m.family in ("rows", "transposed", "recurrent", "copied")]
WEIGHTS += [m for m in CATALOGUE if str(m) in ("bias_ih lost", "bias_ih doubled", "both biases lost")]


@pytest.mark.parametrize("mistake", WEIGHTS, ids=str)
def test_mistakes_in_weights_are_named(mistake):
    rng, named = np.random.default_rng(1), 0
    while named < 4:
        H = int(rng.integers(1, 4))
        D = [H, 4 * H, 3][rng.integers(3)]
        two = [rng.normal(size=4 * H) for _ in range(2)]
        right = module_with(rng.normal(size=(4 * H, D)), rng.normal(size=(4 * H, H)), *two)
        start = read_right(right, None, "h")[0]
        attempt = mistake.effect(start)
        if attempt is None or is_same(attempt, start):  # no square to transpose, or one unit only
            continue
        kind = ["LSTMCell", "LSTM"][named % 2]
        module = module_with(attempt.weight_ih, attempt.weight_hh, *attempt.biases, kind)
        answer = module.state_dict() if named % 4 > 1 else module
        assert (str(mistake),) in lt.diagnose(answer, cell=right).names
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


@pytest.mark.slow
@pytest.mark.usefixtures("one_making")
@pytest.mark.parametrize("name", ["weight_hh", "bias_hh"])
def test_what_was_left_random_is_found_in_outputs(name):
    """The lecture's run and drawn cells; the numbers that PyTorch drew are found in the outputs."""
    named = 0
    for seed in range(20):
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
        assert diagnosis.names in ((), ((f"{name} left random",),))  # not all outputs tell enough
        named += bool(diagnosis.names)
        assert "would give just your numbers" in str(diagnosis) or not diagnosis.names
    assert named >= 12


@pytest.mark.slow
@pytest.mark.usefixtures("one_making")
@pytest.mark.parametrize(
    "wrong",
    [
        lambda U, b: {"weight_hh": U / 2},
        lambda U, b: {"weight_hh": -U},
        lambda U, b: {"bias": b + np.repeat([0, 0.5, 0, 0], 2)},
    ],
)
def test_weights_that_are_wrong_in_another_way_are_not_called_random(wrong):
    """The weights are found all the same, and shown."""
    for seed in range(3):
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
    assert ("c handed in in place of h",) in lt.diagnose(
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
    assert {("c handed in in place of h",), ("no tanh on the memory for the output",)} <= set(diagnosis.names)
    assert f"{len(diagnosis.names)} explanations give exactly these numbers" in str(diagnosis)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "None"), ("0 0 7", "text"), (len, "numbers"), ([[1], [1, 2]], "numbers"), ([1, 2], "shape is"),
        ([np.nan] * 9, "NaN"), ({}, "weight_ih"), ({"a": [1]}, "are wanted"), (object(), "numbers"),
        (torch.nn.LSTM(4, 1, 2), "second layer"), (torch.nn.LSTMCell(3, 1), "shape"), ([[]], "shape is"),
        (torch.nn.Linear(4, 4), "are wanted"),
        (torch.nn.LSTMCell, "the class LSTMCell"), (torch.empty(9, device="meta"), "numbers"),
        (7, "shape is"),
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
