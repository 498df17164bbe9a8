#pragma once
// CloudTrail Lake: event data stores, queries, channels, imports and dashboards; none of them can be made here. What
// callers say is kept whole all the same, since their attempts are recorded with their parameters.
#include "services/cloudtrail/api.h"

namespace cloudtrail {

using LakeName = Text<3, 256, R"([a-zA-Z0-9._/\-:]+)">;      // of an event data store or a channel: ARN, or the end of one
using Uuid = Text<36, 36, R"([a-f0-9\-]+)">;
using OwnerId = Text<12, 16, R"(\d+)">;
using Token = Text<4, 1000>;
using DashboardId = Text<0, shape::kUnlimited, R"([a-zA-Z0-9._/\-:]+)">;

// ---- event data stores

struct CreateEventDataStore {
  Text<3, 128, R"([a-zA-Z0-9._\-]+)"> name;
  Maybe<std::vector<AdvancedEventSelector>> advancedEventSelectors;
  Maybe<bool> multiRegionEnabled, organizationEnabled;
  Maybe<Whole<7, 3653>> retentionPeriod;
  Maybe<bool> terminationProtectionEnabled;
  Maybe<TagsList> tagsList;
  Maybe<Text<1, 350, R"([a-zA-Z0-9._/\-:]+)">> kmsKeyId;
  Maybe<bool> startIngestion;
  Maybe<OneOf<"EXTENDABLE_RETENTION_PRICING", "FIXED_RETENTION_PRICING">> billingMode;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:CreateEventDataStore";
};
BOOST_DESCRIBE_STRUCT(CreateEventDataStore, (), (name, advancedEventSelectors, multiRegionEnabled, organizationEnabled, retentionPeriod, terminationProtectionEnabled,
                                                 tagsList, kmsKeyId, startIngestion, billingMode))
struct UpdateEventDataStore {
  LakeName eventDataStore;
  Maybe<Text<3, 128, R"([a-zA-Z0-9._\-]+)">> name;
  Maybe<std::vector<AdvancedEventSelector>> advancedEventSelectors;
  Maybe<bool> multiRegionEnabled, organizationEnabled;
  Maybe<Whole<7, 3653>> retentionPeriod;
  Maybe<bool> terminationProtectionEnabled;
  Maybe<Text<1, 350, R"([a-zA-Z0-9._/\-:]+)">> kmsKeyId;
  Maybe<OneOf<"EXTENDABLE_RETENTION_PRICING", "FIXED_RETENTION_PRICING">> billingMode;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:UpdateEventDataStore";
};
BOOST_DESCRIBE_STRUCT(UpdateEventDataStore, (), (eventDataStore, name, advancedEventSelectors, multiRegionEnabled, organizationEnabled,
                                                 retentionPeriod, terminationProtectionEnabled, kmsKeyId, billingMode))
struct DeleteEventDataStore {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeleteEventDataStore";
};
BOOST_DESCRIBE_STRUCT(DeleteEventDataStore, (), (eventDataStore))
struct GetEventDataStore {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetEventDataStore";
};
BOOST_DESCRIBE_STRUCT(GetEventDataStore, (), (eventDataStore))
struct RestoreEventDataStore {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:RestoreEventDataStore";
};
BOOST_DESCRIBE_STRUCT(RestoreEventDataStore, (), (eventDataStore))
struct StartEventDataStoreIngestion {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StartEventDataStoreIngestion";
};
BOOST_DESCRIBE_STRUCT(StartEventDataStoreIngestion, (), (eventDataStore))
struct StopEventDataStoreIngestion {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StopEventDataStoreIngestion";
};
BOOST_DESCRIBE_STRUCT(StopEventDataStoreIngestion, (), (eventDataStore))
struct EnableFederation {
  LakeName eventDataStore;
  Text<3, 125, R"([a-zA-Z0-9._/\-:@=\+,\.]+)"> federationRoleArn;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:EnableFederation";
};
BOOST_DESCRIBE_STRUCT(EnableFederation, (), (eventDataStore, federationRoleArn))
struct DisableFederation {
  LakeName eventDataStore;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DisableFederation";
};
BOOST_DESCRIBE_STRUCT(DisableFederation, (), (eventDataStore))

struct NoStore { std::string eventDataStoreArn; };
BOOST_DESCRIBE_STRUCT(NoStore, (), (eventDataStoreArn))
struct ListEventDataStoresResult { std::vector<NoStore> eventDataStores; };
BOOST_DESCRIBE_STRUCT(ListEventDataStoresResult, (), (eventDataStores))
struct ListEventDataStores {
  Maybe<Token> nextToken;
  Maybe<Whole<1, 1000>> maxResults;
  using Result = ListEventDataStoresResult;
  static constexpr std::string_view operation = "cloudtrail:ListEventDataStores";
};
BOOST_DESCRIBE_STRUCT(ListEventDataStores, (), (nextToken, maxResults))

// ---- queries

using Alias = Text<1, 256, R"([a-zA-Z][a-zA-Z0-9._\-]*)">;
using QueryParameters = List<Text<1, 1024>, 1, 10>;

struct StartQuery {
  Maybe<Text<1, 10000>> queryStatement;
  Maybe<Text<0, 1024, R"(s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?)">> deliveryS3Uri;
  Maybe<Alias> queryAlias;
  Maybe<QueryParameters> queryParameters;
  Maybe<OwnerId> eventDataStoreOwnerAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StartQuery";
};
BOOST_DESCRIBE_STRUCT(StartQuery, (), (queryStatement, deliveryS3Uri, queryAlias, queryParameters, eventDataStoreOwnerAccountId))
struct CancelQuery {
  Maybe<LakeName> eventDataStore;
  Uuid queryId;
  Maybe<OwnerId> eventDataStoreOwnerAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:CancelQuery";
};
BOOST_DESCRIBE_STRUCT(CancelQuery, (), (eventDataStore, queryId, eventDataStoreOwnerAccountId))
struct DescribeQuery {
  Maybe<LakeName> eventDataStore;
  Maybe<Uuid> queryId;
  Maybe<Alias> queryAlias;
  Maybe<Text<10, 20, R"(\d+)">> refreshId;
  Maybe<OwnerId> eventDataStoreOwnerAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DescribeQuery";
};
BOOST_DESCRIBE_STRUCT(DescribeQuery, (), (eventDataStore, queryId, queryAlias, refreshId, eventDataStoreOwnerAccountId))
struct GetQueryResults {
  Maybe<LakeName> eventDataStore;
  Uuid queryId;
  Maybe<Token> nextToken;
  Maybe<Whole<1, 1000>> maxQueryResults;
  Maybe<OwnerId> eventDataStoreOwnerAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetQueryResults";
};
BOOST_DESCRIBE_STRUCT(GetQueryResults, (), (eventDataStore, queryId, nextToken, maxQueryResults, eventDataStoreOwnerAccountId))
struct ListQueries {
  LakeName eventDataStore;
  Maybe<Token> nextToken;
  Maybe<Whole<1, 1000>> maxResults;
  Maybe<base::Time> startTime, endTime;
  Maybe<OneOf<"QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELLED", "TIMED_OUT">> queryStatus;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:ListQueries";
};
BOOST_DESCRIBE_STRUCT(ListQueries, (), (eventDataStore, nextToken, maxResults, startTime, endTime, queryStatus))
struct GenerateQuery {
  List<LakeName, 1, 1> eventDataStores;
  Text<3, 500, R"([ -~\n]*)"> prompt;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GenerateQuery";
};
BOOST_DESCRIBE_STRUCT(GenerateQuery, (), (eventDataStores, prompt))
struct SearchSampleQueries {
  Text<2, 1000, R"([ -~\n]*)"> searchPhrase;
  Maybe<Whole<1, 50>> maxResults;
  Maybe<Token> nextToken;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:SearchSampleQueries";
};
BOOST_DESCRIBE_STRUCT(SearchSampleQueries, (), (searchPhrase, maxResults, nextToken))

// ---- channels

using ChannelName = Text<3, 128, R"([a-zA-Z0-9._\-]+)">;
struct ChannelDestination { OneOf<"EVENT_DATA_STORE", "AWS_SERVICE"> type; Text<3, 1024, R"([a-zA-Z0-9._/\-:*]+)"> location; };
BOOST_DESCRIBE_STRUCT(ChannelDestination, (), (type, location))

struct CreateChannel {
  ChannelName name;
  Text<1, 256> source;
  List<ChannelDestination, 1, 200> destinations;
  Maybe<TagsList> tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:CreateChannel";
};
BOOST_DESCRIBE_STRUCT(CreateChannel, (), (name, source, destinations, tags))
struct UpdateChannel {
  LakeName channel;
  Maybe<List<ChannelDestination, 1, 200>> destinations;
  Maybe<ChannelName> name;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:UpdateChannel";
};
BOOST_DESCRIBE_STRUCT(UpdateChannel, (), (channel, destinations, name))
struct GetChannel {
  LakeName channel;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetChannel";
};
BOOST_DESCRIBE_STRUCT(GetChannel, (), (channel))
struct DeleteChannel {
  LakeName channel;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeleteChannel";
};
BOOST_DESCRIBE_STRUCT(DeleteChannel, (), (channel))
struct NoChannel { std::string channelArn; };
BOOST_DESCRIBE_STRUCT(NoChannel, (), (channelArn))
struct ListChannelsResult { std::vector<NoChannel> channels; };
BOOST_DESCRIBE_STRUCT(ListChannelsResult, (), (channels))
struct ListChannels {
  Maybe<Whole<1, 1000>> maxResults;
  Maybe<Token> nextToken;
  using Result = ListChannelsResult;
  static constexpr std::string_view operation = "cloudtrail:ListChannels";
};
BOOST_DESCRIBE_STRUCT(ListChannels, (), (maxResults, nextToken))

// ---- imports

struct S3ImportSource { std::string s3LocationUri, s3BucketRegion, s3BucketAccessRoleArn; };
BOOST_DESCRIBE_STRUCT(S3ImportSource, (), (s3LocationUri, s3BucketRegion, s3BucketAccessRoleArn))
struct ImportSource { S3ImportSource s3; };
BOOST_DESCRIBE_STRUCT(ImportSource, (), (s3))
struct StartImport {
  Maybe<List<LakeName, 1, 1>> destinations;
  Maybe<ImportSource> importSource;
  Maybe<base::Time> startEventTime, endEventTime;
  Maybe<Uuid> importId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StartImport";
};
BOOST_DESCRIBE_STRUCT(StartImport, (), (destinations, importSource, startEventTime, endEventTime, importId))
struct StopImport {
  Uuid importId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StopImport";
};
BOOST_DESCRIBE_STRUCT(StopImport, (), (importId))
struct GetImport {
  Uuid importId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetImport";
};
BOOST_DESCRIBE_STRUCT(GetImport, (), (importId))
struct NoImport { std::string importId; };
BOOST_DESCRIBE_STRUCT(NoImport, (), (importId))
struct ListImportsResult { std::vector<NoImport> imports; };
BOOST_DESCRIBE_STRUCT(ListImportsResult, (), (imports))
struct ListImports {
  Maybe<Whole<1, 1000>> maxResults;
  Maybe<LakeName> destination;
  Maybe<OneOf<"INITIALIZING", "IN_PROGRESS", "FAILED", "STOPPED", "COMPLETED">> importStatus;
  Maybe<Token> nextToken;
  using Result = ListImportsResult;
  static constexpr std::string_view operation = "cloudtrail:ListImports";
};
BOOST_DESCRIBE_STRUCT(ListImports, (), (maxResults, destination, importStatus, nextToken))
struct ListImportFailures {
  Uuid importId;
  Maybe<Whole<1, 1000>> maxResults;
  Maybe<Token> nextToken;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:ListImportFailures";
};
BOOST_DESCRIBE_STRUCT(ListImportFailures, (), (importId, maxResults, nextToken))

// ---- dashboards

struct Widget {
  Text<1, 10000> queryStatement;
  Maybe<QueryParameters> queryParameters;
  std::map<std::string, Text<1, 128>> viewProperties;
};
BOOST_DESCRIBE_STRUCT(Widget, (), (queryStatement, queryParameters, viewProperties))
struct RefreshFrequency { Maybe<OneOf<"HOURS", "DAYS">> unit; Maybe<std::int64_t> value; };
BOOST_DESCRIBE_STRUCT(RefreshFrequency, (), (unit, value))
struct RefreshSchedule { Maybe<RefreshFrequency> frequency; Maybe<OneOf<"ENABLED", "DISABLED">> status; Maybe<Text<0, shape::kUnlimited, "[0-9]{2}:[0-9]{2}">> timeOfDay; };
BOOST_DESCRIBE_STRUCT(RefreshSchedule, (), (frequency, status, timeOfDay))

struct CreateDashboard {
  Text<3, 128, R"([a-zA-Z0-9_\-]+)"> name;
  Maybe<RefreshSchedule> refreshSchedule;
  Maybe<TagsList> tagsList;
  Maybe<bool> terminationProtectionEnabled;
  Maybe<std::vector<Widget>> widgets;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:CreateDashboard";
};
BOOST_DESCRIBE_STRUCT(CreateDashboard, (), (name, refreshSchedule, tagsList, terminationProtectionEnabled, widgets))
struct UpdateDashboard {
  DashboardId dashboardId;
  Maybe<std::vector<Widget>> widgets;
  Maybe<RefreshSchedule> refreshSchedule;
  Maybe<bool> terminationProtectionEnabled;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:UpdateDashboard";
};
BOOST_DESCRIBE_STRUCT(UpdateDashboard, (), (dashboardId, widgets, refreshSchedule, terminationProtectionEnabled))
struct GetDashboard {
  DashboardId dashboardId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetDashboard";
};
BOOST_DESCRIBE_STRUCT(GetDashboard, (), (dashboardId))
struct DeleteDashboard {
  DashboardId dashboardId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeleteDashboard";
};
BOOST_DESCRIBE_STRUCT(DeleteDashboard, (), (dashboardId))
struct StartDashboardRefresh {
  DashboardId dashboardId;
  Maybe<std::map<std::string, Text<1, 128>>> queryParameterValues;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StartDashboardRefresh";
};
BOOST_DESCRIBE_STRUCT(StartDashboardRefresh, (), (dashboardId, queryParameterValues))
struct NoDashboard { std::string dashboardArn; };
BOOST_DESCRIBE_STRUCT(NoDashboard, (), (dashboardArn))
struct ListDashboardsResult { std::vector<NoDashboard> dashboards; };
BOOST_DESCRIBE_STRUCT(ListDashboardsResult, (), (dashboards))
struct ListDashboards {
  Maybe<Text<3, 128, R"([a-zA-Z0-9_\-]+)">> namePrefix;
  Maybe<OneOf<"MANAGED", "CUSTOM">> type;
  Maybe<Token> nextToken;
  Maybe<Whole<1, 1000>> maxResults;
  using Result = ListDashboardsResult;
  static constexpr std::string_view operation = "cloudtrail:ListDashboards";
};
BOOST_DESCRIBE_STRUCT(ListDashboards, (), (namePrefix, type, nextToken, maxResults))

// ---- policies of channels, event data stores and dashboards

struct PutResourcePolicy {
  LakeName resourceArn;
  Text<1, 8192> resourcePolicy;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:PutResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(PutResourcePolicy, (), (resourceArn, resourcePolicy))
struct GetResourcePolicy {
  LakeName resourceArn;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:GetResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(GetResourcePolicy, (), (resourceArn))
struct DeleteResourcePolicy {
  LakeName resourceArn;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeleteResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteResourcePolicy, (), (resourceArn))

}  // namespace cloudtrail
