#pragma once
// When credentials were last used, as the account's event history tells: its management events of ninety days.
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

struct LastUse { base::Time time; std::string service /* without its domain */, region; };

// The newest call that was signed with this access key, in any Region.
std::optional<LastUse> last_use_of_key(const service::House&, std::string_view account, std::string_view access_key);
// The newest call of the role's newest sessions. It names no service.
std::optional<LastUse> last_use_of_role(const service::House&, std::string_view account, const std::string& role_arn);

// As IAM shows it.
RoleLastUsed role_last_used(const service::House&, std::string_view account, const std::string& role_arn);

constexpr std::int64_t kHistorySeconds = 90 * 86400;
// Regions of which the account has a stream.
std::vector<std::string> regions_with_records(const service::House&, std::string_view account);

service::Access on_key_last_used(const GetAccessKeyLastUsed&, service::Call&);
GetAccessKeyLastUsedResult get_access_key_last_used(const GetAccessKeyLastUsed&, service::Call&);

}  // namespace iam
