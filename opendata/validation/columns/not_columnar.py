"""What is raised where a table cannot be judged by columns. Not here: when that is."""


class NotColumnar(Exception):
    """This table cannot be judged by columns; Frictionless itself has to."""
