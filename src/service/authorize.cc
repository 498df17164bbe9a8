// May this caller do this? Gathers what bears on the question and asks the policy engine.
#include "base/arn.h"
#include "service/as_account.h"
#include "service/called_via.h"
#include "service/canonical_user.h"
#include "service/house.h"

namespace service {
namespace {

policy::Caller::Kind kind_of(Who who) {
  using Kind = policy::Caller::Kind;
  switch (who) {
    case Who::root: return Kind::root;
    case Who::user: return Kind::user;
    case Who::role_session: return Kind::role_session;
    case Who::federated: return Kind::federated;
    case Who::service: return Kind::service;
    case Who::anonymous: break;
  }
  return Kind::anonymous;
}

std::string_view principal_type(Who who) {
  switch (who) {
    case Who::root: return "Account";
    case Who::user: return "User";
    case Who::role_session: return "AssumedRole";
    case Who::federated: return "FederatedUser";
    case Who::service: return "Service";
    case Who::anonymous: break;
  }
  return "Anonymous";
}

// Texts a context may point into; they live as long as the decision.
struct Held { std::string epoch, now, issued, mfa_age, principal_org_path; };

void add_principal_keys(policy::Context& c, const Principal& p, const Guardrails& own, const IdentityPolicies& identity, base::Time now, Held& held) {
  c.refer("aws:PrincipalType", principal_type(p.who));
  if (p.who == Who::anonymous) {
    c.refer("aws:PrincipalAccount", "anonymous");
    c.refer("aws:userid", "anonymous");
    return;
  }
  if (p.who == Who::service) {
    c.refer("aws:PrincipalIsAWSService", "true");
    c.refer("aws:PrincipalServiceName", p.service);
    c.set("aws:PrincipalServiceNamesList", {p.service});
    if (!p.source_arn.empty()) c.refer("aws:SourceArn", p.source_arn);
    if (!p.source_account.empty()) c.refer("aws:SourceAccount", p.source_account);
    if (!own.organization.empty()) c.refer("aws:SourceOrgID", own.organization);
    if (!own.path.empty()) c.set("aws:SourceOrgPaths", {own.path});
    return;
  }
  c.refer("aws:PrincipalIsAWSService", "false");
  if (p.who == Who::federated && p.account().empty()) return;      // an identity provider's word: the operation's keys say whose
  c.refer("aws:PrincipalAccount", p.account());
  c.refer("aws:PrincipalArn", p.role_arn.empty() ? p.identity.arn : p.role_arn);
  c.refer("aws:userid", p.identity.principal_id);
  if (p.who == Who::user) c.refer("aws:username", p.entity_name);
  if (!own.organization.empty()) {
    c.refer("aws:PrincipalOrgID", own.organization);
    if (!own.path.empty()) c.set("aws:PrincipalOrgPaths", {own.path});
    if (!own.management_account.empty()) c.refer("aws:PrincipalOrgMasterAccountId", own.management_account);
  }
  if (p.temporary) {
    held.issued = base::iso(p.issued);
    c.refer("aws:TokenIssueTime", held.issued);
    c.refer("aws:MultiFactorAuthPresent", p.mfa ? "true" : "false");
    if (p.mfa) {
      held.mfa_age = std::to_string(now.s() - p.issued.s());
      c.refer("aws:MultiFactorAuthAge", held.mfa_age);
    }
  }
  if (p.who == Who::role_session && !p.identity.user_name.empty()) c.refer("aws:FederatedProvider", p.identity.user_name);
  if (p.identity.session && !p.identity.session->source_identity.empty()) c.refer("aws:SourceIdentity", p.identity.session->source_identity);
  for (auto* tags : {&identity.tags, &p.tags})
    for (auto& [key, value] : *tags) c.set("aws:PrincipalTag/" + key, value);
}

void add_request_keys(policy::Context& c, const Call& call, const std::string& owner, const Guardrails& theirs, Held& held) {
  held.now = base::iso(call.now());
  held.epoch = std::to_string(call.now().s());
  c.refer("aws:CurrentTime", held.now);
  c.refer("aws:EpochTime", held.epoch);
  c.refer("aws:RequestedRegion", call.scope().region);
  c.refer("aws:UserAgent", call.peer().user_agent);
  // A service's own calls, and those it makes in sessions of its customers' roles, come from inside.
  bool direct = call.peer().via.empty() && call.caller().who != Who::service && call.caller().identity.invoked_by.empty();
  c.refer("aws:SecureTransport", !direct || !call.peer().tls_version.empty() ? "true" : "false");
  if (direct) c.refer("aws:SourceIp", call.peer().source_ip);
  if (!call.peer().referer.empty()) c.refer("aws:Referer", call.peer().referer);
  c.refer("aws:ViaAWSService", call.peer().via.empty() ? "false" : "true");
  if (!call.peer().via.empty()) {
    auto services = each_via(call.peer().via);
    c.set("aws:CalledViaFirst", services.front());
    c.set("aws:CalledViaLast", services.back());
    c.set("aws:CalledVia", services);
  }
  if (!owner.empty()) c.refer("aws:ResourceAccount", owner);
  if (!theirs.organization.empty()) {
    c.refer("aws:ResourceOrgID", theirs.organization);
    if (!theirs.path.empty()) c.set("aws:ResourceOrgPaths", {theirs.path});
  }
}

std::vector<policy::Documents> levels(const std::vector<std::vector<DocumentPtr>>& from) {
  std::vector<policy::Documents> out;
  out.reserve(from.size());
  for (auto& level : from) {
    policy::Documents documents;
    documents.reserve(level.size());
    for (auto& d : level) documents.push_back(d.get());
    out.push_back(std::move(documents));
  }
  return out;
}

bool is_service_linked(const Principal& p) { return p.role_arn.find(":role/aws-service-role/") != std::string::npos; }

bool rcp_supported(std::string_view action) {
  for (std::string_view s : {"s3:", "sts:", "sqs:", "secretsmanager:", "kms:", "logs:", "ecr:"}) if (action.starts_with(s)) return true;
  return false;
}

// A grant needs no other policy's allowance, but leaves all their limits: it is judged as the resource's only policy,
// within one account.
bool grant_allows(const policy::Request& request, policy::Inputs in, const policy::Document& grant) {
  in.resource_policy = &grant;
  in.same_account = true;
  in.rule = policy::ResourceRule::resource_must_allow;
  return policy::evaluate(request, in).allowed;
}

// Who asks for another account's key learns nothing of it, not even whether it is there.
// S3 tells strangers, who are of no organization of the bucket's owner, nothing of why.
std::string denial_text(std::string_view who, const Access& access, const policy::Inputs& in, const policy::Decision& decision, policy::Quote quote, bool strangers) {
  if (strangers && access.action.starts_with("s3:")) return "Access Denied";
  if (in.same_account || decision.cause != policy::Cause::resource || !access.action.starts_with("kms:"))
    return policy::denial(who, access.action, access.resource, decision, quote);
  return policy::denial(who, access.action, access.resource, {}, quote) +
         " because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
}

}  // namespace

void House::authorize(const Service& service, Call& call, const Access& access) {
  const Principal& p = call.caller();
  const std::string& owner = access.owner.empty() ? (p.who == Who::service ? call.scope().account : p.account()) : access.owner;
  const std::string& home = p.who == Who::service ? p.source_account : p.account();
  auto own = home.empty() ? std::make_shared<const Guardrails>() : guardrails(call.txn(), home);
  auto theirs = owner == home ? own : owner.empty() ? std::make_shared<const Guardrails>() : guardrails(call.txn(), owner);
  auto identity = identity_policies(call.txn(), p);

  policy::Context context;
  Held held;
  add_principal_keys(context, p, *own, *identity, call.now(), held);
  add_request_keys(context, call, owner, *theirs, held);
  for (auto& [key, values] : access.keys) context.refer(key, values);

  policy::Inputs in;
  const bool linked = is_service_linked(p);
  in.scps_apply = p.who != Who::service && p.who != Who::anonymous && !own->organization.empty() && !own->management && !linked && !is_service_as_account(p);
  if (in.scps_apply) in.scps = levels(own->scps);
  in.rcps_apply = !theirs->organization.empty() && !theirs->management && !linked && rcp_supported(access.action);
  if (in.rcps_apply) in.rcps = levels(theirs->rcps);
  in.resource_policy = access.resource_policy.get();
  for (auto& d : identity->documents) in.identity.push_back(d.get());
  in.boundary = identity->boundary.get();
  if (p.session_restricted) {
    in.session.emplace();
    for (auto& d : p.session_policies) in.session->push_back(d.get());
  }
  in.same_account = p.account() == owner;
  in.rule = access.rule;

  const std::string canonical = in.resource_policy && access.action.starts_with("s3:") && !p.account().empty() ? canonical_user(p.account()) : "";
  policy::Request request{access.action, access.resource, context,
                          {.kind = kind_of(p.who), .account = p.account(), .arn = p.identity.arn, .role_arn = p.role_arn, .id = p.entity_id, .service = p.service,
                           .canonical_user = canonical}};
  auto decision = policy::evaluate(request, in);
  if (decision.allowed || (access.grant && !decision.explicit_deny && grant_allows(request, in, *access.grant))) return;
  std::string_view who = p.who == Who::anonymous ? "anonymous" : p.who == Who::service ? std::string_view(p.service) : p.identity.arn;
  const bool strangers = !in.same_account && p.who != Who::service && (own->organization.empty() || own->organization != theirs->organization);
  ApiError denied{std::string(service.denied_code), service.denied_status,
                  denial_text(who, access, in, decision, service.quotes_resource ? policy::Quote::double_quotes : policy::Quote::none, strangers), "AccessDenied"};
  // S3: who may not look at a bucket still learns where it is, and clients count on it.
  if (!call.record_region().empty()) denied.extra.push_back({"x-amz-bucket-region", call.record_region()});
  throw denied;
}

}  // namespace service
