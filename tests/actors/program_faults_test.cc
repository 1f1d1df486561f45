// What a user reads after a mistake, word by word, and the exit code.
#include <gmock/gmock.h>

#include <sstream>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Line 1 of every scenario here; faults are written below.
constexpr char kTraffic[] = "traffic { synthetic { users: 100 } }\n";
constexpr char kNike[] = "advertiser { name: \"nike\" campaign {} }\n";

std::string Campaign(const std::string& fields) {
  return std::string(kTraffic) + "advertiser { name: \"nike\"\n  campaign { " +
         fields + " }\n}\n";
}
std::string Small(const std::string& rest) {
  return std::string(kTraffic) + kNike + rest;
}

struct BrokenCase {
  std::string name;
  std::string text;  ///< of s.textproto
  /// Standard error, without the last line break. "{mechanisms}" stands for
  /// the names of all.
  std::string faults;
};

void PrintTo(const BrokenCase& broken, std::ostream* out) {
  *out << broken.name;
}

class ProgramScenarioFaults : public ProgramTest,
                              public testing::WithParamInterface<BrokenCase> {
 protected:
  /// "a, b, c": the members of a family, which grows.
  std::string Names(const std::string& family) const {
    std::istringstream lines(Souk({"list", family}).out);
    std::string line;
    std::string names;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const std::string name = line.substr(2, line.find(' ', 2) - 2);
      names += (names.empty() ? "" : ", ") + name;
    }
    return names;
  }
  static void ReplaceAll(const std::string& from, const std::string& to,
                         std::string& text) {
    for (size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at)) {
      text.replace(at, from.size(), to);
    }
  }
};

TEST_P(ProgramScenarioFaults, GetTheirSentenceAndCodeTwo) {
  Write("s.textproto", GetParam().text);
  std::string faults = GetParam().faults;
  for (const char* family : {"mechanisms", "strategies", "user_models"}) {
    ReplaceAll(std::string("{") + family + "}", Names(family), faults);
  }
  for (const char* command : {"run", "validate"}) {
    const ProgramEnd end = Souk({command, "s.textproto"});
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, faults + "\n");
    EXPECT_EQ(end.out, "");
  }
  EXPECT_FALSE(Exists("s.h5"));
}

