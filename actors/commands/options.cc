#include "actors/commands/options.h"

#include <charconv>
#include <iostream>

#include "market/param.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

void PrintHelp(const Command& command, const Accepts& accepts) {
  std::cout << command.summary << "\n\nUsage: " << command.usage << "\n";
  if (!accepts.options.options().empty()) {
    std::cout << "\n" << accepts.options;
  }
  std::cout << command.explanation << "\nExamples:\n" << command.examples;
}

std::vector<std::string> LongNames(const Accepts& accepts) {
  std::vector<std::string> names;
  for (const auto& option : accepts.options.options()) {
    names.push_back("--" + option->long_name());
  }
  return names;
}

std::string Complaint(const po::error& error, const Accepts& accepts) {
  std::string sentence = error.what();
  const auto* unknown = dynamic_cast<const po::unknown_option*>(&error);
  if (unknown == nullptr) return sentence;
  const std::string nearest =
      market::NearestSpelling(unknown->get_option_name(), LongNames(accepts));
  if (!nearest.empty()) sentence += "; did you mean '" + nearest + "'?";
  return sentence;
}

void ParseCommandLine(const Accepts& accepts,
                      const std::vector<std::string>& arguments,
                      po::variables_map& values) {
  po::options_description all;
  all.add(accepts.options)
      .add_options()("help,h", "Show this text and exit")(
          "positional", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("positional", -1);
  const int style = po::command_line_style::unix_style &
                    ~po::command_line_style::allow_guessing;
  po::store(po::command_line_parser(arguments)
                .options(all)
                .positional(positional)
                .style(style)
                .run(),
            values);
  po::notify(values);
}

int Refuse(const Command& command, const std::string& sentence) {
  std::cerr << "souk " << command.name << ": " << sentence
            << "\nUsage: " << command.usage << "\nSee souk " << command.name
            << " --help\n";
  return kWrongInput;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Whole number) {
  return out << number.value;
}

void validate(boost::any& value, const std::vector<std::string>& words, Whole*,
              int) {
  po::validators::check_first_occurrence(value);
  const std::string& word = po::validators::get_single_string(words);
  Whole number;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number.value);
  if (read.ec == std::errc() && read.ptr == end) {
    value = number;
    return;
  }
  po::error_with_option_name refusal(
      "%canonical_option% is '%value%', must be a whole number from 0 to "
      "18446744073709551615");
  refusal.set_substitute("value", word);
  throw refusal;
}

std::optional<Arguments> Parse(const Command& command, const Accepts& accepts,
                               const std::vector<std::string>& arguments,
                               int& exit_code) {
  Arguments parsed;
  try {
    ParseCommandLine(accepts, arguments, parsed.values);
  } catch (const po::error& error) {
    exit_code = Refuse(command, Complaint(error, accepts));
    return std::nullopt;
  }
  if (parsed.has("help")) {
    PrintHelp(command, accepts);
    exit_code = kDone;
    return std::nullopt;
  }
  if (parsed.has("positional")) {
    parsed.positional = parsed.get<std::vector<std::string>>("positional");
  }
  if (parsed.positional.size() < accepts.at_least) {
    exit_code = Refuse(command, accepts.positional + " is missing");
    return std::nullopt;
  }
  if (parsed.positional.size() > accepts.at_most) {
    exit_code = Refuse(
        command, "what is '" + parsed.positional[accepts.at_most] + "' for?");
    return std::nullopt;
  }
  return parsed;
}

}  // namespace souk::actors
