#pragma once
// Functions and their versions: made, read, changed, deleted. The code in a request and the environment are in no record.
#include "services/lambda/api_words.h"

namespace lambda {

struct DeadLetterConfig { Maybe<ResourceArn> targetArn; };
BOOST_DESCRIBE_STRUCT(DeadLetterConfig, (), (targetArn))

struct LoggingConfig {
  Maybe<LogFormat> logFormat;
  Maybe<ApplicationLogLevel> applicationLogLevel;
  Maybe<SystemLogLevel> systemLogLevel;
  Maybe<LogGroup> logGroup;
};
BOOST_DESCRIBE_STRUCT(LoggingConfig, (), (logFormat, applicationLogLevel, systemLogLevel, logGroup))

struct EphemeralStorage { Whole<512, 10240> size; };
BOOST_DESCRIBE_STRUCT(EphemeralStorage, (), (size))

struct EnvironmentError { Maybe<std::string> errorCode, message; };
BOOST_DESCRIBE_STRUCT(EnvironmentError, (), (errorCode, message))

struct EnvironmentResponse {
  Maybe<Secret<std::map<std::string, std::string>>> variables;
  Maybe<EnvironmentError> error;
};
BOOST_DESCRIBE_STRUCT(EnvironmentResponse, (), (variables, error))

struct TracingConfigResponse { Maybe<std::string> mode; };
BOOST_DESCRIBE_STRUCT(TracingConfigResponse, (), (mode))

struct Layer {
  Maybe<std::string> arn;
  Maybe<std::int64_t> codeSize;
};
BOOST_DESCRIBE_STRUCT(Layer, (), (arn, codeSize))

struct SnapStartResponse { Maybe<std::string> applyOn, optimizationStatus; };
BOOST_DESCRIBE_STRUCT(SnapStartResponse, (), (applyOn, optimizationStatus))

struct FunctionConfiguration {
  Maybe<std::string> functionName, functionArn, runtime, role, handler;
  Maybe<std::int64_t> codeSize;
  Maybe<std::string> description;
  Maybe<std::int64_t> timeout, memorySize;
  Maybe<std::string> lastModified, codeSha256, version;
  Maybe<DeadLetterConfig> deadLetterConfig;
  Maybe<EnvironmentResponse> environment;
  Maybe<std::string> kMSKeyArn;
  Maybe<TracingConfigResponse> tracingConfig;
  Maybe<std::string> revisionId;
  Maybe<std::vector<Layer>> layers;
  Maybe<std::string> state, stateReason, stateReasonCode, lastUpdateStatus, lastUpdateStatusReason, lastUpdateStatusReasonCode, packageType;
  Maybe<std::vector<std::string>> architectures;
  Maybe<EphemeralStorage> ephemeralStorage;
  Maybe<SnapStartResponse> snapStart;
  Maybe<LoggingConfig> loggingConfig;
};
BOOST_DESCRIBE_STRUCT(FunctionConfiguration, (), (functionName, functionArn, runtime, role, handler, codeSize, description, timeout, memorySize,
                      lastModified, codeSha256, version, deadLetterConfig, environment, kMSKeyArn, tracingConfig, revisionId, layers, state,
                      stateReason, stateReasonCode, lastUpdateStatus, lastUpdateStatusReason, lastUpdateStatusReasonCode, packageType,
                      architectures, ephemeralStorage, snapStart, loggingConfig))

struct FunctionCode {
  Maybe<Secret<Blob>> zipFile;
  Maybe<S3Bucket> s3Bucket;
  Maybe<S3Key> s3Key;
  Maybe<S3ObjectVersion> s3ObjectVersion;
  Maybe<std::string> imageUri;
  Maybe<KMSKeyArn> sourceKMSKeyArn;
};
BOOST_DESCRIBE_STRUCT(FunctionCode, (), (zipFile, s3Bucket, s3Key, s3ObjectVersion, imageUri, sourceKMSKeyArn))

struct VpcConfig {
  Maybe<List<std::string, 0, 16>> subnetIds;
  Maybe<List<std::string, 0, 5>> securityGroupIds;
  Maybe<bool> ipv6AllowedForDualStack;
};
BOOST_DESCRIBE_STRUCT(VpcConfig, (), (subnetIds, securityGroupIds, ipv6AllowedForDualStack))

struct Environment { Maybe<Secret<std::map<std::string, std::string>>> variables; };
BOOST_DESCRIBE_STRUCT(Environment, (), (variables))

struct TracingConfig { Maybe<TracingMode> mode; };
BOOST_DESCRIBE_STRUCT(TracingConfig, (), (mode))

struct FileSystemConfig {
  FileSystemArn arn;
  LocalMountPath localMountPath;
};
BOOST_DESCRIBE_STRUCT(FileSystemConfig, (), (arn, localMountPath))

struct ImageConfig {
  Maybe<List<std::string, 0, 1500>> entryPoint, command;
  Maybe<WorkingDirectory> workingDirectory;
};
BOOST_DESCRIBE_STRUCT(ImageConfig, (), (entryPoint, command, workingDirectory))

struct SnapStart { Maybe<SnapStartApplyOn> applyOn; };
BOOST_DESCRIBE_STRUCT(SnapStart, (), (applyOn))

struct LambdaManagedInstancesCapacityProviderConfig {
  CapacityProviderArn capacityProviderArn;
  Maybe<Whole<1, 1600>> perExecutionEnvironmentMaxConcurrency;
  Maybe<double> executionEnvironmentMemoryGiBPerVCpu;
};
BOOST_DESCRIBE_STRUCT(LambdaManagedInstancesCapacityProviderConfig, (), (capacityProviderArn, perExecutionEnvironmentMaxConcurrency,
                      executionEnvironmentMemoryGiBPerVCpu))

struct CapacityProviderConfig { LambdaManagedInstancesCapacityProviderConfig lambdaManagedInstancesCapacityProviderConfig; };
BOOST_DESCRIBE_STRUCT(CapacityProviderConfig, (), (lambdaManagedInstancesCapacityProviderConfig))

struct DurableConfig {
  Maybe<Whole<1, 90>> retentionPeriodInDays;
  Maybe<Whole<1, 31622400>> executionTimeout;
};
BOOST_DESCRIBE_STRUCT(DurableConfig, (), (retentionPeriodInDays, executionTimeout))

struct TenancyConfig { TenantIsolationMode tenantIsolationMode; };
BOOST_DESCRIBE_STRUCT(TenancyConfig, (), (tenantIsolationMode))

struct CreateFunction {
  FunctionName functionName;
  Maybe<Runtime> runtime;
  RoleArn role;
  Maybe<Handler> handler;
  FunctionCode code;
  Maybe<Description> description;
  Maybe<Whole<1>> timeout;
  Maybe<Whole<128, 32768>> memorySize;
  Maybe<bool> publish;
  Maybe<VpcConfig> vpcConfig;
  Maybe<PackageType> packageType;
  Maybe<DeadLetterConfig> deadLetterConfig;
  Maybe<Environment> environment;
  Maybe<KMSKeyArn> kMSKeyArn;
  Maybe<TracingConfig> tracingConfig;
  Maybe<std::map<std::string, std::string>> tags;
  Maybe<std::vector<LayerVersionArn>> layers;
  Maybe<List<FileSystemConfig, 0, 1>> fileSystemConfigs;
  Maybe<ImageConfig> imageConfig;
  Maybe<CodeSigningConfigArn> codeSigningConfigArn;
  Maybe<List<Architecture, 1, 1>> architectures;
  Maybe<EphemeralStorage> ephemeralStorage;
  Maybe<SnapStart> snapStart;
  Maybe<LoggingConfig> loggingConfig;
  Maybe<CapacityProviderConfig> capacityProviderConfig;
  Maybe<PublishTo> publishTo;
  Maybe<DurableConfig> durableConfig;
  Maybe<TenancyConfig> tenancyConfig;
  using Result = FunctionConfiguration;
  static constexpr std::string_view operation = "lambda:CreateFunction";
};
BOOST_DESCRIBE_STRUCT(CreateFunction, (), (functionName, runtime, role, handler, code, description, timeout, memorySize, publish, vpcConfig,
                      packageType, deadLetterConfig, environment, kMSKeyArn, tracingConfig, tags, layers, fileSystemConfigs, imageConfig,
                      codeSigningConfigArn, architectures, ephemeralStorage, snapStart, loggingConfig, capacityProviderConfig, publishTo,
                      durableConfig, tenancyConfig))

struct FunctionCodeLocation { Maybe<std::string> repositoryType, location; };
BOOST_DESCRIBE_STRUCT(FunctionCodeLocation, (), (repositoryType, location))

struct Concurrency { Maybe<std::int64_t> reservedConcurrentExecutions; };
BOOST_DESCRIBE_STRUCT(Concurrency, (), (reservedConcurrentExecutions))

struct GetFunctionResponse {
  Maybe<FunctionConfiguration> configuration;
  Maybe<FunctionCodeLocation> code;
  Maybe<std::map<std::string, std::string>> tags;
  Maybe<Concurrency> concurrency;
};
BOOST_DESCRIBE_STRUCT(GetFunctionResponse, (), (configuration, code, tags, concurrency))

struct GetFunction {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = GetFunctionResponse;
  static constexpr std::string_view operation = "lambda:GetFunction";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(GetFunction, (), (functionName, qualifier))

struct GetFunctionConfiguration {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = FunctionConfiguration;
  static constexpr std::string_view operation = "lambda:GetFunctionConfiguration";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(GetFunctionConfiguration, (), (functionName, qualifier))

struct UpdateFunctionCode {
  FunctionName functionName;
  Maybe<Secret<Blob>> zipFile;
  Maybe<S3Bucket> s3Bucket;
  Maybe<S3Key> s3Key;
  Maybe<S3ObjectVersion> s3ObjectVersion;
  Maybe<std::string> imageUri;
  Maybe<bool> publish, dryRun;
  Maybe<std::string> revisionId;
  Maybe<List<Architecture, 1, 1>> architectures;
  Maybe<KMSKeyArn> sourceKMSKeyArn;
  Maybe<PublishTo> publishTo;
  using Result = FunctionConfiguration;
  static constexpr std::string_view operation = "lambda:UpdateFunctionCode";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(UpdateFunctionCode, (), (functionName, zipFile, s3Bucket, s3Key, s3ObjectVersion, imageUri, publish, dryRun, revisionId,
                      architectures, sourceKMSKeyArn, publishTo))

struct UpdateFunctionConfiguration {
  FunctionName functionName;
  Maybe<RoleArn> role;
  Maybe<Handler> handler;
  Maybe<Description> description;
  Maybe<Whole<1>> timeout;
  Maybe<Whole<128, 32768>> memorySize;
  Maybe<VpcConfig> vpcConfig;
  Maybe<Environment> environment;
  Maybe<Runtime> runtime;
  Maybe<DeadLetterConfig> deadLetterConfig;
  Maybe<KMSKeyArn> kMSKeyArn;
  Maybe<TracingConfig> tracingConfig;
  Maybe<std::string> revisionId;
  Maybe<std::vector<LayerVersionArn>> layers;
  Maybe<List<FileSystemConfig, 0, 1>> fileSystemConfigs;
  Maybe<ImageConfig> imageConfig;
  Maybe<EphemeralStorage> ephemeralStorage;
  Maybe<SnapStart> snapStart;
  Maybe<LoggingConfig> loggingConfig;
  Maybe<CapacityProviderConfig> capacityProviderConfig;
  Maybe<DurableConfig> durableConfig;
  using Result = FunctionConfiguration;
  static constexpr std::string_view operation = "lambda:UpdateFunctionConfiguration";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(UpdateFunctionConfiguration, (), (functionName, role, handler, description, timeout, memorySize, vpcConfig, environment,
                      runtime, deadLetterConfig, kMSKeyArn, tracingConfig, revisionId, layers, fileSystemConfigs, imageConfig, ephemeralStorage,
                      snapStart, loggingConfig, capacityProviderConfig, durableConfig))

struct DeleteFunctionResponse {
  Maybe<std::int64_t> statusCode;
  static constexpr auto travels = travels_by(as_status("statusCode"));
};
BOOST_DESCRIBE_STRUCT(DeleteFunctionResponse, (), (statusCode))

struct DeleteFunction {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = DeleteFunctionResponse;
  static constexpr std::string_view operation = "lambda:DeleteFunction";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(DeleteFunction, (), (functionName, qualifier))

struct ListFunctionsResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<FunctionConfiguration>> functions;
};
BOOST_DESCRIBE_STRUCT(ListFunctionsResponse, (), (nextMarker, functions))

struct ListFunctions {
  Maybe<MasterRegion> masterRegion;
  Maybe<FunctionVersion> functionVersion;
  Maybe<std::string> marker;
  Maybe<Whole<1, 10000>> maxItems;
  using Result = ListFunctionsResponse;
  static constexpr std::string_view operation = "lambda:ListFunctions";
  static constexpr auto travels = travels_by(in_query("masterRegion", "MasterRegion"), in_query("functionVersion", "FunctionVersion"),
                      in_query("marker", "Marker"), in_query("maxItems", "MaxItems"));
};
BOOST_DESCRIBE_STRUCT(ListFunctions, (), (masterRegion, functionVersion, marker, maxItems))

struct PublishVersion {
  FunctionName functionName;
  Maybe<std::string> codeSha256;
  Maybe<Description> description;
  Maybe<std::string> revisionId;
  Maybe<PublishTo> publishTo;
  using Result = FunctionConfiguration;
  static constexpr std::string_view operation = "lambda:PublishVersion";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(PublishVersion, (), (functionName, codeSha256, description, revisionId, publishTo))

struct ListVersionsByFunctionResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<FunctionConfiguration>> versions;
};
BOOST_DESCRIBE_STRUCT(ListVersionsByFunctionResponse, (), (nextMarker, versions))

struct ListVersionsByFunction {
  NamespacedFunctionName functionName;
  Maybe<std::string> marker;
  Maybe<Whole<1, 10000>> maxItems;
  using Result = ListVersionsByFunctionResponse;
  static constexpr std::string_view operation = "lambda:ListVersionsByFunction";
  static constexpr auto travels = travels_by(kOfFunction, in_query("marker", "Marker"), in_query("maxItems", "MaxItems"));
};
BOOST_DESCRIBE_STRUCT(ListVersionsByFunction, (), (functionName, marker, maxItems))

struct AccountLimit {
  Maybe<std::int64_t> totalCodeSize, codeSizeUnzipped, codeSizeZipped, concurrentExecutions, unreservedConcurrentExecutions;
};
BOOST_DESCRIBE_STRUCT(AccountLimit, (), (totalCodeSize, codeSizeUnzipped, codeSizeZipped, concurrentExecutions, unreservedConcurrentExecutions))

struct AccountUsage { Maybe<std::int64_t> totalCodeSize, functionCount; };
BOOST_DESCRIBE_STRUCT(AccountUsage, (), (totalCodeSize, functionCount))

struct GetAccountSettingsResponse {
  Maybe<AccountLimit> accountLimit;
  Maybe<AccountUsage> accountUsage;
};
BOOST_DESCRIBE_STRUCT(GetAccountSettingsResponse, (), (accountLimit, accountUsage))

struct GetAccountSettings {
  using Result = GetAccountSettingsResponse;
  static constexpr std::string_view operation = "lambda:GetAccountSettings";
};
BOOST_DESCRIBE_STRUCT(GetAccountSettings, (), ())

}  // namespace lambda
