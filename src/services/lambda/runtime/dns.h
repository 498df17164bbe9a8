#pragma once
// The names a sandbox knows: AWS's own, which all mean 127.0.0.1, and no others. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace lambda::runtime {

bool is_aws_name(std::string_view name);     // at or below amazonaws.com, amazonaws.com.cn, api.aws; in any case, with or without a final dot

// RFC 1035: one question, class IN. A: 127.0.0.1; any other type: no data; other names: NXDOMAIN. What is no query gets no answer.
std::optional<std::string> dns_answer(std::string_view query);

}  // namespace lambda::runtime
