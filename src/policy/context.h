#pragma once
// What a request says about itself to the policies: who calls, what it wants, on what, and the condition keys.
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// The request's condition keys. Names are case-insensitive; a value is a list of texts, of one element for a
// single-valued key. A key with no values is an absent key. Built once per request: a flat list, searched by length.
class Context {
 public:
  using Values = std::span<const std::string_view>;

  Context();
  Context(Context&&) = default;
  Context& operator=(Context&&) = default;

  // Each replaces what the key held. `set` copies key and values; `refer` keeps the views, which must outlive the context
  // (a list it copies: the list must not be one that this context answered).
  void set(std::string_view key, std::string_view value);
  void set(std::string_view key, const std::vector<std::string>& values);
  void set(std::string_view key, std::initializer_list<std::string_view> values);
  void refer(std::string_view key, std::string_view value);
  void refer(std::string_view key, Values values);
  void refer(std::string_view key, const std::vector<std::string>& values);

  // The values live until the next change of the context.
  std::optional<Values> find(std::string_view key) const;

 private:
  struct Entry {
    std::string_view key;
    std::uint32_t first, count;      // in values_
  };
  std::string_view keep(std::string_view text);   // a copy that lives as long as the context
  Entry& entry(std::string_view key, std::size_t count, bool copy);

  std::vector<Entry> entries_;
  std::vector<std::string_view> values_;
  std::vector<std::unique_ptr<char[]>> chunks_;   // where copies live; never moved
  std::size_t room_ = 0;                          // bytes left at the end of the last chunk
  char* next_ = nullptr;
};

// Who asks, as far as Principal elements can name it. Empty where it does not apply.
struct Caller {
  // federated: a federated-user session (with its account), or, before a role is assumed with a SAML assertion or a
  // web identity, the provider that vouches for it (without one).
  enum class Kind : std::uint8_t { anonymous, root, user, role_session, federated, service };

  Kind kind = Kind::anonymous;
  std::string_view account;          // twelve digits
  std::string_view arn;              // of the user, the session, the account root or the identity provider
  std::string_view role_arn;         // of a session: its role, with the role's path
  std::string_view id;               // AIDA... of a user, AROA... of a role; a session's ":name" after it is ignored
  std::string_view service;          // cloudtrail.amazonaws.com; a web identity provider's domain
  std::string_view canonical_user;   // the account's, for S3
  bool bounded = false;              // a permissions boundary is attached; evaluate() says so
};

struct Request {
  std::string_view action;           // service:Operation
  std::string_view resource;         // an ARN, or "*" where the action knows no resource
  const Context& context;
  Caller caller;
};

}  // namespace policy
