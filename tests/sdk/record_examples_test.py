"""CloudTrail's worked example records: each is made by the calls that lead to it, and compared with the example, member by
member and in the order real log files have. What this server has no service for is skipped and says so."""
import gzip
import io
import json
import re
import unittest
import urllib.parse
import zipfile

import house

REGION = house.REGION


class Like:
    """Equal to every text that the expression matches whole."""

    def __init__(self, expression):
        self.expression = re.compile(expression)

    def __eq__(self, other):
        return isinstance(other, str) and bool(self.expression.fullmatch(other))

    def __repr__(self):
        return f"<like {self.expression.pattern}>"


class Whole:
    """Equal to every whole number of at least so much."""

    def __init__(self, least=0):
        self.least = least

    def __eq__(self, other):
        return isinstance(other, int) and not isinstance(other, bool) and other >= self.least

    def __repr__(self):
        return f"<whole from {self.least}>"


UUID = Like(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = Like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DATE = Like(r"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M")
DATE_COMMA = Like(r"[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M")
AGENT = Like(r".*Boto.*")
ADDRESS = "127.0.0.1"
TEXT = Like(r".+")
S3_REQUEST = Like(r"[0-9A-Z]{16}")


def role_session(account, role, session, key=True):
    arn = f"arn:aws:iam::{account}:role/{role}"
    name = role.rsplit("/", 1)[-1]
    return dict({"type": "AssumedRole", "principalId": Like(rf"AROA[A-Z0-9]{{12,17}}:{session}"), "arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}",
                 "accountId": account, "accessKeyId": Like(r"ASIA[A-Z0-9]{12,16}"),
                 "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": Like(r"AROA[A-Z0-9]{12,17}"), "arn": arn, "accountId": account, "userName": name},
                                    "attributes": {"creationDate": TIME, "mfaAuthenticated": "false"}}})


def tls(host):
    return {"tlsVersion": Like(r"TLSv1\.[23]"), "cipherSuite": TEXT, "clientProvidedHostHeader": host}


def api_call(source, name, account, identity, read_only, region=REGION, host=None, **members):
    """The members an API call's record has, in their order; None leaves one out, ... asks for JSON's null."""
    by_service = identity.get("type") == "AWSService"
    service = source.split(".")[0]
    whole = {"eventVersion": "1.11", "userIdentity": identity, "eventTime": TIME, "eventSource": source, "eventName": name, "awsRegion": region,
             "sourceIPAddress": ADDRESS, "userAgent": AGENT, "errorCode": None, "errorMessage": None, "requestParameters": ..., "responseElements": ...,
             "additionalEventData": None, "requestID": UUID, "eventID": UUID, "readOnly": read_only, "resources": None, "eventType": "AwsApiCall",
             "managementEvent": True, "recipientAccountId": account, "sharedEventID": None, "serviceEventDetails": None, "eventCategory": "Management",
             "tlsDetails": None if by_service else tls(host or f"{service}.{region}.amazonaws.com")}
    if by_service:
        whole.update(sourceIPAddress=identity["invokedBy"], userAgent=identity["invokedBy"], sharedEventID=UUID)
    whole.update(members)
    return {k: None if v is ... else v for k, v in whole.items() if v is not None}


def differences(record, example, at=""):
    """What is not as in the example, one line each."""
    if isinstance(record, dict) and isinstance(example, dict):
        return [line for k in [*example, *(k for k in record if k not in example)]
                for line in differences(record.get(k, "(absent)"), example.get(k, "(absent)"), f"{at}/{k}")]
    if isinstance(record, list) and isinstance(example, list) and len(record) == len(example):
        return [line for i, (r, e) in enumerate(zip(record, example)) for line in differences(r, e, f"{at}/{i}")]
    return [] if record == example and isinstance(record, bool) == isinstance(example, bool) else [f"{at}: {record!r} is not {example!r}"]


def order(value):
    """The names in a record, in their order, without the values."""
    if isinstance(value, dict):
        return [(k, order(v)) for k, v in value.items()]
    return [order(v) for v in value] if isinstance(value, list) else None


