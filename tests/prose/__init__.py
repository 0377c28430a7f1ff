"""Every number that a lesson tells, with what computes it: one module for each lesson.

`CLAIMS`: (cell id, words of the cell, values). The words stand in the cell to the letter. `values` are what
the numbers in these words must be, in their order, computed and not rounded: one value or several, or a
function without arguments that returns them. A value is
- a number: the printed one must be this number, rounded to the digits printed (a whole number: exactly),
- True or False: a relation in which the number stands as a bound ("below 1", "about 20"),
- GIVEN: a number that the sentence starts from, such as an input or a weight that is chosen.

`NOT_CLAIMS`: (cell id, words of the cell, reason), for numbers that claim nothing.

`ANSWERS`: (cell id of a prediction, its answers). Each answer stands in a folded block of that
section, and nowhere else around the prediction: tests/test_predictions.py.

A changed sentence, a changed number, and a number in neither list make tests/test_prose_numbers.py fail.
"""

#: A number that a sentence starts from: an input, a setting. Nothing can be computed for it.
GIVEN = object()
