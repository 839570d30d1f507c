"""Settings of a server, from a file and from the environment."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from geo.errors import BadInputError
from serving.hosting import Hosting, read, variable


def test_nothing_is_set_on_ones_own_machine() -> None:
    assert read({}) == Hosting()
    assert not Hosting().logs_all()


def test_a_file_and_an_environment_which_counts_for_more(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(
        'operator = " Shire Council "\nhosts = ["Maps.Shire.example", "*.shire.example"]\n'
        'contact = "old@shire.example"\n'
    )
    made = read({"COLDSPOTS_CONFIG": str(file), "COLDSPOTS_CONTACT": "new@shire.example"})
    assert made == Hosting(
        operator="Shire Council",
        contact="new@shire.example",
        hosts=("maps.shire.example", "*.shire.example"),
    )
    assert made.logs_all()
    assert not Hosting(operator="Shire Council", log="errors").logs_all()
    assert read({"COLDSPOTS_HOSTS": "a.example, b.example"}).hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operator = ", r"site.toml could not be read as TOML \(TOMLDecodeError\)"),
        ('owner = "me"', r"1 \(first: owner\) settings are none of this app's"),
        ("operator = 7", "operator: a setting is one line of text"),
        ('operator = "a\\nb"', "operator: a setting is one line of text"),
        (f'operator = "{"x" * 301}"', "of at most 300 characters"),
        ('hosts = ["https://maps.example/"]', r"1 \(first: https://maps.example/\) are no host na"),
        ("hosts = 8501", "hosts: give a list"),
        ("upload_mb = 0", "upload_mb: '0' is no whole number from 1 to 100,000. Write one"),
        ("upload_mb = 2.5", "upload_mb: '2.5' is no whole number"),
        ('upload_mb = "120 MB"', "upload_mb: '120 MB' is no whole number"),
        ("upload_files = -1", "upload_files: '-1' is no whole number"),
        ("upload_files = true", "upload_files: 'True' is no whole number"),
        ("upload_files = 100001", "upload_files: '100001' is no whole number"),
        ("upload_files = 1000000", "upload_files: '1000000' is no whole number"),
        ('log = "most"', "log: 'most' is none of errors, all"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    with pytest.raises(BadInputError, match=said):
        read({"COLDSPOTS_CONFIG": str(file)})


def test_what_a_visit_may_upload_is_a_number_of_the_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text("upload_mb = 60\nupload_files = 5\n")
    made = read({"COLDSPOTS_CONFIG": str(file), "COLDSPOTS_UPLOAD_FILES": " 7 "})
    assert (made.upload_mb, made.upload_files) == (60, 7)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInputError, match="gone.toml could not be read"):
        read({"COLDSPOTS_CONFIG": "gone.toml"})


def test_no_setting_has_the_name_of_another_variable() -> None:
    taken = {"COLDSPOTS_CONFIG", "COLDSPOTS_DATA", "COLDSPOTS_CACHE", "COLDSPOTS_RAW"}
    assert not {variable(one.name) for one in fields(Hosting)} & taken