const BrokenCase kBroken[] = {
    {"MisspeltField", Small("calendar {\n  dayz: 3\n}\n"),
     "s.textproto:4:3: calendar: no such field 'dayz'; did you mean 'days'? "
     "known: days, ticks_per_day"},
    {"MisspeltTopField", Small("chanel { name: \"a\" }"),
     "s.textproto:3:1: no such field 'chanel'; did you mean 'channel'? known: "
     "name, description, seed, run, calendar, cells, channel, mechanism, "
     "user_model, traffic, advertiser, recording"},
    {"UnknownStrategy", Campaign("strategy { name: \"thruthful\" }"),
     "s.textproto:3:31: advertiser[0].campaign[0].strategy.name: no such "
     "strategy 'thruthful'; did you mean 'truthful'? known: {strategies}"},
    {"UnknownMechanism", Small("mechanism { name: \"second\" }"),
     "s.textproto:3:19: mechanism.name: no such mechanism 'second'; known: "
     "{mechanisms}"},
    {"MisspeltMechanismOfAChannel",
     Small("channel { name: \"a\"\n  mechanism { name: \"vgc\" } }"),
     "s.textproto:4:21: channel[0].mechanism.name: no such mechanism 'vgc'; "
     "did you mean 'vcg'? known: {mechanisms}"},
    {"MisspeltUserModel", Small("user_model { name: \"dnb\" }"),
     "s.textproto:3:20: user_model.name: no such user model 'dnb'; did you "
     "mean 'dbn'? known: {user_models}"},
    {"MisspeltParameter",
     Small("mechanism { name: \"gsp\"\n"
           "  param { name: \"reserve_micro\" value: 5 } }"),
     "s.textproto:4:3: mechanism.param[reserve_micro]: no parameter "
     "'reserve_micro'; did you mean 'reserve_micros'? allowed: reserve_micros "
     "[micros], quality_exponent"},
    {"WrongUnit",
     Small("mechanism { name: \"gsp\"\n"
           "  param { name: \"reserve_micros\" value: 5 unit: \"euro\" } }"),
     "s.textproto:4:3: mechanism.param[reserve_micros]: parameter "
     "'reserve_micros' is given in 'euro', must be in 'micros'"},
    {"NegativeBudget",
     std::string(kTraffic) +
         "advertiser { name: \"nike\" campaign {}\n  daily_budget_micros: -5 }",
     "s.textproto:3:24: advertiser[0].daily_budget_micros = -5, must be in "
     "[0, 1e15]"},
    {"TextForANumber", Small("cells: \"many\""),
     "s.textproto:3:8: cells expects a whole number, found \"many\""},
    {"NumberForText", Small("name: 5"),
     "s.textproto:3:7: name expects text in quotes, found 5"},
    {"FractionForAWholeNumber", Small("cells: 1.5"),
     "s.textproto:3:8: cells expects a whole number, found 1.5"},
    {"BadWord", Campaign("charge: CLIK"),
     "s.textproto:3:22: advertiser[0].campaign[0].charge expects one of VIEW, "
     "CLICK, CONVERSION, found CLIK; did you mean 'CLICK'?"},
    {"UnclosedBrace", std::string(kTraffic) + "advertiser {\n  name: \"a\"\n",
     "s.textproto:2:12: '{' is never closed"},
    {"SlotWeightsThatRise",
     Small("channel { name: \"a\" slot_weight: [0.5, 1] }"),
     "s.textproto:3:40: channel[0].slot_weight[1] = 1, must not be above the "
     "weight of the slot before, 0.5"},
    {"ExaminationThatRises",
     Small("user_model { name: \"pbm\" param { name: \"examination\"\n"
           "  value: [1, 0.5, 0.75] } }"),
     "s.textproto:4:19: user_model.param[examination].value[2] = 0.75, must "
     "not be above the slot before, 0.5"},
    {"ExaminationOfZero",
     Small("user_model { name: \"pbm\" param { name: \"examination\"\n"
           "  value: [1, 0.5, 0] } }"),
     "s.textproto:4:19: user_model.param[examination].value[2] = 0, must be "
     "> 0 and <= 1"},
    {"ExaminationAboveOne",
     Small("user_model { name: \"pbm\"\n"
           "  param { name: \"examination\" value: [1.5, 0.5] } }"),
     "s.textproto:4:3: user_model.param[examination]: parameter "
     "'examination'[0] = 1.5, must be in [0, 1]"},
    {"SlotsThatNobodySees",
     Small("channel { name: \"a\" slots: 3 }\n"
           "user_model { name: \"cascade\"\n"
           "  param { name: \"continuation\" value: 0 } }"),
     "s.textproto:3:28: channel[0].slots = 3, but the users never examine slot "
     "2; lower slots, state slot_weight or change user_model"},
    {"UnknownChannel", Campaign("channel: \"hom\""),
     "s.textproto:3:23: advertiser[0].campaign[0].channel: no such channel "
     "'hom'; known: main"},
    {"UnknownInterest", Campaign("target_interest: \"everybod\""),
     "s.textproto:3:31: advertiser[0].campaign[0].target_interest: no such "
     "interest 'everybod'; did you mean 'everybody'? known: everybody"},
    {"DuplicateAdvertiser", Small(kNike),
     "s.textproto:3:20: advertiser[1].name = \"nike\" is also the name of "
     "advertiser[0]"},
    {"DuplicateChannel",
     Small("channel { name: \"a\" }\nchannel { name: \"a\" }"),
     "s.textproto:4:17: channel[1].name = \"a\" is also the name of "
     "channel[0]"},
    {"GivenTwice", Small("cells: 1\ncells: 2"),
     "s.textproto:4:1: cells is given twice, first in line 3"},
    {"Nothing", "",
     "s.textproto: traffic is missing: Who opens pages\n"
     "s.textproto: advertiser is missing: Who pays"},
    {"SeveralAtOnce",
     std::string("nam: \"x\"\n") + "cells: 0\nmechanism { name: \"gps\" }\n" +
         "traffic { synthetic { users: 0 } }\n" +
         "advertiser { name: \"a\" kind: SHOP\n  campaign { chanel: \"x\" } }",
     "s.textproto:1:1: no such field 'nam'; did you mean 'name'? known: name, "
     "description, seed, run, calendar, cells, channel, mechanism, "
     "user_model, traffic, advertiser, recording\n"
     "s.textproto:2:8: cells = 0, must be in [1, 4096]\n"
     "s.textproto:3:19: mechanism.name: no such mechanism 'gps'; did you mean "
     "'gsp'? known: {mechanisms}\n"
     "s.textproto:4:30: traffic.synthetic.users = 0, must be in [1, "
     "4000000000]\n"
     "s.textproto:5:30: advertiser[0].kind expects one of BRAND, STORE, "
     "AGENCY, found SHOP\n"
     "s.textproto:6:14: advertiser[0].campaign[0]: no such field 'chanel'; "
     "did you mean 'channel'? known: name, charge, value_per_click_micros, "
     "value_per_conversion_micros, strategy, channel, target_interest, "
     "click_rate, click_rate_spread, conversion_rate, interest, "
     "interest_lift"},
};

