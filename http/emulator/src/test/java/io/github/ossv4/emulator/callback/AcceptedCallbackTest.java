// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestResponse;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callbacks are refused, before anything is stored. */
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
                "{'callbackUrl':'http://h:x/','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'http://h/%zz','callbackBody':'a'} | 0007-00000004",
                "{'callbackUrl':'a;b;c;d;e;f','callbackBody':'a'} | 0007-00000005",
                "{'callbackUrl':'http://h/'} | 0007-00000011",
                "{'callbackUrl':'http://h/','callbackBody':'a','callbackHost':'a b'} | null",
                "{'callbackUrl':'http://h/','callbackBody':'a','callbackBodyType':'text/plain'} | null",
            })
    void malformedCallbackIsRefusedBeforeTheBody(String callback, String ec) throws IOException {
        String value = callback.startsWith("{") ? base64(callback.replace('\'', '"')) : callback;
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.putHello()
                    .header("x-oss-callback", value)
                    .header("Expect", "100-continue")
                    .head());

            TestResponse reply = wire.read();
            assertEquals("400 InvalidArgument " + ec, reply.refusal());
            assertEquals("callback", reply.error().details().get("ArgumentName"));
            assertEquals(value, reply.error().details().get("ArgumentValue"));
        }
        assertEquals(404, emulator.get(TestEmulator.HELLO_KEY).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"signatureVersion\":\"2.0\"", "\"somethingNew\":\"p\""})
    void membersThatAreNotEmulatedAreRefusedByName(String member) throws IOException {
        TestResponse reply = emulator.putHello()
                .header("x-oss-callback", base64("{" + URL + ",\"callbackBody\":\"a\"," + member + "}"))
                .send();

        assertEquals("501 NotImplemented null", reply.refusal());
        String name = member.substring(1, member.indexOf('"', 1));
        assertTrue(reply.error().message().contains(name), reply.error().message());
    }

    @Test
    void aPolicyThatIsNotThereIsRefusedByName() throws IOException {
        TestResponse reply = emulator.putHello()
                .header("x-oss-callback", base64("{\"callbackPolicy\":\"unheard-of\"}"))
                .send();

        assertEquals("400 InvalidArgument null", reply.refusal());
        assertTrue(reply.error().message().contains("unheard-of"), reply.error().message());
    }

    @Test
    void tooLongCallbackIsRefused() throws IOException {
        TestResponse reply = emulator.putHello()
                .header("x-oss-callback", "A".repeat(5 * 1024 + 4))
                .send();

        assertEquals("400 InvalidArgument 0007-00000001", reply.refusal());
    }

    @ParameterizedTest
    @CsvSource({"not base64, 0007-00000002", "eyJ3aG8iOiJtZSJ9, null"})
    void malformedVariablesAreRefused(String variables, String ec) throws IOException {
        TestResponse reply = emulator.putHello()
                .header("x-oss-callback", base64("{" + URL + ",\"callbackBody\":\"a\"}"))
                .header("x-oss-callback-var", variables)
                .send();

        assertEquals("400 InvalidArgument " + ec, reply.refusal());
        assertEquals("callback-var", reply.error().details().get("ArgumentName"));
        assertEquals(variables, reply.error().details().get("ArgumentValue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"callback", "callback-var"})
    void carriersMayNotBeDoubled(String name) throws IOException {
        TestResponse reply = emulator.putHello()
                .header("x-oss-callback", "e30=")
                .header("x-oss-" + name, "e30=")
                .query(name, "e30=")
                .unchecked()
                .send();

        assertEquals("400 InvalidArgument 0007-00000027", reply.refusal());
    }
}
