"""The deployment files in actors/deploy/, as far as this machine can hold them
to something: the sources, Debian's lists, kubectl, systemd, the program."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "actors" / "deploy"
PROGRAM = ROOT / "build" / "release" / "souk"


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False,
                          timeout=60, **options)


def need(program):
    path = shutil.which(program)
    if path is None:
        raise unittest.SkipTest(f"{program} is not installed")
    return path


def instructions(text):
    """(word, rest) of every instruction of a Containerfile."""
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word, " ".join(rest.split())


def installed(rest):
    """Packages that a RUN line installs."""
    found = re.search(r"apt-get install (.*?)(?:&&|$)", rest)
    return [w for w in found[1].split() if w[0] != "-"] if found else []


class Containerfile(unittest.TestCase):
    lines = list(instructions((DEPLOY / "Containerfile").read_text()))
    packages = [p for p in (installed(rest) for word, rest in lines
                            if word == "RUN") if p]

    def test_has_two_stages_and_an_unprivileged_user(self):
        stages = [rest for word, rest in self.lines if word == "FROM"]
        self.assertEqual(stages, ["${BASE} AS build", "${BASE}"])
        users = [rest for word, rest in self.lines if word == "USER"]
        self.assertRegex(users[-1], r"^[1-9]\d*:[1-9]\d*$")
        self.assertIn(("ENTRYPOINT", '["souk"]'), self.lines)

    def test_copies_what_there_is(self):
        copied = set()
        for word, rest in self.lines:
            if word == "COPY" and not rest.startswith("--from="):
                for source in rest.split()[:-1]:
                    self.assertTrue((ROOT / source).exists(), source)
                    copied.add(source)
        listed = (ROOT / "CMakeLists.txt").read_text()
        rooms = re.search(r"foreach\(room (.*?)\)", listed)[1].split()
        self.assertLessEqual(set(rooms), copied)

    def test_builds_with_the_packages_of_the_set_up(self):
        text = (ROOT / "scenarios" / "set_up.sh").read_text()
        listed = re.search(r"packages=\((.*?)\)", text, re.DOTALL)[1]
        wanted = {package for line in listed.splitlines()
                  if not line.endswith("# tests")
                  for package in line.split("#")[0].split()}
        self.assertEqual(set(self.packages[0]), wanted)

    def test_names_packages_that_debian_has(self):
        need("apt-cache")
        names = [name for group in self.packages for name in group]
        shown = run("apt-cache", "show", "--no-all-versions", *names).stdout
        known = set(re.findall(r"^Package: (\S+)$", shown, re.MULTILINE))
        missing = set(names) - known
        if "openssh-client" in missing:
            self.skipTest("apt has no package lists here")
        self.assertEqual(missing, set())

    def test_brings_every_library_of_the_program(self):
        need("dpkg")
        if not PROGRAM.exists():
            self.skipTest("souk is not built")
        libraries = re.findall(r"=> (/\S+)", run("ldd", str(PROGRAM)).stdout)
        self.assertTrue(libraries)
        places = [pathlib.Path(library).resolve() for library in libraries]
        # Debian's lists name files under /lib or under /usr/lib.
        names = {str(place).removeprefix("/usr") for place in places}
        owned = run("dpkg", "-S", *names,
                    *("/usr" + name for name in names)).stdout
        owners = {line.split(":")[0] for line in owned.splitlines()}
        self.assertTrue(owners)
        brought = run("apt-cache", "depends", "--recurse", "--installed",
                      "--no-recommends", "--no-suggests", "--no-conflicts",
                      "--no-breaks", "--no-replaces", "--no-enhances",
                      *self.packages[1]).stdout.split()
        # Any of Debian's BLAS stands in for the reference, if it is there.
        owners.discard("libopenblas0-pthread")
        self.assertLessEqual(owners, set(brought) | {"libc6"})


class Unit(unittest.TestCase):

    def verified(self, text):
        need("systemd-analyze")
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "souk-node@.service"
            unit.write_text(text)
            answer = run("systemd-analyze", "verify", str(unit))
        return answer.returncode, answer.stderr

    def text(self):
        text = (DEPLOY / "souk-node@.service").read_text()
        return text.replace("/usr/bin/souk", "/bin/true")

    def test_is_what_systemd_takes(self):
        self.assertEqual(self.verified(self.text()), (0, ""))

    def test_with_a_mistake_is_found(self):
        _, said = self.verified(self.text().replace("StateDirectory=",
                                                    "StateFolder="))
        self.assertIn("Unknown key 'StateFolder'", said)


class Kubernetes(unittest.TestCase):

    def setUp(self):
        try:
            import yaml
        except ImportError:
            self.skipTest("Python has no yaml here")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        place = pathlib.Path(folder.name)
        shutil.copytree(DEPLOY / "kubernetes", place, dirs_exist_ok=True)
        for name in ("secret.pem", "scenario.textproto"):
            (place / name).write_text("x\n")
        answer = run(need("kubectl"), "kustomize", str(place))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.parts = {part["kind"]: part
                      for part in yaml.safe_load_all(answer.stdout)}
        self.job = self.parts["Job"]["spec"]
        self.pod = self.job["template"]["spec"]
        self.container, = self.pod["containers"]

    def variables(self):
        return {one["name"]: one.get("value") for one in self.container["env"]}

    def test_has_all_its_parts(self):
        self.assertEqual(set(self.parts), {
            "Service", "PersistentVolumeClaim", "Job", "Secret", "ConfigMap"})

    def test_starts_the_lead_and_all_its_nodes_at_once(self):
        self.assertEqual(self.job["completionMode"], "Indexed")
        self.assertEqual(self.job["completions"], self.job["parallelism"])
        self.assertEqual(int(self.variables()["SOUK_NODES"]) + 1,
                         self.job["completions"])

    def test_gives_the_lead_the_name_that_nodes_dial(self):
        service = self.parts["Service"]
        labels = self.job["template"]["metadata"]["labels"]
        self.assertEqual(service["spec"]["clusterIP"], "None")
        self.assertLessEqual(service["spec"]["selector"].items(),
                             labels.items())
        self.assertEqual(self.pod["subdomain"], service["metadata"]["name"])
        lead = "%s-0.%s:%d" % (self.parts["Job"]["metadata"]["name"],
                               self.pod["subdomain"],
                               service["spec"]["ports"][0]["port"])
        script = self.container["args"][0]
        self.assertIn(f"--join {lead} ", script)
        self.assertIn("--listen 0.0.0.0:7411 ", script)
        self.assertEqual(self.container["ports"][0]["containerPort"], 7411)

    def test_mounts_what_it_declares(self):
        mounted = {one["name"]: one["mountPath"]
                   for one in self.container["volumeMounts"]}
        volumes = {one["name"]: one for one in self.pod["volumes"]}
        self.assertEqual(set(mounted), set(volumes))
        self.assertEqual(volumes["secret"]["secret"]["secretName"],
                         self.parts["Secret"]["metadata"]["name"])
        self.assertEqual(volumes["scenario"]["configMap"]["name"],
                         self.parts["ConfigMap"]["metadata"]["name"])
        script = self.container["args"][0]
        for name, path in mounted.items():
            self.assertIn(path, script, name)
        self.assertIn(mounted["secret"] + "/secret.pem",
                      script)
        self.assertEqual(set(self.parts["Secret"]["data"]), {"secret.pem"})

    def test_runs_without_privileges(self):
        self.assertTrue(self.pod["securityContext"]["runAsNonRoot"])
        self.assertEqual(self.container["securityContext"],
                         {"allowPrivilegeEscalation": False,
                          "readOnlyRootFilesystem": True,
                          "capabilities": {"drop": ["ALL"]}})

    def played(self, index, has_checkpoint):
        """What the script of one pod executes."""
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            script = self.container["args"][0]
            for path in ("/etc/souk/secret", "/run/souk", "/data"):
                (place / path[1:]).mkdir(parents=True)
                script = re.sub(rf"(?<![\w.]){path}\b", str(place) + path,
                                script)
            (place / "etc/souk/secret/secret.pem").write_text("s")
            if has_checkpoint:
                (place / "data/run.h5.checkpoint").write_text("c")
            (place / "souk").write_text("#!/bin/sh\necho souk \"$@\"\n")
            (place / "souk").chmod(0o755)
            answer = run("/bin/sh", "-euc", script, env={
                "PATH": f"{place}:/usr/bin:/bin", "SOUK_NODES": "3",
                "SOUK_THREADS": "4", "JOB_COMPLETION_INDEX": str(index)})
            kept = (place / "run/souk/secret.pem").stat().st_mode & 0o777
            self.assertEqual(kept & 0o077, 0)
            return answer.stdout.replace(str(place), "") + answer.stderr

    def test_lets_index_0_lead_and_the_others_join(self):
        secret = "--secret-file /run/souk/secret.pem --threads 4"
        self.assertEqual(
            self.played(0, False),
            "souk run /etc/souk/scenario/scenario.textproto -o /data/run.h5 "
            f"{secret} --listen 0.0.0.0:7411 --nodes 3\n")
        self.assertEqual(self.played(0, True),
                         f"souk resume /data/run.h5 {secret} "
                         "--listen 0.0.0.0:7411 --nodes 3\n")
        self.assertEqual(self.played(2, True),
                         f"souk node --join souk-0.souk:7411 {secret} "
                         "--name souk-2 --trace-dir /data\n")


class Options(unittest.TestCase):

    def test_are_those_that_the_program_has(self):
        if not PROGRAM.exists():
            self.skipTest("souk is not built")
        used = {
            "node": {"--join", "--secret-file", "--name", "--threads",
                     "--trace-dir"},
            "run": {"--secret-file", "--threads", "--listen", "--nodes"},
            "resume": {"--secret-file", "--threads", "--listen", "--nodes"},
        }
        if run(str(PROGRAM), "node", "--help").returncode != 0:
            self.skipTest("this souk has no clusters")
        for command, options in used.items():
            shown = run(str(PROGRAM), command, "--help").stdout
            known = set(re.findall(r"--[\w-]+", shown))
            self.assertLessEqual(options, known, command)


if __name__ == "__main__":
    unittest.main()