INSTANTIATE_TEST_SUITE_P(Every, ProgramScenarioFaults,
                         testing::ValuesIn(kBroken),
                         [](const auto& given) { return given.param.name; });

struct UsageCase {
  std::string name;
  Words words;
  std::string sentence;  ///< the first line
};

void PrintTo(const UsageCase& usage, std::ostream* out) { *out << usage.name; }

class ProgramUsage : public ProgramTest,
                     public testing::WithParamInterface<UsageCase> {};

TEST_P(ProgramUsage, IsRefusedWithASentenceAndCodeTwo) {
  Write("s.textproto", Small(""));
  Write("binary", std::string("\x89HDF\r\n\x1a\n\0\0", 10));
  Write("zeros", std::string(64, '\0'));
  Write("text.h5", "no trace\n");
  std::filesystem::create_directory(PathOf("folder"));
  const ProgramEnd end = Souk(GetParam().words);
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err.substr(0, end.err.find('\n')), GetParam().sentence);
  EXPECT_EQ(end.out, "");
  EXPECT_FALSE(Exists("s.h5"));
}

const UsageCase kUsage[] = {
    {"UnknownCommand",
     {"rnu", "s.textproto"},
     "souk: no such command 'rnu'; did you mean 'run'? known: run, resume, "
     "validate, list, explain, digest"},
    {"UnknownOption",
     {"run", "s.textproto", "--thread", "2"},
     "souk run: unrecognised option '--thread'; did you mean '--threads'?"},
    {"UnknownShortOption",
     {"digest", "-x", "a.h5"},
     "souk digest: unrecognised option '-x'"},
    {"NoFile", {"run"}, "souk run: FILE is missing"},
    {"TwoFiles",
     {"run", "s.textproto", "t.textproto"},
     "souk run: what is 't.textproto' for?"},
    {"MissingFile",
     {"run", "r.textproto"},
     "r.textproto: no such file; did you mean 's.textproto'?"},
    {"Folder", {"run", "folder"}, "folder: is a directory, not a file"},
    {"BinaryFile", {"run", "binary"}, "binary: is not a text file"},
    {"Zeros", {"validate", "zeros"}, "zeros: is not a text file"},
    {"SetWithoutEquals",
     {"run", "s.textproto", "--set", "cells"},
     "--set cells: expected PATH=VALUE, as in calendar.days=7"},
    {"SetWithABadPath",
     {"run", "s.textproto", "--set", "calendar.day=2"},
     "--set calendar.day=2: calendar: no such field 'day'; did you mean "
     "'days'? known: days, ticks_per_day"},
    {"SetWithABadValue",
     {"run", "s.textproto", "--set", "cells=many"},
     "--set cells=many: cells expects a whole number, found many"},
    {"SetOutOfRange",
     {"run", "s.textproto", "--set", "cells=0"},
     "--set cells=0: cells = 0, must be in [1, 4096]"},
    {"SetOfAnUnknownElement",
     {"run", "s.textproto", "--set", "advertiser[puma].kind=STORE"},
     "--set advertiser[puma].kind=STORE: no such advertiser 'puma'; known: "
     "nike"},
    {"SetOfAParameterThatDoesNotFit",
     {"run", "s.textproto", "--set",
      "mechanism.param[reserve_micros].value=-1"},
     "--set mechanism.param[reserve_micros].value=-1: "
     "mechanism.param[reserve_micros]: parameter 'reserve_micros' = -1 micros, "
     "must be in [0, 1e+15]"},
    {"SetWithoutAValue",
     {"run", "s.textproto", "--set"},
     "souk run: the required argument for option '--set' is missing"},
    {"NoThreads",
     {"run", "s.textproto", "--threads", "0"},
     "souk run: --threads is 0, must be in [1, 1024]"},
    {"NegativeThreads",
     {"run", "s.textproto", "--threads", "-1"},
     "souk run: --threads is '-1', must be a whole number from 0 to "
     "18446744073709551615"},
    {"ThreadsInWords",
     {"resume", "text.h5", "--threads", "two"},
     "souk resume: --threads is 'two', must be a whole number from 0 to "
     "18446744073709551615"},
    {"NegativeSeed",
     {"run", "s.textproto", "--seed", "-1"},
     "souk run: --seed is '-1', must be a whole number from 0 to "
     "18446744073709551615"},
    {"UnknownSummary",
     {"run", "s.textproto", "--summary=xml"},
     "souk run: --summary is 'xml', must be table or json"},
    {"UnknownFamily",
     {"list", "strategy"},
     "souk list: no such family 'strategy'; did you mean 'strategies'? known: "
     "mechanisms, strategies, traffic, user_models"},
    {"ResumeOfNothing",
     {"resume", "lost.h5"},
     "souk resume: cannot read trace 'lost.h5': No such file or directory "
     "(reading 'lost.h5')"},
    {"ResumeOfText",
     {"resume", "text.h5"},
     "souk resume: 'text.h5' is not a souk trace: file signature not found "
     "(reading 'text.h5')"},
    {"ResumeOfAFolder",
     {"resume", "folder"},
     "souk resume: cannot read trace 'folder': Is a directory (reading "
     "'folder')"},
    {"DigestOfText",
     {"digest", "text.h5"},
     "souk digest: 'text.h5' is not a souk trace: file signature not found "
     "(reading 'text.h5')"},
};

