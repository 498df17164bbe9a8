#pragma once
// A function's code and a layer's content: from where a request says, kept encrypted, named by who uses it.
#include "services/lambda/names.h"

namespace lambda {

// The bytes a request gives, or those of the object it names, read as its caller. Throws Lambda's refusals.
std::string given_zip(const Maybe<Secret<Blob>>& zip, const Maybe<S3Bucket>&, const Maybe<S3Key>&, const Maybe<S3ObjectVersion>&, Call&);
std::int64_t checked_zip(std::string_view zip);                  // unpacked size. Throws InvalidParameterValueException
std::string code_sha256(std::string_view zip);                   // base64
Archive kept(std::string_view zip, std::int64_t unpacked, House&);
std::optional<std::string> bytes_of(House&, const Archive&);     // nothing: damaged or gone

// Rows that name archives: written and erased together with what they name.
void put_version(Call&, const Scope&, const Version&);
void erase_version(Call&, const Scope&, const Version&);
void put_layer_version(Call&, const LayerVersion&);
void erase_layer_version(Call&, const LayerVersion&);
bool names_blob(store::Txn&, std::string_view file);

std::int64_t stored_bytes(const Call&);                          // of all code and layers of the account in the Region
inline constexpr std::int64_t kMostStored = 75LL << 30;          // Lambda quotas: function and layer storage
void check_storage(std::int64_t more, const Call&);              // throws CodeStorageExceededException

// An address that anyone may read this archive at for ten minutes, and whether such an address is good.
std::string location(const Archive&, const Scope&, std::string_view what, const Call&);
inline constexpr std::string_view kLocations = "/_orgtrail/lambda/";

}  // namespace lambda
