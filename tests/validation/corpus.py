"""Schemas and the cells to hold against them, after the Table Schema standard: each type, format and constraint."""

from typing import Any

# One field and the cells of its column. Good, bad and doubtful cells alike: the reference says which is which.
FIELDS: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "string"}, ["a", " ", "ä", "None", "5"]),
    ({"type": "string", "format": "email"}, ["a@b.de", "amt@stadt", "ä@b.de", "x"]),
    ({"type": "string", "format": "uri"}, ["https://a.de", "www.a.de", "urn:isbn:1", "C:\\x", "a b"]),
    ({"type": "string", "format": "uuid"}, ["123e4567-e89b-12d3-a456-426614174000", "123", "x"]),
    ({"type": "string", "format": "binary"}, ["U3RhZHQ=", "U3RhZHQ", "!!!!"]),
    ({"type": "integer"}, ["1", "-1", "+1", " 1 ", "1.0", "1e3", "1_000", "٣", "x", "99999999999999999999"]),
    ({"type": "integer", "bareNumber": False}, ["95%", "ca. 12 Stück", "5-", "x"]),
    ({"type": "number"}, ["1.5", "-.5", "1e3", "NaN", "inf", "1,5", ".", "x"]),
    ({"type": "number", "decimalChar": ",", "groupChar": "."}, ["1.234,5", "12.34", "1,2,3", "1,5"]),
    ({"type": "number", "bareNumber": False}, ["12 %", "EUR 5", "€5.5", "x"]),
    ({"type": "boolean"}, ["true", "1", "False", "ja", " true"]),
    ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, ["ja", "nein", "true"]),
    ({"type": "date"}, ["2024-01-05", "2024-1-5", "05.01.2024", "2024-02-30", " 2024-01-05"]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["05.01.2024", "5.1.2024", "2024-01-05", "05.01.24"]),
    ({"type": "date", "format": "any"}, ["05.01.2024", "2024", "Monday", "x"]),
    ({"type": "datetime"}, ["2024-01-05T10:30:00Z", "2024-01-05T10:30:00", "2024-01-05", "x"]),
    ({"type": "datetime", "format": "%d.%m.%Y %H:%M"}, ["05.01.2024 10:30", "05.01.2024"]),
    ({"type": "time"}, ["10:30:00", "10:30", "24:00:00", "x"]),
    ({"type": "year"}, ["2024", "24", "12024", "+123"]),
    ({"type": "yearmonth"}, ["2024-01", "2024/01", "24-1", "2024-13"]),
    ({"type": "duration"}, ["P1Y", "PT", "P", "p1y", "x"]),
    ({"type": "geopoint"}, ["6.95, 50.93", "6.95;50.93", "nan,1", "200,1"]),
    ({"type": "geopoint", "format": "array"}, ["[6.95, 50.93]", "6.95,50.93"]),
    ({"type": "geojson"}, ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "x"}', "x"]),
    ({"type": "object"}, ['{"a": 1}', "[1]", "x"]),
    ({"type": "array"}, ["[1, 2]", '{"a": 1}', "x"]),
    ({"type": "list", "itemType": "integer"}, ["1,2", "1,x", "1,"]),
    ({"type": "list", "delimiter": ";"}, ["a;b", ""]),
    ({"type": "any"}, ["x", "1"]),
    ({"type": "string", "constraints": {"required": True}}, ["a", "", " "]),
    ({"type": "string", "constraints": {"unique": True}}, ["a", "b", "a", "", "", "a"]),
    ({"type": "integer", "constraints": {"unique": True}}, ["1", "01", "2", "+1", "x", "x"]),
    ({"type": "string", "constraints": {"minLength": 2, "maxLength": 3}}, ["a", "ab", "abcd"]),
    ({"type": "string", "constraints": {"pattern": "[a-z]+|x1"}}, ["abc", "ABC", "abc1", "x1"]),
    ({"type": "string", "constraints": {"enum": ["a", "b"], "maxLength": 1}}, ["a", "cc", "A"]),
    ({"type": "integer", "constraints": {"enum": [1, "2"]}}, ["1", "01", "2", "3"]),
    ({"type": "integer", "constraints": {"minimum": 1, "maximum": "5"}}, ["0", "1", "5", "6", "x"]),
    ({"type": "number", "constraints": {"minimum": 0.5}}, ["0.4", "0.5", "NaN"]),
    ({"type": "date", "constraints": {"minimum": "2024-01-01"}}, ["2023-12-31", "2024-01-01"]),
    ({"type": "year", "constraints": {"maximum": "2030"}}, ["2030", "2031"]),
    ({"type": "array", "constraints": {"minLength": 2}}, ["[1]", "[1, 2]"]),
    ({"type": "string", "missingValues": ["k.A."], "constraints": {"required": True}}, ["a", "k.A.", "", " k.A."]),
]

