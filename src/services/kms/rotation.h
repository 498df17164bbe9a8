#pragma once
#include "services/kms/api_keys.h"
#include "services/kms/key.h"

namespace kms {

Access to_enable_key_rotation(const EnableKeyRotation&, Call&);
Access to_disable_key_rotation(const DisableKeyRotation&, Call&);
Access to_get_key_rotation_status(const GetKeyRotationStatus&, Call&);
Access to_rotate_key_on_demand(const RotateKeyOnDemand&, Call&);
Access to_list_key_rotations(const ListKeyRotations&, Call&);

Done enable_key_rotation(const EnableKeyRotation&, Call&);
Done disable_key_rotation(const DisableKeyRotation&, Call&);
GetKeyRotationStatusResult get_key_rotation_status(const GetKeyRotationStatus&, Call&);
KeyIdResult rotate_key_on_demand(const RotateKeyOnDemand&, Call&);
ListKeyRotationsResult list_key_rotations(const ListKeyRotations&, Call&);

inline constexpr std::string_view kAutomatic = "AUTOMATIC", kOnDemand = "ON_DEMAND";

// A new current material and the service event that tells of it. What was encrypted with the old ones stays readable.
void rotate(House&, store::Txn&, const Scope&, base::Time now, std::string_view type, KeyRecord&);

}  // namespace kms
