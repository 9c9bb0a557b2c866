// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The folder of a copy: each run of {@link CopyDataSet} adds {@code run-0001} and so on. Rows that a task of a run
 * committed stay valid, although the run did not end.
 */
final class CopyRuns {
    private CopyRuns() {}

    /** Returns the folder of the next run. FOLDER must exist if the copy is resumed, and must not otherwise. */
    static String next(String folder, boolean resume) throws IOException {
        int number = 1;
        if (resume) {
            for (Path earlier : all(folder)) {
                number = Math.max(number, Integer.parseInt(earlier.getName().substring(4)) + 1);
            }
        } else {
            HadoopFiles.checkNew(folder);
        }
        Path run = new Path(folder, String.format("run-%04d", number));
        // Fails if another job has started the same run meanwhile.
        HadoopFiles.fileSystem(run).create(new Path(run, "_STARTED"), false).close();
        return run.toString();
    }

    /** Returns the runs of a copy. Throws if the folder has none. */
    static List<Path> all(String folder) throws IOException {
        Path path = new Path(folder);
        FileSystem system = HadoopFiles.fileSystem(path);
        FileStatus[] runs = system.exists(path)
                ? system.listStatus(path, run -> run.getName().matches("run-\\d{4,9}"))
                : new FileStatus[0];
        if (runs.length == 0) {
            throw new FileNotFoundException("not the folder of an earlier copy: " + folder);
        }
        return Arrays.stream(runs).map(FileStatus::getPath).toList();
    }

    /** Lists the files of the source, as rows without results. */
    static Dataset<Row> files(SparkSession spark, String source, String prefix, String listing) throws IOException {
        JavaRDD<Row> files = HadoopFiles.list(spark, source, listing)
                .toJavaRDD()
                .map(file -> {
                    String path = file.getAs("path");
                    return new ManifestRow(
                                    prefix + path.substring(source.length()),
                                    path,
                                    file.<Long>getAs("size"),
                                    file.<Long>getAs("modified"),
                                    file.getAs("tag"),
                                    null,
                                    null,
                                    null,
                                    false,
                                    null,
                                    null,
                                    null)
                            .toRow();
                });
        return spark.createDataFrame(files, ManifestRow.SCHEMA);
    }

    /** Returns all rows that tasks of earlier runs committed. */
    static Dataset<Row> rows(SparkSession spark, String folder) throws IOException {
        List<String> tables = new ArrayList<>();
        for (Path run : all(folder)) {
            for (String table : List.of("trusted", "parts", "copied", "completed")) {
                Path path = new Path(run, table);
                if (HadoopFiles.fileSystem(path).exists(path)) {
                    tables.add(path.toString());
                }
            }
        }
        return tables.isEmpty()
                ? spark.createDataFrame(List.of(), ManifestRow.SCHEMA)
                : spark.read().schema(ManifestRow.SCHEMA).parquet(tables.toArray(String[]::new));
    }

    /** Returns rows whose file still has this size, time and ETag, and whose object has this size and ETag. */
    static Dataset<Row> trusted(Dataset<Row> files, Dataset<Row> known, Dataset<Row> stored) {
        Dataset<Row> rows = known.filter("part is null and error is null").as("known");
        Column isSameFile = lit(true);
        for (String name : List.of("key", "size", "modified", "tag")) {
            isSameFile = isSameFile.and(col("file." + name).eqNullSafe(col("known." + name)));
        }
        Column isSameObject = col("known.key")
                .equalTo(col("stored.key"))
                .and(col("known.size").equalTo(col("storedSize")))
                .and(col("known.etag").equalTo(col("storedEtag")));
        return files.as("file")
                .join(rows, isSameFile)
                .join(stored.as("stored"), isSameObject)
                .select(Arrays.stream(ManifestRow.SCHEMA.fieldNames())
                        .map(name -> name.equals("path")
                                ? col("file.path")
                                : name.equals("sent") ? lit(false).as(name) : col("known." + name))
                        .toArray(Column[]::new))
                .dropDuplicates("key");
    }

    /** Returns the rows of parts whose uploads were not completed. */
    static Dataset<Row> unfinished(Dataset<Row> earlier) {
        Dataset<Row> completed = earlier.filter("part is null and etag is not null and upload is not null")
                .select("upload");
        return earlier.filter("part is not null").join(completed, new String[] {"upload"}, "leftanti");
    }
}
