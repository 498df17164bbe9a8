"""Parameter Store as boto3 sees it."""
import datetime
import json
import unittest

import botocore.exceptions

import house
from house import REGION, error_code, wait_for


class Ssm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.ssm = cls.server.client("shop", "ssm")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.numbers = iter(range(10_000))

    def name(self, prefix="/test"):
        return f"{prefix}/p{next(self.numbers)}"

    def put(self, name=None, value="v", type="String", client=None, **more):
        name = name or self.name()
        (client or self.ssm).put_parameter(Name=name, Value=value, Type=type, **more)
        return name

    def arn(self, name):
        return f"arn:aws:ssm:{REGION}:{self.account}:parameter/{name.lstrip('/')}"

    def refused(self, code, call, text="", **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        self.assertIn(text, error.get("Message", ""))

    def user(self, name, *statements):
        """A client of a user who may do what the statements allow."""
        iam = self.server.client("shop", "iam")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return lambda service: self.client_of(key, service)

    def client_of(self, key, service):
        return self.server.client_with(key, service)

    def records(self, event):
        pages = self.server.client("shop", "cloudtrail").get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": event}])
        return [json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]]


class Values(Ssm):
    def test_a_parameter_is_put_got_and_put_again(self):
        name = self.name()
        self.assertEqual({k: v for k, v in self.ssm.put_parameter(Name=name, Value="one", Type="String", Description="first").items() if k in ("Version", "Tier")},
                         {"Version": 1, "Tier": "Standard"})
        got = self.ssm.get_parameter(Name=name)["Parameter"]
        self.assertIsInstance(got.pop("LastModifiedDate"), datetime.datetime)
        self.assertEqual(got, {"Name": name, "Type": "String", "Value": "one", "Version": 1, "ARN": self.arn(name), "DataType": "text"})
        self.refused("ParameterAlreadyExists", self.ssm.put_parameter, "set the overwrite option", Name=name, Value="two", Type="String")
        self.assertEqual(self.ssm.put_parameter(Name=name, Value="two", Overwrite=True)["Version"], 2)
        self.assertEqual(self.ssm.get_parameter(Name=self.arn(name))["Parameter"]["Value"], "two")
        one = self.ssm.get_parameter(Name=f"{name}:1")["Parameter"]
        self.assertEqual((one["Value"], one["Selector"], one["Name"]), ("one", ":1", name))
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, "could not find version 3", Name=f"{name}:3")
        self.assertEqual(self.ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [name]}])["Parameters"][0]["Description"], "first")
        self.ssm.delete_parameter(Name=name)
        self.refused("ParameterNotFound", self.ssm.get_parameter, Name=name)
        self.refused("ParameterNotFound", self.ssm.delete_parameter, Name=name)

    def test_what_may_not_be_put(self):
        put = lambda **more: dict({"Name": self.name(), "Value": "v", "Type": "String"}, **more)
        for more, code, text in (
                ({"Name": "aws-mine"}, "AccessDeniedException", "No access to reserved parameter name"), ({"Name": "/ssm/x"}, "ValidationException", "can't be prefixed with \"ssm\""),
                ({"Name": "a/b"}, "ValidationException", "fully qualified name"), ({"Name": "/a b"}, "ValidationException", "letters, numbers"),
                ({"Name": "/1" * 16}, "HierarchyLevelLimitExceededException", ""), ({"Name": "/" + "a" * 1000}, "ValidationException", "too long"),
                ({"Value": ""}, "ValidationException", "greater than or equal to 1"), ({"Value": "{{ssm:x}}"}, "ValidationException", "can't nest another parameter"),
                ({"Value": "x" * 4097}, "ValidationException", "4096 characters"), ({"Value": "x" * 8193, "Tier": "Advanced"}, "ValidationException", "8192 characters"),
                ({"Type": "Strange"}, "ValidationException", "[String, StringList, SecureString]"), ({"KeyId": "alias/x"}, "ValidationException", "SecureString"),
                ({"DataType": "Text"}, "ValidationException", "data type is not supported"), ({"DataType": "aws:ec2:image"}, "ValidationException", "not part of this server"),
                ({"AllowedPattern": "("}, "InvalidAllowedPatternException", ""), ({"AllowedPattern": "^\\d+$"}, "ParameterPatternMismatchException", "^\\d+$"),
                ({"Overwrite": True, "Tags": [{"Key": "k", "Value": "v"}]}, "ValidationException", "tags and overwrite"),
                ({"Tags": [{"Key": "aws:k", "Value": "v"}]}, "ValidationException", "reserved"),
                ({"Policies": "[]x"}, "ValidationException", ""), ({"Type": "SecureString", "KeyId": "alias/nowhere"}, "InvalidKeyId", "alias/nowhere")):
            self.refused(code, self.ssm.put_parameter, text, **put(**more))
        self.refused("ValidationException", self.ssm.put_parameter, "type is required", Name=self.name(), Value="v")
        self.put(value="12", AllowedPattern="^\\d+$")

    def test_a_secure_string_is_encrypted_by_kms_for_its_caller(self):
        name = self.put(value="s3cret", type="SecureString")
        sealed = self.ssm.get_parameter(Name=name)["Parameter"]["Value"]
        self.assertNotIn("s3cret", sealed)
        self.assertEqual(self.ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"], "s3cret")
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        for tier, size in (("Standard", 4096), ("Advanced", 8192)):
            own = self.put(value="x" * size, type="SecureString", KeyId=key, Tier=tier)
            self.assertEqual(self.ssm.get_parameter(Name=own, WithDecryption=True)["Parameter"]["Value"], "x" * size)
            self.assertEqual(self.ssm.get_parameters(Names=[own, "/nowhere"], WithDecryption=True)["InvalidParameters"], ["/nowhere"])
        self.assertEqual(self.ssm.describe_parameters(ParameterFilters=[{"Key": "KeyId", "Values": [key]}])["Parameters"][0]["KeyId"], key)
        decrypted = [r for r in self.records("Decrypt") if r["requestParameters"]["encryptionContext"].get("PARAMETER_ARN") == self.arn(own)]
        self.assertEqual(decrypted[0]["userIdentity"]["invokedBy"], "ssm.amazonaws.com")
        kms.disable_key(KeyId=key)
        self.refused("InvalidKeyId", self.ssm.get_parameter, "is disabled", Name=own, WithDecryption=True)
        self.ssm.get_parameter(Name=own)
        reader = self.user("reader", {"Effect": "Allow", "Action": "ssm:*", "Resource": "*"})("ssm")
        self.assertEqual(reader.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"], "s3cret")     # aws/ssm: for the whole account
        kms.enable_key(KeyId=key)
        self.refused("AccessDeniedException", reader.get_parameter, "kms:Decrypt", Name=own, WithDecryption=True)

    def test_records_show_no_values(self):
        name = self.put(value="never-shown-1", type="SecureString")
        self.ssm.get_parameter(Name=name, WithDecryption=True)
        put = next(r for r in self.records("PutParameter") if r["requestParameters"] and r["requestParameters"]["name"] == name)
        self.assertEqual(put["requestParameters"]["value"], "HIDDEN_DUE_TO_SECURITY_REASONS")
        self.assertEqual(put["responseElements"], {"version": 1, "tier": "Standard"})
        self.assertEqual(put["resources"], [{"accountId": self.account, "ARN": self.arn(name)}])
        got = next(r for r in self.records("GetParameter") if r["requestParameters"]["name"] == name)
        self.assertEqual((got["requestParameters"], got["responseElements"], got["readOnly"]), ({"name": name, "withDecryption": True}, None, True))
        self.assertNotIn("never-shown-1", json.dumps(self.records("PutParameter") + self.records("GetParameter") + self.records("Encrypt")))

    def test_public_parameters_are_named(self):
        name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
        self.refused("ParameterNotFound", self.ssm.get_parameter, name, Name=name)
        self.assertEqual(self.ssm.get_parameters(Names=[name])["InvalidParameters"], [name])
        self.refused("ParameterNotFound", self.ssm.get_parameters_by_path, "/aws/service/ecs", Path="/aws/service/ecs")

    def test_a_secret_by_a_parameters_name(self):
        arn = self.server.client("shop", "secretsmanager").create_secret(Name="db/one", SecretString="hush")["ARN"]
        reference = "/aws/reference/secretsmanager/db/one"
        got = self.ssm.get_parameter(Name=reference, WithDecryption=True)["Parameter"]
        self.assertEqual((got["Value"], got["Type"], json.loads(got["SourceResult"])["ARN"]), ("hush", "SecureString", arn))
        self.refused("ValidationException", self.ssm.get_parameter, "WithDecryption", Name=reference)
        self.refused("ParameterNotFound", self.ssm.get_parameter, "not found", Name=reference + "x", WithDecryption=True)


class Versions(Ssm):
    def test_history_and_labels(self):
        name = self.put(value="1")
        for value in ("2", "3"):
            self.ssm.put_parameter(Name=name, Value=value, Overwrite=True)
        labelled = self.ssm.label_parameter_version(Name=name, ParameterVersion=2, Labels=["prod", "1st", "awsx"])
        self.assertEqual((labelled["ParameterVersion"], sorted(labelled["InvalidLabels"])), (2, ["1st", "awsx"]))
        self.assertEqual(self.ssm.get_parameter(Name=f"{name}:prod")["Parameter"]["Value"], "2")
        self.ssm.label_parameter_version(Name=name, Labels=["prod"])                            # moves to the latest
        self.assertEqual(self.ssm.get_parameter(Name=self.arn(name) + ":prod")["Parameter"]["Version"], 3)
        history = self.ssm.get_parameter_history(Name=name)["Parameters"]
        self.assertEqual([(h["Version"], h["Value"], h["Labels"]) for h in history], [(1, "1", []), (2, "2", []), (3, "3", ["prod"])])
        self.assertIn("assumed-role", history[0]["LastModifiedUser"])
        pages = self.ssm.get_paginator("get_parameter_history").paginate(Name=name, PaginationConfig={"PageSize": 2})
        self.assertEqual([len(p["Parameters"]) for p in pages], [2, 1])
        self.refused("ParameterVersionLabelLimitExceeded", self.ssm.label_parameter_version, "maximum 10 labels", Name=name, Labels=[f"l{i}" for i in range(10)])
        self.refused("ParameterVersionNotFound", self.ssm.label_parameter_version, Name=name, ParameterVersion=9, Labels=["x"])
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, "label none", Name=f"{name}:none")
        gone = self.ssm.unlabel_parameter_version(Name=name, ParameterVersion=3, Labels=["prod", "other"])
        self.assertEqual((gone["RemovedLabels"], gone["InvalidLabels"]), (["prod"], ["other"]))

    def test_a_hundred_versions_are_kept_and_a_label_holds_the_oldest(self):
        name = self.put()
        for i in range(2, 102):
            self.ssm.put_parameter(Name=name, Value=str(i), Overwrite=True)
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, Name=f"{name}:1")
        self.assertEqual(self.ssm.get_parameter(Name=f"{name}:2")["Parameter"]["Value"], "2")
        self.ssm.label_parameter_version(Name=name, ParameterVersion=2, Labels=["keep"])
        self.refused("ParameterMaxVersionLimitExceeded", self.ssm.put_parameter, "Version 2, the oldest version", Name=name, Value="x", Overwrite=True)
        self.ssm.label_parameter_version(Name=name, ParameterVersion=101, Labels=["keep"])
        self.assertEqual(self.ssm.put_parameter(Name=name, Value="x", Overwrite=True)["Version"], 102)


