"""The explorer: one LSTM unit with a slider for every weight, in a notebook or as a page of its own.

- traits: what the state may hold; widget: CellExplorer, the Python side
- browser: the browser's side, joined to one module from the .js files beside it
- places: the cells that an explorer stands in
- page: the explorer as one HTML file, its state as a link, and its table where no widgets run
"""

from lstm_teach.widgets.explorer.widget import CellExplorer

__all__ = ["CellExplorer"]
