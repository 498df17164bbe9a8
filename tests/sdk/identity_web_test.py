"""Identity providers, and roles for who brings an OpenID Connect token: an issuer of the test's own, with openssl's keys."""
import base64
import hashlib
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

import boto3
import botocore
import botocore.config
import botocore.exceptions

import house


def openssl(*words, text=b""):
    return subprocess.run(["openssl", *map(str, words)], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def b64(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


class Signer:
    """A key pair, its public half as a JSON web key, and signatures as JSON web tokens carry them."""

    def __init__(self, folder, name, algorithm="RS256", bits=2048):
        self.name, self.algorithm, self.file = name, algorithm, folder / f"{name}.pem"
        if algorithm == "RS256":
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", self.file)
            modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode().strip().split("=")[1]
            self.public = {"kty": "RSA", "n": b64(bytes.fromhex(modulus)), "e": b64(b"\1\0\1")}
        else:
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.file)
            point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-64:]
            self.public = {"kty": "EC", "crv": "P-256", "x": b64(point[:32]), "y": b64(point[32:])}
        self.public.update(kid=name, use="sig", alg=algorithm)

    def sign(self, text):
        made = openssl("dgst", "-sha256", "-sign", self.file, text=text)
        if self.algorithm == "RS256":
            return made
        first = made[4:4 + made[3]]
        second = made[6 + made[3]:]
        return b"".join(n.lstrip(b"\0").rjust(32, b"\0") for n in (first, second))

    def token(self, claims, **header):
        signed = b64({"alg": self.algorithm, "typ": "JWT", "kid": self.name, **header}) + "." + b64(claims)
        return signed + "." + b64(self.sign(signed.encode()))


