#pragma once
// Event source mappings: queues that Lambda reads for a function.
#include "services/lambda/api_running.h"

namespace lambda {

using CollectionName = Text<1, 57, "[_a-zA-Z0-9][^$]*">;
using DatabaseName = Text<1, 63, "[^ /\\.$\\x22]*">;
using Endpoint = Text<1, 300,
          "(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):[0-9]{1,5}">;
using EventSourceMappingMetric = OneOf<"EventCount", "ErrorCount", "KafkaMetrics">;
using EventSourceMappingSystemLogLevel = OneOf<"DEBUG", "INFO", "WARN">;
using EventSourcePosition = OneOf<"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP">;
using FullDocument = OneOf<"UpdateLookup", "Default">;
using FunctionResponseType = OneOf<"ReportBatchItemFailures">;
using KafkaSchemaRegistryAuthType = OneOf<"BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE">;
using KafkaSchemaValidationAttribute = OneOf<"KEY", "VALUE">;
using ProvisionedPollerGroupName = Text<0, 128, "[a-zA-Z0-9_-]*">;
using Queue = Text<1, 1000, "[\\s\\S]*">;
using SchemaRegistryEventRecordFormat = OneOf<"JSON", "SOURCE">;
using SchemaRegistryUri = Text<1, 10000, "[a-zA-Z0-9/*:_+=.@-]*">;
using SourceAccessType = OneOf<"BASIC_AUTH", "VPC_SUBNET", "VPC_SECURITY_GROUP", "SASL_SCRAM_512_AUTH", "SASL_SCRAM_256_AUTH", "VIRTUAL_HOST",
                               "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE">;
using Topic = Text<1, 249, "[^.]([a-zA-Z0-9\\-_.]+)">;
using URI = Text<1, 200, "[a-zA-Z0-9/*:_+=.@-]*">;

struct Filter { Maybe<Pattern> pattern; };
BOOST_DESCRIBE_STRUCT(Filter, (), (pattern))

struct FilterCriteria { Maybe<std::vector<Filter>> filters; };
BOOST_DESCRIBE_STRUCT(FilterCriteria, (), (filters))

struct ScalingConfig { Maybe<Whole<2, 1000>> maximumConcurrency; };
BOOST_DESCRIBE_STRUCT(ScalingConfig, (), (maximumConcurrency))

struct EventSourceMappingConfiguration {
  Maybe<std::string> uUID;
  Maybe<std::int64_t> batchSize, maximumBatchingWindowInSeconds;
  Maybe<std::string> eventSourceArn;
  Maybe<FilterCriteria> filterCriteria;
  Maybe<std::string> functionArn;
  Maybe<base::Time> lastModified;
  Maybe<std::string> lastProcessingResult, state, stateTransitionReason;
  Maybe<std::vector<std::string>> functionResponseTypes;
  Maybe<ScalingConfig> scalingConfig;
  Maybe<std::string> eventSourceMappingArn;
};
BOOST_DESCRIBE_STRUCT(EventSourceMappingConfiguration, (), (uUID, batchSize, maximumBatchingWindowInSeconds, eventSourceArn, filterCriteria,
                      functionArn, lastModified, lastProcessingResult, state, stateTransitionReason, functionResponseTypes, scalingConfig,
                      eventSourceMappingArn))

struct SourceAccessConfiguration {
  Maybe<SourceAccessType> type;
  Maybe<URI> uRI;
};
BOOST_DESCRIBE_STRUCT(SourceAccessConfiguration, (), (type, uRI))

struct SelfManagedEventSource { Maybe<std::map<std::string, List<Endpoint, 1, 10>>> endpoints; };
BOOST_DESCRIBE_STRUCT(SelfManagedEventSource, (), (endpoints))

struct KafkaSchemaRegistryAccessConfig {
  Maybe<KafkaSchemaRegistryAuthType> type;
  Maybe<Arn> uRI;
};
BOOST_DESCRIBE_STRUCT(KafkaSchemaRegistryAccessConfig, (), (type, uRI))

struct KafkaSchemaValidationConfig { Maybe<KafkaSchemaValidationAttribute> attribute; };
BOOST_DESCRIBE_STRUCT(KafkaSchemaValidationConfig, (), (attribute))

struct KafkaSchemaRegistryConfig {
  Maybe<SchemaRegistryUri> schemaRegistryURI;
  Maybe<SchemaRegistryEventRecordFormat> eventRecordFormat;
  Maybe<std::vector<KafkaSchemaRegistryAccessConfig>> accessConfigs;
  Maybe<std::vector<KafkaSchemaValidationConfig>> schemaValidationConfigs;
};
BOOST_DESCRIBE_STRUCT(KafkaSchemaRegistryConfig, (), (schemaRegistryURI, eventRecordFormat, accessConfigs, schemaValidationConfigs))

struct AmazonManagedKafkaEventSourceConfig {
  Maybe<URI> consumerGroupId;
  Maybe<KafkaSchemaRegistryConfig> schemaRegistryConfig;
};
BOOST_DESCRIBE_STRUCT(AmazonManagedKafkaEventSourceConfig, (), (consumerGroupId, schemaRegistryConfig))

struct SelfManagedKafkaEventSourceConfig {
  Maybe<URI> consumerGroupId;
  Maybe<KafkaSchemaRegistryConfig> schemaRegistryConfig;
};
BOOST_DESCRIBE_STRUCT(SelfManagedKafkaEventSourceConfig, (), (consumerGroupId, schemaRegistryConfig))

struct DocumentDBEventSourceConfig {
  Maybe<DatabaseName> databaseName;
  Maybe<CollectionName> collectionName;
  Maybe<FullDocument> fullDocument;
};
BOOST_DESCRIBE_STRUCT(DocumentDBEventSourceConfig, (), (databaseName, collectionName, fullDocument))

struct EventSourceMappingMetricsConfig { Maybe<List<EventSourceMappingMetric, 0, 3>> metrics; };
BOOST_DESCRIBE_STRUCT(EventSourceMappingMetricsConfig, (), (metrics))

struct EventSourceMappingLoggingConfig { Maybe<EventSourceMappingSystemLogLevel> systemLogLevel; };
BOOST_DESCRIBE_STRUCT(EventSourceMappingLoggingConfig, (), (systemLogLevel))

struct ProvisionedPollerConfig {
  Maybe<Whole<1, 200>> minimumPollers;
  Maybe<Whole<1, 2000>> maximumPollers;
  Maybe<ProvisionedPollerGroupName> pollerGroupName;
};
BOOST_DESCRIBE_STRUCT(ProvisionedPollerConfig, (), (minimumPollers, maximumPollers, pollerGroupName))

struct CreateEventSourceMapping {
  Maybe<Arn> eventSourceArn;
  NamespacedFunctionName functionName;
  Maybe<bool> enabled;
  Maybe<Whole<1, 10000>> batchSize;
  Maybe<FilterCriteria> filterCriteria;
  Maybe<Whole<0, 300>> maximumBatchingWindowInSeconds;
  Maybe<Whole<1, 10>> parallelizationFactor;
  Maybe<EventSourcePosition> startingPosition;
  Maybe<base::Time> startingPositionTimestamp;
  Maybe<DestinationConfig> destinationConfig;
  Maybe<Whole<-1, 604800>> maximumRecordAgeInSeconds;
  Maybe<bool> bisectBatchOnFunctionError;
  Maybe<Whole<-1, 10000>> maximumRetryAttempts;
  Maybe<std::map<std::string, std::string>> tags;
  Maybe<Whole<0, 900>> tumblingWindowInSeconds;
  Maybe<List<Topic, 1, 1>> topics;
  Maybe<List<Queue, 1, 1>> queues;
  Maybe<List<SourceAccessConfiguration, 0, 22>> sourceAccessConfigurations;
  Maybe<SelfManagedEventSource> selfManagedEventSource;
  Maybe<List<FunctionResponseType, 0, 1>> functionResponseTypes;
  Maybe<AmazonManagedKafkaEventSourceConfig> amazonManagedKafkaEventSourceConfig;
  Maybe<SelfManagedKafkaEventSourceConfig> selfManagedKafkaEventSourceConfig;
  Maybe<ScalingConfig> scalingConfig;
  Maybe<DocumentDBEventSourceConfig> documentDBEventSourceConfig;
  Maybe<KMSKeyArn> kMSKeyArn;
  Maybe<EventSourceMappingMetricsConfig> metricsConfig;
  Maybe<EventSourceMappingLoggingConfig> loggingConfig;
  Maybe<ProvisionedPollerConfig> provisionedPollerConfig;
  using Result = EventSourceMappingConfiguration;
  static constexpr std::string_view operation = "lambda:CreateEventSourceMapping";
};
BOOST_DESCRIBE_STRUCT(CreateEventSourceMapping, (), (eventSourceArn, functionName, enabled, batchSize, filterCriteria,
                      maximumBatchingWindowInSeconds, parallelizationFactor, startingPosition, startingPositionTimestamp, destinationConfig,
                      maximumRecordAgeInSeconds, bisectBatchOnFunctionError, maximumRetryAttempts, tags, tumblingWindowInSeconds, topics, queues,
                      sourceAccessConfigurations, selfManagedEventSource, functionResponseTypes, amazonManagedKafkaEventSourceConfig,
                      selfManagedKafkaEventSourceConfig, scalingConfig, documentDBEventSourceConfig, kMSKeyArn, metricsConfig, loggingConfig,
                      provisionedPollerConfig))

struct GetEventSourceMapping {
  std::string uUID;
  using Result = EventSourceMappingConfiguration;
  static constexpr std::string_view operation = "lambda:GetEventSourceMapping";
  static constexpr auto travels = travels_by(in_path("uUID", "UUID"));
};
BOOST_DESCRIBE_STRUCT(GetEventSourceMapping, (), (uUID))

struct ListEventSourceMappingsResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<EventSourceMappingConfiguration>> eventSourceMappings;
};
BOOST_DESCRIBE_STRUCT(ListEventSourceMappingsResponse, (), (nextMarker, eventSourceMappings))

