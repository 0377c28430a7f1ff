import copy
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest

from lstm_teach import GATE_ORDER, Activation, LSTMCell
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS

C_PREV = [0, 0, 3, 3, 7, 7, 7, 0, 6]
C = [0, 3, 3, 7, 7, 7, 0, 6, 6]
H = [0, 0, 0, 0, 0, 7, 0, 0, 6]


def random_cell(rng, hidden, inputs, **settings):
    draw = rng.standard_normal
    return LSTMCell(draw((4 * hidden, inputs)), draw((4 * hidden, hidden)), draw(4 * hidden), **settings)


def test_lee_gives_the_slide_exactly():
    trace = LSTMCell.lee().run(NINE_STEPS)
    assert trace.c_prev.ravel().tolist() == C_PREV
    assert trace.c.ravel().tolist() == C
    assert trace.h.ravel().tolist() == H
    assert trace.z_i.ravel().tolist() == [-10, 90, -10, 90, -10, -10, -110, 90, -10]


def test_lee_gives_the_five_worked_steps_exactly():
    assert LSTMCell.lee().run(FIVE_STEPS).h.ravel().tolist() == [0, 0, 0, 7, 0]


@pytest.mark.parametrize(
    ("cell", "y6", "y9", "y2"),
    [
        (LSTMCell.lee().replace(gate_activation="sigmoid"), 6.999501, 5.999773, 0.000136),
        (LSTMCell.standard(), 0.963624, 0.761584, 0.000034),
    ],
    ids=repr,
)
def test_soft_cells_give_the_known_outputs(cell, y6, y9, y2):
    y = cell.run(NINE_STEPS).h.ravel()
    assert [round(v, 6) for v in y[[5, 8, 1]].tolist()] == [y6, y9, y2]


@pytest.mark.parametrize(("hidden", "inputs"), [(1, 1), (1, 4), (3, 2)])
def test_the_textbook_formula_gives_the_same_numbers(rng, hidden, inputs):
    cell = random_cell(rng, hidden, inputs)
    x, h0, c0 = rng.standard_normal((7, inputs)), rng.standard_normal(hidden), rng.standard_normal(hidden)
    trace = cell.run(x, h0, c0)
    h, c = h0, c0
    for t, x_t in enumerate(x):
        z = cell.weight_ih @ x_t + cell.weight_hh @ h + cell.bias
        i, f, o = (1 / (1 + np.exp(-z[k : k + hidden])) for k in (0, hidden, 3 * hidden))
        g = np.tanh(z[2 * hidden : 3 * hidden])
        np.testing.assert_allclose(trace.c_prev[t], c, rtol=0, atol=1e-14)
        np.testing.assert_allclose(trace.h_prev[t], h, rtol=0, atol=1e-14)
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, value in {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}.items():
            np.testing.assert_allclose(getattr(trace, name)[t], value, rtol=0, atol=1e-14, err_msg=name)


def test_rows_go_where_their_names_say():
    cell = LSTMCell.from_gates(
        i=[1, 2], f=[3, 4], g=[5, 6], o=[7, 8], bias={"f": 1, "o": 2}, weight_hh={"g": 9}
    )
    assert GATE_ORDER == ("i", "f", "g", "o")
    assert cell.weight_ih.tolist() == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert cell.bias.tolist() == [0, 1, 0, 2]
    assert cell.weight_hh.tolist() == [[0], [0], [9], [0]]


def test_two_units_by_name():
    rows = {gate: np.full((2, 3), k) for k, gate in enumerate(GATE_ORDER)}
    cell = LSTMCell.from_gates(**rows, bias={"f": [1, 2]}, weight_hh={"i": np.eye(2)})
    assert cell.weight_ih[:, 0].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert cell.bias.tolist() == [0, 0, 1, 2, 0, 0, 0, 0]
    assert cell.weight_hh[:2].tolist() == [[1, 0], [0, 1]]


def test_a_batch_is_its_sequences_side_by_side(rng):
    cell = random_cell(rng, 4, 3)
    x, h0, c0 = (rng.standard_normal(shape) for shape in ((6, 5, 3), (5, 4), (5, 4)))
    batch = cell.run(x, h0, c0)
    assert batch.c.shape == (6, 5, 4)
    for n in range(5):
        alone = cell.run(x[:, n], h0[n], c0[n])
        for name, array in batch.sequence(n).arrays().items():
            np.testing.assert_allclose(array, getattr(alone, name), rtol=0, atol=1e-14, err_msg=name)


