#include "server/witness.h"

#include <sstream>

#include "base/bytes.h"
#include "server/config.h"
#include "server/data_folder.h"

namespace server {

Witness::Witness(const std::filesystem::path& root_key) : file_(root_key.string() + ".seen") {}

// entry, then a stream's account, Region, last number and hash
void Witness::check(const journal::Journal& journal) const {
  auto text = read_file(file_);
  if (!text) return;
  std::istringstream in(*text);
  std::uint64_t entry = 0, number = 0;
  std::string account, region, hash;
  if (!(in >> entry >> account >> region >> number >> hash)) throw Misuse(file_.string() + " is damaged");
  const std::string advice = " If it was put there on purpose, remove " + file_.string() + ".";
  if (journal.durable() < entry)
    throw Misuse("the data folder is older than what was last seen of it: its journal ends with entry " + std::to_string(journal.durable()) + ", and entry " +
                 std::to_string(entry) + " had been written: what came after is missing." + advice);
  journal.read(account, region, number, [&](const journal::RecordView& r) {
    if (r.number == number && base::hex(r.hash) != hash) throw Misuse("the data folder holds another history than the one that was last seen in it." + advice);
    return false;
  });
}

void Witness::see(const journal::Journal& journal) const {
  const auto entry = journal.durable();
  auto streams = journal.streams();
  auto longest = std::max_element(streams.begin(), streams.end(), [](auto& a, auto& b) { return a.number < b.number; });
  if (longest == streams.end()) return;
  write_private(file_, std::to_string(entry) + " " + longest->account + " " + longest->region + " " + std::to_string(longest->number) + " " + base::hex(longest->hash) + "\n");
}

}  // namespace server
