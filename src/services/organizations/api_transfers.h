#pragma once
// The part of the Organizations API about responsibility for other organizations' bills, and about AWS GovCloud (US).
#include "services/organizations/api_accounts.h"
#include "services/organizations/api_handshakes.h"

namespace organizations {

using TransferId = shape::Text<0, shape::kUnlimited, "^rt-[0-9a-z]{8,32}$">;
using TransferType = shape::OneOf<"BILLING">;
using TransferName = shape::Text<1, 128, "^[ -~]+$">;

struct TransferParticipant { std::string managementAccountId; shape::Masked<std::string> managementAccountEmail; };
BOOST_DESCRIBE_STRUCT(TransferParticipant, (), (managementAccountId, managementAccountEmail))
struct ResponsibilityTransfer {
  std::string arn, name, id, type, status;
  TransferParticipant source, target;
  base::Time startTimestamp;
  std::optional<base::Time> endTimestamp;
  std::optional<std::string> activeHandshakeId;
};
BOOST_DESCRIBE_STRUCT(ResponsibilityTransfer, (), (arn, name, id, type, status, source, target, startTimestamp, endTimestamp, activeHandshakeId))
struct ResponsibilityTransferResult { ResponsibilityTransfer responsibilityTransfer; };
BOOST_DESCRIBE_STRUCT(ResponsibilityTransferResult, (), (responsibilityTransfer))

struct InviteOrganizationToTransferResponsibility {
  TransferType type;
  HandshakeParty target;
  std::optional<shape::Text<0, 1024, R"([\s\S]*)">> notes;
  base::Time startTimestamp;
  TransferName sourceName;
  Tags tags;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:InviteOrganizationToTransferResponsibility";
};
BOOST_DESCRIBE_STRUCT(InviteOrganizationToTransferResponsibility, (), (type, target, notes, startTimestamp, sourceName, tags))

struct DescribeResponsibilityTransfer {
  TransferId id;
  using Result = ResponsibilityTransferResult;
  static constexpr std::string_view operation = "organizations:DescribeResponsibilityTransfer";
};
BOOST_DESCRIBE_STRUCT(DescribeResponsibilityTransfer, (), (id))

struct UpdateResponsibilityTransfer {
  TransferId id;
  TransferName name;
  using Result = ResponsibilityTransferResult;
  static constexpr std::string_view operation = "organizations:UpdateResponsibilityTransfer";
};
BOOST_DESCRIBE_STRUCT(UpdateResponsibilityTransfer, (), (id, name))

struct TerminateResponsibilityTransfer {
  TransferId id;
  std::optional<base::Time> endTimestamp;
  using Result = ResponsibilityTransferResult;
  static constexpr std::string_view operation = "organizations:TerminateResponsibilityTransfer";
};
BOOST_DESCRIBE_STRUCT(TerminateResponsibilityTransfer, (), (id, endTimestamp))

struct ListResponsibilityTransfersResult { std::vector<ResponsibilityTransfer> responsibilityTransfers; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListResponsibilityTransfersResult, (), (responsibilityTransfers, nextToken))
struct ListInboundResponsibilityTransfers {
  TransferType type;
  std::optional<TransferId> id;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListResponsibilityTransfersResult;
  static constexpr std::string_view operation = "organizations:ListInboundResponsibilityTransfers";
};
BOOST_DESCRIBE_STRUCT(ListInboundResponsibilityTransfers, (), (type, id, nextToken, maxResults))
struct ListOutboundResponsibilityTransfers {
  TransferType type;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListResponsibilityTransfersResult;
  static constexpr std::string_view operation = "organizations:ListOutboundResponsibilityTransfers";
};
BOOST_DESCRIBE_STRUCT(ListOutboundResponsibilityTransfers, (), (type, nextToken, maxResults))

struct CreateGovCloudAccount {
  shape::Masked<Email> email;
  shape::Masked<AccountName> accountName;
  std::optional<RoleName> roleName;
  std::optional<shape::OneOf<"ALLOW", "DENY">> iamUserAccessToBilling;
  Tags tags;
  using Result = CreateAccountStatusResult;
  static constexpr std::string_view operation = "organizations:CreateGovCloudAccount";
};
BOOST_DESCRIBE_STRUCT(CreateGovCloudAccount, (), (email, accountName, roleName, iamUserAccessToBilling, tags))

}  // namespace organizations
