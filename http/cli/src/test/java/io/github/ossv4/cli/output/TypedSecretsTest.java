// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedSecretsTest {
    private static final Set<String> OPTIONS =
            Set.of("--exclude", "--endpoint", "--callback-url", "--var", "--header", "--recursive", "--json");

    private static TypedSecrets typed(String... arguments) {
        return TypedSecrets.of(OPTIONS, arguments);
    }

    @Test
    void quotesAsAShellDoes() {
        assertEquals(
                "sync '/my photos' oss://b/été --exclude '*.tmp' 'it'\\''s'",
                typed("sync", "/my photos", "oss://b/été", "--exclude", "*.tmp", "it's")
                        .commandLine());
    }

    @Test
    void hidesSecretsInTheCommandLine() {
        assertEquals(
                "upload --endpoint=https://…h https://h/k… oss://b/a",
                typed("upload", "--endpoint=https://u:p@h", "https://h/k?x-oss-signature=1", "oss://b/a")
                        .commandLine());
        assertEquals(
                "upload --callback-url … --var=… --var … a oss://b/a",
                typed("upload", "--callback-url", "https://h/?token=1", "--var=x=1", "--var", "y=2", "a", "oss://b/a")
                        .commandLine());
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/k?x-oss-signature=1f&a=b, https://h/k…",
        "HTTPS://h/k?a=b, HTTPS://h/k…",
        "h/k?x-oss-signature=1f, h/k…",
        "oss://b/k?a=b, oss://b/k?a=b",
        "oss://b/k?Expires=1&Signature=a%2Fb, oss://b/k…",
        "oss://u:password@b/k, oss://…b/k",
        "oss://u:pass/word@b/k, oss://…b/k",
        "oss://b/me@home:1, oss://b/me@home:1",
        "http://127.0.0.1:8080/a@b, http://127.0.0.1:8080/a@b",
        "a?b, a?b",
    })
    void hidesQueriesAndUserInformation(String typed, String shown) {
        TypedSecrets secrets = typed("cat", typed);

        assertEquals("cannot read " + shown, secrets.hideIn("cannot read " + typed));
        assertEquals(
                "cat " + (shown.contains("?") || shown.contains("&") ? "'" + shown + "'" : shown),
                secrets.commandLine());
    }

    /** A path has one slash for several, and messages decode values. */
    @Test
    void hidesOtherSpellings() {
        TypedSecrets secrets = typed("upload", "https://h/k?Signature=abc%2B//def&Expires=1");

        assertEquals(
                "https:/h/k…: no such file", secrets.hideIn("https:/h/k?Signature=abc%2B/def&Expires=1: no such file"));
        assertEquals("value …", secrets.hideIn("value abc+//def"));
        assertEquals(
                "{\"text\":\"a…\"}", typed("cat", "https://h/?a=\"secret\"").hideIn("{\"text\":\"a\\\"secret\\\"\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "--access-key-secret=hushhush",
        "--access-key-secret hushhush",
        "--header Authorization:hushhush",
        "--header A=hushhush"
    })
    void hidesValuesOfOptions(String typed) {
        TypedSecrets secrets = typed(("ls oss://b/ " + typed).split(" "));

        assertEquals("was …", secrets.hideIn("was " + typed.replaceFirst("^--[a-z-]+[ =](A=)?", "")));
        assertEquals("ls oss://b/ " + typed.replaceFirst("(^--[a-z-]+[ =]).*", "$1…"), secrets.commandLine());
    }

    /** The operand after an option that is mistyped is what the message is about. */
    @Test
    void showsOperands() {
        assertEquals(
                "oss://bucket/k: --recursiv",
                typed("rm", "--recursiv", "oss://bucket/k").hideIn("oss://bucket/k: --recursiv"));
    }
}
