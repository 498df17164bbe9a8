"""Tells CloudFormation how a custom resource's request ended."""
import json
import urllib.request


def _send(event, status, physical_id, **more):
    body = json.dumps({"Status": status, "PhysicalResourceId": physical_id, "StackId": event["StackId"], "RequestId": event["RequestId"],
                       "LogicalResourceId": event["LogicalResourceId"], **more}).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
    with urllib.request.urlopen(request, timeout=20) as answer:
        answer.read()


def success(event, physical_id, data=None):
    _send(event, "SUCCESS", physical_id, Data=data or {})


def failure(event, physical_id, reason):
    _send(event, "FAILED", event.get("PhysicalResourceId", physical_id), Reason=reason)
