"""Tables that name persons are asked about; tables with years that cannot be are published, and it is told first."""

from tests.cases.office import Office


def test_an_address_a_number_and_a_name_are_asked_about(office: Office):
    seen = office.send("mail-and-phone.xlsx")

    assert (seen.status_code, seen.state, seen.is_published) == (409, "draft", False)
    assert list(seen.questions) == ["personal_data:measures:D", "personal_data:measures:E"]
    assert seen.not_told("D3: In der Spalte „Verantwortlich“", "E2: In der Spalte „Bemerkung“") == {}
    assert not seen.published
    assert seen.published_by_command.exit_code != 0


def test_the_same_table_is_published_when_the_office_says_yes(office: Office):
    yes = '{"personal_data:measures:D": {"yes": true}, "personal_data:measures:E": {"yes": true}}'

    seen = office.send("mail-and-phone.xlsx", answers=yes)

    assert seen.column("responsible") == ["Tiefbauamt", "Max Mustermann"]


def test_a_column_called_name_that_holds_persons_is_not_published_without_a_word(office: Office):
    seen = office.send("name-column-is-a-person.xlsx")

    assert "Erika Musterfrau" not in str(seen.published)
    assert seen.not_told("Name") == {}


def test_nonsense_is_told_before_everything_else_and_needs_no_answer(office: Office):
    seen = office.send("years-out-of-range.xlsx")

    assert (seen.status_code, seen.questions, seen.errors) == (201, {}, {})
    assert seen.not_told("E3 (0026), E4 (9999)", "E2 (2020; D2: 2026)", "F5 (100; C5: in Planung)") == {}
    assert [line["code"][:5] for line in seen.report["summary"][:3]] == ["sense"] * 3
