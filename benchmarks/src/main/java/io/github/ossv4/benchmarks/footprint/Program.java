// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.harness.Spent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that does one task and exits.
 *
 * @param own the jars of the program itself, which are not counted
 * @param library the jars that a user needs
 * @param flags of its JVM
 */
record Program(Task task, String name, String mainClass, List<Path> own, List<Path> library, List<String> flags) {
    /** What a program does. */
    enum Task {
        NOTHING("nothing"),
        PRESIGN("presign one URL"),
        PUT("put 1 KB over http"),
        PUT_TLS("put 1 KB over https"),
        CALLBACK("verify one callback");

        private final String title;

        Task(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Where the modules of {@code benchmarks} are. */
    private static final Path MODULES = Path.of(System.getProperty("java.class.path"))
            .toAbsolutePath()
            .resolve("../..")
            .normalize();

    /** Returns all programs. */
    static List<Program> all() throws IOException {
        Path footprint = module("footprint");
        Path programs = footprint.resolve("footprint.jar");
        List<Path> jars = jars(footprint.resolve("lib"));
        Path samples = matching(jars, "ossv4-samples").get(0);
        List<Path> core = matching(jars, "ossv4-core", "jackson-core", "jspecify");
        List<Path> okHttp = matching(jars, "okhttp", "okio", "kotlin", "annotations");
        List<Path> http = new ArrayList<>(jars);
        http.remove(samples);
        String folder = "io.github.ossv4.benchmarks.footprint.";
        List<Program> all = new ArrayList<>();
        all.add(new Program(Task.NOTHING, "JVM", folder + "Nothing", List.of(programs), List.of(), List.of()));
        all.add(new Program(Task.PRESIGN, "ossv4-core", folder + "PresignByCore", List.of(programs), core, List.of()));
        all.add(new Program(
                Task.PRESIGN, "ossv4-http", folder + "PresignByClient", List.of(programs), http, List.of()));
        for (Task put : List.of(Task.PUT, Task.PUT_TLS)) {
            all.add(new Program(put, "ossv4-core", folder + "PutByCore", List.of(programs, samples), core, List.of()));
            all.add(new Program(put, "ossv4-http", folder + "PutByClient", List.of(programs), http, List.of()));
            all.add(new Program(put, "OkHttp", folder + "PutByOkHttp", List.of(programs), okHttp, List.of()));
        }
        all.add(new Program(
                Task.CALLBACK, "ossv4-core", folder + "ReceiveCallback", List.of(programs), core, List.of()));
        for (String version : List.of("v1", "v2")) {
            Path sdk = module("sdk-" + version);
            List<Path> own = List.of(sdk.resolve("sdk-" + version + ".jar"));
            List<Path> library = jars(sdk.resolve("lib"));
            String name = "SDK " + version;
            String package_ = "io.github.ossv4.benchmarks.sdk.";
            all.add(new Program(Task.PRESIGN, name, package_ + "PresignUrl", own, library, List.of()));
            all.add(new Program(Task.PUT, name, package_ + "PutObject", own, library, List.of()));
            all.add(new Program(Task.PUT_TLS, name, package_ + "PutObject", own, library, List.of()));
        }
        return all;
    }

    private static Path module(String name) {
        Path target = MODULES.resolve(name).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IllegalStateException(target + " does not exist: build with -Psdks, see README");
        }
        return target;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> matching(List<Path> jars, String... prefixes) {
        return jars.stream()
                .filter(jar -> Stream.of(prefixes).anyMatch(jar.getFileName().toString()::startsWith))
                .toList();
    }

    /** Returns the same program with more flags. */
    Program with(String suffix, List<String> more) {
        List<String> both = new ArrayList<>(flags);
        both.addAll(more);
        return new Program(task, name + suffix, mainClass, own, library, both);
    }

    /** Returns the size of the user's jars in bytes. */
    long librarySize() {
        long size = 0;
        for (Path jar : library) {
            try {
                size += Files.size(jar);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return size;
    }

    private String classPath() {
        return Stream.concat(own.stream(), library.stream()).map(Path::toString).collect(Collectors.joining(":"));
    }

    /** Runs it; the figures of several runs are more precise, since the system counts CPU time in 10 ms. */
    Spent run(int times, String... arguments) throws IOException, InterruptedException {
        Spent sum = new Spent(0, 0, 0, 0);
        for (int i = 0; i < times; i++) {
            sum = sum.plus(Jvm.run(flags, classPath(), mainClass, arguments));
        }
        return sum.per(times);
    }

    /** Returns the number of classes that it loads. */
    long classes(String... arguments) throws IOException, InterruptedException {
        List<String> logging = new ArrayList<>(flags);
        logging.add("-Xlog:class+load:stdout");
        return Jvm.output(Jvm.builder(logging, classPath(), mainClass, arguments))
                .lines()
                .filter(line -> line.contains(" source: "))
                .count();
    }
}
