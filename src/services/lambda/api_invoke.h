#pragma once
// Invocations. Calls between services are of the type Event: what runs for its caller is begun at the gateway.
#include "services/lambda/api_words.h"

namespace lambda {

struct InvocationResponse {
  Maybe<std::int64_t> statusCode;
  Maybe<std::string> functionError, logResult;
  Maybe<Secret<Blob>> payload;
  Maybe<std::string> executedVersion;
  static constexpr auto travels = travels_by(as_status("statusCode"), in_header("functionError", "X-Amz-Function-Error"),
                      in_header("logResult", "X-Amz-Log-Result"), as_payload("payload"), in_header("executedVersion", "X-Amz-Executed-Version"));
};
BOOST_DESCRIBE_STRUCT(InvocationResponse, (), (statusCode, functionError, logResult, payload, executedVersion))

// For services that invoke with the type Event and want to know how it ended: an item of this kind in the outbox, put into
// the commit that ends the event. Its payload is a packed InvocationEnd.
struct Afterwards { std::string kind, about; };
struct InvocationEnd {
  std::string about;                             // as it was given
  std::string function_error;                    // empty: it succeeded; Handled, Unhandled
  std::string payload;                           // what the function answered, or its error as JSON
  std::string refused;                           // it never ran: why
};
BOOST_DESCRIBE_STRUCT(InvocationEnd, (), (about, function_error, payload, refused))

struct Running;

struct Invoke {
  NamespacedFunctionName functionName;
  Maybe<InvocationType> invocationType;
  Maybe<LogType> logType;
  Maybe<Secret<std::string>> clientContext;
  Maybe<DurableExecutionName> durableExecutionName;
  Maybe<Secret<Blob>> payload;
  Maybe<Qualifier> qualifier;
  Maybe<TenantId> tenantId;
  std::optional<Afterwards> afterwards{};        // of no wire, as what follows
  std::string trace{};                           // service/traces.h: what led to it, where that was not its caller
  mutable std::shared_ptr<Running> running{};    // of this room: the invocation that was begun for this request
  using Result = InvocationResponse;
  static constexpr std::string_view operation = "lambda:Invoke";
  static constexpr auto travels = travels_by(kOfFunction, in_header("invocationType", "X-Amz-Invocation-Type"),
                      in_header("logType", "X-Amz-Log-Type"), in_header("clientContext", "X-Amz-Client-Context"),
                      in_header("durableExecutionName", "X-Amz-Durable-Execution-Name"), as_payload("payload"), kOfQualifier,
                      in_header("tenantId", "X-Amz-Tenant-Id"));
};
BOOST_DESCRIBE_STRUCT(Invoke, (), (functionName, invocationType, logType, clientContext, durableExecutionName, payload, qualifier, tenantId))

struct InvokeAsyncResponse {
  Maybe<std::int64_t> status;
  static constexpr auto travels = travels_by(as_status("status"));
};
BOOST_DESCRIBE_STRUCT(InvokeAsyncResponse, (), (status))

struct InvokeAsync {
  NamespacedFunctionName functionName;
  Secret<Blob> invokeArgs;
  using Result = InvokeAsyncResponse;
  static constexpr std::string_view operation = "lambda:InvokeAsync";
  static constexpr auto travels = travels_by(kOfFunction, as_payload("invokeArgs"));
};
BOOST_DESCRIBE_STRUCT(InvokeAsync, (), (functionName, invokeArgs))

}  // namespace lambda
