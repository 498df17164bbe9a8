#include "services/iam/simulator.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "policy/evaluate.h"
#include "service/error.h"

namespace iam {

using policy::Decision, service::ApiError;

namespace {

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidInput", 400, std::move(message)}; }

policy::Family family_of(std::string_view type) {
  using policy::Family;
  if (type.starts_with("numeric")) return Family::numeric;
  if (type.starts_with("boolean")) return Family::boolean;
  if (type.starts_with("ip")) return Family::ip;
  if (type.starts_with("binary")) return Family::binary;
  if (type.starts_with("date")) return Family::date;
  return Family::string;
}

void set_entry(const ContextEntry& e, policy::Context& context) {
  if (!e.contextKeyName || !e.contextKeyType) invalid("Each context entry needs a ContextKeyName and a ContextKeyType.");
  auto values = e.contextKeyValues.value_or(std::vector<std::string>());
  if (values.size() > 1 && !e.contextKeyType->ends_with("List"))
    invalid("Context entry " + *e.contextKeyName + " of type " + *e.contextKeyType + " must have a single value.");
  auto family = family_of(*e.contextKeyType);
  for (auto& v : values) {
    if (!policy::is_value_of(family, v)) invalid("Context entry " + *e.contextKeyName + ": " + v + " is not a value of type " + *e.contextKeyType + ".");
    if (family == policy::Family::binary) v = *base::unbase64(v);
  }
  context.set(*e.contextKeyName, values);
}

std::string_view word(const Decision& d) { return d.allowed ? "allowed" : d.explicit_deny ? "explicitDeny" : "implicitDeny"; }

bool allows(const policy::Document::Verdict& v) { return !v.deny && v.allow != policy::Naming::none; }

std::vector<policy::Documents> levels(const std::vector<std::vector<service::DocumentPtr>>& from) {
  std::vector<policy::Documents> out;
  for (auto& level : from) {
    auto& documents = out.emplace_back();
    for (auto& d : level) documents.push_back(d.get());
  }
  return out;
}

bool allowed_by(const service::Guardrails& g, const policy::Request& request) {
  policy::Subject subject(request);
  for (auto& level : g.scps) {
    bool some = false;
    for (auto& d : level) {
      if (!d) return false;
      auto verdict = d->judge(subject, false);
      if (verdict.deny) return false;
      some = some || allows(verdict);
    }
    if (!some) return false;
  }
  return true;
}

std::string account_in(const std::string& arn, const char* what) {
  auto parts = base::parse_arn(arn);
  if (!parts || !base::is_account_id(parts->account)) invalid("Invalid ARN in " + std::string(what) + ": " + arn);
  return std::string(parts->account);
}

}  // namespace

struct Simulator::Outcome {
  Decision decision;
  std::vector<MatchedStatement> matched;
  std::optional<bool> boundary, organization;
  std::optional<std::map<std::string, std::string>> details;
};

TestedPolicy::TestedPolicy(std::string id_, std::string type_, std::string_view document)
    : id(std::move(id_)), type(std::move(type_)), whole(policy::compile(document)), statements(statements_of(document)), keys(context_keys_of(document)) {}

Simulator::Simulator(const Simulation& q, SimulatedCaller caller, base::Time now) : q_(q), caller_(std::move(caller)) {
  if (q.resourceHandlingOption) invalid("ResourceHandlingOption is for actions of Amazon EC2, which is not here.");
  for (auto& action : q.actionNames) {
    std::size_t colon = action.find(':');
    if (colon == 0 || colon == action.npos || colon + 1 == action.size())
      invalid("Invalid action name: " + action + ". It must name the service: service:action.");
    if (action.find_first_of("*?") != action.npos) invalid("Invalid action name: " + action + ". Wildcards are not supported.");
  }
  if (q.resourceArns) resources_.assign(q.resourceArns->begin(), q.resourceArns->end());
  if (resources_.empty()) resources_.push_back("*");
  for (auto& r : resources_) if (r != "*" && !base::parse_arn(r)) invalid("Invalid ARN in ResourceArns: " + r);
  if (q.resourceOwner) resource_owner_ = account_in(*q.resourceOwner, "ResourceOwner");
  if (q.resourcePolicy) {
    if (auto fault = policy::fault(*q.resourcePolicy, policy::Kind::resource)) invalid(*fault);
    resource_policy_.emplace("ResourcePolicy", "resource", *q.resourcePolicy);
  }
  fill_context(now);
}

// What follows from the caller and the time, unless the context entries say otherwise.
void Simulator::fill_context(base::Time now) {
  context_.set("aws:CurrentTime", base::iso(now));
  context_.set("aws:EpochTime", std::to_string(now.s()));
  if (!caller_.arn.empty()) {
    const std::string& arn = caller_.role_arn.empty() ? caller_.arn : caller_.role_arn;
    context_.set("aws:PrincipalArn", arn);
    context_.set("aws:PrincipalAccount", caller_.account);
    context_.set("aws:PrincipalType", caller_.role_arn.empty() ? "User" : "AssumedRole");
  }
  if (caller_.kind == policy::Caller::Kind::user && !caller_.name.empty()) {
    context_.set("aws:username", caller_.name);
    if (!caller_.id.empty()) context_.set("aws:userid", caller_.id);
  }
  for (auto& [key, value] : caller_.tags) context_.set("aws:PrincipalTag/" + key, value);
  if (q_.contextEntries) for (auto& e : *q_.contextEntries) set_entry(e, context_);
}

void Simulator::set_organization(std::shared_ptr<const service::Guardrails> g, bool bound) {
  organization_ = std::move(g);
  bound_ = bound;
  if (!context_.find("aws:PrincipalOrgID")) context_.set("aws:PrincipalOrgID", organization_->organization);
  if (!context_.find("aws:PrincipalOrgPaths") && !organization_->path.empty())
    context_.set("aws:PrincipalOrgPaths", std::vector<std::string>{organization_->path});
}

std::string Simulator::owner_of(const std::string& resource) const {
  auto arn = base::parse_arn(resource);
  if (arn && base::is_account_id(arn->account)) return std::string(arn->account);
  return resource_owner_.empty() ? caller_.account : resource_owner_;
}

// The statements that decide: where something denies only those that do.
void Simulator::add_matches(const policy::Request& request, const Decision& decision, std::vector<MatchedStatement>& out) const {
  if (!decision.allowed && !decision.explicit_deny) return;
  policy::Subject subject(request);
  auto add = [&](const TestedPolicy& p, bool on_resource) {
    for (auto& s : p.statements) {
      auto verdict = s.document ? s.document->judge(subject, on_resource) : policy::Document::Verdict{.deny = true};
      if (decision.explicit_deny ? verdict.deny : allows(verdict)) out.push_back({p.id, p.type, s.start, s.end});
    }
  };
  for (auto& p : identity_) add(p, false);
  if (boundary_ && decision.explicit_deny) add(*boundary_, false);
  if (resource_policy_) add(*resource_policy_, true);
}

Simulator::Outcome Simulator::one(const std::string& action, const std::string& resource) const {
  policy::Request request{action, resource, context_,
                          {.kind = caller_.kind, .account = caller_.account, .arn = caller_.arn, .role_arn = caller_.role_arn, .id = caller_.id}};
  policy::Inputs in;
  for (auto& p : identity_) in.identity.push_back(p.whole.get());
  static const policy::Document nothing{std::vector<policy::Statement>()};
  if (boundary_) in.boundary = boundary_->whole ? boundary_->whole.get() : &nothing;
  if (resource_policy_) {
    in.resource_policy = resource_policy_->whole.get();
    in.same_account = owner_of(resource) == caller_.account;
    if (action.starts_with("kms:")) in.rule = policy::ResourceRule::resource_must_allow;
  }
  in.scps_apply = organization_ && bound_;
  if (in.scps_apply) in.scps = levels(organization_->scps);

  Outcome out;
  out.decision = policy::evaluate(request, in);
  add_matches(request, out.decision, out.matched);
  policy::Subject subject(request);
  if (boundary_) out.boundary = allows(in.boundary->judge(subject, false));
  if (organization_) out.organization = !bound_ || allowed_by(*organization_, request);
  if (resource_policy_ && !in.same_account) {
    policy::Inputs own;
    own.identity = in.identity;
    auto verdict = in.resource_policy ? in.resource_policy->judge(subject, true) : policy::Document::Verdict{.deny = true};
    Decision theirs{.allowed = allows(verdict), .explicit_deny = verdict.deny};
    out.details.emplace();
    out.details->emplace("IAM Policy", word(policy::evaluate(request, own)));
    out.details->emplace("Resource Policy", word(theirs));
  }
  return out;
}

std::vector<std::string> Simulator::missing() const {
  std::vector<std::string> out;
  auto add = [&](const TestedPolicy& p) { for (auto& key : p.keys) if (!context_.find(key)) add_key(out, key); };
  for (auto& p : identity_) add(p);
  if (boundary_) add(*boundary_);
  if (resource_policy_) add(*resource_policy_);
  return out;
}

std::size_t Simulator::work() const {
  std::size_t statements = (boundary_ ? boundary_->statements.size() : 0) + (resource_policy_ ? resource_policy_->statements.size() : 0);
  for (auto& p : identity_) statements += p.statements.size();
  return statements * resources_.size();
}

// "The top-level EvalDecision reflects the most restrictive decision across all resources"
EvaluationResult Simulator::result(const std::string& action) const {
  auto severity = [](const Decision& d) { return d.explicit_deny ? 2 : d.allowed ? 0 : 1; };
  EvaluationResult out{.evalActionName = action};
  bool alone = resources_.size() == 1;
  if (alone) out.evalResourceName = resources_[0];
  auto lacking = missing();
  bool everything = alone && resources_[0] == "*";
  out.missingContextValues = lacking;
  std::optional<Outcome> strictest;
  for (auto& resource : resources_) {
    auto here = one(action, resource);
    auto& organizations = out.organizationsDecisionDetail;
    auto& boundary = out.permissionsBoundaryDecisionDetail;
    if (here.organization) organizations = {*here.organization && (!organizations || organizations->allowedByOrganizations)};
    if (here.boundary) boundary = {*here.boundary && (!boundary || boundary->allowedByPermissionsBoundary)};
    if (!everything) {
      if (!out.resourceSpecificResults) out.resourceSpecificResults.emplace();
      auto& r = out.resourceSpecificResults->emplace_back();
      r.evalResourceName = resource;
      r.evalResourceDecision = word(here.decision);
      r.matchedStatements = here.matched;
      r.missingContextValues = lacking;
      r.evalDecisionDetails = here.details;
      if (here.boundary) r.permissionsBoundaryDecisionDetail = {*here.boundary};
    }
    if (!strictest || severity(here.decision) > severity(strictest->decision)) strictest = std::move(here);
  }
  out.evalDecision = word(strictest->decision);
  out.matchedStatements = std::move(strictest->matched);
  out.evalDecisionDetails = std::move(strictest->details);
  return out;
}

}  // namespace iam
