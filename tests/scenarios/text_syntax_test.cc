#include "scenarios/text_syntax.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "scenarios/scenario_text.h"

namespace souk::scenarios {
namespace {

TEST(TextSyntax, PositionsPointAtNamesAndValues) {
  const SyntaxTree tree = ParseSyntax(
      "# a comment\nseed: 5\n\tchannel { name: \"m\"\n  slot_weight: [1,\n "
      "-0.5] }");
  ASSERT_TRUE(tree.faults.empty());
  ASSERT_EQ(tree.fields.size(), 2U);
  EXPECT_EQ(tree.fields[0].position.line, 2U);
  EXPECT_EQ(tree.fields[0].values[0].position.column, 7U);
  const auto& inner = tree.fields[1].values[0].fields;
  EXPECT_EQ(tree.fields[1].position.column, 2U);
  EXPECT_EQ(inner[0].values[0].text, "m");
  EXPECT_EQ(inner[1].values[1].text, "-0.5");
  EXPECT_EQ(inner[1].values[1].position.line, 5U);
  EXPECT_EQ(inner[1].values[1].position.column, 2U);
}

/// The reader agrees with Protobuf's own on everything that is right.
void ExpectSameAsProtobuf(const std::string& text) {
  Scenario theirs;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &theirs))
      << text;
  Scenario ours;
  Faults faults("f");
  EXPECT_TRUE(ReadScenarioText(text, ours, faults));
  EXPECT_EQ(faults.Text(), "");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(ours, theirs))
      << text << ours.DebugString();
}

TEST(TextSyntax, ReadsWhatProtobufReads) {
  ExpectSameAsProtobuf("");
  ExpectSameAsProtobuf("seed: 0x1F, run: 017; cells: 8");
  ExpectSameAsProtobuf("name: 'it\\'s' \" \\\"so\\\" \\n\\x41\\101\\u00e9\"");
  ExpectSameAsProtobuf("\r\nname : \"crlf\"\r\n");
  ExpectSameAsProtobuf("calendar < days : 3 >");
  ExpectSameAsProtobuf("calendar: { days: 3 }");
  ExpectSameAsProtobuf("channel [ { name: 'a' }, { name: 'b' } ]");
  ExpectSameAsProtobuf("channel: [ { name: 'a' }, { name: 'b' } ]");
  ExpectSameAsProtobuf(
      "channel { slot_weight: [ 1, .5, 5e-1, 0.25f, 1E-3, 1e5f ] }");
  ExpectSameAsProtobuf("channel { slot_weight: 1 slot_weight: 0.5 }");
  ExpectSameAsProtobuf("channel { slot_weight: [] }");
  ExpectSameAsProtobuf("advertiser { daily_budget_micros: - 5 kind: STORE }");
  ExpectSameAsProtobuf(
      "advertiser { daily_budget_micros: 9223372036854775807 }");
  ExpectSameAsProtobuf("seed: 18446744073709551615 # end");
}

TEST(TextSyntax, NeverReadsWhatProtobufRefuses) {
  for (const char* text : {"seed",
                           "seed: ",
                           "seed: 1 2",
                           "seed: 'a'",
                           "seed: 1.5",
                           "seed: 1x",
                           "seed: 08",
                           "seed: -1",
                           "calendar {",
                           "calendar }",
                           "calendar { > ",
                           "name: \"a",
                           "name: 'a\nb'",
                           "name: \"\\q\"",
                           "name: a",
                           "cells: 4294967296",
                           "cells: [1]",
                           "channel { slot_weight: [1,] }",
                           "channel { slot_weight: [1 2] }",
                           "channel { slot_weight: 1e }",
                           "channel { slot_weight: 1.2.3 }",
                           "[a.b] { }",
                           "seed = 1",
                           "{}",
                           "calendar: 3",
                           "seed { }",
                           "nosuch: 1",
                           "seed: 1 seed: 2",
                           "channel { slot_weight: --1 }",
                           "seed: 1 ]",
                           "channel { share: 0x1 }",
                           "channel { share: 010 }",
                           "channel { share: 01f }",
                           "channel { share: 00.5 }",
                           "advertiser { kind: X }"}) {
    Scenario theirs;
    EXPECT_FALSE(google::protobuf::TextFormat::ParseFromString(text, &theirs))
        << text;
    Scenario ours;
    Faults faults("f");
    ReadScenarioText(text, ours, faults);
    EXPECT_FALSE(faults.empty()) << text;
  }
}

TEST(TextSyntax, ZeroBytesEndText) {
  Scenario scenario;
  Faults faults("f");
  ReadScenarioText(std::string_view("name: \"a\0b\"\nseed: 3", 19), scenario,
                   faults);
  EXPECT_EQ(faults.Text(), "f:1:7: text without a closing quote");
  EXPECT_EQ(scenario.seed(), 3U);
}

}  // namespace
}  // namespace souk::scenarios
