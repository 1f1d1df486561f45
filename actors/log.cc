#include "actors/log.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <ctime>
#include <mutex>

namespace souk::actors {
namespace {

// Never destroyed: threads may still log while the program ends.
std::mutex& Mutex() {
  static auto* const mutex = new std::mutex;
  return *mutex;
}
bool live_line_shown = false;

std::string OneLine(const std::string& text) {
  std::string line = text;
  for (char& letter : line) {
    if (static_cast<unsigned char>(letter) < ' ' || letter == 127) letter = '?';
  }
  return line;
}

std::string Now() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", local);
}

}  // namespace

void LogLine(const LogContext& context, const std::string& sentence) {
  std::string line = Now() + " ";
  if (!context.who.empty()) line += "[" + context.who + "] ";
  if (context.tick) line += fmt::format("[tick {}] ", *context.tick);
  line = OneLine(line + sentence) + "\n";
  const std::lock_guard lock(Mutex());
  if (live_line_shown) line = "\r\033[K" + line;
  live_line_shown = false;
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void ShowLiveLine(const std::string& text) {
  const std::lock_guard lock(Mutex());
  if (text.empty() && !live_line_shown) return;
  const std::string line = "\r\033[K" + text;
  live_line_shown = !text.empty();
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

}  // namespace souk::actors
