#pragma once
// One audit record: what is known of a call, and its JSON in the key order real log files have.
// Sources: CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity element".
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace record {

inline constexpr std::string_view kEventVersion = "1.11";
inline constexpr std::size_t kMaxRecord = 256u << 10, kMaxPart = 100u << 10, kMaxExtra = 28u << 10, kMaxText = 1024;
inline constexpr std::size_t kMaxResources = 16u << 10;          // what the limits of the other parts leave to them

struct Issuer { std::string type, principal_id, arn, account, user_name; };

struct SessionContext {
  std::optional<Issuer> issuer;
  base::Time created;
  bool mfa = false;
  std::string source_identity;
};

// Empty members are absent from the record.
struct Identity {
  std::string type;                     // Root, IAMUser, AssumedRole, FederatedUser, AWSAccount, AWSService; empty: a service event
  std::string principal_id, arn, account, access_key, user_name;
  std::optional<SessionContext> session;
  std::string invoked_by;
};

struct Resource { std::string account, type, arn; bool account_known = true, prefix = false; };

struct Tls { std::string_view version, cipher, host; };

struct Event {
  const Identity* identity = nullptr;
  base::Time time;
  std::string_view source, name, region, source_ip, user_agent;
  std::string_view error_code, error_message;
  std::string_view parameters, response, additional, service_details;    // JSON; empty: null, null, absent, absent
  std::string_view request_id, event_id, type = "AwsApiCall", recipient, shared_id;
  bool read_only = false, management = true;
  const std::vector<Resource>* resources = nullptr;
  const Tls* tls = nullptr;
};

// Appends the record as one line of compact JSON. Oversize parts are replaced as CloudTrail replaces them; the note in
// their place also tells `whole_sha256`, in hex, of the whole record, which is kept beside: docs/formats/whole-records.md.
void compose(const Event&, std::string& out, std::string_view whole_sha256 = {});

// Whether compose leaves anything out; and the record with everything in it.
bool oversize(const Event&);
void compose_whole(const Event&, std::string& out);

// The stripped identity that the other account's copy shows.
Identity as_foreign_account(const Identity&);

}  // namespace record
