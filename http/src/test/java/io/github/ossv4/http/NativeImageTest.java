// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.testing.NativeImage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Core and http use one member by reflection, which the metadata in the jar of http declares. */
class NativeImageTest {
    @Test
    void usesFewMembersByReflection() {
        assertEquals(
                Set.of("RequiredVersions: java.lang.Class.getField", "RequiredVersions: java.lang.reflect.Field.get"),
                NativeImage.reflection(250, "io.github.ossv4"));
    }

    @Test
    void declaresThem() throws IOException {
        assertEquals(List.of("okhttp3.OkHttp", "VERSION"), NativeImage.metadata("ossv4-http"));
    }
}
