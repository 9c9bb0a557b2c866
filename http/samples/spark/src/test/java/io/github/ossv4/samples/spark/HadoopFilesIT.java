// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HadoopFilesIT {
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }

    @AfterAll
    static void stop() throws IOException {
        spark.close();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "creating a link needs a privilege")
    void listsNamesOfAllKinds() throws IOException {
        TreeSet<String> names = new TreeSet<>(List.of(
                ".data.crc", "12:00.log", "_SUCCESS", ".hidden", "a b%20#?*[x]{y}", "ü/ü", "d/e/f", "line\nfeed"));
        for (String name : names) {
            file("data/" + name, 3);
        }
        Files.createDirectories(folder.resolve("data/empty"));
        Files.createSymbolicLink(folder.resolve("data/link"), folder.resolve("data/ü/ü"));
        names.add("link");
        String directory =
                HadoopFiles.directory("SOURCE", folder.resolve("data").toString());
        TreeSet<String> found = new TreeSet<>();
        for (Row row : list().collectAsList()) {
            found.add(row.<String>getAs("path").substring(directory.length()));
            assertEquals(3L, row.<Long>getAs("size"));
            HadoopFiles.checkUnchanged(row.getAs("path"), 3, row.<Long>getAs("modified"));
            HadoopFiles.crc64(HadoopFiles.open(row.getAs("path"), 0, 3));
        }
        assertEquals(names, found);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "creating a link needs a privilege")
    void refusesWhatItCannotCopy() throws IOException {
        file("data/f", 1);
        Path link = Files.createSymbolicLink(folder.resolve("data/back"), folder.resolve("data"));
        assertRefused("must be a file, a directory or a link to a file, was " + link);
        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("nothing"));
        assertRefused("must be a file, a directory or a link to a file, was " + link);
        Files.delete(link);
        Files.createDirectory(folder.resolve("data/\uFFFD"));
        Files.createSymbolicLink(folder.resolve("data/\uFFFD/\uFFFD"), folder.resolve("nothing"));
        assertRefused("set LC_ALL to the encoding of this name");
        assertEquals(
                "FOLDER must not be in the source "
                        + HadoopFiles.directory("SOURCE", folder.resolve("data").toString())
                        + ", was "
                        + folder.resolve("data/out/listing"),
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HadoopFiles.list(
                                        spark,
                                        HadoopFiles.directory(
                                                "SOURCE", folder.resolve("data").toString()),
                                        folder.resolve("data/out/listing").toString()))
                        .getMessage());
        for (String name : List.of("data/f", "data/missing")) {
            String wrong = folder.resolve(name).toString();
            assertEquals(
                    "SOURCE " + (name.equals("data/f") ? "must be a directory, was " : "does not exist: ") + wrong,
                    assertThrows(IllegalArgumentException.class, () -> HadoopFiles.directory("SOURCE", wrong))
                            .getMessage());
        }
    }

    private void assertRefused(String message) {
        Exception refused = assertThrows(Exception.class, this::list);
        assertTrue(
                refused.toString().contains(message)
                        || refused.getCause().toString().contains(message),
                refused::toString);
    }

    private Dataset<Row> list() throws IOException {
        return HadoopFiles.list(
                spark,
                HadoopFiles.directory("SOURCE", folder.resolve("data").toString()),
                Files.createTempDirectory(folder, "out").resolve("listing").toString());
    }

    /** Like the disks of workers, which a driver on another machine does not see. */
    public static final class OtherDisk extends LocalFileSystem {
        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            return from.toString().contains("/attempt_") ? delete(from, true) : super.rename(from, to);
        }
    }

    @Test
    void noticesRowsOnOtherDisks() {
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(1, 2, 3), 3)
                .map(RowFactory::create);
        StructType schema = StructType.fromDDL("n INT");
        assertEquals(
                3,
                HadoopFiles.save(spark, rows, schema, folder.resolve("same").toString())
                        .count());
        spark.sparkContext().hadoopConfiguration().set("fs.file.impl", OtherDisk.class.getName());
        spark.sparkContext().hadoopConfiguration().setBoolean("fs.file.impl.disable.cache", true);
        try {
            String message = assertThrows(
                            IllegalStateException.class,
                            () -> HadoopFiles.save(
                                    spark, rows, schema, folder.resolve("other").toString()))
                    .getMessage();
            assertTrue(message.startsWith("tasks wrote 3 rows to "), message);
            assertTrue(message.endsWith("the driver reads 0: the folder must be the same on all machines"), message);
        } finally {
            spark.sparkContext().hadoopConfiguration().unset("fs.file.impl");
            spark.sparkContext().hadoopConfiguration().unset("fs.file.impl.disable.cache");
        }
    }

    @Test
    void readsRangesOfConcatenatedFiles() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < 8; i++) {
            int length = random.nextInt(4) == 0 ? 0 : random.nextInt(3000);
            names.add(file("parts/f" + i, length));
            whole.write(Files.readAllBytes(Path.of(names.get(i))));
        }
        byte[] bytes = whole.toByteArray();
        ConcatenatedFiles files = ConcatenatedFiles.of(names);
        assertEquals(bytes.length, files.size());
        assertEquals(
                files.files(),
                ConcatenatedFiles.of(List.of(folder.resolve("parts").toString()))
                        .files());
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            try (InputStream range = files.open(from, to - from)) {
                assertArrayEquals(Arrays.copyOfRange(bytes, from, to), range.readAllBytes(), "seed " + seed);
            }
        }
    }

    /** A copy also checks large files, which it opens again before the upload. */
    @Test
    void noticesFilesThatChangedSinceTheyWereListed() throws IOException {
        String file = file("data/f", 10);
        long modified = Files.getLastModifiedTime(Path.of(file)).toMillis();
        HadoopFiles.checkUnchanged(file, 10, modified);
        assertThrows(IOException.class, () -> HadoopFiles.checkUnchanged(file, 9, modified));
        assertThrows(IOException.class, () -> HadoopFiles.checkUnchanged(file, 10, modified - 1));
        Files.delete(Path.of(file));
        assertThrows(IOException.class, () -> HadoopFiles.checkUnchanged(file, 10, modified));
        Path directory = Files.createDirectory(Path.of(file));
        long size = Files.size(directory);
        long created = Files.getLastModifiedTime(directory).toMillis();
        assertThrows(IOException.class, () -> HadoopFiles.checkUnchanged(file, size, created));
    }

    @Test
    void noticesChangedFiles() throws IOException {
        file("parts/_SUCCESS", 0);
        assertThrows(
                IOException.class,
                () -> ConcatenatedFiles.of(List.of(folder.resolve("parts").toString())));
        file("parts/a", 10);
        ConcatenatedFiles files =
                ConcatenatedFiles.of(List.of(folder.resolve("parts").toString()));
        files.checkUnchanged();
        file("parts/b", 1);
        assertThrows(IOException.class, files::checkUnchanged);
    }

    private String file(String name, int length) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Files.write(file, bytes).toString();
    }
}
