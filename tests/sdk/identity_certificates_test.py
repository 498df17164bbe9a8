"""What users and the account upload to IAM: SSH public keys, signing and server certificates; and passwords for services that are not here."""
import base64
import csv
import io
import json
import pathlib
import subprocess
import tempfile
import unittest

import boto3
import botocore.exceptions

import house
from house import error_code

TAGS = [{"Key": "team", "Value": "red"}]


class Certificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        held = tempfile.TemporaryDirectory()
        cls.addClassCleanup(held.cleanup)
        cls.folder = held.name
        cls.key, cls.certificate = cls.made("one")
        cls.other_key, cls.other_certificate = cls.made("two")

    @classmethod
    def openssl(cls, *words, **more):
        return subprocess.run(["openssl", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, cwd=cls.folder, **more).stdout.decode()

    @classmethod
    def made(cls, name, days=3650):
        """A private key and a certificate that it signed itself, as PEM."""
        cls.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", str(days), "-subj", f"/CN={name}")
        return tuple(pathlib.Path(cls.folder, f"{name}.{kind}").read_text() for kind in ("key", "pem"))

    def public_key(self, bits=2048):
        self.openssl("genrsa", "-out", "key.pem", str(bits))
        return self.openssl("rsa", "-in", "key.pem", "-pubout")

    def message(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Message"]

    def user(self, name):
        self.iam.create_user(UserName=name)
        return name

    def test_ssh_public_keys(self):
        iam, user, pem = self.iam, self.user("developer"), self.public_key()
        made = iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=pem)["SSHPublicKey"]
        self.assertEqual((made["UserName"], made["Status"], made["SSHPublicKeyBody"]), (user, "Active", pem))
        self.assertRegex(made["SSHPublicKeyId"], r"^APKA[A-Z0-9]{16,}$")
        self.assertRegex(made["Fingerprint"], r"^([0-9a-f]{2}:){15}[0-9a-f]{2}$")
        here = {"UserName": user, "SSHPublicKeyId": made["SSHPublicKeyId"]}
        ssh = iam.get_ssh_public_key(Encoding="SSH", **here)["SSHPublicKey"]["SSHPublicKeyBody"]
        self.assertTrue(ssh.startswith("ssh-rsa AAAAB3NzaC1yc2E"))
        self.assertEqual(iam.get_ssh_public_key(Encoding="PEM", **here)["SSHPublicKey"]["SSHPublicKeyBody"].strip(), pem.strip())
        self.assertEqual(error_code(iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=ssh + " me@example.com"), "DuplicateSSHPublicKey")
        part = lambda data: len(data).to_bytes(4, "big") + data
        ssh_rsa = lambda exponent, modulus: "ssh-rsa " + base64.b64encode(part(b"ssh-rsa") + part(exponent) + part(modulus)).decode()
        for bad in ("ssh-rsa AAAA", ssh_rsa(b"\1\0\1", b"\0" + b"\xff" * 2049), ssh_rsa(b"\1" * 9, b"\0" + b"\xff" * 256), ssh_rsa(b"", b"\0" + b"\xff" * 256), ssh_rsa(b"\1\0\1", b"\0" * 300), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA", "nothing", self.public_key(1024), self.certificate):
            self.assertEqual(error_code(iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=bad), "InvalidPublicKey", bad[:40])
        iam.update_ssh_public_key(Status="Inactive", **here)
        self.assertEqual([(k["SSHPublicKeyId"], k["Status"]) for k in iam.list_ssh_public_keys(UserName=user)["SSHPublicKeys"]], [(made["SSHPublicKeyId"], "Inactive")])
        self.assertIn("must delete SSH public keys first", self.message(iam.delete_user, UserName=user))
        iam.delete_ssh_public_key(**here)
        self.assertEqual(error_code(iam.get_ssh_public_key, Encoding="SSH", **here), "NoSuchEntity")
        for _ in range(5):
            iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=self.public_key())
        self.assertEqual(error_code(iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=self.public_key()), "LimitExceeded")

    def test_signing_certificates(self):
        iam, user = self.iam, self.user("signer")
        made = iam.upload_signing_certificate(UserName=user, CertificateBody=self.certificate)["Certificate"]
        self.assertEqual((made["UserName"], made["Status"], made["CertificateBody"]), (user, "Active", self.certificate))
        self.assertEqual(error_code(iam.upload_signing_certificate, UserName=user, CertificateBody=self.certificate + "\n"), "DuplicateCertificate")
        for bad in ("nothing", self.key, self.certificate + self.other_certificate):
            self.assertEqual(error_code(iam.upload_signing_certificate, UserName=user, CertificateBody=bad), "MalformedCertificate")
        iam.upload_signing_certificate(UserName=user, CertificateBody=self.other_certificate)
        self.assertEqual(error_code(iam.upload_signing_certificate, UserName=user, CertificateBody=self.made("three")[1]), "LimitExceeded")
        iam.update_signing_certificate(UserName=user, CertificateId=made["CertificateId"], Status="Inactive")
        listed = iam.list_signing_certificates(UserName=user)["Certificates"]
        self.assertEqual({c["CertificateId"]: c["Status"] for c in listed}[made["CertificateId"]], "Inactive")
        iam.generate_credential_report()
        report = house.wait_for(lambda: None if error_code(iam.get_credential_report) else iam.get_credential_report()["Content"])
        row = next(r for r in csv.DictReader(io.StringIO(report.decode())) if r["user"] == user)
        self.assertEqual(sorted((row["cert_1_active"], row["cert_2_active"])), ["false", "true"])
        self.assertRegex(row["cert_1_last_rotated"], r"^\d{4}-\d\d-\d\dT")
        self.assertIn("must delete signing certificates first", self.message(iam.delete_user, UserName=user))
        for certificate in listed:
            iam.delete_signing_certificate(UserName=user, CertificateId=certificate["CertificateId"])
        self.assertEqual(error_code(iam.delete_signing_certificate, UserName=user, CertificateId=made["CertificateId"]), "NoSuchEntity")
        iam.delete_user(UserName=user)

    def test_a_certificate_that_is_over(self):
        over = self.made("short", days=1)[1]
        server = house.Server(config=None).start()
        self.addCleanup(server.stop)
        iam = server.client("management", "iam")
        iam.create_user(UserName="late")
        server.advance("49h")
        self.assertEqual(error_code(iam.upload_signing_certificate, UserName="late", CertificateBody=over), "InvalidCertificate")

    def test_server_certificates(self):
        iam = self.iam
        made = iam.upload_server_certificate(ServerCertificateName="Site", Path="/web/", CertificateBody=self.certificate, PrivateKey=self.key, CertificateChain=self.other_certificate + self.certificate, Tags=TAGS)
        data = made["ServerCertificateMetadata"]
        self.assertEqual(data["Arn"], f"arn:aws:iam::{self.account}:server-certificate/web/Site")
        self.assertRegex(data["ServerCertificateId"], "^ASCA")
        self.assertEqual(made["Tags"], TAGS)
        self.assertGreater(data["Expiration"], data["UploadDate"])
        found = iam.get_server_certificate(ServerCertificateName="site")["ServerCertificate"]
        self.assertEqual((found["CertificateBody"], found["CertificateChain"], found["Tags"]), (self.certificate, self.other_certificate + self.certificate, TAGS))
        upload = lambda name, **more: error_code(iam.upload_server_certificate, **{"ServerCertificateName": name, "CertificateBody": self.certificate, "PrivateKey": self.key, **more})
        self.assertEqual(upload("SITE"), "EntityAlreadyExists")
        self.assertEqual(upload("other", PrivateKey=self.other_key), "KeyPairMismatch")
        self.assertEqual(upload("other", PrivateKey="nothing"), "MalformedCertificate")
        self.assertEqual(upload("other", CertificateBody="nothing"), "MalformedCertificate")
        self.assertEqual(upload("other", CertificateChain="nothing"), "MalformedCertificate")
        self.assertEqual([c["ServerCertificateName"] for c in iam.list_server_certificates(PathPrefix="/web/")["ServerCertificateMetadataList"]], ["Site"])
        self.assertEqual(iam.list_server_certificates(PathPrefix="/none/")["ServerCertificateMetadataList"], [])
        self.assertEqual(iam.get_account_summary()["SummaryMap"]["ServerCertificates"], 1)
        iam.tag_server_certificate(ServerCertificateName="Site", Tags=[{"Key": "shift", "Value": "night"}])
        iam.untag_server_certificate(ServerCertificateName="Site", TagKeys=["team"])
        self.assertEqual(iam.list_server_certificate_tags(ServerCertificateName="Site")["Tags"], [{"Key": "shift", "Value": "night"}])
        iam.update_server_certificate(ServerCertificateName="Site", NewPath="/cdn/", NewServerCertificateName="Edge")
        self.assertEqual(error_code(iam.get_server_certificate, ServerCertificateName="Site"), "NoSuchEntity")
        self.assertEqual(iam.get_server_certificate(ServerCertificateName="Edge")["ServerCertificate"]["ServerCertificateMetadata"]["Path"], "/cdn/")
        iam.delete_server_certificate(ServerCertificateName="Edge")
        self.assertEqual(iam.get_account_summary()["SummaryMap"]["ServerCertificates"], 0)
        ct = self.server.client("shop", "cloudtrail")
        events = ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "UploadServerCertificate"}])["Events"]
        records = [json.loads(e["CloudTrailEvent"]) for e in events]
        self.assertTrue(all("privateKey" not in (r["requestParameters"] or {}) for r in records))
        self.assertNotIn("PRIVATE KEY", json.dumps(records))

    def test_no_passwords_for_services_that_are_not_here(self):
        iam, user = self.iam, self.user("committer")
        self.assertEqual(error_code(iam.create_service_specific_credential, UserName=user, ServiceName="codecommit.amazonaws.com"), "NotSupportedService")
        self.assertEqual(error_code(iam.create_service_specific_credential, UserName="nobody", ServiceName="codecommit.amazonaws.com"), "NoSuchEntity")
        self.assertEqual(iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"], [])
        one = {"UserName": user, "ServiceSpecificCredentialId": "ACCA" + "A" * 16}
        for call, more in ((iam.reset_service_specific_credential, {}), (iam.update_service_specific_credential, {"Status": "Inactive"}), (iam.delete_service_specific_credential, {})):
            self.assertEqual(error_code(call, **one, **more), "NoSuchEntity")

    def test_tokens_of_the_global_endpoint(self):
        version = lambda: self.iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"]
        self.assertEqual(version(), 1)
        self.iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
        self.assertEqual(version(), 2)
        self.iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v1Token")
        self.assertEqual(version(), 1)

    def test_when_a_role_was_last_used(self):
        iam = self.iam
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRole"}]})
        role = iam.create_role(RoleName="used", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.create_role(RoleName="unused", AssumeRolePolicyDocument=trust)
        session = self.server.client("shop", "sts").assume_role(RoleArn=role, RoleSessionName="here")["Credentials"]
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            sts = boto3.client("sts", region_name="eu-west-1", endpoint_url="https://sts.eu-west-1.amazonaws.com", verify=str(self.server.profiles / "ca.pem"), aws_access_key_id=session["AccessKeyId"],
                               aws_secret_access_key=session["SecretAccessKey"], aws_session_token=session["SessionToken"])
            sts.get_caller_identity()
        details = {r["RoleName"]: r["RoleLastUsed"] for r in iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]}
        self.assertEqual(details["unused"], {})
        self.assertEqual(details["used"], iam.get_role(RoleName="used")["Role"]["RoleLastUsed"])
        self.assertEqual(details["used"]["Region"], "eu-west-1")
        self.assertIn("LastUsedDate", details["used"])


if __name__ == "__main__":
    unittest.main()
