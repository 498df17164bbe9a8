#include "services/sqs/receipts.h"

#include "base/bytes.h"
#include "base/crypto.h"

namespace sqs {
namespace {

constexpr std::string_view kPurpose = "sqs-receipts";
constexpr std::size_t kMostShown = 1024;

}  // namespace

std::string handle_of(const Receipt& receipt, const Found& queue, const House& house) {
  return base::base64(base::seal(house.key_for(kPurpose), shape::packed(receipt), queue.queue.id));
}

Receipt receipt_of(const std::string& handle, const Found& queue, const House& house) {
  if (auto bytes = handle.size() <= kMostShown ? base::unbase64(handle) : std::nullopt)
    if (auto plain = base::open(house.key_for(kPurpose), *bytes, queue.queue.id))
      if (auto receipt = shape::unpacked<Receipt>(*plain)) return std::move(*receipt);
  throw ApiError{"ReceiptHandleIsInvalid", 400, "The input receipt handle \"" + handle.substr(0, kMostShown) + "\" is not a valid receipt handle."};
}

}  // namespace sqs
