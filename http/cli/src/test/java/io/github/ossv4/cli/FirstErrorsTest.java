// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors that new users meet first. */
class FirstErrorsTest extends CliFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "copy a b | unknown command copy; here it is cp, upload or download",
                "downlod a | unknown command downlod; did you mean download?",
                "ls --fo oss://examplebucket | unknown option --fo",
                "ls --recursiv oss://examplebucket | unknown option --recursiv; did you mean --recursive?",
                "sync --dryrun=x a oss://examplebucket | unknown option --dryrun=…; did you mean --dry-run?",
                "sync site www/ | the operands must be a directory and oss://BUCKET/FOLDER, or two folders of OSS, was site www/; did you mean oss://www/?",
                "lifecycle oss://examplebucket | unknown command lifecycle",
                "mv oss://examplebucket/a oss://examplebucket/b | unknown command mv; here it is cp, then rm",
                "snyc a | unknown command snyc; did you mean sync?",
                "presign oss://examplebucket/a | `ossv4 presign requires get|put oss://BUCKET/KEY`",
                "presign | `ossv4 presign requires get|put oss://BUCKET/KEY`",
                "upload oss://examplebucket/a x | a source must be a file or a directory, was oss://examplebucket/a; to download, use 'ossv4 download'",
                "download x oss://examplebucket/a | the target must be a file or a directory, was oss://examplebucket/a; to upload, use 'ossv4 upload'",
                "cp x oss://examplebucket/a | source and target must be objects, as oss://BUCKET/KEY, was x; to upload, use 'ossv4 upload'",
                "cp oss://examplebucket/a x | source and target must be objects, as oss://BUCKET/KEY, was x; to download, use 'ossv4 download'",
                "du | ossv4 du requires oss://BUCKET/PREFIX",
                "ls www | an object must be written as oss://BUCKET/KEY, was www; did you mean oss://www/?",
                "stat oss:/www/a | an object must be written as oss://BUCKET/KEY, was oss:/www/a; did you mean oss://www/a?",
                "cat ./a | an object must be written as oss://BUCKET/KEY, was ./a",
                "ls oss://examplebucket b c | unexpected argument b: only oss://BUCKET/PREFIX is expected",
                "ls oss://examplebucket --endpoint | --endpoint requires a value: URL",
                "du oss:// | oss://: bucket must be 3 to 63 characters of a-z, 0-9 and hyphens, and must not begin or end with a hyphen, was \"\"",
                "upload a oss://examplebucket/ --parallel 0 | --parallel must be 1 to 64, was 0",
                "upload a oss://examplebucket/ --parallel 65 | --parallel must be 1 to 64, was 65",
                "upload a oss://examplebucket/ --parallel many | --parallel must be 1 to 64, was many",
                "upload a oss://examplebucket/ --part-size 50k | --part-size must be 100k to 5g, was 50k",
                "upload a oss://examplebucket/ --part-size 6GB | --part-size must be 100k to 5g, was 6GB",
                "upload a oss://examplebucket/ --part-size x | --part-size must be a number of bytes with k, m, g or t, such as 6m, was x",
                "upload a oss://examplebucket/ --acl none | --acl must be one of default, private, public-read, public-read-write, was none",
                "presign get oss://examplebucket/a --expires 8d | --expires must be 1s to 7d, was 8d",
                "presign get oss://examplebucket/a --expires 0s | --expires must be 1s to 7d, was 0s",
                "presign get oss://examplebucket/a --expires 10 | --expires must be a number with s, m, h or d, such as 10m, was 10",
                "ls oss://examplebucket --timeout 0s | --timeout must be 1s to 365d, was 0s",
                "ls oss://examplebucket --timeout soon | --timeout must be a number with s, m, h or d, such as 10m, was soon",
                "form oss://examplebucket/a --success-status x | --success-status must be 200, 201 or 204, was x",
                "form oss://examplebucket/a --allow-type image/png --allow-type jpeg | --allow-type must be a content type such as image/jpeg, was jpeg",
                "form oss://examplebucket/a --max-size 6g | --max-size must be at most 5g, was 6g",
                "form oss://examplebucket/a --min-size 6g | --min-size must be at most 5g, was 6g",
                "form oss://examplebucket/a --min-size 2k --max-size 1k | --min-size must be at most --max-size (1024 bytes), was 2048 bytes",
                "callback probe http://h/ --key-port x | --key-port must be 0 to 65535, was x",
                "callback probe http://h/ --key-port 65536 | --key-port must be 0 to 65535, was 65536",
                "callback probe http://h/ --object a | --object: an object must be written as oss://BUCKET/KEY, was a",
                "ls oss://examplebucket --json=x | --json: 'x' is not a boolean",
                "cat oss://examplebucket/a --range=-0 | --range must have a COUNT of at least 1, was -0",
                "cat oss://examplebucket/a --range 9-1 | --range must be FIRST-LAST, FIRST- or -COUNT, such as 0-99, was 9-1"
            })
    void namesWhatWasTyped(String arguments, String message) {
        CliResult result = cli.run(arguments.split(" ")).expect(2);

        assertEquals("ossv4: " + message, result.err().lines().findFirst().orElseThrow());
        assertTrue(result.err().lines().skip(1).allMatch(line -> line.startsWith("Try 'ossv4 ")), result::err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hangzhou | --region must be a region such as cn-hangzhou, was hangzhou; did you mean cn-hangzhou?",
                "oss-cn-hangzhou | --region must be a region such as cn-hangzhou, was oss-cn-hangzhou; did you mean cn-hangzhou?",
                "CN-HANGZHOU | --region must be a region such as cn-hangzhou, was CN-HANGZHOU"
            })
    void refusesRegionsWithoutTheirForm(String region, String message) {
        CliResult result = cli.run("ls", oss(""), "--region", region).expect(2);

        assertEquals("ossv4: " + message + "\n", result.err());
    }

    @Test
    void hasHelpCommand() {
        assertEquals(
                cli.run("upload", "--help").expect(0).out(),
                cli.run("help", "upload").expect(0).out());
        assertEquals(
                cli.run("explain", "policy", "--help").expect(0).out(),
                cli.run("help", "explain", "policy").expect(0).out());
        assertEquals(
                cli.run("--help").expect(0).out(), cli.run("help").expect(0).out());
        assertTrue(cli.run("help", "uplod")
                .expect(2)
                .err()
                .startsWith("ossv4: unknown command uplod; did you mean upload?"));
    }

    @Test
    void acceptsRecursiveUpload() throws IOException {
        Files.createDirectories(home.resolve("d/e"));
        Files.writeString(home.resolve("d/e/a"), "a");

        cli.run("upload", "-r", "d", oss("x/")).expect(0);

        assertEquals("a", cli.run("cat", oss("x/e/a")).expect(0).out());
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        CliResult result = cli.run("stat", oss("a"), "--endpoint", "http://127.0.0.1:" + port)
                .expect(3);

        assertEquals(
                "ossv4: HeadObject a in bucket \"examplebucket\" at 127.0.0.1:" + port
                        + ", attempt 4 of 4: cannot connect: Connection refused"
                        + "; check the endpoint http://127.0.0.1:" + port
                        + ", from --endpoint, and the network; try 'ossv4 doctor'\n",
                result.err());
    }

    /** Each file fails, and the advice names the setting as that of one request does. */
    @ParameterizedTest
    @ValueSource(strings = {"upload d %s", "upload a b %s"})
    void namesEndpointThatFilesCannotReach(String command) throws IOException {
        write("d/a", 1);
        write("a", 1);
        write("b", 1);
        String endpoint = "https://127.0.0.1:" + emulator.port();

        CliResult result = cli.run((command.formatted(oss("")) + " --endpoint " + endpoint).split(" "))
                .expect(3);

        assertTrue(
                result.err().contains("; check whether the endpoint " + endpoint + ", from --endpoint, must start"),
                result::err);
    }

    @Test
    void saysThatServerDoesNotSpeakHttps() {
        CliResult result = cli.run("stat", oss("a"), "--endpoint", "https://127.0.0.1:" + emulator.port())
                .expect(3);

        assertEquals(
                "ossv4: HeadObject a in bucket \"examplebucket\" at 127.0.0.1:" + emulator.port()
                        + ", attempt 4 of 4: Unsupported or unrecognized SSL message; the server may not use TLS at this port; check whether the endpoint"
                        + " https://127.0.0.1:" + emulator.port()
                        + ", from --endpoint, must start with http://; try 'ossv4 doctor'\n",
                result.err());
    }

    @Test
    void saysThatCertificateIsNotTrusted() throws IOException {
        try (Emulator secure =
                Emulator.builder().accessKey("id", "secret").https().start()) {
            CliResult result = cli.run(
                            "stat", oss("a"), "--endpoint", secure.https().url())
                    .expect(3);

            assertEquals(
                    "ossv4: HeadObject a in bucket \"examplebucket\" at "
                            + secure.https().url().substring("https://".length())
                            + ", attempt 1 of 4: this Java runtime does not trust the certificate of the server;"
                            + " if its authority is your own, set OSSV4_JAVA_OPTIONS=\"-Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=PASSWORD\"; try 'ossv4 doctor'\n",
                    result.err());
        }
    }

    @Test
    void namesOptionForFolder() throws Exception {
        bucket.put("folder/a", "1");
        CliResult result = cli.run("download", oss("folder"), ".").expect(2);
        assertEquals(
                "ossv4: oss://examplebucket/folder is a folder: --recursive is required to download its objects\n",
                result.err());
        cli.run("download", oss("other"), ".").expect(1);
    }

    @Test
    void namesOptionForReadableSizes() throws Exception {
        assertTrue(cli.run("du", "-h", oss("")).expect(2).err().contains("is --human"));
        assertTrue(cli.run("ls", "-lh", oss("")).expect(2).err().contains("is --human"));
        assertTrue(cli.run("du", "-h").expect(0).out().startsWith("Usage: ossv4 du"));
    }

    @Test
    void namesUnreadableFileWithoutRequest() {
        IOException wrapped = new IOException(
                "PutObject p/b at 127.0.0.1, attempt 1 of 4: java.nio.file.AccessDeniedException: b",
                new AccessDeniedException("b"));
        assertEquals("permission denied: b", Failure.of(wrapped).text());
    }

    @Test
    void namesFileOfPatterns() throws Exception {
        assertEquals(
                "ossv4: --exclude-from must be a file that can be read, was missing",
                cli.run("sync", "--exclude-from", "missing", "dir", oss("p"))
                        .expect(2)
                        .err()
                        .lines()
                        .findFirst()
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"delete, rm", "check, verify", "copy, 'cp, upload or download'"})
    void namesCommandOfOtherTools(String typed, String command) throws Exception {
        assertTrue(cli.run(typed, oss("a")).expect(2).err().contains("here it is " + command + "\n"));
    }
}
