// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Copies a directory of any Hadoop file system to a prefix, and proves each byte: the CRC64 that OSS computed of an
 * object equals the CRC64 of the bytes that a task read. The proof is a manifest in Parquet. A job whose driver was
 * lost is resumed from the rows that its tasks committed.
 */
public final class CopyDataSet {
    /** Larger files are uploaded in parts. */
    static final long LARGE = 64L << 20;

    private static final int SHOWN = 20;

    private final SparkSession spark;
    private final CopyArguments arguments;
    private final OssLocation target;
    private final String run;

    private CopyDataSet(SparkSession spark, CopyArguments arguments, OssLocation target, String run) {
        this.spark = spark;
        this.arguments = arguments;
        this.target = target;
        this.run = run;
    }

    /** Copies SOURCE to a prefix. FOLDER receives a folder for each run, with its {@code manifest}. */
    public static void main(String[] args) throws SparkUserAppException {
        SparkJob.main(() -> {
            CopyArguments arguments = CopyArguments.parse(args);
            OssLocation target =
                    OssLocation.parse(arguments.target(), System.getenv()).prefix();
            SparkJob.withSession("copy to " + arguments.target(), spark -> {
                String source = HadoopFiles.directory("SOURCE", arguments.source());
                arguments.checkOutsideOfTarget(HadoopFiles::qualified);
                HadoopFiles.checkNotIn(source, arguments.folder());
                if (arguments.since() != null) {
                    CopyRuns.all(arguments.since());
                }
                target.check();
                String run = CopyRuns.next(arguments.folder(), arguments.resume());
                new CopyDataSet(spark, arguments, target, run).copy(source);
            });
        });
    }

    private void copy(String source) throws IOException {
        int attempts = spark.sparkContext().isLocal()
                // By default, Spark in local mode never repeats a task.
                ? 1
                : spark.sparkContext().conf().getInt("spark.task.maxFailures", 4);
        FileCopy copy = new FileCopy(target, attempts);
        Dataset<Row> files = CopyRuns.files(spark, source, target.path(), run + "/listing");
        Dataset<Row> earlier = CopyRuns.rows(spark, arguments.folder());
        Dataset<Row> known =
                arguments.since() == null ? earlier : earlier.union(CopyRuns.rows(spark, arguments.since()));
        boolean deletes = arguments.deletions().deleteExtra();
        boolean lists = deletes || !known.isEmpty();
        Dataset<Row> stored = lists ? KeyRange.list(spark, target, files, run + "/target") : KeyRange.none(spark);
        Dataset<Row> trusted = save(CopyRuns.trusted(files, known, stored).toJavaRDD(), "trusted");
        Dataset<Row> remaining =
                files.join(trusted, new String[] {"key"}, "leftanti").persist();
        int cores = spark.sparkContext().defaultParallelism();
        CopyPlan plan = measure(remaining, trusted.count(), lists ? CopyPlan.lists(stored.count(), cores) : 0, cores);
        ExtraObjects objects = new ExtraObjects(target, source);
        Dataset<Row> extra = deletes ? objects.find(files, stored, arguments.deletions()) : null;
        if (arguments.plan() > 0) {
            System.out.println(plan.describe(arguments.plan()));
            return;
        }

        Column isLarge = col("size").gt(LARGE);
        Dataset<Row> parts = save(
                byKey(remaining.filter(isLarge))
                        .cogroup(byKey(CopyRuns.unfinished(earlier)), plan.uploadTasks())
                        .flatMap(of -> copy.prepareParts(of._2._1, of._2._2)),
                "parts");
        Dataset<Row> pieces = remaining.filter(isLarge.unary_$bang()).union(parts.filter("error is null"));
        Dataset<Row> copied = save(
                HadoopFiles.checkpoint(pieces.repartition(plan.tasks()), run).map(copy::copy), "copied");
        HadoopFiles.deleteCheckpoint(run);
        Dataset<Row> uploaded = parts.filter("error is not null").union(copied.filter("part is not null"));
        Dataset<Row> completed =
                save(byKey(uploaded).groupByKey(plan.uploadTasks()).map(of -> copy.complete(of._2)), "completed");
        Dataset<Row> rows = trusted.union(copied.filter("part is null")).union(completed);
        summarize(files, save(rows.dropDuplicates("key").toJavaRDD(), "manifest"));
        if (extra != null) {
            objects.delete(spark, extra, run + "/deleted");
        }
    }

    private Dataset<Row> save(JavaRDD<Row> rows, String name) {
        return HadoopFiles.save(spark, rows, ManifestRow.SCHEMA, run + "/" + name);
    }

    private static JavaPairRDD<String, Row> byKey(Dataset<Row> rows) {
        return rows.toJavaRDD().keyBy(row -> row.getAs("key"));
    }

    private static CopyPlan measure(Dataset<Row> remaining, long known, long lists, int cores) {
        Row sums = remaining
                .agg(
                        count("key"),
                        coalesce(sum("size"), lit(0L)),
                        count_if(col("size").gt(LARGE)),
                        coalesce(
                                sum(expr(ManifestRow.PARTS)
                                        .multiply(col("size").gt(LARGE).cast("long"))),
                                lit(0L)))
                .first();
        return new CopyPlan(sums.getLong(0), sums.getLong(1), sums.getLong(2), sums.getLong(3), known, lists, cores);
    }

    /** Prints the sums. Throws unless each listed file is in the manifest exactly once and without an error. */
    private void summarize(Dataset<Row> files, Dataset<Row> manifest) throws IOException {
        Row listed = files.dropDuplicates("key")
                .agg(count("key"), coalesce(sum("size"), lit(0)))
                .first();
        Row sums = manifest.agg(count("key"), coalesce(sum("size"), lit(0)), count_if(col("sent")), count("error"))
                .first();
        long failed = sums.getLong(3);
        System.out.printf(
                "%s files of %s bytes listed; %s of %s bytes in the manifest: %s sent, %s skipped, %s failed%n",
                listed.get(0),
                listed.get(1),
                sums.get(0),
                sums.get(1),
                sums.get(2),
                sums.getLong(0) - sums.getLong(2) - failed,
                failed);
        for (Row row : manifest.filter("error is not null").limit(SHOWN).collectAsList()) {
            System.out.println(row.getAs("path") + ": " + row.getAs("error"));
        }
        long other =
                files.join(manifest, new String[] {"key", "size"}, "leftanti").count();
        if (other > 0 || failed > 0 || sums.getLong(0) != listed.getLong(0)) {
            throw new IOException("files failed: " + failed + ", not in the manifest: "
                    + other + ". Repeat the job with --resume. All failures: spark-sql -e 'SELECT path, error FROM "
                    + "parquet.`" + run + "/manifest` WHERE error IS NOT NULL'");
        }
        System.out.println("manifest: " + run + "/manifest");
    }
}
