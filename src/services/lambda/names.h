#pragma once
// Functions as requests name them, their ARNs, and what every handler begins with: what is meant, and who may do what with it.
#include "base/bytes.h"
#include "services/lambda/state.h"

namespace lambda {

// ---- errors, as Lambda words them

ApiError invalid(std::string message);                           // InvalidParameterValueException
ApiError conflict(std::string message);                          // ResourceConflictException
ApiError not_found(std::string message);                         // ResourceNotFoundException
ApiError not_supported(std::string what);                        // of what this server does not do
ApiError stale(std::string_view what);                           // PreconditionFailedException: another RevisionId

// ---- names

struct Target {
  Scope at;                                      // whose function, and where
  std::string name, qualifier;                   // qualifier: $LATEST, a number, an alias; empty: none was given
};
// From a name, a partial ARN or a whole one, with or without a qualifier behind it. Throws.
Target target_of(const std::string& name, const std::optional<Qualifier>& qualifier, const Call&);
Target unqualified(const std::string& name, const Call&);        // throws where a qualifier stands behind the name

void check_own(const Target&, const Call&);      // throws where it is another account's: nothing is changed there

std::string function_arn(const House&, const Scope&, std::string_view name, std::string_view qualifier = {});
std::string arn_of(const House&, const Target&);                 // with its qualifier
std::string layer_arn(const House&, const Scope&, std::string_view name);

bool is_number(std::string_view qualifier);
std::string version_key(std::string_view name, std::string_view version);
std::string layer_key(std::string_view name, std::int64_t version);
bool fits(std::string_view text, std::string_view pattern);      // RE2, whole

// ---- what is there; throw ResourceNotFoundException

Function function_at(const Call&, const Target&);
std::optional<Version> find_version(store::Txn&, const Target&); // through an alias to the version it names first
Version version_at(const Call&, const Target&);
AliasRecord alias_at(const Call&, const Target&);

// ---- access

Access on_function(std::string_view action, const Target&, Call&);         // by the ARN as it was qualified, under its own policy
Access on_whole_function(std::string_view action, const Target&, Call&);   // by the function's ARN, whatever was qualified
void add_request_tags(Access&, const Words&);
std::string policy_document(const PolicyRecord&);
std::shared_ptr<const policy::Document> policy_at(const Call&, const Target&);

// ---- pages: a marker is the key of the last row shown

std::string after(const std::optional<std::string>& marker);     // throws
template <class R, class F>
std::optional<std::string> page(const store::Bound<R>& rows, const std::string& begin, const std::optional<std::string>& marker, std::size_t limit, F show) {
  std::string last;
  std::size_t shown = 0;
  bool more = false;
  rows.each(begin, after(marker), [&](std::string_view key, R row) {
    if (shown == limit) { more = true; return false; }
    if (show(key, std::move(row))) { ++shown; last = key; }
    return true;
  });
  if (!more) return {};
  return base::base64url(last);
}

}  // namespace lambda
