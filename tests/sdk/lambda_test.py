"""Lambda as boto3 sees it: functions and what belongs to them, who may do what, and invocations where the machine can run them."""
import base64
import concurrent.futures
import gzip
import hashlib
import io
import json
import ssl
import stat
import unittest
import urllib.error
import urllib.request
import zipfile

import botocore.exceptions

import house
from house import REGION, error_code, wait_for

ECHO = "def handler(event, context):\n    print('seen', event)\n    return {'event': event, 'arn': context.invoked_function_arn}\n"
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def archive(**files):
    """A zip of texts by their names, where __ stands for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in files.items():
            z.writestr(name.replace("__", "."), text)
    return out.getvalue()


def entry(name, text="x", mode=stat.S_IFREG | 0o644, flags=0):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = mode << 16
        z.writestr(info, text)
    return out.getvalue()


def refusal(call, **arguments):
    """Code and text a call is refused with."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"], e.response["Error"]["Message"]
    return None, None


class Base(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.account = cls.accounts["shop"]
        cls.client = lambda cls, service, who="shop", **more: cls.server.client(who, service, **more)
        cls.lam = cls.server.client("shop", "lambda")
        cls.iam = cls.server.client("shop", "iam")
        cls.role = cls.make_role("functions", "logs:*", "s3:GetObject", "sqs:*", "sns:*", "lambda:*", "events:PutEvents", "sts:GetCallerIdentity")
        cls.code = archive(app__py=ECHO)

    @classmethod
    def make_role(cls, name, *actions, trust=TRUST):
        arn = cls.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if actions:
            cls.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
        return arn

    def user(self, name, *statements):
        """Keys of a user who may do what the statements say, and a client maker for it."""
        self.iam.create_user(UserName=name)
        self.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return lambda service: self.server.client("shop", service, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])

    def create(self, name, lam=None, wait=True, **more):
        lam = lam or self.lam
        made = lam.create_function(**{"FunctionName": name, "Runtime": "python3.11", "Role": self.role, "Handler": "app.handler", "Code": {"ZipFile": self.code}, **more})
        if wait:
            self.settled(name, lam)
        return made

    def settled(self, name, lam=None):
        ready = lambda: (lambda c: c["State"] == "Active" and c["LastUpdateStatus"] == "Successful" and c)(dict({"LastUpdateStatus": ""}, **(lam or self.lam).get_function_configuration(FunctionName=name)))
        got = wait_for(ready, 10)
        self.assertTrue(got, (lam or self.lam).get_function_configuration(FunctionName=name))
        return got

    def arn(self, name, qualifier="", account=None):
        return f"arn:aws:lambda:{REGION}:{account or self.account}:function:{name}" + (f":{qualifier}" if qualifier else "")

    def fetch(self, url):
        context = ssl.create_default_context(cafile=str(self.server.profiles / "ca.pem"))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"https": f"http://{self.server.endpoint}"}), urllib.request.HTTPSHandler(context=context))
        return opener.open(url, timeout=10).read()

    def records(self, name, who="shop"):
        events = self.server.client(who, "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
        return [json.loads(e["CloudTrailEvent"]) for e in events]


class LambdaTest(Base):
    # ---- functions

    def test_a_function_is_made_read_changed_and_deleted(self):
        lam = self.lam
        made = self.create("life", wait=False, Description="first", Timeout=7, MemorySize=256, Environment={"Variables": {"COLOUR": "secret-blue"}}, Tags={"team": "a"})
        self.assertEqual((made["FunctionArn"], made["State"], made["StateReasonCode"], made["Version"], made["CodeSize"], made["PackageType"], made["Timeout"], made["MemorySize"]),
                         (self.arn("life"), "Pending", "Creating", "$LATEST", len(self.code), "Zip", 7, 256))
        self.assertEqual(made["CodeSha256"], base64.b64encode(hashlib.sha256(self.code).digest()).decode())
        self.assertEqual(made["Environment"], {"Variables": {"COLOUR": "secret-blue"}})
        self.assertEqual(made["ResponseMetadata"]["HTTPStatusCode"], 201)
        lam.get_waiter("function_active").wait(FunctionName="life", WaiterConfig={"Delay": 1})
        got = lam.get_function(FunctionName="life")
        self.assertEqual((got["Configuration"]["State"], got["Configuration"]["LastUpdateStatus"], got["Tags"]), ("Active", "Successful", {"team": "a"}))
        self.assertEqual(self.fetch(got["Code"]["Location"]), self.code)
        with self.assertRaises(urllib.error.HTTPError):
            self.fetch(got["Code"]["Location"][:-4] + "AAAA")
        self.assertEqual(refusal(lam.create_function, FunctionName="life", Runtime="python3.11", Role=self.role, Handler="a.b", Code={"ZipFile": self.code}),
                         ("ResourceConflictException", "Function already exist: life"))
        for name in (self.arn("life"), f"{self.account}:function:life", f"{self.account}:life", "function:life", "life:$LATEST"):
            self.assertEqual(lam.get_function_configuration(FunctionName=name)["FunctionName"], "life")

        changed = lam.update_function_configuration(FunctionName="life", Timeout=9, Handler="other.handler", Environment={"Variables": {}}, RevisionId=self.settled("life")["RevisionId"])
        self.assertEqual((changed["Timeout"], changed["Handler"], changed["LastUpdateStatus"], "Environment" in changed), (9, "other.handler", "InProgress", False))
        self.settled("life")
        self.assertEqual(error_code(lam.update_function_configuration, FunctionName="life", Timeout=9, RevisionId="x"), "PreconditionFailedException")
        other = archive(app__py=ECHO + "#\n")
        self.assertEqual(lam.update_function_code(FunctionName="life", ZipFile=other, DryRun=True)["CodeSize"], len(other))
        self.assertEqual(self.settled("life")["CodeSize"], len(self.code))
        self.assertEqual(lam.update_function_code(FunctionName="life", ZipFile=other)["CodeSize"], len(other))
        self.settled("life")
        self.assertEqual(lam.delete_function(FunctionName="life")["ResponseMetadata"]["HTTPStatusCode"], 204)
        self.assertEqual(refusal(lam.get_function, FunctionName="life"), ("ResourceNotFoundException", f"Function not found: {self.arn('life')}"))
        self.assertEqual(error_code(lam.delete_function, FunctionName="life"), "ResourceNotFoundException")

    def test_records_hold_neither_code_nor_environment(self):
        self.create("recorded", Environment={"Variables": {"WORD": "do-not-tell"}})
        record = self.records("CreateFunction20150331")[0]
        self.assertNotIn("do-not-tell", json.dumps(record))
        self.assertNotIn("zipFile", json.dumps(record))
        self.assertEqual((record["requestParameters"]["functionName"], record["requestParameters"]["environment"], record["requestParameters"]["code"]), ("recorded", {}, {}))
        self.assertEqual(record["responseElements"]["functionArn"], self.arn("recorded"))
        assumed = [r for r in self.records("AssumeRole") if r["requestParameters"] and r["requestParameters"]["roleArn"] == self.role]
        self.assertEqual(assumed, [])            # only looked at: nobody has assumed it

    def test_functions_are_listed_in_pages(self):
        for i in range(3):
            self.create(f"listed-{i}", wait=False)
        pages = list(self.lam.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2}))
        self.assertGreater(len(pages), 1)
        names = [f["FunctionName"] for p in pages for f in p["Functions"]]
        self.assertEqual(sorted(names), names)
        self.assertLessEqual({"listed-0", "listed-1", "listed-2"}, set(names))
        self.assertEqual(error_code(self.lam.list_functions, Marker="?"), "InvalidParameterValueException")
        settings = self.lam.get_account_settings()
        self.assertGreaterEqual(settings["AccountUsage"]["FunctionCount"], 3)
        self.assertEqual(settings["AccountLimit"]["CodeSizeUnzipped"], 262144000)

    def test_what_is_wrong_is_refused_in_lambdas_words(self):
        make = lambda **more: refusal(self.lam.create_function, **{"FunctionName": "wrong", "Runtime": "python3.11", "Role": self.role, "Handler": "a.b", "Code": {"ZipFile": self.code}, **more})
        invalid = "InvalidParameterValueException"
        nobody = self.make_role("nobody", trust={"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
        for role in (nobody, nobody + "-missing"):
            self.assertEqual(make(Role=role), (invalid, "The role defined for the function cannot be assumed by Lambda."))
        self.assertEqual(make(Role=nobody.replace(self.account, self.accounts["payments"]))[0], "AccessDeniedException")
        self.assertEqual(make(Code={"ZipFile": b"no zip"}), (invalid, "Could not unzip uploaded file. Please check your file, then try to upload again."))
        for bad in (entry("../up"), entry("/etc/passwd"), entry("a/../../b"), entry("link", "/etc/passwd", stat.S_IFLNK | 0o777), entry("a/link", "../../out", stat.S_IFLNK | 0o777),
                    entry("pipe", "", stat.S_IFIFO | 0o644), archive()):
            self.assertEqual(make(Code={"ZipFile": bad})[0], invalid)
        encrypted = bytearray(entry("secret"))
        encrypted[6] |= 1
        encrypted[encrypted.find(b"PK\x01\x02") + 8] |= 1
        self.assertIn("encrypted", make(Code={"ZipFile": bytes(encrypted)})[1])
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
            for i in range(3):
                with z.open(f"zeros{i}", "w") as f:
                    for _ in range(100):
                        f.write(bytes(1 << 20))
        self.assertEqual(make(Code={"ZipFile": bomb.getvalue()}), (invalid, "Unzipped size must be smaller than 262144000 bytes"))
        self.assertEqual(make(Timeout=901)[0], "ValidationException")
        self.assertEqual(make(MemorySize=10241)[0], "ValidationException")
        self.assertEqual(make(Environment={"Variables": {"AWS_REGION": "x"}})[0], invalid)
        self.assertEqual(make(Environment={"Variables": {"BIG": "x" * 4100}})[0], invalid)
        self.assertEqual(make(Runtime="java21")[0], invalid)
        self.assertEqual(make(Runtime="python2.7")[0], invalid)
        self.assertEqual(make(VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}), (invalid, "VpcConfig is not part of this server."))
        self.assertEqual(make(Code={"ImageUri": "x"}, PackageType="Image")[0], invalid)
        self.assertEqual(make(TracingConfig={"Mode": "Active"})[0], invalid)
        self.assertEqual(make(Layers=[f"arn:aws:lambda:{REGION}:{self.account}:layer:none:1"])[0], invalid)
        self.assertEqual(error_code(self.lam.get_function, FunctionName="wrong"), "ResourceNotFoundException")
        there = refusal(self.lam.get_function, FunctionName=self.arn("wrong").replace(REGION, "eu-west-1"))
        self.assertEqual(there, ("ResourceNotFoundException", f"Functions from 'eu-west-1' are not reachable in this region ('{REGION}')"))
        self.assertEqual(refusal(self.lam.get_function, FunctionName="wrong:1", Qualifier="2")[0], invalid)

    def test_code_comes_from_a_bucket_as_the_caller(self):
        s3 = self.client("s3")
        bucket = f"code-{self.account}"
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        first = s3.put_object(Bucket=bucket, Key="f.zip", Body=self.code)["VersionId"]
        s3.put_object(Bucket=bucket, Key="f.zip", Body=archive(app__py="#"))
        made = self.create("from-s3", Code={"S3Bucket": bucket, "S3Key": "f.zip", "S3ObjectVersion": first})
        self.assertEqual(made["CodeSize"], len(self.code))
        update = lambda lam=self.lam, **code: refusal(lam.update_function_code, FunctionName="from-s3", **code)
        self.assertEqual(update(S3Bucket=bucket, S3Key="none")[0], "InvalidParameterValueException")
        self.assertIn("S3 Error Code: NoSuchKey", update(S3Bucket=bucket, S3Key="none")[1])
        s3_there = self.client("s3", region="eu-west-1")
        s3_there.create_bucket(Bucket=bucket + "-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.assertIn("PermanentRedirect", update(S3Bucket=bucket + "-eu", S3Key="f.zip")[1])
        blind = self.user("blind", {"Effect": "Allow", "Action": "lambda:*", "Resource": "*"})("lambda")
        self.assertEqual(update(blind, S3Bucket=bucket, S3Key="f.zip")[0], "AccessDeniedException")
        self.assertEqual(update(S3Bucket=bucket, S3Key="f.zip", ZipFile=self.code)[0], "InvalidParameterValueException")
        self.assertEqual(update(S3Bucket=bucket, S3Key="f.zip")[0], None)
        self.settled("from-s3")

    def test_the_environment_is_kept_under_a_key_of_kms(self):
        kms = self.client("kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        made = self.create("keyed", KMSKeyArn=key, Environment={"Variables": {"AA": "b"}})
        self.assertEqual((made["Environment"]["Variables"], made["KMSKeyArn"]), ({"AA": "b"}, key))
        reader = self.user("reader", {"Effect": "Allow", "Action": "lambda:Get*", "Resource": "*"})("lambda")
        seen = reader.get_function_configuration(FunctionName="keyed")["Environment"]
        self.assertNotIn("Variables", seen)
        self.assertIn("AccessDenied", seen["Error"]["ErrorCode"])
        back = self.lam.update_function_configuration(FunctionName="keyed", KMSKeyArn="")
        self.assertEqual(back["Environment"]["Variables"], {"AA": "b"})
        self.settled("keyed")
        self.assertEqual(reader.get_function_configuration(FunctionName="keyed")["Environment"]["Variables"], {"AA": "b"})

    # ---- versions, aliases

    def test_versions_and_aliases(self):
        lam = self.lam
        self.create("versions")
        first = lam.publish_version(FunctionName="versions", Description="one")
        self.assertEqual((first["Version"], first["FunctionArn"], first["Description"]), ("1", self.arn("versions", "1"), "one"))
        self.assertEqual(lam.publish_version(FunctionName="versions", Description="one")["Version"], "1")      # nothing has changed
        self.assertEqual(error_code(lam.publish_version, FunctionName="versions", CodeSha256="x"), "InvalidParameterValueException")
        self.assertEqual(lam.update_function_code(FunctionName="versions", ZipFile=archive(app__py="#2"), Publish=True)["Version"], "2")
        self.settled("versions")
        self.assertEqual([v["Version"] for v in lam.list_versions_by_function(FunctionName="versions")["Versions"]], ["$LATEST", "1", "2"])
        self.assertEqual(lam.get_function_configuration(FunctionName="versions", Qualifier="1")["CodeSize"], len(self.code))

        alias = lam.create_alias(FunctionName="versions", Name="live", FunctionVersion="1", Description="d")
        self.assertEqual((alias["AliasArn"], alias["FunctionVersion"]), (self.arn("versions", "live"), "1"))
        self.assertEqual(error_code(lam.create_alias, FunctionName="versions", Name="live", FunctionVersion="1"), "ResourceConflictException")
        self.assertEqual(error_code(lam.create_alias, FunctionName="versions", Name="x", FunctionVersion="9"), "ResourceNotFoundException")
        weighted = lam.update_alias(FunctionName="versions", Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}}, RevisionId=alias["RevisionId"])
        self.assertEqual(weighted["RoutingConfig"]["AdditionalVersionWeights"], {"2": 0.5})
        for wrong in ({"1": 0.5}, {"2": 1.5}, {"$LATEST": 0.1}, {"1": 0.1, "2": 0.1}):
            self.assertIn(error_code(lam.update_alias, FunctionName="versions", Name="live", RoutingConfig={"AdditionalVersionWeights": wrong}),
                          ("InvalidParameterValueException", "ValidationException"))
        self.assertEqual(error_code(lam.update_alias, FunctionName="versions", Name="live", RevisionId="x"), "PreconditionFailedException")
        self.assertEqual([a["Name"] for a in lam.list_aliases(FunctionName="versions", FunctionVersion="2")["Aliases"]], ["live"])
        self.assertEqual(lam.get_function_configuration(FunctionName="versions:live")["FunctionArn"], self.arn("versions", "live"))
        self.assertEqual(error_code(lam.delete_function, FunctionName="versions", Qualifier="1"), "ResourceConflictException")
        lam.delete_alias(FunctionName="versions", Name="live")
        self.assertEqual(error_code(lam.get_alias, FunctionName="versions", Name="live"), "ResourceNotFoundException")
        lam.delete_function(FunctionName="versions", Qualifier="1")
        self.assertEqual(error_code(lam.get_function, FunctionName="versions", Qualifier="1"), "ResourceNotFoundException")
        self.assertEqual(error_code(lam.delete_function, FunctionName="versions", Qualifier="$LATEST"), "InvalidParameterValueException")

    # ---- permissions

    def test_permissions(self):
        lam = self.lam
        self.create("allowed")
        added = lam.add_permission(FunctionName="allowed", StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::b", SourceAccount=self.account)
        statement = {"Sid": "s3", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction", "Resource": self.arn("allowed"),
                     "Condition": {"StringEquals": {"AWS:SourceAccount": self.account}, "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}}
        self.assertEqual(json.loads(added["Statement"]), statement)
        got = lam.get_policy(FunctionName="allowed")
        self.assertEqual(json.loads(got["Policy"]), {"Version": "2012-10-17", "Id": "default", "Statement": [statement]})
        again = lambda **more: refusal(lam.add_permission, **{"FunctionName": "allowed", "StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", **more})
        self.assertEqual(again(), ("ResourceConflictException",
                                   "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement."))
        self.assertEqual(again(StatementId="x", Principal="nobody")[0], "InvalidParameterValueException")
        self.assertEqual(again(StatementId="x", Qualifier="$LATEST")[0], "InvalidParameterValueException")
        self.assertEqual(again(StatementId="x", RevisionId="x")[0], "PreconditionFailedException")
        self.assertEqual(error_code(lam.remove_permission, FunctionName="allowed", StatementId="none"), "ResourceNotFoundException")
        lam.remove_permission(FunctionName="allowed", StatementId="s3", RevisionId=got["RevisionId"])
        self.assertEqual(refusal(lam.get_policy, FunctionName="allowed"), ("ResourceNotFoundException", "The resource you requested does not exist."))

        payments = self.client("lambda", "payments")
        dry = lambda name: error_code(payments.invoke, FunctionName=name, InvocationType="DryRun")
        self.assertEqual(dry(self.arn("allowed")), "AccessDeniedException")
        lam.add_permission(FunctionName="allowed", StatementId="them", Action="lambda:InvokeFunction", Principal=self.accounts["payments"])
        self.assertIsNone(dry(self.arn("allowed")))
        lam.publish_version(FunctionName="allowed")
        self.assertEqual(dry(self.arn("allowed", "1")), "AccessDeniedException")          # a version has a policy of its own
        lam.add_permission(FunctionName="allowed", Qualifier="1", StatementId="org", Action="lambda:*", Principal="*", PrincipalOrgID=self.server.client("management", "organizations").describe_organization()["Organization"]["Id"])
        self.assertIsNone(dry(self.arn("allowed", "1")))

    def test_who_creates_must_be_allowed_to_pass_the_role(self):
        everything = {"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}
        make = lambda lam, name: refusal(lam.create_function, FunctionName=name, Runtime="python3.11", Role=self.role, Handler="a.b", Code={"ZipFile": self.code})
        without = self.user("without", everything)("lambda")
        code, text = make(without, "passed")
        self.assertEqual(code, "AccessDeniedException")
        self.assertIn("is not authorized to perform: iam:PassRole on resource: " + self.role, text)
        elsewhere = self.user("elsewhere", everything, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}})("lambda")
        self.assertEqual(make(elsewhere, "passed")[0], "AccessDeniedException")
        right = self.user("right", everything, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": self.role, "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}})("lambda")
        self.assertIsNone(make(right, "passed")[0])
        self.settled("passed")
        self.assertEqual(error_code(without.update_function_configuration, FunctionName="passed", Role=self.role), "AccessDeniedException")
        self.assertIsNone(error_code(without.update_function_configuration, FunctionName="passed", Timeout=4))

    # ---- layers

    def test_layers(self):
        lam = self.lam
        content = archive(**{"python/common__py": "WORD = 'from the layer'\n"})
        one = lam.publish_layer_version(LayerName="common", Content={"ZipFile": content}, CompatibleRuntimes=["python3.11"], Description="d", LicenseInfo="MIT")
        arn = f"arn:aws:lambda:{REGION}:{self.account}:layer:common"
        self.assertEqual((one["LayerArn"], one["LayerVersionArn"], one["Version"], one["Content"]["CodeSize"]), (arn, arn + ":1", 1, len(content)))
        two = lam.publish_layer_version(LayerName=arn, Content={"ZipFile": content})
        self.assertEqual(two["Version"], 2)
        self.assertEqual([v["Version"] for v in lam.list_layer_versions(LayerName="common")["LayerVersions"]], [2, 1])
        self.assertEqual([v["Version"] for v in lam.list_layer_versions(LayerName="common", CompatibleRuntime="python3.11")["LayerVersions"]], [1])
        self.assertEqual([v["Version"] for p in lam.get_paginator("list_layer_versions").paginate(LayerName="common", PaginationConfig={"PageSize": 1}) for v in p["LayerVersions"]], [2, 1])
        self.assertEqual([(l["LayerName"], l["LatestMatchingVersion"]["Version"]) for l in lam.list_layers()["Layers"] if l["LayerName"] == "common"], [("common", 2)])
        self.assertEqual(lam.get_layer_version_by_arn(Arn=arn + ":1")["Description"], "d")
        self.assertEqual(self.fetch(lam.get_layer_version(LayerName="common", VersionNumber=1)["Content"]["Location"]), content)
        self.assertEqual(error_code(lam.get_layer_version, LayerName="common", VersionNumber=3), "ResourceNotFoundException")

        made = self.create("layered", Layers=[arn + ":1"])
        self.assertEqual(made["Layers"], [{"Arn": arn + ":1", "CodeSize": len(content)}])
        self.assertEqual(error_code(lam.update_function_configuration, FunctionName="layered", Layers=[arn + ":1", arn + ":2"]), "InvalidParameterValueException")

        payments = self.client("lambda", "payments")
        theirs = self.client("iam", "payments").create_role(RoleName="theirs", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        use = lambda name: error_code(payments.create_function, FunctionName=name, Runtime="python3.11", Role=theirs, Handler="a.b", Code={"ZipFile": self.code}, Layers=[arn + ":1"])
        self.assertEqual(use("across"), "AccessDeniedException")
        lam.add_layer_version_permission(LayerName="common", VersionNumber=1, StatementId="them", Action="lambda:GetLayerVersion", Principal=self.accounts["payments"])
        self.assertEqual(json.loads(lam.get_layer_version_policy(LayerName="common", VersionNumber=1)["Policy"])["Statement"][0]["Resource"], arn + ":1")
        self.assertIsNone(use("across"))
        lam.remove_layer_version_permission(LayerName="common", VersionNumber=1, StatementId="them")
        self.assertEqual(use("again"), "AccessDeniedException")
        lam.delete_layer_version(LayerName="common", VersionNumber=1)
        self.assertEqual(error_code(lam.get_layer_version, LayerName="common", VersionNumber=1), "ResourceNotFoundException")
        self.assertEqual(lam.get_function_configuration(FunctionName="layered")["Layers"][0]["Arn"], arn + ":1")      # who uses it goes on
        self.assertEqual(lam.publish_layer_version(LayerName="common", Content={"ZipFile": content})["Version"], 3)

    # ---- settings

    def test_tags_concurrency_and_event_settings(self):
        lam = self.lam
        self.create("set")
        lam.tag_resource(Resource=self.arn("set"), Tags={"a": "1", "b": "2"})
        lam.untag_resource(Resource=self.arn("set"), TagKeys=["a"])
        self.assertEqual(lam.list_tags(Resource=self.arn("set"))["Tags"], {"b": "2"})
        tagged = self.user("by-tag", {"Effect": "Allow", "Action": "lambda:GetFunctionConfiguration", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/b": "2"}}})("lambda")
        self.assertEqual(tagged.get_function_configuration(FunctionName="set")["FunctionName"], "set")
        lam.tag_resource(Resource=self.arn("set"), Tags={"b": "3"})
        self.assertEqual(error_code(tagged.get_function_configuration, FunctionName="set"), "AccessDeniedException")

        self.assertEqual(lam.put_function_concurrency(FunctionName="set", ReservedConcurrentExecutions=5)["ReservedConcurrentExecutions"], 5)
        self.assertEqual(lam.get_function_concurrency(FunctionName="set")["ReservedConcurrentExecutions"], 5)
        self.assertEqual(lam.get_function(FunctionName="set")["Concurrency"]["ReservedConcurrentExecutions"], 5)
        self.assertEqual(error_code(lam.put_function_concurrency, FunctionName="set", ReservedConcurrentExecutions=999), "InvalidParameterValueException")
        lam.put_function_concurrency(FunctionName="set", ReservedConcurrentExecutions=0)
        self.assertEqual(refusal(lam.invoke, FunctionName="set"), ("TooManyRequestsException", "Rate Exceeded."))
        lam.delete_function_concurrency(FunctionName="set")
        self.assertNotIn("ReservedConcurrentExecutions", lam.get_function_concurrency(FunctionName="set"))

        queue = f"arn:aws:sqs:{REGION}:{self.account}:ends"
        self.assertEqual(error_code(lam.get_function_event_invoke_config, FunctionName="set"), "ResourceNotFoundException")
        put = lam.put_function_event_invoke_config(FunctionName="set", MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": queue}})
        self.assertEqual((put["FunctionArn"], put["MaximumRetryAttempts"], put["DestinationConfig"]["OnFailure"]), (self.arn("set", "$LATEST"), 1, {"Destination": queue}))
        lam.update_function_event_invoke_config(FunctionName="set", MaximumEventAgeInSeconds=60)
        got = lam.get_function_event_invoke_config(FunctionName="set")
        self.assertEqual((got["MaximumRetryAttempts"], got["MaximumEventAgeInSeconds"]), (1, 60))
        self.assertEqual(len(lam.list_function_event_invoke_configs(FunctionName="set")["FunctionEventInvokeConfigs"]), 1)
        lam.delete_function_event_invoke_config(FunctionName="set")
        self.assertEqual(lam.list_function_event_invoke_configs(FunctionName="set")["FunctionEventInvokeConfigs"], [])
        self.assertEqual(lam.get_runtime_management_config(FunctionName="set")["UpdateRuntimeOn"], "Auto") if hasattr(lam, "get_runtime_management_config") else None


# Answers by what it is asked: fails, sleeps, tells of its surroundings.
WORKER = """
import json, os, time
count = 0
def handler(event, context):
    global count
    count += 1
    print("asked", json.dumps(event))
    what = event.get("do") if isinstance(event, dict) else None
    if what == "fail":
        raise ValueError("as asked")
    if what == "sleep":
        time.sleep(event["seconds"])
    if what == "tell":
        from common import WORD
        return {"word": WORD, "env": {k: os.environ.get(k) for k in event["names"]}, "count": count, "request": context.aws_request_id, "arn": context.invoked_function_arn,
                "version": context.function_version, "memory": context.memory_limit_in_mb}
    return {"got": event}
"""


class Invocations(Base):
    """What needs a machine that can make sandboxes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = archive(app__py=WORKER)
        layer = cls.lam.publish_layer_version(LayerName="words", Content={"ZipFile": archive(**{"python/common__py": "WORD = 'from the layer'\n"})})["LayerVersionArn"]
        cls.lam.create_function(FunctionName="worker", Runtime="python3.11", Role=cls.role, Handler="app.handler", Code={"ZipFile": cls.code}, Layers=[layer], Timeout=5,
                                Environment={"Variables": {"COLOUR": "blue"}})
        wait_for(lambda: cls.lam.get_function_configuration(FunctionName="worker")["State"] == "Active", 10)
        code, text = refusal(cls.lam.invoke, FunctionName="worker", Payload=b"{}")
        if code == "ServiceException":
            raise unittest.SkipTest(text)
        cls.sqs = cls.server.client("shop", "sqs")

    def invoke(self, name, event, **more):
        answer = self.lam.invoke(FunctionName=name, Payload=json.dumps(event).encode(), **more)
        return answer, json.loads(answer["Payload"].read() or b"null")

    def queue(self, name):
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        return url, f"arn:aws:sqs:{REGION}:{self.account}:{name}"

    def received(self, url, seconds=10):
        messages = []

        def more():
            for m in self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", []):
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
                messages.append(m)
            return messages
        wait_for(more, seconds)
        return messages

    def sink(self, name):
        """A function whose every event comes to a queue when it has succeeded; the queue's URL."""
        url, arn = self.queue(name)
        self.create(name)
        self.lam.put_function_event_invoke_config(FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": arn}})
        return url

    def lines(self, name):
        logs = self.client("logs")
        try:
            return [e["message"] for e in logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]]
        except logs.exceptions.ResourceNotFoundException:
            return []


class InvocationTest(Invocations):
    def test_a_function_answers_its_caller(self):
        answer, told = self.invoke("worker", {"do": "tell", "names": ["COLOUR", "AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]},
                                   LogType="Tail")
        env = told["env"]
        self.assertEqual((answer["StatusCode"], answer["ExecutedVersion"], "FunctionError" in answer), (200, "$LATEST", False))
        self.assertEqual((told["word"], env["COLOUR"], env["AWS_REGION"], env["AWS_LAMBDA_FUNCTION_NAME"], told["version"], told["memory"]), ("from the layer", "blue", REGION, "worker", "$LATEST", "128"))
        self.assertEqual((told["arn"], told["request"]), (self.arn("worker"), answer["ResponseMetadata"]["RequestId"]))
        tail = base64.b64decode(answer["LogResult"]).decode()
        for part in (f"START RequestId: {told['request']} Version: $LATEST", "asked {", f"END RequestId: {told['request']}", "REPORT RequestId"):
            self.assertIn(part, tail)
        who = self.server.client("shop", "sts", aws_access_key_id=env["AWS_ACCESS_KEY_ID"], aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"], aws_session_token=env["AWS_SESSION_TOKEN"])
        self.assertEqual(who.get_caller_identity()["Arn"], f"arn:aws:sts::{self.account}:assumed-role/functions/worker")
        _, again = self.invoke("worker", {"do": "tell", "names": []})
        self.assertGreater(again["count"], 1)                      # the same instance, still warm
        self.assertTrue(wait_for(lambda: any(told["request"] in line for line in self.lines("worker"))))
        streams = self.client("logs").describe_log_streams(logGroupName="/aws/lambda/worker")["logStreams"]
        self.assertRegex(streams[0]["logStreamName"], r"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$")
        assumed = [r for r in self.records("AssumeRole") if (r["requestParameters"] or {}).get("roleSessionName") == "worker"][0]
        self.assertEqual((assumed["userIdentity"]["invokedBy"], assumed["requestParameters"]["roleArn"]), ("lambda.amazonaws.com", self.role))
        made = [r for r in self.records("CreateLogGroup") if r["requestParameters"]["logGroupName"] == "/aws/lambda/worker"][0]
        self.assertEqual(made["userIdentity"]["arn"], f"arn:aws:sts::{self.account}:assumed-role/functions/worker")

    def test_errors_and_time_outs_are_the_functions_own(self):
        answer, told = self.invoke("worker", {"do": "fail"})
        self.assertEqual((answer["StatusCode"], answer["FunctionError"], told["errorType"], told["errorMessage"]), (200, "Unhandled", "ValueError", "as asked"))
        self.create("short", Timeout=1)
        answer, told = self.invoke("short", {"do": "sleep", "seconds": 5})
        self.assertEqual(answer["FunctionError"], "Unhandled")
        self.assertIn("Task timed out after 1.00 seconds", told["errorMessage"])
        self.assertEqual(self.invoke("short", {"a": 1})[1], {"got": {"a": 1}})
        self.lam.put_function_concurrency(FunctionName="short", ReservedConcurrentExecutions=1)
        self.lam.update_function_configuration(FunctionName="short", Timeout=5)
        self.settled("short")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:     # both at once: there is room for one
            asked = [pool.submit(error_code, self.client("lambda").invoke, FunctionName="short", Payload=b'{"do": "sleep", "seconds": 1}') for _ in range(2)]
        self.assertEqual(sorted(str(a.result()) for a in asked), ["None", "TooManyRequestsException"])
        self.assertEqual(refusal(self.lam.invoke, FunctionName="worker", Payload=b"{")[0], "InvalidRequestContentException")
        self.assertEqual(refusal(self.lam.invoke, FunctionName="worker", Payload=b'"' + b"x" * 6291456 + b'"')[0], "RequestTooLargeException")
        self.assertEqual(refusal(self.lam.invoke, FunctionName="worker", Qualifier="none")[0], "ResourceNotFoundException")
        self.assertEqual(refusal(self.lam.invoke, FunctionName="nothing"), ("ResourceNotFoundException", f"Function not found: {self.arn('nothing')}"))

    def test_new_code_and_configuration_run_at_once(self):
        self.create("changing", Code={"ZipFile": archive(app__py="import os\ndef handler(e, c): return [1, os.environ.get('X')]\n")})
        self.assertEqual(self.invoke("changing", {})[1], [1, None])
        self.assertEqual(self.lam.publish_version(FunctionName="changing")["Version"], "1")
        self.lam.update_function_code(FunctionName="changing", ZipFile=archive(app__py="import os\ndef handler(e, c): return [2, os.environ.get('X')]\n"))
        self.settled("changing")
        self.assertEqual(self.invoke("changing", {})[1], [2, None])
        self.lam.update_function_configuration(FunctionName="changing", Environment={"Variables": {"X_": "", "XX": "y"}})
        self.settled("changing")
        self.lam.publish_version(FunctionName="changing")
        self.lam.create_alias(FunctionName="changing", Name="live", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 1.0}})
        answer, told = self.invoke("changing:live", {})
        self.assertEqual((answer["ExecutedVersion"], told[0]), ("2", 2))
        self.lam.update_alias(FunctionName="changing", Name="live", RoutingConfig={"AdditionalVersionWeights": {}})
        answer, told = self.invoke("changing", {}, Qualifier="live")
        self.assertEqual((answer["ExecutedVersion"], told[0]), ("1", 1))

    def test_events_are_tried_again_and_their_end_is_told(self):
        ends, ends_arn = self.queue("ends")
        dead, dead_arn = self.queue("dead")
        self.create("eventful", DeadLetterConfig={"TargetArn": dead_arn})
        self.lam.put_function_event_invoke_config(FunctionName="eventful", MaximumRetryAttempts=1, DestinationConfig={"OnSuccess": {"Destination": ends_arn}, "OnFailure": {"Destination": ends_arn}})
        answer = self.lam.invoke(FunctionName="eventful", InvocationType="Event", Payload=b'{"n": 1}')
        self.assertEqual((answer["StatusCode"], answer["Payload"].read()), (202, b""))
        record = json.loads(self.received(ends)[0]["Body"])
        self.assertEqual((record["version"], record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"], record["requestContext"]["functionArn"]),
                         ("1.0", "Success", 1, self.arn("eventful", "$LATEST")))
        self.assertEqual((record["requestPayload"], record["responseContext"], record["responsePayload"]), ({"n": 1}, {"statusCode": 200, "executedVersion": "$LATEST"}, {"got": {"n": 1}}))
        self.assertEqual(record["requestContext"]["requestId"], answer["ResponseMetadata"]["RequestId"])

        self.lam.invoke(FunctionName="eventful", InvocationType="Event", Payload=b'{"do": "fail"}')
        tried = lambda: sum(line.startswith("asked") and "fail" in line for line in self.lines("eventful"))
        self.assertTrue(wait_for(lambda: tried() == 1))
        for _ in range(5):                                         # its log may be written before its failure is noted
            self.server.advance("61s")
            told = self.received(ends, 2)
            if told:
                break
        record = json.loads(told[0]["Body"])
        self.assertEqual((record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"], record["responseContext"]["functionError"], record["responsePayload"]["errorType"]),
                         ("RetriesExhausted", 2, "Unhandled", "ValueError"))
        letter = self.received(dead)[0]
        self.assertEqual((json.loads(letter["Body"]), letter["MessageAttributes"]["ErrorMessage"]["StringValue"]), ({"do": "fail"}, "as asked"))

        self.lam.put_function_concurrency(FunctionName="eventful", ReservedConcurrentExecutions=0)
        self.lam.invoke(FunctionName="eventful", InvocationType="Event", Payload=b'{"n": 2}')
        self.assertEqual(json.loads(self.received(ends)[0]["Body"])["requestPayload"], {"n": 2})

    def test_buckets_topics_rules_and_log_groups_send_to_functions(self):
        got = self.sink("sink")
        event = lambda: json.loads(self.received(got)[0]["Body"])["requestPayload"]
        allow = lambda sid, principal, source: self.lam.add_permission(FunctionName="sink", StatementId=sid, Action="lambda:InvokeFunction", Principal=principal, SourceArn=source)
        s3, sns, events, logs = (self.client(s) for s in ("s3", "sns", "events", "logs"))
        bucket = f"tells-{self.account}"
        s3.create_bucket(Bucket=bucket)
        tell = lambda: refusal(s3.put_bucket_notification_configuration, Bucket=bucket, NotificationConfiguration={"LambdaFunctionConfigurations": [
            {"LambdaFunctionArn": self.arn("sink"), "Events": ["s3:ObjectCreated:*"]}]})
        self.assertEqual(tell(), ("InvalidArgument", "Unable to validate the following destination configurations"))
        allow("s3", "s3.amazonaws.com", f"arn:aws:s3:::{bucket}")
        self.assertEqual(tell(), (None, None))
        s3.put_object(Bucket=bucket, Key="k", Body=b"x")
        record = event()["Records"][0]
        self.assertEqual((record["eventSource"], record["s3"]["object"]["key"]), ("aws:s3", "k"))

        topic = sns.create_topic(Name="tells")["TopicArn"]
        subscription = sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=self.arn("sink"))["SubscriptionArn"]
        self.assertTrue(subscription.startswith(topic + ":"))
        allow("sns", "sns.amazonaws.com", topic)
        sns.publish(TopicArn=topic, Message="hello", Subject="s", MessageAttributes={"a": {"DataType": "String", "StringValue": "v"}})
        record = event()["Records"][0]
        self.assertEqual((record["EventSource"], record["EventSubscriptionArn"], record["Sns"]["Message"], record["Sns"]["MessageAttributes"]),
                         ("aws:sns", subscription, "hello", {"a": {"Type": "String", "Value": "v"}}))

        rule = events.put_rule(Name="tells", EventPattern='{"source": ["here"]}')["RuleArn"]
        self.assertEqual(events.put_targets(Rule="tells", Targets=[{"Id": "f", "Arn": self.arn("sink"), "Input": '{"in": 1}'}])["FailedEntryCount"], 0)
        allow("events", "events.amazonaws.com", rule)
        events.put_events(Entries=[{"Source": "here", "DetailType": "t", "Detail": "{}"}])
        self.assertEqual(event(), {"in": 1})

        logs.create_log_group(logGroupName="tells")
        logs.create_log_stream(logGroupName="tells", logStreamName="s")
        hand = lambda: refusal(logs.put_subscription_filter, logGroupName="tells", filterName="f", filterPattern="ERROR", destinationArn=self.arn("sink"))
        self.assertEqual(hand(), ("InvalidParameterException", "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function."))
        allow("logs", "logs.amazonaws.com", f"arn:aws:logs:{REGION}:{self.account}:log-group:tells:*")
        self.assertEqual(hand(), (None, None))
        self.assertEqual([(f["filterName"], f["destinationArn"]) for f in logs.describe_subscription_filters(logGroupName="tells")["subscriptionFilters"]], [("f", self.arn("sink"))])
        now = int(json.loads(json.dumps(logs.describe_log_streams(logGroupName="tells")["logStreams"][0]["creationTime"])))
        logs.put_log_events(logGroupName="tells", logStreamName="s", logEvents=[{"timestamp": now, "message": "ERROR one"}, {"timestamp": now, "message": "fine"}])
        data = json.loads(gzip.decompress(base64.b64decode(event()["awslogs"]["data"])))
        self.assertEqual((data["messageType"], data["logGroup"], data["subscriptionFilters"], [e["message"] for e in data["logEvents"]]), ("DATA_MESSAGE", "tells", ["f"], ["ERROR one"]))
        logs.delete_subscription_filter(logGroupName="tells", filterName="f")
        self.assertEqual(logs.describe_subscription_filters(logGroupName="tells")["subscriptionFilters"], [])

    def test_a_queue_is_read_for_a_function(self):
        source, source_arn = self.queue("source")
        # What a function of a queue does is told to nobody: this one writes it into its log.
        self.create("reader", Code={"ZipFile": archive(app__py="""
import json
def handler(event, context):
    for r in event["Records"]:
        print("record", json.dumps([r["body"], r["eventSource"], r["eventSourceARN"], sorted(r["attributes"])[0]]))
    return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in event["Records"] if r["body"] == "bad"]}
""")})
        make = lambda **more: refusal(self.lam.create_event_source_mapping, **{"FunctionName": "reader", "EventSourceArn": source_arn, **more})
        self.assertEqual(make(EventSourceArn=f"arn:aws:kinesis:{REGION}:{self.account}:stream/s")[0], "InvalidParameterValueException")
        self.assertEqual(make(BatchSize=100)[1], "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")
        self.create("blind-reader", Role=self.make_role("blind-reader", "logs:*"))
        self.assertEqual(make(FunctionName="blind-reader")[1], "The provided execution role does not have permissions to call ReceiveMessage on SQS")
        self.lam.update_function_configuration(FunctionName="blind-reader", Role=self.role, Timeout=60)
        self.settled("blind-reader")
        self.assertEqual(make(FunctionName="blind-reader")[1], "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds")
        mapping = self.lam.create_event_source_mapping(FunctionName="reader", EventSourceArn=source_arn, FunctionResponseTypes=["ReportBatchItemFailures"],
                                                       FilterCriteria={"Filters": [{"Pattern": '{"body": [{"anything-but": "unwanted"}]}'}]})
        self.assertEqual((mapping["State"], mapping["FunctionArn"], mapping["BatchSize"]), ("Creating", self.arn("reader"), 10))
        self.assertEqual(make()[0], "ResourceConflictException")
        self.assertEqual(self.lam.get_event_source_mapping(UUID=mapping["UUID"])["State"], "Enabled")
        self.assertEqual([m["UUID"] for m in self.lam.list_event_source_mappings(FunctionName="reader")["EventSourceMappings"]], [mapping["UUID"]])
        for body in ("good", "unwanted", "bad"):
            self.sqs.send_message(QueueUrl=source, MessageBody=body)
        seen = lambda: [json.loads(line.split(" ", 1)[1]) for line in self.lines("reader") if line.startswith("record")]
        self.assertTrue(wait_for(lambda: len(seen()) >= 2))
        self.assertEqual(sorted(seen()), [[body, "aws:sqs", source_arn, "ApproximateFirstReceiveTimestamp"] for body in ("bad", "good")])
        left = lambda: self.sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessagesNotVisible"]
        self.assertTrue(wait_for(lambda: left() == "1"))           # what was handled is deleted
        self.server.advance("31s")                                 # what was not handled is visible again
        self.assertTrue(wait_for(lambda: [r[0] for r in seen()].count("bad") == 2))
        self.assertEqual([r[0] for r in seen()].count("good"), 1)
        self.assertEqual(self.lam.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)["State"], "Disabling")
        self.assertEqual(self.lam.get_event_source_mapping(UUID=mapping["UUID"])["State"], "Disabled")
        self.assertEqual(self.lam.delete_event_source_mapping(UUID=mapping["UUID"])["State"], "Deleting")
        self.assertEqual(error_code(self.lam.get_event_source_mapping, UUID=mapping["UUID"]), "ResourceNotFoundException")

    def test_what_is_gathered_follows_its_mapping(self):
        source, source_arn = self.queue("gathered")
        self.create("gatherer", Code={"ZipFile": archive(app__py="def handler(event, context):\n    print('batch', *sorted(r['body'] for r in event['Records']))\n")})
        mapping = self.lam.create_event_source_mapping(FunctionName="gatherer", EventSourceArn=source_arn, MaximumBatchingWindowInSeconds=300)["UUID"]
        for body in "abc":
            self.sqs.send_message(QueueUrl=source, MessageBody=body)
        self.assertTrue(wait_for(lambda: self.sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "3"))
        self.lam.update_event_source_mapping(UUID=mapping, BatchSize=1)
        seen = lambda: sorted(line.strip() for line in self.lines("gatherer") if line.startswith("batch"))
        wait_for(lambda: len(seen()) == 3)
        self.assertEqual(seen(), ["batch a", "batch b", "batch c"])

    def test_a_function_of_another_account_is_invoked_under_its_policy(self):
        payments = self.client("lambda", "payments")
        ask = lambda: payments.invoke(FunctionName=self.arn("worker"), Payload=b'{"a": 1}')
        self.assertEqual(error_code(ask), "AccessDeniedException")
        self.lam.add_permission(FunctionName="worker", StatementId="them", Action="lambda:InvokeFunction", Principal=self.accounts["payments"])
        self.addCleanup(self.lam.remove_permission, FunctionName="worker", StatementId="them")
        self.assertEqual(json.loads(ask()["Payload"].read()), {"got": {"a": 1}})

    def test_a_role_that_may_not_log_leaves_no_log(self):
        quiet = self.make_role("quiet", "s3:GetObject")
        self.create("quiet", Role=quiet)
        self.assertEqual(self.invoke("quiet", {"a": 1})[1], {"got": {"a": 1}})
        self.server.advance("1s")
        self.assertEqual(self.lines("quiet"), [])

    def test_an_event_outlives_the_server(self):
        with house.temporary_home() as home:
            server = house.Server(home=home).start()
            try:
                iam, lam, sqs = (server.client("shop", s) for s in ("iam", "lambda", "sqs"))
                account = server.client("shop", "sts").get_caller_identity()["Account"]
                role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
                iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
                url = sqs.create_queue(QueueName="q")["QueueUrl"]
                lam.create_function(FunctionName="f", Runtime="python3.11", Role=role, Handler="app.handler", Code={"ZipFile": self.code})
                lam.put_function_event_invoke_config(FunctionName="f", DestinationConfig={"OnSuccess": {"Destination": f"arn:aws:sqs:{REGION}:{account}:q"}})
                wait_for(lambda: lam.get_function_configuration(FunctionName="f")["State"] == "Active", 10)
                lam.invoke(FunctionName="f", InvocationType="Event", Payload=b'{"do": "sleep", "seconds": 1}')
                server.kill()
                server = house.Server(home=home).start()
                sqs = server.client("shop", "sqs")
                told = wait_for(lambda: sqs.receive_message(QueueUrl=url).get("Messages"), 15)
                self.assertEqual(json.loads(told[0]["Body"])["requestPayload"], {"do": "sleep", "seconds": 1})
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
