"""The explorer: one LSTM unit with a slider for every weight, in a notebook or as a page of its own.

- widget: CellExplorer, the Python side
- state: what the state may hold; config: what the browser needs beside it
- messages: the changes and the button of the browser
- places: the cells of a notebook that an explorer is in
- link: the state as a link; page: the explorer as one HTML file, and its table where no widgets run
- browser: the browser's part, joined to one module from the .js files of this folder

Twins in two languages have the same name: state, link; circuit and circuit_texts in plots; numbers in core.
"""

from lstm_teach.widgets.explorer.widget import CellExplorer

__all__ = ["CellExplorer"]
