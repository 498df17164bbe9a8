#pragma once
#include "services/kms/api_keys.h"
#include "services/kms/key.h"

namespace kms {

std::vector<Access> to_create_key(const CreateKey&, Call&);
Access to_describe_key(const DescribeKey&, Call&);
Access to_list_keys(const ListKeys&, Call&);
Access to_enable_key(const EnableKey&, Call&);
Access to_disable_key(const DisableKey&, Call&);
Access to_update_key_description(const UpdateKeyDescription&, Call&);
Access to_schedule_key_deletion(const ScheduleKeyDeletion&, Call&);
Access to_cancel_key_deletion(const CancelKeyDeletion&, Call&);

std::optional<service::Patience> await_material(const CreateKey&, Call&);
KeyMetadataResult create_key(const CreateKey&, Call&);
KeyMetadataResult describe_key(const DescribeKey&, Call&);
ListKeysResult list_keys(const ListKeys&, Call&);
Done enable_key(const EnableKey&, Call&);
Done disable_key(const DisableKey&, Call&);
Done update_key_description(const UpdateKeyDescription&, Call&);
ScheduleKeyDeletionResult schedule_key_deletion(const ScheduleKeyDeletion&, Call&);
KeyIdResult cancel_key_deletion(const CancelKeyDeletion&, Call&);

// The request with what KMS assumes where nothing is said, as its records show it.
CreateKey with_defaults(CreateKey);

}  // namespace kms
