// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import io.github.ossv4.cli.testing.RequiredTool;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Settings that do not work, with the packaged command line: {@code ossv4 doctor} has one finding, with the text of the
 * command that fails.
 */
class BrokenSettingsIT extends PackagedFixture {
    private static final String PUBLIC = "http://oss-cn-hangzhou.aliyuncs.com";

    /** Checks that {@code doctor} finds one problem, and that {@code ls} fails with the same text. */
    private void finds(String check, String advice, CliProcess broken, String url, String... options) throws Exception {
        CliResult doctor = broken.run(arguments("doctor", url, options)).expect(1);
        CliResult command = broken.run(arguments("ls", url, options));

        List<String> problems =
                doctor.lines().stream().filter(line -> !line.startsWith("OK  ")).toList();
        String start = "FAIL  " + check + ": ";
        String found = String.join("\n", problems);
        assertTrue(found.startsWith(start), doctor::toString);
        assertEquals(found.lastIndexOf("FAIL  "), found.indexOf("FAIL  "), doctor::toString);
        assertTrue(found.contains(advice), doctor::toString);
        assertTrue(command.exitCode() > 0, command::toString);
        assertEquals(
                withoutIds("ossv4: " + found.substring(start.length())),
                withoutIds(command.err().strip().replace("; try 'ossv4 doctor'", "")));
    }

    private static String[] arguments(String command, String url, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = command;
        arguments[1] = url;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return arguments;
    }

    private static String withoutIds(String text) {
        return text.replaceAll("\\b[0-9A-F]{24}\\b", "ID");
    }

    private String url() {
        return "oss://" + emulator.bucket();
    }

    @Test
    void cnameOfAnEndpoint() throws Exception {
        finds(
                "endpoint",
                "--cname requires your own domain, but the endpoint is " + PUBLIC
                        + ", from --endpoint; leave out --cname",
                cli,
                url(),
                "--cname",
                "--endpoint",
                PUBLIC);
        finds(
                "endpoint",
                "OSS_CNAME=true requires your own domain, but the endpoint is " + emulator.endpoint()
                        + ", from OSS_ENDPOINT; leave out OSS_CNAME=true",
                cli.with("OSS_CNAME", "true"),
                url());
    }

    @Test
    void wrongSecret() throws Exception {
        finds(
                "access",
                "the secret does not belong to the AccessKey ID; correct the secret, which is from environment variables",
                cli.with("OSS_ACCESS_KEY_SECRET", "hunter2"),
                url());
    }

    @Test
    void httpsAtAPortOfHttp() throws Exception {
        String endpoint = "https://127.0.0.1:" + emulator.port();

        finds(
                "connection",
                "check whether the endpoint " + endpoint + ", from OSS_ENDPOINT, must start with http://",
                cli.with("OSS_ENDPOINT", endpoint),
                url());
    }

    @Test
    void httpAtAPortOfHttps() throws Exception {
        restart(Emulator.builder().https());
        String endpoint = emulator.https().url().replace("https://", "http://");

        finds(
                "connection",
                "check whether the endpoint " + endpoint + ", from --endpoint, must start with https://",
                cli,
                url(),
                "--endpoint",
                endpoint);
    }

    @Test
    void anonymousRequestToPrivateBucket() throws Exception {
        finds("access", "the request was not signed", cli, url(), "--anonymous");
    }

    @Test
    void wrongRegion() throws Exception {
        finds(
                "access",
                "requests are signed for the region cn-beijing, from OSS_REGION: set the region of the bucket",
                cli.with("OSS_REGION", "cn-beijing"),
                url());
        finds(
                "access",
                "requests are signed for the region cn-shanghai, from --region: set the region of the bucket",
                cli,
                url(),
                "--region",
                "cn-shanghai");
    }

    @Test
    void proxyThatCannotBeReached() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        finds(
                "connection",
                "cannot connect: Connection refused; check the proxy 127.0.0.1:" + port + ", from HTTP_PROXY",
                cli.with("HTTP_PROXY", "127.0.0.1:" + port).with("OSS_ENDPOINT", PUBLIC),
                url());
    }

    @Test
    void proxyThatRespondsItself() throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            proxy.createContext("/", exchange -> {
                byte[] page = "<html>Blocked</html>".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(403, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            proxy.start();
            int port = proxy.getAddress().getPort();
            finds(
                    "connection",
                    "it is from the proxy 127.0.0.1:" + port + ", from http_proxy, or from a server behind it",
                    cli.with("http_proxy", "http://127.0.0.1:" + port).with("OSS_ENDPOINT", PUBLIC),
                    url());
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void hostThatDoesNotResolve() throws Exception {
        finds(
                "connection",
                "check the endpoint https://oss-cn-x.example.invalid, from --endpoint, and DNS",
                cli.withoutCacheOfFailedLookups(),
                url(),
                "--endpoint",
                "https://oss-cn-x.example.invalid");
    }

    @Test
    void noCredentials() throws Exception {
        finds(
                "credentials",
                "no credentials: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET",
                cli.with("OSS_ACCESS_KEY_ID", "").with("OSS_ACCESS_KEY_SECRET", ""),
                url());
    }

    @Test
    void missingBucket() throws Exception {
        finds(
                "access",
                "the bucket no-such-bucket does not exist, or its name is misspelt; 'ossv4 ls' lists your buckets",
                cli,
                "oss://no-such-bucket");
    }

    /** Requests are corrected, presigned URLs cannot be. */
    @Test
    void wrongClock() throws Exception {
        RequiredTool.assumeInstalled("curl");
        restart(Emulator.builder().clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1))));
        bucket.put("k", "");

        CliResult doctor = cli.run("doctor", url()).expect(1);
        cli.run("stat", oss("k")).expect(0);
        String presigned = cli.run("presign", "get", oss("k")).expect(0).lines().get(0);

        List<String> problems =
                doctor.lines().stream().filter(line -> !line.startsWith("OK  ")).toList();
        assertEquals(1, problems.size(), doctor::toString);
        assertTrue(
                problems.get(0)
                        .matches(
                                "FAIL  clock: the clock of this machine is 3[56]\\d\\d seconds behind that of OSS, which accepts 15"
                                        + " minutes: presigned URLs and forms are refused; the times of other requests are corrected;"
                                        + " synchronize the clock, for example with NTP"),
                doctor::toString);
        CliResult refused = cli.runScript("curl --silent '" + presigned + "'").expect(0);
        assertTrue(refused.out().contains("<Error>"), refused::toString);
    }
}
