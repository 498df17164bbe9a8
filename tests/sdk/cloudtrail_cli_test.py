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
        self.assertEqual(run("describe-trails")["trailList"][0]["HomeRegion"], HOME)
        self.assertEqual(run("list-trails")["Trails"][0]["TrailARN"], self.arn)
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
        self.assertEqual(run("list-trails")["Trails"], [])


if __name__ == "__main__":
    unittest.main()
