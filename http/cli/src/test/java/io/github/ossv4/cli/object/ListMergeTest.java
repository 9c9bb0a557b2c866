// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.OutputFormat;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectList;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of files, their merge with a list of objects, and tasks whose results are in order. */
class ListMergeTest {
    private static final Console CONSOLE = new Console(
            OutputOptions.of(OutputFormat.TEXT),
            ProcessContext.of(
                    Map.of(),
                    "/home",
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream()));

    @TempDir
    Path directory;

    private List<String> names(String... files) throws Exception {
        for (String file : files) {
            Path path = directory.resolve(file);
            Files.createDirectories(requireNonNull(path.getParent()));
            Files.writeString(path, file);
        }
        List<String> names = new ArrayList<>();
        LocalFiles.below(directory, CONSOLE).forEachRemaining(file -> names.add(file.name()));
        return names;
    }

    /** A folder sorts as its name with a slash does: after {@code a.txt}, whose dot is less than a slash. */
    @Test
    void ordersFilesAsOssOrdersKeys() throws Exception {
        assertEquals(
                List.of("a-", "a.txt", "a/b", "a/c/d", "a0", "b", "ü", "\uffee", "😀"),
                names("b", "a/c/d", "a0", "a.txt", "a/b", "a-", "😀", "\uffee", "ü"));
    }

    @Test
    void ordersRandomNames() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] files = IntStream.range(0, 100)
                .mapToObj(i -> random.ints(1 + random.nextInt(4), 0, 3)
                                .mapToObj(j -> "a.-".substring(j, j + 1))
                                .reduce("d", String::concat)
                        + (random.nextBoolean() ? "/" : "-x/") + "f" + random.nextInt(9))
                .toArray(String[]::new);
        List<String> sorted =
                Arrays.stream(files).distinct().sorted(ListMergeTest::compare).toList();

        assertEquals(sorted, names(files), "seed " + seed);
    }

    private static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static List<ListedObject> objects(String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount>");
        for (String key : keys) {
            xml.append("<Contents><Key>").append(key).append("</Key><Size>1</Size></Contents>");
        }
        xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>");
        return requireNonNull(ObjectList.parse(xml.toString().getBytes(StandardCharsets.UTF_8)))
                .objects();
    }

    private static List<String> merge(List<String> files, String... keys) {
        List<String> pairs = new ArrayList<>();
        new ListMerge(
                        files.stream()
                                .map(name -> new LocalFiles.Entry(Path.of(name), name, 1))
                                .iterator(),
                        objects(keys).iterator(),
                        "p/")
                .forEachRemaining(pair ->
                        pairs.add((pair.file() == null ? "-" : pair.file().name()) + " "
                                + (pair.object() == null ? "-" : pair.object().key())));
        return pairs;
    }

    @Test
    void mergesFilesAndObjects() {
        assertEquals(
                List.of("- p/0", "a p/a", "b -", "- p/c", "d p/d", "- p/e"),
                merge(List.of("a", "b", "d"), "p/", "p/0", "p/a", "p/c", "p/c0/", "p/d", "p/e"));
        assertEquals(List.of(), merge(List.of()));
        assertEquals(List.of("a -"), merge(List.of("a")));
        assertEquals(List.of("- p/a"), merge(List.of(), "p/a"));
    }

    @Test
    void rejectsUnsortedList() {
        assertThrows(UncheckedIOException.class, () -> merge(List.of(), "p/b", "p/a"));
        assertThrows(UncheckedIOException.class, () -> merge(List.of(), "p/a", "p/a"));
    }

    @Test
    void returnsResultsInOrderOfInputs() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<Integer> results = new ArrayList<>();
        try (OrderedTasks<Integer, Integer> tasks = OrderedTasks.of(
                IntStream.range(0, 100).iterator(),
                input -> {
                    if (input == 0) {
                        // Completes after the next one.
                        awaitUninterruptibly(second);
                    } else if (input == 1) {
                        second.countDown();
                    }
                    return input;
                },
                2)) {
            for (Integer result = tasks.next(); result != null; result = tasks.next()) {
                results.add(result);
            }
        }
        assertEquals(IntStream.range(0, 100).boxed().toList(), results);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void throwsWhatTaskThrows() {
        try (OrderedTasks<Integer, Integer> tasks = OrderedTasks.of(
                Collections.nCopies(3, 1).iterator(),
                input -> {
                    throw new IllegalArgumentException("x");
                },
                2)) {
            assertThrows(IllegalArgumentException.class, tasks::next);
        }
    }
}
