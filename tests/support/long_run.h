// A run of some seconds, to be interrupted and killed.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/support/program.h"

namespace souk::tests {

/// What the run gives when nobody disturbs it.
struct Undisturbed {
  std::string digest;
};

class LongRun : public ProgramTest {
 protected:
  static constexpr const char* kDays = "10";
  static constexpr int kTicks = 480;
  static constexpr int kFlushTicks = 10;  ///< of the undisturbed run

  /// Flushes every `flush_ticks`, so that a checkpoint is there early.
  static Words RunWords(const std::string& trace,
                        int flush_ticks = kFlushTicks) {
    return {"run",   Library("quickstart"),
            "--set", std::string("calendar.days=") + kDays,
            "--set", "recording.flush_ticks=" + std::to_string(flush_ticks),
            "-o",    trace};
  }

  /// Computed once.
  const Undisturbed& undisturbed() {
    static Undisturbed known;
    if (!known.digest.empty()) return known;
    const ProgramEnd end = Souk(RunWords("undisturbed.h5"));
    ExpectSuccess(end);
    known.digest = DigestIn(end.out);
    EXPECT_EQ(known.digest.size(), 32U) << end.out;
    EXPECT_EQ(Souk({"digest", "undisturbed.h5"}).out, known.digest + "\n");
    return known;
  }

  /// The highest number of a file in TRACE.parts: it grows by one or more at
  /// every flush. -1 before the first.
  int Flushes(const std::string& trace) const {
    int newest = -1;
    std::error_code ended;
    for (std::filesystem::directory_iterator
             file(PathOf(trace) + ".parts", ended),
         last;
         !ended && file != last; file.increment(ended)) {
      newest = std::max(newest, std::atoi(file->path().stem().c_str()));
    }
    return newest;
  }

  /// Until `count` more flushes, a checkpoint and a moment by chance; false: it
  /// ended first.
  bool AwaitFlushes(Program& program, const std::string& trace, int count) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    const int enough = Flushes(trace) + count;
    while (Flushes(trace) < enough || !Exists(trace + ".checkpoint")) {
      if (!program.Running() || std::chrono::steady_clock::now() > deadline) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(Chance(0, 20000)));
    return program.Running();
  }

  static int Chance(int low, int high) {
    static std::mt19937 chance{std::random_device()()};
    return std::uniform_int_distribution<>(low, high)(chance);
  }

  void ExpectSameDigest(const ProgramEnd& end, const std::string& trace) {
    ExpectSuccess(end);
    EXPECT_EQ(DigestIn(end.out), undisturbed().digest);
    const ProgramEnd recomputed = Souk({"digest", trace});
    ExpectSuccess(recomputed);
    EXPECT_EQ(recomputed.out, undisturbed().digest + "\n");
    EXPECT_FALSE(Exists(trace + ".parts"));
    EXPECT_FALSE(Exists(trace + ".checkpoint"));
  }

  /// The trace opens, says that it is incomplete, and holds all it promises.
  void ExpectReadableAndIncomplete(const std::string& trace) {
    if (!HasPython()) return;
    const ProgramEnd end = Python(kCheckIncomplete, {trace});
    EXPECT_EQ(end.exit_code, 0) << end.out << end.err;
  }

 private:
  static constexpr const char* kCheckIncomplete = R"(
import h5py, numpy, sys
f = h5py.File(sys.argv[1], 'r')
manifest = f['manifest'].attrs
done = int(manifest['ticks_done'])
assert manifest['complete'] == 0, 'complete'
assert 'digest' not in manifest or manifest['digest'] in ('', b'')
assert 0 <= done < manifest['ticks_planned'], done
market = {name: column[:] for name, column in f['market'].items()}
assert (market['tick'] == numpy.arange(done)).all(), market['tick']
assert (market['page_views'] > 0).all()
for table in f.values():
    lengths = {len(c) for c in table.values() if isinstance(c, h5py.Dataset)
               and c.shape and table.name != '/manifest'}
    assert len(lengths) <= 1, (table.name, lengths)
ticks = {name: column[:] for name, column in f['ticks'].items()}
assert set(ticks['tick']) == set(range(done)), 'ticks/'
for whole, part in (('revenue_micros', 'spend_micros'), ('clicks', 'clicks'),
                    ('impressions', 'impressions')):
    sums = numpy.zeros(done, dtype='i8')
    numpy.add.at(sums, ticks['tick'], ticks[part])
    assert (sums == market[whole]).all(), whole
ledger = {name: column[:] for name, column in f['ledger'].items()}
assert len(ledger['tick']) == done * len(f['manifest/advertisers'])
assert (ledger['opening_micros'] + ledger['funded_micros']
        - ledger['spent_micros'] - ledger['expired_micros']
        == ledger['closing_micros']).all()
)";
};

}  // namespace souk::tests
