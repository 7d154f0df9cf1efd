"""How many examples are made up: few in the suite, which runs with every change; many with `make examples`.

Here: the two profiles of hypothesis, and the share of tests whose examples cost much. Not here: what is made up.
A test that says nothing else makes up as many as the profile has. Each run makes up others, but where CI is set.
"""

from hypothesis import settings

FEW, MANY = 40, 400


def make_few() -> None:
    """Make up few, unless the command line names another profile: --hypothesis-profile=many."""
    for name, examples in (("few", FEW), ("many", MANY)):
        # Machines are shared: how long one made-up example takes says nothing about the code.
        settings.register_profile(name, deadline=None, max_examples=examples)
    settings.load_profile("few")


def costly() -> settings:
    """Half as many as others: each example writes a file, reads a whole upload, or asks Frictionless."""
    return settings(max_examples=settings().max_examples // 2)