class Lists(Ssm):
    def test_hierarchies(self):
        for name in ("/h/a", "/h/b", "/h/deep/c", "/h/deep/er/d", "/hx"):
            self.put(name, value=name)
        self.put("/h/sec", value="s", type="SecureString")
        names = lambda path, **more: [p["Name"] for page in self.ssm.get_paginator("get_parameters_by_path").paginate(Path=path, **more) for p in page["Parameters"]]
        self.assertEqual(names("/h"), ["/h/a", "/h/b", "/h/sec"])
        self.assertEqual(names("/h/", Recursive=True, PaginationConfig={"PageSize": 2}), ["/h/a", "/h/b", "/h/deep/c", "/h/deep/er/d", "/h/sec"])
        self.assertEqual(names("/h", ParameterFilters=[{"Key": "Type", "Values": ["SecureString"]}]), ["/h/sec"])
        self.ssm.label_parameter_version(Name="/h/a", Labels=["first"])
        self.ssm.put_parameter(Name="/h/a", Value="again", Overwrite=True)
        got = self.ssm.get_parameters_by_path(Path="/h", ParameterFilters=[{"Key": "Label", "Values": ["first"]}])["Parameters"]
        self.assertEqual([(p["Name"], p["Value"]) for p in got], [("/h/a", "/h/a")])
        self.assertEqual(self.ssm.get_parameters_by_path(Path="/h", WithDecryption=True)["Parameters"][2]["Value"], "s")
        self.refused("ValidationException", self.ssm.get_parameters_by_path, "must begin with a forward slash", Path="h")
        self.refused("InvalidFilterKey", self.ssm.get_parameters_by_path, "[Type, KeyId, Label]", Path="/h", ParameterFilters=[{"Key": "Name", "Values": ["x"]}])
        self.refused("InvalidNextToken", self.ssm.get_parameters_by_path, Path="/h", NextToken="?")
        deleted = self.ssm.delete_parameters(Names=["/hx", "/hy"])
        self.assertEqual((deleted["DeletedParameters"], deleted["InvalidParameters"]), (["/hx"], ["/hy"]))

    def test_descriptions_are_filtered(self):
        self.put("/d/one", Tags=[{"Key": "team", "Value": "red"}])
        self.put("/d/two", value="a,b", type="StringList", Tier="Advanced", Tags=[{"Key": "team", "Value": "blue"}])
        found = lambda *filters: [p["Name"] for p in self.ssm.describe_parameters(ParameterFilters=[{"Key": "Path", "Values": ["/d"]}, *filters])["Parameters"]]
        self.assertEqual(found(), ["/d/one", "/d/two"])
        self.assertEqual(found({"Key": "Tier", "Values": ["Advanced"]}), ["/d/two"])
        self.assertEqual(found({"Key": "Type", "Values": ["String"]}), ["/d/one"])
        self.assertEqual(found({"Key": "Name", "Option": "Contains", "Values": ["tw"]}), ["/d/two"])
        self.assertEqual(found({"Key": "tag:team", "Values": ["red"]}), ["/d/one"])
        self.assertEqual(found({"Key": "tag:team"}), ["/d/one", "/d/two"])
        self.assertEqual([p["Name"] for p in self.ssm.describe_parameters(Filters=[{"Key": "Name", "Values": ["/d/o"]}])["Parameters"]], ["/d/one"])
        self.assertEqual(len(self.ssm.describe_parameters(MaxResults=1)["Parameters"]), 1)
        one = {"Key": "Name", "Values": ["x"]}
        for filters, code in (([{"Key": "Label", "Values": ["x"]}], "InvalidFilterKey"), ([one, one], "InvalidFilterKey"), ([{"Key": "Name"}], "InvalidFilterValue"),
                              ([dict(one, Option="Near")], "InvalidFilterOption"), ([{"Key": "Type", "Values": ["x"]}], "InvalidFilterOption"),
                              ([{"Key": "Path", "Values": ["x"]}], "ValidationException"), ([{"Key": "Odd", "Values": ["x"]}], "ValidationException")):
            self.refused(code, self.ssm.describe_parameters, ParameterFilters=filters)
        self.refused("ValidationException", self.ssm.describe_parameters, "either Filters or ParameterFilters", Filters=[one], ParameterFilters=[one])

    def test_tags_and_settings(self):
        name = self.put(Tags=[{"Key": "a", "Value": "1"}])
        kind = {"ResourceType": "Parameter", "ResourceId": name}
        self.ssm.add_tags_to_resource(Tags=[{"Key": "b", "Value": "2"}], **kind)
        self.ssm.remove_tags_from_resource(TagKeys=["a"], **kind)
        self.assertEqual(self.ssm.list_tags_for_resource(**kind)["TagList"], [{"Key": "b", "Value": "2"}])
        self.refused("InvalidResourceId", self.ssm.list_tags_for_resource, ResourceType="Parameter", ResourceId="/nowhere")
        self.refused("InvalidResourceType", self.ssm.list_tags_for_resource, ResourceType="Document", ResourceId="x")
        tier = "/ssm/parameter-store/default-parameter-tier"
        self.assertEqual(self.ssm.get_service_setting(SettingId=tier)["ServiceSetting"]["SettingValue"], "Standard")
        self.ssm.update_service_setting(SettingId=tier, SettingValue="Intelligent-Tiering")
        self.assertEqual(self.ssm.put_parameter(Name=self.name(), Value="x" * 5000, Type="String")["Tier"], "Advanced")
        small = self.name()
        self.assertEqual(self.ssm.put_parameter(Name=small, Value="x", Type="String")["Tier"], "Standard")
        self.assertEqual(self.ssm.put_parameter(Name=small, Value="x" * 5000, Overwrite=True)["Tier"], "Advanced")
        self.refused("ValidationException", self.ssm.put_parameter, "can't downgrade", Name=small, Value="x", Tier="Standard", Overwrite=True)
        self.assertEqual(self.ssm.reset_service_setting(SettingId=tier)["ServiceSetting"]["SettingValue"], "Standard")
        self.refused("ServiceSettingNotFound", self.ssm.get_service_setting, SettingId="/ssm/other")


