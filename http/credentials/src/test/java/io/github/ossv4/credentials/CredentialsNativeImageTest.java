// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.testing.NativeImage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands are ended by two members that Java 8 has not, which the metadata in the jar declares. */
class CredentialsNativeImageTest {
    @Test
    void usesFewMembersByReflection() {
        assertEquals(
                Set.of(
                        "ProcessTree: java.lang.Class.forName",
                        "ProcessTree: java.lang.Class.getMethod",
                        "ProcessTree: java.lang.reflect.Method.invoke"),
                NativeImage.reflection(25, "io.github.ossv4.credentials"));
    }

    @Test
    void declaresThem() throws IOException {
        assertEquals(
                List.of("java.lang.Process", "descendants", "java.lang.ProcessHandle", "destroyForcibly"),
                NativeImage.metadata("ossv4-credentials"));
    }
}
