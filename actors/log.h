// The program's log: whole lines on standard error, from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace souk::actors {

struct LogContext {
  std::string who = {};  ///< "node-2", "lead"; empty: left out
  std::optional<uint32_t> tick = {};
};

/// "2026-11-25 07:12:01 [node-2] [tick 17] sentence", local time. Line breaks
/// and other control characters in it are shown as '?'. A live line that was
/// on the screen is erased first.
void LogLine(const LogContext& context, const std::string& sentence);

/// Draws `text` without a line break, in place of the live line before; the
/// next log line comes above nothing. Empty: erases it.
void ShowLiveLine(const std::string& text);

}  // namespace souk::actors
