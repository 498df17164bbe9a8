#pragma once
// Receipt handles: opaque to clients, sealed for one queue, and good for one receive of one message.
#include "services/sqs/queue.h"

namespace sqs {

struct Receipt {
  std::string pile;
  std::int64_t number = 0;           // of the message
  std::int64_t here = 0;             // its count of receives in this queue when it was handed out
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (pile, number, here))

std::string handle_of(const Receipt&, const Found&, const House&);
Receipt receipt_of(const std::string& handle, const Found&, const House&);      // throws ReceiptHandleIsInvalid

}  // namespace sqs
