#include "services/secretsmanager/lists.h"

#include "services/secretsmanager/paging.h"

namespace secretsmanager {
namespace {

// Filters look for beginnings. Source: Secrets Manager API Reference, "Filter".
bool begins(std::string_view text, std::string_view with, bool fold) {
  return text.size() >= with.size() && (fold ? base::iequals(text.substr(0, with.size()), with) : text.substr(0, with.size()) == with);
}

bool some_tag(const SecretRecord& s, std::string_view with, bool key, bool value, bool fold) {
  return std::any_of(s.tags.begin(), s.tags.end(), [&](auto& tag) { return (key && begins(tag.first, with, fold)) || (value && begins(tag.second, with, fold)); });
}

// Words of a description count each for themselves.
bool some_word(std::string_view text, std::string_view with) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if ((at == 0 || text[at - 1] == ' ') && begins(text.substr(at), with, true)) return true;
  return false;
}

bool matches(const SecretRecord& s, std::string_view key, std::string_view value) {
  if (key == "name") return begins(s.name, value, false);
  if (key == "description") return some_word(s.description, value);
  if (key == "tag-key") return some_tag(s, value, true, false, false);
  if (key == "tag-value") return some_tag(s, value, false, true, false);
  if (key == "primary-region") return !s.primary_region.empty() && begins(s.primary_region, value, false);
  if (key == "owning-service") return false;                   // no other service manages secrets here
  for (std::size_t at = 0; at <= value.size();) {              // all: each word of the value, in any of them
    std::size_t end = std::min(value.find(' ', at), value.size());
    std::string_view word = value.substr(at, end - at);
    if (begins(s.name, word, true) || some_word(s.description, word) || some_tag(s, word, true, true, true) || (!s.primary_region.empty() && begins(s.primary_region, word, true)))
      return true;
    at = end + 1;
  }
  return false;
}

bool passes(const SecretRecord& s, const Filter& f) {
  if (!f.key || !f.values) return true;
  bool some = false, wanted = false;
  for (std::string_view value : *f.values) {
    const bool negated = value.starts_with('!');
    if (negated && matches(s, *f.key, value.substr(1))) return false;
    if (!negated) { wanted = true; some = some || matches(s, *f.key, value); }
  }
  return some || !wanted;
}

bool earlier(const SecretRecord& a, const SecretRecord& b, std::string_view by) {
  if (by == "name") return a.name < b.name;
  if (by == "last-changed-date") return std::tie(a.changed, a.name) < std::tie(b.changed, b.name);
  if (by == "last-accessed-date") return std::tie(a.accessed, a.name) < std::tie(b.accessed, b.name);
  return std::tie(a.created, a.name) < std::tie(b.created, b.name);
}

}  // namespace

StagesOfVersions stages_by_version(const SecretRecord& s) {
  StagesOfVersions out;
  for (auto& [stage, version] : s.stages) out[version].push_back(stage);
  return out;
}

std::vector<SecretRecord> chosen_secrets(Call& call, const Filters& filters, bool with_deleted) {
  std::vector<SecretRecord> out;
  call.in(kSecrets).each([&](std::string_view, SecretRecord s) {
    if (s.deletion.ms && !with_deleted) return;
    if (std::all_of(filters.begin(), filters.end(), [&](auto& f) { return passes(s, f); })) out.push_back(std::move(s));
  });
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return earlier(a, b, "created-date"); });
  return out;
}

Access to_list_secrets(const ListSecrets&, Call&) { return {.action = "secretsmanager:ListSecrets"}; }

ListSecretsResult list_secrets(const ListSecrets& q, Call& call) {
  auto all = chosen_secrets(call, q.filters.value_or(Filters()), q.includePlannedDeletion.value_or(false));
  const std::string by = q.sortBy ? std::string(*q.sortBy) : "created-date";
  std::sort(all.begin(), all.end(), [&](auto& a, auto& b) { return earlier(a, b, by); });
  if (q.sortOrder && *q.sortOrder == "desc") std::reverse(all.begin(), all.end());
  auto page = page_of(all.size(), q.nextToken, q.maxResults ? std::size_t(q.maxResults->value) : 100);
  ListSecretsResult out{{}, page.next};
  for (std::size_t i = page.begin; i < page.end; ++i) {
    SecretListEntry e{.arn = secret_arn(call.house(), call.scope(), all[i].name, all[i].suffix), .name = all[i].name};
    describe(all[i], e);
    if (!all[i].stages.empty()) e.secretVersionsToStages = stages_by_version(all[i]);
    out.secretList.push_back(std::move(e));
  }
  return out;
}

}  // namespace secretsmanager
