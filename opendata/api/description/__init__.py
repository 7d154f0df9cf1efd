"""The description of the API (OpenAPI 3.1): what is added to that which flask-smorest reads from the views.

Here: problems, headers, parts of addresses, shapes that no marshmallow schema has, rows of each kind, operations
that are no views of flask-smorest, and examples; document.py joins them. Not here: views and their own schemas (the
modules beside this folder), the page that shows the document (docs_page.py).
"""
