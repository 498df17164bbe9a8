#include "services/iam/mfa.h"

#include "base/crypto.h"
#include "services/iam/page.h"
#include "services/iam/tags.h"
#include "services/iam/totp.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call, service::Who, store::joined;

namespace {

constexpr std::int64_t kDevices = 5000, kDevicesPerUser = 8;
constexpr std::size_t kSerial = 256;
constexpr std::int64_t kEnableSteps = 20, kResyncSteps = 120;      // ten minutes, an hour: how far a device's clock may be off

std::string bound_to(const Directory& dir, std::string_view place) { return joined("mfa", dir.account(), place); }
std::string arn_prefix(const Directory& dir) { return "arn:" + dir.partition() + ":iam::" + dir.account() + ":mfa"; }

struct Device { std::string place; state::MfaDevice kept; };

Device need_device(const Directory& dir, const std::string& serial) {
  auto place = mfa_place(dir, serial);
  auto found = place ? dir.in(state::kMfaDevices).get(*place) : std::nullopt;
  if (!found) no_such_entity("VirtualMFADevice with serial number " + serial + " doesn't exist.");
  return {std::move(*place), std::move(*found)};
}

void put(const Directory& dir, const Device& d) { dir.in(state::kMfaDevices).put(d.place, d.kept); }

void count(const Directory& dir, std::string_view what, std::int64_t change) {
  auto account = dir.settings();
  account.counts[std::string(what)] += change;
  dir.put(account);
}

// Whose devices are meant: a user, or the root user who asks, named by the account's number.
struct Owner { std::string id, name; };
Owner owner_named(const std::string& name, const Call& call) {
  Directory dir(call);
  if (call.caller().who == Who::root && name == dir.account()) return {dir.account(), dir.account()};
  auto user = dir.need(Kind::user, name);
  return {user.id, user.name};
}
Owner owner_or_self(const std::optional<std::string>& name, const Call& call) {
  if (name) return owner_named(*name, call);
  auto self = user_or_self(name, call);
  return self ? Owner{self->id, self->name} : Owner{Directory(call).account(), Directory(call).account()};
}

Device need_device_of(const Directory& dir, const std::string& serial, const Owner& owner) {
  Device d = need_device(dir, serial);
  if (d.kept.owner != owner.id) no_such_entity("MFA Device invalid for user.");
  return d;
}

template <class Q> void synchronize(const Directory& dir, Device& d, const Q& q, const Call& call, std::int64_t away) {
  const base::Time now = base::HostClock{}.now();
  std::string secret = mfa_secret(call.house(), dir, d.place, d.kept);
  auto step = find_totp_pair(secret, q.authenticationCode1, q.authenticationCode2, totp_step(now), away);
  base::wipe(secret);
  if (!step || *step <= d.kept.last_step) throw ApiError{"InvalidAuthenticationCode", 403, "Authentication code for device is not valid."};
  // Two codes that follow one another show the device's present step, or the one it has just left.
  d.kept.drift = *step - totp_step(now);
  d.kept.last_step = *step;
  d.kept.synchronized = now;
}

User owner_view(const Directory& dir, const std::string& owner) {
  if (auto user = dir.entity(owner)) return user_view(dir, *user);
  return {.path = {}, .userName = {}, .userId = dir.account(),
          .arn = "arn:" + dir.partition() + ":iam::" + dir.account() + ":root", .createDate = dir.settings().created};
}

}  // namespace

std::optional<std::string> mfa_place(const Directory& dir, std::string_view serial) {
  std::string prefix = arn_prefix(dir);
  if (!serial.starts_with(prefix + "/")) return {};
  return std::string(serial.substr(prefix.size()));
}

std::string mfa_secret(const service::House& house, const Directory& dir, std::string_view place, const state::MfaDevice& device) {
  return base::open(house.key_for("mfa"), device.sealed, bound_to(dir, place)).value_or("");
}

bool has_mfa(const Directory& dir, std::string_view owner) {
  bool any = false;
  dir.in(state::kMfaOf).each(joined(owner, ""), "", [&](std::string_view, const state::Since&) { return !(any = true); });
  return any;
}

std::vector<Access> on_create_mfa(const CreateVirtualMFADevice& q, Call& call) {
  Access a = access(CreateVirtualMFADevice::operation, arn_prefix(Directory(call)) + (q.path ? std::string(*q.path) : "/") + q.virtualMFADeviceName, call);
  add_request_keys(a, q);
  return with_tagging(std::move(a), "iam:TagMFADevice");
}

Access on_mfa_device(std::string_view action, const std::string& serial, const Call& call) {
  Directory dir(call);
  auto place = mfa_place(dir, serial);
  Access a = access(action, place ? serial : arn_prefix(dir) + "/" + serial, call);
  if (auto device = place ? dir.in(state::kMfaDevices).get(*place) : std::nullopt) add_resource_tags(a, device->tags);
  return a;
}

Access on_mfa_owner(std::string_view action, const std::string& name, const Call& call) {
  if (call.caller().who == Who::root && name == call.caller().account()) return access(action, call.caller().identity.arn, call);
  return on_existing(action, Kind::user, name, call, true);
}