INSTANTIATE_TEST_SUITE_P(Every, ProgramUsage, testing::ValuesIn(kUsage),
                         [](const auto& given) { return given.param.name; });

class ProgramFaults : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    Write("s.textproto", Small(""));
    Write("replay.textproto",
          "traffic { replay {\n  path: \"a.log\" } }\n"
          "advertiser { name: \"a\" campaign {} }");
  }
  /// Stops `s` half-way, so that its trace and checkpoint stay.
  void Interrupted() {
    Program run(SoukWords({"run", "s.textproto", "--set", "calendar.days=3000",
                           "--set", "recording.flush_ticks=10"}),
                folder());
    for (int i = 0; i < 1000 && !Exists("s.h5.checkpoint"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    run.Send(SIGINT);
    EXPECT_EQ(run.Wait().exit_code, 3);
  }
  void ExpectRefusedResume(const std::string& sentence) {
    const ProgramEnd end = Souk({"resume", "s.h5"});
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, "souk resume: " + sentence + "\n");
    EXPECT_EQ(end.out, "");
  }
};

TEST_F(ProgramFaults, NothingAtAllGetsTheHelp) {
  const ProgramEnd end = Souk({});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.out, "");
  EXPECT_THAT(end.err, HasSubstr("Usage: souk COMMAND"));
}

