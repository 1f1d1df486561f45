// A folder of its own for every test that loads files, as working directory.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/loader.h"

namespace souk::scenarios {

class ScenarioFolder : public testing::Test {
 protected:
  void SetUp() override {
    home_ = std::filesystem::current_path();
    folder_ = std::filesystem::temp_directory_path() /
              ("souk_scenarios_" + std::to_string(getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    std::filesystem::current_path(folder_);
  }
  void TearDown() override {
    std::filesystem::current_path(home_);
    std::filesystem::remove_all(folder_);
  }

  static void Write(const std::string& name, const std::string& text) {
    std::ofstream(name, std::ios::binary) << text;
  }

  static market::Result<LoadedScenario> Load(
      const std::string& text, std::vector<std::string> overrides = {}) {
    Write("s.textproto", text);
    return LoadScenario({"s.textproto", std::move(overrides), {}});
  }
  static LoadedScenario Loaded(const std::string& text,
                               std::vector<std::string> overrides = {}) {
    auto loaded = Load(text, std::move(overrides));
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    return loaded.ok() ? std::move(loaded).value() : LoadedScenario{};
  }
  /// What is said about a scenario; "" if nothing.
  static std::string FaultsOf(const std::string& text,
                              std::vector<std::string> overrides = {}) {
    const auto loaded = Load(text, std::move(overrides));
    return loaded.ok() ? "" : loaded.error().message;
  }

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path home_;
  std::filesystem::path folder_;
};

/// The least that loads.
inline constexpr char kSmall[] = R"(traffic { synthetic {} }
advertiser {
  name: "nike"
  campaign { value_per_click_micros: 1000 }
}
)";

}  // namespace souk::scenarios
