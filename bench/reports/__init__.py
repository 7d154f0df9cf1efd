"""How well reports in PDF are read: reports of our own with what they tell, and a figure for each claim.

Here: the measures of made-up cities (made_up_measures.py), how they are printed (printing.py and the modules of
layouts), files that must be refused (refused.py), the reading of one file in a process of its own (reading.py), and
the figures (scoring.py). Not here: the reading itself, of which no module of layouts knows.
"""
