#pragma once
// Layers and who may use them.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

// A layer version by its ARN, whosever it is; nothing where there is none in this Region.
std::optional<LayerVersion> find_layer(const std::string& version_arn, const Call&);
Access on_layer_version(std::string_view action, const std::string& version_arn, Call&);

Access to_publish_layer(const PublishLayerVersion&, Call&);
Access to_get_layer(const GetLayerVersion&, Call&);
Access to_get_layer_by_arn(const GetLayerVersionByArn&, Call&);
Access to_list_layers(const ListLayers&, Call&);
Access to_list_layer_versions(const ListLayerVersions&, Call&);
Access to_delete_layer(const DeleteLayerVersion&, Call&);
Access to_add_layer_permission(const AddLayerVersionPermission&, Call&);
Access to_remove_layer_permission(const RemoveLayerVersionPermission&, Call&);
Access to_get_layer_policy(const GetLayerVersionPolicy&, Call&);

PublishLayerVersionResponse publish_layer_version(const PublishLayerVersion&, Call&);
GetLayerVersionResponse get_layer_version(const GetLayerVersion&, Call&);
GetLayerVersionResponse get_layer_version_by_arn(const GetLayerVersionByArn&, Call&);
ListLayersResponse list_layers(const ListLayers&, Call&);
ListLayerVersionsResponse list_layer_versions(const ListLayerVersions&, Call&);
Nothing delete_layer_version(const DeleteLayerVersion&, Call&);
AddLayerVersionPermissionResponse add_layer_version_permission(const AddLayerVersionPermission&, Call&);
Nothing remove_layer_version_permission(const RemoveLayerVersionPermission&, Call&);
GetLayerVersionPolicyResponse get_layer_version_policy(const GetLayerVersionPolicy&, Call&);

}  // namespace lambda
