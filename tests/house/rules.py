"""The house rules. A rule takes a Tree and yields (path, line, sentence) for
every breach; line 0 means the whole file. Its first line of prose is the
promise. RULES lists them all."""
import re

from tree import ROOMS

SOURCES = (".cc", ".h")
PRODUCT = tuple(room for room in ROOMS if room != "tests")

# --- who may include whom

ARROWS = {
    "market": ("market",),
    "agents": ("agents", "market"),
    "scenarios": ("scenarios", "agents", "market"),
    "results": ("results", "market"),
    "actors": ("actors", "scenarios", "agents", "results", "market"),
    "tests": ROOMS,
}


def arrows_point_to_market(tree):
    """A room includes only itself and rooms nearer to market/."""
    for path in tree.paths(*SOURCES):
        room = path.split("/")[0]
        for line, name in tree.includes(path):
            if name[0] != '"':
                continue
            other = name.strip('"').split("/")[0]
            if other not in ARROWS[room]:
                yield path, line, (f"includes {name}; {room}/ may include "
                                   f"{', '.join(ARROWS[room])}")


STANDARD = set("""
algorithm any array atomic barrier bit bitset cctype cerrno cfenv cfloat
charconv chrono cinttypes climits clocale cmath compare complex concepts
condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio
cstdlib cstring ctime cwchar deque exception execution filesystem
forward_list fstream functional future initializer_list iomanip ios iosfwd
iostream istream iterator latch limits list locale map memory memory_resource
mutex new numbers numeric optional ostream queue random ranges ratio regex
scoped_allocator semaphore set shared_mutex source_location span sstream stack
stdexcept stop_token streambuf string string_view strstream syncstream
system_error thread tuple type_traits typeindex typeinfo unordered_map
unordered_set utility valarray variant vector version
""".split())

# Compiler intrinsics: part of the language as far as a pure domain goes.
INTRINSICS = "<immintrin.h>"
# The only place that sees libtorch.
TORCH = ("<torch/torch.h>", "agents/learning/torch/")
# Solvers, each wrapped in one file.
SOLVERS = (("<coin/Clp_C_Interface.h>", "agents/linear_program.cc"),
           ("<IpIpoptApplication.hpp>", "agents/contract_optimum.cc"),
           ("<IpSolveStatistics.hpp>", "agents/contract_optimum.cc"),
           ("<IpTNLP.hpp>", "agents/contract_optimum.cc"))


def domain_needs_only_the_standard_library(tree):
    """market/ and agents/ include nothing but the standard library (but
    for the two files that wrap Clp and Ipopt, and the folder that trains)."""
    for path in tree.paths(*SOURCES, rooms=("market", "agents")):
        for line, name in tree.includes(path):
            if name[0] != "<" or name == INTRINSICS or \
                    (name, path) in SOLVERS:
                continue
            if name == TORCH[0] and path.startswith(TORCH[1]):
                continue
            if name.strip("<>") not in STANDARD:
                yield path, line, f"includes {name}: not the standard library"


HOMES = (
    # what, its traces in code, where it lives (prefixes of paths)
    ("HDF5", r'#\s*include\s*<hdf5|\bH5[A-Z]{1,2}[a-z]\w*\s*\(',
     ("results/hdf5",)),
    ("ISA-L", r'#\s*include\s*<isa-l|\bisal_\w+\s*\(', ("results/",)),
    ("xxHash", r'#\s*include\s*<xxh|\bXXH\w+\s*\(', ("results/",)),
    ("Protobuf", r'#\s*include\s*["<](?:google/protobuf|.*\.pb\.h)'
     r'|\bgoogle::protobuf\b', ("scenarios/",)),
    ("Clp", r'#\s*include\s*<(?:coin/)?C(?:lp|oin)|\bClp_\w+\s*\(',
     ("agents/linear_program",)),
    ("Ipopt", r'#\s*include\s*<(?:coin/)?Ip[A-Z]|\bIpopt::',
     ("agents/contract_optimum",)),
    ("libtorch", r'#\s*include\s*<torch/|\btorch::',
     ("agents/learning/torch/",)),
    ("CAF", r'#\s*include\s*<caf/|\bcaf::', ("actors/",)),
    ("Boost", r'#\s*include\s*<boost/|\bboost::',
     ("actors/commands/", "actors/main.cc")),
    ("spdlog", r'#\s*include\s*<spdlog/|\bspdlog::', ("actors/",)),
    ("cpp-httplib", r'#\s*include\s*<httplib|\bhttplib::',
     ("actors/watch/",)),
    ("nlohmann/json", r'#\s*include\s*<nlohmann/|\bnlohmann::',
     ("actors/watch/",)),
    ("GoogleTest", r'#\s*include\s*<g(?:test|mock)/|\btesting::', ()),
)
GUESTS = {("Protobuf", "actors/commands/summary_json.cc"):
          r'#\s*include\s*"scenarios/summary\.pb\.h"'}


