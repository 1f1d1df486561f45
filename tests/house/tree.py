"""The files of souk as the house rules see them."""
import functools
import pathlib
import re
import subprocess

ROOMS = ("market", "agents", "scenarios", "results", "actors", "tests")
# What .gitignore names.
GENERATED = re.compile(r"^(build|\.git|\.cache)/|(^|/)__pycache__/"
                       r"|\.h5(\.parts/|\.checkpoint|$)")

# Comments, strings and characters of C++ (raw strings too).
TOKENS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def listed(root):
    """Paths of the checkout, new ones included; without git, of the folder."""
    answer = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z",
         "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        return sorted(set(filter(None, answer.stdout.split("\0"))))
    paths = (p.relative_to(root).as_posix()
             for p in root.rglob("*") if p.is_file())
    return sorted(p for p in paths if not GENERATED.search(p))


class Tree:
    """Texts by path: from the disk, or as given by a test."""

    def __init__(self, texts, root=None):
        self.texts = texts
        self.root = root

    @classmethod
    def read(cls, root):
        root = pathlib.Path(root).resolve()
        texts = {}
        for path in listed(root):
            if (root / path).is_file():
                texts[path] = (root / path).read_text(
                    encoding="utf-8", errors="surrogateescape")
        return cls(texts, root)

    def paths(self, *ends, rooms=ROOMS):
        """Paths inside `rooms` that end in one of `ends`, ascending."""
        return [p for p in sorted(self.texts)
                if p.split("/")[0] in rooms and p.endswith(ends)]

    def lines(self, path):
        """(number, line) pairs."""
        return enumerate(self.texts[path].splitlines(), 1)

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """C++ without comments and strings; include lines stay. Lines and
        columns are those of the file."""
        def blank(match):
            start = match.string.rfind("\n", 0, match.start()) + 1
            before = match.string[start:match.start()]
            if re.fullmatch(r"\s*#\s*include\s*", before):
                return match[0]
            return re.sub(r"[^\n]", " ", match[0])
        return TOKENS.sub(blank, self.texts[path])

    def code_lines(self, path):
        return enumerate(self.code(path).splitlines(), 1)

    def includes(self, path):
        """(line, "<name>" or "path") of every include, with its marks."""
        for number, line in self.code_lines(path):
            match = re.match(r'\s*#\s*include\s*([<"][^>"]+[>"])', line)
            if match:
                yield number, match[1]