struct ListEventSourceMappings {
  Maybe<Arn> eventSourceArn;
  Maybe<NamespacedFunctionName> functionName;
  Maybe<std::string> marker;
  Maybe<Whole<1, 10000>> maxItems;
  using Result = ListEventSourceMappingsResponse;
  static constexpr std::string_view operation = "lambda:ListEventSourceMappings";
  static constexpr auto travels = travels_by(in_query("eventSourceArn", "EventSourceArn"), in_query("functionName", "FunctionName"),
                      in_query("marker", "Marker"), in_query("maxItems", "MaxItems"));
};
BOOST_DESCRIBE_STRUCT(ListEventSourceMappings, (), (eventSourceArn, functionName, marker, maxItems))

struct UpdateEventSourceMapping {
  std::string uUID;
  Maybe<NamespacedFunctionName> functionName;
  Maybe<bool> enabled;
  Maybe<Whole<1, 10000>> batchSize;
  Maybe<FilterCriteria> filterCriteria;
  Maybe<Whole<0, 300>> maximumBatchingWindowInSeconds;
  Maybe<DestinationConfig> destinationConfig;
  Maybe<Whole<-1, 604800>> maximumRecordAgeInSeconds;
  Maybe<bool> bisectBatchOnFunctionError;
  Maybe<Whole<-1, 10000>> maximumRetryAttempts;
  Maybe<Whole<1, 10>> parallelizationFactor;
  Maybe<List<SourceAccessConfiguration, 0, 22>> sourceAccessConfigurations;
  Maybe<Whole<0, 900>> tumblingWindowInSeconds;
  Maybe<List<FunctionResponseType, 0, 1>> functionResponseTypes;
  Maybe<ScalingConfig> scalingConfig;
  Maybe<AmazonManagedKafkaEventSourceConfig> amazonManagedKafkaEventSourceConfig;
  Maybe<SelfManagedKafkaEventSourceConfig> selfManagedKafkaEventSourceConfig;
  Maybe<DocumentDBEventSourceConfig> documentDBEventSourceConfig;
  Maybe<KMSKeyArn> kMSKeyArn;
  Maybe<EventSourceMappingMetricsConfig> metricsConfig;
  Maybe<EventSourceMappingLoggingConfig> loggingConfig;
  Maybe<ProvisionedPollerConfig> provisionedPollerConfig;
  using Result = EventSourceMappingConfiguration;
  static constexpr std::string_view operation = "lambda:UpdateEventSourceMapping";
  static constexpr auto travels = travels_by(in_path("uUID", "UUID"));
};
BOOST_DESCRIBE_STRUCT(UpdateEventSourceMapping, (), (uUID, functionName, enabled, batchSize, filterCriteria, maximumBatchingWindowInSeconds,
                      destinationConfig, maximumRecordAgeInSeconds, bisectBatchOnFunctionError, maximumRetryAttempts, parallelizationFactor,
                      sourceAccessConfigurations, tumblingWindowInSeconds, functionResponseTypes, scalingConfig,
                      amazonManagedKafkaEventSourceConfig, selfManagedKafkaEventSourceConfig, documentDBEventSourceConfig, kMSKeyArn, metricsConfig,
                      loggingConfig, provisionedPollerConfig))

struct DeleteEventSourceMapping {
  std::string uUID;
  using Result = EventSourceMappingConfiguration;
  static constexpr std::string_view operation = "lambda:DeleteEventSourceMapping";
  static constexpr auto travels = travels_by(in_path("uUID", "UUID"));
};
BOOST_DESCRIBE_STRUCT(DeleteEventSourceMapping, (), (uUID))

}  // namespace lambda
