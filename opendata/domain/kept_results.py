"""Results that are kept as long as the object lives from which they were computed.

Here: keeping them. Not here: what is computed. The kinds of datasets are read once for each process, and every upload
asks the same of them; an object whose results are kept must therefore never change, and neither may a result.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")
_KEPT = "_kept_results"  # in the attributes of the object, and so gone with it; no field of a dataclass


def kept_with_subject(compute: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """The function, computed once for each object that it is called with; equal objects are computed for anew."""
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def kept(subject: Subject) -> Result:
        results: dict[str, Result] = vars(subject).setdefault(_KEPT, {})
        if name not in results:
            results[name] = compute(subject)
        return results[name]

    return kept
