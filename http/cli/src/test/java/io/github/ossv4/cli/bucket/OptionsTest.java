// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.InvalidCallbackException;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.sign.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Options of connections, objects and callbacks. */
class OptionsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("OSS_REGION", "cn-beijing");

    @Command
    private static final class Options {
        @Mixin
        ConnectionOptions connection = new ConnectionOptions(ConnectionOptions.Use.REQUESTS);

        @Mixin
        CallbackOptions callback = new CallbackOptions();

        @Mixin
        ObjectOptions object = new ObjectOptions();
    }

    private static Options parse(String... arguments) {
        Options options = new Options();
        new CommandLine(options).parseArgs(arguments);
        return options;
    }

    private static String endpoint(Map<String, String> environment, String... arguments) {
        return ConnectionOptions.build(parse(arguments)
                        .connection
                        .builder(
                                "examplebucket",
                                environment,
                                ConfigFiles.of(parse(arguments).connection.profile(), environment, "none")))
                .formUrl();
    }

    @ParameterizedTest
    @CsvSource({
        "--meta, color=red, Color=blue, '--meta is repeated: color, also as Color'",
        "--header, Expires=a, expires=b, '--header is repeated: Expires, also as expires'",
        "--tag, a=1, a=1, '--tag is repeated: a'",
        "--var, x:a=1, x:a=2, '--var is repeated: x:a'",
    })
    void refusesRepeatedNames(String option, String first, String second, String message) {
        Options options = parse("--callback-url", "https://a.example.com/", option, first, option, second);
        UsageException e = assertThrows(UsageException.class, () -> {
            options.object.applyTo(PutOptions.builder());
            options.callback.callback();
        });
        assertEquals(message, e.getMessage());
    }

    @Test
    void refusesMetadataThatHttpWouldChange() {
        Options options = parse("--meta", "a= b");
        UsageException e = assertThrows(UsageException.class, () -> options.object.applyTo(PutOptions.builder()));
        assertEquals("the value of --meta a begins or ends with a space, which HTTP removes: \" b\"", e.getMessage());
    }

    @Test
    void takesOnlyHeadersThatOssStores() {
        Options options = parse("--header", "Content-Type=text/plain");
        UsageException e = assertThrows(UsageException.class, () -> options.object.applyTo(PutOptions.builder()));
        assertEquals(
                "--header must be Cache-Control, Content-Disposition, Content-Encoding, Content-Language or Expires, was"
                        + " Content-Type; see also --content-type and --meta",
                e.getMessage());
    }

    @Test
    void keepsTagsThatDifferInCase() {
        Options options = parse("--tag", "a=1", "--tag", "A=2");
        assertTrue(options.object.description().contains("{A=2, a=1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--header", "--meta", "--tag", "--var"})
    void refusesValuesWithoutName(String option) {
        for (String value : new String[] {"name", "=value"}) {
            ParameterException e = assertThrows(ParameterException.class, () -> parse(option, value));
            assertTrue(e.getMessage().contains("must be NAME=VALUE, was " + value), e.getMessage());
        }
    }

    @Test
    void takesEndpointFromOptionThenEnvironmentThenRegion() {
        assertEquals("https://examplebucket.oss-cn-beijing.aliyuncs.com/", endpoint(ENVIRONMENT));
        assertEquals(
                "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/",
                endpoint(ENVIRONMENT, "--region", "cn-hangzhou"));
        assertEquals(
                "http://127.0.0.1:9000/examplebucket/",
                endpoint(Map.of("OSS_ENDPOINT", "http://127.0.0.1:9000", "OSS_REGION", "cn-hangzhou")));
        assertEquals(
                "https://examplebucket.oss-cn-shanghai.aliyuncs.com/",
                endpoint(
                        Map.of("OSS_ENDPOINT", "http://127.0.0.1:9000"),
                        "--endpoint",
                        "https://oss-cn-shanghai.aliyuncs.com"));
        assertEquals("https://examplebucket.oss-cn-beijing.aliyuncs.com/", endpoint(ENVIRONMENT, "--anonymous"));
    }

    @Test
    void takesCnameFromTheEnvironmentForItsEndpointAlone() {
        Map<String, String> own =
                Map.of("OSS_ENDPOINT", "https://files.example.com", "OSS_REGION", "cn-hangzhou", "OSS_CNAME", "true");
        assertEquals("https://files.example.com/", endpoint(own));
        assertEquals(
                "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/",
                endpoint(own, "--endpoint", "https://oss-cn-hangzhou.aliyuncs.com"));
        assertUsage("--path-style and OSS_CNAME=true must not both be set", own, "--path-style");
        assertUsage(
                "--path-style and --cname must not both be set",
                ENVIRONMENT,
                "--endpoint",
                "https://a.example",
                "--path-style",
                "--cname");
        assertUsage(
                "OSS_CNAME=true requires your own domain: set --endpoint or OSS_ENDPOINT",
                Map.of("OSS_REGION", "cn-hangzhou", "OSS_CNAME", "true"));
        assertUsage("--cname requires your own domain: set --endpoint or OSS_ENDPOINT", ENVIRONMENT, "--cname");
        assertUsage(
                "OSS_CNAME must be true or false, was yes",
                Map.of("OSS_ENDPOINT", "https://files.example.com", "OSS_CNAME", "yes"));
    }

    private static void assertUsage(String message, Map<String, String> environment, String... arguments) {
        assertEquals(
                message,
                assertThrows(UsageException.class, () -> endpoint(environment, arguments))
                        .getMessage());
    }

    @Test
    void explainsMissingSettings() {
        assertTrue(assertThrows(UsageException.class, () -> endpoint(Map.of("OSS_ENDPOINT", "")))
                .getMessage()
                .contains("--endpoint or OSS_ENDPOINT"));
        assertTrue(assertThrows(UsageException.class, () -> endpoint(Map.of("OSS_ENDPOINT", "http://127.0.0.1:9000")))
                .getMessage()
                .contains("set --region or OSS_REGION"));
        assertThrows(UsageException.class, () -> endpoint(ENVIRONMENT, "--cname", "--path-style"));
        assertThrows(UsageException.class, () -> endpoint(ENVIRONMENT, "--anonymous", "--profile", "p"));
        assertThrows(UsageException.class, () -> endpoint(ENVIRONMENT, "--endpoint", "cn-hangzhou"));
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "10m, 600", "2h, 7200", "7d, 604800"})
    void parsesTimes(String text, long seconds) {
        assertEquals(seconds, new DurationConverter.Timeout().convert(text).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1w", "1.5h", "1 m", "99999999999s", "7", "0s", "366d"})
    void rejectsOtherTimes(String text) {
        assertThrows(TypeConversionException.class, () -> new DurationConverter.Timeout().convert(text));
    }

    @Test
    void buildsCallbackWithDefaultBody() {
        Callback callback = parse("--callback-url", "https://a.example.com/x", "--var", "x:user=4=2")
                .callback
                .callback();

        assertEquals("application/json", callback.bodyType());
        assertTrue(callback.body().endsWith("\"crc64\":${crc64},\"user\":${x:user}}"), callback.body());
        assertEquals(Map.of("x:user", "4=2"), callback.variables());
        assertNull(parse().callback.callback());
    }

    @Test
    void buildsCallbackWithBodyOfEachType() {
        List<String> url =
                List.of("--callback-url", "https://a.example.com", "--callback-url", "https://b.example.com");
        String[] form = {url.get(0), url.get(1), url.get(2), url.get(3), "--callback-body", "k=${object}"};
        assertEquals(
                "application/x-www-form-urlencoded",
                parse(form).callback.callback().bodyType());
        assertEquals(2, parse(form).callback.callback().urls().size());

        Callback defaultForm = parse(url.get(0), url.get(1), "--callback-body-type", "form", "--var", "x:a=1")
                .callback
                .callback();
        assertEquals("application/x-www-form-urlencoded", defaultForm.bodyType());
        assertTrue(defaultForm.body().endsWith("&crc64=${crc64}&a=${x:a}"), defaultForm.body());
        assertEquals(
                "h.example.com",
                parse(url.get(0), url.get(1), "--callback-host", "h.example.com")
                        .callback
                        .callback()
                        .host());
    }

    @Test
    void rejectsCallbackWithoutUrlOrWithWrongBody() {
        assertThrows(
                UsageException.class,
                () -> parse("--callback-host", "h").callback.callback());
        assertThrows(
                InvalidCallbackException.class,
                () -> parse("--callback-url", "https://a.example.com", "--callback-body", "{\"a\":\"${object}\"}")
                        .callback
                        .callback());
        assertThrows(ParameterException.class, () -> parse("--callback-body-type", "xml"));
    }

    @Test
    void setsHeadersOfObject() throws Exception {
        PutOptions.Builder put = PutOptions.builder();
        parse("--meta", "color=red", "--content-type", "a/b", "--storage-class", "coldarchive", "--acl", "Private")
                .object
                .applyTo(put);
        try (BucketClient client = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            Map<String, String> headers =
                    client.presignPut("k", put.build(), Duration.ofMinutes(1)).headers();
            assertEquals(
                    Map.of(
                            "content-type", "a/b",
                            "x-oss-meta-color", "red",
                            "x-oss-object-acl", "private",
                            "x-oss-storage-class", "ColdArchive"),
                    headers);
        }
    }

    @Test
    void rejectsUnknownClassesAndNamesThem() {
        assertTrue(assertThrows(ParameterException.class, () -> parse("--storage-class", "Cold"))
                .getMessage()
                .contains("DeepColdArchive, was Cold"));
        assertTrue(assertThrows(ParameterException.class, () -> parse("--acl", "public"))
                .getMessage()
                .contains("was public"));
    }
}
