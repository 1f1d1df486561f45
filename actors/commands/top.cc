#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "actors/commands/options.h"
#include "actors/watch/fetch_status.h"
#include "actors/watch/status_table.h"

namespace souk::actors {
namespace {

constexpr std::chrono::milliseconds kPause{1000};
constexpr size_t kRowsOfTheRun = 8;  ///< around the rows of the nodes
constexpr char kDefaultAddress[] = "127.0.0.1:9464";

bool OnTerminal() { return isatty(STDOUT_FILENO) == 1; }

TableOrder OrderForThisTerminal() {
  TableOrder order;
  if (!OnTerminal()) return order;
  const char* const no_colour = std::getenv("NO_COLOR");
  if (no_colour == nullptr || *no_colour == '\0') {
    order.style = TableStyle::kColoured;
  }
  winsize size = {};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  if (known && size.ws_row > kRowsOfTheRun) {
    order.most_nodes = size.ws_row - kRowsOfTheRun;
  }
  return order;
}

/// On a terminal in place of the table before, else below it.
void Draw(const RunStatus& status) {
  if (OnTerminal()) {
    std::cout << "\033[H\033[J";
  }
  std::cout << StatusTable(status, OrderForThisTerminal()) << std::flush;
}

/// Until the run is over or out of sight.
int Follow(const Endpoint& address, RunStatus status) {
  while (true) {
    Draw(status);
    if (status.run.finished) return kDone;
    if (!OnTerminal()) std::cout << "\n";
    if (!std::cout) return kRunFailed;  // nobody reads any more
    std::this_thread::sleep_for(kPause);
    auto next = FetchStatus(address);
    if (!next) {
      std::cerr << "souk top: the run is out of sight: " << next.error().message
                << "\n";
      return kRunFailed;
    }
    status = std::move(next).value();
  }
}

int Top(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "[HOST:]PORT";
  accepts.at_least = 0;
  accepts.options.add_options()("once", "Print one table and exit");
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const auto address = ParseWatchEndpoint(arguments->positional.empty()
                                              ? kDefaultAddress
                                              : arguments->positional[0]);
  if (!address) {
    std::cerr << "souk top: " << address.error().message << "\n";
    return kWrongInput;
  }
  const auto status = FetchStatus(*address);
  if (!status) {
    std::cerr << "souk top: " << status.error().message << "\n";
    return kRunFailed;
  }
  if (!arguments->has("once")) return Follow(*address, *status);
  std::cout << StatusTable(*status, OrderForThisTerminal());
  return kDone;
}

}  // namespace

Command TopCommand() {
  return {
      "top",
      "Watches a run that was started with --metrics",
      "souk top [[HOST:]PORT] [--once]",
      "  souk top 9464\n",
      Top,
      "\nWithout an address: 127.0.0.1:9464. Ends with the run. The table "
      "is redrawn every\nsecond; colours are left out if NO_COLOR is set.\n"};
}

}  // namespace souk::actors
