#include "services/cloudformation/template/dynamic.h"

#include <algorithm>

#include "base/bytes.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

namespace {

constexpr std::string_view kOpen = "{{resolve:", kClose = "}}";
constexpr std::size_t kLongest = 4096;             // of a reference
constexpr std::string_view kServices[] = {"ssm-secure", "ssm", "secretsmanager"};

// Calls text(piece) and reference(service, reference) in turn.
template <class Text, class Found>
void scan(std::string_view in, const Text& text, const Found& found) {
  for (;;) {
    const std::size_t open = in.find(kOpen);
    if (open == in.npos) return text(in);
    std::string_view inside = in.substr(open + kOpen.size(), kLongest);
    const std::size_t close = inside.find(kClose);
    inside = close == inside.npos ? std::string_view() : inside.substr(0, close);
    const std::size_t colon = inside.find(':');
    const std::string_view service = inside.substr(0, colon);
    const bool known =
        colon != inside.npos && std::find(std::begin(kServices), std::end(kServices), service) != std::end(kServices);
    if (known) {
      text(in.substr(0, open));
      found(service, inside.substr(colon + 1));
      in.remove_prefix(open + kOpen.size() + close + kClose.size());
    } else {
      text(in.substr(0, open + kOpen.size()));
      in.remove_prefix(open + kOpen.size());
    }
  }
}

std::string joined(const std::vector<std::string_view>& parts, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) (out += i > 0 ? ":" : "") += parts[i];
  return out;
}

}  // namespace

std::vector<DynamicReference> dynamic_references(std::string_view text) {
  std::vector<DynamicReference> out;
  scan(
      text, [](std::string_view) {},
      [&](auto service, auto reference) {
        out.push_back({std::string(service), std::string(reference)});
      });
  return out;
}

std::string resolve_dynamic(std::string_view text, const DynamicPort& port) {
  std::string out;
  scan(text, [&](std::string_view piece) { out += piece; }, [&](auto service, auto reference) {
    const auto value = port ? port(service, reference) : std::nullopt;
    out += value ? std::string_view(*value) : kKnownAfterApply;
  });
  return out;
}

ParameterReference parameter_reference(std::string_view service, std::string_view reference) {
  auto parts = base::split(reference, ':');
  const std::size_t fixed = reference.starts_with("arn:") ? 6 : 1;
  const bool versioned = parts.size() == fixed + 1;
  auto fault = [&] {
    return Fault{"Incorrect format is used in the following SSM reference: [{{resolve:" + std::string(service) + ":" +
                 std::string(reference) + "}}]"};
  };
  if (parts.size() != fixed && !versioned) throw fault();
  ParameterReference out;
  out.name = joined(parts, fixed);
  const std::string_view name = parts[fixed - 1];
  const bool fits = std::all_of(name.begin(), name.end(),
                                [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '-' || c == '/'; });
  if (name.empty() || !fits) throw fault();
  if (!versioned) return out;
  const std::string version(parts.back());
  const bool digits = !version.empty() && version.size() < 18 &&
                      std::all_of(version.begin(), version.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || version[0] == '0') throw fault();
  out.version = std::stoll(version);
  return out;
}

SecretReference secret_reference(std::string_view reference) {
  auto parts = base::split(reference, ':');
  const std::size_t fixed = reference.starts_with("arn:") ? 7 : 1;
  auto fault = [&] {
    return Fault{"Incorrect format is used in the following Secrets Manager reference: [{{resolve:secretsmanager:" +
                 std::string(reference) + "}}]"};
  };
  if (parts.size() < fixed || parts.size() > fixed + 4 || parts[fixed - 1].empty()) throw fault();
  SecretReference out;
  out.secret_id = joined(parts, fixed);
  parts.erase(parts.begin(), parts.begin() + std::ptrdiff_t(fixed));
  parts.resize(4);
  if (!parts[0].empty() && parts[0] != "SecretString") throw fault();
  if (!parts[2].empty() && !parts[3].empty()) throw fault();
  out.json_key = parts[1];
  out.version_stage = parts[2];
  out.version_id = parts[3];
  return out;
}

}  // namespace cloudformation::language
