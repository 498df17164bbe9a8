#include "services/iam/login_profiles.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "base/crypto.h"
#include "services/iam/state_mfa.h"
#include "shape/validate.h"

namespace iam {

using service::ApiError, service::Call, store::joined;

namespace {

// Version 1: salt of 16 bytes and 32 bytes of scrypt with N 4096, r 8, p 1. Some ten milliseconds: the hash is sealed
// besides, so that a stolen state gives nothing to guess at, and writers do not wait long for one another.
constexpr std::size_t kSalt = 16, kHash = 32;

std::string scrypt(std::string_view password, std::string_view salt) {
  std::string out(kHash, '\0');
  if (EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), 4096, 8, 1, 16u << 20,
                     reinterpret_cast<unsigned char*>(out.data()), out.size()) != 1)
    std::abort();
  return out;
}

std::string bound_to(std::string_view user_id) { return joined("password", user_id); }

std::string sealed(const service::House& house, std::string_view user_id, std::string_view password) {
  std::string salt = base::random_bytes(kSalt), plain = "\x01" + salt + scrypt(password, salt);
  return base::seal(house.key_for("passwords"), plain, bound_to(user_id));
}

[[noreturn]] void violation(std::string message) { throw ApiError{"PasswordPolicyViolation", 400, std::move(message)}; }

// Without a policy of the account's own: eight characters of at least three kinds.
void check_password(const Directory& dir, std::string_view password) {
  auto set = dir.settings().password_policy;
  std::int64_t length = set ? set->minimumPasswordLength : 8;
  auto count = [&](auto is) { return std::count_if(password.begin(), password.end(), is); };
  bool upper = count([](char c) { return c >= 'A' && c <= 'Z'; }), lower = count([](char c) { return c >= 'a' && c <= 'z'; });
  constexpr std::string_view symbols = "!@#$%^&*()_+-=[]{}|'";
  bool digit = count([](char c) { return c >= '0' && c <= '9'; }), symbol = password.find_first_of(symbols) != password.npos;
  std::int64_t characters = count([](char c) { return (c & 0xC0) != 0x80; });
  if (characters < length) violation("Password should have a minimum length of " + std::to_string(length));
  if (!set && upper + lower + digit + symbol < 3)
    violation("Password should have at least three of: uppercase letters, lowercase letters, numbers, and symbols");
  if (!set) return;
  if (set->requireUppercaseCharacters && !upper) violation("Password should have at least one uppercase letter");
  if (set->requireLowercaseCharacters && !lower) violation("Password should have at least one lowercase letter");
  if (set->requireNumbers && !digit) violation("Password should have at least one number");
  if (set->requireSymbols && !symbol) violation("Password should have at least one symbol");
}

// Passwords that were used before: by their MACs, under a key of the house.
constexpr std::size_t kOldPasswords = 24;              // the most a policy may ask for

std::string mac_of(const service::House& house, std::string_view user_id, std::string_view password) {
  return base::hmac_sha256(house.key_for("old passwords"), joined(user_id, password));
}

// The last so many, as the account's policy asks, may not come again.
void use_password(const service::House& house, const Directory& dir, std::string_view user_id, std::string_view password) {
  check_password(dir, password);
  auto set = dir.settings().password_policy;
  auto table = dir.in(state::kOldPasswords);
  auto old = table.get(user_id).value_or(state::OldPasswords());
  std::string mac = mac_of(house, user_id, password);
  const std::size_t barred = std::min(old.hashes.size(), std::size_t(set && set->passwordReusePrevention ? *set->passwordReusePrevention : 0));
  if (std::find(old.hashes.begin(), old.hashes.begin() + std::ptrdiff_t(barred), mac) != old.hashes.begin() + std::ptrdiff_t(barred))
    violation("Password should not be one of the last " + std::to_string(*set->passwordReusePrevention) + " passwords");
  old.hashes.insert(old.hashes.begin(), std::move(mac));
  if (old.hashes.size() > kOldPasswords) old.hashes.resize(kOldPasswords);
  table.put(user_id, old);
}

