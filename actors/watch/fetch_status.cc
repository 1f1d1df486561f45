#include "actors/watch/fetch_status.h"

#include <httplib.h>

#include "actors/watch/status_json.h"

namespace souk::actors {
namespace {

constexpr time_t kPatienceSeconds = 2;
constexpr size_t kMostBytes = size_t{4} << 20;  // some thousand nodes

}  // namespace

market::Result<RunStatus> FetchStatus(const Endpoint& address) {
  httplib::Client client(address.host, address.port);
  client.set_connection_timeout(kPatienceSeconds);
  client.set_read_timeout(kPatienceSeconds);
  client.set_write_timeout(kPatienceSeconds);
  std::string text;
  const auto answer =
      client.Get("/status", [&text](const char* bytes, size_t count) {
        text.append(bytes, count);
        return text.size() <= kMostBytes;
      });
  const std::string where = "nobody shows a run at " + TextOf(address);
  if (!answer) {
    return market::Error{where + " (" + httplib::to_string(answer.error()) +
                         ")"};
  }
  if (answer->status != 200) {
    return market::Error{where + " (HTTP status " +
                         std::to_string(answer->status) + ")"};
  }
  auto status = StatusOfJson(text);
  if (!status)
    return market::Error{where + " (" + status.error().message + ")"};
  return status;
}

}  // namespace souk::actors
