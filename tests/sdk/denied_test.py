"""Every operation of every service, asked by a user who may do nothing: refused, recorded, and without effect.

The operations are those that the server itself says it has, so a new one is asked by itself; its request is made from the SDK's
model, with the names of things that are there.
"""
import json
import re
import subprocess
import unittest

import boto3
import botocore.config
import botocore.exceptions

import house

# What anyone with credentials may do.
OPEN = {"sts": {"GetCallerIdentity", "GetSessionToken", "GetAccessKeyInfo"}}
DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException"}
# Operations whose action has another name than they have themselves, by the Service Authorization Reference.
ACTIONS = {
    "cloudtrail": {"ListInsightsMetricData": "LookupEvents"},
    "kms": {"ReEncrypt": "ReEncryptFrom"},
    "lambda": {"Invoke": "InvokeFunction", "InvokeAsync": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction", "GetLayerVersionByArn": "GetLayerVersion"},
    "s3": {"ListBuckets": "ListAllMyBuckets", "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "PutPublicAccessBlock": "PutBucketPublicAccessBlock", "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
           "GetBucketEncryption": "GetEncryptionConfiguration", "PutBucketEncryption": "PutEncryptionConfiguration", "DeleteBucketEncryption": "PutEncryptionConfiguration",
           "DeleteBucketOwnershipControls": "PutBucketOwnershipControls", "DeleteBucketTagging": "PutBucketTagging", "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
           "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration", "DeleteBucketLifecycle": "PutLifecycleConfiguration", "GetBucketNotificationConfiguration": "GetBucketNotification",
           "PutBucketNotificationConfiguration": "PutBucketNotification", "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration", "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
           "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration", "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration", "GetBucketCors": "GetBucketCORS",
           "PutBucketCors": "PutBucketCORS", "DeleteBucketCors": "PutBucketCORS", "GetBucketReplication": "GetReplicationConfiguration", "PutBucketReplication": "PutReplicationConfiguration",
           "DeleteBucketReplication": "PutReplicationConfiguration", "ListObjects": "ListBucket", "ListObjectsV2": "ListBucket", "ListObjectVersions": "ListBucketVersions", "CopyObject": "PutObject",
           "GetObjectAttributes": "GetObject", "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject", "UploadPartCopy": "PutObject", "CompleteMultipartUpload": "PutObject",
           "ListParts": "ListMultipartUploadParts", "ListMultipartUploads": "ListBucketMultipartUploads"},
    "sns": {"PublishBatch": "Publish"},
    "sqs": {"SendMessageBatch": "SendMessage", "DeleteMessageBatch": "DeleteMessage", "ChangeMessageVisibilityBatch": "ChangeMessageVisibility"},
}
# Operations that name no resource: those whose action knows none, and those that find nothing here that could be named.
ANYTHING = {
    "cloudformation": {"DescribeStackDriftDetectionStatus",
                       "ListStacks", "ValidateTemplate", "GetTemplateSummary", "EstimateTemplateCost", "ListExports", "ListImports", "DescribeAccountLimits", "DescribeStacks", "ListTypes", "ListStackSets", "DescribeType",
                       "ActivateOrganizationsAccess", "DeactivateOrganizationsAccess", "DescribeOrganizationsAccess"},
    "cloudtrail": {"DescribeTrails", "ListTrails", "ListInsightsMetricData", "RegisterOrganizationDelegatedAdmin", "DeregisterOrganizationDelegatedAdmin", "ListPublicKeys", "LookupEvents",
                   # of CloudTrail Lake, which is closed
                   "CreateEventDataStore", "ListEventDataStores", "StartQuery", "CancelQuery", "DescribeQuery", "GetQueryResults", "SearchSampleQueries", "CreateChannel", "ListChannels", "StartImport", "StopImport",
                   "GetImport", "ListImports", "ListImportFailures", "ListDashboards"},
    "events": {"ListEventBuses", "TestEventPattern", "ListConnections", "ListApiDestinations", "ListArchives", "ListReplays",
               "CreateArchive", "StartReplay", "CreateEndpoint", "DescribeArchive", "DescribeReplay"},      # refused to whoever may
    "iam": {"ListVirtualMFADevices", "ListOpenIDConnectProviders", "ListSAMLProviders", "GetServiceLinkedRoleDeletionStatus", "CreateAccountAlias", "DeleteAccountAlias", "ListAccountAliases",
            "GetAccountSummary", "GetAccountPasswordPolicy", "UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy", "GetAccountAuthorizationDetails", "GetServiceLastAccessedDetails",
            "GetServiceLastAccessedDetailsWithEntities", "GenerateCredentialReport", "GetCredentialReport", "SimulateCustomPolicy", "GetContextKeysForCustomPolicy", "SetSecurityTokenServicePreferences", "GetOrganizationsAccessReport"},
    "kms": {"CreateKey", "ListKeys", "ListAliases", "ListRetirableGrants", "GenerateRandom"},
    "lambda": {"ListFunctions", "ListEventSourceMappings", "CreateEventSourceMapping", "GetAccountSettings", "ListLayers", "ListLayerVersions", "ListCodeSigningConfigs", "CreateCodeSigningConfig"},
    "logs": {"TestMetricFilter", "PutResourcePolicy", "DescribeResourcePolicies", "DeleteResourcePolicy"},
    "organizations": {"CreateOrganization", "DescribeOrganization", "DeleteOrganization", "EnableAllFeatures", "ListRoots", "ListAccounts", "CreateAccount", "DescribeCreateAccountStatus",
                      "ListCreateAccountStatus", "LeaveOrganization", "CreateGovCloudAccount", "InviteAccountToOrganization", "ListHandshakesForAccount", "ListHandshakesForOrganization", "CreatePolicy",
                      "ListPolicies", "ListAccountsWithInvalidEffectivePolicy", "PutResourcePolicy", "EnableAWSServiceAccess", "DisableAWSServiceAccess", "ListAWSServiceAccessForOrganization",
                      "ListDelegatedAdministrators", "InviteOrganizationToTransferResponsibility", "ListInboundResponsibilityTransfers", "ListOutboundResponsibilityTransfers",
                      # what the account is not in has no name
                      "AcceptHandshake", "DeclineHandshake", "CancelHandshake", "DescribeHandshake", "DescribeResourcePolicy", "DeleteResourcePolicy", "DescribeResponsibilityTransfer",
                      "UpdateResponsibilityTransfer", "TerminateResponsibilityTransfer"},
    "secretsmanager": {"ListSecrets", "GetRandomPassword", "BatchGetSecretValue"},
    "sns": {"ListTopics", "ListSubscriptions"},
    "ssm": {"DescribeParameters"},
    "sts": {"DecodeAuthorizationMessage"},
}
DENIAL = re.compile(r"is not authorized to perform: (?P<action>\S+?:\S+) on resource: \"?(?P<resource>.+?)\"? (?:because no|with an explicit)")
# What is refused before any policy can be asked.
BEFORE_POLICIES = {("sqs", "CancelMessageMoveTask"): "InvalidParameterValue",       # its handle names the queue, and this is none
                   ("kms", "RetireGrant"): "NotFoundException",                      # the grant itself says who may
                   ("sts", "AssumeRoleWithWebIdentity"): "InvalidIdentityToken"}      # its token says who asks


class Requests:
    """The smallest request that an operation's model allows."""

    TEXTS = ("v1", "123456789012", "11111111-2222-3333-4444-555555555555", "arn:aws:iam::123456789012:role/nobody", "ou-ab12-12345678", "r-ab12", "car-0123456789abcdef", "h-0123456789abcdef",
             "o-0123456789", "p-12345678", "https://example.com/", "arn:aws:events:us-east-1:123456789012:archive/x", "arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/x")

    def __init__(self, known):
        self.known = known

    def make(self, service, shape):
        made = {name: self.member(service, name, member, shape) for name, member in shape.members.items()
                if name in shape.required_members or (service, name) in self.known}
        return {name: value for name, value in made.items() if value is not None}

    def member(self, service, name, shape, parent=None):
        for key in ((service, parent.name if parent is not None else "", name), (service, name)):
            if key in self.known:
                return self.known[key]
        return self.value(service, name, shape)

    def value(self, service, name, shape):
        kind = shape.type_name
        if kind == "structure":
            if getattr(shape, "is_tagged_union", False) and not shape.required_members and shape.members:
                first = next(iter(shape.members))
                return {first: self.member(service, first, shape.members[first])}
            return self.make(service, shape)
        if kind == "list":
            return [self.member(service, name, shape.member)] * max(1, shape.metadata.get("min", 1))
        if kind == "map":
            return {"key": self.value(service, name, shape.value)}
        if kind == "string":
            return shape.enum[0] if getattr(shape, "enum", None) else self.text(name, shape)
        if kind in ("integer", "long", "float", "double"):
            return shape.metadata.get("min", 1)
        return {"boolean": False, "blob": b"x", "timestamp": 1_700_000_000}[kind]

    @staticmethod
    def fits(text, pattern):
        pattern = re.sub(r"\\p\{\w+\}", r"\\w", pattern or ".*").replace("\\p", "\\w")
        try:
            return re.search(pattern if pattern.startswith("^") else f"^(?:{pattern})$", text)
        except re.error:
            return True

    def text(self, name, shape):
        """Some text that the model's pattern and limits allow."""
        least, most, pattern = shape.metadata.get("min", 1), shape.metadata.get("max", 1 << 20), shape.metadata.get("pattern")
        for text in ("x", "a" * max(1, least), *self.TEXTS):
            if least <= len(text) <= most and self.fits(text, pattern):
                return text
        return "x" * max(1, least)


class Denied(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        admin = lambda service, **more: cls.server.client("shop", service, **more)
        cls.account = account = admin("sts").get_caller_identity()["Account"]
        iam = admin("iam")
        iam.create_user(UserName="nobody")
        cls.key = iam.create_access_key(UserName="nobody")["AccessKey"]
        role = iam.create_role(RoleName="here", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        managed = iam.create_policy(PolicyName="here", PolicyDocument=policy)["Policy"]["Arn"]
        s3 = admin("s3")
        bucket = f"denied-{account}"
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="x", Body=b"x")
        kms = admin("kms").create_key()["KeyMetadata"]["Arn"]
        admin("kms").create_alias(AliasName="alias/here", TargetKeyId=kms)
        queue = admin("sqs").create_queue(QueueName="here")["QueueUrl"]
        queue_arn = f"arn:aws:sqs:{house.REGION}:{account}:here"
        topic = admin("sns").create_topic(Name="here")["TopicArn"]
        subscription = admin("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, ReturnSubscriptionArn=True)["SubscriptionArn"]
        admin("ssm").put_parameter(Name="/here", Value="x", Type="String", Tier="Advanced")
        admin("secretsmanager").create_secret(Name="here", SecretString="x")
        admin("logs").create_log_group(logGroupName="here")
        admin("logs").create_log_stream(logGroupName="here", logStreamName="here")
        group = f"arn:aws:logs:{house.REGION}:{account}:log-group:here"
        admin("events").put_rule(Name="here", EventPattern='{"source":["x"]}')
        rule = f"arn:aws:events:{house.REGION}:{account}:rule/here"
        trail = f"arn:aws:cloudtrail:{house.REGION}:{account}:trail/here"
        public = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sqs:SendMessage", "Resource": "*"}]}
        known = {
            ("iam", "UserName"): "nobody", ("iam", "RoleName"): "here", ("iam", "PolicyArn"): managed, ("iam", "PolicyDocument"): policy, ("iam", "AccessKeyId"): cls.key["AccessKeyId"],
            ("iam", "AssumeRolePolicyDocument"): policy, ("iam", "PermissionsBoundary"): managed, ("iam", "AWSServiceName"): "cloudtrail.amazonaws.com", ("iam", "EntityPath"): "o-0123456789/r-ab12", ("iam", "AuthenticationCode1"): "123456", ("iam", "AuthenticationCode2"): "123457",
            ("sts", "RoleArn"): role, ("sts", "RoleSessionName"): "session",
            ("ssm", "Name"): "/here", ("ssm", "Names"): ["/here"], ("ssm", "Path"): "/here", ("ssm", "ResourceType"): "Parameter", ("ssm", "ResourceId"): "/here",
            ("ssm", "ResourceArn"): f"arn:aws:ssm:{house.REGION}:{account}:parameter/here", ("ssm", "SettingId"): "/ssm/parameter-store/default-parameter-tier",
            ("secretsmanager", "SecretId"): "here", ("secretsmanager", "ResourcePolicy"): policy,
            ("kms", "KeyId"): kms, ("kms", "TargetKeyId"): kms, ("kms", "SourceKeyId"): kms, ("kms", "DestinationKeyId"): kms, ("kms", "AliasName"): "alias/here", ("kms", "CiphertextBlob"): b"x",
            ("kms", "GranteePrincipal"): role, ("kms", "CreateKeyRequest", "KeySpec"): "SYMMETRIC_DEFAULT", ("kms", "GrantId"): "x", ("kms", "Policy"): policy, ("kms", "PolicyName"): "default",
            ("s3", "Bucket"): bucket, ("s3", "Key"): "x", ("s3", "CopySource"): f"{bucket}/x", ("s3", "Policy"): json.dumps(public), ("s3", "UploadId"): "x", ("s3", "PartNumber"): 1,
            ("sqs", "QueueUrl"): queue, ("sqs", "QueueName"): "here", ("sqs", "SourceArn"): queue_arn, ("sqs", "ReceiptHandle"): "x",
            ("sns", "TopicArn"): topic, ("sns", "ResourceArn"): topic, ("sns", "SubscriptionArn"): subscription, ("sns", "Protocol"): "sqs", ("sns", "Endpoint"): queue_arn, ("sns", "AWSAccountId"): [account],
            ("logs", "logGroupName"): "here", ("logs", "logStreamName"): "here", ("logs", "resourceArn"): group, ("logs", "logGroupIdentifier"): "here", ("logs", "kmsKeyId"): kms,
            ("logs", "retentionInDays"): 400, ("logs", "filterPattern"): "x",
            ("logs", "DescribeLogStreamsRequest", "logGroupIdentifier"): None, ("logs", "GetLogEventsRequest", "logGroupIdentifier"): None, ("logs", "FilterLogEventsRequest", "logGroupIdentifier"): None,
            ("events", "ResourceARN"): rule, ("events", "Rule"): "here", ("events", "ScheduleExpression"): "rate(5 minutes)", ("events", "TargetArn"): queue_arn, ("events", "EventPattern"): '{"source":["x"]}',
            ("events", "Event"): json.dumps({"id": "1", "source": "x", "detail-type": "x", "account": account, "time": "2026-01-01T00:00:00Z", "region": house.REGION, "resources": [], "detail": {}}),
            ("cloudtrail", "Name"): trail, ("cloudtrail", "TrailName"): trail, ("cloudtrail", "ResourceId"): trail, ("cloudtrail", "S3BucketName"): bucket,
            ("ecr", "resourceArn"): f"arn:aws:ecr:{house.REGION}:{account}:repository/here", ("ecr", "repositoryName"): "here", ("ecr", "policyText"): policy, ("ecr", "tags"): [{"Key": "k", "Value": "v"}],
            ("lambda", "FunctionName"): "here", ("lambda", "Role"): role, ("lambda", "Resource"): f"arn:aws:lambda:{house.REGION}:{account}:function:here", ("lambda", "Action"): "lambda:InvokeFunction",
            ("lambda", "AddLayerVersionPermissionRequest", "Action"): "lambda:GetLayerVersion", ("lambda", "Principal"): account, ("lambda", "Arn"): f"arn:aws:lambda:{house.REGION}:{account}:layer:here:1",
            ("lambda", "EventSourceArn"): queue_arn, ("cloudformation", "StackName"): "here", ("cloudformation", "TemplateBody"): '{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}',
            **{("cloudtrail", f"{operation}Request", "Name"): "here" for operation in ("CreateTrail", "CreateEventDataStore", "UpdateEventDataStore", "CreateChannel", "UpdateChannel", "CreateDashboard")},
            ("cloudtrail", "EventSource"): "s3.amazonaws.com", ("cloudtrail", "EventName"): "PutObject", ("cloudtrail", "Source"): "Custom",
            ("events", "ConnectionArn"): f"arn:aws:events:{house.REGION}:{account}:connection/here/11111111-2222-3333-4444-555555555555", ("events", "EventSourceArn"): f"arn:aws:events:{house.REGION}:{account}:event-bus/default",
            ("events", "InvocationEndpoint"): "https://example.com/",
            ("s3", "MultipartUpload"): {"Parts": [{"ETag": "x", "PartNumber": 1}]},
            ("lambda", "FunctionName"): "here", ("lambda", "Role"): role, ("lambda", "Resource"): f"arn:aws:lambda:{house.REGION}:{account}:function:here", ("lambda", "LayerName"): "here",
            ("lambda", "Arn"): f"arn:aws:lambda:{house.REGION}:{account}:layer:here:1", ("lambda", "AddPermissionRequest", "Action"): "lambda:InvokeFunction", ("lambda", "Principal"): "123456789012",
            ("lambda", "AddLayerVersionPermissionRequest", "Action"): "lambda:GetLayerVersion", ("lambda", "EventSourceArn"): queue_arn,
            ("organizations", "ServicePrincipal"): "cloudtrail.amazonaws.com", ("organizations", "Email"): "someone@example.com", ("organizations", "PolicyId"): "p-12345678",
            **{("organizations", f"{operation}ResponsibilityTransferRequest", "Id"): "rt-12345678" for operation in ("Describe", "Update", "Terminate")},
            ("organizations", "AccountId"): account, ("organizations", "TargetId"): account, ("organizations", "ChildId"): account, ("organizations", "ResourceId"): account,
        }
        cls.requests = Requests(known)
        dump = subprocess.run([house.SERVER, "shapes"], check=True, stdout=subprocess.PIPE).stdout
        cls.operations = {}
        for entry in json.loads(dump):
            cls.operations.setdefault(entry["service"], []).append(entry["operation"])

    def client(self, service):
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            return boto3.Session().client(
                service, region_name=house.REGION, verify=str(self.server.profiles / "ca.pem"), aws_access_key_id=self.key["AccessKeyId"],
                aws_secret_access_key=self.key["SecretAccessKey"],
                config=botocore.config.Config(proxies={"https": f"http://{self.server.endpoint}"}, retries={"total_max_attempts": 1}, parameter_validation=False))

    def answers(self, service):
        """(operation, error code or None, its text) of each operation that the SDK's model has too."""
        client = self.client(service)
        for name in self.operations[service]:
            if name not in client.meta.service_model.operation_names or name in OPEN.get(service, ()):
                continue
            shape = client.meta.service_model.operation_model(name).input_shape
            request = self.requests.make(service, shape) if shape is not None else {}
            try:
                answer = client._make_api_call(name, request)
                yield name, "AccessDenied" if (answer.get("Errors") or [{}])[0].get("Code") == "AccessDenied" else None, ""      # DeleteObjects
            except botocore.exceptions.ClientError as e:
                code, text = e.response["Error"]["Code"], e.response["Error"].get("Message") or ""
                yield name, "AccessDenied" if code == "403" else code, "" if name.startswith("Head") else text

    def there(self):
        """What an administrator finds in the account."""
        client = lambda service: self.server.client("shop", service)
        details = client("iam").get_account_authorization_details()
        for role in details["RoleDetailList"]:
            del role["RoleLastUsed"]             # the administrator's own is in use
        return [sorted(json.dumps(x, default=str, sort_keys=True) for x in listed) for listed in (
            details["UserDetailList"], details["RoleDetailList"], details["Policies"], client("s3").list_buckets()["Buckets"], client("kms").list_keys()["Keys"],
            client("kms").list_aliases()["Aliases"], client("sqs").list_queues()["QueueUrls"], client("sns").list_topics()["Topics"], client("sns").list_subscriptions()["Subscriptions"],
            client("logs").describe_log_groups()["logGroups"], client("events").list_rules()["Rules"], client("events").list_event_buses()["EventBuses"],
            client("ssm").describe_parameters()["Parameters"], client("secretsmanager").list_secrets()["SecretList"],
            client("lambda").list_functions()["Functions"], client("lambda").list_layers()["Layers"], client("cloudformation").list_stacks()["StackSummaries"],
            client("cloudtrail").describe_trails()["trailList"], client("s3").list_objects_v2(Bucket=f"denied-{self.account}")["Contents"])]

    def test_every_operation(self):
        before = self.there()
        strange, denied = [], {}
        for service in sorted(set(self.operations) & set(boto3.Session().get_available_services())):
            for name, code, text in self.answers(service):
                if code in DENIED or BEFORE_POLICIES.get((service, name)) == code:
                    denied.setdefault(service, set()).add(name)
                else:
                    strange.append(f"{service}:{name} {code}")
                if code in DENIED and text:
                    strange += self.undeclared(service, name, text)
        self.assertEqual(strange, [])
        self.assertGreater(sum(map(len, denied.values())), 200)
        self.assertEqual(self.there(), before)
        self.recorded(denied)

    @staticmethod
    def undeclared(service, name, text):
        """What the operation asks for without having it declared above: another action than its name's, or no resource."""
        found = DENIAL.search(text)
        if not found:
            return [f"{service}:{name} {text}"]
        prefix, action = found["action"].split(":")
        wrong = (prefix.lower(), action) != (service, ACTIONS.get(service, {}).get(name, name)) and (service == "iam" or action != "PassRole")
        on_anything = found["resource"] == "*" and name not in ANYTHING.get(service, ())
        return [f"{service}:{name} asks for {found['action']} on {found['resource']}"] if wrong or on_anything else []

    def recorded(self, denied):
        """Management events of the user: one for each refusal, and nothing that was let through."""
        data = {"logs": {"PutLogEvents"}, "lambda": {"Invoke", "InvokeAsync", "InvokeWithResponseStream"}}
        seen = {}
        pages = self.server.client("shop", "cloudtrail").get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "nobody"}])
        for event in (json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]):
            if event["userIdentity"].get("userName") == "nobody":
                seen.setdefault(event["eventSource"].split(".")[0], {})[re.sub(r"20\d{6}(v\d)?$", "", event["eventName"])] = event.get("errorCode")      # Lambda's have its API's version behind
        for service in ("cloudtrail", "iam", "kms", "organizations", "logs", "ssm", "secretsmanager", "cloudformation", "lambda"):
            missing = {n for n in denied.get(service, ()) if not seen.get(service, {}).get(n)} - data.get(service, set())
            self.assertEqual(missing, set(), service)


if __name__ == "__main__":
    unittest.main()
