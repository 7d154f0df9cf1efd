"""Like cities: with whom the page of a city proposes to compare it.

Here: this choice. Not here: the comparison (compare_views.py).
"""

from collections.abc import Sequence

from opendata.domain.model import Dataset, Publisher
from opendata.steps import comparing_cities
from opendata.web.services import services


def like_cities(dataset: Dataset) -> Sequence[Publisher]:
    """The cities with data of the same kind whose size is nearest; none where no other has such data.

    Where the city states how many people live in it, those that do so too are of like size; if none does, some others
    are proposed all the same.
    """
    reading = services().reading
    others = comparing_cities.comparable(reading, dataset.kind)
    near = comparing_cities.of_like_size(dataset.publisher, others)
    like = [other for other in near if other.population] if dataset.publisher.population else []
    return like or near
