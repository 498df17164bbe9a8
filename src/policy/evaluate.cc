#include "policy/evaluate.h"

#include <algorithm>
#include <array>

namespace policy {
namespace {

using Verdict = Document::Verdict;

// Any Deny denies, the closest Allow counts.
Verdict judge(const Documents& documents, const Subject& subject) {
  Verdict out;
  for (auto* document : documents) {
    Verdict one = document ? document->judge(subject, false) : Verdict{.deny = true};
    if (one.deny) return one;
    out.allow = std::max(out.allow, one.allow);
  }
  return out;
}

// The same, and an Allow at every level.
Verdict judge(const std::vector<Documents>& levels, bool apply, const Subject& subject) {
  Verdict out{.allow = Naming::broad};
  if (!apply) return out;
  for (auto& level : levels) {
    Verdict one = judge(level, subject);
    if (one.deny) return one;
    out.allow = std::min(out.allow, one.allow);
  }
  return out;
}

struct Verdicts {
  Verdict scp, rcp, resource, identity, boundary, session;
};

Decision explicit_denial(const Verdicts& v, Cause resource) {
  const std::pair<const Verdict&, Cause> order[] = {{v.scp, Cause::scp},           {v.rcp, Cause::rcp},
                                                    {v.resource, resource},        {v.identity, Cause::identity},
                                                    {v.boundary, Cause::boundary}, {v.session, Cause::session}};
  for (auto& [verdict, cause] : order) if (verdict.deny) return {false, true, cause};
  return {};
}

bool allows(const Verdict& v) { return v.allow != Naming::none; }

Decision implicit_denial(Cause cause) { return {false, false, cause}; }

// What remains once nothing denies: does enough allow? `alone`: the caller is of no account, so only the resource's
// side can allow it.
Decision grant(const Verdicts& v, const Inputs& in, bool alone, Cause resource) {
  constexpr Decision allowed{.allowed = true};
  if (!allows(v.rcp)) return implicit_denial(Cause::rcp);
  if (!allows(v.scp)) return implicit_denial(Cause::scp);
  Naming named = v.resource.allow;
  if (alone) return named != Naming::none ? allowed : implicit_denial(resource);

  bool must_allow = !in.same_account || in.rule == ResourceRule::resource_must_allow;
  if (must_allow && named == Naming::none) return implicit_denial(resource);
  if (in.same_account && named == Naming::direct) return allowed;
  bool granted = in.same_account && named == Naming::broad;
  if (!granted && !allows(v.identity)) return implicit_denial(Cause::identity);
  if (!allows(v.boundary)) return implicit_denial(Cause::boundary);
  if (!allows(v.session)) return implicit_denial(Cause::session);
  return allowed;
}

}  // namespace

Decision evaluate(const Request& request, const Inputs& in) {
  const Caller& caller = request.caller;
  constexpr Verdict pass{.allow = Naming::broad};
  bool alone = caller.kind == Caller::Kind::anonymous || caller.kind == Caller::Kind::service ||
               (caller.kind == Caller::Kind::federated && caller.account.empty());
  bool root = caller.kind == Caller::Kind::root;
  const Document* boundary = root || alone ? nullptr : in.boundary;
  Request asked = request;
  asked.caller.bounded = boundary != nullptr;
  Subject subject(asked);
  bool trust = in.rule == ResourceRule::resource_must_allow && subject.action().starts_with("sts:");
  Cause resource = trust ? Cause::trust : Cause::resource;

  Verdicts v;
  v.scp = judge(in.scps, in.scps_apply && !alone, subject);
  v.rcp = judge(in.rcps, in.rcps_apply, subject);
  if (in.resource_policy) v.resource = in.resource_policy->judge(subject, true);
  v.identity = root || alone ? pass : judge(in.identity, subject);
  v.boundary = boundary ? boundary->judge(subject, false) : pass;
  v.session = in.session && !alone ? judge(*in.session, subject) : pass;

  Decision denied = explicit_denial(v, resource);
  return denied.explicit_deny ? denied : grant(v, in, alone, resource);
}

std::string denial(std::string_view caller_arn, std::string_view action, std::string_view resource, const Decision& decision,
                   Quote quote) {
  constexpr std::array<std::string_view, 8> policies = {"",
                                                        "service control policy",
                                                        "resource control policy",
                                                        "resource-based policy",
                                                        "identity-based policy",
                                                        "permissions boundary",
                                                        "session policy",
                                                        "role trust policy"};
  std::string out = "User: ";
  out += caller_arn.empty() ? "anonymous" : caller_arn;
  out.append(" is not authorized to perform: ").append(action);
  if (!resource.empty()) {
    std::string_view mark = quote == Quote::double_quotes ? "\"" : "";
    out.append(" on resource: ").append(mark).append(resource).append(mark);
  }
  if (decision.cause == Cause::none) return out;
  std::string_view policy = policies[std::size_t(decision.cause)];
  if (!decision.explicit_deny) {
    return out.append(" because no ").append(policy).append(" allows the ").append(action).append(" action");
  }
  std::string_view article = decision.cause == Cause::trust ? "the " : decision.cause == Cause::identity ? "an " : "a ";
  return out.append(" with an explicit deny in ").append(article).append(policy);
}

}  // namespace policy