class Issuer:
    """An OpenID Connect issuer on a port of its own, with a certificate nobody has signed."""

    def __init__(self, folder):
        self.keys, self.asked, self.down, self.says = [], [], False, None
        issuer = self

        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked.append(self.path)
                pages = {"/.well-known/openid-configuration": {"issuer": issuer.says or issuer.url, "jwks_uri": issuer.url + "/keys"}, "/keys": {"keys": [k.public for k in issuer.keys]}}
                body = json.dumps(pages.get(self.path, {})).encode()
                self.send_response(503 if issuer.down else 200 if self.path in pages else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        certificate, key = folder / "issuer.crt", folder / "issuer.key"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        self.thumbprint = hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(("localhost", 0), Answers)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.name = f"localhost:{self.server.server_port}"
        self.url = "https://" + self.name
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Web(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="orgtrail-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.rsa, cls.ec, cls.stranger = Signer(cls.folder, "rsa"), Signer(cls.folder, "ec", "ES256"), Signer(cls.folder, "stranger")
        cls.issuer = Issuer(cls.folder)
        cls.addClassCleanup(cls.issuer.stop)
        cls.issuer.keys = [cls.rsa, cls.ec]
        cls.provider = cls.iam.create_open_id_connect_provider(Url=cls.issuer.url, ClientIDList=["shop", "till"], ThumbprintList=[cls.issuer.thumbprint])["OpenIDConnectProviderArn"]
        cls.role("web", {f"{cls.issuer.name}:aud": "shop"})

    @classmethod
    def role(cls, name, equals, actions="sts:AssumeRoleWithWebIdentity", allow="iam:List*"):
        cls.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Federated": cls.provider}, "Action": actions, "Condition": {"StringEquals": equals}}]}))
        cls.iam.put_role_policy(RoleName=name, PolicyName="list", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": allow, "Resource": "*"}]}))
        return f"arn:aws:iam::{cls.account}:role/{name}"

    def client(self, service, credentials=None, region=house.REGION):
        unsigned = {} if credentials else {"signature_version": botocore.UNSIGNED}
        keys = dict(aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials["SessionToken"]) if credentials else {}
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            return boto3.Session().client(service, region_name=region, verify=str(self.server.profiles / "ca.pem"), **keys, config=botocore.config.Config(
                proxies={"https": f"http://{self.server.endpoint}"}, retries={"total_max_attempts": 1}, read_timeout=30, **unsigned))

    def claims(self, **more):
        now = int(time.time())
        return {k: v for k, v in {"iss": self.issuer.url, "sub": "repo:example/shop", "aud": "shop", "iat": now, "exp": now + 600, **more}.items() if v is not None}

    def assume(self, token, role="web", **more):
        return self.client("sts").assume_role_with_web_identity(RoleArn=f"arn:aws:iam::{self.account}:role/{role}", RoleSessionName="build", WebIdentityToken=token, **more)

    def refused(self, code, call, *words, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(*words, **arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def records(self, name, test):
        ct = self.server.client("shop", "cloudtrail")
        pages = lambda: ct.get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])
        read = lambda: [r for p in pages() for r in (json.loads(e["CloudTrailEvent"]) for e in p["Events"]) if test(r)]
        return house.wait_for(read)


class Tokens(Web):
    def test_a_session(self):
        for signer in (self.rsa, self.ec):
            answer = self.assume(signer.token(self.claims()))
            self.assertEqual(answer["SubjectFromWebIdentityToken"], "repo:example/shop")
            self.assertEqual((answer["Audience"], answer["Provider"]), ("shop", self.provider))
            self.assertEqual(answer["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{self.account}:assumed-role/web/build")
            iam = self.client("iam", answer["Credentials"])
            self.assertTrue(iam.list_roles()["Roles"])
            self.refused("AccessDenied", iam.create_user, UserName="x")
        record = self.records("AssumeRoleWithWebIdentity", lambda r: "errorCode" not in r)[0]
        self.assertEqual(record["userIdentity"], {"type": "WebIdentityUser", "principalId": f"{self.provider}:shop:repo:example/shop", "userName": "repo:example/shop",
                                                  "identityProvider": self.provider})
        self.assertEqual(record["requestParameters"], {"roleArn": f"arn:aws:iam::{self.account}:role/web", "roleSessionName": "build"})
        self.assertEqual(record["responseElements"]["provider"], self.provider)
        self.assertNotIn("secretAccessKey", record["responseElements"]["credentials"])
        self.assertTrue(record["readOnly"])
        self.assertEqual([(r["type"], r["accountId"]) for r in record["resources"]], [("AWS::IAM::Role", self.account)])
        used = self.records("ListRoles", lambda r: r["userIdentity"].get("type") == "AssumedRole" and "webIdFederationData" in r["userIdentity"]["sessionContext"])[0]
        self.assertEqual(used["userIdentity"]["sessionContext"]["webIdFederationData"], {"federatedProvider": self.provider, "attributes": {}})
        self.assertNotIn("userName", used["userIdentity"])

    def test_tokens_that_are_not_taken(self):
        now = int(time.time())
        claims, sign = self.claims, self.rsa.token
        part = sign(claims()).split(".")
        forged = b64({**claims(), "sub": "root"})
        none = b64({"alg": "none", "kid": "rsa"}) + "." + b64(claims()) + "."
        mac = b64({"alg": "HS256", "kid": "rsa"}) + "." + b64(claims()) + "." + b64(b"x" * 32)
        refused = lambda token, code="InvalidIdentityToken": self.refused(code, self.assume, token)
        self.assertIn("not a valid JWT", refused("no token"))
        self.assertIn("not a valid JWT", refused(sign(claims(), crit=["x"])))
        self.assertIn("not a valid JWT", refused(sign({**claims(), "aud": 5})))
        self.assertIn("signature", refused(f"{part[0]}.{forged}.{part[2]}"))
        self.assertIn("signature", refused(none + "AAAA"))
        self.assertIn("signature", refused(mac))
        self.assertIn("signature", refused(self.stranger.token(claims(), kid="rsa")))
        self.assertIn("signature", refused(self.ec.token(claims(), kid="rsa")))
        self.assertIn("signature", refused(f"{part[0]}.{part[1]}.{b64(b'')}"))
        self.assertIn("No OpenIDConnect provider found in your account for https://elsewhere", refused(sign(claims(iss="https://elsewhere"))))
        self.assertIn("No OpenIDConnect provider", refused(sign(claims(iss=self.issuer.url + "/"))))
        self.assertEqual("Incorrect token audience", refused(sign(claims(aud="others"))))
        self.assertEqual("Incorrect token audience", refused(sign(claims(aud=["shop", "till"]))))
        self.assertEqual("Incorrect token audience", refused(sign(claims(azp="others"))))
        for name in ("iss", "sub", "aud", "exp", "iat"):
            self.assertEqual(refused(sign(claims(**{name: None}))), f"Missing a required claim: {name}")
        self.assertIn("Token expired", refused(sign(claims(exp=now - 1)), "ExpiredTokenException"))
        self.assertIn("not yet valid", refused(sign(claims(nbf=now + 900))))
        self.assertIn("not yet valid", refused(sign(claims(iat=now + 900))))
        failed = self.records("AssumeRoleWithWebIdentity", lambda r: r.get("errorCode") == "InvalidIdentityTokenException")
        self.assertEqual(failed[0]["userIdentity"], {"type": "Unknown"})
        self.assertNotIn("webIdentityToken", json.dumps(failed))

    def test_trust(self):
        name, sign = self.issuer.name, self.rsa.token
        self.role("sub", {f"{name}:sub": "repo:example/shop", f"{name}:aud": ["shop", "till"]})
        self.assume(sign(self.claims()), "sub")
        self.assume(sign(self.claims(aud=["x", "y"], azp="till")), "sub")
        message = self.refused("AccessDenied", self.assume, sign(self.claims(sub="repo:evil/shop")), "sub")
        self.assertEqual(message, "Not authorized to perform sts:AssumeRoleWithWebIdentity")
        self.refused("AccessDenied", self.assume, sign(self.claims(aud="till")))
        self.refused("AccessDenied", self.assume, sign(self.claims()), "nothing")
        denied = self.records("AssumeRoleWithWebIdentity", lambda r: r.get("errorCode") == "AccessDenied" and r["userIdentity"].get("userName") == "repo:evil/shop")
        self.assertEqual(denied[0]["userIdentity"]["type"], "WebIdentityUser")
        self.iam.create_role(RoleName="amr", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Federated": self.provider}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"ForAnyValue:StringEquals": {f"{name}:amr": "mfa"}}}]}))
        self.refused("AccessDenied", self.assume, sign(self.claims(amr=["pwd"])), "amr")
        self.assume(sign(self.claims(amr=["pwd", "mfa"])), "amr")
        self.refused("ValidationError", self.assume, sign(self.claims()), DurationSeconds=7200)
        self.refused("MalformedPolicyDocument", self.assume, sign(self.claims()), Policy="{}")
        self.refused("ValidationError", self.assume, sign(self.claims()), ProviderId="www.amazon.com")
        # A session policy limits, and what signs is what trusts: this role trusts users, not providers.
        nothing = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
        limited = self.assume(sign(self.claims()), Policy=nothing)
        self.refused("AccessDenied", self.client("iam", limited["Credentials"]).list_roles)
        self.iam.create_role(RoleName="users", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRoleWithWebIdentity"}]}))
        self.refused("AccessDenied", self.assume, sign(self.claims()), "users")

    def test_tags_and_source_identity(self):
        claims = self.claims(**{"https://aws.amazon.com/tags": {"principal_tags": {"team": ["red"]}, "transitive_tag_keys": ["team"]}, "https://aws.amazon.com/source_identity": "ann"})
        self.refused("AccessDenied", self.assume, self.rsa.token(claims))
        self.role("tagged", {f"{self.issuer.name}:aud": "shop", "aws:RequestTag/team": "red"}, ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"])
        self.iam.put_role_policy(RoleName="tagged", PolicyName="no", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Action": "iam:ListUsers", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red", "aws:SourceIdentity": "ann", "aws:FederatedProvider": self.provider}}}]}))
        answer = self.assume(self.rsa.token(claims), "tagged")
        self.assertEqual(answer["SourceIdentity"], "ann")
        iam = self.client("iam", answer["Credentials"])
        iam.list_roles()
        self.refused("AccessDenied", iam.list_users)
        self.assertIn("not a valid JWT", self.refused("InvalidIdentityToken", self.assume, self.rsa.token(self.claims(**{"https://aws.amazon.com/tags": {"principal_tags": {"a": ["1", "2"]}}})), "tagged"))

    def test_only_these_calls_need_no_signature(self):
        sts = self.client("sts")
        for name, arguments in (("get_caller_identity", {}), ("get_session_token", {}), ("assume_role", dict(RoleArn=f"arn:aws:iam::{self.account}:role/web", RoleSessionName="xx")),
                                ("get_access_key_info", dict(AccessKeyId="A" * 20))):
            self.refused("MissingAuthenticationToken", getattr(sts, name), **arguments)
        self.refused("MissingAuthenticationToken", self.client("iam").list_users)
        self.refused("InvalidAction", sts.assume_role_with_saml, RoleArn=f"arn:aws:iam::{self.account}:role/web", PrincipalArn=f"arn:aws:iam::{self.account}:saml-provider/x", SAMLAssertion="PHg+")
        self.refused("ValidationError", sts.assume_role_with_web_identity, RoleArn="arn:aws:s3:::a-bucket-it-is", RoleSessionName="build", WebIdentityToken="a.b.c")


class Keys(Web):
    def other_issuer(self):
        issuer = Issuer(self.folder)
        self.addCleanup(issuer.stop)
        issuer.keys = [self.rsa]
        arn = self.iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["shop"], ThumbprintList=[issuer.thumbprint])["OpenIDConnectProviderArn"]
        self.addCleanup(self.iam.delete_open_id_connect_provider, OpenIDConnectProviderArn=arn)
        self.iam.create_role(RoleName=f"of{issuer.server.server_port}", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}]}))
        assume = lambda signer=self.rsa, **header: self.assume(signer.token(self.claims(iss=issuer.url), **header), f"of{issuer.server.server_port}")
        return issuer, arn, assume

    def test_keys_are_kept_and_new_ones_are_learned(self):
        issuer, _, assume = self.other_issuer()
        assume()
        assume()
        self.assertEqual(issuer.asked, ["/.well-known/openid-configuration", "/keys"])
        issuer.keys = [self.rsa, self.stranger]
        self.assertIn("Couldn't retrieve verification key", self.refused("InvalidIdentityToken", assume, self.stranger))       # asked just now
        time.sleep(5.1)
        assume(self.stranger)
        issuer.down = True
        assume()

    def test_an_issuer_that_is_down(self):
        issuer, _, assume = self.other_issuer()
        issuer.down = True
        self.refused("IDPCommunicationError", assume)
        issuer.down = False
        self.refused("IDPCommunicationError", assume)
        time.sleep(5.1)
        assume()

    def test_an_issuer_of_another_name(self):
        issuer, _, assume = self.other_issuer()
        issuer.says = "https://other.example"
        self.assertIn("Couldn't retrieve verification key", self.refused("InvalidIdentityToken", assume))

    def test_thumbprints(self):
        issuer, arn, assume = self.other_issuer()
        self.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["0" * 40])
        self.refused("IDPCommunicationError", assume)
        self.assertEqual(issuer.asked, [])
        self.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["0" * 40, issuer.thumbprint.upper()])
        assume()

    def test_short_keys_verify_nothing(self):
        issuer, _, assume = self.other_issuer()
        short = Signer(self.folder, "short", bits=1024)
        issuer.keys = [short]
        self.assertIn("signature", self.refused("InvalidIdentityToken", assume, short))

    def test_a_provider_taken_away(self):
        issuer, arn, assume = self.other_issuer()
        assume()
        self.iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="shop")
        self.assertEqual("Incorrect token audience", self.refused("InvalidIdentityToken", assume))
        self.iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="shop")
        assume()


