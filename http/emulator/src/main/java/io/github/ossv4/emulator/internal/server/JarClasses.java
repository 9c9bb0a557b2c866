// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.emulator.internal.wire.DaemonThreads;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The classes in the jar of a running emulator. They are loaded after the start: a build may replace the jar, and a
 * class that a later request needs could not be loaded any more.
 */
public final class JarClasses {
    /** The name of the thread that loads them. */
    static final String THREAD = "ossv4-emulator-classes";

    private JarClasses() {}

    /** Starts a thread that loads all classes, which takes about a second. Does nothing if they are not in a jar. */
    public static void load() {
        CodeSource source = JarClasses.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            DaemonThreads.named(THREAD)
                    .newThread(() -> loadFrom(source.getLocation()))
                    .start();
        }
    }

    private static void loadFrom(URL location) {
        try {
            Path jar = Path.of(location.toURI());
            if (Files.isRegularFile(jar)) {
                load(jar);
            }
        } catch (IOException | URISyntaxException e) {
            // Each class is loaded when it is needed.
        }
    }

    private static void load(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                // Its libraries are in a package below.
                if (name.startsWith("io/github/ossv4/emulator/") && name.endsWith(".class")) {
                    load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, JarClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It extends a class of a library that is optional, such as JUnit.
        }
    }
}
