"""Shapes that others have set: feeds, cities and tasks of LocalMonitoring, health checks, well-known addresses.

Not here: writing them (formats/json_feed.py, formats/localmonitoring.py).
"""

from collections.abc import Mapping
from typing import Any

from opendata.api.description.shapes import ADDRESS, NUMBER, NUMBER_OR_NULL, OR_NULL, TEXT, TRUTH, ref, thing

AUTHORS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
DAY_OR_NULL = {"type": ["string", "null"], "format": "date"}
TIME = {"type": "string", "format": "date-time"}
OF_A_CITY = (
    "id draft_mode name municipality_key url resolution_date target_year teaser description assessment_status "
    "contact_name contact_email supporting_ngos slug local_group cap_checklist administration_checklist "
    "energy_plan_checklist assessment_action_plan assessment_administration charts"
)
OF_A_TASK = (
    "id draft_mode title city teaser description planned_start planned_completion responsible_organ "
    "responsible_organ_explanation plan_assessment execution_status execution_justification supporting_ngos "
    "execution_completion actual_start actual_completion internal_information slugs numchild children source "
    "frontpage"
)
NULLS = {"type": "null"}

SHAPES: Mapping[str, Mapping[str, Any]] = {
    "JsonFeed": {
        "type": "object",
        "description": "A feed as JSON Feed 1.1 (www.jsonfeed.org), newest first; next_url leads to older entries.",
        "required": ["version", "title", "items"],
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": TEXT, "home_page_url": ADDRESS,
            "feed_url": ADDRESS, "description": TEXT, "next_url": ADDRESS, "language": {"enum": ["de", "en"]},
            "authors": AUTHORS, "items": {"type": "array", "items": ref("JsonFeedEntry")},
        },
        "additionalProperties": True,
    },
    "JsonFeedEntry": {
        "type": "object",
        "description": "An event in one sentence, with the page that tells more.",
        "required": ["id"],
        "properties": {
            "id": TEXT, "url": ADDRESS, "title": TEXT, "summary": TEXT, "content_html": TEXT,
            "date_published": TIME, "date_modified": TIME, "authors": AUTHORS,
            "tags": {"type": "array", "items": TEXT},
        },
        "additionalProperties": True,
    },
    "LocalMonitoringCity": {
        "type": "object",
        "description": "A city as LocalMonitoring's pages read it.",
        "required": OF_A_CITY.split(),
        "properties": {
            **dict.fromkeys(OF_A_CITY.split(), TEXT),
            "id": NUMBER, "draft_mode": TRUTH, "municipality_key": OR_NULL, "charts": {"type": "array"},
            "resolution_date": NULLS, "target_year": NULLS, "local_group": NULLS, "cap_checklist": NULLS,
            "administration_checklist": NULLS, "energy_plan_checklist": NULLS,
            "executionStatusCount": {
                "type": "object", "description": "where it is asked for: how many tasks have each status",
                "additionalProperties": NUMBER,
            },
        },
    },
    "LocalMonitoringTask": {
        "type": "object",
        "description": "A measure, or a group of them, as LocalMonitoring's pages read it.",
        "required": OF_A_TASK.split(),
        "properties": {
            **dict.fromkeys(OF_A_TASK.split(), TEXT),
            "id": NUMBER, "city": NUMBER, "draft_mode": TRUTH, "frontpage": TRUTH, "numchild": NUMBER,
            "execution_status": {"enum": [0, 2, 4, 6, 8]}, "source": {"enum": [0, 1]},
            "execution_completion": NUMBER_OR_NULL, "planned_start": DAY_OR_NULL, "planned_completion": DAY_OR_NULL,
            "actual_start": DAY_OR_NULL, "actual_completion": DAY_OR_NULL,
            "children": {"type": "array", "items": ref("LocalMonitoringTask")},
        },
    },
    "Alive": thing("The process answers.", "status", status={"const": "ok"}),
    "Ready": thing(
        "Whether each part answers.", "ready parts",
        ready=TRUTH, parts={"type": "object", "additionalProperties": TRUTH},
    ),
    "JsonLd": {"type": "object", "description": "A graph as JSON-LD.", "additionalProperties": True},
    "Linkset": thing(
        "Links between addresses (RFC 9264).", "linkset",
        linkset={"type": "array", "items": {"type": "object", "additionalProperties": True}},
    ),
    "OpenApi": {
        "type": "object",
        "description": "This document.",
        "required": ["openapi", "info", "paths"],
        "properties": {"openapi": TEXT, "info": {"type": "object"}, "paths": {"type": "object"}},
        "additionalProperties": True,
    },
}  # fmt: skip
