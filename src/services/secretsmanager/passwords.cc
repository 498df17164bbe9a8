#include "services/secretsmanager/passwords.h"

#include "base/bytes.h"
#include "base/crypto.h"

namespace secretsmanager {
namespace {

// The kinds of characters, each without what is to be left out.
std::vector<std::string> alphabets(const GetRandomPassword& q) {
  std::vector<std::string> out;
  auto add = [&](const Maybe<bool>& without, std::string_view all) {
    std::string left;
    for (char c : all) if (!q.excludeCharacters || q.excludeCharacters->find(c) == std::string::npos) left += c;
    if (!without.value_or(false) && !left.empty()) out.push_back(std::move(left));
  };
  add(q.excludeLowercase, "abcdefghijklmnopqrstuvwxyz");
  add(q.excludeUppercase, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  add(q.excludeNumbers, base::kDigits);
  add(q.excludePunctuation, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
  add(!q.includeSpace.value_or(false), " ");
  return out;
}

std::size_t below(std::size_t limit) {
  const std::uint64_t whole = UINT64_MAX - UINT64_MAX % limit;
  for (;;) {
    std::uint64_t number = base::get_u64(base::random_bytes(8).data());
    if (number < whole) return number % limit;
  }
}

}  // namespace

Access to_get_random_password(const GetRandomPassword&, Call&) { return {.action = "secretsmanager:GetRandomPassword"}; }

GetRandomPasswordResult get_random_password(const GetRandomPassword& q, Call&) {
  const std::size_t length = q.passwordLength ? std::size_t(q.passwordLength->value) : 32;
  auto kinds = alphabets(q);
  if (kinds.empty()) throw invalid_parameter("No characters are left to make a password of.");
  std::string all, out;
  for (auto& kind : kinds) all += kind;
  if (q.requireEachIncludedType.value_or(true)) {
    if (length < kinds.size()) throw invalid_parameter("Password length too short based on the required types.");
    for (auto& kind : kinds) out += base::random_text(1, kind);
  }
  out += base::random_text(length - out.size(), all);
  for (std::size_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[below(i)]);
  return {Secret<std::string>(std::move(out))};
}

}  // namespace secretsmanager
