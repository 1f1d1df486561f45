// What the program prints and writes when all is well.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ProgramOutput : public ProgramTest {
 protected:
  /// One_of_everything with some words more; its digest.
  std::string DigestOf(const Words& more) const {
    Words words = {"run", Library("one_of_everything")};
    words.insert(words.end(), more.begin(), more.end());
    const ProgramEnd end = Souk(words);
    ExpectSuccess(end);
    EXPECT_EQ(DigestIn(end.out).size(), 32U) << end.out;
    return DigestIn(end.out);
  }
};

using SlowProgramOutput = ProgramOutput;

TEST_F(ProgramOutput, TableStandsAloneOnStandardOutput) {
  const ProgramEnd end = Souk({"run", Library("quickstart")});
  ExpectSuccess(end);
  EXPECT_EQ(end.err, "");
  EXPECT_THAT(end.out, StartsWith("advertiser "));
  EXPECT_THAT(end.out, HasSubstr("\nalpine sports "));
  EXPECT_THAT(end.out, HasSubstr("\ntotal "));
  EXPECT_THAT(end.out, HasSubstr(" page views in 96 of 96 ticks\n"));
  EXPECT_THAT(end.out, EndsWith("\ntrace  quickstart.h5\n"));
  EXPECT_EQ(DigestIn(end.out) + "\n", Souk({"digest", "quickstart.h5"}).out);
}

TEST_F(ProgramOutput, NothingButTheTraceStays) {
  ExpectSuccess(Souk({"run", Library("one_of_everything")}));
  EXPECT_TRUE(Exists("one_of_everything.h5"));
  EXPECT_FALSE(Exists("one_of_everything.h5.parts"));
  EXPECT_FALSE(Exists("one_of_everything.h5.checkpoint"));
  EXPECT_FALSE(Exists("one_of_everything.h5.tmp"));
  EXPECT_FALSE(Exists("one_of_everything.h5.checkpoint.tmp"));
}

constexpr char kReadSummary[] = R"(
import json, h5py
summary = json.load(open('summary.json'))
assert summary['scenario'] == 'quickstart' and summary['complete'] is True
assert len(summary['digest']) == 32
assert int(summary['ticks']) == int(summary['ticks_planned']) == 96
names = [row['name'] for row in summary['advertiser']]
assert names[:2] == ['alpine sports', 'boots and all'] and len(names) == 16
for row in summary['advertiser']:
  spend, budget = int(row['spend_micros']), int(row['budget_micros'])
  assert 0 <= spend <= budget, row
  assert int(row['impressions']) >= int(row['clicks']) >= int(row['conversions'])
with h5py.File(summary['trace']) as trace:
  assert trace['manifest'].attrs['digest'] == summary['digest']
  assert trace['manifest'].attrs['complete'] == 1
  market = trace['market']
  for field in ['page_views', 'auctions', 'impressions', 'views', 'clicks',
                'conversions', 'revenue_micros']:
    assert market[field][:].sum() == int(summary[field]), field
  ledger = trace['ledger']
  for index, row in enumerate(summary['advertiser']):
    own = ledger['advertiser'][:] == index
    assert ledger['spent_micros'][:][own].sum() == int(row['spend_micros'])
    assert ledger['funded_micros'][:][own].sum() == int(row['budget_micros'])
)";

TEST_F(ProgramOutput, JsonSummaryStandsAloneAndAgreesWithTheTrace) {
  const ProgramEnd end =
      Souk({"run", Library("quickstart"), "--summary=json", "-o", "q.h5"});
  ExpectSuccess(end);
  EXPECT_EQ(end.err, "");
  EXPECT_THAT(end.out, StartsWith("{\n"));
  EXPECT_THAT(end.out, EndsWith("}\n"));
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  Write("summary.json", end.out);
  ExpectSuccess(Python(kReadSummary, {}));
}

TEST_F(ProgramOutput, TwoRunsGiveTheSameDigest) {
  ExpectSuccess(Souk({"run", Library("one_of_everything"), "-o", "a.h5"}));
  ExpectSuccess(Souk({"run", Library("one_of_everything"), "-o", "b.h5"}));
  EXPECT_EQ(Souk({"digest", "a.h5"}).out, Souk({"digest", "b.h5"}).out);
}

