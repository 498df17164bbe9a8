#pragma once
// Virtual MFA devices, and the password a user changes for itself.
#include "services/iam/api_inline_policies.h"
#include "services/iam/api_users.h"

namespace iam {

using SerialNumber = Text<9, 256, "[\\w+=/:,.@-]+">;
using AuthenticationCode = Secret<Text<6, 6, "[\\d]+">>;

// The picture of the seed (QRCodePNG) is left to the client: what it shows is the seed itself.
struct VirtualMFADevice {
  std::string serialNumber;
  std::optional<Secret<shape::Blob>> base32StringSeed;       // only in the answer that makes the device
  std::optional<User> user;
  std::optional<base::Time> enableDate;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(VirtualMFADevice, (), (serialNumber, base32StringSeed, user, enableDate, tags))

struct CreateVirtualMFADeviceResult { VirtualMFADevice virtualMFADevice; };
BOOST_DESCRIBE_STRUCT(CreateVirtualMFADeviceResult, (), (virtualMFADevice))

struct CreateVirtualMFADevice {
  std::optional<Path> path;
  Text<1, shape::kUnlimited, "[\\w+=,.@-]+"> virtualMFADeviceName;
  std::optional<Tags> tags;
  using Result = CreateVirtualMFADeviceResult;
  static constexpr std::string_view operation = "iam:CreateVirtualMFADevice";
};
BOOST_DESCRIBE_STRUCT(CreateVirtualMFADevice, (), (path, virtualMFADeviceName, tags))

struct DeleteVirtualMFADevice {
  SerialNumber serialNumber;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteVirtualMFADevice";
};
BOOST_DESCRIBE_STRUCT(DeleteVirtualMFADevice, (), (serialNumber))

struct EnableMFADevice {
  UserName userName;
  SerialNumber serialNumber;
  AuthenticationCode authenticationCode1, authenticationCode2;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:EnableMFADevice";
};
BOOST_DESCRIBE_STRUCT(EnableMFADevice, (), (userName, serialNumber, authenticationCode1, authenticationCode2))

struct ResyncMFADevice {
  UserName userName;
  SerialNumber serialNumber;
  AuthenticationCode authenticationCode1, authenticationCode2;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:ResyncMFADevice";
};
BOOST_DESCRIBE_STRUCT(ResyncMFADevice, (), (userName, serialNumber, authenticationCode1, authenticationCode2))

struct DeactivateMFADevice {
  std::optional<UserName> userName;
  SerialNumber serialNumber;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeactivateMFADevice";
};
BOOST_DESCRIBE_STRUCT(DeactivateMFADevice, (), (userName, serialNumber))

struct GetMFADeviceResult {
  std::optional<std::string> userName;
  std::string serialNumber;
  std::optional<base::Time> enableDate;
  std::map<std::string, std::string> certifications;
};
BOOST_DESCRIBE_STRUCT(GetMFADeviceResult, (), (userName, serialNumber, enableDate, certifications))

struct GetMFADevice {
  SerialNumber serialNumber;
  std::optional<NewUserName> userName;
  using Result = GetMFADeviceResult;
  static constexpr std::string_view operation = "iam:GetMFADevice";
};
BOOST_DESCRIBE_STRUCT(GetMFADevice, (), (serialNumber, userName))

struct MFADevice { std::string userName, serialNumber; base::Time enableDate; };
BOOST_DESCRIBE_STRUCT(MFADevice, (), (userName, serialNumber, enableDate))

struct ListMFADevicesResult : Paged { std::vector<MFADevice> mFADevices; };
BOOST_DESCRIBE_STRUCT(ListMFADevicesResult, (Paged), (mFADevices))

struct ListMFADevices : Paging {
  std::optional<UserName> userName;
  using Result = ListMFADevicesResult;
  static constexpr std::string_view operation = "iam:ListMFADevices";
};
BOOST_DESCRIBE_STRUCT(ListMFADevices, (Paging), (userName))

struct ListVirtualMFADevicesResult : Paged { std::vector<VirtualMFADevice> virtualMFADevices; };
BOOST_DESCRIBE_STRUCT(ListVirtualMFADevicesResult, (Paged), (virtualMFADevices))

struct ListVirtualMFADevices : Paging {
  std::optional<OneOf<"Assigned", "Unassigned", "Any">> assignmentStatus;
  using Result = ListVirtualMFADevicesResult;
  static constexpr std::string_view operation = "iam:ListVirtualMFADevices";
};
BOOST_DESCRIBE_STRUCT(ListVirtualMFADevices, (Paging), (assignmentStatus))

struct TagMFADevice {
  SerialNumber serialNumber;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagMFADevice";
};
BOOST_DESCRIBE_STRUCT(TagMFADevice, (), (serialNumber, tags))

struct UntagMFADevice {
  SerialNumber serialNumber;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagMFADevice";
};
BOOST_DESCRIBE_STRUCT(UntagMFADevice, (), (serialNumber, tagKeys))

struct ListMFADeviceTags : Paging {
  SerialNumber serialNumber;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListMFADeviceTags";
};
BOOST_DESCRIBE_STRUCT(ListMFADeviceTags, (Paging), (serialNumber))

struct ChangePassword {
  Password oldPassword, newPassword;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:ChangePassword";
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (oldPassword, newPassword))

}  // namespace iam
