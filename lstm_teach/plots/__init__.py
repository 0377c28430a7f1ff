"""A trace as pictures: a whole run, one step as the lecture's circuit, the weights.

- palette, sheet, lstm_teach.mplstyle: the colours, the paper and the style of every plot
- theme: plots on dark pages
- trace: plot_gates, plot_memory, plot_trace; weights: plot_weights
- circuit: plot_cell; circuit_texts, circuit.json: what stands in the drawing, and where
- circuit.js: the same drawing in the browser
"""
