#pragma once
// What Lambda keeps. docs/formats/lambda.md
#include "services/lambda/api.h"
#include "service/house.h"
#include "store/blobs.h"
#include "store/table.h"

namespace lambda {

using service::Access, service::ApiError, service::Call, service::House, service::Scope;
using Words = std::map<std::string, std::string>;

// A zip as it was given: encrypted, its key sealed and bound to its hash.
struct Archive {
  std::string sha256;                            // base64, as Lambda shows it
  std::int64_t size = 0, unpacked = 0;           // bytes
  store::BodyPlace place;
  std::string sealed_key;
};
BOOST_DESCRIBE_STRUCT(Archive, (), (sha256, size, unpacked, place, sealed_key))

// A layer version as a function uses it: it goes on working when the layer version is deleted.
struct LayerUse { std::string arn; Archive archive; };
BOOST_DESCRIBE_STRUCT(LayerUse, (), (arn, archive))

// What versions share.
struct Function {
  std::string name;
  base::Time created;
  std::int64_t last_version = 0;
  Words tags;
  std::optional<std::int64_t> reserved;          // concurrent executions
  bool may_loop = false;                         // its recursive loops are let be
};
BOOST_DESCRIBE_STRUCT(Function, (), (name, created, last_version, tags, reserved, may_loop))

struct Version {
  std::string name, version;                     // version: "$LATEST" or a number
  std::string description, runtime, role, handler;
  std::int64_t timeout = 3, memory = 128, ephemeral = 512;      // seconds, MB, MB
  Archive code;
  std::vector<LayerUse> layers;
  std::string environment;                       // a JSON object, sealed, or encrypted under kms_key; empty: none
  std::string kms_key;                           // ARN
  std::string dead_letter, tracing = "PassThrough", architecture = "x86_64", snap_start = "None";
  std::string log_format = "Text", application_level, system_level, log_group;
  base::Time modified;
  std::string revision;                          // a UUID, new with every change
  std::string state = "Active";                  // Pending until the code lies unpacked; Failed
  std::string update = "Successful";             // InProgress, Failed
  std::string reason;                            // of what failed
};
BOOST_DESCRIBE_STRUCT(Version, (), (name, version, description, runtime, role, handler, timeout, memory, ephemeral, code, layers, environment, kms_key,
                                    dead_letter, tracing, architecture, snap_start, log_format, application_level, system_level, log_group, modified,
                                    revision, state, update, reason))

struct AliasRecord {
  std::string name, version, description, revision;
  std::map<std::string, double> weights;         // of one other version
};
BOOST_DESCRIBE_STRUCT(AliasRecord, (), (name, version, description, revision, weights))

struct Statement { std::string sid, json; };
BOOST_DESCRIBE_STRUCT(Statement, (), (sid, json))
struct PolicyRecord { std::vector<Statement> statements; std::string revision; };
BOOST_DESCRIBE_STRUCT(PolicyRecord, (), (statements, revision))

// How events of one function, version or alias are treated.
struct EventSettings {
  base::Time modified;
  std::optional<std::int64_t> retries, age_seconds;
  std::string on_success, on_failure;            // ARNs
};
BOOST_DESCRIBE_STRUCT(EventSettings, (), (modified, retries, age_seconds, on_success, on_failure))

struct LayerRecord { std::string name; std::int64_t last_version = 0; };
BOOST_DESCRIBE_STRUCT(LayerRecord, (), (name, last_version))
struct LayerVersion {
  std::string name;
  std::int64_t version = 0;
  std::string description, license;
  base::Time created;
  std::vector<std::string> runtimes, architectures;
  Archive archive;
  PolicyRecord policy;
};
BOOST_DESCRIBE_STRUCT(LayerVersion, (), (name, version, description, license, created, runtimes, architectures, archive, policy))

// Keys: function NUL version, where "$LATEST" comes before the numbers, which have ten digits.
inline constexpr store::Table<Function> kFunctions{"lambda.function", store::Reach::regional};             // name
inline constexpr store::Table<Version> kVersions{"lambda.version", store::Reach::regional};
inline constexpr store::Table<AliasRecord> kAliases{"lambda.alias", store::Reach::regional};               // function NUL alias
inline constexpr store::Table<PolicyRecord> kPolicies{"lambda.policy", store::Reach::regional};            // function NUL qualifier, empty: the function's own
inline constexpr store::Table<EventSettings> kEventSettings{"lambda.events", store::Reach::regional};      // function NUL qualifier, $LATEST where none
inline constexpr store::Table<LayerRecord> kLayers{"lambda.layer", store::Reach::regional};                // name
inline constexpr store::Table<LayerVersion> kLayerVersions{"lambda.layer-version", store::Reach::regional};     // name NUL ten digits

// Versions whose code is being unpacked, by account, Region, function and version.
struct Settling { std::string account, region, name, version, revision; };
BOOST_DESCRIBE_STRUCT(Settling, (), (account, region, name, version, revision))
inline constexpr store::Table<Settling> kSettling{"lambda.settling", store::Reach::everywhere};

// An event that waits to be handled, or is being handled. Key: when it is due in ms, twenty digits, and the order of writing.
struct Event {
  std::string account, region, name;
  std::string qualifier;                         // as it was invoked; empty: none
  std::string request_id, payload;               // payload: sealed, bound to the request's id
  std::string client_context;
  base::Time received;
  std::int64_t failures = 0, throttles = 0;      // of the function; of Lambda itself, which could not run it
  std::string kind, about;                       // Afterwards
  std::string trace;                             // of what led to it
};
BOOST_DESCRIBE_STRUCT(Event, (), (account, region, name, qualifier, request_id, payload, client_context, received, failures, throttles, kind, about, trace))
inline constexpr store::Table<Event> kEvents{"lambda.event", store::Reach::everywhere};

// A queue whose messages Lambda reads for a function. Key: account NUL Region NUL uuid.
struct Mapping {
  std::string uuid, account, region, queue;      // queue: ARN
  std::string name, qualifier;
  bool enabled = true, reports_failures = false;
  std::int64_t batch = 10, window = 0;           // messages, seconds
  std::optional<std::int64_t> concurrency;
  std::vector<std::string> filters;
  base::Time modified;
  std::string last_result = "No records processed";
};
BOOST_DESCRIBE_STRUCT(Mapping, (), (uuid, account, region, queue, name, qualifier, enabled, reports_failures, batch, window, concurrency, filters, modified,
                                    last_result))
inline constexpr store::Table<Mapping> kMappings{"lambda.mapping", store::Reach::everywhere};

// What names a file of bodies: file NUL owner (account NUL Region NUL "v" or "l" NUL key in its table).
struct Naming {};
BOOST_DESCRIBE_STRUCT(Naming, (), ())
inline constexpr store::Table<Naming> kNaming{"lambda.naming", store::Reach::everywhere};

}  // namespace lambda
