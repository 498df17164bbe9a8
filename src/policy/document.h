#pragma once
// A policy document: its grammar when it is written, its compiled form when it is held against requests.
// Source: IAM User Guide, "Grammar of the IAM JSON policy language"; Organizations User Guide, "SCP syntax", "RCP syntax".
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/condition.h"
#include "policy/match.h"
#include "policy/principal.h"

namespace policy {

// What grammar applies on write.
//   identity  inline policies: no Principal; either Version, or none
//   managed   as identity, Version 2012-10-17 required
//   resource  bucket, key and topic policies: Principal and Resource required
//   trust     role trust policies: Principal required, no Resource, only STS's AssumeRole actions
//   scp       as managed
//   rcp       Principal "*" only, Deny only, no NotPrincipal or NotAction, no bare "*" action; Version 2012-10-17
//   session   as identity
//   boundary  as managed
enum class Kind { identity, managed, resource, trust, scp, rcp, session, boundary };

// Why a document must be refused, in AWS's words where they are known; nullopt if it may be stored.
std::optional<std::string> fault(std::string_view json, Kind);

struct Statement {
  enum class Of { principal, not_principal, any };     // `any`: the element is absent

  // Whether the statement is about the subject, and how closely it names the caller. A statement without Principal
  // names everyone in a policy of identities and nobody in a policy of a resource.
  Naming applies(const Subject&, bool on_resource) const;

  bool allow = false;
  Of of = Of::any;
  Principals principals;
  bool not_action = false, not_resource = false;
  std::vector<std::string> actions;                    // lower case, wildcards marked
  std::optional<std::vector<ArnPattern>> resources;    // absent in trust policies: any
  std::vector<Condition> conditions;

 private:
  bool resource_matches(const Subject&) const;
  Naming names(const Caller&, bool on_resource) const;
};

// A compiled policy; immutable, shared between threads.
class Document {
 public:
  struct Verdict {
    bool deny = false;                // when set, allow was not searched to its end
    Naming allow = Naming::none;      // of the closest Allow that applies
  };

  explicit Document(std::vector<Statement> statements) : statements_(std::move(statements)) {}
  Verdict judge(const Subject&, bool on_resource) const;

 private:
  std::vector<Statement> statements_;
};

// Reads what is stored: unknown elements are passed over, lists may be empty. nullptr where a statement could not be
// understood in full: to leave one out could turn a Deny into nothing.
std::shared_ptr<const Document> compile(std::string_view json);

}  // namespace policy
