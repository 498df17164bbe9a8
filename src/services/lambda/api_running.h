#pragma once
// How a function runs: concurrency, what becomes of events, runtime updates.
#include "services/lambda/api_functions.h"

namespace lambda {

struct OnSuccess { Maybe<DestinationArn> destination; };
BOOST_DESCRIBE_STRUCT(OnSuccess, (), (destination))

struct OnFailure { Maybe<DestinationArn> destination; };
BOOST_DESCRIBE_STRUCT(OnFailure, (), (destination))

struct DestinationConfig {
  Maybe<OnSuccess> onSuccess;
  Maybe<OnFailure> onFailure;
};
BOOST_DESCRIBE_STRUCT(DestinationConfig, (), (onSuccess, onFailure))

struct PutFunctionConcurrency {
  FunctionName functionName;
  Whole<0> reservedConcurrentExecutions;
  using Result = Concurrency;
  static constexpr std::string_view operation = "lambda:PutFunctionConcurrency";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(PutFunctionConcurrency, (), (functionName, reservedConcurrentExecutions))

struct GetFunctionConcurrencyResponse { Maybe<std::int64_t> reservedConcurrentExecutions; };
BOOST_DESCRIBE_STRUCT(GetFunctionConcurrencyResponse, (), (reservedConcurrentExecutions))

struct GetFunctionConcurrency {
  FunctionName functionName;
  using Result = GetFunctionConcurrencyResponse;
  static constexpr std::string_view operation = "lambda:GetFunctionConcurrency";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(GetFunctionConcurrency, (), (functionName))

struct DeleteFunctionConcurrency {
  FunctionName functionName;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:DeleteFunctionConcurrency";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(DeleteFunctionConcurrency, (), (functionName))

struct RecursionConfig { Maybe<RecursiveLoop> recursiveLoop; };
BOOST_DESCRIBE_STRUCT(RecursionConfig, (), (recursiveLoop))

struct PutFunctionRecursionConfig {
  UnqualifiedFunctionName functionName;
  RecursiveLoop recursiveLoop;
  using Result = RecursionConfig;
  static constexpr std::string_view operation = "lambda:PutFunctionRecursionConfig";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(PutFunctionRecursionConfig, (), (functionName, recursiveLoop))

struct GetFunctionRecursionConfig {
  UnqualifiedFunctionName functionName;
  using Result = RecursionConfig;
  static constexpr std::string_view operation = "lambda:GetFunctionRecursionConfig";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(GetFunctionRecursionConfig, (), (functionName))

struct FunctionEventInvokeConfig {
  Maybe<base::Time> lastModified;
  Maybe<std::string> functionArn;
  Maybe<std::int64_t> maximumRetryAttempts, maximumEventAgeInSeconds;
  Maybe<DestinationConfig> destinationConfig;
};
BOOST_DESCRIBE_STRUCT(FunctionEventInvokeConfig, (), (lastModified, functionArn, maximumRetryAttempts, maximumEventAgeInSeconds, destinationConfig))

struct PutFunctionEventInvokeConfig {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  Maybe<Whole<0, 2>> maximumRetryAttempts;
  Maybe<Whole<60, 21600>> maximumEventAgeInSeconds;
  Maybe<DestinationConfig> destinationConfig;
  using Result = FunctionEventInvokeConfig;
  static constexpr std::string_view operation = "lambda:PutFunctionEventInvokeConfig";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(PutFunctionEventInvokeConfig, (), (functionName, qualifier, maximumRetryAttempts, maximumEventAgeInSeconds,
                      destinationConfig))

struct UpdateFunctionEventInvokeConfig {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  Maybe<Whole<0, 2>> maximumRetryAttempts;
  Maybe<Whole<60, 21600>> maximumEventAgeInSeconds;
  Maybe<DestinationConfig> destinationConfig;
  using Result = FunctionEventInvokeConfig;
  static constexpr std::string_view operation = "lambda:UpdateFunctionEventInvokeConfig";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(UpdateFunctionEventInvokeConfig, (), (functionName, qualifier, maximumRetryAttempts, maximumEventAgeInSeconds,
                      destinationConfig))

struct GetFunctionEventInvokeConfig {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = FunctionEventInvokeConfig;
  static constexpr std::string_view operation = "lambda:GetFunctionEventInvokeConfig";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(GetFunctionEventInvokeConfig, (), (functionName, qualifier))

struct DeleteFunctionEventInvokeConfig {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:DeleteFunctionEventInvokeConfig";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(DeleteFunctionEventInvokeConfig, (), (functionName, qualifier))

struct ListFunctionEventInvokeConfigsResponse {
  Maybe<std::vector<FunctionEventInvokeConfig>> functionEventInvokeConfigs;
  Maybe<std::string> nextMarker;
};
BOOST_DESCRIBE_STRUCT(ListFunctionEventInvokeConfigsResponse, (), (functionEventInvokeConfigs, nextMarker))

struct ListFunctionEventInvokeConfigs {
  NamespacedFunctionName functionName;
  Maybe<std::string> marker;
  Maybe<Whole<1, 50>> maxItems;
  using Result = ListFunctionEventInvokeConfigsResponse;
  static constexpr std::string_view operation = "lambda:ListFunctionEventInvokeConfigs";
  static constexpr auto travels = travels_by(kOfFunction, in_query("marker", "Marker"), in_query("maxItems", "MaxItems"));
};
BOOST_DESCRIBE_STRUCT(ListFunctionEventInvokeConfigs, (), (functionName, marker, maxItems))

struct GetRuntimeManagementConfigResponse { Maybe<std::string> updateRuntimeOn, runtimeVersionArn, functionArn; };
BOOST_DESCRIBE_STRUCT(GetRuntimeManagementConfigResponse, (), (updateRuntimeOn, runtimeVersionArn, functionArn))

struct GetRuntimeManagementConfig {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = GetRuntimeManagementConfigResponse;
  static constexpr std::string_view operation = "lambda:GetRuntimeManagementConfig";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(GetRuntimeManagementConfig, (), (functionName, qualifier))

struct GetFunctionCodeSigningConfigResponse { std::string codeSigningConfigArn, functionName; };
BOOST_DESCRIBE_STRUCT(GetFunctionCodeSigningConfigResponse, (), (codeSigningConfigArn, functionName))

struct GetFunctionCodeSigningConfig {
  NamespacedFunctionName functionName;
  using Result = GetFunctionCodeSigningConfigResponse;
  static constexpr std::string_view operation = "lambda:GetFunctionCodeSigningConfig";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(GetFunctionCodeSigningConfig, (), (functionName))

}  // namespace lambda
