"""A trace as pictures: a whole run, one step as the lecture's circuit, the weights.

- palette: the colours; lstm_teach.mplstyle, sheet: the style and the paper of every plot
- theme: plots on dark pages
- trace: plot_gates, plot_memory, plot_trace; signal_rows: the strips, bars and heat maps in them
- weights: plot_weights
- circuit: plot_cell; circuit_layout.json: where everything stands in the drawing; circuit_drawing,
  circuit_texts: how it is drawn, and what it says; circuit.js: the same drawing in the browser
- short_text: labels and paths in one line
"""
