// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.StubOss;
import io.github.ossv4.emulator.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ossv4 verify}. */
class VerifyCommandTest extends CliFixture {
    private static String crc64(String text) {
        return Crc64.toString(Crc64.compute(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void comparesFileWithObject() throws Exception {
        Files.writeString(home.resolve("a"), "hello");
        bucket.put("x/a", "hello");

        CliResult same = cli.run("verify", "a", oss("x/")).expect(0);
        assertEquals("the same: a and oss://examplebucket/x/a  5 bytes  CRC64 " + crc64("hello") + "\n", same.out());

        Files.writeString(home.resolve("a"), "jello");
        assertEquals(
                "CRC64 differs: a has " + crc64("jello") + ", oss://examplebucket/x/a has " + crc64("hello") + "\n",
                cli.run("verify", "a", oss("x/a")).expect(1).out());

        Files.writeString(home.resolve("a"), "longer");
        assertEquals(
                "size differs: a has 6 bytes, oss://examplebucket/x/a has 5\n",
                cli.run("verify", "a", oss("x/a")).expect(1).out());
        assertEquals(
                "missing: oss://examplebucket/y  of a\n",
                cli.run("verify", "a", oss("y")).expect(1).out());
        assertTrue(requests.stream().noneMatch(line -> line.contains(" GET ")), requests::toString);
    }

    @Test
    void reportsUnknownCrc64() throws Exception {
        Files.writeString(home.resolve("a"), "hello");
        bucket.put("a", "hello");
        emulator.inject(Fault.noCrc64().on("HeadObject"));

        JsonNode json =
                cli.run("verify", "--json", "a", oss("a")).expect(1).json().get(0);

        assertEquals("UNKNOWN", json.get("result").textValue());
    }

    @Test
    void listsDifferencesOfDirectoryInOrder() throws Exception {
        Files.createDirectories(home.resolve("dir/a"));
        for (String name : List.of("a/same", "a.txt", "changed", "longer", "missing", "ünïcode")) {
            Files.writeString(home.resolve("dir").resolve(name), "content");
            if (!name.equals("missing")) {
                bucket.put("p/" + name, name.equals("changed") ? "CONTENT" : name.equals("longer") ? "c" : "content");
            }
        }
        bucket.put("p/extra", "x");
        bucket.put("p/zz/", "");
        bucket.put("other", "x");

        CliResult result = cli.run("verify", "dir", oss("p")).expect(1);
        assertEquals(
                List.of(
                        "CRC64 differs: dir/changed has " + crc64("content") + ", oss://examplebucket/p/changed has "
                                + crc64("CONTENT"),
                        "size differs: dir/longer has 7 bytes, oss://examplebucket/p/longer has 1",
                        "missing: oss://examplebucket/p/missing  of dir/missing",
                        "3 files are the same, 21 B; 3 differ"),
                result.lines());

        List<JsonNode> json = cli.run("verify", "--json", "--extra", "dir", oss("p/"))
                .expect(1)
                .json();
        assertEquals(
                List.of("CRC64_DIFFERS", "EXTRA", "SIZE_DIFFERS", "MISSING"),
                json.subList(0, 4).stream()
                        .map(object -> object.get("result").textValue())
                        .toList());
        assertEquals(3, json.get(4).get("summary").get("same").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty oss://examplebucket/p", "dir oss://examplebucket/p --include *.typo"})
    void failsIfNothingIsCompared(String arguments) throws Exception {
        write("dir/a", 1);
        Files.createDirectory(home.resolve("empty"));
        bucket.put("p/a", "a");
        CliResult result = cli.run(("verify " + arguments).split(" ")).expect(1);
        assertTrue(result.err().startsWith("ossv4: no file was compared: "), result::toString);
        assertEquals("", result.out());
    }

    @Test
    void verifiesUploadedDirectory() throws Exception {
        for (int i = 0; i < 60; i++) {
            write("dir/" + (i % 7) + "/f" + i, i * 100);
        }
        cli.run("upload", "dir", oss("p")).expect(0);

        assertTrue(cli.run("verify", "--extra", "dir", oss("p")).expect(0).out().startsWith("60 files are the same, "));
    }

    @Test
    void explainsWhatIsMissing() throws Exception {
        assertTrue(cli.run("verify", "missing", oss("a")).expect(2).err().contains("missing: no such file"));
        write("a", 1);
        write("dir/a", 1);
        assertEquals(
                "NoSuchBucket",
                cli.run("verify", "--json", "dir", "oss://other-bucket/p")
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
        assertTrue(cli.run("verify", "a").expect(2).err().contains("oss://BUCKET/KEY"));
    }

    /** A HEAD has no error document, and some deployments send no header in its place. */
    @Test
    void findsNoObjectByThe404OfAHead() throws Exception {
        Files.writeString(home.resolve("a"), "hello");
        Map<String, String> stored = Map.of("ETag", "\"A\"", "x-oss-hash-crc64ecma", crc64("hello"));
        try (StubOss server =
                StubOss.start(request -> request.getRequestMethod().equals("HEAD")
                        ? new StubOss.Response(404, Map.of(), null)
                        : new StubOss.Response(stored, ""))) {
            Cli stub = Cli.withoutSettings()
                    .with("OSS_ENDPOINT", server.endpoint())
                    .with("OSS_REGION", "cn-hangzhou");
            assertEquals(
                    "missing: oss://examplebucket/y  of a\n",
                    stub.run("verify", "a", oss("y")).expect(1).out());
            stub.run("upload", "--skip-same", "a", oss("y")).expect(0);
        }
    }
}