def third_parties_have_one_home(tree):
    """One home per third-party library."""
    for what, trace, homes in HOMES:
        for path in tree.paths(*SOURCES, rooms=PRODUCT):
            if path.startswith(homes) and homes:
                continue
            guest = GUESTS.get((what, path))
            for line, text in tree.code_lines(path):
                if re.search(trace, text) and not (
                        guest and re.search(guest, text)):
                    where = " and ".join(homes) or "tests/"
                    yield path, line, f"uses {what}, which lives in {where}"


# --- the domain is pure, results are the same bits everywhere

IMPURE = {"<thread>", "<mutex>", "<shared_mutex>", "<condition_variable>",
          "<future>", "<atomic>", "<fstream>", "<iostream>", "<cstdio>",
          "<filesystem>", "<chrono>", "<ctime>", "<csignal>"}
# Printing the last words of a broken invariant.
LAST_WORDS = {"market/check.cc"}
CHANCE = re.compile(
    r'\bstd::(rand|srand|random_device|mt19937\w*|minstd_rand\w*|\w+_engine'
    r'|\w+_distribution|shuffle|sample|default_random_engine)\b')
LIBM = re.compile(
    r'(?<![\w.>])(?:std::)?((?:exp2?|expm1|log(?:2|10|1p)?|pow|sinh?|cosh?'
    r'|tanh?|asinh?|acosh?|atanh?|atan2|cbrt|hypot|erfc?|[lt]gamma|fma)[fl]?)'
    r'\s*\(')
UNORDERED = re.compile(r'\bstd::(unordered_\w+)\b')
DECIDES = ("market", "agents", "scenarios")


def domain_is_pure(tree):
    """No thread, file, clock or console in market/ and agents/."""
    for path in tree.paths(*SOURCES, rooms=("market", "agents")):
        if path in LAST_WORDS:
            continue
        for line, name in tree.includes(path):
            if name in IMPURE:
                yield path, line, f"includes {name}: the domain is pure"


def chance_has_a_name(tree):
    """Chance comes from market/random.h, never from the vendor's library."""
    for path in tree.paths(*SOURCES, rooms=PRODUCT):
        for line, text in tree.code_lines(path):
            match = CHANCE.search(text)
            if match:
                yield path, line, (f"std::{match[1]} differs between vendors; "
                                   "draw from market/random.h")


def results_need_no_libm(tree):
    """No exp, log, pow, sin of the C library where results are computed."""
    for path in tree.paths(*SOURCES, rooms=DECIDES):
        if path.startswith(TORCH[1]):
            continue  # training is reproducible on one machine only
        for line, text in tree.code_lines(path):
            match = LIBM.search(text)
            if match:
                yield path, line, (f"{match[1]}() has other bits on other "
                                   "machines; see market/vector_math.h")


def results_need_no_unordered_order(tree):
    """No hash container where results are computed."""
    for path in tree.paths(*SOURCES, rooms=("market", "agents")):
        for line, text in tree.code_lines(path):
            match = UNORDERED.search(text)
            if match:
                yield path, line, f"std::{match[1]} has no order of its own"


# --- families