state::Entity need_user(const std::optional<NewUserName>& name, const Call& call) {
  auto user = user_or_self(name ? std::optional<std::string>(*name) : std::nullopt, call);
  if (!user) throw ApiError{"ValidationError", 400, "Must specify userName when calling with root credentials"};
  return std::move(*user);
}

state::Login need_login(const Directory& dir, const state::Entity& user) {
  auto login = dir.in(state::kLogins).get(user.id);
  if (!login) no_such_entity("Login Profile for User " + user.name + " cannot be found.");
  return std::move(*login);
}

LoginProfileResult view(const state::Entity& user, const state::Login& login) { return {{user.name, login.created, login.reset_required}}; }

}  // namespace

bool password_matches(const service::House& house, std::string_view user_id, const state::Login& login, std::string_view password) {
  auto plain = base::open(house.key_for("passwords"), login.sealed, bound_to(user_id));
  if (!plain || plain->size() != 1 + kSalt + kHash || plain->front() != '\x01') return false;
  std::string_view salt = std::string_view(*plain).substr(1, kSalt), hash = std::string_view(*plain).substr(1 + kSalt);
  return base::equal_in_constant_time(scrypt(password, salt), hash);
}

LoginProfileResult create_login_profile(const CreateLoginProfile& q, Call& call) {
  if (!q.password) throw ApiError{"ValidationError", 400, shape::validation_message({shape::missing("password")})};
  Directory dir(call);
  auto user = need_user(q.userName, call);
  if (dir.in(state::kLogins).has(user.id))
    throw ApiError{"EntityAlreadyExists", 409, "Login Profile for user " + user.name + " already exists."};
  use_password(call.house(), dir, user.id, *q.password);
  state::Login login{call.now(), q.passwordResetRequired.value_or(false), sealed(call.house(), user.id, *q.password), {}};
  dir.in(state::kLogins).put(user.id, login);
  return view(user, login);
}

LoginProfileResult get_login_profile(const GetLoginProfile& q, Call& call) {
  auto user = need_user(q.userName, call);
  return view(user, need_login(Directory(call), user));
}

Nothing update_login_profile(const UpdateLoginProfile& q, Call& call) {
  Directory dir(call);
  auto user = dir.need(Kind::user, q.userName);
  auto login = need_login(dir, user);
  if (q.password) {
    use_password(call.house(), dir, user.id, *q.password);
    login.sealed = sealed(call.house(), user.id, *q.password);
    login.changed = call.now();
  }
  login.reset_required = q.passwordResetRequired.value_or(login.reset_required);
  dir.in(state::kLogins).put(user.id, login);
  return {};
}

// "If the policy lets users change their own password, they need no permission of their own."
std::vector<service::Access> on_change_password(const ChangePassword&, Call& call) {
  Directory dir(call);
  if (call.caller().who != service::Who::user) throw ApiError{"InvalidUserType", 400, "Only IAM Users can change their own password"};
  service::Access a = on_user_or_self(ChangePassword::operation, std::nullopt, call);
  auto set = dir.settings().password_policy;
  if (set && set->allowUsersToChangePassword) return {};
  return {a};
}

Nothing change_password(const ChangePassword& q, Call& call) {
  Directory dir(call);
  auto user = *user_or_self(std::nullopt, call);
  auto login = need_login(dir, user);
  if (!password_matches(call.house(), user.id, login, q.oldPassword)) throw ApiError{"AccessDenied", 403, "The old password was incorrect.", "AccessDenied"};
  use_password(call.house(), dir, user.id, q.newPassword);
  login.sealed = sealed(call.house(), user.id, q.newPassword);
  login.changed = call.now();
  login.reset_required = false;
  dir.in(state::kLogins).put(user.id, login);
  return {};
}

Nothing delete_login_profile(const DeleteLoginProfile& q, Call& call) {
  Directory dir(call);
  auto user = need_user(q.userName, call);
  need_login(dir, user);
  dir.in(state::kLogins).erase(user.id);
  return {};
}

}  // namespace iam
