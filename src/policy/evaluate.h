#pragma once
// The decision: may this caller do this, given every policy that has a say.
// Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic".
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/context.h"
#include "policy/document.h"

namespace policy {

// In a list, nullptr stands for a policy that could not be compiled: it denies everything.
using Documents = std::vector<const Document*>;

// What the resource's own policy has to say for access within its account.
//   ordinary             an Allow there or in an identity policy suffices
//   resource_must_allow  KMS key policies and role trust policies: they must allow themselves; where they name the
//                        account, identity policies must allow too
enum class ResourceRule : std::uint8_t { ordinary, resource_must_allow };

struct Inputs {
  // Of the caller's account: root, organizational units, account; each level must allow. They never bind callers of no
  // account (services, anonymous, bare identity providers); scps_apply is false for the management account's principals
  // and for service-linked roles.
  std::vector<Documents> scps;
  bool scps_apply = false;
  // The same of the resource's account; they bind every caller.
  std::vector<Documents> rcps;
  bool rcps_apply = false;

  const Document* resource_policy = nullptr;   // bucket, key, topic or role trust policy; nullptr: there is none
  // Of users, sessions and federated users. A root user needs none and has no boundary; callers of no account have
  // neither: what is given for them is ignored.
  Documents identity;
  const Document* boundary = nullptr;          // nullptr: there is none
  std::optional<Documents> session;            // nullopt: not a session with session policies
  bool same_account = true;                    // the caller's and the resource's
  ResourceRule rule = ResourceRule::ordinary;
};

enum class Cause : std::uint8_t { none, scp, rcp, resource, identity, boundary, session, trust };

struct Decision {
  bool allowed = false;
  bool explicit_deny = false;
  Cause cause = Cause::none;                   // of a denial
};

// Denials name the first cause: explicit ones in the order SCP, RCP, resource (or trust), identity, boundary, session;
// implicit ones in the order RCP, SCP, resource (or trust), identity, boundary, session.
Decision evaluate(const Request&, const Inputs&);

// How the resource stands in the message: as passed, or in double quotes (S3).
enum class Quote : std::uint8_t { none, double_quotes };

// "User: <caller> is not authorized to perform: <action> on resource: <resource> <reason>". An empty caller is
// "anonymous", an empty resource leaves its part out, a decision without a cause leaves the reason out (STS does so often).
std::string denial(std::string_view caller_arn, std::string_view action, std::string_view resource, const Decision&,
                   Quote quote = Quote::none);

}  // namespace policy