FAMILIES = {
    # folder: type of an entry, folder of goldens
    "market/contracts/pacers": ("PacerEntry", "pacers"),
    "market/contracts/roulettes": ("RouletteEntry", "roulettes"),
    "market/contracts/allocators": ("AllocatorEntry", "allocators"),
    "market/mechanisms": ("MechanismEntry", "mechanisms"),
    "market/user_models": ("UserModelEntry", "user_models"),
    "agents/strategies": ("StrategyEntry", "strategies"),
}


def members_of(tree, folder, entry):
    """File -> (line, function) of every .cc that exports an entry."""
    found = {}
    for path in tree.paths(".cc", rooms=(folder.split("/")[0],)):
        if path.rpartition("/")[0] != folder or path.endswith("registry.cc"):
            continue
        for line, text in tree.code_lines(path):
            match = re.match(rf'{entry} (\w+)\(\) \{{', text)
            if match:
                found[path] = (line, match[1])
    return found


def registry_of(tree, folder, entry):
    """Functions as declared and as listed: two lists of (line, name)."""
    path = folder + "/registry.cc"
    declared, listed = [], []
    for line, text in tree.code_lines(path):
        match = re.match(rf'{entry} (\w+)\(\);', text)
        if match:
            declared.append((line, match[1]))
        if re.fullmatch(r'\s+(\w+\(\),?\s*)+', text):
            listed += [(line, name) for name in re.findall(r'\w+', text)]
    return declared, listed


def registries_are_complete_and_ordered(tree):
    """A registry lists every member of its folder, in alphabetical order."""
    for folder, (entry, _) in FAMILIES.items():
        path = folder + "/registry.cc"
        if path not in tree.texts:
            yield path, 0, "is missing"
            continue
        members = members_of(tree, folder, entry)
        functions = {name for _, name in members.values()}
        stems = {name: member.rpartition("/")[2][:-3]
                 for member, (_, name) in members.items()}
        for what, names in zip(("declares", "lists"),
                               registry_of(tree, folder, entry)):
            for (_, before), (line, name) in zip(names, names[1:]):
                if stems.get(before, before.lower()) >= \
                        stems.get(name, name.lower()):
                    yield path, line, f"{what} {name} behind {before}"
            for line, name in names:
                if name not in functions:
                    yield path, line, f"{what} {name}: no .cc here has it"
            for member, (line, name) in sorted(members.items()):
                if name not in {n for _, n in names}:
                    yield member, line, f"{name} is not in {path} ({what})"


def members_are_one_file(tree):
    """A member is one .cc without a header, called what it is called."""
    for folder, (entry, _) in FAMILIES.items():
        members = members_of(tree, folder, entry)
        for path, (line, _) in sorted(members.items()):
            name = path.rpartition("/")[2][:-3]
            if path[:-3] + ".h" in tree.texts:
                yield path, line, "a member needs no header"
            if f'"{name}"' not in tree.texts[path]:
                yield path, line, f'has no member of the name "{name}"'
            if not tree.texts[path].startswith("//"):
                yield path, 1, "its rule must stand on top, as a comment"
        for path in tree.paths(".cc", rooms=(folder.split("/")[0],)):
            if path.rpartition("/")[0] == folder and path not in members and \
                    not path.endswith("registry.cc") and \
                    path[:-3] + ".h" not in tree.texts:
                yield path, 0, "neither a member nor the source of a header"


def everything_has_a_golden(tree):
    """Every member and every shipped scenario has a golden."""
    wanted = {}
    for folder, (entry, goldens) in FAMILIES.items():
        for path in members_of(tree, folder, entry):
            wanted[path] = goldens
    for path in tree.paths(".textproto", rooms=("scenarios",)):
        if path.rpartition("/")[0] == "scenarios/library":
            wanted[path] = "scenarios"
    for path, goldens in sorted(wanted.items()):
        name = path.rpartition("/")[2].rpartition(".")[0]
        golden = f"tests/golden/{goldens}/{name}.txt"
        if golden not in tree.texts:
            yield path, 0, f"has no {golden}; see tests/update_goldens.sh"


