"""Settings: read once, refused with the name of the variable that is wrong."""

import stat

import pytest

from kb.config import PROJECT_FOLDER, Settings, load_settings, settings_from, settings_help
from kb.errors import Invalid

KEY = "k" * 32


def test_an_empty_environment_gives_an_installation_that_works():
    settings = settings_from({})

    assert settings.data_folder == PROJECT_FOLDER / "var"
    assert settings.database == f"sqlite:///{PROJECT_FOLDER / 'var/hinderbanken.db'}"


def test_settings_are_read_from_the_environment_of_the_process(monkeypatch):
    monkeypatch.setenv("KB_SITE_NAME", "Provbanken")

    assert load_settings().site_name == "Provbanken"


def test_variables_of_other_programs_are_left_alone():
    assert settings_from({"PORT": "1", "KB_UNHEARD_OF": "2"}) == Settings()


def test_a_database_that_is_named_is_used_instead_of_the_one_in_the_data_folder():
    settings = settings_from({"KB_DATABASE_URL": "postgresql://kb@db/kb", "KB_DATA_DIR": "/srv/kb"})

    assert settings.database == "postgresql://kb@db/kb"


def test_the_index_lies_in_the_data_folder(tmp_path):
    assert Settings(data_dir=str(tmp_path)).index_folder == tmp_path / "index"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_PORT", "http"),
        ("KB_PORT", "-1"),
        ("KB_PORT", "65536"),
        ("KB_PORT", ""),
        ("KB_SEARCH", "fts5"),
        ("KB_SITE_URL", "hinder.example.se"),
        ("KB_SITE_URL", "javascript:alert(1)"),
        ("KB_RIKSDAG_URL", "data.riksdagen.se"),
        ("KB_SECRET_KEY", "k" * 31),
        ("KB_SECOND_FACTOR", "everybody"),
        ("KB_TRUSTED_PROXIES", "proxy.example.se"),
        ("KB_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.300"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_variable(name, value):
    with pytest.raises(Invalid) as refused:
        settings_from({name: value})

    assert refused.value.field == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_PORT", "0"),
        ("KB_PORT", "65535"),
        ("KB_SITE_URL", "https://hinder.example.se"),
        ("KB_SITE_URL", ""),
        ("KB_TRUSTED_PROXIES", "127.0.0.1, ::1, 10.0.0.0/8"),
        ("KB_SECRET_KEY", KEY),
    ],
)
def test_a_value_on_the_right_side_of_the_border_is_taken(name, value):
    settings = settings_from({name: value})

    assert getattr(settings, name.removeprefix("KB_").lower()) == value


def test_links_in_letters_lead_to_the_public_address_else_to_where_the_service_listens():
    assert Settings(site_url="https://hinder.example.se/").public_url == "https://hinder.example.se"
    assert Settings(port="9000").public_url == "http://127.0.0.1:9000"


def test_a_key_that_is_set_is_used_and_none_is_kept(tmp_path):
    settings = Settings(data_dir=str(tmp_path), secret_key=KEY)

    assert settings.key == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_kept(tmp_path):
    first = Settings(data_dir=str(tmp_path / "new")).key

    assert len(first) >= len(KEY)
    assert Settings(data_dir=str(tmp_path / "new")).key == first


def test_two_installations_have_different_keys(tmp_path):
    one = Settings(data_dir=str(tmp_path / "one")).key
    two = Settings(data_dir=str(tmp_path / "two")).key

    assert one != two


def test_only_its_owner_can_read_the_key_that_is_kept(tmp_path):
    Settings(data_dir=str(tmp_path)).key  # noqa: B018  (reading makes it)

    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_making_the_key_leaves_nothing_else_behind(tmp_path):
    Settings(data_dir=str(tmp_path)).key  # noqa: B018  (reading makes it)

    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_the_key_of_the_worker_that_was_first_stands(tmp_path, monkeypatch):
    def loses(*_names):
        (tmp_path / "secret.key").write_text(KEY)
        raise FileExistsError

    monkeypatch.setattr("os.link", loses)

    assert Settings(data_dir=str(tmp_path)).key == KEY


def test_every_setting_has_a_sentence_of_help():
    lacking = [name for name, _default, text in settings_help() if not text.endswith(".")]

    assert lacking == []
