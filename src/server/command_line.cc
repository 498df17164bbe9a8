#include "server/command_line.h"

#include <charconv>
#include <iostream>
#include <map>

#include "base/log.h"
#include "server/control.h"
#include "server/profiles.h"
#include "server/rooms.h"
#include "server/serve.h"
#include "server/tool.h"
#include "server/version.h"
#include "services/cloudformation/resources/type.h"

namespace server {
namespace {

constexpr std::string_view kHelp = R"(orgtrail: an AWS organization's CloudTrail as one server

  orgtrail serve [--config FILE] [--listen ADDR:PORT] [--ephemeral] [--clock now|TIME] [--threads N]
                 [--log error|info|debug]
                 [--home DIR] [--data DIR] [--root-key FILE] [--profiles DIR]
      Serves until it is interrupted. The organization FILE describes is brought up at the first start.
      --listen     127.0.0.1:4566 by default
      --ephemeral  keeps everything in memory
      --clock      a laboratory's clock, which can be advanced
      --log        what is told on standard error; debug: a line for each operation
      --home DIR   keeps all in DIR: DIR/data, DIR/root.key, DIR/aws; ORGTRAIL_HOME says the same.
                   Otherwise ~/.local/share/orgtrail, ~/.config/orgtrail/root.key, ~/.config/orgtrail/aws

  orgtrail exec --profile NAME [--region REGION] -- COMMAND...
      Runs any AWS tool as that profile against the server, without an endpoint option.

  orgtrail status | profiles                   what is served; writes the profiles anew and names them
  orgtrail clock [advance 1h | set TIME]       shows or moves the laboratory's clock
  orgtrail flush [--digests]                   delivers log files now; closes the digest under way (laboratories)
  orgtrail metrics ACCOUNT REGION              prints what metric filters of CloudWatch Logs have counted, a minute a line
  orgtrail record EVENT-ID                     prints one record; whole, where the delivered one had to leave something out
  orgtrail reset                               empties a server started with --ephemeral
      These and exec find the server by --home or --profiles.

