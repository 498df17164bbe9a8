"""Which services the accounts of an organization may use and did use: IAM's access reports for the management account."""
import json
import unittest

import boto3
import botocore.exceptions

import house
from house import error_code


class OrganizationReports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam, cls.organizations = cls.server.client("management", "iam"), cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in cls.organizations.list_accounts()["Accounts"]}
        cls.organization = cls.organizations.describe_organization()["Organization"]["Id"]
        cls.root = cls.organizations.list_roots()["Roots"][0]["Id"]
        cls.unit = cls.organizations.list_parents(ChildId=cls.accounts["shop"])["Parents"][0]["Id"]
        cls.path = f"{cls.organization}/{cls.root}"
        cls.server.client("shop", "sqs", region="eu-west-1").list_queues()
        cls.server.client("payments", "kms").list_keys()
        cls.server.client("shop", "kms").list_keys()

    def report(self, path, **more):
        job = self.iam.generate_organizations_access_report(EntityPath=path, **more)["JobId"]
        done = house.wait_for(lambda: (lambda r: r if r["JobStatus"] != "IN_PROGRESS" else None)(self.iam.get_organizations_access_report(JobId=job)))
        self.assertEqual(done["JobStatus"], "COMPLETED")
        return job, done

    def used(self, done):
        return {d["ServiceNamespace"]: (d["Region"], d["EntityPath"].rsplit("/", 1)[1], d["TotalAuthenticatedEntities"]) for d in done["AccessDetails"] if "LastAuthenticatedTime" in d}

    def test_of_a_unit(self):
        job, done = self.report(f"{self.path}/{self.unit}")
        used = self.used(done)
        self.assertEqual(used["sqs"], ("eu-west-1", self.accounts["shop"], 1))
        self.assertEqual(used["kms"], (house.REGION, self.accounts["shop"], 2))
        self.assertEqual(done["NumberOfServicesAccessible"], len(done["AccessDetails"]))
        self.assertEqual(done["NumberOfServicesNotAccessed"], len([d for d in done["AccessDetails"] if "LastAuthenticatedTime" not in d]))
        names = [d["ServiceNamespace"] for d in done["AccessDetails"]]
        self.assertEqual(names, sorted(names))
        first = self.iam.get_organizations_access_report(JobId=job, MaxItems=2, SortKey="LAST_AUTHENTICATED_TIME_DESCENDING")
        self.assertEqual((first["AccessDetails"][0]["ServiceNamespace"], first["IsTruncated"]), ("kms", True))
        rest = self.iam.get_organizations_access_report(JobId=job, Marker=first["Marker"], SortKey="LAST_AUTHENTICATED_TIME_DESCENDING")
        self.assertEqual(len(first["AccessDetails"] + rest["AccessDetails"]), len(names))

    def test_of_an_account_and_of_the_root(self):
        used = self.used(self.report(f"{self.path}/{self.unit}/{self.accounts['payments']}")[1])
        self.assertEqual(used["kms"], (house.REGION, self.accounts["payments"], 1))
        self.assertNotIn("sqs", used)
        used = self.used(self.report(self.path)[1])
        self.assertEqual(used["kms"][2], 2)
        self.assertIn(used["organizations"][1], self.accounts.values())

    def test_only_what_policies_let_through(self):
        content = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sqs:*", "kms:List*", "iam:*"], "Resource": "*"}]})
        policy = self.organizations.create_policy(Name="some", Description="", Type="SERVICE_CONTROL_POLICY", Content=content)["Policy"]["PolicySummary"]["Id"]
        self.assertEqual([d["ServiceNamespace"] for d in self.report(f"{self.path}/{self.unit}", OrganizationsPolicyId=policy)[1]["AccessDetails"]], ["iam", "kms", "sqs"])
        self.organizations.attach_policy(PolicyId=policy, TargetId=self.unit)
        self.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=self.unit)
        try:
            self.assertEqual([d["ServiceNamespace"] for d in self.report(f"{self.path}/{self.unit}")[1]["AccessDetails"]], ["iam", "kms", "sqs"])
        finally:
            self.organizations.attach_policy(PolicyId="p-FullAWSAccess", TargetId=self.unit)
            self.organizations.detach_policy(PolicyId=policy, TargetId=self.unit)

    def test_refusals(self):
        ask = lambda client, path, **more: error_code(client.generate_organizations_access_report, EntityPath=path, **more)
        self.assertEqual(ask(self.server.client("shop", "iam"), self.path), "AccessDenied")
        self.assertEqual(ask(self.iam, f"o-0000000000/{self.root}"), "InvalidInput")
        self.assertEqual(ask(self.iam, f"{self.organization}/r-0000"), "InvalidInput")
        self.assertEqual(ask(self.iam, f"{self.path}/{self.accounts['shop']}"), "InvalidInput")          # it is in a unit
        job = self.report(self.path)[0]
        self.assertEqual(error_code(self.server.client("shop", "iam").get_organizations_access_report, JobId=job), "NoSuchEntity")
        self.assertEqual(error_code(self.iam.get_organizations_access_report, JobId="0" * 36), "NoSuchEntity")

    def test_it_asks_the_organization_in_the_callers_name(self):
        """Whoever may ask for the report alone gets none: the questions to Organizations need rights of their own."""
        self.iam.create_user(UserName="auditor")
        self.iam.put_user_policy(UserName="auditor", PolicyName="x", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"iam:OrganizationsPolicyId": "p-FullAWSAccess"}}}]}))
        key = self.iam.create_access_key(UserName="auditor")["AccessKey"]
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            mine = boto3.client("iam", region_name=house.REGION, verify=str(self.server.profiles / "ca.pem"), aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            mine.generate_organizations_access_report(EntityPath=self.path)
        self.assertIn("organizations:ListRoots", caught.exception.response["Error"]["Message"])
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            mine.generate_organizations_access_report(EntityPath=self.path, OrganizationsPolicyId="p-12345678")
        self.assertIn("iam:GenerateOrganizationsAccessReport", caught.exception.response["Error"]["Message"])


if __name__ == "__main__":
    unittest.main()