# --- the shape of the house

TOP = set(ROOMS) | {"CMakeLists.txt", "CMakePresets.json", "README.md",
                    "LICENSE"}
README_LINES = 120
FILE_LINES = 400
FUNCTION_LINES = 60


def top_level_is_as_agreed(tree):
    """Six rooms, CMake's files, a README, a licence and dot files."""
    for entry in sorted({path.split("/")[0] for path in tree.texts}):
        if entry not in TOP and not entry.startswith("."):
            yield entry, 0, "is not one of the agreed top-level entries"


def rooms_have_short_readmes(tree):
    """Every room has a README of at most 120 lines."""
    for room in ROOMS:
        path = room + "/README.md"
        if path not in tree.texts:
            yield path, 0, "is missing"
            continue
        lines = len(tree.texts[path].splitlines())
        if lines > README_LINES:
            yield path, lines, f"has {lines} lines, at most {README_LINES}"


def files_are_small(tree):
    """Sources and headers have at most 400 lines."""
    for path in tree.paths(*SOURCES, ".py", ".sh"):
        lines = len(tree.texts[path].splitlines())
        if lines > FILE_LINES:
            yield path, lines, f"has {lines} lines, at most {FILE_LINES}"


def functions_are_small(tree):
    """Functions have at most 60 lines, those of tests included."""
    starts = re.compile(r'(?!namespace|class|struct|union|enum|const|static '
                        r'const|inline const|extern|#)\S.*\{$')
    for path in tree.paths(*SOURCES):
        first = 0
        for line, text in tree.code_lines(path):
            text = text.rstrip()
            if text.startswith("}") and first:
                if line - first + 1 > FUNCTION_LINES:
                    yield path, first, (f"a function of {line - first + 1} "
                                        f"lines, at most {FUNCTION_LINES}")
                first = 0
            elif re.match(starts, text):
                first = line


# --- the form of a file

TEXTS = (".cc", ".h", ".md", ".proto", ".py", ".sh", ".txt", ".textproto",
         ".json", ".cmake", ".clang-format", ".gitignore", "run")
MARKS = re.compile(r'\b(' + "|".join(
    ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r')\b')
MACHINE = re.compile(r'(?<![\w.$}])/(?:work|root|home|tmp)/\w')


def text_is_tidy(tree):
    """No tabs, no trailing blanks, a newline at the end."""
    for path in sorted(p for p in tree.texts if p.endswith(TEXTS)):
        text = tree.texts[path]
        for line, content in tree.lines(path):
            if "\t" in content:
                yield path, line, "has a tab"
            if content != content.rstrip():
                yield path, line, "has blanks at its end"
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            yield path, len(text.splitlines()), "must end in one newline"


def headers_are_guarded(tree):
    """Every header says #pragma once."""
    for path in tree.paths(".h"):
        if not re.search(r'^#pragma once$', tree.texts[path], re.MULTILINE):
            yield path, 1, "has no #pragma once"


def nothing_is_left_for_later(tree):
    """No marks of unfinished work."""
    for path in sorted(tree.texts):
        for line, content in tree.lines(path):
            match = MARKS.search(content)
            if match:
                yield path, line, f"has the mark {match[1]}"


def no_machine_paths(tree):
    """No path of the machine on which something was written."""
    for path in sorted(tree.texts):
        for line, content in tree.lines(path):
            match = MACHINE.search(content)
            if match:
                yield path, line, f"names {match[0]} of some machine"


RULES = (
    arrows_point_to_market,
    domain_needs_only_the_standard_library,
    third_parties_have_one_home,
    domain_is_pure,
    chance_has_a_name,
    results_need_no_libm,
    results_need_no_unordered_order,
    registries_are_complete_and_ordered,
    members_are_one_file,
    everything_has_a_golden,
    top_level_is_as_agreed,
    rooms_have_short_readmes,
    files_are_small,
    functions_are_small,
    text_is_tidy,
    headers_are_guarded,
    nothing_is_left_for_later,
    no_machine_paths,
)
