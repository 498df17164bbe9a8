#pragma once
// MFA devices, and passwords that were used before.
#include "services/iam/state.h"

namespace iam::state {

struct MfaDevice {
  base::Time created;
  std::string sealed;                              // the secret, under "mfa", bound to the account and the device's place
  std::map<std::string, std::string> tags;
  std::string owner;                               // id of a user; the account's for the root user; empty: nobody's
  base::Time enabled;
  std::int64_t drift = 0;                          // steps of its clock before the host's
  std::int64_t last_step = 0;                      // of the newest code it was enabled or synchronized with
  base::Time synchronized;                         // when that was, by the host's clock
};
BOOST_DESCRIBE_STRUCT(MfaDevice, (), (created, sealed, tags, owner, enabled, drift, last_step, synchronized))
inline constexpr Table<MfaDevice> kMfaDevices{"iam.mfa", Reach::account};        // path and name: /ops/phone
inline constexpr Table<Since> kMfaOf{"iam.mfa_of", Reach::account};              // id of a user, or the account's; path and name

struct OldPasswords { std::vector<std::string> hashes; };                        // newest first
BOOST_DESCRIBE_STRUCT(OldPasswords, (), (hashes))
inline constexpr Table<OldPasswords> kOldPasswords{"iam.old_passwords", Reach::account};    // user id

}  // namespace iam::state
