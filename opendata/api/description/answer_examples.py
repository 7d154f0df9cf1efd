"""Examples of requests and answers, which were taken from a running service (tools/description_examples.py).

Here: putting them into the document. Not here: examples of parameters (operations.py) and problems
(problem_shapes.py). A test holds each example against its schema.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TAKEN = Path(__file__).with_name("answer_examples.json")


@cache
def taken() -> Mapping[str, Any]:
    """The examples by operation: {"request": …, "answers": {status: …}}."""
    examples: dict[str, Any] = json.loads(TAKEN.read_text(encoding="utf-8"))
    return examples


def add(document: Mapping[str, Any]) -> None:
    """Add the examples to the operations of a document that they belong to."""
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            known = taken().get(operation["operationId"], {})
            for media_type in operation.get("requestBody", {}).get("content", {}).values():
                if "request" in known:
                    media_type["example"] = known["request"]
            for status, example in known.get("answers", {}).items():
                for media_type in operation["responses"].get(status, {}).get("content", {}).values():
                    media_type["example"] = example