class Access(Ssm):
    def test_policies_name_parameters_levels_tags_and_overwriting(self):
        here = f"arn:aws:ssm:{REGION}:{self.account}:parameter"
        allow = lambda action, resource="*", **condition: dict({"Effect": "Allow", "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))
        limited = self.user("limited", allow("ssm:GetParameter", f"{here}/team/*"), allow("ssm:GetParametersByPath", f"{here}/team", StringEquals={"ssm:Recursive": "false"}),
                            allow("ssm:PutParameter", f"{here}/team/*", StringEquals={"ssm:Overwrite": "false"}), allow("ssm:GetParameters", StringEquals={"aws:ResourceTag/open": "yes"}),
                            allow("ssm:DeleteParameter", StringEquals={"ssm:resourceTag/open": "yes"}))("ssm")
        self.put("/team/x")
        self.put("/other/x", Tags=[{"Key": "open", "Value": "yes"}])
        limited.get_parameter(Name="/team/x")
        self.refused("AccessDeniedException", limited.get_parameter, f"ssm:GetParameter on resource: {here}/other/x because no identity-based policy", Name="/other/x")
        limited.get_parameters_by_path(Path="/team")
        self.assertEqual(error_code(limited.get_parameters_by_path, Path="/team", Recursive=True), "AccessDeniedException")
        limited.put_parameter(Name="/team/y", Value="v", Type="String")
        self.assertEqual(error_code(limited.put_parameter, Name="/team/y", Value="v", Overwrite=True), "AccessDeniedException")
        self.assertEqual(error_code(limited.put_parameter, Name="/team/z", Value="v", Type="String", Tags=[{"Key": "k", "Value": "v"}]), "AccessDeniedException")
        limited.get_parameters(Names=["/other/x"])
        self.assertEqual(error_code(limited.get_parameters, Names=["/other/x", "/team/x"]), "AccessDeniedException")
        self.refused("AccessDeniedException", limited.describe_parameters, f"on resource: arn:aws:ssm:{REGION}:{self.account}:*")
        self.assertEqual(error_code(limited.delete_parameter, Name="/team/x"), "AccessDeniedException")
        limited.delete_parameter(Name="/other/x")

    def test_other_accounts_read_what_is_shared_with_them(self):
        if not hasattr(self.ssm, "put_resource_policy"):
            self.skipTest("this SDK has no resource policies of Systems Manager")
        audit = self.server.client("audit", "ssm")
        other = self.server.client("audit", "sts").get_caller_identity()["Account"]
        plain, name = self.put(), self.put(value="for all", Tier="Advanced")
        policy = lambda name: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": other}, "Action": ["ssm:GetParameter", "ssm:GetParameters"],
                                                                                  "Resource": self.arn(name)}]})
        self.refused("ResourcePolicyInvalidParameterException", self.ssm.put_resource_policy, "advanced parameter tier", ResourceArn=self.arn(plain), Policy=policy(plain))
        self.refused("AccessDeniedException", audit.get_parameter, "no resource-based policy allows", Name=self.arn(name))
        made = self.ssm.put_resource_policy(ResourceArn=self.arn(name), Policy=policy(name))
        self.assertEqual(audit.get_parameter(Name=self.arn(name))["Parameter"]["Value"], "for all")
        self.assertEqual(audit.get_parameters(Names=[self.arn(name)])["Parameters"][0]["Value"], "for all")
        self.assertEqual(error_code(audit.get_parameter_history, Name=self.arn(name)), "AccessDeniedException")
        self.assertEqual(error_code(audit.get_resource_policies, ResourceArn=self.arn(name)), "AccessDeniedException")
        shown = self.ssm.get_resource_policies(ResourceArn=self.arn(name))["Policies"]
        self.assertEqual(shown, [{"PolicyId": made["PolicyId"], "PolicyHash": made["PolicyHash"], "Policy": policy(name)}])
        self.refused("ResourcePolicyConflictException", self.ssm.delete_resource_policy, ResourceArn=self.arn(name), PolicyId=made["PolicyId"], PolicyHash="x")
        self.refused("ResourcePolicyLimitExceededException", self.ssm.put_resource_policy, ResourceArn=self.arn(name), Policy=policy(name))
        self.refused("MalformedResourcePolicyDocumentException", self.ssm.put_resource_policy, ResourceArn=self.arn(name), Policy="{}", PolicyId=made["PolicyId"], PolicyHash=made["PolicyHash"])
        self.ssm.delete_resource_policy(ResourceArn=self.arn(name), PolicyId=made["PolicyId"], PolicyHash=made["PolicyHash"])
        self.assertEqual(error_code(audit.get_parameter, Name=self.arn(name)), "AccessDeniedException")
        self.shared_secret(audit, other)
        self.refused("ResourceNotFoundException", self.ssm.get_resource_policies, ResourceArn=self.arn("/nowhere-at-all"))

    def shared_secret(self, audit, other):
        """A SecureString is shared with its key, which must be the customer's."""
        statement = lambda **more: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "kms:*", "Resource": "*"}, more]})
        key = self.server.client("shop", "kms").create_key(Policy=statement(Effect="Allow", Principal={"AWS": other}, Action="kms:Decrypt", Resource="*", Condition={
            "StringEquals": {"kms:ViaService": f"ssm.{REGION}.amazonaws.com"}, "StringLike": {"kms:EncryptionContext:PARAMETER_ARN": self.arn("/test/") + "*"}}))["KeyMetadata"]["Arn"]
        for key, code in ((key, None), ("alias/aws/ssm", "AccessDeniedException")):
            name = self.put(value="hush", type="SecureString", KeyId=key, Tier="Advanced")
            self.ssm.put_resource_policy(ResourceArn=self.arn(name), Policy=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": other}, "Action": "ssm:GetParameter", "Resource": self.arn(name)}]}))
            self.assertEqual(error_code(audit.get_parameter, Name=self.arn(name), WithDecryption=True), code)

    def test_parameters_are_of_one_account_and_region(self):
        name = self.put()
        self.assertEqual(error_code(self.server.client("shop", "ssm", region="eu-west-1").get_parameter, Name=name), "ParameterNotFound")
        self.assertEqual(error_code(self.server.client("audit", "ssm").get_parameter, Name=name), "ParameterNotFound")


class Policies(Ssm):
    def test_expiry_comes_by_the_clock_and_is_told_to_eventbridge(self):
        sqs, events = self.server.client("shop", "sqs"), self.server.client("shop", "events")
        url = sqs.create_queue(QueueName="told")["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{self.account}:told"
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
        events.put_rule(Name="ssm", EventPattern=json.dumps({"source": ["aws.ssm"]}))
        events.put_targets(Rule="ssm", Targets=[{"Id": "1", "Arn": arn}])
        now = datetime.datetime.fromisoformat(self.server.control("clock").replace("Z", "+00:00"))
        policies = json.dumps([{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": (now + datetime.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S.000Z")}},
                               {"Type": "ExpirationNotification", "Version": "1.0", "Attributes": {"Before": "1", "Unit": "Days"}},
                               {"Type": "NoChangeNotification", "Version": "1.0", "Attributes": {"After": "12", "Unit": "Hours"}}])
        self.refused("ValidationException", self.ssm.put_parameter, "advanced-parameter tier", Name=self.name(), Value="v", Type="String", Policies=policies)
        name = self.put(Tier="Advanced", Policies=policies)
        shown = self.ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [name]}])["Parameters"][0]["Policies"]
        self.assertEqual([(p["PolicyType"], p["PolicyStatus"]) for p in shown], [("Expiration", "Pending"), ("ExpirationNotification", "Pending"), ("NoChangeNotification", "Pending")])
        heard = []

        def hears(*wanted):
            for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                event = json.loads(message["Body"])
                heard.append((event["detail-type"], event["detail"].get("operation") or event["detail"].get("policy-type")))
            return all(w in heard for w in wanted)

        change, action = "Parameter Store Change", "Parameter Store Policy Action"
        self.assertTrue(wait_for(lambda: hears((change, "Create"))), heard)
        self.server.advance("13h")
        self.assertTrue(wait_for(lambda: hears((action, "NoChangeNotification"))), heard)
        self.server.advance("36h")
        self.assertTrue(wait_for(lambda: hears((action, "ExpirationNotification"))), heard)
        self.ssm.get_parameter(Name=name)
        self.server.advance("24h")
        self.assertTrue(wait_for(lambda: hears((action, "Expiration"), (change, "Delete"))), heard)
        self.refused("ParameterNotFound", self.server.client("shop", "ssm").get_parameter, Name=name)

    def test_policies_that_make_no_sense(self):
        one = lambda type="Expiration", **attributes: {"Type": type, "Version": "1.0", "Attributes": attributes}
        later = one(Timestamp="2999-01-01T00:00:00.000Z")
        for policies, code in (([one("Other")], "InvalidPolicyTypeException"), ([one()], "InvalidPolicyAttributeException"), ([later, later], "IncompatiblePolicyException"),
                               ([one(Timestamp="2001-01-01T00:00:00Z")], "InvalidPolicyAttributeException"), ([one("ExpirationNotification", Before="1", Unit="Days")], "IncompatiblePolicyException"),
                               ([one("NoChangeNotification", After="x", Unit="Days")], "InvalidPolicyAttributeException"),
                               ([one("NoChangeNotification", After="1", Unit="Weeks")], "InvalidPolicyAttributeException"),
                               ([one("NoChangeNotification", After="1", Unit="Days")] * 11, "PoliciesLimitExceededException")):
            self.refused(code, self.ssm.put_parameter, Name=self.name(), Value="v", Type="String", Tier="Advanced", Policies=json.dumps(policies))
        name = self.put(Tier="Advanced", Policies=json.dumps([later]))
        self.ssm.put_parameter(Name=name, Value="v", Overwrite=True)
        described = lambda: self.ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [name]}])["Parameters"][0]["Policies"]
        self.assertEqual(len(described()), 1)
        self.ssm.put_parameter(Name=name, Value="v", Overwrite=True, Policies="[{}]")
        self.assertEqual(described(), [])


class Kept(unittest.TestCase):
    def test_parameters_outlive_a_kill(self):
        with house.temporary_home() as home:
            server = house.Server(home).start()
            self.addCleanup(server.stop)
            server.client("shop", "ssm").put_parameter(Name="/kept", Value="s", Type="SecureString", Tags=[{"Key": "k", "Value": "v"}])
            server.kill()
            server.start()
            ssm = server.client("shop", "ssm")
            self.assertEqual(ssm.get_parameter(Name="/kept", WithDecryption=True)["Parameter"]["Value"], "s")
            self.assertEqual(ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/kept")["TagList"], [{"Key": "k", "Value": "v"}])
            server.stop()


if __name__ == "__main__":
    unittest.main()
