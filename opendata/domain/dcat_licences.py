"""Licences of the catalogue standard DCAT-AP.de: the code that its list has for each licence of this service.

Here: the codes. Not here: titles and addresses of licences (model.py). The list: http://dcat-ap.de/def/licenses
"""

from collections.abc import Mapping

DCAT_AP_DE = "http://dcat-ap.de/def/licenses/"
DCAT_LICENCES: Mapping[str, str] = {  # by the names of LICENCES
    "dl-de-by-2.0": "dl-by-de/2.0",
    "dl-de-zero-2.0": "dl-zero-de/2.0",
    "cc-by-4.0": "cc-by/4.0",
    "cc-by-sa-4.0": "cc-by-sa/4.0",
    "cc0-1.0": "cc-zero",
    "odbl-1.0": "odbl",
    "odc-by-1.0": "odby",
}