TEST_F(ProgramOutput, SeedChangesTheDigest) {
  const std::string given = DigestOf({});
  EXPECT_NE(DigestOf({"--seed", "12"}), given);
  EXPECT_EQ(DigestOf({"--seed", "11"}), given);
  EXPECT_EQ(DigestOf({"--set", "seed=3", "--seed", "11"}), given);
}

TEST_F(ProgramOutput, ThreadsNeverChangeTheDigest) {
  const std::string sequential = DigestOf({"--sequential"});
  for (const char* threads : {"1", "2", "4", "16"}) {
    EXPECT_EQ(DigestOf({"--threads", threads}), sequential) << threads;
  }
  EXPECT_EQ(DigestOf({"--set", "recording.flush_ticks=1"}),
            DigestOf({"--set", "recording.flush_ticks=0"}));
}

/// Valgrind's processor has no AVX-512: the loops of another one are chosen.
TEST_F(SlowProgramOutput, OtherVectorUnitsGiveTheSameDigest) {
  const std::string valgrind = "/usr/bin/valgrind";
  if (!std::filesystem::exists(valgrind)) {
    GTEST_SKIP() << valgrind << " is not installed";
  }
  Words words = {valgrind, "--tool=none"};
  for (const std::string& word :
       SoukWords({"run", Library("one_of_everything"), "--sequential"})) {
    words.push_back(word);
  }
  const ProgramEnd end = Program(words, folder()).Wait();
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_EQ(DigestIn(end.out), DigestOf({}));
}

TEST_F(ProgramOutput, ExpandedScenarioGivesTheSameDigest) {
  for (const char* name : {"quickstart", "one_of_everything"}) {
    const ProgramEnd expanded = Souk({"validate", Library(name), "--expand"});
    ExpectSuccess(expanded);
    Write("expanded.textproto", expanded.out);
    const ProgramEnd from_file = Souk({"run", Library(name), "-o", "a.h5"});
    const ProgramEnd again = Souk({"run", "expanded.textproto", "-o", "b.h5"});
    ExpectSuccess(again);
    EXPECT_EQ(DigestIn(again.out), DigestIn(from_file.out));
    EXPECT_EQ(Souk({"validate", "expanded.textproto", "--expand"}).out,
              expanded.out);
  }
}

TEST_F(ProgramOutput, ValidateDescribes) {
  const ProgramEnd end = Souk({"validate", Library("quickstart")});
  ExpectSuccess(end);
  EXPECT_EQ(end.out,
            "quickstart is a valid scenario: 16 advertisers, 16 campaigns, 4 "
            "cells, 2 days of 48 ticks\n");
  EXPECT_EQ(end.err, "");
}

