// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLineTest {
    static HandledRequest request(String key, HandledRequest.Result result, CallbackAttempt... callbacks) {
        return request(key, result, null, null, callbacks);
    }

    private static HandledRequest request(
            String key,
            HandledRequest.Result result,
            SignatureMistake mistake,
            String fault,
            CallbackAttempt... callbacks) {
        return new HandledRequest(
                Instant.parse("2026-01-02T02:14:05.678Z"),
                "0123456789ABCDEF01234567",
                "127.0.0.1",
                new HandledRequest.Target("PUT", "/photos/" + key, "photos", key, "PutObject", null, null),
                result,
                mistake == null ? SignatureVerdict.HEADER : SignatureVerdict.REFUSED,
                mistake,
                List.of(callbacks),
                fault,
                null,
                null,
                new HandledRequest.Traffic(5, 0, 12));
    }

    private static HandledRequest.Result status(int status) {
        return new HandledRequest.Result(status, null, null, null);
    }

    @Test
    void describesSuccess() {
        assertEquals(
                "02:14:05Z 200 PUT    photos/cat.jpg  PutObject, signed in the header, 12 ms",
                LogLine.of(request("cat.jpg", status(200))));
    }

    @Test
    void describesErrorAndCallback() {
        HandledRequest.Result failed =
                new HandledRequest.Result(203, "CallbackFailed", "0007-00000203", "Error status : 500.");
        assertEquals(
                "02:14:05Z 203 PUT    photos/cat.jpg  PutObject, signed in the header, 12 ms,"
                        + " CallbackFailed 0007-00000203, callback http://127.0.0.1:8080/oss 500 (Error status : 500.)",
                LogLine.of(request(
                        "cat.jpg",
                        failed,
                        new CallbackAttempt(
                                "http://127.0.0.1:8080/oss", "{}", 500, "oops", "Error status : 500.", 3))));
    }

    @Test
    void describesMistake() {
        HandledRequest.Result refused =
                new HandledRequest.Result(403, "SignatureDoesNotMatch", "0002-00000201", "The request signature …");
        assertEquals(
                "02:14:05Z 403 PUT    photos/a b  PutObject, refused, 12 ms, SignatureDoesNotMatch 0002-00000201:"
                        + " the path differs: signed \"/a b\", expected \"/a%20b\"; the key is not percent-encoded",
                LogLine.of(request(
                        "a b",
                        refused,
                        SignatureMistake.of("the path", "/a b", "/a%20b", "the key is not percent-encoded"),
                        null)));
    }

    @Test
    void describesLostResponse() {
        assertEquals(
                "02:14:05Z --- PUT    photos/a  PutObject, signed in the header, 12 ms, the connection was reset,"
                        + " injected RESPONSE_LOST 0",
                LogLine.of(request(
                        "a",
                        new HandledRequest.Result(0, null, null, "the connection was reset"),
                        null,
                        "RESPONSE_LOST 0")));
    }

    @Test
    void escapesControlCharacters() {
        String line = LogLine.of(request("a\n\u001b[31m\u202eb", status(200)));

        assertTrue(line.contains("photos/a\\u000a\\u001b[31m\\u202eb"), line);
    }

    @Test
    void shortensKeysInTheirMiddle() {
        String line = LogLine.of(request("start" + "x".repeat(1000) + "end.jpg", status(200)));

        assertTrue(line.contains("photos/startxxx"), line);
        assertTrue(line.contains("xxxend.jpg  PutObject"), line);
        assertTrue(line.length() < 200, line);
    }

    @Test
    void keepsSurrogatesTogether() {
        for (int i = 0; i < 4; i++) {
            String line = LogLine.of(request("x".repeat(i) + "😀".repeat(100), status(200)));
            assertFalse(line.contains("\\u"), line);
        }
    }
}
