"""Whom the Principal of a resource's policy lets in: every form of it, for callers of every kind, of the account itself and of another."""
import json
import unittest

import boto3
import botocore.config

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
        with house.environment(HTTPS_PROXY=f"http://{cls.server.endpoint}"):
            return boto3.Session().client(service, region_name=house.REGION, verify=str(cls.server.profiles / "ca.pem"), aws_access_key_id=credentials["AccessKeyId"],
                                          aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials.get("SessionToken"),
                                          config=botocore.config.Config(proxies={"https": f"http://{cls.server.endpoint}"}, retries={"total_max_attempts": 1}))

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


if __name__ == "__main__":
    unittest.main()
