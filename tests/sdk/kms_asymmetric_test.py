"""KMS's asymmetric and HMAC keys as boto3 sees them; the openssl command is the other side."""
import base64
import hashlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

import botocore.exceptions

import house
from house import REGION

RSA_SIGNING = [f"RSASSA_{padding}_SHA_{bits}" for padding in ("PKCS1_V1_5", "PSS") for bits in (256, 384, 512)]
RSA_ENCRYPTION = ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"]
CURVES = {"ECC_NIST_P256": ("ECDSA_SHA_256", "prime256v1"), "ECC_NIST_P384": ("ECDSA_SHA_384", "secp384r1"),
          "ECC_NIST_P521": ("ECDSA_SHA_512", "secp521r1"), "ECC_SECG_P256K1": ("ECDSA_SHA_256", "secp256k1")}
MESSAGE = b"a message to be signed"


def openssl(*words, **files):
    """Runs it in a folder with these files: status, and the folder's file `out` or what was printed."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (pathlib.Path(folder) / name).write_bytes(content)
        done = subprocess.run(["openssl", *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out = pathlib.Path(folder) / "out"
        return done.returncode, out.read_bytes() if out.exists() else done.stdout


def setUpModule():
    if not shutil.which("openssl"):
        raise unittest.SkipTest("this machine has no openssl command")
    Keys.server = house.Server().start()
    unittest.addModuleCleanup(Keys.server.stop)
    Keys.open()


class Keys(unittest.TestCase):
    kept, seen = {}, {}

    @classmethod
    def open(cls):
        cls.kms, cls.other = (cls.server.client(name, "kms", config={"parameter_validation": False}) for name in ("shop", "audit"))
        cls.account, cls.foreign = (client.create_key()["KeyMetadata"]["AWSAccountId"] for client in (cls.kms, cls.other))
        model = cls.kms.meta.service_model
        cls.agrees = "DeriveSharedSecret" in model.operation_names
        cls.dry_runs = "DryRun" in model.operation_model("Sign").input_shape.members
        cls.trails = {name: cls.server.client(name, "cloudtrail") for name in ("shop", "audit")}

    @classmethod
    def key(cls, spec, usage, **more):
        """The id of one that is not changed."""
        if more or (spec, usage) not in cls.kept:
            made = cls.kms.create_key(KeySpec=spec, KeyUsage=usage, **more)["KeyMetadata"]["KeyId"]
            if more:
                return made
            cls.kept[spec, usage] = made
        return cls.kept[spec, usage]

    def arn(self, key):
        return f"arn:aws:kms:{REGION}:{self.account}:key/{key}"

    def refused(self, code, text, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        if text is not None:
            self.assertEqual(error.get("Message", ""), text)

    def record(self, answer, profile="shop"):
        """Of a call just made: among the newest fifty."""
        wanted = answer["ResponseMetadata"]["RequestId"]

        def look():
            newest = self.trails[profile].lookup_events(LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": "kms.amazonaws.com"}])["Events"]
            self.seen = {r["requestID"]: r for r in (json.loads(e["CloudTrailEvent"]) for e in newest)}
            return self.seen.get(wanted)
        return self.seen.get(wanted) or house.wait_for(look)

    def user(self, name, *statements):
        iam = self.server.client("shop", "iam")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return self.server.client_with(key, "kms")


class Making(Keys):
    def test_metadata_tells_what_a_key_can_do(self):
        for spec, usage, member, algorithms in [
                ("RSA_2048", "SIGN_VERIFY", "SigningAlgorithms", RSA_SIGNING), ("RSA_2048", "ENCRYPT_DECRYPT", "EncryptionAlgorithms", RSA_ENCRYPTION),
                ("RSA_3072", "SIGN_VERIFY", "SigningAlgorithms", RSA_SIGNING), ("RSA_4096", "ENCRYPT_DECRYPT", "EncryptionAlgorithms", RSA_ENCRYPTION),
                *((spec, "SIGN_VERIFY", "SigningAlgorithms", [algorithm]) for spec, (algorithm, _) in CURVES.items()),
                *((f"HMAC_{bits}", "GENERATE_VERIFY_MAC", "MacAlgorithms", [f"HMAC_SHA_{bits}"]) for bits in (224, 256, 384, 512)),
                *((f"ECC_NIST_P{bits}", "KEY_AGREEMENT", "KeyAgreementAlgorithms", ["ECDH"]) for bits in (256, 384, 521))]:
            with self.subTest(spec=spec, usage=usage):
                made = self.kms.describe_key(KeyId=self.key(spec, usage))["KeyMetadata"]
                self.assertEqual((made["KeySpec"], made["CustomerMasterKeySpec"], made["KeyUsage"], made["Origin"]), (spec, spec, usage, "AWS_KMS"))
                if member in self.kms.meta.service_model.shape_for("KeyMetadata").members:
                    self.assertEqual(made[member], algorithms)
                self.assertEqual([m for m in made if m.endswith("Algorithms") and m != member], [])
                self.assertNotIn("CurrentKeyMaterialId", made)
        self.assertIn("EncryptionAlgorithms", self.kms.create_key()["KeyMetadata"])
        made = self.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
        self.assertEqual(made, self.kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"])

    def test_a_key_is_of_a_kind_that_exists(self):
        needed = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
        for spec in ("RSA_2048", "ECC_NIST_P256", "HMAC_256"):
            self.refused("ValidationException", needed, self.kms.create_key, KeySpec=spec)
        for spec, usage in [("RSA_2048", "KEY_AGREEMENT"), ("RSA_2048", "GENERATE_VERIFY_MAC"), ("ECC_NIST_P256", "ENCRYPT_DECRYPT"), ("ECC_SECG_P256K1", "KEY_AGREEMENT"),
                            ("HMAC_256", "SIGN_VERIFY"), ("SYMMETRIC_DEFAULT", "SIGN_VERIFY")]:
            self.refused("ValidationException", f"KeyUsage {usage} is not compatible with KeySpec {spec}", self.kms.create_key, KeySpec=spec, KeyUsage=usage)
        for spec in ("SM2", "ML_DSA_44", "ECC_NIST_EDWARDS25519"):
            self.refused("UnsupportedOperationException", f"KeySpec {spec} is not supported.", self.kms.create_key, KeySpec=spec, KeyUsage="SIGN_VERIFY")
        for origin in ("EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"):
            self.refused("UnsupportedOperationException", None, self.kms.create_key, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY", Origin=origin)
        self.refused("ValidationException", None, self.kms.create_key, KeySpec="RSA_1024", KeyUsage="SIGN_VERIFY")
        older = self.kms.create_key(CustomerMasterKeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY", MultiRegion=True)["KeyMetadata"]
        self.assertEqual((older["KeySpec"], older["MultiRegion"]), ("ECC_NIST_P256", True))

    def test_many_wait_for_their_pairs_while_others_are_served(self):
        made, failed = [], []

        def make():
            try:
                made.append(self.kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"])
            except botocore.exceptions.ClientError as e:
                failed.append(e)
        threads = [threading.Thread(target=make) for _ in range(6)]
        for t in threads:
            t.start()
        self.kms.list_keys()
        for t in threads:
            t.join()
        self.assertEqual((failed, len(made)), ([], 6))
        self.assertEqual(len({self.kms.get_public_key(KeyId=key)["PublicKey"] for key in made}), 6)

    def test_rotation_is_for_symmetric_keys(self):
        for spec, usage in [("ECC_NIST_P256", "SIGN_VERIFY"), ("HMAC_256", "GENERATE_VERIFY_MAC")]:
            key = self.key(spec, usage)
            self.assertIs(self.kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"], False)
            for call in ("enable_key_rotation", "disable_key_rotation", "rotate_key_on_demand", "list_key_rotations"):
                if hasattr(self.kms, call):
                    self.refused("UnsupportedOperationException", "", getattr(self.kms, call), KeyId=key)

    def test_an_alias_moves_among_keys_that_are_alike(self):
        signs, codes, symmetric = self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("HMAC_256", "GENERATE_VERIFY_MAC"), self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        rsa, encrypts = self.key("RSA_2048", "SIGN_VERIFY"), self.key("RSA_2048", "ENCRYPT_DECRYPT")
        self.kms.create_alias(AliasName="alias/signer", TargetKeyId=signs)
        for other in (codes, symmetric, encrypts):
            self.refused("ValidationException", None, self.kms.update_alias, AliasName="alias/signer", TargetKeyId=other)
        self.kms.update_alias(AliasName="alias/signer", TargetKeyId=rsa)
        self.assertEqual(self.kms.sign(KeyId="alias/signer", Message=MESSAGE, SigningAlgorithm="RSASSA_PSS_SHA_256")["KeyId"], self.arn(rsa))
        self.kms.create_alias(AliasName="alias/sealer", TargetKeyId=symmetric)
        self.refused("ValidationException", None, self.kms.update_alias, AliasName="alias/sealer", TargetKeyId=encrypts)

    def test_the_state_of_a_key(self):
        key = self.key("ECC_NIST_P256", "SIGN_VERIFY", Description="goes")
        sign = dict(KeyId=key, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")
        signature = self.kms.sign(**sign)["Signature"]
        self.kms.disable_key(KeyId=key)
        uses = [(self.kms.sign, sign), (self.kms.verify, {**sign, "Signature": signature}), (self.kms.get_public_key, {"KeyId": key})]
        for call, arguments in uses:
            self.refused("DisabledException", f"{self.arn(key)} is disabled.", call, **arguments)
        self.kms.enable_key(KeyId=key)
        self.assertTrue(self.kms.verify(**sign, Signature=signature)["SignatureValid"])
        self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        for call, arguments in uses:
            self.refused("KMSInvalidStateException", f"{self.arn(key)} is pending deletion.", call, **arguments)


class Signing(Keys):
    def verified(self, public, algorithm, signature, message=MESSAGE):
        bits = algorithm[-3:]
        options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if "PSS" in algorithm else []
        return openssl("dgst", f"-sha{bits}", "-verify", "public", "-keyform", "DER", *options, "-signature", "signature", "message",
                       public=public, signature=signature, message=message)[0] == 0

    def test_openssl_takes_every_signature(self):
        for spec, algorithms in [("RSA_2048", RSA_SIGNING), *((spec, [algorithm]) for spec, (algorithm, _) in CURVES.items())]:
            key = self.key(spec, "SIGN_VERIFY")
            public = self.kms.get_public_key(KeyId=key)["PublicKey"]
            for algorithm in algorithms:
                with self.subTest(spec=spec, algorithm=algorithm):
                    digest = hashlib.new(f"sha{algorithm[-3:]}", MESSAGE).digest()
                    for words in ({"Message": MESSAGE}, {"Message": MESSAGE, "MessageType": "RAW"}, {"Message": digest, "MessageType": "DIGEST"}):
                        signed = self.kms.sign(KeyId=key, SigningAlgorithm=algorithm, **words)
                        self.assertEqual((signed["KeyId"], signed["SigningAlgorithm"]), (self.arn(key), algorithm))
                        self.assertTrue(self.verified(public, algorithm, signed["Signature"]))
                        for other in ({"Message": MESSAGE}, {"Message": digest, "MessageType": "DIGEST"}):
                            answer = self.kms.verify(KeyId=key, SigningAlgorithm=algorithm, Signature=signed["Signature"], **other)
                            self.assertEqual((answer["KeyId"], answer["SignatureValid"], answer["SigningAlgorithm"]), (self.arn(key), True, algorithm))

    def test_what_is_not_the_signature_is_refused(self):
        key, second = self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("ECC_NIST_P256", "SIGN_VERIFY", Description="second")
        words = dict(KeyId=key, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")
        signature = self.kms.sign(**words)["Signature"]
        wrong = self.kms.sign(**{**words, "KeyId": second})["Signature"]
        for change in ({"Message": MESSAGE + b"."}, {"Signature": signature[:-1]}, {"Signature": signature + b"x"}, {"Signature": b"x"}, {"Signature": wrong},
                       {"Signature": b"x" * 6144}, {"KeyId": second}, {"Message": b"d" * 32, "MessageType": "DIGEST"}):
            self.refused("KMSInvalidSignatureException", "", self.kms.verify, **{**words, "Signature": signature, **change})
        rsa = self.key("RSA_2048", "SIGN_VERIFY")
        signature = self.kms.sign(KeyId=rsa, Message=MESSAGE, SigningAlgorithm="RSASSA_PSS_SHA_256")["Signature"]
        for algorithm in ("RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_384"):
            self.refused("KMSInvalidSignatureException", "", self.kms.verify, KeyId=rsa, Message=MESSAGE, Signature=signature, SigningAlgorithm=algorithm)

    def test_messages_and_digests_have_their_sizes(self):
        key = self.key("RSA_2048", "SIGN_VERIFY")
        words = dict(KeyId=key, SigningAlgorithm="RSASSA_PSS_SHA_384")
        self.kms.sign(Message=b"m" * 4096, **words)
        too_long = "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length less than or equal to 4096"
        self.refused("ValidationException", too_long, self.kms.sign, Message=b"m" * 4097, **words)
        self.refused("ValidationException", None, self.kms.sign, Message=b"", **words)
        for size in (1, 32, 49):
            self.refused("ValidationException", "Digest is invalid length for algorithm RSASSA_PSS_SHA_384.", self.kms.sign, Message=b"d" * size, MessageType="DIGEST", **words)
        self.refused("ValidationException", None, self.kms.sign, Message=b"d" * 64, MessageType="EXTERNAL_MU", **words)
        self.refused("ValidationException", None, self.kms.sign, Message=MESSAGE, KeyId=key, SigningAlgorithm="ROT13")
        self.refused("ValidationException", None, self.kms.sign, KeyId=key, SigningAlgorithm="RSASSA_PSS_SHA_384")
        self.refused("ValidationException", None, self.kms.verify, Message=MESSAGE, Signature=b"s" * 6145, **words)

    def test_a_key_is_used_for_its_usage_alone(self):
        symmetric, rsa, signs, codes = self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"), self.key("RSA_2048", "ENCRYPT_DECRYPT"), self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("HMAC_256", "GENERATE_VERIFY_MAC")
        usages = {symmetric: "ENCRYPT_DECRYPT", rsa: "ENCRYPT_DECRYPT", signs: "SIGN_VERIFY", codes: "GENERATE_VERIFY_MAC"}
        sign = {"Message": MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256"}
        code = {"Message": MESSAGE, "MacAlgorithm": "HMAC_SHA_256"}
        for operation, call, arguments, fitting in [
                ("Sign", self.kms.sign, sign, [signs]), ("Verify", self.kms.verify, {**sign, "Signature": b"x"}, [signs]),
                ("GenerateMac", self.kms.generate_mac, code, [codes]), ("VerifyMac", self.kms.verify_mac, {**code, "Mac": b"x"}, [codes]),
                ("Encrypt", self.kms.encrypt, {"Plaintext": b"x"}, [symmetric, rsa]),
                ("GenerateDataKey", self.kms.generate_data_key, {"KeySpec": "AES_256"}, [symmetric, rsa]),
                ("GenerateDataKeyWithoutPlaintext", self.kms.generate_data_key_without_plaintext, {"KeySpec": "AES_256"}, [symmetric, rsa]),
                ("GenerateDataKeyPair", self.kms.generate_data_key_pair, {"KeyPairSpec": "RSA_2048"}, [symmetric, rsa])]:
            for key, usage in usages.items():
                if key not in fitting:
                    self.refused("InvalidKeyUsageException", f"{self.arn(key)} key usage is {usage} which is not valid for {operation}.", call, KeyId=key, **arguments)
        incompatible = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048."
        self.refused("InvalidKeyUsageException", incompatible, self.kms.generate_data_key, KeyId=rsa, KeySpec="AES_256")
        self.refused("InvalidKeyUsageException", incompatible, self.kms.generate_data_key_pair, KeyId=rsa, KeyPairSpec="RSA_2048")
        self.refused("InvalidKeyUsageException", incompatible, self.kms.encrypt, KeyId=rsa, Plaintext=b"x")
        self.refused("InvalidKeyUsageException", "Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.", self.kms.sign, KeyId=signs, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_384")
        self.refused("InvalidKeyUsageException", "Algorithm RSASSA_PSS_SHA_256 is incompatible with key spec ECC_NIST_P256.", self.kms.sign, KeyId=signs, Message=MESSAGE, SigningAlgorithm="RSASSA_PSS_SHA_256")
        for key in (symmetric, codes):
            self.refused("UnsupportedOperationException", None, self.kms.get_public_key, KeyId=key)

    def test_public_keys_are_told(self):
        key = self.key("ECC_NIST_P384", "SIGN_VERIFY")
        answer = self.kms.get_public_key(KeyId=self.arn(key))
        self.assertEqual({k: v for k, v in answer.items() if k not in ("ResponseMetadata", "PublicKey")},
                         {"KeyId": self.arn(key), "KeySpec": "ECC_NIST_P384", "CustomerMasterKeySpec": "ECC_NIST_P384", "KeyUsage": "SIGN_VERIFY", "SigningAlgorithms": ["ECDSA_SHA_384"]})
        self.assertIn(b"secp384r1", openssl("pkey", "-pubin", "-inform", "DER", "-in", "public", "-text", "-noout", public=answer["PublicKey"])[1])
        rsa = self.kms.get_public_key(KeyId=self.key("RSA_4096", "ENCRYPT_DECRYPT"))
        self.assertEqual((rsa["EncryptionAlgorithms"], rsa.get("SigningAlgorithms")), (RSA_ENCRYPTION, None))
        self.assertIn(b"(4096 bit)", openssl("pkey", "-pubin", "-inform", "DER", "-in", "public", "-text", "-noout", public=rsa["PublicKey"])[1])


class Encrypting(Keys):
    def test_openssl_encrypts_what_kms_decrypts(self):
        key = self.key("RSA_2048", "ENCRYPT_DECRYPT")
        public = self.kms.get_public_key(KeyId=key)["PublicKey"]
        for algorithm, digest in zip(RSA_ENCRYPTION, ("sha1", "sha256")):
            blob = self.kms.encrypt(KeyId=key, Plaintext=b"plain", EncryptionAlgorithm=algorithm)
            self.assertEqual((blob["KeyId"], blob["EncryptionAlgorithm"], len(blob["CiphertextBlob"])), (self.arn(key), algorithm, 256))
            status, outside = openssl("pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", "public", "-in", "plain", "-out", "out", "-pkeyopt", "rsa_padding_mode:oaep",
                                      "-pkeyopt", f"rsa_oaep_md:{digest}", "-pkeyopt", f"rsa_mgf1_md:{digest}", public=public, plain=b"plain")
            self.assertEqual(status, 0)
            for cipher in (blob["CiphertextBlob"], outside):
                answer = self.kms.decrypt(KeyId=key, CiphertextBlob=cipher, EncryptionAlgorithm=algorithm)
                self.assertEqual((answer["Plaintext"], answer["KeyId"], answer["EncryptionAlgorithm"]), (b"plain", self.arn(key), algorithm))
                self.assertNotIn("KeyMaterialId", answer)

    def test_limits_and_refusals(self):
        key, symmetric = self.key("RSA_2048", "ENCRYPT_DECRYPT"), self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        for algorithm, most in zip(RSA_ENCRYPTION, (214, 190)):
            blob = self.kms.encrypt(KeyId=key, Plaintext=b"p" * most, EncryptionAlgorithm=algorithm)["CiphertextBlob"]
            self.assertEqual(self.kms.decrypt(KeyId=key, CiphertextBlob=blob, EncryptionAlgorithm=algorithm)["Plaintext"], b"p" * most)
            self.refused("ValidationException", f"Algorithm {algorithm} and key spec RSA_2048 cannot encrypt data larger than {most} bytes.",
                         self.kms.encrypt, KeyId=key, Plaintext=b"p" * (most + 1), EncryptionAlgorithm=algorithm)
        oaep = {"EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
        blob = self.kms.encrypt(KeyId=key, Plaintext=b"x", **oaep)["CiphertextBlob"]
        self.refused("ValidationException", None, self.kms.encrypt, KeyId=key, Plaintext=b"x", EncryptionContext={"a": "b"}, **oaep)
        self.refused("ValidationException", None, self.kms.decrypt, KeyId=key, CiphertextBlob=blob, EncryptionContext={"a": "b"}, **oaep)
        self.refused("InvalidCiphertextException", "", self.kms.decrypt, CiphertextBlob=blob, **oaep)                     # RSA's blobs name no key
        for wrong in (blob[:-1], blob + b"x", b"x" * 256, b"x"):
            self.refused("InvalidCiphertextException", "", self.kms.decrypt, KeyId=key, CiphertextBlob=wrong, **oaep)
        self.refused("InvalidCiphertextException", "", self.kms.decrypt, KeyId=key, CiphertextBlob=blob, EncryptionAlgorithm="RSAES_OAEP_SHA_1")
        self.refused("InvalidKeyUsageException", "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.", self.kms.decrypt, KeyId=key, CiphertextBlob=blob)
        self.refused("InvalidKeyUsageException", "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.", self.kms.encrypt, KeyId=symmetric, Plaintext=b"x", **oaep)
        self.refused("InvalidKeyUsageException", "Algorithm SM2PKE is incompatible with key spec RSA_2048.", self.kms.encrypt, KeyId=key, Plaintext=b"x", EncryptionAlgorithm="SM2PKE")
        under_symmetric = self.kms.encrypt(KeyId=symmetric, Plaintext=b"x")["CiphertextBlob"]
        for other in (key, self.key("HMAC_256", "GENERATE_VERIFY_MAC")):
            self.refused("IncorrectKeyException", None, self.kms.decrypt, KeyId=other, CiphertextBlob=under_symmetric)
        signs = self.key("RSA_2048", "SIGN_VERIFY")
        self.refused("InvalidKeyUsageException", f"{self.arn(signs)} key usage is SIGN_VERIFY which is not valid for Decrypt.", self.kms.decrypt, KeyId=signs, CiphertextBlob=blob, **oaep)

    def test_re_encryption_crosses_kinds(self):
        rsa, symmetric = self.key("RSA_2048", "ENCRYPT_DECRYPT"), self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        blob = self.kms.encrypt(KeyId=symmetric, Plaintext=b"x", EncryptionContext={"a": "b"})["CiphertextBlob"]
        there = self.kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext={"a": "b"}, DestinationKeyId=rsa, DestinationEncryptionAlgorithm="RSAES_OAEP_SHA_1")
        self.assertEqual((there["SourceEncryptionAlgorithm"], there["DestinationEncryptionAlgorithm"], there["KeyId"]), ("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", self.arn(rsa)))
        self.assertNotIn("DestinationKeyMaterialId", there)
        back = self.kms.re_encrypt(CiphertextBlob=there["CiphertextBlob"], SourceKeyId=rsa, SourceEncryptionAlgorithm="RSAES_OAEP_SHA_1", DestinationKeyId=symmetric)
        self.assertEqual(back["SourceKeyId"], self.arn(rsa))
        self.assertEqual(self.kms.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"], b"x")
        long = self.kms.encrypt(KeyId=symmetric, Plaintext=b"p" * 215)["CiphertextBlob"]
        self.refused("ValidationException", "Algorithm RSAES_OAEP_SHA_1 and key spec RSA_2048 cannot encrypt data larger than 214 bytes.", self.kms.re_encrypt,
                     CiphertextBlob=long, DestinationKeyId=rsa, DestinationEncryptionAlgorithm="RSAES_OAEP_SHA_1")
        signs = self.key("ECC_NIST_P256", "SIGN_VERIFY")
        self.refused("InvalidKeyUsageException", f"{self.arn(signs)} key usage is SIGN_VERIFY which is not valid for ReEncrypt.", self.kms.re_encrypt,
                     CiphertextBlob=blob, SourceEncryptionContext={"a": "b"}, DestinationKeyId=signs)

    def test_data_key_pairs_are_pairs(self):
        key = self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        for spec in ("RSA_2048", *CURVES):
            pair = self.kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec, EncryptionContext={"a": "b"})
            self.assertEqual((pair["KeyId"], pair["KeyPairSpec"]), (self.arn(key), spec))
            self.assertEqual(self.kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"], EncryptionContext={"a": "b"})["Plaintext"], pair["PrivateKeyPlaintext"])
            self.assertEqual(openssl("pkey", "-inform", "DER", "-in", "private", "-pubout", "-outform", "DER", private=pair["PrivateKeyPlaintext"]), (0, pair["PublicKey"]))
        alone = self.kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec="RSA_2048")
        private = self.kms.decrypt(CiphertextBlob=alone["PrivateKeyCiphertextBlob"])["Plaintext"]
        self.assertEqual(openssl("pkey", "-inform", "DER", "-in", "private", "-pubout", "-outform", "DER", private=private), (0, alone["PublicKey"]))
        self.refused("UnsupportedOperationException", None, self.kms.generate_data_key_pair, KeyId=key, KeyPairSpec="SM2")

    def test_services_take_symmetric_keys_alone(self):
        s3, bucket = self.server.client("shop", "s3"), f"asymmetric-{self.account}"
        s3.create_bucket(Bucket=bucket)
        for spec, usage in [("RSA_2048", "ENCRYPT_DECRYPT"), ("ECC_NIST_P256", "SIGN_VERIFY"), ("HMAC_256", "GENERATE_VERIFY_MAC")]:
            key = self.arn(self.key(spec, usage))
            self.refused("KMS.InvalidKeyUsageException", None, s3.put_object, Bucket=bucket, Key="x", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
            self.refused("KmsException", None, self.trail_with, key=key)

    def trail_with(self, key):
        trails, s3 = self.server.client("shop", "cloudtrail"), self.server.client("shop", "s3")
        bucket = f"asymmetric-trail-{self.account}"
        if bucket not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket)
            service = {"Service": "cloudtrail.amazonaws.com"}
            s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
                {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}]}))
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "kms:*", "Resource": "*"},
                                                         {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}]}
        self.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
        trails.create_trail(Name="asymmetric", S3BucketName=bucket, KmsKeyId=key)


class Codes(Keys):
    def test_codes_are_made_and_verified(self):
        for bits in (224, 256, 384, 512):
            key, words = self.key(f"HMAC_{bits}", "GENERATE_VERIFY_MAC"), {"MacAlgorithm": f"HMAC_SHA_{bits}"}
            made = self.kms.generate_mac(KeyId=key, Message=MESSAGE, **words)
            self.assertEqual((made["KeyId"], made["MacAlgorithm"], len(made["Mac"])), (self.arn(key), f"HMAC_SHA_{bits}", bits // 8))
            self.assertEqual(self.kms.generate_mac(KeyId=key, Message=MESSAGE, **words)["Mac"], made["Mac"])
            answer = self.kms.verify_mac(KeyId=key, Message=MESSAGE, Mac=made["Mac"], **words)
            self.assertEqual((answer["KeyId"], answer["MacValid"], answer["MacAlgorithm"]), (self.arn(key), True, f"HMAC_SHA_{bits}"))
            for change in ({"Message": b"another"}, {"Mac": made["Mac"][:-1]}, {"Mac": made["Mac"] + b"x"}, {"Mac": bytes(bits // 8)}):
                self.refused("KMSInvalidMacException", "", self.kms.verify_mac, **{"KeyId": key, "Message": MESSAGE, "Mac": made["Mac"], **words, **change})
        key = self.key("HMAC_224", "GENERATE_VERIFY_MAC")
        self.refused("InvalidKeyUsageException", "Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.", self.kms.generate_mac, KeyId=key, Message=MESSAGE, MacAlgorithm="HMAC_SHA_256")
        self.refused("ValidationException", None, self.kms.generate_mac, KeyId=key, Message=b"m" * 4097, MacAlgorithm="HMAC_SHA_224")
        self.refused("ValidationException", None, self.kms.generate_mac, KeyId=key, Message=b"", MacAlgorithm="HMAC_SHA_224")
        self.refused("NotFoundException", "Invalid keyId 'key_id'", self.kms.generate_mac, KeyId="key_id", Message=b"m", MacAlgorithm="HMAC_SHA_224")


class Agreeing(Keys):
    def setUp(self):
        if not self.agrees:
            self.skipTest("this SDK knows no DeriveSharedSecret")

    def test_both_sides_come_to_one_secret(self):
        for spec in ("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"):
            key, curve = self.key(spec, "KEY_AGREEMENT"), CURVES[spec][1]
            ours = self.kms.get_public_key(KeyId=key)
            self.assertEqual(ours["KeyAgreementAlgorithms"], ["ECDH"])
            private = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}", "-out", "out")[1]
            public = openssl("pkey", "-in", "private", "-pubout", "-outform", "DER", "-out", "out", private=private)[1]
            answer = self.kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public)
            self.assertEqual((answer["KeyId"], answer["KeyAgreementAlgorithm"], answer["KeyOrigin"]), (self.arn(key), "ECDH", "AWS_KMS"))
            theirs = openssl("pkeyutl", "-derive", "-inkey", "private", "-peerkey", "peer", "-peerform", "DER", "-out", "out", private=private, peer=ours["PublicKey"])
            self.assertEqual(theirs, (0, answer["SharedSecret"]))

    def test_refusals(self):
        key, elsewhere = self.key("ECC_NIST_P256", "KEY_AGREEMENT"), self.key("ECC_NIST_P384", "KEY_AGREEMENT")
        words = {"KeyAgreementAlgorithm": "ECDH", "PublicKey": self.kms.get_public_key(KeyId=key)["PublicKey"]}
        for public in (b"InvalidPublicKey", self.kms.get_public_key(KeyId=elsewhere)["PublicKey"], words["PublicKey"] + b"x", words["PublicKey"][:-1] + b"x"):
            self.refused("ValidationException", "", self.kms.derive_shared_secret, KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public)
        self.refused("ValidationException", None, self.kms.derive_shared_secret, KeyId=key, KeyAgreementAlgorithm="DH", PublicKey=words["PublicKey"])
        for spec, usage in [("ECC_NIST_P256", "SIGN_VERIFY"), ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")]:
            other = self.key(spec, usage)
            self.refused("InvalidKeyUsageException", f"{self.arn(other)} key usage is {usage} which is not valid for DeriveSharedSecret.", self.kms.derive_shared_secret, KeyId=other, **words)


class Permissions(Keys):
    def test_policies_ask_for_the_algorithm_and_the_kind(self):
        key, rsa, codes = self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("RSA_2048", "ENCRYPT_DECRYPT"), self.key("HMAC_256", "GENERATE_VERIFY_MAC")
        allow = lambda action, **condition: {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": {"StringEquals": condition}}
        user = self.user("signer", allow("kms:Sign", **{"kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST", "kms:KeySpec": "ECC_NIST_P256"}),
                         allow("kms:GenerateMac", **{"kms:MacAlgorithm": "HMAC_SHA_256", "kms:KeyUsage": "GENERATE_VERIFY_MAC"}),
                         allow("kms:Encrypt", **{"kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}),
                         allow("kms:CreateKey", **{"kms:KeySpec": "ECC_NIST_P521", "kms:KeyUsage": "SIGN_VERIFY"}),
                         allow("kms:GenerateDataKeyPair", **{"kms:DataKeyPairSpec": "ECC_NIST_P256"}))
        house.wait_for(lambda: user.sign(KeyId=key, Message=b"d" * 32, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256"))
        self.refused("AccessDeniedException", None, user.sign, KeyId=key, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")
        self.refused("AccessDeniedException", None, user.get_public_key, KeyId=key)
        user.generate_mac(KeyId=codes, Message=MESSAGE, MacAlgorithm="HMAC_SHA_256")
        self.refused("AccessDeniedException", None, user.generate_mac, KeyId=codes, Message=MESSAGE, MacAlgorithm="HMAC_SHA_512")
        user.encrypt(KeyId=rsa, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_256")
        self.refused("AccessDeniedException", None, user.encrypt, KeyId=rsa, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_1")
        user.create_key(KeySpec="ECC_NIST_P521", KeyUsage="SIGN_VERIFY")
        self.refused("AccessDeniedException", None, user.create_key, KeySpec="RSA_4096", KeyUsage="SIGN_VERIFY")
        symmetric = self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        user.generate_data_key_pair(KeyId=symmetric, KeyPairSpec="ECC_NIST_P256")
        self.refused("AccessDeniedException", None, user.generate_data_key_pair, KeyId=symmetric, KeyPairSpec="RSA_4096")

    def test_grants_are_of_what_the_key_can_do(self):
        common = ["CreateGrant", "DescribeKey", "RetireGrant"]
        of_kind = {("ECC_NIST_P256", "SIGN_VERIFY"): ["Sign", "Verify", "GetPublicKey"], ("HMAC_256", "GENERATE_VERIFY_MAC"): ["GenerateMac", "VerifyMac"],
                   ("RSA_2048", "ENCRYPT_DECRYPT"): ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GetPublicKey"],
                   ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"): ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
                                                              "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
                   ("ECC_NIST_P384", "KEY_AGREEMENT"): ["DeriveSharedSecret", "GetPublicKey"]}
        every = {operation for operations in of_kind.values() for operation in operations}
        grantee = {"GranteePrincipal": f"arn:aws:iam::{self.account}:root"}
        for (spec, usage), operations in of_kind.items():
            key = self.key(spec, usage)
            self.kms.create_grant(KeyId=key, Operations=operations + common, **grantee)
            for wrong in sorted(every - set(operations)):
                self.refused("ValidationException", None, self.kms.create_grant, KeyId=key, Operations=["DescribeKey", wrong], **grantee)
            if spec != "SYMMETRIC_DEFAULT":
                self.refused("ValidationException", None, self.kms.create_grant, KeyId=key, Operations=operations, Constraints={"EncryptionContextEquals": {"a": "b"}}, **grantee)

    def test_another_account_signs_by_a_grant(self):
        key = self.arn(self.key("ECC_NIST_P256", "SIGN_VERIFY", Description="granted"))
        words = {"KeyId": key, "Message": MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256"}
        self.refused("AccessDeniedException", None, self.other.sign, **words)
        self.kms.create_grant(KeyId=key, GranteePrincipal=f"arn:aws:iam::{self.foreign}:root", Operations=["Sign", "GetPublicKey"])
        signed = self.other.sign(**words)
        self.assertTrue(self.kms.verify(**words, Signature=signed["Signature"])["SignatureValid"])
        self.other.get_public_key(KeyId=key)
        self.refused("AccessDeniedException", None, self.other.verify, **words, Signature=signed["Signature"])
        self.assertEqual(self.record(signed)["recipientAccountId"], self.account)
        self.seen = {}
        self.assertEqual(self.record(signed, "audit")["recipientAccountId"], self.foreign)

    def test_dry_runs_do_nothing(self):
        if not self.dry_runs:
            self.skipTest("this SDK knows no DryRun")
        text = "The request would have succeeded, but the DryRun option is set."
        signs, codes, symmetric = self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("HMAC_256", "GENERATE_VERIFY_MAC"), self.key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        sign = {"KeyId": signs, "Message": MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256"}
        code = {"KeyId": codes, "Message": MESSAGE, "MacAlgorithm": "HMAC_SHA_256"}
        for call, arguments in [(self.kms.sign, sign), (self.kms.verify, {**sign, "Signature": b"x"}), (self.kms.generate_mac, code), (self.kms.verify_mac, {**code, "Mac": b"x"}),
                                (self.kms.generate_data_key_pair, {"KeyId": symmetric, "KeyPairSpec": "RSA_4096"}),
                                (self.kms.encrypt, {"KeyId": self.key("RSA_2048", "ENCRYPT_DECRYPT"), "Plaintext": b"x", "EncryptionAlgorithm": "RSAES_OAEP_SHA_1"})]:
            self.refused("DryRunOperationException", text, call, DryRun=True, **arguments)
        if self.agrees:
            agrees = self.key("ECC_NIST_P256", "KEY_AGREEMENT")
            self.refused("DryRunOperationException", text, self.kms.derive_shared_secret, KeyId=agrees, KeyAgreementAlgorithm="ECDH",
                         PublicKey=self.kms.get_public_key(KeyId=agrees)["PublicKey"], DryRun=True)


class Records(Keys):
    def test_records_tell_the_use_and_no_content(self):
        signs, codes, rsa = self.key("ECC_NIST_P256", "SIGN_VERIFY"), self.key("HMAC_256", "GENERATE_VERIFY_MAC"), self.key("RSA_2048", "ENCRYPT_DECRYPT")
        sign = {"KeyId": signs, "Message": MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256"}
        code = {"KeyId": codes, "Message": MESSAGE, "MacAlgorithm": "HMAC_SHA_256"}
        signed, mac = self.kms.sign(**sign), self.kms.generate_mac(**code)
        calls = [("Sign", signed, signs, {"keyId": signs, "messageType": "RAW", "signingAlgorithm": "ECDSA_SHA_256"}),
                 ("Verify", self.kms.verify(**sign, Signature=signed["Signature"]), signs, {"keyId": signs, "messageType": "RAW", "signingAlgorithm": "ECDSA_SHA_256"}),
                 ("GenerateMac", mac, codes, {"keyId": codes, "macAlgorithm": "HMAC_SHA_256"}),
                 ("VerifyMac", self.kms.verify_mac(**code, Mac=mac["Mac"]), codes, {"keyId": codes, "macAlgorithm": "HMAC_SHA_256"}),
                 ("GetPublicKey", self.kms.get_public_key(KeyId=signs), signs, {"keyId": signs}),
                 ("Encrypt", self.kms.encrypt(KeyId=rsa, Plaintext=MESSAGE, EncryptionAlgorithm="RSAES_OAEP_SHA_1"), rsa, {"keyId": rsa, "encryptionAlgorithm": "RSAES_OAEP_SHA_1"})]
        if self.agrees:
            agrees = self.key("ECC_NIST_P256", "KEY_AGREEMENT")
            public = self.kms.get_public_key(KeyId=agrees)["PublicKey"]
            calls.append(("DeriveSharedSecret", self.kms.derive_shared_secret(KeyId=agrees, KeyAgreementAlgorithm="ECDH", PublicKey=public), agrees,
                          {"keyId": agrees, "keyAgreementAlgorithm": "ECDH"}))
        for event, answer, key, parameters in reversed(calls):
            with self.subTest(event=event):
                record = self.record(answer)
                self.assertEqual(record["eventName"], event)
                self.assertEqual((record["requestParameters"], record["responseElements"]), (parameters, None))
                self.assertEqual((record["readOnly"], record["managementEvent"]), (True, True))
                self.assertEqual(record["resources"], [{"accountId": self.account, "type": "AWS::KMS::Key", "ARN": self.arn(key)}])
        made = self.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        record = self.record(made)
        self.assertEqual({k: record["requestParameters"][k] for k in ("keySpec", "customerMasterKeySpec", "keyUsage")},
                         {"keySpec": "ECC_NIST_P256", "customerMasterKeySpec": "ECC_NIST_P256", "keyUsage": "SIGN_VERIFY"})
        self.assertEqual(record["responseElements"]["keyMetadata"]["signingAlgorithms"], ["ECDSA_SHA_256"])
        self.assertNotIn("encryptionAlgorithms", record["responseElements"]["keyMetadata"])

    def test_refused_uses_are_recorded(self):
        signs = self.key("ECC_NIST_P256", "SIGN_VERIFY")
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.kms.verify(KeyId=signs, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256", Signature=b"x")
        self.assertEqual(self.record(caught.exception.response)["errorCode"], "KMSInvalidSignatureException")


class Keeping(unittest.TestCase):
    def test_keys_outlive_the_server_and_end_with_their_deletion(self):
        with tempfile.TemporaryDirectory() as home:
            with house.Server(home) as server:
                kms = server.client("shop", "kms")
                keys = {spec: kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
                        for spec, usage in [("RSA_2048", "SIGN_VERIFY"), ("ECC_NIST_P256", "SIGN_VERIFY"), ("HMAC_512", "GENERATE_VERIFY_MAC")]}
                public = {spec: kms.get_public_key(KeyId=keys[spec])["PublicKey"] for spec in ("RSA_2048", "ECC_NIST_P256")}
                mac = kms.generate_mac(KeyId=keys["HMAC_512"], Message=MESSAGE, MacAlgorithm="HMAC_SHA_512")["Mac"]
                signature = kms.sign(KeyId=keys["RSA_2048"], Message=MESSAGE, SigningAlgorithm="RSASSA_PSS_SHA_512")["Signature"]
                server.kill()
            told = (MESSAGE, mac, base64.b64encode(MESSAGE), base64.b64encode(mac), base64.b64encode(signature))
            self.assertEqual([p for p in pathlib.Path(home).rglob("*") if p.is_file() and any(t in p.read_bytes() for t in told)], [])
            with house.Server(home) as server:
                kms = server.client("shop", "kms")
                self.assertEqual({spec: kms.get_public_key(KeyId=keys[spec])["PublicKey"] for spec in public}, public)
                self.assertTrue(kms.verify_mac(KeyId=keys["HMAC_512"], Message=MESSAGE, MacAlgorithm="HMAC_SHA_512", Mac=mac)["MacValid"])
                self.assertTrue(kms.verify(KeyId=keys["RSA_2048"], Message=MESSAGE, SigningAlgorithm="RSASSA_PSS_SHA_512", Signature=signature)["SignatureValid"])
                kms.schedule_key_deletion(KeyId=keys["RSA_2048"], PendingWindowInDays=7)
                server.advance("8d")
                house.wait_for(lambda: house.error_code(kms.get_public_key, KeyId=keys["RSA_2048"]) == "NotFoundException")
                kms.sign(KeyId=keys["ECC_NIST_P256"], Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")


if __name__ == "__main__":
    unittest.main()
