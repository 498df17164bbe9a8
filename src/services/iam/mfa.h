#pragma once
// Virtual MFA devices of users and root users. Codes are judged by the host's clock, as signatures are: phones show real time.
#include "services/iam/access.h"
#include "services/iam/api_mfa.h"
#include "services/iam/state_mfa.h"

namespace iam {

std::vector<service::Access> on_create_mfa(const CreateVirtualMFADevice&, service::Call&);
service::Access on_mfa_device(std::string_view action, const std::string& serial, const service::Call&);
template <class Q> service::Access on_mfa_device(const Q& q, service::Call& call) {
  service::Access a = on_mfa_device(Q::operation, q.serialNumber, call);
  add_request_keys(a, q);
  return a;
}
// A device of a user, or of the root user who asks.
service::Access on_mfa_owner(std::string_view action, const std::string& user_name, const service::Call&);
template <class Q> service::Access on_mfa_owner(const Q& q, service::Call& call) { return on_mfa_owner(Q::operation, q.userName, call); }

CreateVirtualMFADeviceResult create_virtual_mfa_device(const CreateVirtualMFADevice&, service::Call&);
Nothing delete_virtual_mfa_device(const DeleteVirtualMFADevice&, service::Call&);
Nothing enable_mfa_device(const EnableMFADevice&, service::Call&);
Nothing resync_mfa_device(const ResyncMFADevice&, service::Call&);
Nothing deactivate_mfa_device(const DeactivateMFADevice&, service::Call&);
GetMFADeviceResult get_mfa_device(const GetMFADevice&, service::Call&);
ListMFADevicesResult list_mfa_devices(const ListMFADevices&, service::Call&);
ListVirtualMFADevicesResult list_virtual_mfa_devices(const ListVirtualMFADevices&, service::Call&);
Nothing tag_mfa_device(const TagMFADevice&, service::Call&);
Nothing untag_mfa_device(const UntagMFADevice&, service::Call&);
ListTagsResult list_mfa_device_tags(const ListMFADeviceTags&, service::Call&);

// Of a user's id, or the account's for the root user.
bool has_mfa(const Directory&, std::string_view owner);
// What the account's summary counts: devices, and those in use.
inline constexpr std::string_view kMfaCount = "mfa", kMfaInUse = "mfa in use";

// The device's path and name from its serial number; nothing where it is no virtual device of this account.
std::optional<std::string> mfa_place(const Directory&, std::string_view serial);
std::string mfa_secret(const service::House&, const Directory&, std::string_view place, const state::MfaDevice&);

}  // namespace iam
