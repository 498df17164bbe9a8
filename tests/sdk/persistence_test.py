"""What survives: an ordinary restart, and kill -9 in the middle of work."""
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import unittest.mock

import botocore.exceptions

import house


class Persistence(unittest.TestCase):
    def setUp(self):
        home = house.temporary_home()
        self.addCleanup(home.cleanup)
        self.server = house.Server(home=home.name).start()
        self.addCleanup(self.server.stop)

    def test_a_restart_goes_on_where_it_was(self):
        organization = house.Organization(self.server).set_up_trail()
        key = self.server.client("shop", "kms").create_key(Description="kept")["KeyMetadata"]["KeyId"]
        self.server.advance("1h")
        before = self.server.control("clock")
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertGreaterEqual(self.server.control("clock"), before)
        self.assertEqual(self.server.client("shop", "kms").describe_key(KeyId=key)["KeyMetadata"]["Description"], "kept")
        self.assertEqual(house.Organization(self.server).accounts, organization.accounts)
        self.server.advance("1h")
        out = organization.validate("shop")
        self.assertRegex(out, r"([1-9]\d*)/\1 digest files valid")
        self.assertNotIn("INVALID", out)

    def work(self, kms, made, stop):
        """Keys made until the server is gone; the request ids of calls that were acknowledged."""
        try:
            while not stop.is_set():
                made.append(kms.create_key(Description="work")["ResponseMetadata"]["RequestId"])
        except botocore.exceptions.BotoCoreError:
            return

    def test_kill_loses_no_record_and_repeats_none(self):
        organization = house.Organization(self.server).set_up_trail()
        made = []
        for round_number in range(3):
            stop = threading.Event()
            clients = [self.server.client("shop", "kms", region) for region in ("us-east-1", "eu-west-1")]
            workers = [threading.Thread(target=self.work, args=(kms, made, stop)) for kms in clients]
            for worker in workers:
                worker.start()
            goal = len(made) + 10
            self.assertTrue(house.wait_for(lambda: len(made) >= goal))
            workers.append(threading.Thread(target=self.server.advance_quietly))
            workers[-1].start()
            stop.wait(0.07 * round_number)
            self.server.kill()
            stop.set()
            for worker in workers:
                worker.join()
            self.server.start()
        self.server.advance("1h")
        self.server.advance("1h")
        records = [r for r in organization.records("shop") if r["eventName"] == "CreateKey"]
        ids = [r["requestID"] for r in records]
        self.assertGreater(len(made), 10)
        self.assertEqual(sorted(set(made) - set(ids)), [], "acknowledged calls without a delivered record")
        self.assertEqual(len(ids), len(set(ids)), "a record was delivered twice")
        out = organization.validate("shop")
        self.assertNotIn("INVALID", out)
        self.assertRegex(out, r"([1-9]\d*)/\1 digest files valid")


class Gone(unittest.TestCase):
    def test_a_folder_deleted_under_the_server_ends_it_at_once(self):
        with house.temporary_home() as home, tempfile.TemporaryFile("w+") as log:
            server = house.Server(home=home)
            before, house.LOG = house.LOG, log
            self.addCleanup(setattr, house, "LOG", before)
            server.start()
            server.client("shop", "kms").create_key()
            shutil.rmtree(os.path.join(home, "data"))
            began = time.monotonic()
            server.stop()
            self.assertLess(time.monotonic() - began, 10)
            log.seek(0)
            self.assertRegex(log.read(), "error the state cannot be written: .*No such file or directory")


class BringUp(unittest.TestCase):
    def test_an_interrupted_bring_up_goes_on(self):
        with house.temporary_home() as home:
            command = [house.SERVER, "serve", "--listen", "127.0.0.1:0", "--home", home, "--config", str(house.LANDING_ZONE)]
            cut = 0
            for milliseconds in range(4, 60, 4):
                process = house.subprocess.Popen(command, stdout=-3, stderr=-3)
                house.time.sleep(milliseconds / 1000)
                cut += process.poll() is None
                process.kill()
                process.wait()
            self.assertEqual(cut, 14, "a server ended by itself")
            with house.Server(home=home) as server:
                organizations = server.client("management", "organizations")
                names = sorted(a["Name"] for a in organizations.list_accounts()["Accounts"])
                self.assertEqual(names, ["audit", "log-archive", "management", "payments", "shop"])
                root = organizations.list_roots()["Roots"][0]["Id"]
                units = {u["Name"]: u["Id"] for u in organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]}
                self.assertEqual(set(units), {"Security", "Workloads"})
                inside = lambda unit: {a["Name"] for a in organizations.list_accounts_for_parent(ParentId=units[unit])["Accounts"]}
                self.assertEqual(inside("Security"), {"audit", "log-archive"})
                self.assertEqual(inside("Workloads"), {"shop", "payments"})
                policies = organizations.list_policies_for_target(TargetId=root, Filter="SERVICE_CONTROL_POLICY")["Policies"]
                self.assertEqual({p["Name"] for p in policies}, {"FullAWSAccess", "StayInTheOrganization"})
                for profile in ("shop", "shop-root", "management-root"):
                    self.assertTrue(server.client(profile, "sts").get_caller_identity()["Account"])