CreateVirtualMFADeviceResult create_virtual_mfa_device(const CreateVirtualMFADevice& q, Call& call) {
  Directory dir(call);
  Device d{.place = (q.path ? std::string(*q.path) : "/") + q.virtualMFADeviceName, .kept = {.created = call.now()}};
  std::string serial = arn_prefix(dir) + d.place;
  if (serial.size() > kSerial)
    throw ApiError{"InvalidInput", 400, "The serial number of the device would be longer than " + std::to_string(kSerial) + " characters."};
  if (dir.in(state::kMfaDevices).has(d.place)) throw ApiError{"EntityAlreadyExists", 409, "MFADevice entity at the same path and name already exists."};
  if (dir.settings().counts[std::string(kMfaCount)] >= kDevices) limit_exceeded("VirtualMFADevicesPerAccount", kDevices);
  set_tags(d.kept.tags, q.tags.value_or(Tags()));
  std::string seed = new_seed(), secret = secret_of_seed(seed);
  d.kept.sealed = base::seal(call.house().key_for("mfa"), secret, bound_to(dir, d.place));
  base::wipe(secret);
  put(dir, d);
  count(dir, kMfaCount, 1);
  CreateVirtualMFADeviceResult out;
  out.virtualMFADevice.serialNumber = serial;
  out.virtualMFADevice.base32StringSeed.emplace(shape::Blob{std::move(seed)});
  if (!d.kept.tags.empty()) out.virtualMFADevice.tags = tags_view(d.kept.tags);
  return out;
}

Nothing delete_virtual_mfa_device(const DeleteVirtualMFADevice& q, Call& call) {
  Directory dir(call);
  Device d = need_device(dir, q.serialNumber);
  if (!d.kept.owner.empty()) throw ApiError{"DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first."};
  dir.in(state::kMfaDevices).erase(d.place);
  count(dir, kMfaCount, -1);
  return {};
}

Nothing enable_mfa_device(const EnableMFADevice& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_named(q.userName, call);
  Device d = need_device(dir, q.serialNumber);
  if (!d.kept.owner.empty()) throw ApiError{"EntityAlreadyExists", 409, "MFA Device is already in use."};
  std::int64_t held = 0;
  dir.in(state::kMfaOf).each(joined(owner.id, ""), "", [&](std::string_view, const state::Since&) { return ++held < kDevicesPerUser; });
  if (held >= kDevicesPerUser) limit_exceeded("MFADevicesPerUser", kDevicesPerUser);
  synchronize(dir, d, q, call, kEnableSteps);
  d.kept.owner = owner.id;
  d.kept.enabled = call.now();
  put(dir, d);
  dir.in(state::kMfaOf).put(joined(owner.id, d.place), {call.now()});
  count(dir, kMfaInUse, 1);
  return {};
}

Nothing resync_mfa_device(const ResyncMFADevice& q, Call& call) {
  Directory dir(call);
  Device d = need_device_of(dir, q.serialNumber, owner_named(q.userName, call));
  synchronize(dir, d, q, call, kResyncSteps);
  put(dir, d);
  return {};
}

Nothing deactivate_mfa_device(const DeactivateMFADevice& q, Call& call) {
  Directory dir(call);
  Device d = need_device_of(dir, q.serialNumber, owner_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call));
  dir.in(state::kMfaOf).erase(joined(d.kept.owner, d.place));
  d.kept.owner.clear();
  put(dir, d);
  count(dir, kMfaInUse, -1);
  return {};
}

GetMFADeviceResult get_mfa_device(const GetMFADevice& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
  Device d = need_device_of(dir, q.serialNumber, owner);
  return {.userName = owner.name, .serialNumber = q.serialNumber, .enableDate = d.kept.enabled, .certifications = {}};
}

ListMFADevicesResult list_mfa_devices(const ListMFADevices& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
  Page page(q);
  ListMFADevicesResult out;
  const std::string begin = joined(owner.id, "");
  dir.in(state::kMfaOf).each(begin, begin + page.from(), [&](std::string_view key, const state::Since& since) {
    key.remove_prefix(begin.size());
    if (!page.take(key)) return false;
    out.mFADevices.push_back({owner.name, arn_prefix(dir) + std::string(key), since.time});
    return true;
  });
  page.close(out);
  return out;
}

ListVirtualMFADevicesResult list_virtual_mfa_devices(const ListVirtualMFADevices& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListVirtualMFADevicesResult out;
  dir.in(state::kMfaDevices).each("", page.from(), [&](std::string_view place, const state::MfaDevice& d) {
    if (q.assignmentStatus && *q.assignmentStatus != "Any" && (*q.assignmentStatus == "Assigned") != !d.owner.empty()) return true;
    if (!page.take(place)) return false;
    VirtualMFADevice view{.serialNumber = arn_prefix(dir) + std::string(place), .base32StringSeed = {}, .user = {}, .enableDate = {}, .tags = {}};
    if (!d.owner.empty()) view.user = owner_view(dir, d.owner);
    if (!d.owner.empty()) view.enableDate = d.enabled;
    out.virtualMFADevices.push_back(std::move(view));
    return true;
  });
  page.close(out);
  return out;
}

Nothing tag_mfa_device(const TagMFADevice& q, Call& call) {
  Directory dir(call);
  Device d = need_device(dir, q.serialNumber);
  set_tags(d.kept.tags, q.tags);
  put(dir, d);
  return {};
}

Nothing untag_mfa_device(const UntagMFADevice& q, Call& call) {
  Directory dir(call);
  Device d = need_device(dir, q.serialNumber);
  clear_tags(d.kept.tags, q.tagKeys);
  put(dir, d);
  return {};
}

ListTagsResult list_mfa_device_tags(const ListMFADeviceTags& q, Call& call) {
  return tags_page(need_device(Directory(call), q.serialNumber).kept.tags, q);
}

}  // namespace iam
