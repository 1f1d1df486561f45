"""The house rules, each as a test of this checkout, and each held to a
breach that it must find."""
import pathlib
import tempfile
import unittest

import rules
import tool_rules
from tree import Tree

ROOT = pathlib.Path(__file__).resolve().parents[2]


def said(breaches):
    return [f"{path}:{line}: {sentence}" if line else f"{path}: {sentence}"
            for path, line, sentence in breaches]


class House(unittest.TestCase):
    tree = Tree.read(ROOT)


def keeps(rule):
    def test(self):
        breaches = said(rule(self.tree))
        if breaches:
            self.fail(f"{rule.__doc__}\n" + "\n".join(breaches))
    test.__doc__ = rule.__doc__
    return test


for one in rules.RULES + tool_rules.RULES:
    setattr(House, f"test_{one.__name__}", keeps(one))


REGISTRY = "market/mechanisms/registry.cc"
MEMBER = "// Rule.\nMechanismEntry Gsp() {\n  return {.name = \"gsp\"};\n}\n"


def breach(rule, texts):
    """What a rule says about a tree of these texts."""
    return said(rule(Tree(texts)))


class Breaches(unittest.TestCase):
    """A rule that finds nothing is worth nothing."""

    def expect(self, rule, texts, *sentences):
        self.assertEqual(breach(rule, texts), list(sentences))

    def test_an_arrow_away_from_market_is_found(self):
        self.expect(rules.arrows_point_to_market,
                    {"market/a.cc": '#include "market/b.h"\n'
                                    '#include "agents/c.h"\n',
                     "results/a.cc": '#include "market/b.h"\n'},
                    'market/a.cc:2: includes "agents/c.h"; market/ may '
                    'include market')

    def test_a_stranger_in_the_domain_is_found(self):
        self.expect(rules.domain_needs_only_the_standard_library,
                    {"agents/a.h": "#include <vector>\n#include <fcntl.h>\n"},
                    "agents/a.h:2: includes <fcntl.h>: not the standard "
                    "library")

    def test_a_library_away_from_home_is_found(self):
        self.expect(rules.third_parties_have_one_home,
                    {"results/digest.cc": "// H5Fopen(x)\nH5Fopen(path);\n",
                     "results/hdf5_call.cc": "H5Fopen(path);\n",
                     "market/a.cc": "#include <xxhash.h>\n",
                     "actors/commands/summary_json.cc":
                         '#include "scenarios/summary.pb.h"\n'
                         '#include "scenarios/scenario.pb.h"\n'},
                    "results/digest.cc:2: uses HDF5, which lives in "
                    "results/hdf5",
                    "market/a.cc:1: uses xxHash, which lives in results/",
                    "actors/commands/summary_json.cc:2: uses Protobuf, which "
                    "lives in scenarios/")

    def test_a_clock_in_the_domain_is_found(self):
        self.expect(rules.domain_is_pure,
                    {"market/a.cc": "#include <chrono>\n",
                     "actors/a.cc": "#include <chrono>\n"},
                    "market/a.cc:1: includes <chrono>: the domain is pure")

    def test_the_chance_of_a_vendor_is_found(self):
        self.expect(rules.chance_has_a_name,
                    {"agents/a.cc": "std::normal_distribution<double> d;\n"},
                    "agents/a.cc:1: std::normal_distribution differs between "
                    "vendors; draw from market/random.h")

    def test_libm_is_found_and_its_namesakes_are_not(self):
        self.expect(rules.results_need_no_libm,
                    {"market/a.cc": "x = std::exp(y);\n// exp(y)\n"
                                    "x = model.log(y) + Exp(z);\n"
                                    "x = powf(y, z);\n"},
                    "market/a.cc:1: exp() has other bits on other machines; "
                    "see market/vector_math.h",
                    "market/a.cc:4: powf() has other bits on other machines; "
                    "see market/vector_math.h")

    def test_a_hash_container_is_found(self):
        self.expect(rules.results_need_no_unordered_order,
                    {"market/a.h": "std::unordered_map<int, int> m;\n"},
                    "market/a.h:1: std::unordered_map has no order of its own")

    def test_an_incomplete_registry_is_found(self):
        listing = ("MechanismEntry {0}();\nMechanismEntry {1}();\n"
                   "all = {{\n  {0}(),\n  {1}(),\n}};\n")
        others = {f"{folder}/registry.cc": "" for folder in rules.FAMILIES}
        member = {"market/mechanisms/gsp.cc": MEMBER}
        self.expect(rules.registries_are_complete_and_ordered,
                    others | member |
                    {REGISTRY: listing.format("Vcg", "Gsp")},
                    f"{REGISTRY}:2: declares Gsp behind Vcg",
                    f"{REGISTRY}:1: declares Vcg: no .cc here has it",
                    f"{REGISTRY}:5: lists Gsp behind Vcg",
                    f"{REGISTRY}:4: lists Vcg: no .cc here has it")
        one_line = "MechanismEntry Gsp();\nall = {\n  Gsp(), Gsp(),\n};\n"
        self.expect(rules.registries_are_complete_and_ordered,
                    others | member | {REGISTRY: one_line},
                    f"{REGISTRY}:3: lists Gsp behind Gsp")
        self.expect(rules.registries_are_complete_and_ordered,
                    others | member,
                    f"market/mechanisms/gsp.cc:2: Gsp is not in {REGISTRY} "
                    "(declares)",
                    f"market/mechanisms/gsp.cc:2: Gsp is not in {REGISTRY} "
                    "(lists)")

    def test_a_member_out_of_form_is_found(self):
        self.expect(rules.members_are_one_file,
                    {"market/mechanisms/vcg.cc": MEMBER,
                     "market/mechanisms/vcg.h": "",
                     "market/mechanisms/loose.cc": ""},
                    "market/mechanisms/vcg.cc:2: a member needs no header",
                    "market/mechanisms/vcg.cc:2: has no member of the name "
                    '"vcg"',
                    "market/mechanisms/loose.cc: neither a member nor the "
                    "source of a header")

    def test_a_missing_golden_is_found(self):
        self.expect(rules.everything_has_a_golden,
                    {"market/mechanisms/gsp.cc": MEMBER,
                     "scenarios/library/a.textproto": "",
                     "tests/golden/scenarios/a.txt": ""},
                    "market/mechanisms/gsp.cc: has no "
                    "tests/golden/mechanisms/gsp.txt; see "
                    "tests/update_goldens.sh")

    def test_a_new_top_level_entry_is_found(self):
        self.expect(rules.top_level_is_as_agreed,
                    {"utils/a.cc": "", ".ci/run": "", "market/a.h": ""},
                    "utils: is not one of the agreed top-level entries")

    def test_a_long_readme_is_found(self):
        texts = {f"{room}/README.md": "x\n" for room in rules.ROOMS}
        texts["market/README.md"] = "x\n" * 121
        del texts["tests/README.md"]
        self.expect(rules.rooms_have_short_readmes, texts,
                    "market/README.md:121: has 121 lines, at most 120",
                    "tests/README.md: is missing")

    def test_long_files_and_functions_are_found(self):
        body = "int f() {\n" + "  g();\n" * 59 + "}\n"
        self.expect(rules.functions_are_small,
                    {"market/a.cc": body, "market/b.cc": body[:10] +
                     body[17:]},
                    "market/a.cc:1: a function of 61 lines, at most 60")
        self.expect(rules.files_are_small, {"market/a.cc": "x\n" * 401},
                    "market/a.cc:401: has 401 lines, at most 400")

    def test_untidy_text_is_found(self):
        self.expect(rules.text_is_tidy,
                    {"market/a.cc": "\tx\nx \n\n", "market/b.cc": "x"},
                    "market/a.cc:1: has a tab",
                    "market/a.cc:2: has blanks at its end",
                    "market/a.cc:3: must end in one newline",
                    "market/b.cc:1: must end in one newline")

    def test_an_unguarded_header_is_found(self):
        self.expect(rules.headers_are_guarded,
                    {"market/a.h": "// #pragma once\n"},
                    "market/a.h:1: has no #pragma once")

    def test_marks_and_machine_paths_are_found(self):
        mark, path = "TO" + "DO", "/" + "home/" + "x"
        self.expect(rules.nothing_is_left_for_later,
                    {"market/a.cc": f"// {mark}: x\n"},
                    f"market/a.cc:1: has the mark {mark}")
        self.expect(rules.no_machine_paths,
                    {"a.md": f"see {path}/y and $HOME{path}\n"},
                    f"a.md:1: names {path} of some machine")

    def test_comments_and_strings_are_not_code(self):
        text = 'x = "std::exp(1)";  /* exp(2) */ y = R"(log(3))"; z = 1\'000;\n'
        self.expect(rules.results_need_no_libm, {"market/a.cc": text})

    def on_disk(self, rule, texts):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in texts.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            return said(rule(Tree.read(root)))

    def test_an_unformatted_source_is_found(self):
        style = (ROOT / ".clang-format").read_text()
        self.assertEqual(
            self.on_disk(tool_rules.sources_are_formatted,
                         {".clang-format": style,
                          "market/a.cc": "int a;\nint  b;\n"}),
            ["market/a.cc:2: run clang-format -i market/a.cc"])

    def test_a_broken_shell_script_is_found(self):
        found = self.on_disk(tool_rules.shell_scripts_parse,
                             {"scenarios/run.sh": "if true; then\n"})
        self.assertIn("syntax error", found[0])
        self.assertEqual(found[1:], [
            "scenarios/run.sh: says neither set -euo pipefail nor set -uo "
            "pipefail",
            "scenarios/run.sh: cannot be executed: chmod +x"])


if __name__ == "__main__":
    unittest.main()
