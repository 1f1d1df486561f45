#include <iostream>

#include "actors/commands/options.h"
#include "results/trace_reader.h"

namespace souk::actors {
namespace {

int Fail(const std::string& sentence) {
  std::cerr << "souk digest: " << sentence << "\n";
  return kRunFailed;
}

int Digest(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "TRACE";
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const std::string path = arguments->positional[0];
  auto reader = results::TraceReader::Open(path);
  if (!reader) {
    std::cerr << "souk digest: " << reader.error().message << "\n";
    return kWrongInput;
  }
  const auto digest = (*reader)->RecomputeDigest();
  if (!digest) return Fail(digest.error().message);
  std::cout << *digest << "\n";
  if (!(*reader)->complete()) {
    std::cerr << "souk digest: '" << path
              << "' is incomplete: " << (*reader)->ticks_done() << " of "
              << (*reader)->manifest().ticks_planned << " ticks\n";
    return kDegraded;
  }
  if ((*reader)->stored_digest().empty()) {
    std::cerr << "souk digest: '" << path
              << "' was finished without a digest: nothing to compare with\n";
    return kDone;
  }
  if (*digest != (*reader)->stored_digest()) {
    return Fail("'" + path +
                "' was changed after the run: its content no "
                "longer has the digest " +
                (*reader)->stored_digest() + " that the run wrote");
  }
  return kDone;
}

}  // namespace

Command DigestCommand() {
  return {"digest", "Recomputes the digest of a trace from its content",
          "souk digest TRACE", "  souk digest quickstart.h5\n", Digest};
}

}  // namespace souk::actors
