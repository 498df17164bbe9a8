// Runs a fuzz target without libFuzzer: inputs of a fixed seed, random ones and mutations of those before, for as many
// seconds as the argument says. A crash ends the program; its last words are the number of inputs.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMostBytes = 4096, kMostKept = 256;
constexpr std::string_view kTokens[] = {"{", "}", "[", "]", "\"", ":", ",", "\r\n", " ", "&", "=", "%", "<", "</", ">", "/", "*", "Action", "Version", "Effect",
                                        "AWS4-HMAC-SHA256", "Credential", "HTTP/1.1", "Fn::Sub", "null", "-1", "\xff", std::string_view("\0\0\0\0", 4)};

std::string random_input(std::mt19937_64& random) {
  std::string out(random() % 512, '\0');
  for (char& c : out) c = char(random());
  return out;
}

std::string mutated(std::string in, std::mt19937_64& random) {
  for (std::size_t steps = random() % 8 + 1; steps > 0; --steps) {
    const std::size_t at = in.empty() ? 0 : random() % in.size();
    switch (random() % 4) {
      case 0: in.insert(at, kTokens[random() % std::size(kTokens)]); break;
      case 1: in.erase(at, random() % 16); break;
      case 2: in.insert(at, in.substr(at, random() % 64)); break;
      default: if (!in.empty()) in[at] = char(random());
    }
  }
  if (in.size() > kMostBytes) in.resize(kMostBytes);
  return in;
}

}  // namespace

int main(int argc, char** argv) {
  const std::chrono::duration<double> length(argc > 1 ? std::atof(argv[1]) : 2);
  const auto begun = std::chrono::steady_clock::now();
  std::mt19937_64 random(1);
  std::vector<std::string> kept{""};
  std::uint64_t inputs = 0;
  for (; std::chrono::steady_clock::now() - begun < length; ++inputs) {
    std::string in = random() % 8 == 0 ? random_input(random) : mutated(kept[random() % kept.size()], random);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(in.data()), in.size());
    if (kept.size() < kMostKept) kept.push_back(std::move(in));
    else kept[random() % kept.size()] = std::move(in);
  }
  std::printf("%llu inputs\n", static_cast<unsigned long long>(inputs));
  return 0;
}
