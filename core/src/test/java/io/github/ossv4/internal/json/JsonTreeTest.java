// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTreeTest {
    private static Object parse(String text) throws IOException {
        return JsonTree.parse(text.getBytes(UTF_8), 0);
    }

    @Test
    void parsesNumbersExactly() throws IOException {
        assertEquals(
                Arrays.asList(
                        new BigInteger("-12345678901234567890"),
                        BigInteger.ZERO,
                        new BigDecimal("1.50E+400"),
                        new BigDecimal("0.10")),
                parse("[-12345678901234567890,-0,1.50e400,0.10]"));
    }

    @Test
    void rejectsNumberWithTooLargeExponentAsMalformed() {
        assertThrows(JsonProcessingException.class, () -> parse("{\"a\":1e99999999999}"));
        assertNull(JsonTree.parse("{\"a\":1e99999999999}"));
    }

    @Test
    void skipsByteOrderMark() throws IOException {
        assertEquals(Map.of("a", "猫"), parse("\uFEFF{\"a\":\"猫\"}"));
    }

    @Test
    void parsesUtf16() throws IOException {
        for (Charset charset : Arrays.asList(UTF_16, UTF_16BE, UTF_16LE)) {
            assertEquals(Map.of("a", "猫"), JsonTree.parse("{\"a\":\"猫\"}".getBytes(charset), 0), charset::name);
        }
        assertEquals(BigInteger.ONE, JsonTree.parse("1".getBytes(UTF_16LE), 0));
        assertEquals(BigInteger.ONE, parse("1"));
    }

    @Test
    void rejectsNoBytes() {
        assertThrows(IOException.class, () -> parse(""));
    }
}