TEST_F(ProgramOutput, EveryCommandHasHelpWithExamples) {
  for (const char* command : {"run", "resume", "validate", "list", "explain",
                              "digest", "calibrate"}) {
    const ProgramEnd end = Souk({command, "--help"});
    ExpectSuccess(end);
    EXPECT_EQ(end.err, "");
    EXPECT_THAT(end.out, HasSubstr(std::string("Usage: souk ") + command));
    EXPECT_THAT(end.out,
                HasSubstr(std::string("Examples:\n  souk ") + command));
    EXPECT_EQ(Souk({command, "-h"}).out, end.out);
  }
  const ProgramEnd end = Souk({"--help"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, HasSubstr("\nExamples:\n  souk run "));
  EXPECT_THAT(end.out, HasSubstr("Exit codes: 0 done, 1 the run failed, "));
  EXPECT_EQ(Souk({"help"}).out, end.out);
}

TEST_F(ProgramOutput, Version) {
  const ProgramEnd end = Souk({"--version"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out,
              testing::MatchesRegex("souk [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(ProgramOutput, ListNamesEveryMember) {
  const ProgramEnd all = Souk({"list"});
  ExpectSuccess(all);
  for (const char* name :
       {"mechanisms  (", "strategies  (", "traffic  (", "user_models  (",
        "\n  gsp ", "\n  pid ", "\n  replay ", "\n  dbn "}) {
    EXPECT_THAT(all.out, HasSubstr(name));
  }
  const ProgramEnd one = Souk({"list", "strategies"});
  ExpectSuccess(one);
  EXPECT_THAT(one.out, StartsWith("strategies  (advertiser"));
  EXPECT_THAT(one.out, HasSubstr("\n  ss_mdp "));
  EXPECT_THAT(one.out, Not(HasSubstr("gsp")));
  EXPECT_THAT(all.out, HasSubstr(one.out));
}

TEST_F(ProgramOutput, EveryListedMemberIsExplained) {
  std::istringstream lines(Souk({"list"}).out);
  std::string line;
  int members = 0;
  while (std::getline(lines, line)) {
    if (!line.starts_with("  ")) continue;
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    const ProgramEnd end = Souk({"explain", name});
    ExpectSuccess(end);
    EXPECT_THAT(end.out, StartsWith(name + "  ("));
    ++members;
  }
  EXPECT_GE(members, 16);
}

TEST_F(ProgramOutput, ExplainShowsParametersAndFields) {
  const ProgramEnd member = Souk({"explain", "gsp"});
  EXPECT_THAT(member.out, HasSubstr("reserve_micros [micros]  "));
  const ProgramEnd field = Souk({"explain", "traffic.replay"});
  ExpectSuccess(field);
  EXPECT_THAT(field.out, HasSubstr("price_unit_micros"));
  EXPECT_THAT(field.out, HasSubstr("BIDDER_WINS"));
}

TEST_F(ProgramOutput, ProgressInAFileIsWholeLines) {
  Program run(SoukWords({"run", Library("quickstart"), "--set",
                         "calendar.days=2000", "-o", "q.h5"}),
              folder());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  run.Send(SIGINT);
  const ProgramEnd end = run.Wait();
  EXPECT_EQ(end.exit_code, 3) << end.err;
  EXPECT_EQ(end.err.find('\r'), std::string::npos) << end.err;
  EXPECT_EQ(end.err.find('\033'), std::string::npos) << end.err;
  EXPECT_THAT(end.err, HasSubstr("finishing the tick"));
  EXPECT_THAT(end.err, EndsWith("go on with: souk resume q.h5\n"));
}

TEST_F(SlowProgramOutput, ProgressInAFileIsALineEveryTenSeconds) {
  Program run(SoukWords({"run", Library("quickstart"), "--set",
                         "calendar.days=100000", "-o", "q.h5"}),
              folder());
  std::this_thread::sleep_for(std::chrono::milliseconds(12500));
  run.Send(SIGINT);
  const ProgramEnd end = run.Wait();
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_THAT(end.err, HasSubstr(" of 4800000 | "));
  EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 3) << end.err;
  EXPECT_EQ(end.err.find('\r'), std::string::npos) << end.err;
}

/// Runs argv[1:] with a terminal as standard error, prints what came there.
constexpr char kOnATerminal[] = R"(
import os, pty, subprocess, sys
master, terminal = pty.openpty()
process = subprocess.Popen(sys.argv[1:], stderr=terminal,
                           stdout=subprocess.DEVNULL)
os.close(terminal)
seen = b''
while True:
  try:
    more = os.read(master, 4096)
  except OSError:
    break
  if not more:
    break
  seen += more
sys.stdout.write(repr(seen.decode()))
sys.exit(process.wait())
)";

TEST_F(ProgramOutput, TerminalGetsALiveLineThatIsErasedAtTheEnd) {
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  const ProgramEnd end =
      Python(kOnATerminal, SoukWords({"run", Library("quickstart"), "--set",
                                      "traffic.synthetic.users=100000", "--set",
                                      "calendar.days=4"}));
  ExpectSuccess(end);
  const std::string line = "\\r\\x1b[Ktick ";
  const size_t first = end.out.find(line);
  ASSERT_NE(first, std::string::npos) << end.out;
  EXPECT_NE(end.out.find(line, first + 1), std::string::npos) << end.out;
  EXPECT_THAT(end.out, HasSubstr(" of 192 | "));
  EXPECT_THAT(end.out, HasSubstr(" page views/s | spend "));
  EXPECT_THAT(end.out, HasSubstr(" left"));
  EXPECT_THAT(end.out, EndsWith("\\r\\x1b[K'"));
}

std::string SharedData() {
  const char* given = std::getenv("SOUK_SHARED_DATA");
  return given ? given : std::string(SOUK_SOURCE_DIR) + "/../shared/data";
}

class ProgramOnRealLogs : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    if (!std::filesystem::is_directory(SharedData() + "/ipinyou")) {
      GTEST_SKIP() << "no logs in " << SharedData();
    }
    if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  }
  /// Runs a shipped replay; its summary goes into summary.json.
  void Replay(const std::string& name, const std::string& log) const {
    const ProgramEnd end =
        Souk({"run", Library(name), "--set",
              "traffic.replay.path=" + SharedData() + "/ipinyou/" + log,
              "--summary=json", "-o", "replay.h5"});
    ExpectSuccess(end);
    Write("summary.json", end.out);
  }
};