PEOPLE: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "name", "type": "string", "constraints": {"required": True}},
        {"name": "boss", "type": "integer"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["boss"], "reference": {"resource": "", "fields": ["id"]}}],
}
V2 = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"}
MATCHES = {match: {**PEOPLE, "fieldsMatch": match} for match in ("equal", "subset", "superset", "partial")}

# A schema and a CSV file as it is: headers, rows, keys, missing values.
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "valid": (PEOPLE, "id,name,boss\n1,A,\n2,B,1\n"),
    "a missing column": (PEOPLE, "id,name\n1,A\n2,B\n"),
    "an extra column": (PEOPLE, "id,name,boss,note\n1,A,,x\n"),
    "columns in another order": (PEOPLE, "name,id,boss\nA,1,\n"),
    "a column twice": (PEOPLE, "id,id,boss\n1,A,\n"),
    "a blank heading": (PEOPLE, "id,,boss\n1,A,\n"),
    "short and long rows": (PEOPLE, "id,name,boss\n1\n2,B,1,x,y\n3,C,\n"),
    "empty rows": (PEOPLE, "id,name,boss\n\n1,A,\n,,\n2,B,1\n"),
    "duplicate keys": (PEOPLE, "id,name,boss\n1,A,\n01,B,\n,C,\n,D,\n1,E,\n"),
    "a key of two fields": (
        {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]},
        "a,b\n1,1\n1,2\n1,1\n1,\n1,\n,\n",
    ),
    "a dangling key": (PEOPLE, "id,name,boss\n1,A,7\n2,B,x\n3,C,\n"),
    "a cell with line breaks": (PEOPLE, 'id,name,boss\n1,"A\nB",\nx,C,\n'),
    "missing values": ({**PEOPLE, "missingValues": ["-", ""]}, "id,name,boss\n1,-,-\n2,B,-\n"),
    "only a header": (PEOPLE, "id,name,boss\n"),
    "nothing": (PEOPLE, ""),
    "a title above": (PEOPLE, "Bericht 2024,,\nid,name,boss\n1,A,\n"),
    "semicolons": (PEOPLE, "id;name;boss\n1;A;\nx;B;1\n"),
    "tabs": (PEOPLE, "id\tname\tboss\n1\tA\t\nx\tB\t1\n"),
    "exclusive bounds need version 2": (
        {**V2, "fields": [{"name": "n", "type": "integer", "constraints": {"exclusiveMinimum": 0}}]},
        "n\n0\n1\n",
    ),
    **{f"fields {match}": (schema, "name,id,other\nA,1,x\n,2,y\nB,1,z\n") for match, schema in MATCHES.items()},
    "unique keys are not enforced": (
        {"fields": [{"name": "a"}, {"name": "b"}], "uniqueKeys": [["a", "b"]]},
        "a,b\n1,1\n1,1\n",
    ),
    "a foreign key to a table that is not there": (
        {
            "fields": [{"name": "a"}],
            "foreignKeys": [{"fields": ["a"], "reference": {"resource": "other", "fields": ["a"]}}],
        },
        "a\n1\n",
    ),
}
