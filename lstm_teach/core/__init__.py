"""What an LSTM cell computes, step by step; NumPy alone is enough for it.

- validation, labels: what comes in is checked, and told in one sentence if it does not fit
- signals: the names of what a cell has at each step
- activations, cell: the recurrence, with three replaceable activations
- trace, table: the record of a run, and the lecture's slide made of it
- gradients: back-propagation through time, and how the memory depends on earlier memories
"""
