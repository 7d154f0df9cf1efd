"""Overviews: what citizens ask of the tables of a dataset, as figures that carry how much they rest on."""
