#include "scenarios/hosts.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "scenarios/defaults.h"
#include "scenarios/faults.h"
#include "scenarios/file_text.h"
#include "scenarios/hosts.pb.h"
#include "scenarios/rule_checks.h"
#include "scenarios/scenario_text.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::Result;

/// What may stand on ssh's command line as a name: never an option.
bool IsName(const std::string& text) {
  const std::string letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:%";
  return !text.starts_with('-') &&
         text.find_first_not_of(letters) == std::string::npos;
}

void CheckName(const std::string& text, const FieldPath& path, Faults& faults) {
  if (IsName(text)) return;
  faults.Add(path, " = \"" + text +
                       "\", must be letters, digits and . _ - : %, and not "
                       "start with -");
}

bool IsThisMachine(const Host& host) {
  return host.address() == "localhost" || host.address() == "::1" ||
         host.address().starts_with("127.");
}

/// Splits HOST, HOST:PORT or [ADDRESS]:PORT; false if it is none of these.
bool SplitLead(const std::string& text, HostsSpec& spec) {
  const bool bracket = text.starts_with('[');
  const size_t end = bracket ? text.find(']') : text.find(':');
  if (bracket && end == std::string::npos) return false;
  spec.lead_host = bracket ? text.substr(1, end - 1) : text.substr(0, end);
  if (spec.lead_host.empty() || !IsName(spec.lead_host)) return false;
  const size_t colon = bracket ? end + 1 : end;
  if (colon >= text.size()) return true;
  if (text[colon] != ':') return false;
  const char* const last = text.data() + text.size();
  const auto read =
      std::from_chars(text.data() + colon + 1, last, spec.lead_port);
  return read.ec == std::errc() && read.ptr == last && spec.lead_port > 0;
}

void ReadLead(const Hosts& hosts, HostsSpec& spec, Faults& faults) {
  const FieldPath here = FieldPath().Field("lead_address");
  if (hosts.lead_address().empty()) {
    spec.lead_host = "127.0.0.1";
    const auto& all = hosts.host();
    if (faults.spoiled(here) ||
        std::all_of(all.begin(), all.end(), IsThisMachine)) {
      return;
    }
    faults.Add(here, " is missing: the hosts need an address of this machine");
  } else if (!SplitLead(hosts.lead_address(), spec)) {
    faults.Add(here, " = \"" + hosts.lead_address() +
                         "\", must be HOST or HOST:PORT with a port from 1 to "
                         "65535");
  }
}

HostSpec HostOf(const Host& host) {
  HostSpec spec;
  spec.address = host.address();
  spec.threads = host.threads();
  spec.program = host.program();
  spec.user = host.user();
  spec.port = static_cast<uint16_t>(host.port());
  spec.ssh_options.assign(host.ssh_option().begin(), host.ssh_option().end());
  spec.trace_dir = host.trace_dir();
  return spec;
}

void ReadHosts(const Hosts& hosts, HostsSpec& spec, Faults& faults) {
  std::map<std::string, int> seen;
  for (int i = 0; i < hosts.host_size(); ++i) {
    const FieldPath here = FieldPath().Item("host", static_cast<size_t>(i));
    CheckName(hosts.host(i).address(), here.Field("address"), faults);
    CheckName(hosts.host(i).user(), here.Field("user"), faults);
    HostSpec host = HostOf(hosts.host(i));
    const int times = ++seen[host.address];
    host.name = host.address + (times > 1 ? "." + std::to_string(times) : "");
    spec.hosts.push_back(std::move(host));
  }
}

}  // namespace

Result<HostsSpec> LoadHostsText(const std::string& text,
                                const std::string& display_name) {
  Faults faults(display_name);
  Hosts hosts;
  if (!ReadMessageText(text, hosts, faults)) return Error{faults.Text()};
  FillDefaults(hosts);
  CheckRules(hosts, {}, faults);
  HostsSpec spec;
  ReadLead(hosts, spec, faults);
  ReadHosts(hosts, spec, faults);
  if (!faults.empty()) return Error{faults.Text()};
  return spec;
}

Result<HostsSpec> LoadHosts(const std::string& path) {
  const auto text = ReadSourceText(path);
  if (!text) return text.error();
  return LoadHostsText(*text, path);
}

}  // namespace souk::scenarios