def test_step_takes_any_leading_batch_axes(rng):
    cell = random_cell(rng, 2, 3)
    h, c = cell.step(rng.standard_normal((5, 3)))
    assert (h.shape, c.shape) == ((5, 2), (5, 2))
    h, c = cell.step(rng.standard_normal((4, 5, 3)), (np.zeros((4, 5, 2)), np.ones((4, 5, 2))))
    assert h.shape == (4, 5, 2)


def test_float32_stays_float32():
    cell = LSTMCell(np.ones((8, 2), np.float32))
    trace = cell.run([[1, 2], [3, 4]])
    assert {array.dtype for array in trace.arrays().values()} == {np.dtype(np.float32)}
    assert cell.step([1, 2])[0].dtype == np.float32


def test_a_cell_cannot_be_changed_but_replaced():
    cell = LSTMCell.lee()
    with pytest.raises(AttributeError):
        cell.bias = [1, 1, 1, 1]
    with pytest.raises(ValueError, match="read-only"):
        cell.weight_ih[0, 0] = 5
    soft = cell.replace(gate_activation="sigmoid")
    assert (cell.gate_activation.name, soft.gate_activation.name) == ("step", "sigmoid")
    assert soft.input_labels == ("x1", "x2", "x3", "1")


def test_a_run_keeps_its_input_in_one_order_in_memory():
    """So that the same numbers give the same sums to the last bit, whoever made the array."""
    assert LSTMCell.lee().run(np.asfortranarray(NINE_STEPS)).x.flags.c_contiguous


def test_the_callers_arrays_stay_their_own():
    weight, x = np.ones((4, 2)), np.ones((3, 2))
    cell = LSTMCell(weight)
    trace = cell.run(x)
    weight[:], x[:] = 7, 7
    assert (cell.weight_ih == 1).all()
    assert (trace.x == 1).all()


def test_terms_add_from_left_to_right_so_a_threshold_falls_as_in_the_browser():
    left_to_right = 0.3 - 0.2 - 0.1  # -2.8e-17; in another order it is 0 or positive
    row = [0.3, -0.2, -0.1]
    trace = LSTMCell.from_gates(i=row, f=row, g=row, o=row, gate_activation="step").run(np.ones((9, 3)))
    assert (trace.z_i == left_to_right).all()
    assert (trace.i == 0).all()


