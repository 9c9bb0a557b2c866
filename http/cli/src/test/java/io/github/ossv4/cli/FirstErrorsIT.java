// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors that new users meet first, packaged: exit code and standard error in full, whatever the width is. */
class FirstErrorsIT {
    @TempDir
    private static Path home;

    private static Emulator emulator;
    private static Emulator strict;
    private static Emulator secure;
    private static int closedPort;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulator.builder().accessKey("id", "secret").start();
        strict = Emulator.builder().accessKey("id", "secret").strict(true).start();
        secure = Emulator.builder().accessKey("id", "secret").https().start();
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = closed.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        emulator.close();
        strict.close();
        secure.close();
    }

    /** Variables, arguments, exit code, and standard error without ids of requests. */
    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("OSS_ACCESS_KEY_ID=;OSS_ACCESS_KEY_SECRET=", "ls oss://examplebucket", 2, """
                        ossv4: no credentials: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or --profile for a profile of ossutil or Alibaba Cloud's CLI, or --anonymous for a public bucket
                        the default chain found no credentials:
                          environment variables: OSS_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_ID are not set or empty
                          OIDC role: ALIBABA_CLOUD_OIDC_TOKEN_FILE is not set
                          profile of the CLI: HOME/.aliyun/config.json does not exist
                          credentials file: HOME/.alibabacloud/credentials.ini does not exist
                          ~/.ossutilconfig: HOME/.ossutilconfig does not exist
                          ECS RAM role: disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED
                          credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set
                        """),
                Arguments.of("OSS_ENDPOINT=http://oss-cn-x.example.invalid", "ls oss://examplebucket", 3, """
                        ossv4: ListObjectsV2 in bucket "examplebucket" at examplebucket.oss-cn-x.example.invalid:80, attempt 2 of 2: cannot resolve examplebucket.oss-cn-x.example.invalid; oss-cn-x.example.invalid is not an endpoint of Alibaba Cloud: if it is bound to the bucket, set the option cname; check the endpoint http://oss-cn-x.example.invalid, from OSS_ENDPOINT, and DNS; try 'ossv4 doctor'
                        """),
                Arguments.of(
                        "",
                        "ls oss://examplebucket --region hangzhou",
                        2,
                        "ossv4: --region must be a region such as cn-hangzhou, was hangzhou; did you mean cn-hangzhou?\n"),
                Arguments.of(
                        "",
                        "copy a b",
                        2,
                        "ossv4: unknown command copy; here it is cp, upload or download\nTry 'ossv4 --help'.\n"),
                Arguments.of(
                        "", "ls --fo oss://examplebucket", 2, "ossv4: unknown option --fo\nTry 'ossv4 ls --help'.\n"),
                Arguments.of(
                        "",
                        "upload a oss://examplebucket/ --parallel 0",
                        2,
                        "ossv4: --parallel must be 1 to 64, was 0\nTry 'ossv4 upload --help'.\n"),
                Arguments.of(
                        "",
                        "presign get oss://examplebucket/a --expires 8d",
                        2,
                        "ossv4: --expires must be 1s to 7d, was 8d\nTry 'ossv4 presign --help'.\n"),
                Arguments.of(
                        "",
                        "upload a oss://examplebucket/ --part-size 1",
                        2,
                        "ossv4: --part-size must be 100k to 5g, was 1\nTry 'ossv4 upload --help'.\n"),
                Arguments.of("", "stat oss://", 2, """
                        ossv4: oss://: bucket must be 3 to 63 characters of a-z, 0-9 and hyphens, and must not begin or end with a hyphen, was ""
                        Try 'ossv4 stat --help'.
                        """),
                Arguments.of(
                        "",
                        "upload oss://examplebucket/a oss://examplebucket/b",
                        2,
                        "ossv4: a source must be a file or a directory, was oss://examplebucket/a; to copy objects within OSS, use 'ossv4 cp'\n"),
                Arguments.of(
                        "",
                        "download oss://examplebucket/a b c d",
                        2,
                        "ossv4: unexpected argument c: only oss://BUCKET/KEY FILE is expected\nTry 'ossv4 download --help'.\n"),
                Arguments.of(
                        "OSS_ENDPOINT=http://127.0.0.1:CLOSED",
                        "ls oss://examplebucket",
                        3,
                        "ossv4: ListObjectsV2 in bucket \"examplebucket\" at 127.0.0.1:CLOSED, attempt 4 of 4: cannot connect: Connection refused; check the endpoint http://127.0.0.1:CLOSED, from OSS_ENDPOINT, and the network; try 'ossv4 doctor'\n"),
                Arguments.of(
                        "OSS_ENDPOINT=SECURE",
                        "ls oss://examplebucket",
                        3,
                        "ossv4: ListObjectsV2 in bucket \"examplebucket\" at SECURE, attempt 1 of 4: this Java runtime does not trust the certificate of the server; if its authority is your own, set OSSV4_JAVA_OPTIONS=\"-Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=PASSWORD\"; try 'ossv4 doctor'\n"),
                Arguments.of(
                        "", "upload missing oss://examplebucket/", 2, "ossv4: missing: no such file or directory\n"),
                Arguments.of(
                        "OSS_ACCESS_KEY_SECRET=hunter2",
                        "ls oss://examplebucket",
                        1,
                        "ossv4: ListObjectsV2 in bucket \"examplebucket\" at 127.0.0.1:EMULATOR: 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method. (request id ID, EC 0002-00000201); OSS signed the same text, so the secret does not belong to the AccessKey ID; correct the secret, which is from environment variables\n"),
                Arguments.of(
                        "",
                        "ls oss://no-such-bucket",
                        1,
                        "ossv4: ListObjectsV2 in bucket \"no-such-bucket\" at 127.0.0.1:EMULATOR: 404 NoSuchBucket: The specified bucket does not exist. (request id ID, EC 0015-00000101); the bucket no-such-bucket does not exist, or its name is misspelt; 'ossv4 ls' lists your buckets\n"),
                Arguments.of(
                        "OSS_ENDPOINT=http://oss-cn-hangzhou.localhost:STRICT",
                        "ls oss://examplebucket",
                        1,
                        "ossv4: ListObjectsV2 in bucket \"examplebucket\" at examplebucket.oss-cn-hangzhou.localhost:STRICT: 400 PublicEndpointForbidden: Not allowed using the OSS public endpoint, please use CNAME instead. (request id ID, EC 0048-00000401); accounts that first used OSS on or after 2025-03-20 cannot read, write or list objects at public endpoints of mainland China: bind your own domain to the bucket, or use the internal endpoint within the region; set your domain with --endpoint and --cname\n"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void printsWholeMessage(String variables, String arguments, int exitCode, String err) throws Exception {
        assertMessage("40", variables, arguments, exitCode, err);
    }

    @ParameterizedTest
    @MethodSource("errors")
    @Tag("full")
    void printsWholeMessageInEightyColumns(String variables, String arguments, int exitCode, String err)
            throws Exception {
        assertMessage("80", variables, arguments, exitCode, err);
    }

    private static void assertMessage(String columns, String variables, String arguments, int exitCode, String err)
            throws Exception {
        CliProcess cli =
                CliProcess.in(home).withoutCacheOfFailedLookups().with(emulator).with("COLUMNS", columns);
        for (String variable : variables.isEmpty() ? new String[0] : variables.split(";")) {
            String[] parts = actual(variable).split("=", 2);
            cli = cli.with(parts[0], parts[1]);
        }

        CliResult result = cli.run(arguments.split(" ")).expect(exitCode);

        // The resolver of the system adds its reason.
        String text = result.err().replaceAll("(cannot resolve [^:;]+): [^;]+;", "$1;");
        assertEquals(actual(err), text.replace("\r\n", "\n").replaceAll("\\b[0-9A-F]{24}\\b", "ID"));
        assertEquals("", result.out());
        assertFalse(result.err().matches("(?s).*(Exception|\\bPT[0-9]+[HMS]|[ (]/127\\.|u000a).*"), result::toString);
    }

    private static String actual(String text) {
        return text.replace("CLOSED", Integer.toString(closedPort))
                .replace("STRICT", Integer.toString(strict.port()))
                .replace("EMULATOR", Integer.toString(emulator.port()))
                .replace("=SECURE", "=" + secure.https().url())
                .replace("SECURE", secure.https().url().substring("https://".length()))
                .replace("HOME/", home + "/");
    }
}