  orgtrail shapes                              every operation's requests and results as JSON
  orgtrail resource-types                      the types of resources that stacks may have, as JSON
  orgtrail version | help
)";

class Usage : public Misuse {
 public:
  using Misuse::Misuse;
};

// Options with a value, flags, and the words between them; everything behind "--" is the words of a command.
class Words {
 public:
  Words(const std::vector<std::string>& arguments, std::size_t from, std::vector<std::string_view> valued, std::vector<std::string_view> flags) {
    auto is = [](auto& list, const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
    for (std::size_t i = from; i < arguments.size(); ++i) {
      const std::string& word = arguments[i];
      if (word == "--") {
        command.assign(arguments.begin() + std::ptrdiff_t(i) + 1, arguments.end());
        return;
      }
      if (is(valued, word)) {
        if (i + 1 == arguments.size()) throw Usage(word + " needs a value");
        values_[word] = arguments[++i];
      } else if (is(flags, word)) {
        values_[word] = "";
      } else if (word.starts_with("-")) {
        throw Usage("there is no option " + word + " here");
      } else {
        plain.push_back(word);
      }
    }
  }
  bool has(const std::string& name) const { return values_.contains(name); }
  std::optional<std::string> value(const std::string& name) const {
    auto it = values_.find(name);
    return it == values_.end() ? std::nullopt : std::optional(it->second);
  }
  std::vector<std::string> plain, command;

 private:
  std::map<std::string, std::string> values_;
};

std::optional<std::string> home_of(const Words& words) {
  auto home = words.value("--home");
  if (const char* set = std::getenv("ORGTRAIL_HOME"); !home && set && *set) home = set;
  return home;
}

Places places(const Words& words) {
  auto home = home_of(words);
  const bool all_named = words.has("--data") && words.has("--root-key") && words.has("--profiles");
  Places p = all_named ? Places{} : default_places(home);
  auto named = [&](const char* option, std::filesystem::path& place) {
    if (auto v = words.value(option)) place = std::filesystem::absolute(*v).lexically_normal();
  };
  named("--data", p.data);
  named("--root-key", p.root_key);
  named("--profiles", p.profiles);
  return p;
}

template <class N> N number(const std::string& text, const std::string& what) {
  N n{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size()) throw Usage(what + " takes a number");
  return n;
}

base::LogLevel log_level(std::string_view name) {
  using base::LogLevel;
  for (auto [level, is] : {std::pair{LogLevel::error, "error"}, {LogLevel::info, "info"}, {LogLevel::debug, "debug"}}) if (name == is) return level;
  throw Usage("--log takes error, info or debug");
}

int serve_command(const std::vector<std::string>& arguments) {
  Words words(arguments, 1, {"--config", "--listen", "--clock", "--threads", "--log", "--home", "--data", "--root-key", "--profiles"}, {"--ephemeral"});
  if (!words.plain.empty()) throw Usage("serve does not take \"" + words.plain[0] + "\"");
  ServeOptions o;
  if (auto file = words.value("--config")) o.config = *file;
  o.ephemeral = words.has("--ephemeral");
  if (o.ephemeral && (words.has("--data") || words.has("--root-key"))) throw Usage("a server with --ephemeral has no data folder and no root key");
  o.own_profiles = words.has("--profiles") || home_of(words);
  o.places = places(words);
  o.clock = words.value("--clock");
  base::log_up_to(log_level(words.value("--log").value_or("info")));
  if (auto n = words.value("--threads")) o.threads = number<unsigned>(*n, "--threads");
  if (o.threads > 256) throw Usage("--threads takes a number up to 256");
  if (auto at = words.value("--listen")) {
    auto colon = at->rfind(':');
    if (colon == at->npos) throw Usage("--listen takes ADDR:PORT");
    o.address = at->substr(0, colon);
    if (o.address.starts_with('[') && o.address.ends_with(']')) o.address = o.address.substr(1, o.address.size() - 2);
    o.port = number<std::uint16_t>(at->substr(colon + 1), "--listen ADDR:PORT");
  }
  serve(o);
  return 0;
}

int exec_command(const std::vector<std::string>& arguments) {
  Words words(arguments, 1, {"--profile", "--region", "--home", "--profiles"}, {});
  auto profile = words.value("--profile");
  if (!profile || words.command.empty() || !words.plain.empty()) throw Usage("orgtrail exec --profile NAME [--region REGION] -- COMMAND...");
  run_tool({places(words).profiles, *profile, words.value("--region"), words.command});
}

// Commands of a running server. The verb is the first word.
int control_command(const std::vector<std::string>& arguments) {
  Words words(arguments, 0, {"--home", "--profiles"}, {"--digests"});
  std::string line;
  for (auto& word : words.plain) line += (line.empty() ? "" : " ") + word;
  if (words.has("--digests")) line += " digests";
  if (line.find('\n') != line.npos) throw Usage("a command is one line");
  std::cout << ask_control(read_signpost(places(words).profiles).control, line);
  return 0;
}

int print(std::string_view text) {
  std::cout << text;
  return 0;
}

bool asks_for_help(const std::vector<std::string>& arguments) {
  auto own = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), own, [](auto& word) { return word == "--help" || word == "-h"; });
}

int dispatch(const std::vector<std::string>& arguments) {
  if (asks_for_help(arguments)) return print(kHelp);
  const std::string verb = arguments.empty() ? "help" : arguments[0];
  if (verb == "serve") return serve_command(arguments);
  if (verb == "exec") return exec_command(arguments);
  if (verb == "clock" || verb == "flush" || verb == "reset" || verb == "record" || verb == "metrics" || verb == "status" || verb == "profiles") return control_command(arguments);
  if (verb == "shapes") return print(describe_shapes());
  if (verb == "resource-types") return print(cloudformation::describe_types());
  if (verb == "version" || verb == "--version") return print("orgtrail " + std::string(kVersion) + "\n");
  if (verb == "help") return print(kHelp);
  throw Usage("there is no command \"" + verb + "\": see orgtrail help");
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  try {
    return dispatch(arguments);
  } catch (const Usage& e) {
    std::cerr << "orgtrail: " << e.what() << "\n";
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "orgtrail: " << e.what() << "\n";
    return 1;
  }
}

}  // namespace server
