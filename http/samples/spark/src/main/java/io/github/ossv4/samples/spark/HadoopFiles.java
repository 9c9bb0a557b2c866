// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.checksum.Crc64;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CheckedInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.LimitInputStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/** The files of any Hadoop file system, in the driver and in tasks. */
final class HadoopFiles {
    private static final StructType LISTING =
            StructType.fromDDL("path STRING, size LONG, modified LONG, tag STRING, directory BOOLEAN");

    private static final String CHECKPOINT = "checkpoint";

    private HadoopFiles() {}

    /** The settings {@code spark.hadoop.*} of this JVM, cached: parsing them takes as long as a small upload. */
    private static final class Settings {
        static final Configuration OF_JVM =
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    }

    /** Returns the file system of a path. For local files, includes names such as {@code .a.crc}. */
    static FileSystem fileSystem(Path path) throws IOException {
        try {
            FileSystem system = path.getFileSystem(Settings.OF_JVM);
            return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
        } catch (UnsupportedFileSystemException e) {
            throw new IOException(path + ": add the jar of this file system by --jars or --packages", e);
        }
    }

    /**
     * Returns the full path of a directory with a final slash: the prefix of the paths of its files.
     *
     * @param operand the operand that names it, for the message
     */
    static String directory(String operand, String name) throws IOException {
        Path path = new Path(name);
        FileStatus status;
        try {
            status = fileSystem(path).getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(operand + " does not exist: " + name, e);
        }
        if (!status.isDirectory()) {
            throw new IllegalArgumentException(operand + " must be a directory, was " + name);
        }
        String full = status.getPath().toString();
        return full.endsWith("/") ? full : full + "/";
    }

    /** Returns the full path of a file or directory, without a final slash. */
    static String qualified(String name) {
        Path path = new Path(name);
        try {
            return fileSystem(path).makeQualified(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws if the folder for the results of a job is in the source. */
    static void checkNotIn(String directory, String folder) {
        if (qualified(folder).startsWith(directory)) {
            throw new IllegalArgumentException("FOLDER must not be in the source " + directory + ", was " + folder);
        }
    }

    /** Throws if the folder for the results of a job exists. */
    static void checkNew(String folder) throws IOException {
        if (fileSystem(new Path(folder)).exists(new Path(folder))) {
            throw new IllegalArgumentException("FOLDER must not exist (a copy continues with --resume): " + folder);
        }
    }

    /**
     * Lists the files below a directory, all directories of a level in parallel. The driver holds the names of the
     * directories of one level, never those of files.
     *
     * @param listing the new folder that receives the list, so that it stays the same when a task is repeated
     * @return rows of {@code path}, {@code size}, {@code modified} and, if the file system has it, the ETag as {@code tag}
     */
    static Dataset<Row> list(SparkSession spark, String directory, String listing) throws IOException {
        checkNotIn(directory, listing);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<String> directories = List.of(directory);
        for (int level = 0; !directories.isEmpty(); level++) {
            int tasks = Math.min(directories.size(), 4 * context.defaultParallelism());
            JavaRDD<Row> children = context.parallelize(directories, tasks).flatMap(HadoopFiles::children);
            directories = save(spark, children, LISTING, listing + "/level=" + level)
                    .filter("directory")
                    .select("path")
                    .as(Encoders.STRING())
                    .collectAsList();
        }
        return spark.read().schema(LISTING).parquet(listing).filter("not directory");
    }

    private static Iterator<Row> children(String directory) throws IOException {
        Path path = new Path(directory);
        FileStatus[] children = fileSystem(path).listStatus(path);
        if ("file".equals(path.toUri().getScheme())) {
            checkList(new File(path.toUri().getPath()), children);
        }
        return Arrays.stream(children)
                .map(child -> RowFactory.create(
                        child.getPath().toString(),
                        child.getLen(),
                        child.getModificationTime(),
                        child instanceof EtagSource source ? source.getEtag() : null,
                        child.isDirectory()))
                .iterator();
    }

    /** Throws if the list of a local directory lacks a name, or has something that is not copied. */
    private static void checkList(File directory, FileStatus[] children) throws IOException {
        String[] names = FileUtil.list(directory);
        for (String name : names) {
            File child = new File(directory, name);
            if (child.isDirectory() ? Files.isSymbolicLink(child.toPath()) : !child.isFile()) {
                // Java replaces bytes that are not in its encoding by U+FFFD.
                throw new IOException("must be a file, a directory or a link to a file, was " + child
                        + (name.indexOf('\uFFFD') < 0 ? "" : " (set LC_ALL to the encoding of this name)"));
            }
        }
        if (names.length != children.length) {
            throw new IOException("the directory changed while it was listed: " + directory);
        }
    }

    /**
     * Writes rows to a new folder in Parquet. Each task moves its file into the folder when it ends: if the driver is
     * lost, the rows of all tasks that ended can be read. In rare cases, such as a task whose machine is lost after
     * this move, a row is there twice.
     *
     * @return the rows as read from it
     * @throws IllegalStateException if rows are missing: machines have different folders of this name
     */
    static Dataset<Row> save(SparkSession spark, JavaRDD<Row> rows, StructType schema, String folder) {
        LongAccumulator written = spark.sparkContext().longAccumulator();
        JavaRDD<Row> counted = rows.map(row -> {
            written.add(1);
            return row;
        });
        spark.createDataFrame(counted, schema)
                .write()
                .option("mapreduce.fileoutputcommitter.algorithm.version", 2)
                .parquet(folder);
        Dataset<Row> saved = spark.read().schema(schema).parquet(folder);
        long read = saved.count();
        if (read < written.value()) {
            throw new IllegalStateException("tasks wrote " + written.value() + " rows to " + folder
                    + ", but the driver reads " + read + ": the folder must be the same on all machines");
        }
        return saved;
    }

    /**
     * Returns rows that do not depend on the disks of executors. Otherwise the fourth lost executor would end a stage,
     * since Spark repeats a stage at most four times if results of the stage before are lost.
     */
    static JavaRDD<Row> checkpoint(Dataset<Row> rows, String folder) {
        rows.sparkSession().sparkContext().setCheckpointDir(folder + "/" + CHECKPOINT);
        JavaRDD<Row> saved = rows.toJavaRDD();
        saved.checkpoint();
        // The first action writes it.
        saved.count();
        return saved;
    }

    /** Deletes the rows of a checkpoint. */
    static void deleteCheckpoint(String folder) throws IOException {
        Path checkpoint = new Path(folder, CHECKPOINT);
        fileSystem(checkpoint).delete(checkpoint, true);
    }

    /** Throws if a file has another size or time than listed. */
    static void checkUnchanged(String file, long size, long modified) throws IOException {
        Path path = new Path(file);
        FileStatus now = fileSystem(path).getFileStatus(path);
        if (now.isDirectory() || now.getLen() != size || now.getModificationTime() != modified) {
            throw new IOException("the file has changed since it was listed: " + file);
        }
    }

    /** Opens a range of a file. The stream ends early if the file has become shorter. */
    static InputStream open(String file, long offset, long length) throws IOException {
        Path path = new Path(file);
        FSDataInputStream stream = fileSystem(path).open(path);
        try {
            stream.seek(offset);
            return new LimitInputStream(stream, length);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Reads a stream to its end and returns its CRC64. Closes the stream. */
    static long crc64(InputStream stream) throws IOException {
        try (CheckedInputStream checked = new CheckedInputStream(stream, new Crc64())) {
            checked.transferTo(OutputStream.nullOutputStream());
            return checked.getChecksum().getValue();
        }
    }
}
