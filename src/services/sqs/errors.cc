#include "services/sqs/errors.h"

#include <algorithm>
#include <array>

namespace sqs {

// From the awsQueryError traits of the service's model; the first are every JSON service's.
std::string_view query_code(std::string_view code) {
  struct Pair { std::string_view json, query; };
  static constexpr auto pairs = std::to_array<Pair>({
      {"AccessDeniedException", "AccessDenied"},
      {"ExpiredTokenException", "ExpiredToken"},
      {"IncompleteSignatureException", "IncompleteSignature"},
      {"InvalidSignatureException", "SignatureDoesNotMatch"},
      {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
      {"UnrecognizedClientException", "InvalidClientTokenId"},
      {"BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"},
      {"BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"},
      {"EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"},
      {"InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"},
      {"InvalidParameterValueException", "InvalidParameterValue"},
      {"KmsAccessDenied", "KMS.AccessDeniedException"},
      {"KmsDisabled", "KMS.DisabledException"},
      {"KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException"},
      {"KmsInvalidState", "KMS.InvalidStateException"},
      {"KmsNotFound", "KMS.NotFoundException"},
      {"KmsThrottled", "KMS.ThrottlingException"},
      {"MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"},
      {"PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress"},
      {"QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently"},
      {"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"},
      {"QueueNameExists", "QueueAlreadyExists"},
      {"TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"},
      {"UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"},
  });
  auto found = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return p.json == code; });
  return found == pairs.end() ? code : found->query;
}

}  // namespace sqs
