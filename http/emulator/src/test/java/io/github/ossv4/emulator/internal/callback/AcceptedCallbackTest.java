// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks that are rejected before an object is stored. */
class AcceptedCallbackTest {
    private static final String URL = "\"callbackUrl\":\"http://127.0.0.1:1/\"";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "not base64 | 0007-00000002",
                "{ | null",
                "{'callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'http://','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'my','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'my.com:test','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'http://h:x/','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'http://h/%zz','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'ftp://h/','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'file:///etc/passwd','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'a;b;c;d;e;f','callbackBody':'a'} | 0007-00000005",
                "{'callbackUrl':'http://h/'} | 0007-00000011",
                "{'callbackUrl':'http://h/','callbackBody':'a=${object}&b=$(object)'} | null",
                "{'callbackUrl':'http://h/','callbackBody':'a','callbackHost':'a b'} | null",
                "{'callbackUrl':'http://h/','callbackBody':'a','callbackBodyType':'text/plain'} | null",
            })
    void rejectsMalformedCallbackBeforeBody(String callback, String ec) throws IOException {
        String value = callback.startsWith("{") ? base64(callback.replace('\'', '"')) : callback;
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.putHello()
                    .header("x-oss-callback", value)
                    .header("Expect", "100-continue")
                    .head());

            RawResponse response = connection.read();
            assertEquals("400 InvalidArgument " + ec, response.errorText());
            assertEquals("callback", response.error().details().get("ArgumentName"));
            assertEquals(value, response.error().details().get("ArgumentValue"));
        }
        assertEquals(404, emulator.get(TestEmulator.HELLO_KEY).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"signatureVersion\":\"2.0\"", "\"somethingNew\":\"p\""})
    void rejectsMembersThatAreNotEmulated(String member) throws IOException {
        RawResponse response = emulator.putHello()
                .header("x-oss-callback", base64("{" + URL + ",\"callbackBody\":\"a\"," + member + "}"))
                .send();

        assertEquals("400 NotImplemented null", response.errorText());
        String name = member.substring(1, member.indexOf('"', 1));
        assertTrue(response.error().message().contains(name), response.error().message());
    }

    @Test
    void rejectsMissingPolicy() throws IOException {
        RawResponse response = emulator.putHello()
                .header("x-oss-callback", base64("{\"callbackPolicy\":\"missing\"}"))
                .send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertTrue(
                response.error().message().contains("missing"), response.error().message());
    }

    @Test
    void rejectsTooLongCallback() throws IOException {
        RawResponse response = emulator.putHello()
                .header("x-oss-callback", "A".repeat(5 * 1024 + 4))
                .send();

        assertEquals("400 InvalidArgument 0007-00000001", response.errorText());
    }

    @Test
    void rejectsMalformedVariables() throws IOException {
        String variables = "not base64";
        RawResponse response = emulator.putHello()
                .header("x-oss-callback", base64("{" + URL + ",\"callbackBody\":\"a\"}"))
                .header("x-oss-callback-var", variables)
                .send();

        assertEquals("400 InvalidArgument 0007-00000002", response.errorText());
        assertEquals("callback-var", response.error().details().get("ArgumentName"));
        assertEquals(variables, response.error().details().get("ArgumentValue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"callback", "callback-var"})
    void rejectsCallbackInHeaderAndQuery(String name) throws IOException {
        RawResponse response = emulator.putHello()
                .header("x-oss-callback", "e30=")
                .header("x-oss-" + name, "e30=")
                .query(name, "e30=")
                .unchecked()
                .send();

        assertEquals("400 InvalidArgument 0007-00000027", response.errorText());
    }
}
