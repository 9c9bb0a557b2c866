// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.servlet.testing.SignedCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackFilterTest {
    private static final CallbackEndpoint ENDPOINT =
            CallbackEndpoint.of(SignedCallback.receiver(), receipt -> CallbackResponse.ok());

    @ParameterizedTest
    @ValueSource(strings = {"", "uploaded", "/uploaded/*", "/*", "*.do", "/uploaded?x=1", "/uploaded;x=1"})
    void rejectsPatterns(String path) {
        IllegalArgumentException rejected =
                assertThrows(IllegalArgumentException.class, () -> CallbackFilter.of(path, ENDPOINT));
        assertEquals(
                "path must begin with /, must not end with *, and must not contain ? or ;, was " + path,
                rejected.getMessage());
    }

    @Test
    void showsPath() {
        assertEquals(
                "CallbackFilter{/uploaded " + ENDPOINT + "}",
                CallbackFilter.of("/uploaded", ENDPOINT).toString());
    }
}
