#pragma once
// Parts of a body: RFC 9110, 14.1.2. Pure.
#include <cstdint>
#include <optional>
#include <string_view>

namespace s3 {

inline constexpr std::int64_t kMostParts = 10'000;             // of an upload; they are numbered from 1

struct Range { std::int64_t from = 0, length = 0; };
enum class RangeFault : std::uint8_t { none, ignored, unsatisfiable };
struct RangeAnswer { RangeFault fault = RangeFault::none; Range range; };

// "bytes=a-b", "bytes=a-", "bytes=-n" of a body of `size` bytes. Several ranges, other units and what is no range are ignored,
// as S3 ignores them: the answer is then the whole.
RangeAnswer range_of(std::string_view header, std::int64_t size);

// x-amz-copy-source-range: "bytes=a-b" within the source, both ends given; nullopt: not so.
std::optional<Range> copy_range(std::string_view header, std::int64_t size);

}  // namespace s3
