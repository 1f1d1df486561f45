// Figures as people read them on a terminal.
#pragma once

#include <cstdint>
#include <string>

namespace souk::actors {

/// "42 s", "2:05 min", "3:07 h"; seconds >= 0.
std::string DurationText(double seconds);

/// "850", "1.5 k", "2.25 M".
std::string RateText(double per_second);

/// "850 B", "1.5 KiB", "12 MiB": at most 7 columns.
std::string BytesText(uint64_t bytes);

}  // namespace souk::actors
