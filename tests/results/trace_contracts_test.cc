// Promises of the traces of markets with contracts.
#include <gtest/gtest.h>

#include "results/digest.h"
#include "results/summary.h"
#include "results/trace_merge.h"
#include "results/trace_reader.h"
#include "results/trace_writer.h"
#include "tests/results/contract_fixtures.h"
#include "tests/results/parts_fixtures.h"

namespace souk::results {
namespace {

constexpr uint32_t kTicks = 12;

void RecordTicks(TraceWriter& writer, uint32_t first, uint32_t last) {
  for (uint32_t tick = first; tick < last; ++tick) {
    Must(writer.Record(ContractRowsOfTick(tick)));
    if (tick % 3 == 2) Must(writer.Flush(tick + 1));
  }
}

std::string FinishedTrace(const std::string& path) {
  auto writer = Get(TraceWriter::Create(path, ContractManifest()));
  RecordTicks(*writer, 0, kTicks);
  return Get(writer->Finish(kTicks));
}

TEST(TraceOfContracts, HoldsWhatWasRecorded) {
  TemporaryFolder folder;
  const std::string digest = FinishedTrace(folder / "run.h5");
  auto reader = Get(TraceReader::Open(folder / "run.h5"));
  EXPECT_EQ(reader->manifest(), ContractManifest());
  EXPECT_GT(reader->rows("supply"), 2 * kChunkRows);
  EXPECT_EQ(Difference(*reader, kTicks, ContractRowsOfTick), "");
  EXPECT_EQ(Get(reader->RecomputeDigest()), digest);
  DigestSink sink;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    Must(sink.Record(ContractRowsOfTick(tick)));
  }
  EXPECT_EQ(sink.digest(), digest);
}

TEST(TraceOfContracts, ContinuesToTheSameFile) {
  TemporaryFolder folder;
  const std::string digest = FinishedTrace(folder / "whole.h5");
  const std::string path = folder / "resumed.h5";
  market::ArchiveWriter out;
  {
    auto writer = Get(TraceWriter::Create(path, ContractManifest()));
    RecordTicks(*writer, 0, 6);
    writer->Save(out);
    RecordTicks(*writer, 6, 10);  // forgotten
  }
  market::ArchiveReader in(out.bytes());
  auto writer = Get(TraceWriter::Resume(path, in));
  EXPECT_EQ(Difference(*Get(TraceReader::Open(path)), 6, ContractRowsOfTick),
            "");
  RecordTicks(*writer, 6, kTicks);
  EXPECT_EQ(Get(writer->Finish(kTicks)), digest);
  EXPECT_EQ(
      Difference(*Get(TraceReader::Open(path)), kTicks, ContractRowsOfTick),
      "");
}

TEST(TraceOfContracts, MergesItsParts) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto lead = Get(TraceWriter::Create(path, ContractManifest()));
  const uint32_t number = lead->NextPartNumber();
  auto node = Get(TraceWriter::CreatePart(path, number, ContractManifest()));
  DigestSink whole;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    market::TickRows own = LeadRows(tick);
    FillRows(tick, 3, own.contracts);
    FillRows(tick, 5, own.supply);
    market::TickRows all = own;
    all.bids = CellRows(tick, 0).bids;
    Must(lead->Record(own));
    Must(node->Record(CellRows(tick, 0)));
    all.pages = CellRows(tick, 0).pages;
    all.awards = CellRows(tick, 0).awards;
    Must(whole.Record(all));
  }
  Get(node->Finish(kTicks));
  lead->SetParts({{lead->PartPath(number), "here", node->rows()}});
  EXPECT_EQ(Get(lead->Finish(kTicks)), whole.digest());
  auto master = Get(TraceReader::Open(path));
  EXPECT_EQ(Get(MergeTrace(*master, folder / "all.h5")), whole.digest());
  auto merged = Get(TraceReader::Open(folder / "all.h5"));
  EXPECT_EQ(merged->rows("contracts"), 3 * kTicks);
  EXPECT_EQ(merged->manifest(), ContractManifest());
}

TEST(TraceOfContracts, LacksTheirTablesWithoutContracts) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = Get(TraceWriter::Create(path, SmallManifest()));
  Must(writer->Record(RowsOfTick(0)));
  Get(writer->Finish(1));
  hdf5::InputFile file(path);
  EXPECT_TRUE(file.Has("ticks"));
  for (const char* name : {"contracts", "contract_pages", "contract_slots",
                           "supply", "manifest/contracts"}) {
    EXPECT_FALSE(file.Has(name)) << name;
  }
  EXPECT_EQ(Get(TraceReader::Open(path))->rows("contracts"), 0U);
}

TEST(TraceOfContractsDeathTest, TakesTheirRowsOnlyWithContracts) {
  TemporaryFolder folder;
  auto writer = Get(TraceWriter::Create(folder / "run.h5", SmallManifest()));
  EXPECT_DEATH((void)writer->Record(ContractRowsOfTick(0)).ok(),
               "rows of contracts of a market without contracts");
}

/// A run in which everything that contracts can do happens.
market::TickRows StoryTick(uint32_t tick) {
  market::TickRows rows = LeadRows(tick);
  for (uint32_t contract = 0; contract < 3; ++contract) {
    const int64_t delivered = (tick * 7 + contract * 5) % 11 + 30 * contract;
    rows.contracts.push_back({.tick = tick,
                              .contract = contract,
                              .planned = 5.5 + 31 * contract,
                              .leased = 2 * delivered,
                              .delivered = delivered,
                              .views = delivered / 2,
                              .clicks = delivered / 8,
                              .conversions = 0,
                              .missing = 0,
                              .alpha = 0.25,
                              .earned_micros = 1500 * delivered,
                              .returned_micros = tick == 11 ? 77 : 0,
                              .penalty_micros = tick == 11 ? 99 : 0});
  }
  rows.contract_pages = {{tick, 1000, 300 + tick, tick % 3, 12345 + tick}};
  rows.contract_slots = {
      {tick, 0, 0, 20}, {tick, 0, 1, 5 + tick}, {tick, 1, 0, 9}};
  if (tick % 2 == 1) rows.supply = {{tick, 0, 1000.5, 1003}, {tick, 1, 0, 2}};
  return rows;
}

std::string Given(const ContractsFigures& all) {
  return market::Concat(
      "'{\"fulfilment\":", all.fulfilment, ",\"worst\":", all.worst_fulfilment,
      ",\"compensation\":", all.compensation_rate,
      ",\"overdelivery\":", all.overdelivery,
      ",\"repeats\":", all.pages_with_repeats,
      ",\"click_rate\":", all.click_rate, ",\"gini\":", all.slot_gini,
      ",\"smoothness\":", all.smoothness, ",\"auction\":", all.auction_micros,
      "}'");
}

TEST(TraceOfContracts, TellsH5pyEnoughToComputeTheSummary) {
  if (!HasH5py()) GTEST_SKIP() << "python3-h5py is not installed";
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = Get(TraceWriter::Create(path, ContractManifest()));
  Summary summary(ContractManifest());
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    Must(writer->Record(StoryTick(tick)));
    Must(summary.Record(StoryTick(tick)));
  }
  const std::string digest = Get(writer->Finish(kTicks));
  const Ran ran =
      RunCommand("/usr/bin/python3 " SOUK_SOURCE_DIR
                 "/tests/results/read_contracts_test.py '" +
                 path + "' " + digest + " " + Given(summary.contracts().all()));
  EXPECT_EQ(ran.status, 0) << ran.output;
}

}  // namespace
}  // namespace souk::results
