// Commands on a trace that nodes have written together, and souk merge.
#include <gmock/gmock.h>

#include "tests/support/program.h"
#include "tests/support/split_trace.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;

class ProgramMerge : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    ExpectSuccess(Souk({"run", Library("one_of_everything"), "--set", "cells=3",
                        "--set", "recording.page_share=1", "--set",
                        "recording.award_share=1", "-o", "whole.h5"}));
    digest_ = Souk({"digest", "whole.h5"}).out;
  }
  void Split(Lead fate) {
    SplitTrace(PathOf("whole.h5"), PathOf("run.h5"), fate);
  }
  void ExpectRefused(const Words& words, const std::string& sentence) {
    const ProgramEnd end = Souk(words);
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, "souk " + words[0] + ": " + sentence + "\n");
    EXPECT_EQ(end.out, "");
  }

  std::string digest_;  ///< of one process, with a newline
};

TEST_F(ProgramMerge, MakesTheFileOfOneProcess) {
  Split(Lead::kFinishes);
  EXPECT_EQ(Souk({"digest", "run.h5"}).out, digest_);
  const ProgramEnd end = Souk({"merge", "run.h5"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_EQ(end.out, "digest " + digest_ + "trace  run.merged.h5\n");
  EXPECT_EQ(end.err, "");
  EXPECT_TRUE(Read("run.merged.h5") == Read("whole.h5"));
  ExpectSuccess(Souk({"digest", "run.merged.h5"}));
  ExpectSuccess(Souk({"merge", "run.h5", "-o", "other.h5"}));
  EXPECT_TRUE(Read("other.h5") == Read("whole.h5"));
}

/// The first page view that each cell recorded in this tick.
std::map<uint32_t, uint64_t> FirstPages(const std::string& path,
                                        uint32_t tick) {
  auto trace = results::TraceReader::Open(path).value();
  std::map<uint32_t, uint64_t> pages;
  for (const auto& row : RowsOf<market::SlotAwarded>(*trace, "awards")) {
    if (row.tick == tick) pages.try_emplace(row.cell, row.page);
  }
  return pages;
}

TEST_F(ProgramMerge, ExplainsAPageOfAnyPart) {
  Split(Lead::kFinishes);
  const auto pages = FirstPages(PathOf("whole.h5"), 12);
  EXPECT_EQ(pages.size(), 3U);
  for (const auto& [cell, page] : pages) {
    const std::string id = std::to_string(page);
    const ProgramEnd whole =
        Souk({"explain-page", "whole.h5", "--page", id, "--tick=12"});
    const ProgramEnd parts =
        Souk({"explain-page", "run.h5", "--page", id, "--tick=12"});
    EXPECT_EQ(parts.exit_code, 0) << parts.err;
    EXPECT_EQ(parts.out, whole.out);
    EXPECT_THAT(parts.out, HasSubstr("the trace has recorded the same awards"));
  }
}

TEST_F(ProgramMerge, SaysWhatIsIncomplete) {
  Split(Lead::kDies);
  const ProgramEnd end = Souk({"merge", "run.h5", "-o", "part.h5"});
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_EQ(end.out, "digest " + digest_ + "trace  part.h5\n");
  EXPECT_EQ(end.err,
            "souk merge: 'run.h5' is incomplete: 24 of 24 ticks; so is what "
            "was merged\n");
  EXPECT_EQ(Souk({"digest", "part.h5"}).exit_code, 3);
}

TEST_F(ProgramMerge, GivesTheDigestThatTheRunCouldNotCompute) {
  Split(Lead::kFinishesBlind);
  const ProgramEnd digest = Souk({"digest", "run.h5"});
  EXPECT_EQ(digest.exit_code, 0);
  EXPECT_EQ(digest.out, digest_);
  EXPECT_EQ(digest.err,
            "souk digest: 'run.h5' was finished without a digest: nothing to "
            "compare with\n");
  ExpectSuccess(Souk({"merge", "run.h5"}));
  EXPECT_TRUE(Read("run.merged.h5") == Read("whole.h5"));
}

TEST_F(ProgramMerge, ResumeDoesNotNeedPartsOnOtherDisks) {
  Split(Lead::kDies);
  std::filesystem::remove(PathOf("run.h5.nodes/0001.h5"));
  const ProgramEnd end = Souk({"resume", "run.h5"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_THAT(
      end.err,
      testing::StartsWith("souk resume: going on, although this machine cannot "
                          "read trace 'run.h5': No such file or directory "
                          "(reading 'run.h5.nodes/0001.h5'), the part of node "
                          "'here'\nsouk resume: there is no checkpoint "));
}

TEST_F(ProgramMerge, RefusesWhatCannotBeMerged) {
  Split(Lead::kFinishes);
  ExpectRefused({"merge", "whole.h5"},
                "'whole.h5' has no parts written by nodes: nothing to merge");
  ExpectRefused({"merge", "run.h5", "-o", "whole.h5"},
                "'whole.h5' is there already; remove it, or choose another "
                "name with -o FILE");
  std::filesystem::remove(PathOf("run.h5.nodes/0002.h5"));
  const std::string sentence =
      "cannot read trace 'run.h5': No such file or directory (reading "
      "'run.h5.nodes/0002.h5'), the part of node 'here'";
  ExpectRefused({"merge", "run.h5"}, sentence);
  ExpectRefused({"digest", "run.h5"}, sentence);
  ExpectRefused({"explain-page", "run.h5", "--page=3"}, sentence);
  EXPECT_FALSE(Exists("run.merged.h5"));
}

TEST_F(ProgramMerge, LeavesNothingWhenItCannotWrite) {
  Split(Lead::kFinishes);
  const ProgramEnd end = Souk({"merge", "run.h5", "-o", "no/such/folder.h5"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.err,
            "souk merge: cannot write trace 'no/such/folder.h5': No such file "
            "or directory (writing 'no/such/folder.h5.tmp')\n");
  Program limited({"/bin/sh", "-c",
                   "ulimit -f 200; exec " + SoukWords({})[0] + " merge run.h5"},
                  folder());
  const ProgramEnd full = limited.Wait();
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_EQ(full.err,
            "souk merge: cannot write trace 'run.merged.h5': File too large "
            "(writing 'run.merged.h5.tmp')\n");
  EXPECT_FALSE(Exists("run.merged.h5.tmp"));
}

TEST_F(ProgramMerge, TheNextRunRemovesTheParts) {
  Split(Lead::kFinishes);
  ExpectSuccess(Souk({"run", Library("quickstart"), "-o", "run.h5"}));
  EXPECT_FALSE(Exists("run.h5.nodes"));
}

}  // namespace
}  // namespace souk::tests
