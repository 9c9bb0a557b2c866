// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobLinesTest {
    private static final Path README = Path.of("../README.md");
    private static final Path SOURCES = Path.of("src/test/java/io/github/ossv4/benchmarks/jobs");
    private static final List<Class<?>> CLIENTS =
            List.of(Ossv4Jobs.class, SdkV2Jobs.class, MinioJobs.class, AwsJobs.class);

    /** The methods of {@link Jobs}, and how the table names them. */
    private static final Map<String, String> JOBS = new LinkedHashMap<>();

    static {
        JOBS.put("client", "create a client");
        JOBS.put("putWithCallback", "put with a callback");
        JOBS.put("uploadDirectory", "upload a directory");
        JOBS.put("listAll", "list all objects");
        JOBS.put("deleteMany", "delete many objects");
        JOBS.put("readIfExists", "read a text if it exists");
        JOBS.put("presignPut", "presign a put");
        JOBS.put("resumableUpload", "resumable upload");
        JOBS.put("receiveCallbacks", "receive callbacks");
        JOBS.put("signForm", "sign a form");
    }

    @Test
    void countsLinesWithLettersOrDigits() throws IOException {
        String source = """
                final class Any {
                    @Override
                    int one() {
                        return 1;
                    }

                    void three() throws Exception {
                        for (int i = 0; i < 3; i++) {

                            call(
                                    i,
                                    () -> {
                                    });
                        }
                    }
                }
                """;

        assertEquals(Map.of("one", 1, "three", 3), JobLines.count(source));
    }

    @Test
    void rejectsCodeOutsideOfMethods() {
        assertThrows(
                IllegalArgumentException.class,
                () -> JobLines.count("class Any { String hidden = \"code\"; void job() { use(hidden); } }"));
    }

    @Test
    void tableHasEveryJob() {
        assertEquals(
                new TreeSet<>(JOBS.keySet()),
                Arrays.stream(Jobs.class.getDeclaredMethods())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void clientsHaveNoOtherMethods() throws IOException {
        for (Class<?> client : CLIENTS) {
            assertTrue(JOBS.keySet().containsAll(linesOf(client).keySet()), client.getSimpleName());
        }
    }

    @Test
    void ossv4IsNotLongerInAnyJob() throws IOException {
        Map<String, Integer> ours = linesOf(Ossv4Jobs.class);
        for (Class<?> client : CLIENTS) {
            linesOf(client)
                    .forEach((job, lines) -> assertTrue(
                            ours.get(job) <= lines,
                            () -> job + ": " + ours.get(job) + " lines, " + client.getSimpleName() + " " + lines));
        }
    }

    @Test
    void readmeHasTheTable() throws IOException {
        StringBuilder table = new StringBuilder("""
                | lines | ossv4 | SDK v2 | MinIO | AWS SDK |
                |---|---|---|---|---|
                """);
        for (Map.Entry<String, String> job : JOBS.entrySet()) {
            table.append("| ").append(job.getValue()).append(" |");
            for (Class<?> client : CLIENTS) {
                Integer lines = linesOf(client).get(job.getKey());
                table.append(' ').append(lines == null ? "—" : lines.toString()).append(" |");
            }
            table.append('\n');
        }

        assertTrue(Files.readString(README).contains(table + "\n"), () -> "README.md must contain\n\n" + table);
    }

    private static Map<String, Integer> linesOf(Class<?> client) throws IOException {
        return JobLines.count(Files.readString(SOURCES.resolve(client.getSimpleName() + ".java")));
    }
}