TEST_F(ProgramFaults, UsageIsRepeatedAfterAWrongOption) {
  EXPECT_EQ(Souk({"digest", "--bogus", "a.h5"}).err,
            "souk digest: unrecognised option '--bogus'\n"
            "Usage: souk digest TRACE\nSee souk digest --help\n");
}

TEST_F(ProgramFaults, UnknownThingsToExplainGetTheNearest) {
  const ProgramEnd end = Souk({"explain", "gps"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_THAT(end.err, HasSubstr("no such member 'gps'; did you mean 'gsp'?"));
}

TEST_F(ProgramFaults, MissingLogIsNamedWithItsWholePath) {
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, "replay.textproto:2:9: traffic.replay.path = \"a.log\": " +
                         PathOf("a.log") + ": no such file\n");
}

TEST_F(ProgramFaults, BadLineOfALogIsFoundFarBehind) {
  std::string log;
  for (int line = 1; line <= 50000; ++line) {
    log += line == 40000 ? "0 x 0.1\n" : "0 5 0.1\n";
  }
  Write("a.log", log);
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, PathOf("a.log") +
                         ":40000: price is 'x', must be a whole number from 0 "
                         "to 1000000000000\n");
}

TEST_F(ProgramFaults, EmptyLog) {
  Write("a.log", "");
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, PathOf("a.log") + ": the log is empty\n");
}

