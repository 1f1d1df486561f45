// The iPinYou logs, read in place: $SOUK_SHARED_DATA/ipinyou, or
// ../shared/data/ipinyou beside the source tree. Tests skip without them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace souk::tests {

struct LoggedView {
  int click = 0;
  int price = 0;  ///< log units
  double rate = 0;
};

inline std::filesystem::path IpinyouFolder() {
  const char* data = std::getenv("SOUK_SHARED_DATA");
  const std::filesystem::path root =
      data != nullptr
          ? std::filesystem::path(data)
          : std::filesystem::path(SOUK_SOURCE_DIR) / ".." / "shared" / "data";
  return root / "ipinyou";
}

inline bool HaveIpinyou() {
  return std::filesystem::exists(IpinyouFolder() / "2997.test.theta.txt");
}

inline std::string NoIpinyou() {
  return "no iPinYou logs in " + IpinyouFolder().string() +
         "; set SOUK_SHARED_DATA to the folder that holds ipinyou/";
}

inline std::vector<LoggedView> ReadIpinyou(const std::string& file) {
  std::ifstream in(IpinyouFolder() / file);
  std::vector<LoggedView> log;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    LoggedView view;
    std::string rate;
    fields >> view.click >> view.price >> rate;
    view.rate = std::strtod(rate.c_str(), nullptr);
    log.push_back(view);
  }
  return log;
}

/// price_counter_train of 2997.info.json: counts of prices 0..300.
inline std::vector<double> ReadPriceCounts() {
  std::ifstream in(IpinyouFolder() / "2997.info.json");
  std::stringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  const size_t begin = all.find('[', all.find("\"price_counter_train\"")) + 1;
  std::stringstream list(all.substr(begin, all.find(']', begin) - begin));
  std::vector<double> counts;
  for (std::string count; std::getline(list, count, ',');) {
    counts.push_back(std::stod(count));
  }
  return counts;
}

}  // namespace souk::tests
