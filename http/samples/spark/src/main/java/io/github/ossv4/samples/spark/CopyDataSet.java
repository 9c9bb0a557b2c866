// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Copies a directory of any Hadoop file system to a prefix, and proves each byte: the CRC64 that OSS computed of an
 * object equals the CRC64 of the bytes that a task read. The proof is a manifest in Parquet.
 */
public final class CopyDataSet {
    /** One row for each file. If {@code error} is null, size and CRC64 are of the file and of its object. */
    public static final StructType MANIFEST = StructType.fromDDL(
            "key STRING, path STRING, size LONG, crc64 STRING, etag STRING, version STRING, sent BOOLEAN, error STRING");

    /** Larger files are uploaded in parts. */
    private static final long LARGE = 1L << 30;

    /** A repeated task repeats about these. */
    private static final long FILES_OF_TASK = 5_000;

    private static final int SHOWN = 20;

    private CopyDataSet() {}

    /** Copies SOURCE to a prefix. FOLDER, which must not exist, receives {@code listing} and {@code manifest}. */
    public static void main(String[] args) throws IOException {
        boolean skipSame = args.length == 4 && args[3].equals("--skip-same");
        if (args.length != 3 && !skipSame) {
            throw new IllegalArgumentException("usage: CopyDataSet SOURCE oss://BUCKET/PREFIX/ FOLDER [--skip-same]");
        }
        OssLocation target = OssLocation.parse(args[1], System.getenv()).prefix();
        try (SparkSession spark =
                SparkSession.builder().appName("copy to " + args[1]).getOrCreate()) {
            String source = HadoopFiles.directory(args[0]);
            HadoopFiles.checkNew(args[2]);
            target.check();
            // By default, Spark in local mode never repeats a task.
            int attempts = spark.sparkContext().isLocal()
                    ? 1
                    : spark.sparkContext().conf().getInt("spark.task.maxFailures", 4);
            FileCopy copy = new FileCopy(source, target, skipSame, attempts);
            Dataset<Row> files = HadoopFiles.list(spark, source, args[2] + "/listing");

            long number = files.count();
            long tasks =
                    Math.max(Math.min(number, 4L * spark.sparkContext().defaultParallelism()), number / FILES_OF_TASK);
            List<Row> large = new ArrayList<>();
            for (Row file : files.filter(col("size").gt(LARGE)).collectAsList()) {
                large.add(copy.inParts(spark, file));
            }
            JavaRDD<Row> copied = files.filter(col("size").leq(LARGE))
                    .repartition((int) Math.max(1, tasks))
                    .toJavaRDD()
                    .map(copy::file);
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            String manifest = args[2] + "/manifest";
            JavaRDD<Row> rows = copied.union(context.parallelize(large, 1));
            summarize(files, HadoopFiles.save(spark, rows, MANIFEST, manifest), manifest);
        }
    }

    /** Prints the sums. Throws unless each listed file is in the manifest exactly once and without an error. */
    private static void summarize(Dataset<Row> files, Dataset<Row> manifest, String folder) {
        Row listed = files.agg(count("path"), coalesce(sum("size"), lit(0))).first();
        Row sums = manifest.agg(
                        count("path"),
                        countDistinct("path"),
                        coalesce(sum("size"), lit(0)),
                        count_if(col("sent")),
                        count("error"))
                .first();
        System.out.printf(
                "%s files of %s bytes listed; %s of %s bytes in the manifest: %s sent, %s skipped, %s failed%n",
                listed.get(0),
                listed.get(1),
                sums.get(0),
                sums.get(2),
                sums.get(3),
                sums.getLong(0) - sums.getLong(3) - sums.getLong(4),
                sums.get(4));
        for (Row failed : manifest.filter("error is not null").limit(SHOWN).collectAsList()) {
            System.out.println(failed.getAs("path") + ": " + failed.getAs("error"));
        }
        long other =
                manifest.join(files, new String[] {"path", "size"}, "leftanti").count();
        if (other > 0
                || sums.getLong(4) > 0
                || sums.getLong(0) != listed.getLong(0)
                || sums.getLong(1) != listed.getLong(0)) {
            throw new IllegalStateException("the copy is not complete: compare the listing with " + folder);
        }
    }
}
