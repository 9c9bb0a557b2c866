// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValueTest {
    @Test
    void showsValuesWithoutAt() {
        assertEquals(", was \"a\"", OptionValue.shown("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hunter2@host:80",
                "user:hunter2@host:80",
                "hunter2@host",
                "user:hunter2%40host:80",
                "hunter2@:80",
                "https://hunter2@host",
            })
    void doesNotShowPasswords(String url) {
        for (Executable option : List.<Executable>of(
                () -> CorsRule.of(url), () -> CallbackTarget.parse(url), () -> Domain.ofAllBuckets(url))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, option);
            assertFalse(e.getMessage().contains("hunter"), e.getMessage());
            assertNull(e.getCause());
        }
    }
}
