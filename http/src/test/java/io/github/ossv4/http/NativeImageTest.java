// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a native image of GraalVM cannot find by itself: core and http use no resources, proxies, services or serialization, and
 * three members by reflection, which the metadata in http's jar declares.
 */
class NativeImageTest {
    private static final String METADATA =
            "/META-INF/native-image/io.github.ossv4/ossv4-http/reachability-metadata.json";

    private static final Set<String> NEED_METADATA = Set.of(
            "java.io.ObjectInputStream",
            "java.lang.ClassLoader",
            "java.lang.invoke.MethodHandles$Lookup",
            "java.util.ResourceBundle",
            "java.util.ServiceLoader");

    /** Methods of {@code Class} that an image supports for every class. */
    private static final Set<String> OF_ANY_CLASS =
            Set.of("cast", "desiredAssertionStatus", "getName", "getProtectionDomain", "getSimpleName", "isInstance");

    @Test
    void usesThreeMembersByReflection() {
        Set<String> found = new TreeSet<>();
        int classes = 0;
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/io/github/ossv4/emulator/"))
                .importPackages("io.github.ossv4")) {
            classes++;
            for (JavaAccess<?> access : each.getAccessesFromSelf()) {
                String owner = access.getTargetOwner().getName();
                String name = access.getTarget().getName();
                if (NEED_METADATA.contains(owner)
                        || owner.startsWith("java.lang.reflect.")
                        || (owner.equals("java.lang.Class") && !OF_ANY_CLASS.contains(name))) {
                    found.add(each.getSimpleName() + ": " + owner + "." + name);
                }
            }
        }
        assertTrue(classes > 300, classes + " classes");
        assertEquals(
                Set.of(
                        "RequiredVersions: java.lang.Class.getField",
                        "RequiredVersions: java.lang.reflect.Field.get",
                        "ProcessTree: java.lang.Class.forName",
                        "ProcessTree: java.lang.Class.getMethod",
                        "ProcessTree: java.lang.reflect.Method.invoke"),
                found);
    }

    @Test
    void declaresThem() throws IOException {
        List<String> texts = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(METADATA));
                JsonParser json = new JsonFactory().createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
                    texts.add(json.getText());
                }
            }
        }
        texts.removeAll(List.of("reflection", "type", "fields", "methods", "name", "parameterTypes"));
        assertEquals(
                List.of(
                        "okhttp3.OkHttp",
                        "VERSION",
                        "java.lang.Process",
                        "descendants",
                        "java.lang.ProcessHandle",
                        "destroyForcibly"),
                texts);
    }
}
