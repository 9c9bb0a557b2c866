// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The class paths of the programs with an SDK, which are modules of a profile. */
public final class SdkClassPath {
    public static final List<String> VERSIONS = List.of("v1", "v2");

    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    private SdkClassPath() {}

    /** Returns the class path of a version of the SDK; empty if it was not built; then prints that. */
    public static Optional<String> of(String version) {
        Path target = Path.of(OWN_CLASS_PATH)
                .toAbsolutePath()
                .resolveSibling("../sdk-" + version + "/target")
                .normalize();
        Path jar = target.resolve("sdk-" + version + ".jar");
        if (Files.exists(jar)) {
            return Optional.of(jar + ":" + target.resolve("lib") + "/*");
        }
        System.out.println("SDK " + version + " is skipped: " + jar + " does not exist, see README");
        return Optional.empty();
    }
}
