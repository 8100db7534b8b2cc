"""Where Kafka and the registry are, and that nothing shows how to get in."""

from __future__ import annotations

from pathlib import Path

import pytest

from consumers.errors import WrongSetting
from consumers.settings import KafkaSettings, RegistrySettings

SASL = {
    "SAKSI_KAFKA": "kafka-1:9093,kafka-2:9093",
    "SAKSI_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
    "SAKSI_KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
    "SAKSI_KAFKA_SASL_USERNAME": "saksi",
    "SAKSI_KAFKA_SASL_PASSWORD": "rahasia",
}


def test_brokers_come_from_the_environment_and_what_is_typed_overrules_it():
    assert KafkaSettings.of({"SAKSI_KAFKA": "a:1, b:2"}).for_client()["bootstrap_servers"] == ["a:1", "b:2"]
    assert KafkaSettings.of({"SAKSI_KAFKA": "a:1"}, "c:3").servers == "c:3"
    assert KafkaSettings.of({"SAKSI_KAFKA": "[::1]:9092"}).servers == "[::1]:9092"


def test_topics_begin_with_saksi_unless_said_otherwise():
    assert KafkaSettings.of({"SAKSI_KAFKA": "a:1"}).topics == "saksi"
    assert KafkaSettings.of({"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_TOPICS": "kaltim.saksi"}).topics == "kaltim.saksi"
    assert KafkaSettings.of({"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_TOPICS": "x"}, topics="y").topics == "y"


def test_user_and_password_reach_the_client():
    client = KafkaSettings.of(SASL).for_client()
    assert (client["security_protocol"], client["sasl_mechanism"]) == ("SASL_PLAINTEXT", "SCRAM-SHA-512")
    assert (client["sasl_plain_username"], client["sasl_plain_password"]) == ("saksi", "rahasia")


def test_a_password_may_be_in_a_file_whose_last_line_ends(tmp_path: Path):
    file = tmp_path / "password"
    file.write_text("dari berkas\n")
    environment = {key: value for key, value in SASL.items() if not key.endswith("PASSWORD")}
    settings = KafkaSettings.of({**environment, "SAKSI_KAFKA_SASL_PASSWORD_FILE": str(file)})
    assert settings.for_client()["sasl_plain_password"] == "dari berkas"


CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBeDCCAR2gAwIBAgIUH7usnxxdIZAiGpfYM2XxzGURcn0wCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFc2Frc2kwIBcNMjYxMTIzMjE0MTQ1WhgPMjEyNjEwMzAyMTQx
NDVaMBAxDjAMBgNVBAMMBXNha3NpMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
VqZPH502NrlBM+Gu4tqqe0aumpVAyICP8Gye1iY2ZuXKaBaTUqioS8YhXA85M91s
Rd77E4Dq5CJD2Z0xICyGqaNTMFEwHQYDVR0OBBYEFNFsb5MmpmScmY5NEwg4rVJX
Ng9qMB8GA1UdIwQYMBaAFNFsb5MmpmScmY5NEwg4rVJXNg9qMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAL1ZpALvMh1Un6Wc6m6XluM1OEiIkac3
41k2O6lPsqvfAiEAwwCYCLRvXXfv5Z4qUyrMYZoKm2WOkTWo66MURDaw/DI=
-----END CERTIFICATE-----
"""
TLS = {"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_SECURITY_PROTOCOL": "SSL"}


def test_certificates_are_files_that_can_be_read(tmp_path: Path):
    authority = tmp_path / "ca.pem"
    authority.write_text(CERTIFICATE)
    settings = KafkaSettings.of({**TLS, "SAKSI_KAFKA_SSL_CAFILE": str(authority), "SAKSI_KAFKA_SSL_PASSWORD": "kunci"})
    client = settings.for_client()
    assert (client["ssl_cafile"], client["ssl_password"]) == (str(authority), "kunci")
    with pytest.raises(WrongSetting, match="SAKSI_KAFKA_SSL_KEYFILE names /nowhere, which cannot be read"):
        KafkaSettings.of({**TLS, "SAKSI_KAFKA_SSL_KEYFILE": "/nowhere"})


def test_what_is_no_certificate_is_told_before_a_broker_is_asked(tmp_path: Path):
    file = tmp_path / "none.pem"
    file.write_text("-")
    with pytest.raises(WrongSetting, match=r"none\.pem, which holds no certificates"):
        KafkaSettings.of({**TLS, "SAKSI_KAFKA_SSL_CAFILE": str(file)})
    with pytest.raises(WrongSetting, match=r"the certificate in .*none\.pem cannot be used with its key"):
        KafkaSettings.of({**TLS, "SAKSI_KAFKA_SSL_CERTFILE": str(file)})
    with pytest.raises(WrongSetting, match="SAKSI_KAFKA_SSL_CERTFILE is missing"):
        KafkaSettings.of({**TLS, "SAKSI_KAFKA_SSL_KEYFILE": str(file)})


def test_certificates_without_tls_are_no_silent_plain_text(tmp_path: Path):
    file = tmp_path / "ca.pem"
    file.write_text("-")
    with pytest.raises(WrongSetting, match="SAKSI_KAFKA_SECURITY_PROTOCOL is PLAINTEXT"):
        KafkaSettings.of({"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_SSL_CAFILE": str(file)})


def test_nothing_prints_a_secret():
    settings = KafkaSettings.of({**SASL, "SAKSI_KAFKA_SSL_PASSWORD": "kunci"})
    registry = RegistrySettings.of(
        {"SAKSI_REGISTRY": "http://r:1", "SAKSI_REGISTRY_USERNAME": "u", "SAKSI_REGISTRY_PASSWORD": "rahasia"}
    )
    for shown in (repr(settings), str(settings), f"{settings}", repr(registry)):
        assert "rahasia" not in shown
        assert "kunci" not in shown


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "it is not said where Kafka is"),
        ({"SAKSI_KAFKA": " , "}, "it is not said where Kafka is"),
        ({"SAKSI_KAFKA": "kafka"}, "kafka is not the address of a broker"),
        ({"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_TOPICS": "a b"}, "the names of topics cannot begin with a b"),
        (
            {"SAKSI_KAFKA": "a:1", "SAKSI_KAFKA_SECURITY_PROTOCOL": "TLS"},
            "SAKSI_KAFKA_SECURITY_PROTOCOL must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL; it is TLS",
        ),
        (
            {**SASL, "SAKSI_KAFKA_SASL_MECHANISM": ""},
            "SAKSI_KAFKA_SECURITY_PROTOCOL is set, and SAKSI_KAFKA_SASL_MECHANISM is missing",
        ),
        (
            {**SASL, "SAKSI_KAFKA_SASL_PASSWORD": ""},
            "SAKSI_KAFKA_SECURITY_PROTOCOL is set, and SAKSI_KAFKA_SASL_PASSWORD is missing",
        ),
        (
            {**SASL, "SAKSI_KAFKA_SECURITY_PROTOCOL": "SSL"},
            "SAKSI_KAFKA_SASL_USERNAME is set, but SAKSI_KAFKA_SECURITY_PROTOCOL is SSL",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence_that_names_the_variable(environment: dict[str, str], sentence: str):
    with pytest.raises(WrongSetting) as raised:
        KafkaSettings.of(environment)
    assert raised.value.sentence == sentence
    assert raised.value.hint
    assert "rahasia" not in f"{raised.value.sentence} {raised.value.hint}"


def test_without_a_registry_there_is_none():
    assert RegistrySettings.of({}) is None


def test_the_address_of_a_registry_holds_no_user_and_an_error_does_not_repeat_it():
    registry = RegistrySettings.of({"SAKSI_REGISTRY": "https://registry:8081/apis/ccompat/v7/"})
    assert registry is not None
    assert registry.url == "https://registry:8081/apis/ccompat/v7"
    for wrong in ("http://u:rahasia@registry:8081", "registry:8081", "file:///etc/passwd", "http://"):
        with pytest.raises(WrongSetting) as raised:
            RegistrySettings.of({}, wrong)
        assert "rahasia" not in raised.value.sentence


def test_a_user_of_the_registry_needs_a_password():
    with pytest.raises(WrongSetting, match="SAKSI_REGISTRY_USERNAME is set, and SAKSI_REGISTRY_PASSWORD is missing"):
        RegistrySettings.of({"SAKSI_REGISTRY": "http://r:1", "SAKSI_REGISTRY_USERNAME": "u"})
