"""Whom the Principal of a resource's policy lets in: every form of it, for callers of every kind, of the account itself and of another."""
import json
import unittest


import house
from house import error_code

ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Principals(unittest.TestCase):
    """The audit account's bucket; callers of the shop, and of the audit account without any rights of their own."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        accounts = {name: cls.server.client(name, "sts").get_caller_identity()["Account"] for name in ("shop", "audit", "payments")}
        cls.shop, cls.audit, cls.payments = accounts["shop"], accounts["audit"], accounts["payments"]
        cls.s3 = cls.server.client("audit", "s3")
        cls.bucket = f"principals-{cls.audit}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.s3.delete_public_access_block(Bucket=cls.bucket)
        cls.s3.put_object(Bucket=cls.bucket, Key="x", Body=b"x")
        cls.callers = {}
        for name in ("shop", "audit"):
            iam, rights = cls.server.client(name, "iam"), [ALL] if name == "shop" else []
            cls.add_callers(name, iam, accounts[name], rights)
        cls.canonical = cls.server.client("shop", "s3").list_buckets()["Owner"]["ID"]

    @classmethod
    def add_callers(cls, name, iam, account, rights):
        user = iam.create_user(UserName="caller")["User"]
        key = iam.create_access_key(UserName="caller")["AccessKey"]
        role = iam.create_role(RoleName="caller", Path="/p/", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": user["Arn"]}, "Action": "sts:AssumeRole"}))["Role"]
        iam.put_user_policy(UserName="caller", PolicyName="x", PolicyDocument=document(*rights, {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}))
        iam.put_role_policy(RoleName="caller", PolicyName="x", PolicyDocument=document(*rights, {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}))
        sts = cls.client(key, "sts")
        session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="here")["Credentials"]
        federated = sts.get_federation_token(Name="guest", Policy=document(*(rights or [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}])))["Credentials"]
        cls.callers.update({f"{name} user": (cls.client(key, "s3"), user["Arn"]), f"{name} session": (cls.client(session, "s3"), f"arn:aws:sts::{account}:assumed-role/caller/here"),
                            f"{name} federated": (cls.client(federated, "s3"), f"arn:aws:sts::{account}:federated-user/guest")})

    @classmethod
    def client(cls, credentials, service):
        return cls.server.client_with(credentials, service)

    def let_in(self, *statements):
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=document(*statements))
        return {name for name, (client, _) in self.callers.items() if error_code(client.get_object, Bucket=self.bucket, Key="x") is None}

    def allow(self, principal, **more):
        return {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/*", **more}

    def arn(self, name):
        return self.callers[name][1]

    def test_forms_of_principals(self):
        shop, audit = {"shop user", "shop session", "shop federated"}, {"audit user", "audit session", "audit federated"}
        role = lambda account: {"AWS": f"arn:aws:iam::{account}:role/p/caller"}
        cases = [({"AWS": self.shop}, shop), ({"AWS": f"arn:aws:iam::{self.shop}:root"}, shop), ({"CanonicalUser": self.canonical}, shop), ({"AWS": self.payments}, set()),
                 ({"AWS": self.audit}, set()),                                                # delegation alone lets nobody in who has no rights
                 ({"AWS": self.arn("shop user")}, {"shop user"}), ({"AWS": self.arn("audit user")}, {"audit user"}),
                 (role(self.shop), {"shop session"}), (role(self.audit), {"audit session"}),
                 ({"AWS": self.arn("shop session")}, {"shop session"}), ({"AWS": self.arn("audit session")}, {"audit session"}),
                 ({"AWS": self.arn("shop federated")}, {"shop federated"}), ({"AWS": self.arn("audit federated")}, {"audit federated"}),
                 ("*", shop | audit - {"audit federated"}), ({"AWS": "*"}, shop | audit - {"audit federated"}),      # its session policy limits it
                 ({"Service": "cloudtrail.amazonaws.com"}, set()),
                 ({"AWS": [self.arn("shop user"), self.arn("audit session")], "Service": "sns.amazonaws.com"}, {"shop user", "audit session"})]
        for principal, expected in cases:
            with self.subTest(json.dumps(principal)):
                self.assertEqual(self.let_in(self.allow(principal)), expected)

    def test_denials_by_principal(self):
        everyone = self.allow("*")
        inside = {"shop user", "shop session", "shop federated", "audit user", "audit session"}
        deny = lambda principal, **more: {**self.allow(principal), "Effect": "Deny", **more}
        for principal, out in [({"AWS": self.arn("shop user")}, {"shop user"}), ({"AWS": self.shop}, {"shop user", "shop session", "shop federated"}),
                               ({"AWS": f"arn:aws:iam::{self.audit}:role/p/caller"}, {"audit session"}), ({"AWS": self.arn("audit session")}, {"audit session"})]:
            with self.subTest(json.dumps(principal)):
                self.assertEqual(self.let_in(everyone, deny(principal)), inside - out)

    def test_all_but_those(self):
        """NotPrincipal in a Deny spares whom it names with the account, as the user guide has it."""
        deny = {"Effect": "Deny", "NotPrincipal": {"AWS": [self.arn("shop user"), f"arn:aws:iam::{self.shop}:root"]}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/*"}
        self.assertEqual(self.let_in(self.allow("*"), deny), {"shop user"})

    def test_by_condition_instead(self):
        """What the user guide recommends in its place."""
        deny = {**self.allow("*"), "Effect": "Deny", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": [self.arn("shop user"), f"arn:aws:iam::{self.audit}:role/p/caller"]}}}
        self.assertEqual(self.let_in(self.allow("*"), deny), {"shop user", "audit session"})

    def test_who_is_named_is_meant_and_nobody_of_the_same_name(self):
        """A user or role is held by its unique id: made again under its name it is a stranger, and the policy shows the id of who is gone."""
        iam = self.server.client("shop", "iam")
        credentials, arn, unique_id = self.recruit(iam, "held")
        client = self.client(credentials, "s3")
        let_in = lambda who: error_code(who.get_object, Bucket=self.bucket, Key="x")
        reads = lambda: json.loads(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])["Statement"][0]["Principal"]["AWS"]
        written = document(self.allow({"AWS": arn}))
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=written)
        self.assertEqual((let_in(client), self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"]), (None, written))
        iam.update_user(UserName="held", NewUserName="renamed")
        self.assertEqual((let_in(client), reads()), (None, arn.replace("user/held", "user/renamed")))
        self.dismiss(iam, "renamed")
        self.assertEqual(reads(), unique_id)
        credentials, same_arn, _ = self.recruit(iam, "held")
        stranger = self.client(credentials, "s3")
        self.assertEqual((same_arn, let_in(stranger), reads()), (arn, "AccessDenied", unique_id))
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=written)
        self.assertIsNone(let_in(stranger))
        self.dismiss(iam, "held")
        self.assertEqual(error_code(self.s3.put_bucket_policy, Bucket=self.bucket, Policy=written), "MalformedPolicy")
        elsewhere = document(self.allow({"AWS": "arn:aws:iam::999999999999:role/somebody"}))              # of an account that is not here
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=elsewhere)
        self.assertEqual(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"], elsewhere)

    def test_keys_hold_whom_their_policies_name(self):
        iam, kms = self.server.client("audit", "iam"), self.server.client("audit", "kms")
        credentials, arn, unique_id = self.recruit(iam, "kept")
        root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.audit}:root"}, "Action": "kms:*", "Resource": "*"}
        written = document(root, {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "kms:Encrypt", "Resource": "*"})
        key = kms.create_key(Policy=written)["KeyMetadata"]["KeyId"]
        encrypts = lambda credentials: error_code(self.client(credentials, "kms").encrypt, KeyId=key, Plaintext=b"x")
        reads = lambda: kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
        self.assertEqual((encrypts(credentials), reads()), (None, written))
        self.dismiss(iam, "kept")
        credentials, _, _ = self.recruit(iam, "kept")
        self.assertEqual((encrypts(credentials), json.loads(reads())["Statement"][1]["Principal"]["AWS"]), ("AccessDeniedException", unique_id))
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=written)
        self.assertIsNone(encrypts(credentials))
        self.dismiss(iam, "kept")
        for call in (kms.put_key_policy, kms.create_key):
            of = {"KeyId": key, "PolicyName": "default"} if call == kms.put_key_policy else {}
            self.assertEqual(error_code(call, Policy=written, **of), "MalformedPolicyDocumentException")

    def recruit(self, iam, name):
        user = iam.create_user(UserName=name)["User"]
        if f":{self.shop}:" in user["Arn"]:                                  # from another account it needs a right of its own
            iam.put_user_policy(UserName=name, PolicyName="x", PolicyDocument=document(ALL))
        return iam.create_access_key(UserName=name)["AccessKey"], user["Arn"], user["UserId"]

    def dismiss(self, iam, name):
        for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
            iam.delete_user_policy(UserName=name, PolicyName=policy)
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=name)


if __name__ == "__main__":
    unittest.main()
