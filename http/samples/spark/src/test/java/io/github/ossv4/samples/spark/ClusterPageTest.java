// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of {@code CLUSTER.md} are those that are tested, and the jobs stay short enough to be copied. */
class ClusterPageTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/ossv4/samples/spark");

    @Test
    void findsExamplesInTheSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String job : List.of("UploadInParts", "OssLocation")) {
            sources.append(unindented(Files.readString(SOURCES.resolve(job + ".java"))));
        }
        List<String> examples = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../CLUSTER.md")))
                .results()
                .map(match -> unindented(match.group(1)))
                .toList();
        assertEquals(2, examples.size());
        for (String example : examples) {
            assertTrue(sources.toString().contains(example), example);
        }
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void jobsHaveAtMost200Lines() throws IOException {
        for (String job : List.of("CopyDataSet", "VerifyPrefix", "UploadInParts")) {
            assertTrue(Files.readAllLines(SOURCES.resolve(job + ".java")).size() <= 200, job);
        }
    }
}
