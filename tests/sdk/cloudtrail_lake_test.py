"""CloudTrail Lake, which is closed to new customers: every operation answers as to an account that has none of it."""
import unittest

import house
from house import error_code

UUID = "12345678-1234-1234-1234-123456789012"
WIDGET = {"QueryStatement": "SELECT 1", "ViewProperties": {"View": "Line"}}
SOURCE = {"S3": {"S3LocationUri": "s3://bucket/AWSLogs/", "S3BucketRegion": "us-east-1", "S3BucketAccessRoleArn": "arn:aws:iam::111111111111:role/r"}}
CLOSED, STORE, CHANNEL = "UnsupportedOperationException", "EventDataStoreNotFoundException", "ChannelNotFoundException"
IMPORT, RESOURCE, QUERY = "ImportNotFoundException", "ResourceNotFoundException", "QueryIdNotFoundException"
REFUSED = {
    "create_event_data_store": (CLOSED, dict(Name="store")),
    "update_event_data_store": (STORE, dict(EventDataStore=UUID)),
    "delete_event_data_store": (STORE, dict(EventDataStore=UUID)),
    "get_event_data_store": (STORE, dict(EventDataStore=UUID)),
    "restore_event_data_store": (STORE, dict(EventDataStore=UUID)),
    "start_event_data_store_ingestion": (STORE, dict(EventDataStore=UUID)),
    "stop_event_data_store_ingestion": (STORE, dict(EventDataStore=UUID)),
    "enable_federation": (STORE, dict(EventDataStore=UUID, FederationRoleArn="arn:aws:iam::111111111111:role/r")),
    "disable_federation": (STORE, dict(EventDataStore=UUID)),
    "start_query": (CLOSED, dict(QueryStatement="SELECT 1")),
    "cancel_query": (QUERY, dict(EventDataStore=None, QueryId=UUID)),
    "describe_query": (QUERY, dict(EventDataStore=None, QueryId=UUID)),
    "get_query_results": (QUERY, dict(EventDataStore=None, QueryId=UUID)),
    "list_queries": (STORE, dict(EventDataStore=UUID)),
    "generate_query": (STORE, dict(EventDataStores=[UUID], Prompt="what happened?")),
    "search_sample_queries": (CLOSED, dict(SearchPhrase="root")),
    "create_channel": (CLOSED, dict(Name="channel", Source="Custom", Destinations=[{"Type": "EVENT_DATA_STORE", "Location": UUID}])),
    "update_channel": (CHANNEL, dict(Channel=UUID)),
    "get_channel": (CHANNEL, dict(Channel=UUID)),
    "delete_channel": (CHANNEL, dict(Channel=UUID)),
    "start_import": (STORE, dict(Destinations=[UUID], ImportSource=SOURCE)),
    "stop_import": (IMPORT, dict(ImportId=UUID)),
    "get_import": (IMPORT, dict(ImportId=UUID)),
    "list_import_failures": ("InvalidParameterException", dict(ImportId=UUID)),
    "create_dashboard": (CLOSED, dict(Name="board", Widgets=[WIDGET])),
    "update_dashboard": (RESOURCE, dict(DashboardId="board")),
    "get_dashboard": (RESOURCE, dict(DashboardId="board")),
    "delete_dashboard": (RESOURCE, dict(DashboardId="board")),
    "start_dashboard_refresh": (RESOURCE, dict(DashboardId="board")),
}
EMPTY = {"list_event_data_stores": "EventDataStores", "list_channels": "Channels", "list_imports": "Imports", "list_dashboards": "Dashboards"}


class LakeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.ct = cls.server.client("shop", "cloudtrail")
        cls.shop = {a["Name"]: a["Id"] for a in cls.server.client("management", "organizations").list_accounts()["Accounts"]}["shop"]

    def operations(self, table):
        return {name: row for name, row in table.items() if hasattr(self.ct, name)}

    def required(self, name, arguments):
        shape = self.ct.meta.service_model.operation_model(self.ct.meta.method_to_api_mapping[name]).input_shape
        if "EventDataStore" in arguments and arguments["EventDataStore"] is None:      # older models require it
            if "EventDataStore" in shape.required_members:
                return None
            arguments = {k: v for k, v in arguments.items() if v is not None}
        return arguments

    def test_refused(self):
        for name, (code, arguments) in self.operations(REFUSED).items():
            arguments = self.required(name, arguments)
            if arguments is not None:
                with self.subTest(name):
                    self.assertEqual(error_code(getattr(self.ct, name), **arguments), code)

    def test_empty_lists(self):
        for name, member in self.operations(EMPTY).items():
            with self.subTest(name):
                self.assertEqual(getattr(self.ct, name)()[member], [])
        self.assertEqual(error_code(self.ct.list_event_data_stores, NextToken="nonsense"), "InvalidNextTokenException")

    def test_arns(self):
        wrong = f"arn:aws:cloudtrail:us-east-1:{self.shop}:trail/x"
        self.assertEqual(error_code(self.ct.get_event_data_store, EventDataStore=wrong), "EventDataStoreARNInvalidException")
        self.assertEqual(error_code(self.ct.get_event_data_store, EventDataStore=wrong.replace(":trail/", ":eventdatastore/")), STORE)
        self.assertEqual(error_code(self.ct.get_channel, Channel=wrong), "ChannelARNInvalidException")

    def test_policies(self):
        if not hasattr(self.ct, "get_resource_policy"):
            self.skipTest("this boto3 cannot ask for it")
        arn = f"arn:aws:cloudtrail:us-east-1:{self.shop}:trail/x"
        for call, more in ((self.ct.get_resource_policy, {}), (self.ct.delete_resource_policy, {}), (self.ct.put_resource_policy, {"ResourcePolicy": "{}"})):
            self.assertEqual(error_code(call, ResourceArn="nonsense", **more), "ResourceARNNotValidException")
            self.assertEqual(error_code(call, ResourceArn=arn, **more), "ResourceTypeNotSupportedException")
            self.assertEqual(error_code(call, ResourceArn=arn.replace(":trail/", ":channel/"), **more), RESOURCE)

    def test_limits_and_records(self):
        self.assertEqual(error_code(self.ct.get_event_data_store, EventDataStore="a b c"), "ValidationException")
        error_code(self.ct.create_event_data_store, Name="recorded", RetentionPeriod=90)
        look = lambda: self.ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateEventDataStore"}])["Events"]
        event = house.wait_for(lambda: [e for e in look() if "recorded" in e["CloudTrailEvent"]])[0]["CloudTrailEvent"]
        self.assertIn('"errorCode":"UnsupportedOperationException"', event)
        self.assertIn('"retentionPeriod":90', event)


if __name__ == "__main__":
    unittest.main()
