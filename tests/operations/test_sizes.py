"""The service in each size, as clients see it: through nginx where there is one, and on every host."""

from tests.stack import Stack


def test_every_size_starts_and_says_so(stack: Stack):
    assert stack.flask("verify") == "0 versions verified, 0 problems"
    assert "Traceback" not in stack.logs()