TEST_F(ProgramFaults, OutputThatCannotBeWrittenFailsTheRun) {
  std::filesystem::create_directory(PathOf("folder"));
  const ProgramEnd lost = Souk({"run", "s.textproto", "-o", "no/a.h5"});
  EXPECT_EQ(lost.exit_code, 1);
  EXPECT_EQ(lost.err,
            "souk: cannot write trace 'no/a.h5': No such file or directory "
            "(writing 'no/a.h5.tmp')\n");
  const ProgramEnd folder = Souk({"run", "s.textproto", "-o", "folder"});
  EXPECT_EQ(folder.exit_code, 1);
  EXPECT_EQ(folder.err,
            "souk: cannot write trace 'folder': Is a directory (writing "
            "'folder')\n");
  const ProgramEnd device = Souk({"run", "s.textproto", "-o", "/dev/null"});
  EXPECT_EQ(device.exit_code, 1);
  EXPECT_EQ(device.err,
            "souk: cannot write trace '/dev/null': Not a regular file (writing "
            "'/dev/null')\n");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ProgramFaults, OutputNeverReplacesWhatIsNoTrace) {
  const std::string before = Read("s.textproto");
  const ProgramEnd end = Souk({"run", "s.textproto", "-o", "s.textproto"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.err,
            "souk: cannot write trace 's.textproto': There is a file that is "
            "no trace (writing 's.textproto')\n");
  EXPECT_EQ(Read("s.textproto"), before);
}

TEST_F(ProgramFaults, ReadOnlyFolder) {
  const ProgramEnd end = Souk({"run", "s.textproto", "-o", "/proc/a.h5"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_THAT(end.err, StartsWith("souk: cannot write trace '/proc/a.h5': "));
  EXPECT_EQ(end.out, "");
}

TEST_F(ProgramFaults, FinishedTraceIsNotResumed) {
  ExpectSuccess(Souk({"run", "s.textproto"}));
  ExpectRefusedResume("'s.h5' is complete: nothing to resume");
}

TEST_F(ProgramFaults, ResumeWithoutACheckpoint) {
  Interrupted();
  std::filesystem::remove(PathOf("s.h5.checkpoint"));
  ExpectRefusedResume(
      "there is no checkpoint 's.h5.checkpoint': the run ended before its "
      "first; start it again");
}

TEST_F(ProgramFaults, ResumeFromADamagedCheckpoint) {
  Interrupted();
  std::string bytes = Read("s.h5.checkpoint");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  Write("s.h5.checkpoint", bytes);
  ExpectRefusedResume("checkpoint 's.h5.checkpoint' is damaged");
  Write("s.h5.checkpoint", bytes.substr(0, bytes.size() / 3));
  ExpectRefusedResume("checkpoint 's.h5.checkpoint' is damaged");
  Write("s.h5.checkpoint", "");
  ExpectRefusedResume(
      "'s.h5.checkpoint' is not a souk checkpoint of this version");
  Write("s.h5.checkpoint", "something else");
  ExpectRefusedResume(
      "'s.h5.checkpoint' is not a souk checkpoint of this version");
}

TEST_F(ProgramFaults, ResumeFromTheCheckpointOfAnotherRun) {
  Interrupted();
  std::filesystem::rename(PathOf("s.h5.checkpoint"), PathOf("kept"));
  Write("s.textproto", Small("seed: 2"));
  Interrupted();
  std::filesystem::rename(PathOf("kept"), PathOf("s.h5.checkpoint"));
  ExpectRefusedResume(
      "cannot resume trace 's.h5': it belongs to another run than the "
      "checkpoint");
}

TEST_F(ProgramFaults, ChangedTraceHasAnotherDigest) {
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  ExpectSuccess(Souk({"run", "s.textproto"}));
  const std::string digest = Souk({"digest", "s.h5"}).out;
  ExpectSuccess(
      Python("import h5py\nwith h5py.File('s.h5', 'r+') as trace:\n"
             "  trace['market/page_views'][3] += 1\n",
             {}));
  const ProgramEnd end = Souk({"digest", "s.h5"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_NE(end.out, digest);
  EXPECT_EQ(end.err,
            "souk digest: 's.h5' was changed after the run: its content no "
            "longer has the digest " +
                digest.substr(0, 32) + " that the run wrote\n");
}

TEST_F(ProgramFaults, TruncatedTraceIsAnErrorNotACrash) {
  ExpectSuccess(Souk({"run", "s.textproto"}));
  const std::string whole = Read("s.h5");
  for (const size_t size : {size_t{0}, size_t{100}, whole.size() / 2}) {
    Write("s.h5", whole.substr(0, size));
    const ProgramEnd end = Souk({"digest", "s.h5"});
    EXPECT_EQ(end.exit_code, 2) << size;
    EXPECT_THAT(end.err, HasSubstr("'s.h5'"));
  }
}

/// A file system of 1 MB; without the right to mount there is no test.
class ProgramOnASmallDisk : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    std::filesystem::create_directory(PathOf("disk"));
    mounted_ = Shell("mount -t tmpfs -o size=1m tmpfs disk").exit_code == 0;
  }
  void TearDown() override {
    if (mounted_) Shell("umount disk || umount -l disk");
    ProgramTest::TearDown();
  }
  bool mounted() const { return mounted_; }

  /// A trace of some MB, flushed often.
  Words Run() const {
    return {"run",
            std::string(SOUK_SOURCE_DIR) +
                "/scenarios/library/quickstart.textproto",
            "--set",
            "traffic.synthetic.users=4000",
            "--set",
            "recording.page_share=1",
            "--set",
            "recording.award_share=1",
            "--set",
            "recording.bid_share=1",
            "--set",
            "recording.flush_ticks=4",
            "-o",
            "disk/q.h5"};
  }

 private:
  bool mounted_ = false;
};

constexpr char kReadable[] = R"(
import h5py
with h5py.File('disk/q.h5') as trace:
  progress = trace['manifest'].attrs
  assert progress['complete'] == 0
  ticks = int(progress['ticks_done'])
  assert ticks >= 4, ticks
  assert list(trace['market/tick'][:]) == list(range(ticks))
  assert trace['bids/tick'][:].max() < ticks
  assert (trace['bids/bid_micros'][:] >= 0).all()
print(ticks)
)";

TEST_F(ProgramOnASmallDisk, FullDiskFailsTheRunAndKeepsWhatWasFlushed) {
  if (!mounted()) GTEST_SKIP() << "cannot mount a tmpfs here";
  const ProgramEnd end = Souk(Run());
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.out, "");
  EXPECT_THAT(end.err, HasSubstr("'disk/q.h5"));
  EXPECT_THAT(end.err, HasSubstr("No space left on device"));
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  ExpectSuccess(Python(kReadable, {}));
  EXPECT_EQ(Souk({"digest", "disk/q.h5"}).exit_code, 3);
}

TEST_F(ProgramOnASmallDisk, ResumesOnceThereIsRoom) {
  if (!mounted()) GTEST_SKIP() << "cannot mount a tmpfs here";
  ASSERT_EQ(Souk(Run()).exit_code, 1);
  EXPECT_EQ(Souk({"resume", "disk/q.h5"}).exit_code, 1);  // still full
  ASSERT_EQ(Shell("mount -o remount,size=200m disk").exit_code, 0);
  ExpectSuccess(Souk({"resume", "disk/q.h5"}));
  Words whole = Run();
  whole.back() = "whole.h5";
  ExpectSuccess(Souk(whole));
  EXPECT_EQ(Souk({"digest", "disk/q.h5"}).out,
            Souk({"digest", "whole.h5"}).out);
}

TEST_F(ProgramFaults, FileBeyondTheSizeLimitFailsTheRun) {
  Words words = {
      "run",
      std::string(SOUK_SOURCE_DIR) + "/scenarios/library/quickstart.textproto",
      "-o", "q.h5"};
  std::string line = "ulimit -f 100; exec $SOUK";
  for (const std::string& word : words) line += " '" + word + "'";
  const ProgramEnd end = Shell(line);
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_THAT(end.err, StartsWith("souk: the run failed: cannot write trace "
                                  "'q.h5': File too large (writing 'q.h5"));
  EXPECT_EQ(end.out, "");
}

TEST_F(ProgramFaults, OutputThatTakesNothingFailsTheCommand) {
  const std::string closed = "souk: cannot write to standard output\n";
  for (const char* command :
       {"list", "explain gsp", "--version", "--help", "run --help",
        "validate s.textproto", "validate s.textproto --expand",
        "run s.textproto", "run s.textproto --summary=json"}) {
    for (const char* nowhere : {">&-", ">/dev/full"}) {
      const ProgramEnd end =
          Shell(std::string("$SOUK ") + command + " " + nowhere);
      EXPECT_EQ(end.exit_code, 1) << command << nowhere;
      EXPECT_THAT(end.err, EndsWith(closed)) << command << nowhere;
    }
  }
}

TEST_F(ProgramFaults, ClosedStreamsNeverReachTheTrace) {
  ExpectSuccess(Souk({"run", "s.textproto", "-o", "a.h5"}));
  const ProgramEnd end =
      Shell("$SOUK run s.textproto -o b.h5 <&- 2>&- && cmp a.h5 b.h5");
  ExpectSuccess(end);
}

TEST_F(ProgramFaults, AReaderWhoLeavesDoesNotEndTheRun) {
  const ProgramEnd end = Shell(
      "$SOUK run s.textproto -o a.h5 2>&1 | true; "
      "test ${PIPESTATUS[0]} -le 1 && $SOUK digest a.h5");
  ExpectSuccess(end);
}

}  // namespace
}  // namespace souk::tests
