#pragma once
// What every handler begins with: which group is meant, and who may do what with it.
#include "base/bytes.h"
#include "services/logs/state.h"

namespace logs {

using ConditionKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

// A group as a request names it: by name, or by an ARN, which may be another account's.
struct Named { std::string name; Scope at; };
Named named(const Call&, const std::string& name_or_arn);              // throws InvalidParameterException
Named named(const Call&, const Maybe<GroupName>& name, const Maybe<GroupIdentifier>& identifier);    // just one of them

std::string group_arn(const House&, const Scope&, std::string_view name);                    // without :* behind it
std::string stream_arn(const House&, const Scope&, std::string_view group, std::string_view stream);

// The group where it is. Throws ResourceNotFoundException.
Group group_at(const Call&, const Named&);
inline Group group_of(const Call& call, const std::string& name) { return group_at(call, {name, call.scope()}); }
Stream stream_of(const Call&, const Scope&, const Group&, const std::string& name);
inline std::string stream_key(const std::string& group_id, std::string_view name) { return store::joined(group_id, name); }

// Policies name a group's own operations by "<group ARN>:log-stream:<stream, if any>"; those of tags by the bare ARN.
Access on_group(std::string_view action, const Named&, Call&, ConditionKeys keys = {});
Access on_stream(std::string_view action, const Named&, const std::string& stream, Call&);
Access on_bare_group(std::string_view action, const Named&, Call&, ConditionKeys keys = {});
Access on_all_groups(std::string_view action, Call&);                  // DescribeLogGroups and its like
inline Access on_group(std::string_view action, const std::string& name, Call& call, ConditionKeys keys = {}) {
  return on_group(action, Named{name, call.scope()}, call, std::move(keys));
}

void add_request_tags(const Tags&, ConditionKeys&);                    // aws:RequestTag/…, aws:TagKeys

// ---- pages: a token is the key of the last row shown

std::string after(const Maybe<Token>&);                                // throws InvalidParameterException
inline std::size_t page_size(const Maybe<SmallPage>& limit) { return std::size_t(limit ? limit->value : 50); }

// Shows rows that begin with `begin`, in order; `show` answers whether the row counts. Answers the next page's token.
template <class R, class F>
Maybe<std::string> page(const store::Bound<R>& rows, const std::string& begin, const Maybe<Token>& token, std::size_t limit, F show) {
  std::string last;
  std::size_t shown = 0;
  bool more = false;
  rows.each(begin, after(token), [&](std::string_view key, R row) {
    if (shown == limit) { more = true; return false; }
    if (show(key, std::move(row))) { ++shown; last = key; }
    return true;
  });
  if (!more) return {};
  return base::base64url(last);
}

}  // namespace logs
