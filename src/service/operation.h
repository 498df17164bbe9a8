#pragma once
// An operation: one struct in, one out, one function, and what it must be allowed to do.
#include "base/json.h"
#include "record/parameters.h"
#include "service/access.h"
#include "service/call.h"
#include "shape/shape.h"
#include "wire/message.h"

namespace service {

enum class Effect : std::uint8_t { read, write };

// How CloudTrail records it, where its general rules do not say.
struct Trace {
  std::string_view event_name{};               // empty: the operation's name
  std::optional<bool> read_only{};             // empty: by the name's verb (record rules 3.8)
  bool data_event = false;
  bool answer = false;                         // responseElements although read-only (AssumeRole)
  bool silent_answer = false;                  // responseElements null although it has an answer
};

// How long a request may wait for its service's state to change before it runs (long polling).
struct Patience {
  std::int64_t seconds = 0;                    // of the client's time, from when the request came
  std::optional<base::Time> next;              // by the house's clock: when it is worth looking again although nothing was written
};

struct Operation {
  std::string_view name;
  Effect effect;
  const shape::Shape *request, *result;
  Box (*blank)();
  std::vector<Access> (*access)(const void*, Call&);
  Box (*run)(const void*, Call&);
  Trace trace{};
  std::string_view http{};                     // REST: "PUT /{Bucket}/{Key+}?acl"; a trailing word names a required header
  bool takes_body = false;                     // the request's body is stored, not parsed
  std::string_view root{};                     // REST-XML: the result's root element
  std::optional<Patience> (*wait)(const void*, Call&) = nullptr;      // asked while nothing is held, may not write; nothing: run now
};

template <class F> struct HandlerOf;
template <class R, class Q> struct HandlerOf<R (*)(const Q&, Call&)> { using Request = Q; using Result = R; };

// For what every authenticated caller may do (sts:GetCallerIdentity).
template <class Q> std::vector<Access> no_permission(const Q&, Call&) { return {}; }

template <auto AccessFn, auto RunFn>
Operation operation(std::string_view name, Effect effect, Trace trace = {}) {
  using Q = typename HandlerOf<decltype(RunFn)>::Request;
  using R = typename HandlerOf<decltype(RunFn)>::Result;
  return {name, effect, shape::of<Q>(), shape::of<R>(), [] { return box(Q{}); },
          [](const void* q, Call& c) -> std::vector<Access> {
            if constexpr (std::is_same_v<decltype(AccessFn(*static_cast<const Q*>(q), c)), Access>) {
              std::vector<Access> one;
              one.push_back(AccessFn(*static_cast<const Q*>(q), c));
              return one;
            } else {
              return AccessFn(*static_cast<const Q*>(q), c);
            }
          },
          [](const void* q, Call& c) { return box<R>(RunFn(*static_cast<const Q*>(q), c)); }, trace};
}
template <auto AccessFn, auto RunFn>
Operation rest(std::string_view name, Effect effect, std::string_view http, Trace trace = {}, bool takes_body = false) {
  Operation o = operation<AccessFn, RunFn>(name, effect, trace);
  o.http = http;
  o.takes_body = takes_body;
  using R = typename HandlerOf<decltype(RunFn)>::Result;
  if constexpr (requires { R::root; }) o.root = R::root;
  return o;
}

// An operation whose requests may wait. Those that are denied, or that would fail, do not.
template <auto AccessFn, auto RunFn, auto WaitFn>
Operation waiting(std::string_view name, Effect effect, Trace trace = {}) {
  using Q = typename HandlerOf<decltype(RunFn)>::Request;
  Operation o = operation<AccessFn, RunFn>(name, effect, trace);
  o.wait = [](const void* q, Call& c) -> std::optional<Patience> { return WaitFn(*static_cast<const Q*>(q), c); };
  return o;
}

// The other protocol of a service of JSON: requests without a target are Query's.
struct QueryDialect {
  std::string_view version, xml_namespace;
  std::string_view path{};                     // the parameter that the request's path stands for (SQS: QueueUrl)
  std::string_view (*code)(std::string_view code) = nullptr;      // an error's code as Query spells it
};

// A room's door plate.
struct Service {
  std::string_view name;                       // as credentials are scoped: "cloudtrail"
  std::string_view event_source;               // "cloudtrail.amazonaws.com"
  wire::Protocol protocol;
  std::string_view version;                    // Query: Version; JSON: the target's text before the dot
  std::string_view xml_namespace{};
  std::string_view message_key = "message";    // JSON errors
  bool global = false;                         // one endpoint; records in us-east-1
  record::Dates dates = record::Dates::comma;
  std::string_view denied_code = "AccessDeniedException";
  int denied_status = 400;
  std::string_view invalid_code{}, invalid_message{};      // of limits not kept; empty: AWS's usual code, and the sentences
  bool quotes_resource = false;                // denials put the resource's ARN in double quotes (S3)
  std::string_view record_error_suffix{};      // IAM's records say NoSuchEntityException where its wire says NoSuchEntity
  bool keeps_denied_parameters = false;        // S3's records of denied calls keep requestParameters
  std::vector<Operation> operations{};
  // Where the record is not simply the struct (S3), and data beside it (S3, STS). Each writes one JSON value or nothing.
  void (*parameters)(Call&, const Operation&, const void* request, std::string& json) = nullptr;
  void (*response)(Call&, const Operation&, const void* result, std::string& json) = nullptr;
  void (*additional)(Call&, const Operation&, const void* request, const void* result, std::string& json) = nullptr;
  std::string (*make_request_id)() = nullptr;  // default: a UUID
  std::string (*host_id)(std::string_view request_id) = nullptr;      // S3's x-amz-id-2
  std::optional<QueryDialect> query{};
  std::vector<std::string_view> subresources{};     // REST: query names that choose an operation; one without an operation of ours is refused
};

}  // namespace service
