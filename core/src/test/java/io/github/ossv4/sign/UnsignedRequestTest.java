// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static io.github.ossv4.testing.FixedTime.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsignedRequestTest {
    private static UnsignedRequest.Builder get() {
        return UnsignedRequest.builder("GET", "examplebucket", "key");
    }

    private static String canonical(UnsignedRequest.Builder request) {
        return Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(request.build(), NOW)
                .canonicalRequest();
    }

    @Test
    void canonicalUriContainsBucket() {
        assertEquals("/", UnsignedRequest.builder("GET", null, null).build().canonicalUri());
        assertEquals(
                "/examplebucket/",
                UnsignedRequest.builder("GET", "examplebucket", null).build().canonicalUri());
        assertEquals(
                "/examplebucket/a//b/../%20%2B%25~",
                UnsignedRequest.builder("GET", "examplebucket", "a//b/../ +%~")
                        .build()
                        .canonicalUri());
    }

    @ParameterizedTest
    @NullAndEmptySource
    void rejectsKeyWithoutBucket(String bucket) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> UnsignedRequest.builder("GET", bucket, "photos/cat.jpg"))
                .getMessage();
        assertEquals("bucket is required for the key photos/cat.jpg", message);
    }

    @Test
    void rejectsRepeatedAndEmptyQueryNames() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> get().query("acl", null).query("acl", "x"))
                .getMessage();
        assertTrue(message.contains("acl"), message);
        assertThrows(IllegalArgumentException.class, () -> get().query("", "x"));
    }

    @Test
    void joinsValuesOfRepeatedHeader() {
        assertTrue(canonical(get().header("x-oss-a", " 1 ").header("X-Oss-A", "2\t"))
                .contains("\nx-oss-a:1,2\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "CONTENT-MD5", "Host", "x-oss-callback", "X-Oss-Callback-Var"})
    void rejectsRepeatedSingleValueHeader(String name) {
        UnsignedRequest.Builder request = get().header(name.toLowerCase(Locale.ROOT), "same");
        String message = assertThrows(IllegalArgumentException.class, () -> request.header(name, "same"))
                .getMessage();
        assertEquals("header is repeated: " + name, message);
    }

    @Test
    void signsOnlyHeadersOfV4() {
        String text = canonical(get().header("Host", "h")
                .header("Date", "d")
                .header("Authorization", "secret")
                .header("content-type-x", "no")
                .header("x-oss-date", "stale")
                .header("Content-Type", "text/plain"));
        assertFalse(
                text.contains("secret") || text.contains("host:") || text.contains("no\n") || text.contains("stale"),
                text);
        assertTrue(text.contains("\ncontent-type:text/plain\n"), text);
    }

    @Test
    void listsAdditionalHeadersThatArePresent() {
        UnsignedRequest request = get().header("Host", "h")
                .header("Range", "")
                .header("x-oss-a", "1")
                .additionalHeader("x-oss-a")
                .additionalHeader("RANGE")
                .additionalHeader("HOST")
                .additionalHeader("host")
                .additionalHeader("absent")
                .build();
        assertEquals("host", request.additionalHeaders());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\0", "a\u007f", "\u001b", "a\ud800", "\udc00"})
    void rejectsControlCharactersAndSurrogatesInHeaders(String value) {
        String message = assertThrows(IllegalArgumentException.class, () -> get().header("x-oss-a", value))
                .getMessage();
        assertTrue(message.contains("x-oss-a"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "ä", "a\n", "a(b"})
    void rejectsHeaderNamesThatAreNotTokens(String name) {
        assertThrows(IllegalArgumentException.class, () -> get().header(name, "v"));
        assertThrows(IllegalArgumentException.class, () -> get().additionalHeader(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "G T", "GET\n"})
    void rejectsMethodsThatAreNotUpperCase(String method) {
        assertThrows(IllegalArgumentException.class, () -> UnsignedRequest.builder(method, "b", "k"));
    }

    @Test
    void acceptsAllUpperCaseLettersInMethods() {
        assertEquals("AZ", UnsignedRequest.builder("AZ", "b", "k").build().method());
        for (String method : new String[] {"@", "["}) {
            assertEquals(
                    "method must be upper-case letters, was " + method,
                    assertThrows(IllegalArgumentException.class, () -> UnsignedRequest.builder(method, "b", "k"))
                            .getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u0080", "\u00ff", "\u4e2d"})
    void rejectsHeaderNamesAboveTheTokenCharacters(String name) {
        assertThrows(IllegalArgumentException.class, () -> get().header("x-oss-" + name, "v"));
    }

    @Test
    void lowersEachUpperCaseLetterInHeaderNames() {
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            String lower = "x-oss-" + Character.toLowerCase(letter);
            assertTrue(canonical(get().header("x-oss-" + letter, "v")).contains("\n" + lower + ":v\n"), lower);
        }
    }

    /** The hash is that of the UTF-8 form; {@code U+0080} is the first character with two bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"~", "\u0080", "caf\u00e9", "\u4e2d", "a\ud83d\ude00b", "\ud83d\ude00"})
    void hashesHeaderValuesAsUtf8(String value) throws Exception {
        Signature signature = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(get().header("x-oss-meta-a", value).build(), NOW);
        String canonical = signature.canonicalRequest();
        assertTrue(canonical.contains("\nx-oss-meta-a:" + value + "\n"), canonical);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        String toSign = signature.stringToSign();
        assertEquals(HexFormat.of().formatHex(hash), toSign.substring(toSign.lastIndexOf('\n') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ud83dx", "\ud83d\ud83d", "\ude00\ud83d", "a\ud83d\ude00\ude00"})
    void namesTheIndexOfAnUnpairedSurrogate(String value) {
        int index = value.startsWith("a") ? 3 : 0;
        assertEquals(
                "header x-oss-a has an unpaired surrogate at index " + index,
                assertThrows(IllegalArgumentException.class, () -> get().header("x-oss-a", value))
                        .getMessage());
    }

    @Test
    void namesTheQueryParameterWithAnUnpairedSurrogate() {
        assertEquals(
                "query parameter prefix has an unpaired surrogate, U+d83d, at index 1",
                assertThrows(IllegalArgumentException.class, () -> get().query("prefix", "a\ud83d"))
                        .getMessage());
        assertEquals(
                "name of query parameter has an unpaired surrogate, U+d83d, at index 0",
                assertThrows(IllegalArgumentException.class, () -> get().query("\ud83d", ""))
                        .getMessage());
    }
}
