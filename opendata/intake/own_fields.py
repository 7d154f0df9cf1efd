"""Own fields: what a dataset may add to its kind, by a mapping or by the schema of a Data Package.

Here: the names, types and properties that such a field may have. Not here: reading them (matching/mapping_files.py,
files/data_packages.py).
"""

import re

from opendata.domain.kinds import PUBLIC_FIELD_PROPERTIES

OWN_NAME = re.compile(r"x_[a-z0-9_]+\Z")
OWN_PROPERTIES = (*PUBLIC_FIELD_PROPERTIES, "missingWords")
FIELD_TYPES = (
    "string number integer boolean object array list datetime date time year yearmonth duration geopoint geojson any"
).split()
FIELD_CONSTRAINTS = (
    "required unique minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum pattern enum"
).split()