struct Published {
  const char* strategy;
  const char* impressions;
  const char* clicks;
  const char* cost;
};

constexpr Published kPublished[] = {
    {"mcpc", "14752", "48", "307751"},
    {"linear", "32208", "71", "203610"},
    {"ss_mdp", "40395", "80", "306639"},
    {"rlb", "39680", "78", "304375"},
};

constexpr char kCheckPublished[] = R"(
import json, sys
row = json.load(open('summary.json'))['advertiser'][0]
found = [int(row[f]) for f in ['impressions', 'clicks', 'spend_micros']]
impressions, clicks, cost = map(int, sys.argv[1:])
assert found == [impressions, clicks, 1000 * cost], found
)";

TEST_F(ProgramOnRealLogs, PublishedFiguresComeOutExactly) {
  for (const Published& figures : kPublished) {
    Replay(std::string("ipinyou_2997_") + figures.strategy,
           "2997.test.theta.txt");
    ExpectSuccess(Python(kCheckPublished,
                         {figures.impressions, figures.clicks, figures.cost}));
  }
}

constexpr char kCheckPid[] = R"(
import h5py, numpy
published = {0: (39157, 0, 3, 156628), 1: (44887.25, .4223, 3, 179549),
             2: (44999.75, -2, 3, 179999), 5: (36220.8, -2, 4, 181104),
             6: (43019.8571, 2.7709, 6, 301139),
             10: (42490, 1.5463, 8, 382410), 20: (38076.5, .5569, 21, 837683),
             30: (40926.1786, -.4213, 27, 1145933),
             38: (40045.8276, -.7355, 28, 1161329),
             39: (39000.8, .0957, 29, 1170024)}
with h5py.File('replay.h5') as trace:
  names = list(trace['manifest/signals'].asstr()[:])
  learning, ticks = trace['learning'], trace['ticks']
  def signal(name):
    own = learning['signal'][:] == names.index(name)
    return dict(zip(learning['tick'][:][own], learning['value'][:][own]))
  ecpc, phi = signal([n for n in names if 'ecpc' in n][0]), signal('phi')
  clicks = numpy.cumsum(ticks['clicks'][:])
  cost = numpy.cumsum(ticks['spend_micros'][:])
  assert list(ticks['tick'][:]) == list(range(40))
  unit = 1000 if ecpc[0] > 1e6 else 1
  for round, row in published.items():
    found = (ecpc[round] / unit, phi[round], clicks[round], cost[round] / 1000)
    assert numpy.allclose(found, row, rtol=0, atol=5e-5), (round, found, row)
)";

TEST_F(ProgramOnRealLogs, RoundsOfThePidControllerAreInTheTrace) {
  Replay("ipinyou_1458_pid", "1458.pid_train.tsv");
  ExpectSuccess(Python(kCheckPid, {}));
}

}  // namespace
}  // namespace souk::tests
