#include "policy/principal.h"

#include "base/arn.h"
#include "policy/values.h"

namespace policy {
namespace {

using Kind = Caller::Kind;

// A service and an anonymous caller belong to no account that a policy could name; nor does a bare identity provider.
bool has_account(const Caller& c) { return c.kind != Kind::service && c.kind != Kind::anonymous && !c.account.empty(); }

}  // namespace

void Principals::add_aws(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (text == "*") everyone_ = true;
  else if (base::is_account_id(text)) list_.push_back({Type::account, std::string(text)});
  else if (arn && arn->service == "iam" && arn->resource == "root") list_.push_back({Type::account, std::string(arn->account)});
  else list_.push_back({arn ? Type::arn : Type::id, std::string(text)});
}

bool Principals::add(std::string_view type, std::string_view text) {
  if (type == "AWS") add_aws(text);
  else if (type == "Service") list_.push_back({Type::service, std::string(text)});
  else if (type == "Federated") list_.push_back({Type::federated, std::string(text)});
  else if (type == "CanonicalUser") list_.push_back({Type::canonical_user, std::string(text)});
  else return false;
  return true;
}

std::optional<Principals> Principals::parse(base::JsonValue json) {
  Principals out;
  std::string_view text;
  if (!json.get(text)) {
    out.everyone_ = text == "*";
    return out.everyone_ ? std::optional(std::move(out)) : std::nullopt;
  }
  simdjson::dom::object types;
  if (json.get(types)) return {};
  for (auto [type, value] : types) {
    auto texts = scalars(value);
    if (!texts) return {};
    for (auto& t : *texts) if (!out.add(type, t)) return {};
  }
  return out;
}

Principals::Named Principals::named(const Caller& c) const {
  Named out;
  bool account = has_account(c);
  for (auto& [type, text] : list_) {
    switch (type) {
      case Type::account: out.account |= account && text == c.account; break;
      case Type::canonical_user: out.account |= account && !text.empty() && text == c.canonical_user; break;
      case Type::service: out.self |= c.kind == Kind::service && text == c.service; break;
      case Type::federated: out.self |= c.kind == Kind::federated && !account && (text == c.arn || text == c.service); break;
      case Type::arn:
        out.self |= account && text == c.arn;
        out.role |= c.kind == Kind::role_session && text == c.role_arn;
        break;
      case Type::id:
        out.self |= c.kind == Kind::user && text == c.id;
        out.role |= c.kind == Kind::role_session && text == c.id.substr(0, c.id.find(':'));
    }
  }
  return out;
}

Naming Principals::naming(const Caller& c) const {
  Named n = named(c);
  if (n.self) return Naming::direct;
  if (n.role || everyone_) return Naming::broad;
  return n.account ? Naming::account : Naming::none;
}

bool Principals::names_all(const Caller& c) const {
  if (everyone_) return true;
  Named n = named(c);
  bool self = n.self || c.kind == Kind::root;       // a root user is its account
  return self && (n.role || c.kind != Kind::role_session) && (n.account || !has_account(c));
}

}  // namespace policy