class Providers(Web):
    def test_open_id_connect(self):
        iam, url = self.iam, "https://idp.example.com/realms/one"
        arn = iam.create_open_id_connect_provider(Url=url, ClientIDList=["a"], ThumbprintList=[], Tags=[{"Key": "k", "Value": "v"}])["OpenIDConnectProviderArn"]
        self.assertEqual(arn, f"arn:aws:iam::{self.account}:oidc-provider/idp.example.com/realms/one")
        self.refused("EntityAlreadyExists", iam.create_open_id_connect_provider, Url=url, ThumbprintList=[])
        for wrong in ("http://idp.example.com", "https://idp.example.com/?a", "https://a@idp.example.com", "idp.example.com", "https://"):
            self.refused("InvalidInput", iam.create_open_id_connect_provider, Url=wrong, ThumbprintList=[])
        self.refused("InvalidInput", iam.create_open_id_connect_provider, Url=url + "2", ThumbprintList=["z" * 40])
        self.refused("InvalidInput", iam.create_open_id_connect_provider, Url=url + "2", ThumbprintList=["0" * 40] * 6)
        self.refused("LimitExceeded", iam.create_open_id_connect_provider, Url=url + "2", ThumbprintList=[], ClientIDList=[str(i) for i in range(101)])
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="b")
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="b")
        iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["A" * 40])
        shown = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.assertEqual((shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]), ("idp.example.com/realms/one", ["a", "b"], ["a" * 40]))
        iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "x", "Value": "1"}])
        iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["k"])
        self.assertEqual(iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)["Tags"], [{"Key": "x", "Value": "1"}])
        self.assertIn(arn, [p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]])
        self.assertGreaterEqual(iam.get_account_summary()["SummaryMap"]["Providers"], 1)
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.refused("NoSuchEntity", iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn)
        self.refused("InvalidInput", iam.get_open_id_connect_provider, OpenIDConnectProviderArn="arn:aws:iam::123456789012:oidc-provider/x")

    def test_saml(self):
        iam = self.iam
        metadata = lambda until="", certificate="MIIB" + "A" * 1000: (
            f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example.com" {until}>'
            f'<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}'
            '</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor></md:IDPSSODescriptor></md:EntityDescriptor>')
        arn = iam.create_saml_provider(Name="corp", SAMLMetadataDocument=metadata())["SAMLProviderArn"]
        self.assertEqual(arn, f"arn:aws:iam::{self.account}:saml-provider/corp")
        self.refused("EntityAlreadyExists", iam.create_saml_provider, Name="corp", SAMLMetadataDocument=metadata())
        for wrong in ("<a>" + "x" * 1000 + "</a>", "x" * 1000, metadata(certificate="").ljust(1200), metadata('validUntil="2001-01-01T00:00:00Z"')):
            self.refused("InvalidInput", iam.create_saml_provider, Name="bad", SAMLMetadataDocument=wrong)
        iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=metadata('validUntil="2099-01-01T00:00:00Z"'))
        shown = iam.get_saml_provider(SAMLProviderArn=arn)
        self.assertEqual((shown["ValidUntil"].year, shown["SAMLMetadataDocument"]), (2099, metadata('validUntil="2099-01-01T00:00:00Z"')))
        iam.tag_saml_provider(SAMLProviderArn=arn, Tags=[{"Key": "x", "Value": "1"}])
        self.assertEqual(iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"], [{"Key": "x", "Value": "1"}])
        iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["x"])
        self.assertEqual([p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]], [arn])
        iam.delete_saml_provider(SAMLProviderArn=arn)
        self.refused("NoSuchEntity", iam.delete_saml_provider, SAMLProviderArn=arn)


if __name__ == "__main__":
    unittest.main()
