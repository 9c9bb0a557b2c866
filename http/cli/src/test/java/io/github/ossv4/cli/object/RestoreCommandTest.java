// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ossv4 restore}. */
class RestoreCommandTest extends CliFixture {
    private void put(String key, StorageClass storageClass) throws IOException {
        bucket.put(
                key,
                Body.of("hello"),
                PutOptions.builder().storageClass(storageClass).build());
    }

    /** The emulator restores in a minute. */
    @Test
    void namesEachState() throws Exception {
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        restart(Emulator.builder().clock(new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(passed.get());
            }
        }));
        put("a", StorageClass.ARCHIVE);

        assertEquals(
                "restoration started: oss://examplebucket/a\n",
                cli.run("restore", oss("a")).expect(0).out());
        assertEquals(
                "restoration already in progress: oss://examplebucket/a\n",
                cli.run("restore", oss("a")).expect(0).out());
        assertEquals(
                "inProgress",
                cli.run("restore", "--json", oss("a"))
                        .expect(0)
                        .json()
                        .get(0)
                        .get("status")
                        .textValue());
        passed.set(Duration.ofMinutes(2));
        assertEquals(
                "already restored: oss://examplebucket/a\n",
                cli.run("restore", "--days", "2", oss("a")).expect(0).out());
        assertEquals("hello", cli.run("cat", oss("a")).expect(0).out());
    }

    @Test
    void restoresArchivedObjectsOfFolder() throws Exception {
        put("x/a", StorageClass.COLD_ARCHIVE);
        put("x/b", StorageClass.STANDARD);
        put("x/c", StorageClass.DEEP_COLD_ARCHIVE);

        CliResult result = cli.run("restore", "-r", "--tier", "EXPEDITED", "--days", "30", oss("x"))
                .expect(0);

        assertEquals(
                List.of("restoration started: " + oss("x/a"), "restoration started: " + oss("x/c")), result.lines());
        assertEquals("ossv4: requested the restoration of 2 objects, 10 B\n", result.err());
    }

    @Test
    void reportsThatNoObjectIsArchived() throws Exception {
        put("x/a", StorageClass.STANDARD);

        CliResult result = cli.run("restore", "-r", oss("x")).expect(0);

        assertEquals("ossv4: no object below oss://examplebucket/x/ is archived\n", result.err());
        assertEquals("", result.out());
        assertEquals(
                "ossv4: there are no objects below oss://examplebucket/y/\n",
                cli.run("restore", "-r", oss("y")).expect(1).err());
    }

    @Test
    void reportsRefusals() throws Exception {
        put("a", StorageClass.STANDARD);
        put("b", StorageClass.ARCHIVE);

        assertEquals(
                "OperationNotSupported",
                cli.run("restore", "--json", oss("a"))
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
        assertEquals(
                "0016-00000708",
                cli.run("restore", "--json", "--days", "8", oss("b"))
                        .expect(1)
                        .error()
                        .get("ec")
                        .textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--days=0",
                "--days=366",
                "--days=1.5",
                "--days=٣",
                "--tier=fast",
                "--version-id=v -r",
                "--include=*"
            })
    void refusesBadInput(String options) throws Exception {
        String[] words = ("restore " + options + " " + oss("a")).split(" ", -1);

        cli.run(words).expect(2);

        assertEquals(List.of(), requests);
    }
}