class Examples(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.organization = house.Organization(cls.server).set_up_trail()
        cls.accounts = cls.organization.accounts

    def client(self, profile, service, region=REGION, **options):
        return self.server.client(profile, service, region, **options)

    def identity(self, profile):
        """Whose a profile is, as its records show it."""
        caller = self.client(profile, "sts").get_caller_identity()
        arn, account = caller["Arn"], caller["Account"]
        if ":user/" in arn:
            return {"type": "IAMUser", "principalId": caller["UserId"], "arn": arn, "accountId": account, "accessKeyId": Like("AKIA[A-Z0-9]{12,16}"),
                    "userName": arn.rsplit("/", 1)[-1]}
        account, _, role, session = re.fullmatch(r"arn:aws:sts::(\d+):(assumed-role)/([^/]+)/([^/]+)", arn).groups()
        return role_session(account, role, session)

    def found(self, profile, name, wanted=lambda r: True, region=REGION):
        """The latest record of an event in the account's history that is wanted."""
        def search():
            pages = self.client(profile, "cloudtrail", region).get_paginator("lookup_events").paginate(
                LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])
            records = (json.loads(e["CloudTrailEvent"]) for p in pages for e in p["Events"])
            return next((r for r in records if wanted(r)), None)
        record = house.wait_for(search, 10)
        self.assertIsNotNone(record, f"no record of {name} in {profile}")
        return record

    def delivered(self, profile, name, wanted=lambda r: True):
        self.server.advance("5m")
        records = [r for r in self.organization.records(profile) if r["eventName"] == name and wanted(r)]
        self.assertTrue(records, f"no file of {profile} holds {name}")
        return records[-1]

    def same(self, record, example):
        self.assertEqual(differences(record, example), [])
        self.assertEqual(order(record), order(example))

    # ---- 1, 2, 3, 10

    def test_01_create_trail_of_an_organization(self):
        management = self.accounts["management"]
        record = self.found("management", "CreateTrail", lambda r: "errorCode" not in r)
        key = record["requestParameters"]["kmsKeyId"]
        self.assertRegex(key, rf"arn:aws:kms:{REGION}:{self.accounts['audit']}:key/[0-9a-f-]{{36}}")
        common = {"includeGlobalServiceEvents": True, "isMultiRegionTrail": True}
        self.same(record, api_call(
            "cloudtrail.amazonaws.com", "CreateTrail", management, self.identity("management"), False,
            requestParameters={"name": "organization-trail", "s3BucketName": self.organization.BUCKET, "isMultiRegionTrail": True, "enableLogFileValidation": True,
                               "kmsKeyId": key, "isOrganizationTrail": True},
            responseElements={"name": "organization-trail", "s3BucketName": self.organization.BUCKET, **common, "trailARN": self.organization.trail,
                              "logFileValidationEnabled": True, "kmsKeyId": key, "isOrganizationTrail": True}))

    def test_01_tags_of_a_trail(self):
        ct, bucket = self.client("management", "cloudtrail"), self.organization.BUCKET
        ct.create_trail(Name="tagged-trail", S3BucketName=bucket, IncludeGlobalServiceEvents=True, IsOrganizationTrail=False,
                        TagsList=[{"Key": "Solution", "Value": "Org-Trail"}]) if self.open_bucket("tagged-trail") else None
        self.addCleanup(ct.delete_trail, Name="tagged-trail")
        record = self.found("management", "CreateTrail", lambda r: r["requestParameters"] and r["requestParameters"].get("name") == "tagged-trail")
        self.assertEqual(record["requestParameters"], {"name": "tagged-trail", "s3BucketName": bucket, "includeGlobalServiceEvents": True, "isOrganizationTrail": False,
                                                       "tagsList": [{"key": "Solution", "value": "Org-Trail"}]})

    def open_bucket(self, trail):
        """Lets another trail of the management account use the archive too."""
        s3, arn = self.client("log-archive", "s3"), f"arn:aws:s3:::{self.organization.BUCKET}"
        policy = json.loads(s3.get_bucket_policy(Bucket=self.organization.BUCKET)["Policy"])
        policy["Statement"].append({"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                                    "Resource": [arn, f"{arn}/*"]})
        s3.put_bucket_policy(Bucket=self.organization.BUCKET, Policy=json.dumps(policy))
        return True

    def test_02_cloudtrail_checks_the_bucket(self):
        archive, bucket = self.accounts["log-archive"], self.organization.BUCKET
        self.same(self.found("log-archive", "GetBucketAcl", lambda r: r["userIdentity"]["type"] == "AWSService"), api_call(
            "s3.amazonaws.com", "GetBucketAcl", archive, {"type": "AWSService", "invokedBy": "cloudtrail.amazonaws.com"}, True, requestID=S3_REQUEST,
            requestParameters={"bucketName": bucket, "Host": f"{bucket}.s3.{REGION}.amazonaws.com", "acl": ""},
            # A call within the house is neither signed nor encrypted, and does not say that it was.
            additionalEventData={"bytesTransferredIn": 0, "x-amz-id-2": TEXT, "bytesTransferredOut": Whole(1)},
            resources=[{"accountId": archive, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}"}]))

    def user(self, profile, name, path, policy):
        iam = self.client(profile, "iam")
        iam.create_user(UserName=name, Path=path)
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def client_of(self, key, secret, service, region=REGION, token=None):
        import boto3
        import botocore.config
        settings = botocore.config.Config(proxies={"https": f"http://{self.server.endpoint}"}, retries={"total_max_attempts": 1})
        return boto3.client(service, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token,
                            verify=str(self.server.profiles / "ca.pem"), config=settings)

    def test_03_a_read_by_an_iam_user(self):
        account = self.accounts["management"]
        key, secret = self.user("management", "carol", "/ops/", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        self.client_of(key, secret, "cloudtrail").describe_trails(trailNameList=[], includeShadowTrails=True)
        self.same(self.found("management", "DescribeTrails", lambda r: r["userIdentity"].get("userName") == "carol"), api_call(
            "cloudtrail.amazonaws.com", "DescribeTrails", account,
            {"type": "IAMUser", "principalId": Like(r"AIDA[A-Z0-9]{12,17}"), "arn": f"arn:aws:iam::{account}:user/ops/carol", "accountId": account, "accessKeyId": key,
             "userName": "carol"}, True, requestParameters={"trailNameList": [], "includeShadowTrails": True}))

    # ---- 4, 5: refusals

    def test_04_denied_by_a_service_control_policy(self):
        organizations, account = self.client("management", "organizations"), self.accounts["shop"]
        policy = organizations.create_policy(Name="KeepTrails", Description="x", Type="SERVICE_CONTROL_POLICY", Content=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}]}))["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=account)
        identity = self.identity("shop")
        self.assertEqual(house.error_code(self.client("shop", "cloudtrail").stop_logging, Name="org-trail"), "AccessDeniedException")
        self.same(self.found("shop", "StopLogging"), api_call(
            "cloudtrail.amazonaws.com", "StopLogging", account, identity, False, errorCode="AccessDenied",
            errorMessage=f"User: {identity['arn']} is not authorized to perform: cloudtrail:StopLogging on resource: "
                         f"arn:aws:cloudtrail:{REGION}:{account}:trail/org-trail with an explicit deny in a service control policy"))

    def test_05_an_unknown_trail(self):
        account = self.accounts["shop"]
        self.assertEqual(house.error_code(self.client("shop", "cloudtrail").delete_trail, Name="old-trail"), "TrailNotFoundException")
        self.same(self.found("shop", "DeleteTrail"), api_call(
            "cloudtrail.amazonaws.com", "DeleteTrail", account, self.identity("shop"), False, errorCode="TrailNotFoundException",
            errorMessage=f"Unknown trail: arn:aws:cloudtrail:{REGION}:{account}:trail/old-trail for the user: {account}", requestParameters={"name": "old-trail"}))

    # ---- 6, 7: roles across accounts

    STS = {"ExtendedRequestId": TEXT, "RequestDetails": {"endpointType": "regional", "awsServingRegion": REGION}}

    def test_06_a_role_across_accounts_is_recorded_in_both(self):
        audit, shop = self.accounts["audit"], self.accounts["shop"]
        role = f"arn:aws:iam::{audit}:role/AuditReader"
        self.client("audit", "iam").create_role(RoleName="AuditReader", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": shop}, "Action": "sts:AssumeRole"}]}))
        answer = self.client("shop", "sts", endpoint_url=f"https://sts.{REGION}.amazonaws.com").assume_role(RoleArn=role, RoleSessionName="bob-audit", DurationSeconds=3600)
        of_bob = lambda r: r["requestParameters"] and r["requestParameters"].get("roleSessionName") == "bob-audit"
        caller, owner = self.found("shop", "AssumeRole", of_bob), self.found("audit", "AssumeRole", of_bob)
        identity = self.identity("shop")
        members = dict(
            requestParameters={"roleArn": role, "roleSessionName": "bob-audit", "durationSeconds": 3600},
            responseElements={"credentials": {"accessKeyId": answer["Credentials"]["AccessKeyId"], "sessionToken": answer["Credentials"]["SessionToken"],
                                              "expiration": DATE_COMMA},
                              "assumedRoleUser": {"assumedRoleId": answer["AssumedRoleUser"]["AssumedRoleId"],
                                                  "arn": f"arn:aws:sts::{audit}:assumed-role/AuditReader/bob-audit"}},
            additionalEventData=self.STS, resources=[{"accountId": audit, "type": "AWS::IAM::Role", "ARN": role}], sharedEventID=caller["sharedEventID"])
        self.same(caller, api_call("sts.amazonaws.com", "AssumeRole", shop, identity, True, **members))
        foreign = {"type": "AWSAccount", "principalId": caller["userIdentity"]["principalId"], "accountId": shop}
        self.same(owner, api_call("sts.amazonaws.com", "AssumeRole", audit, foreign, True, requestID=caller["requestID"], **members))
        self.assertNotEqual(caller["eventID"], owner["eventID"])

    def test_07_a_role_that_is_denied(self):
        audit, shop = self.accounts["audit"], self.accounts["shop"]
        role = f"arn:aws:iam::{audit}:role/SecurityAdmin"
        self.client("audit", "iam").create_role(RoleName="SecurityAdmin", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": audit}, "Action": "sts:AssumeRole"}]}))
        self.assertEqual(house.error_code(self.client("shop", "sts", endpoint_url=f"https://sts.{REGION}.amazonaws.com").assume_role, RoleArn=role, RoleSessionName="bob"), "AccessDenied")
        denied = lambda r: r.get("errorCode") == "AccessDenied"
        record, identity = self.found("shop", "AssumeRole", denied), self.identity("shop")
        self.same(record, api_call("sts.amazonaws.com", "AssumeRole", shop, identity, True, errorCode="AccessDenied",
                                   # STS often gives no reason; here the documented one stands.
                                   errorMessage=f"User: {identity['arn']} is not authorized to perform: sts:AssumeRole on resource: {role}"
                                                " because no role trust policy allows the sts:AssumeRole action",
                                   additionalEventData=self.STS))
        pages = self.client("audit", "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "AssumeRole"}])["Events"]
        self.assertFalse([e for e in pages if denied(json.loads(e["CloudTrailEvent"]))])

    # ---- 8, 9: data events

    def select_data(self):
        self.client("management", "cloudtrail").put_event_selectors(TrailName=self.organization.TRAIL, EventSelectors=[
            {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}])

    def objects(self, bucket, *key, owner):
        return [{"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/{key[0]}"}, {"accountId": owner, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}"}]

    def transfer(self, bytes_in, bytes_out, sse=None):
        members = {"SignatureVersion": "SigV4", "CipherSuite": TEXT, "bytesTransferredIn": bytes_in, "SSEApplied": sse, "AuthenticationMethod": "AuthHeader",
                   "x-amz-id-2": TEXT, "bytesTransferredOut": bytes_out}
        return {k: v for k, v in members.items() if v is not None}

    def test_08_an_object_is_put_under_a_key(self):
        region, account, bucket = "eu-west-1", self.accounts["shop"], "team-data-shop"
        host = f"{bucket}.s3.{region}.amazonaws.com"
        self.select_data()
        key = self.client("shop", "kms", region).create_key()["KeyMetadata"]["Arn"]
        s3 = self.client("shop", "s3", region)
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        version = s3.put_object(Bucket=bucket, Key="in/report.csv", Body=b"x" * 20480, ServerSideEncryption="aws:kms", SSEKMSKeyId=key)["VersionId"]
        sse = {"x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": key}
        record = self.delivered("shop", "PutObject", lambda r: r["requestParameters"].get("key") == "in/report.csv")
        self.same({**record, "requestParameters": None}, api_call(
            "s3.amazonaws.com", "PutObject", account, self.identity("shop"), False, region=region, host=host, userAgent=Like(r"\[.*Boto.*\]"), requestID=S3_REQUEST,
            responseElements={**sse, "x-amz-version-id": version}, additionalEventData=self.transfer(20480, 0, "SSE_KMS"),
            resources=self.objects(bucket, "in/report.csv", owner=account), managementEvent=False, eventCategory="Data"))
        parameters = {k: v for k, v in record["requestParameters"].items() if "checksum" not in k and k != "x-amz-trailer" and k != "x-amz-decoded-content-length"}
        self.assertEqual(parameters, {**sse, "bucketName": bucket, "Host": host, "key": "in/report.csv"})

    def test_09_a_foreign_object_is_denied_and_both_learn_of_it(self):
        region, owner, stranger, bucket = "eu-west-1", self.accounts["shop"], self.accounts["payments"], "team-secrets-shop"
        host = f"{bucket}.s3.{region}.amazonaws.com"
        self.select_data()
        s3 = self.client("shop", "s3", region)
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_object(Bucket=bucket, Key="in/report.csv", Body=b"x")
        self.assertEqual(house.error_code(self.client("payments", "s3", region).get_object, Bucket=bucket, Key="in/report.csv"), "AccessDenied")
        wanted = lambda r: (r.get("requestParameters") or {}).get("bucketName") == bucket and r.get("errorCode") == "AccessDenied"
        theirs, ours = self.delivered("payments", "GetObject", wanted), self.delivered("shop", "GetObject", wanted)
        identity = self.identity("payments")
        members = dict(
            region=region, host=host, userAgent=Like(r"\[.*Boto.*\]"), errorCode="AccessDenied",
            errorMessage=f"User: {identity['arn']} is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::{bucket}/in/report.csv\" "
                         "because no resource-based policy allows the s3:GetObject action",
            requestParameters={"bucketName": bucket, "Host": host, "key": "in/report.csv"}, additionalEventData=self.transfer(0, 0),      # the document of the error is not counted
            managementEvent=False, eventCategory="Data", sharedEventID=theirs["sharedEventID"], requestID=theirs["requestID"])
        self.assertEqual(theirs["requestID"], S3_REQUEST)
        without_checksum = lambda r: {**r, "requestParameters": {k: v for k, v in r["requestParameters"].items() if "checksum" not in k}}
        self.same(without_checksum(theirs), api_call("s3.amazonaws.com", "GetObject", stranger, identity, True, resources=self.objects(bucket, "in/report.csv", owner=""), **members))
        foreign = {"type": "AWSAccount", "principalId": theirs["userIdentity"]["principalId"], "accountId": stranger}
        self.same(without_checksum(ours), api_call("s3.amazonaws.com", "GetObject", owner, foreign, True, resources=self.objects(bucket, "in/report.csv", owner=owner), **members))
        self.assertNotEqual(theirs["eventID"], ours["eventID"])

    def test_10_a_data_key_for_a_log_file(self):
        audit, shop, bucket = self.accounts["audit"], self.accounts["shop"], self.organization.BUCKET
        self.client("shop", "iam").list_users()
        self.server.advance("5m")
        file = rf"arn:aws:s3:::{bucket}/AWSLogs/{self.organization.id}/{shop}/CloudTrail/[a-z0-9-]+/\d{{4}}/\d\d/\d\d/{shop}_CloudTrail_[a-z0-9-]+_\d{{8}}T\d{{4}}Z_\w{{16}}\.json\.gz"
        wanted = lambda r: re.fullmatch(file, r["requestParameters"]["encryptionContext"].get("aws:s3:arn", ""))
        record = self.found("audit", "GenerateDataKey", wanted)
        key = record["resources"][0]["ARN"]
        self.same(record, api_call(
            "kms.amazonaws.com", "GenerateDataKey", audit, {"type": "AWSService", "invokedBy": "cloudtrail.amazonaws.com"}, True,
            requestParameters={"keySpec": "AES_256", "encryptionContext": {"aws:cloudtrail:arn": self.organization.trail, "aws:s3:arn": Like(file)}, "keyId": key},
            resources=[{"accountId": audit, "type": "AWS::KMS::Key", "ARN": Like(rf"arn:aws:kms:{REGION}:{audit}:key/[0-9a-f-]{{36}}")}]))

    # ---- 11 to 15, 19, 20: of services that are not here

    @house.with_functions
    def test_11_a_function_is_invoked(self):
        account, region, lam = self.accounts["payments"], "eu-west-1", self.client("payments", "lambda", "eu-west-1")
        self.client("management", "cloudtrail").put_event_selectors(TrailName=self.organization.TRAIL, EventSelectors=[
            {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}, {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]}])
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = self.client("payments", "iam").create_role(RoleName="order-processor", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as z:
            z.writestr("app.py", "def handler(event, context): return 1\n")
        arn = lam.create_function(FunctionName="order-processor", Runtime="python3.11", Role=role, Handler="app.handler", Code={"ZipFile": code.getvalue()})["FunctionArn"]
        self.same(self.found("payments", "CreateFunction20150331", region=region), api_call(
            "lambda.amazonaws.com", "CreateFunction20150331", account, self.identity("payments"), False, region,
            requestParameters={"functionName": "order-processor", "runtime": "python3.11", "role": role, "handler": "app.handler", "code": {}},
            responseElements={"functionName": "order-processor", "functionArn": arn, "runtime": "python3.11", "role": role, "handler": "app.handler", "codeSize": len(code.getvalue()),
                              "description": "", "timeout": 3, "memorySize": 128, "lastModified": TEXT, "codeSha256": TEXT, "version": "$LATEST", "tracingConfig": {"mode": "PassThrough"},
                              "revisionId": UUID, "state": "Pending", "stateReason": "The function is being created.", "stateReasonCode": "Creating", "packageType": "Zip",
                              "architectures": ["x86_64"], "ephemeralStorage": {"size": 512}, "snapStart": {"applyOn": "None", "optimizationStatus": "Off"},
                              "loggingConfig": {"logFormat": "Text", "logGroup": "/aws/lambda/order-processor"}}))
        house.wait_for(lambda: lam.get_function_configuration(FunctionName=arn)["State"] == "Active", 10)
        self.assertEqual(house.error_code(self.client("shop", "lambda", region).invoke, FunctionName=arn), "AccessDeniedException")       # leaves no record
        if house.error_code(lam.invoke, FunctionName="order-processor", InvocationType="RequestResponse") == "ServiceException":
            self.skipTest("functions cannot run on this machine")
        record = self.delivered("payments", "Invoke")
        self.same(record, api_call(
            "lambda.amazonaws.com", "Invoke", account, self.identity("payments"), False, region, requestParameters={"functionName": "order-processor", "invocationType": "RequestResponse"},
            additionalEventData={"functionVersion": arn + ":$LATEST"}, resources=[{"accountId": account, "type": "AWS::Lambda::Function", "ARN": arn}], managementEvent=False,
            eventCategory="Data"))
        self.assertEqual([r for r in self.organization.records("shop") if r["eventName"] == "Invoke"], [])

    def test_12_a_call_by_cloudformation(self):
        account, host, trust = self.accounts["payments"], "cloudformation.amazonaws.com", {"Version": "2012-10-17"}
        trust["Statement"] = [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]
        template = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "stack-role", "AssumeRolePolicyDocument": trust}}}}
        cloudformation = self.client("payments", "cloudformation")
        cloudformation.create_stack(StackName="example", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
        self.assertTrue(house.wait_for(lambda: cloudformation.describe_stacks(StackName="example")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"))
        record = self.found("payments", "CreateRole", lambda r: r["requestParameters"]["roleName"] == "stack-role")
        self.assertEqual(record["userIdentity"], {**self.identity("payments"), "invokedBy": host})
        self.assertEqual((record["sourceIPAddress"], record["userAgent"], record["awsRegion"], record["recipientAccountId"]), (host, host, "us-east-1", account))
        self.assertNotIn("tlsDetails", record)
        answered = record["responseElements"]["role"]
        self.assertEqual(json.loads(urllib.parse.unquote(answered["assumeRolePolicyDocument"])), trust)
        self.assertEqual(json.loads(record["requestParameters"]["assumeRolePolicyDocument"]), trust)

    def test_12_a_call_with_the_callers_session_handed_on(self):
        account = self.accounts["payments"]
        key = self.client("payments", "kms").create_key()["KeyMetadata"]["Arn"]
        s3 = self.client("payments", "s3")
        s3.create_bucket(Bucket="payments-handed-on")
        s3.put_object(Bucket="payments-handed-on", Key="a", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        record = self.found("payments", "GenerateDataKey", lambda r: r["userIdentity"].get("invokedBy"))
        s3_host = record["userIdentity"]["invokedBy"]
        self.assertIn(s3_host, ("s3.amazonaws.com", "AWS Internal"))
        self.same(record, api_call(
            "kms.amazonaws.com", "GenerateDataKey", account, {**self.identity("payments"), "invokedBy": s3_host}, True, sourceIPAddress=s3_host, userAgent=s3_host, tlsDetails=None,
            requestParameters={"keySpec": "AES_256", "encryptionContext": {"aws:s3:arn": "arn:aws:s3:::payments-handed-on/a"}, "keyId": key},
            resources=[{"accountId": account, "type": "AWS::KMS::Key", "ARN": key}]))

    def test_12_a_role_and_its_policy(self):
        account, trust = self.accounts["payments"], {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = self.client("payments", "iam").create_role(RoleName="app-role", Path="/", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        record = self.found("payments", "CreateRole", lambda r: r["requestParameters"]["roleName"] == "app-role")
        answered = urllib.parse.quote(json.dumps(trust), safe="")
        self.assertEqual({k: v for k, v in record["requestParameters"].items()}, {"path": "/", "roleName": "app-role", "assumeRolePolicyDocument": json.dumps(trust)})
        self.assertEqual(record["responseElements"], {"role": {"path": "/", "roleName": "app-role", "roleId": role["RoleId"], "arn": f"arn:aws:iam::{account}:role/app-role",
                                                               "createDate": DATE, "assumeRolePolicyDocument": answered}})

    @unittest.skip("there is no console here to sign in to")
    def test_13_14_15_sign_in(self):
        pass

    @unittest.skip("there are no VPC endpoints here")
    def test_19_a_network_activity_event(self):
        pass

    @unittest.skip("CloudTrail Lake is closed to new customers: PutAuditEvents finds no channel")
    def test_20_an_activity_event(self):
        pass

    # ---- 16, 17: service events

    def service_event(self, source, name, account, region=REGION, **members):
        return api_call(source, name, account, {"accountId": account, "invokedBy": source}, False, region=region, sourceIPAddress=source, userAgent=source,
                        requestID=None, eventType="AwsServiceEvent", tlsDetails=None, **members)

    def test_17_an_account_is_there(self):
        management = self.accounts["management"]
        organizations = self.client("management", "organizations")
        status = organizations.create_account(Email="new@example.com", AccountName="new")["CreateAccountStatus"]["Id"]
        done = house.wait_for(lambda: next((s for s in [organizations.describe_create_account_status(CreateAccountRequestId=status)["CreateAccountStatus"]]
                                            if s["State"] == "SUCCEEDED"), None))
        record = self.found("management", "CreateAccountResult", lambda r: r["serviceEventDetails"]["createAccountStatus"]["id"] == status)
        self.same(record, self.service_event("organizations.amazonaws.com", "CreateAccountResult", management, serviceEventDetails={
            "createAccountStatus": {"id": status, "state": "SUCCEEDED", "accountName": "****", "accountId": done["AccountId"], "requestedTimestamp": DATE,
                                    "completedTimestamp": DATE}}))
        asked = self.found("management", "CreateAccount", lambda r: r["responseElements"] and r["responseElements"]["createAccountStatus"]["id"] == status)
        self.assertEqual((asked["requestParameters"]["email"], asked["requestParameters"]["accountName"]), ("****", "****"))
        self.assertEqual(asked["responseElements"]["createAccountStatus"]["accountName"], "****")
        self.assertEqual(asked["responseElements"]["createAccountStatus"]["requestedTimestamp"], DATE)


class Rotation(unittest.TestCase):
    maxDiff = None
    same, service_event = Examples.same, Examples.service_event
    client, found = Examples.client, Examples.found

    def test_16_a_key_is_rotated(self):
        with house.Server() as self.server:
            accounts = house.Organization(self.server).accounts
            kms = self.client("audit", "kms")
            key = kms.create_key()["KeyMetadata"]
            kms.enable_key_rotation(KeyId=key["KeyId"])
            self.server.advance("366d")
            self.same(self.found("audit", "RotateKey"), self.service_event(
                "kms.amazonaws.com", "RotateKey", accounts["audit"], resources=[{"accountId": accounts["audit"], "type": "AWS::KMS::Key", "ARN": key["Arn"]}],
                serviceEventDetails={"rotationType": "AUTOMATIC", "keyOrigin": "AWS_KMS", "keyId": key["KeyId"]}))

    def test_a_rotation_on_demand_and_a_deletion(self):
        with house.Server() as self.server:
            accounts = house.Organization(self.server).accounts
            kms = self.client("audit", "kms")
            if not hasattr(kms, "rotate_key_on_demand"):
                self.skipTest("this SDK is older than rotations on demand")
            key = kms.create_key()["KeyMetadata"]
            resources = [{"accountId": accounts["audit"], "type": "AWS::KMS::Key", "ARN": key["Arn"]}]
            kms.rotate_key_on_demand(KeyId=key["KeyId"])
            self.assertEqual(self.found("audit", "RotateKey")["serviceEventDetails"], {"rotationType": "ON_DEMAND", "keyOrigin": "AWS_KMS", "keyId": key["KeyId"]})
            kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
            self.server.advance("8d")
            self.same(self.found("audit", "DeleteKey"), self.service_event(
                "kms.amazonaws.com", "DeleteKey", accounts["audit"], resources=resources, serviceEventDetails={"keyId": key["KeyId"]}))

    def test_an_account_is_closed(self):
        with house.Server() as self.server:
            accounts = house.Organization(self.server).accounts
            self.client("management", "organizations").close_account(AccountId=accounts["payments"])
            record = self.found("management", "CloseAccountResult")
            self.same(record, self.service_event("organizations.amazonaws.com", "CloseAccountResult", accounts["management"], serviceEventDetails={
                "closeAccountStatus": {"accountId": accounts["payments"], "state": "SUCCEEDED", "requestedTimestamp": DATE, "completedTimestamp": DATE}}))


class Regions(unittest.TestCase):
    """Where calls of global services and of endpoints are recorded, and that an anonymous one is its bucket's."""
    client = Examples.client

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)

    def ids(self, profile, name, region):
        pages = self.client(profile, "cloudtrail", region).get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])
        return {json.loads(e["CloudTrailEvent"]).get("requestID"): json.loads(e["CloudTrailEvent"])["awsRegion"] for p in pages for e in p["Events"]}

    def test_global_services_are_in_us_east_1(self):
        for service, call, profile in (("iam", "list_roles", "shop"), ("organizations", "list_roots", "management")):
            name = {"list_roles": "ListRoles", "list_roots": "ListRoots"}[call]
            request = getattr(self.client(profile, service, "eu-west-1"), call)()["ResponseMetadata"]["RequestId"]
            self.assertEqual(self.ids(profile, name, "us-east-1").get(request), "us-east-1")
            self.assertNotIn(request, self.ids(profile, name, "eu-west-1"))

    def test_sts_is_where_its_endpoint_is(self):
        regional = self.client("shop", "sts", "eu-west-1", endpoint_url="https://sts.eu-west-1.amazonaws.com").get_caller_identity()["ResponseMetadata"]["RequestId"]
        globally = self.client("shop", "sts", "us-east-1", endpoint_url="https://sts.amazonaws.com").get_caller_identity()["ResponseMetadata"]["RequestId"]
        self.assertEqual(self.ids("shop", "GetCallerIdentity", "eu-west-1").get(regional), "eu-west-1")
        self.assertEqual(self.ids("shop", "GetCallerIdentity", "us-east-1").get(globally), "us-east-1")

    def test_a_key_of_another_account_is_used(self):
        audit, shop = (self.client(p, "sts").get_caller_identity()["Account"] for p in ("audit", "shop"))
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": [audit, shop]}, "Action": "kms:*", "Resource": "*"}]}
        key = self.client("audit", "kms").create_key(Policy=json.dumps(policy))["KeyMetadata"]["Arn"]
        request = self.client("shop", "kms").encrypt(KeyId=key, Plaintext=b"x")["ResponseMetadata"]["RequestId"]
        copies = []
        for profile in ("shop", "audit"):
            pages = self.client(profile, "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "Encrypt"}])["Events"]
            copies += [r for e in pages for r in [json.loads(e["CloudTrailEvent"])] if r["requestID"] == request]
        own, foreign = copies
        self.assertEqual((own["recipientAccountId"], foreign["recipientAccountId"]), (shop, audit))
        self.assertEqual(own["userIdentity"]["type"], "AssumedRole")
        self.assertEqual(foreign["userIdentity"], {"type": "AWSAccount", "principalId": own["userIdentity"]["principalId"], "accountId": shop})
        self.assertEqual(own["sharedEventID"], foreign["sharedEventID"])
        self.assertEqual(own["resources"], foreign["resources"])
        self.assertEqual(own["requestParameters"], foreign["requestParameters"])


if __name__ == "__main__":
    unittest.main()
