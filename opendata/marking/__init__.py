"""Marking: a city's own workbook comes back with its wrong cells coloured and commented, and a sheet that lists them.

Described in docs/marked-workbooks.md. It is done behind the fence, because the file is untrusted.
"""