class Told(unittest.TestCase):
    """What the server's own log says."""

    def told(self, *options):
        with tempfile.TemporaryFile() as log, unittest.mock.patch.object(house, "LOG", log):
            with house.Server(options=options) as server:
                server.client("shop", "sts").get_caller_identity()
                house.error_code(server.client("shop", "organizations").leave_organization)
            log.seek(0)
            return log.read().decode()

    def test_a_line_for_each_operation_where_it_is_wanted(self):
        self.assertNotIn("GetCallerIdentity", self.told())
        told = self.told("--log", "debug")
        self.assertRegex(told, r"debug sts GetCallerIdentity \d{12} us-east-1 by arn:aws:sts::\d{12}:assumed-role/\S+: done\n")
        self.assertRegex(told, r"debug organizations LeaveOrganization \d{12} us-east-1 by arn:\S+: AccessDenied\n")
        self.assertNotIn(" info ", self.told("--log", "error"))

    def test_another_level_is_refused(self):
        done = subprocess.run([house.SERVER, "serve", "--ephemeral", "--log", "loud"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, b"--log takes error, info or debug" in done.stderr), (2, True))


class Refusals(unittest.TestCase):
    def start(self, home, *options):
        return house.subprocess.run([house.SERVER, "serve", "--listen", "127.0.0.1:0", "--home", home, *options], stdout=-1, stderr=-1, text=True, timeout=20)

    def test_one_process_a_folder(self):
        with house.temporary_home() as home, house.Server(home=home, config=None):
            done = self.start(home)
            self.assertEqual(done.returncode, 1)
            self.assertIn("another server is using", done.stderr)

    def test_another_root_key_is_refused(self):
        with house.temporary_home() as home:
            house.Server(home=home, config=None).start().stop()
            key = house.pathlib.Path(home, "root.key")
            kept = key.read_text()
            self.assertEqual(key.stat().st_mode & 0o777, 0o600)
            key.unlink()
            self.assertIn("is missing", self.start(home).stderr)
            key.write_text("00" * 32 + "\n")
            self.assertIn("another root key", self.start(home).stderr)
            inside = house.pathlib.Path(home, "data", "root.key")
            inside.write_text(kept)
            self.assertIn("lies inside the data folder", self.start(home, "--root-key", str(inside)).stderr)

    def test_the_configuration_names_the_line(self):
        with house.temporary_home() as home:
            file = house.pathlib.Path(home, "zone.yaml")
            file.write_text("region: us-east-1\norganization:\n  unit: []\n")
            done = self.start(home, "--config", str(file))
            self.assertEqual(done.returncode, 1)
            self.assertIn('line 3: unknown key "unit"', done.stderr)

    def test_the_clock_stays_within_years_that_can_be_written(self):
        with house.temporary_home() as home:
            for time in ("1969-12-31T23:59:59Z", "9000-01-01T00:00:01Z", "999999999999"):
                self.assertIn("--clock takes", self.start(home, "--clock", time).stderr)
        with house.Server(config=None) as server:
            for words in (("advance", "300000000d"), ("set", "9000-01-01T00:00:01Z"), ("set", "999999999999")):
                with self.assertRaisesRegex(RuntimeError, "the clock goes no further than 9000-01-01T00:00:00Z"):
                    server.control("clock", *words)
            self.assertEqual(server.control("clock", "set", "8999-12-31T23:00:00Z")[:16], "8999-12-31T23:00")


class Ephemeral(unittest.TestCase):
    def test_reset_empties_the_house_and_keeps_the_port(self):
        with house.Server() as server:
            first = house.Organization(server).accounts
            server.client("shop", "kms").create_key()
            answer = server.control("reset")
            self.assertRegex(answer, r"^reset in \d+ ms\n?$")       # how many is for the benchmark to say
            second = house.Organization(server).accounts
            self.assertEqual(set(first), set(second))
            self.assertEqual(server.client("shop", "kms").list_keys()["Keys"], [])

    def test_a_durable_server_has_no_reset(self):
        with house.temporary_home() as home, house.Server(home=home, config=None) as server:
            with self.assertRaisesRegex(RuntimeError, "ephemeral"):
                server.control("reset")


if __name__ == "__main__":
    unittest.main()
