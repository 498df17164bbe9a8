"""CloudFormation: what requests and templates say beside resources is carried out, or refused by name; never passed over."""
import json
import unittest

from cloudformation_test import Stacks, StoredTemplates, topics
from house import wait_for

ALARM = "arn:aws:cloudwatch:us-east-1:111111111111:alarm:errors"
TRIGGER = {"Arn": ALARM, "Type": "AWS::CloudWatch::Alarm"}
MISSING = f"The following rollback trigger(s) do not exist: [{ALARM}]. "


class Attributes(Stacks):
    def refused(self, body, **more):
        return self.refusal(self.cf.create_stack, StackName="never", TemplateBody=body if isinstance(body, str) else json.dumps(body), **more)

    def test_update_policies(self):
        alias = {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": "f", "FunctionVersion": "1", "Name": "live"},
                 "UpdatePolicy": {"CodeDeployLambdaAliasUpdate": {"ApplicationName": "a", "DeploymentGroupName": "g"}}}
        self.assertEqual(self.refused({"Resources": {"Live": alias}}), ("ValidationError", "Template format error: The UpdatePolicy CodeDeployLambdaAliasUpdate of "
                         "resource Live is carried out by CodeDeploy, which is not part of this server."))
        self.assertIn("CodeDeploy", self.refused({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Hooks": {"H": {"Type": "AWS::CodeDeploy::BlueGreen"}}})[1])
        # What is for groups of machines says nothing to a topic.
        self.delete(self.create("rolling", topics("A", UpdatePolicy={"AutoScalingRollingUpdate": {"MinInstancesInService": 1}})))

    def test_creation_policies(self):
        signal = lambda **policy: self.refused(topics("A", CreationPolicy={"ResourceSignal": policy}))
        for timeout in ("PT13H", "PT", "5 minutes", "P1D", "PT9999999H"):
            self.assertEqual(signal(Timeout=timeout), ("ValidationError", f"Invalid Timeout {timeout} in the CreationPolicy of resource A: it is told as PT#H#M#S, and is 12 hours at the most"))
        self.assertEqual(signal(Count="many")[1], "Invalid Count many in the CreationPolicy of resource A")
        self.assertEqual(signal(Counts=2)[1], "Unrecognized ResourceSignal member Counts in the CreationPolicy of resource A")
        self.assertEqual(self.refused(topics("A", CreationPolicy={"Signal": {}}))[1], "Unrecognized CreationPolicy member Signal of resource A")
        self.delete(self.create("counted", json.dumps({"Parameters": {"N": {"Type": "Number", "Default": 0}}, "Resources": {
            "A": {"Type": "AWS::SNS::Topic", "CreationPolicy": {"ResourceSignal": {"Count": {"Ref": "N"}, "Timeout": "PT1H1M1S"}}}}})))


    def test_types_that_may_be_touched(self):
        both = lambda name: json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}, "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}}})
        self.assertEqual(self.refused(both("one"), ResourceTypes=["AWS::SNS::*"]), ("ValidationError", "Resource type AWS::SQS::Queue is not allowed by parameter ResourceTypes"))
        arn = self.create("bounded", both("one"), ResourceTypes=["AWS::SNS::Topic", "AWS::SQS::*"])
        self.assertEqual(self.refusal(self.cf.update_stack, StackName="bounded", TemplateBody=both("two"), ResourceTypes=["AWS::SNS::Topic"])[0], "ValidationError")
        self.update("bounded", both("two"), ResourceTypes=["AWS::SQS::Queue"])             # what stays as it is need not be named
        self.delete(arn)

    def test_retained_but_not_by_a_failed_creation(self):
        if "RetainExceptOnCreate" not in self.cf.meta.service_model.operation_model("CreateStack").input_shape.members:
            self.skipTest("this SDK knows no RetainExceptOnCreate")
        sns = self.client("sns")
        body = lambda policy: json.dumps({"Resources": {"Good": {"Type": "AWS::SNS::Topic", "DeletionPolicy": policy},
                                                        "Bad": {"Type": "AWS::SQS::Queue", "DependsOn": "Good", "Properties": {"DelaySeconds": 99999}}}})
        for name, policy, more, left in (("kept", "Retain", {}, 1), ("not-kept", "Retain", {"RetainExceptOnCreate": True}, 0), ("by-policy", "RetainExceptOnCreate", {}, 0)):
            arn = self.create(name, body(policy), "ROLLBACK_COMPLETE", **more)
            self.assertEqual(len([t for t in sns.list_topics()["Topics"] if f":{name}-Good-" in t["TopicArn"]]), left, self.story(arn))


class Rollback(Stacks):
    def test_a_missing_trigger(self):
        asked = {"RollbackTriggers": [TRIGGER]}
        arn = self.create("alarmed", topics("A"), "ROLLBACK_COMPLETE", RollbackConfiguration=asked)
        self.assertEqual(self.cf.describe_stacks(StackName=arn)["Stacks"][0]["RollbackConfiguration"], asked)
        self.assertEqual(self.story(arn), [("alarmed", "CREATE_IN_PROGRESS", "User Initiated"), ("alarmed", "ROLLBACK_IN_PROGRESS", MISSING + "Rollback requested by user."),
                                           ("alarmed", "ROLLBACK_COMPLETE", "")])
        arn = self.create("later", topics("A"))
        self.update("later", topics("A", "B"), "UPDATE_ROLLBACK_COMPLETE", RollbackConfiguration=asked)
        self.assertIn(("later", "UPDATE_ROLLBACK_IN_PROGRESS", MISSING), self.story(arn))
        self.assertEqual(list(self.resources(arn)), ["A"])
        self.update("later", topics("A", "B"))   # the failed update's are gone with it
        self.assertEqual(self.cf.describe_stacks(StackName=arn)["Stacks"][0]["RollbackConfiguration"], {})
        self.cf.create_change_set(StackName="later", ChangeSetName="guarded", TemplateBody=topics("A"), RollbackConfiguration=asked)
        self.assertEqual(self.cf.describe_change_set(StackName="later", ChangeSetName="guarded")["RollbackConfiguration"], asked)
        create = lambda trigger: self.refusal(self.cf.create_stack, StackName="no", TemplateBody=topics("A"), RollbackConfiguration={"RollbackTriggers": [trigger]})
        self.assertEqual(create({"Arn": ALARM, "Type": "AWS::SNS::Topic"}), ("ValidationError", "Rollback trigger type AWS::SNS::Topic is not supported."))
        self.assertEqual(create(dict(TRIGGER, Arn="alarm")), ("ValidationError", "Invalid rollback trigger ARN: alarm"))

    def test_a_time_of_monitoring(self):
        sns = self.client("sns")
        there = lambda: sorted(t["TopicArn"].split(":")[-1] for t in sns.list_topics()["Topics"] if "watched" in t["TopicArn"])
        named = lambda name: topics("A", Properties={"TopicName": name})
        deployed = lambda *names: wait_for(lambda: there() == list(names) and self.resources(arn)["A"]["ResourceStatus"].endswith("COMPLETE"))

        def passed():                            # the time begins in a moment: perhaps after the first step
            return wait_for(lambda: self.server.advance("6m") and not self.status(arn).endswith("IN_PROGRESS")) and self.status(arn)

        arn = self.cf.create_stack(StackName="watched", TemplateBody=named("watched-1"), RollbackConfiguration={"MonitoringTimeInMinutes": 10})["StackId"]
        self.assertTrue(deployed("watched-1"))
        self.server.advance("9m")
        self.assertEqual((self.status(arn), passed()), ("CREATE_IN_PROGRESS", "CREATE_COMPLETE"))
        # What is replaced is there until the time is over; whoever looks at it may think better of it.
        self.cf.update_stack(StackName="watched", TemplateBody=named("watched-2"))
        self.assertTrue(deployed("watched-1", "watched-2"))
        self.assertEqual(self.status(arn), "UPDATE_IN_PROGRESS")
        self.cf.cancel_update_stack(StackName="watched")
        self.assertEqual((self.settled(arn), there()), ("UPDATE_ROLLBACK_COMPLETE", ["watched-1"]))
        self.cf.update_stack(StackName="watched", TemplateBody=named("watched-3"), RollbackConfiguration={"MonitoringTimeInMinutes": 5})
        self.assertTrue(deployed("watched-1", "watched-3"))
        self.assertEqual((passed(), there()), ("UPDATE_COMPLETE", ["watched-3"]))
        self.update("watched", named("watched-4"), RollbackConfiguration={"MonitoringTimeInMinutes": 0})


class ChangeSets(Stacks):
    def create_set(self, stack, name, body, **more):
        return self.cf.create_change_set(StackName=stack, ChangeSetName=name, TemplateBody=body, **more)["Id"]

    def test_what_happens_on_failure(self):
        if "OnStackFailure" not in self.cf.meta.service_model.operation_model("CreateChangeSet").input_shape.members:
            self.skipTest("this SDK knows no OnStackFailure")
        body = json.dumps({"Resources": {"Good": {"Type": "AWS::SNS::Topic"}, "Bad": {"Type": "AWS::SQS::Queue", "DependsOn": "Good", "Properties": {"VisibilityTimeout": 99999999}}}})
        for what, status in (("DO_NOTHING", "CREATE_FAILED"), ("ROLLBACK", "ROLLBACK_COMPLETE"), ("DELETE", "DELETE_COMPLETE")):
            made = self.cf.create_change_set(StackName=f"on-{what.replace('_', '-')}", ChangeSetName="one", ChangeSetType="CREATE", TemplateBody=body, OnStackFailure=what)
            self.assertEqual(self.refusal(self.cf.execute_change_set, ChangeSetName=made["Id"], DisableRollback=True)[0], "ValidationError")
            self.cf.execute_change_set(ChangeSetName=made["Id"])
            self.assertEqual(self.settled(made["StackId"]), status)
        self.create("there", topics("A"))
        self.assertEqual(self.refusal(self.cf.create_change_set, StackName="there", ChangeSetName="no", TemplateBody=topics("B"), OnStackFailure="DELETE")[0], "ValidationError")


class NestedChangeSets(StoredTemplates):
    def topic(self, word):
        """A template that names what its topic shows."""
        return {"Parameters": {"Word": {"Type": "String", "Default": "none", "AllowedPattern": "[a-z:A-Z0-9-]+"}},
                "Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": word}, "Metadata": {"word": {"Ref": "Word"}}}}}

    def nested(self, url, **parameters):
        return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, **({"Parameters": parameters} if parameters else {})}}

    def ask(self, stack, name, resources, **more):
        made = self.cf.create_change_set(StackName=stack, ChangeSetName=name, TemplateBody=json.dumps({"Resources": resources}), IncludeNestedStacks=True, **more)
        return self.look(made["Id"])

    def look(self, arn):
        seen = self.cf.describe_change_set(ChangeSetName=arn)
        return seen, {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in seen["Changes"]}

    def shown(self, stack):
        topic = self.resources(stack)["T"]["PhysicalResourceId"]
        return self.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"]

    def inner(self, stack, logical):
        return self.resources(stack)[logical]["PhysicalResourceId"]

    def test_seen_and_carried_out(self):
        one, two = self.url("one.json", self.topic("first")), self.url("two.json", self.topic("first"))
        middle = self.url("middle.json", {"Resources": {"Deep": self.nested(two)}})
        root, changes = self.ask("rooted", "make", {"Topic": {"Type": "AWS::SNS::Topic"}, "One": self.nested(one, Word={"Ref": "Topic"}), "Middle": self.nested(middle)}, ChangeSetType="CREATE")
        self.assertEqual((root["IncludeNestedStacks"], {k: c["Action"] for k, c in changes.items()}), (True, {"Topic": "Add", "One": "Add", "Middle": "Add"}))
        inside, within = self.look(changes["One"]["ChangeSetId"])
        self.assertEqual((inside["ParentChangeSetId"], inside["RootChangeSetId"], list(within)), (root["ChangeSetId"], root["ChangeSetId"], ["T"]))
        self.assertEqual(self.status(inside["StackId"]), "REVIEW_IN_PROGRESS")
        deep = self.look(self.look(changes["Middle"]["ChangeSetId"])[1]["Deep"]["ChangeSetId"])[0]
        self.assertEqual(deep["RootChangeSetId"], root["ChangeSetId"])
        for call in (self.cf.execute_change_set, self.cf.delete_change_set):
            self.assertEqual(self.refusal(call, ChangeSetName=inside["ChangeSetId"])[0], "ValidationError")
        self.url("two.json", self.topic("too late"))       # what was seen is what is made
        self.cf.execute_change_set(ChangeSetName=root["ChangeSetId"])
        self.assertEqual(self.settled("rooted"), "CREATE_COMPLETE", self.story("rooted"))
        self.assertEqual(self.inner("rooted", "One"), inside["StackId"])
        self.assertEqual(self.inner(self.inner("rooted", "Middle"), "Deep"), deep["StackId"])
        self.assertEqual((self.shown(inside["StackId"]), self.shown(deep["StackId"])), ("first", "first"))
        self.assertEqual(self.cf.describe_stacks(StackName=deep["StackId"])["Stacks"][0]["RootId"], root["StackId"])

        self.url("one.json", self.topic("second"))
        self.url("two.json", self.topic("first"))
        same = {"Topic": {"Type": "AWS::SNS::Topic"}, "One": self.nested(one, Word={"Ref": "Topic"}), "Middle": self.nested(middle)}
        root, changes = self.ask("rooted", "change", same)
        self.assertEqual(list(changes), ["One"])
        inside, within = self.look(changes["One"]["ChangeSetId"])
        self.assertEqual([d["Target"].get("Name") for d in within["T"]["Details"]], ["DisplayName"])
        self.url("one.json", self.topic("third"))
        self.cf.execute_change_set(ChangeSetName="change", StackName="rooted")
        self.assertEqual((self.settled("rooted"), self.shown(inside["StackId"])), ("UPDATE_COMPLETE", "second"))
        self.assertEqual(self.look(inside["ChangeSetId"])[0]["ExecutionStatus"], "EXECUTE_COMPLETE")
        # A change that fails takes them back; a plain update takes what lies there now.
        self.ask("rooted", "fail", dict(same, Bad={"Type": "AWS::SQS::Queue", "DependsOn": ["One", "Middle"], "Properties": {"DelaySeconds": 99999}}))
        self.cf.execute_change_set(ChangeSetName="fail", StackName="rooted")
        self.assertEqual((self.settled("rooted"), self.shown(inside["StackId"])), ("UPDATE_ROLLBACK_COMPLETE", "second"), self.story("rooted"))
        self.update("rooted", json.dumps({"Resources": same}))
        self.assertEqual(self.shown(inside["StackId"]), "third")
        self.delete(root["StackId"])

    def test_looked_at_and_left(self):
        one = self.url("left.json", self.topic("left"))
        root, changes = self.ask("leaving", "make", {"One": self.nested(one)}, ChangeSetType="CREATE")
        inside = self.look(changes["One"]["ChangeSetId"])[0]
        self.cf.delete_change_set(ChangeSetName=root["ChangeSetId"])
        self.assertEqual(self.refusal(self.cf.describe_stacks, StackName=inside["StackId"])[0], "ValidationError")
        self.assertEqual(self.refusal(self.cf.describe_change_set, ChangeSetName=inside["ChangeSetId"])[0], "ChangeSetNotFound")
        inside = self.look(self.ask("leaving", "again", {"One": self.nested(one)}, ChangeSetType="CREATE")[1]["One"]["ChangeSetId"])[0]
        self.delete(root["StackId"])
        self.assertEqual(self.refusal(self.cf.describe_stacks, StackName=inside["StackId"])[0], "ValidationError")
        ask = lambda inner: self.refusal(self.cf.create_change_set, StackName="never", ChangeSetName="x", ChangeSetType="CREATE", IncludeNestedStacks=True, TemplateBody=json.dumps({"Resources": {
            "Topic": {"Type": "AWS::SNS::Topic"}, "One": inner}}))
        self.assertEqual(ask(self.nested({"Ref": "Topic"})), ("ValidationError", "The TemplateURL of nested stack One is not known before other resources are made."))
        self.assertEqual(ask(self.nested(one, Word="!"))[0], "ValidationError")
        around = {"Resources": {"Again": self.nested(f"https://{self.bucket}.s3.us-east-1.amazonaws.com/around.json")}}
        self.assertEqual(ask(self.nested(self.url("around.json", around))), ("ValidationError", "Nested stacks are more than 8 deep."))
        self.assertEqual(self.refusal(self.cf.describe_stacks, StackName="never")[0], "ValidationError")


if __name__ == "__main__":
    unittest.main()
