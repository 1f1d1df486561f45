"""tests/README.md has every folder and every program of the tests."""
import pathlib
import re
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]


class TestsReadme(unittest.TestCase):
    readme = (TESTS / "README.md").read_text()

    def expect(self, words):
        self.assertGreater(len(words), 5)
        for word in words:
            self.assertTrue(f"`{word}`" in self.readme,
                            f"tests/README.md does not have `{word}`")

    def test_has_every_folder(self):
        self.expect([f"{folder.name}/" for folder in sorted(TESTS.iterdir())
                     if folder.is_dir() and folder.name != "__pycache__"])

    def test_has_every_program(self):
        cmake = (TESTS / "CMakeLists.txt").read_text()
        rooms = re.findall(r"^souk_room_tests\((\w+)", cmake, re.MULTILINE)
        programs = re.findall(r"^add_executable\((\w+)", cmake, re.MULTILINE)
        self.expect([f"{room}_tests" for room in rooms] + programs)

    def test_has_every_file_that_it_names(self):
        for name in re.findall(r"`([\w/]+\.(?:cc|h|py|sh))`", self.readme):
            with self.subTest(name):
                self.assertTrue((TESTS / name).is_file() or
                                (TESTS.parent / name).is_file(),
                                f"tests/README.md: there is no {name}")


if __name__ == "__main__":
    unittest.main()
