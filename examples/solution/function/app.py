"""A custom resource: the organization's trail, its delegated administrator and its selectors."""
import logging
import os

import boto3
import respond                                   # of the layer

log = logging.getLogger()
log.setLevel(os.environ.get("LOG_LEVEL", "INFO"))
SERVICE = "cloudtrail.amazonaws.com"
cloudtrail = boto3.client("cloudtrail")
organizations = boto3.client("organizations")


def settings(properties):
    found = {"Name": properties["TrailName"], "S3BucketName": properties["Bucket"], "KmsKeyId": properties["KeyArn"], "IsOrganizationTrail": True,
             "IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": True, "EnableLogFileValidation": True}
    if properties.get("LogGroupArn"):
        found.update(CloudWatchLogsLogGroupArn=properties["LogGroupArn"], CloudWatchLogsRoleArn=properties["LogRoleArn"])
    return found


def selectors(properties):
    data = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::*"]}, {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda:*"]}]
    return [{"ReadWriteType": "All", "IncludeManagementEvents": properties["ManagementEvents"] == "true",
             "DataResources": data if properties["DataEvents"] == "true" else []}]


def apply(properties, create):
    organizations.enable_aws_service_access(ServicePrincipal=SERVICE)
    known = organizations.list_delegated_administrators(ServicePrincipal=SERVICE)["DelegatedAdministrators"]
    if properties["DelegatedAdministrator"] not in [a["Id"] for a in known]:
        cloudtrail.register_organization_delegated_admin(MemberAccountId=properties["DelegatedAdministrator"])
    if create:
        trail = cloudtrail.create_trail(**settings(properties), TagsList=[{"Key": "solution", "Value": "organization-trail"}])
    else:
        trail = cloudtrail.update_trail(**settings(properties))
    cloudtrail.put_event_selectors(TrailName=properties["TrailName"], EventSelectors=selectors(properties))
    cloudtrail.start_logging(Name=properties["TrailName"])
    return trail["TrailARN"]


def remove(properties):
    try:
        cloudtrail.deregister_organization_delegated_admin(DelegatedAdminAccountId=properties["DelegatedAdministrator"])
        cloudtrail.delete_trail(Name=properties["TrailName"])
    except cloudtrail.exceptions.TrailNotFoundException:
        log.info("%s is not there", properties["TrailName"])


def handler(event, context):
    log.info("%s of %s", event["RequestType"], event["LogicalResourceId"])
    properties = event["ResourceProperties"]
    name = properties["TrailName"] + "-trail"
    try:
        if event["RequestType"] == "Delete":
            remove(properties)
            return respond.success(event, name)
        return respond.success(event, name, {"TrailArn": apply(properties, event["RequestType"] == "Create")})
    except Exception as e:
        log.exception("failed")
        respond.failure(event, name, f"{e} See {context.log_stream_name}.")
