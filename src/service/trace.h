#pragma once
// From one attempt to its records: who sees it, where, and with which parameters and answer.
#include "service/house.h"

namespace service {

struct Attempt {
  const Service& service;
  const Operation& operation;
  const void* request;                 // nullptr: it could not be read
  Call& call;
  std::vector<Access> accesses{};
  bool authorized = false;
};

// Flags of a journal record.
inline constexpr std::uint8_t kHistory = 1, kData = 2, kReadOnly = 4, kGlobalService = 8, kChange = 16 /* by a writer: judged between two versions */;

// A data event leaves a record only where somebody wants it: CloudTrail says so, wired in main. One for each house.
struct DataEvents {
  struct Event {                       // one account's copy
    std::string_view account, region, source, name, caller_arn, error_code;
    bool read_only = false;
    const std::vector<record::Resource>* resources = nullptr;
  };
  bool (*wanted)(House&, store::Txn&, const Event&) = nullptr;       // nullptr: everybody wants all of them
};

// Appends one record for each account concerned. result is nullptr on failure, error on success.
void write_records(const Attempt&, const void* result, const ApiError* error);

// Service-declared read-only flag: records.md 3.8.
bool read_only(const Operation&);

}  // namespace service
