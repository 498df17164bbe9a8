"""The AWS CLI's `cloudtrail` commands, one after another, as an administrator types them."""
import json
import unittest

import house
import trails

HOME = house.REGION


class CommandsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.account = {a["Name"]: a["Id"] for a in cls.server.client("management", "organizations").list_accounts()["Accounts"]}["shop"]
        cls.bucket = trails.make_bucket(cls.server.client("shop", "s3"))
        cls.arn = f"arn:aws:cloudtrail:{HOME}:{cls.account}:trail/typed"

    def run_command(self, *words):
        status, out, error = self.server.aws("shop", "cloudtrail", *words)
        self.assertEqual(status, 0, f"{words}: {error}")
        return json.loads(out) if out.strip() else {}

    def refused(self, *words):
        status, _, error = self.server.aws("shop", "cloudtrail", *words)
        self.assertNotEqual(status, 0)
        return error

    def test_the_life_of_a_trail(self):
        run = self.run_command
        made = run("create-trail", "--name", "typed", "--s3-bucket-name", self.bucket, "--is-multi-region-trail", "--enable-log-file-validation",
                   "--tags-list", "Key=owner,Value=shop")
        self.assertEqual(made["TrailARN"], self.arn)
        run("start-logging", "--name", "typed")
        self.assertTrue(run("get-trail-status", "--name", "typed")["IsLogging"])
        self.assertEqual(run("describe-trails", "--trail-name-list", "typed")["trailList"][0]["HomeRegion"], HOME)
        self.assertIn(self.arn, [t["TrailARN"] for t in run("list-trails")["Trails"]])
        self.assertEqual(run("get-trail", "--name", self.arn)["Trail"]["Name"], "typed")
        run("update-trail", "--name", "typed", "--s3-key-prefix", "logs")
        run("add-tags", "--resource-id", self.arn, "--tags-list", "Key=team,Value=a")
        run("remove-tags", "--resource-id", self.arn, "--tags-list", "Key=owner")
        self.assertEqual(run("list-tags", "--resource-id-list", self.arn)["ResourceTagList"][0]["TagsList"], [{"Key": "team", "Value": "a"}])
        selectors = [{"Name": "writes", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}, {"Field": "readOnly", "Equals": ["false"]}]}]
        run("put-event-selectors", "--trail-name", "typed", "--advanced-event-selectors", json.dumps(selectors))
        self.assertEqual(run("get-event-selectors", "--trail-name", "typed")["AdvancedEventSelectors"], selectors)
        self.assertTrue(house.wait_for(lambda: run("list-public-keys")["PublicKeyList"]))
        found = house.wait_for(lambda: run("lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateTrail")["Events"])
        self.assertIn("typed", {r["ResourceName"] for r in found[0]["Resources"]})
        self.assertEqual(run("list-event-data-stores")["EventDataStores"], [])
        self.assertIn("InsightNotEnabledException", self.refused("get-insight-selectors", "--trail-name", "typed"))
        self.assertIn("UnsupportedOperationException", self.refused("create-event-data-store", "--name", "store"))
        self.assertIn("NotOrganizationManagementAccountException", self.refused("register-organization-delegated-admin", "--member-account-id", self.account))
        run("stop-logging", "--name", "typed")
        self.assertFalse(run("get-trail-status", "--name", "typed")["IsLogging"])
        run("delete-trail", "--name", "typed")
        self.assertIn("TrailNotFoundException", self.refused("get-trail", "--name", "typed"))
        self.assertNotIn(self.arn, [t["TrailARN"] for t in run("list-trails")["Trails"]])


    def test_insights_pages_proofs_and_administrators(self):
        run, bucket = self.run_command, trails.make_bucket(self.server.client("shop", "s3"))
        status, _, error = self.server.aws("shop", "cloudtrail", "create-subscription", "--name", "subscribed", "--s3-use-bucket", bucket)
        if "invalid choice" in error.lower():            # the CLI's second version has it no more
            run("create-trail", "--name", "subscribed", "--s3-bucket-name", bucket)
        else:
            self.assertEqual(status, 0, error)
        run("update-trail", "--name", "subscribed", "--enable-log-file-validation")
        ct = self.server.client("shop", "cloudtrail")
        ct.start_logging(Name="subscribed")
        self.assertTrue(house.wait_for(lambda: ct.list_public_keys()["PublicKeyList"]))
        run("put-insight-selectors", "--trail-name", "subscribed", "--insight-selectors", '[{"InsightType":"ApiCallRateInsight"}]')
        run("put-event-selectors", "--trail-name", "subscribed", "--event-selectors", '[{"ReadWriteType":"WriteOnly","IncludeManagementEvents":true}]')
        page = run("lookup-events", "--page-size", "1", "--max-items", "1")
        self.assertEqual(len(page["Events"]), 1)
        following = run("lookup-events", "--page-size", "1", "--max-items", "1", "--starting-token", page["NextToken"])
        self.assertNotEqual(following["Events"][0]["EventId"], page["Events"][0]["EventId"])
        arn = f"arn:aws:cloudtrail:{HOME}:{self.account}:trail/subscribed"
        status, out, error = self.server.aws("shop", "cloudtrail", "validate-logs", "--trail-arn", arn, "--start-time", self.server.control("clock")[:10])
        self.assertEqual(status, 0, error)
        self.assertIn("No digests found", out)
        self.server.client("management", "organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        for words in (("register", "--member-account-id"), ("deregister", "--delegated-admin-account-id")):
            status, _, error = self.server.aws("management", "cloudtrail", words[0] + "-organization-delegated-admin", words[1], self.account)
            self.assertEqual(status, 0, error)


if __name__ == "__main__":
    unittest.main()
