"""The catalogue for data portals: DCAT-AP.de 3.0 as Turtle, JSON-LD and RDF/XML.

Here: what is said about publishers, datasets and versions (catalogue_graph.py), the codes of the authority tables
(code_lists.py), and the three ways to write it (catalogue_files.py). Not here: addresses, which come with the values
that are described, and which datasets are on which page (api/catalog.py).
"""
