// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Compiles Java code of a page with the class path of the test, without warnings, and loads it. */
public final class JavaSnippet {
    private JavaSnippet() {}

    /**
     * Compiles a class without a package, and loads it. It can use classes that were compiled into the same directory.
     * The class loader stays open.
     *
     * @param directory where to write source and classes
     * @throws IllegalArgumentException if the compiler reports errors or warnings
     */
    public static Class<?> load(String name, String source, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-proc:none",
                        "-Xlint:all,-path,-classfile",
                        "-Werror",
                        "-classpath",
                        directory + File.pathSeparator + System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        file.toString());
        if (status != 0) {
            throw new IllegalArgumentException(
                    "the snippet must compile: " + messages.toString(StandardCharsets.UTF_8) + source);
        }
        return loader(directory.toUri().toURL(), name);
    }

    private static Class<?> loader(URL directory, String name) throws MalformedURLException {
        try {
            return new URLClassLoader(new URL[] {directory}, JavaSnippet.class.getClassLoader()).loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("the snippet must contain the class " + name, e);
        }
    }

    /**
     * Runs statements.
     *
     * @param imports declarations before the class
     * @param statements must end with a {@code return} of a text
     * @param directory where to write source and classes
     * @throws Exception thrown by the statements
     */
    public static String run(String imports, String statements, Path directory) throws Exception {
        String source = imports + "public class Snippet {\npublic static String run() throws Exception {\n" + statements
                + "\n}\n}\n";
        try {
            return (String) load("Snippet", source, directory).getMethod("run").invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }
}
