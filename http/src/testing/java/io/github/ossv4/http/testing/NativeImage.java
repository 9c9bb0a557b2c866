// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

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

/** The uses of reflection that a native image of GraalVM must be told. */
public final class NativeImage {
    private static final Set<String> NEED_METADATA = Set.of(
            "java.io.ObjectInputStream",
            "java.lang.ClassLoader",
            "java.lang.invoke.MethodHandles$Lookup",
            "java.util.ResourceBundle",
            "java.util.ServiceLoader");

    /** Methods of {@code Class} that an image supports for every class. */
    private static final Set<String> OF_ANY_CLASS =
            Set.of("cast", "desiredAssertionStatus", "getName", "getProtectionDomain", "getSimpleName", "isInstance");

    private NativeImage() {}

    /**
     * Returns the members that the main classes of packages, except those of the emulator, use by reflection or in
     * other ways that an image must be told.
     *
     * @param atLeast fewer classes mean that they were not found
     */
    public static Set<String> reflection(int atLeast, String... packages) {
        Set<String> found = new TreeSet<>();
        int classes = 0;
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/io/github/ossv4/emulator/"))
                .importPackages(packages)) {
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
        assertTrue(classes >= atLeast, classes + " classes");
        return found;
    }

    /** Returns the names in the metadata of a jar. */
    public static List<String> metadata(String artifact) throws IOException {
        String name = "/META-INF/native-image/io.github.ossv4/" + artifact + "/reachability-metadata.json";
        List<String> texts = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(NativeImage.class.getResourceAsStream(name), name);
                JsonParser json = new JsonFactory().createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
                    texts.add(json.getText());
                }
            }
        }
        texts.removeAll(List.of("reflection", "type", "fields", "methods", "name", "parameterTypes"));
        return texts;
    }
}
