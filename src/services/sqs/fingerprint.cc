#include "services/sqs/fingerprint.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "services/sqs/state.h"

namespace sqs {
namespace {

void add(std::string& out, std::string_view bytes) {
  for (int shift : {24, 16, 8, 0}) out += char(bytes.size() >> shift & 0xff);
  out += bytes;
}

}  // namespace

std::string attributes_md5(const std::map<std::string, LetterAttribute>& attributes) {
  std::string text;
  for (auto& [name, a] : attributes) {
    add(text, name);
    add(text, a.type);
    text += a.binary ? '\2' : '\1';
    add(text, a.value);
  }
  return base::hex(base::md5(text));
}

}  // namespace sqs
