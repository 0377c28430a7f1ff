"""Figures, tables and reports as files: whole or not at all, with what made them inside.

- save: save_figure and save_table
- figure_files, table_files: a figure or a table as bytes, in each format
- fonts: Chinese characters in figures
- stamp: what made a file, to be written into it; stamp_reader: read_stamp and load_figure
- report: figures, tables and answers in one PDF and one Markdown file
- report_pages: its PDF; report_text: lines, formulas and Markdown of its texts
"""
