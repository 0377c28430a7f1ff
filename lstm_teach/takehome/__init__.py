"""Figures, tables and reports as files: whole or not at all, with what made them inside.

- save: save_figure and save_table
- report, report_text: figures, tables and answers in one PDF and one Markdown file
- stamp: what made a file, written into it and read from it
- figure_files, table_files, fonts: a figure or a table as bytes; fonts for Chinese characters
"""
