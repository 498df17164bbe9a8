#include "gateway/hosts.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/bytes.h"

namespace gateway {
namespace {

struct Suffix {
  std::string_view text, home;      // home: the Region of names that carry none
};
constexpr std::array kSuffixes = {Suffix{".amazonaws.com", "us-east-1"}, Suffix{".amazonaws.com.cn", "cn-north-1"},
                                  Suffix{".api.aws", "us-east-1"}};

bool digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool good_labels(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  while (true) {
    std::string_view label = name.substr(0, name.find('.'));
    if (label.empty() || label.size() > 63) return false;
    for (char c : label)
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) return false;
    if (label.size() == name.size()) return true;
    name.remove_prefix(label.size() + 1);
  }
}

std::string_view without_final_dot(std::string_view host) { return host.ends_with('.') ? host.substr(0, host.size() - 1) : host; }

const Suffix* aws_suffix(std::string_view host) {
  for (const Suffix& s : kSuffixes)
    if (host.size() > s.text.size() && base::iequals(host.substr(host.size() - s.text.size()), s.text)) return &s;
  return nullptr;
}

// Takes the last label off `name`.
std::string_view take_label(std::string_view& name) {
  std::size_t dot = name.rfind('.');
  std::string_view label = dot == name.npos ? name : name.substr(dot + 1);
  name = dot == name.npos ? std::string_view{} : name.substr(0, dot);
  return label;
}

std::string_view last_label(std::string_view name) { return take_label(name); }

// "s3", "s3-fips", "s3-accelerate", "s3-external-1" and the dashed Regions of old ("s3-eu-west-1").
bool read_s3_label(std::string_view label, Endpoint& e) {
  if (label != "s3" && !label.starts_with("s3-")) return false;
  std::string_view rest = label.size() > 3 ? label.substr(3) : std::string_view{};
  if (is_region(rest)) e.region = rest;
  else if (!rest.empty() && rest != "fips" && rest != "accelerate" && rest != "external-1") return false;
  e.service = "s3";
  return true;
}

// service[.dualstack][.region], read from the right; what is left is the bucket of S3 and no matter elsewhere ("api.ecr").
Endpoint read_name(std::string_view name) {
  Endpoint e;
  if (is_region(last_label(name))) e.region = take_label(name);
  else if (last_label(name) == "us-gov") { take_label(name); e.region = "us-gov-west-1"; }
  if (last_label(name) == "dualstack") take_label(name);
  std::string_view label = take_label(name);
  if (read_s3_label(label, e)) {
    e.bucket = name;
    return e;
  }
  if (label.ends_with("-fips")) label.remove_suffix(5);
  e.service = label;
  return e;
}

// Below a local name: AWS's form if a Region is in it or S3 is named, else a bucket.
Endpoint read_local(std::string_view name) {
  Endpoint e;
  if (is_region(last_label(name)) && name.find('.') != name.npos) return read_name(name);
  if (last_label(name) == "s3") return read_name(name);
  e.bucket = name;
  return e;
}

}  // namespace

std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    std::size_t close = authority.find(']');
    if (close == authority.npos) return {};
    std::string_view host = authority.substr(1, close - 1), rest = authority.substr(close + 1);
    if (!rest.empty() && (rest[0] != ':' || !digits(rest.substr(1)))) return {};
    return is_ip(host) ? host : std::string_view{};
  }
  std::size_t colon = authority.find(':');
  if (colon != authority.npos && !digits(authority.substr(colon + 1))) return {};
  return authority.substr(0, colon);
}

bool is_ip(std::string_view host) {
  if (host.size() > 45 || host.find('\0') != host.npos) return false;
  std::string text(host);
  in6_addr buffer;
  return inet_pton(AF_INET, text.c_str(), &buffer) == 1 || inet_pton(AF_INET6, text.c_str(), &buffer) == 1;
}

bool is_aws_host(std::string_view host) {
  host = without_final_dot(host);
  return aws_suffix(host) && good_labels(host);
}

bool is_region(std::string_view text) {     // [a-z]{2}(-[a-z]+)+-[0-9]+
  if (text.size() < 6 || text[2] != '-') return false;
  std::size_t dash = text.rfind('-');
  if (dash < 4 || !digits(text.substr(dash + 1)) || text.size() - dash > 3) return false;
  auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (!letter(text[0]) || !letter(text[1])) return false;
  for (std::size_t i = 3; i < dash; ++i)
    if (!letter(text[i]) && !(text[i] == '-' && text[i - 1] != '-' && i + 1 < dash)) return false;
  return letter(text[3]);
}

Endpoint endpoint_of(std::string_view host_header, std::span<const std::string> local_names) {
  std::string host = base::lower(without_final_dot(host_of(host_header)));
  if (!good_labels(host) || is_ip(host)) return {};
  if (const Suffix* s = aws_suffix(host)) {
    Endpoint e = read_name(std::string_view(host).substr(0, host.size() - s->text.size()));
    if (e.region.empty()) e.region = s->home;
    e.is_aws = true;
    return e;
  }
  auto below = [&](std::string_view name) {
    return host.size() > name.size() + 1 && host.ends_with(name) && host[host.size() - name.size() - 1] == '.';
  };
  std::string_view local = below("localhost") ? "localhost" : "";
  for (const std::string& name : local_names)
    if (below(name) && name.size() > local.size()) local = name;
  if (local.empty()) return {};
  return read_local(std::string_view(host).substr(0, host.size() - local.size() - 1));
}

bool connect_allowed(std::string_view authority) {
  std::string_view host = host_of(authority);
  return host.size() < authority.size() && is_aws_host(host);
}

}  // namespace gateway
