#pragma once
// One simulation: policies, a caller and a context, asked about actions on resources.
#include "service/house.h"
#include "services/iam/api_reports.h"
#include "services/iam/policy_statements.h"

namespace iam {

struct TestedPolicy {
  TestedPolicy(std::string id, std::string type, std::string_view document);
  std::string id, type;                                // as MatchedStatements name it
  std::shared_ptr<const policy::Document> whole;       // nullptr: it cannot be understood, and denies everything
  std::vector<StatementPart> statements;
  std::vector<std::string> keys;
};

// Who is simulated, as far as it is known.
struct SimulatedCaller {
  policy::Caller::Kind kind = policy::Caller::Kind::user;
  std::string account, arn, role_arn, id, name;
  std::map<std::string, std::string> tags;
};

class Simulator {
 public:
  Simulator(const Simulation&, SimulatedCaller, base::Time now);       // InvalidInput
  void add_identity(TestedPolicy p) { identity_.push_back(std::move(p)); }
  void set_boundary(TestedPolicy p) { boundary_.emplace(std::move(p)); }
  // Of an account that is in an organization; `bound`: its SCPs apply to the caller.
  void set_organization(std::shared_ptr<const service::Guardrails>, bool bound);

  // Statements to be looked at for one action: what an answer's size is bounded by.
  std::size_t work() const;
  EvaluationResult result(const std::string& action) const;

 private:
  struct Outcome;
  Outcome one(const std::string& action, const std::string& resource) const;
  std::string owner_of(const std::string& resource) const;
  void add_matches(const policy::Request&, const policy::Decision&, std::vector<MatchedStatement>&) const;
  std::vector<std::string> missing() const;
  void fill_context(base::Time now);

  const Simulation& q_;
  SimulatedCaller caller_;
  std::string resource_owner_;                         // account; empty: the caller's
  std::vector<std::string> resources_;
  policy::Context context_;
  std::vector<TestedPolicy> identity_;
  std::optional<TestedPolicy> boundary_, resource_policy_;
  std::shared_ptr<const service::Guardrails> organization_;
  bool bound_ = false;
};

}  // namespace iam
