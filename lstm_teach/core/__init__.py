"""What an LSTM cell computes, step by step; NumPy alone is enough for it.

- validation, labels, cell_arguments: arguments are checked, with one sentence for what does not fit
- signals: the names of what a cell has at each step
- activations, cell: the recurrence, with three replaceable activations
- trace, table: the record of a run, and the table of the lecture's slide
- numbers: how a number is written
- gradients: back-propagation through time
- jacobian: how the memory depends on earlier memories
"""
