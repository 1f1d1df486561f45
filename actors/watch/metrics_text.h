// A status in Prometheus' text format, version 0.0.4.
// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <string>

#include "actors/watch/status.h"

namespace souk::actors {

inline constexpr char kMetricsType[] =
    "text/plain; version=0.0.4; charset=utf-8";

/// Every metric begins with souk_; those of nodes have the labels node and
/// host. Seconds and bytes, never multiples.
std::string MetricsText(const RunStatus& status);

/// `text` between the quotes of a label: \, " and line breaks escaped.
std::string EscapedLabel(const std::string& text);

}  // namespace souk::actors