lee = LSTMCell.lee()
BAD = {
    "wrong number of columns": (lambda: lee.run(np.ones((9, 6))), "x has 6 features .* 4 columns"),
    "forgotten constant 1": (lambda: lee.run(NINE_STEPS[:, :3]), "leave out the constant 1"),
    "1-D for 2-D": (lambda: lee.run([1, 2, 3, 1]), r"x has shape \(4,\): .*write \[x\]"),
    "4-D": (lambda: lee.run(np.ones((1, 1, 1, 4))), r"shape \(1, 1, 1, 4\)"),
    "a number": (lambda: lee.run(3), r"x has shape \(\)"),
    "ragged": (lambda: lee.run([[1, 2, 3, 1], [1, 2]]), "row 0 has length 4, row 1 has length 2"),
    "ragged inside": (lambda: lee.run([[1, [2]], [3, 4]]), "x is ragged inside its rows"),
    "text": (lambda: lee.run([["a", 1, 2, 1]]), "x holds 'a'"),
    "numbers as text": (lambda: lee.run([["1", "2", "3", "1"]]), "x holds '1'"),
    "None": (lambda: lee.run([[None, 1, 2, 1]]), "x holds None"),
    "no x": (lambda: lee.run(None), "x holds None"),
    "complex": (lambda: lee.run([[1j, 1, 2, 1]]), "x holds 1j"),
    "a tensor with gradient": (
        lambda: lee.run(pytest.importorskip("torch").ones(3, 4, requires_grad=True)),
        r"x cannot be read as numbers \(Can't call numpy\(\) on Tensor that requires grad",
    ),
    "NaN": (lambda: lee.run([[1, 2, 3, 1], [1, np.nan, 3, 1]]), r"x\[1, 1\] is nan"),
    "infinity": (lambda: lee.run([[np.inf, 1, 2, 1]]), r"x\[0, 0\] is inf"),
    "a huge integer": (lambda: lee.run([[10**400, 1, 2, 1]]), "x holds a number above"),
    "NaN weight": (lambda: LSTMCell([[1], [2], [3], [np.nan]]), r"weight_ih\[3, 0\] is nan"),
    "infinite bias": (lambda: lee.replace(bias=[0, 0, -np.inf, 0]), r"bias\[2\] is -inf"),
    "rows not 4H": (lambda: LSTMCell(np.ones((6, 2))), r"weight_ih has shape \(6, 2\).*multiple of 4"),
    "1-D weights": (lambda: LSTMCell([1, 2, 3, 4]), r"weight_ih has shape \(4,\)"),
    "no columns": (lambda: LSTMCell(np.ones((4, 0))), r"weight_ih has shape \(4, 0\)"),
    "weight_hh of another H": (
        lambda: LSTMCell(np.ones((8, 2)), np.ones((8, 3))),
        r"weight_hh has shape \(8, 3\): .*H = 2 .*\(8, 2\)",
    ),
    "bias of another H": (lambda: LSTMCell(np.ones((8, 2)), bias=[1] * 4), r"bias has shape \(4,\).*\(8,\)"),
    "unknown activation": (lambda: lee.replace(gate_activation="relu"), "gate_activation is 'relu'"),
    "h0 shape": (lambda: lee.run(NINE_STEPS, h0=[0, 0]), r"h0 has shape \(2,\).*must be \(1,\)"),
    "c0 shape": (lambda: lee.run(NINE_STEPS[:, None], c0=[0]), r"c0 has shape \(1,\).*must be \(1, 1\)"),
    "c0 NaN": (lambda: lee.run(NINE_STEPS, c0=[np.nan]), r"c0\[0\] is nan"),
    "empty": (lambda: lee.run(np.ones((0, 4))), r"x is empty \(shape \(0, 4\)\)"),
    "empty batch": (lambda: lee.run(np.ones((3, 0, 4))), "x is empty"),
    "empty list": (lambda: lee.run([]), r"x has shape \(0,\)"),
    "state not a pair": (lambda: lee.step([1, 0, 0, 1], 3), r"state must be the pair \(h, c\)"),
    "state shape": (lambda: lee.step([1, 0, 0, 1], ([0], [0, 0])), r"c has shape \(2,\)"),
    "gate rows differ": (lambda: LSTMCell.from_gates(i=[1], f=[1, 2], g=[1], o=[1]), "weights of f are"),
    "unknown gate": (lambda: LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias={"x": 1}), "gate 'x'"),
    "gate bias shape": (
        lambda: LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias={"f": [1, 2]}),
        r"bias\['f'\] has shape \(2,\)",
    ),
    "labels": (lambda: lee.replace(input_labels=("a", "b")), "input_labels names 2 inputs .* 4 columns"),
    "outgrown": (
        lambda: LSTMCell.from_gates(
            i=[1], f=[1], g=[1], o=[1], weight_hh=dict.fromkeys("ifgo", 100),
            candidate_activation="linear", memory_activation="linear",
        ).run(np.ones((300, 1))),
        "outgrow the largest float at step 155",
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", [b[0] for b in BAD.values()], ids=BAD)
def test_bad_input_is_one_sentence_without_a_warning(make, request):
    message = BAD[request.node.callspec.id][1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises((ValueError, TypeError), match=message) as caught:
            make()
    assert "\n" not in str(caught.value)


# --- What gets in silently is right -------------------------------------------------------------------


@pytest.mark.parametrize("cell", [lee, LSTMCell.standard()], ids=repr)
def test_a_cell_can_be_copied_and_pickled(cell):
    trace = cell.run(NINE_STEPS)
    for again in (copy.copy(cell), copy.deepcopy(cell), pickle.loads(pickle.dumps(cell))):
        assert again.activations == cell.activations
        assert all(a.is_known for a in again.activations)
        np.testing.assert_array_equal(again.run(NINE_STEPS).h, trace.h)
        with pytest.raises(ValueError, match="read-only"):
            again.weight_ih[0, 0] = 1


def test_a_number_beyond_the_floats_in_h_alone_is_told():
    cell = LSTMCell.from_gates(
        i=[1e200], f=[0], g=[1], o=[1e200], gate_activation="linear",
        candidate_activation="linear", memory_activation="linear",
    )  # fmt: skip
    with pytest.raises(ValueError, match="outgrow the largest float at step 2, in h: use smaller weights"):
        cell.run([[0], [1]])
    with pytest.raises(ValueError, match="outgrow the largest float at step 1, in h"):
        cell.step([1])


def test_masked_numbers_are_not_used():
    x = np.ma.array(NINE_STEPS, mask=False)
    np.testing.assert_array_equal(lee.run(x).h, lee.run(NINE_STEPS).h)
    x[1, 0] = np.ma.masked
    for masked in (x, list(x), [[np.ma.masked, 1, 0, 1]]):
        with pytest.raises(TypeError, match=r"^x (has masked numbers|holds masked arrays)"):
            lee.run(masked)


@pytest.mark.parametrize("dtype", ["M8[D]", "M8[ns]", "m8[s]", "m8[ns]"])
def test_dates_are_no_numbers(dtype):
    with pytest.raises(TypeError, match="x holds dates or times"):
        lee.run(np.arange(8).reshape(2, 4).astype(dtype))


def test_numpys_text_names_and_pandas_columns_are_names():
    names = pd.DataFrame(columns=["x1", "x2", "x3", "1"]).columns
    assert lee.replace(input_labels=names).input_labels == ("x1", "x2", "x3", "1")
    assert lee.replace(input_labels=np.array(["a", "b", "d", "e"])).input_labels == ("a", "b", "d", "e")
    assert lee.replace(input_labels=range(4)).input_labels == ("0", "1", "2", "3")


def test_the_columns_of_a_data_frame_go_where_their_names_say():
    wanted = lee.run(NINE_STEPS).h
    frame = pd.DataFrame(NINE_STEPS, columns=["x1", "x2", "x3", "1"])
    np.testing.assert_array_equal(lee.run(frame).h, wanted)
    np.testing.assert_array_equal(lee.run(frame[["1", "x3", "x1", "x2"]]).h, wanted)
    np.testing.assert_array_equal(lee.run(pd.DataFrame(NINE_STEPS)).h, wanted)  # columns without names
    h, _ = lee.step(frame[["1", "x3", "x1", "x2"]].iloc[1])
    np.testing.assert_array_equal(h, wanted[1])
    nameless = LSTMCell(lee.weight_ih)
    np.testing.assert_array_equal(nameless.run(frame).h.shape, (9, 1))
    swapped = nameless.run(frame[["1", "x3", "x1", "x2"]]), nameless.run(NINE_STEPS[:, [3, 2, 0, 1]])
    np.testing.assert_array_equal(*(trace.h for trace in swapped))  # a cell without names takes them in order


@pytest.mark.parametrize("names", [["a", "b", "c", "d"], ["x1", "x2", "x3", "bias"], ["x1", "x1", "x3", "1"]])
def test_a_data_frame_with_other_names_is_told(names):
    with pytest.raises(ValueError, match=r"x is a data frame with the names .*: name them alike"):
        lee.run(pd.DataFrame(NINE_STEPS, columns=names))


log = Activation("log", np.log, lambda z: 1 / z)
WRONG_NAMES = {
    "x turned": (
        lambda: LSTMCell(np.ones((4, 3))).run(np.ones((3, 6))),
        "did you mean x.T, one row per step",
    ),
    "too large for float32": (
        lambda: LSTMCell(np.ones((4, 1), np.float32)).run([[1e300]]),
        r"x\[0, 0\] is 1e\+300, above 3.4e38, the largest float32: use smaller numbers",
    ),
    "no number for an activation": (
        lambda: lee.replace(candidate_activation=log).run(-NINE_STEPS),
        "c is nan at step 1: some number is none that activation 'log' is made for",
    ),
    "replace": (lambda: lee.replace(gate="step"), r"LSTMCell has no argument 'gate': it has weight_ih, "),
    "from_gates": (
        lambda: LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], labels="x"),
        r"LSTMCell.from_gates has no argument 'labels': it has .*input_labels",
    ),
    "bias that is a number": (
        lambda: LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias=1),
        r"bias is 1: give a mapping by gate, such as bias=\{\"f\": …\}",
    ),
    "a label that is none": (lambda: lee.replace(input_labels=[None] * 4), "input_labels holds None"),
    "labels that are none": (lambda: lee.replace(input_labels=4), "input_labels is 4: give a name"),
    "no labels": (lambda: lee.replace(input_labels=()), "names 0 inputs but weight_ih has 4 columns"),
    "an activation that is a list": (lambda: lee.replace(gate_activation=["step"]), "is \\['step'\\]: write"),
    "a million numbers": (lambda: lee.run(set(range(10**6))), r"x holds \{0, 1, 2, \.\.\.\} \(set\)"),
}


@pytest.mark.parametrize(("make", "message"), WRONG_NAMES.values(), ids=WRONG_NAMES)
def test_a_wrong_argument_is_told_in_a_sentence(make, message):
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        make()
    assert len(str(caught.value)) <= 300


def test_a_tensor_that_numpy_cannot_read_is_told_with_the_fix():
    torch = pytest.importorskip("torch")
    for x in (torch.ones(9, 4, dtype=torch.bfloat16), torch.ones(9, 4, requires_grad=True)):
        with pytest.raises(TypeError, match=r"x cannot be read as numbers .*: give x.detach\(\).float\(\)"):
            lee.run(x)
