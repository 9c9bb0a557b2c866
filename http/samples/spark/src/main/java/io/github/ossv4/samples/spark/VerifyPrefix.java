// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ObjectMetadata;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Compares a prefix with a manifest of {@link CopyDataSet}, or with the files of a directory. Tasks list ranges of
 * keys. An object is requested only if its size is right and its ETag does not prove its bytes.
 */
public final class VerifyPrefix {
    private static final StructType DIFFERENCES = StructType.fromDDL("key STRING, difference STRING, details STRING");

    private static final int SHOWN = 20;

    private VerifyPrefix() {}

    /** Verifies a prefix. FOLDER, which must not exist, receives {@code listed} and {@code differences}. */
    public static void main(String[] args) throws SparkUserAppException {
        SparkJob.main(() -> {
            if (args.length != 4 || !List.of("--manifest", "--source").contains(args[0])) {
                throw new IllegalArgumentException(
                        "usage: VerifyPrefix (--manifest PARQUET | --source DIRECTORY) oss://BUCKET/PREFIX/ FOLDER");
            }
            OssLocation target = OssLocation.parse(args[2], System.getenv()).prefix();
            SparkJob.withSession("verify " + args[2], spark -> {
                HadoopFiles.checkNew(args[3]);
                target.check();
                Dataset<Row> expected = args[0].equals("--manifest")
                        ? manifest(spark, args[1])
                        : CopyRuns.files(
                                spark, HadoopFiles.directory("DIRECTORY", args[1]), target.path(), args[3] + "/source");
                verify(spark, target, expected, args[3]);
            });
        });
    }

    private static void verify(SparkSession spark, OssLocation target, Dataset<Row> expected, String folder)
            throws IOException {
        Dataset<Row> listed =
                KeyRange.list(spark, target, expected, folder + "/listed").filter(KeyRange.IS_NO_MARKER);
        JavaRDD<Row> compared = expected.join(listed, new String[] {"key"}, "full_outer")
                .toJavaRDD()
                .map(row -> compare(target, row))
                .filter(Objects::nonNull);
        Dataset<Row> differences = HadoopFiles.save(spark, compared, DIFFERENCES, folder + "/differences");
        long number = differences.count();
        System.out.printf("%d expected, %d listed, %d differences%n", expected.count(), listed.count(), number);
        if (number > 0) {
            differences.groupBy("difference").count().show();
            for (Row row : differences.limit(SHOWN).collectAsList()) {
                System.out.println(row.mkString(" "));
            }
            throw new IOException(number + " differences. All of them: spark-sql -e 'SELECT * FROM parquet.`" + folder
                    + "/differences`'");
        }
    }

    private static Dataset<Row> manifest(SparkSession spark, String folder) throws IOException {
        Path complete = new Path(folder, "_SUCCESS");
        if (!HadoopFiles.fileSystem(complete).exists(complete)) {
            throw new FileNotFoundException(
                    "the manifest does not exist or is not complete: no file _SUCCESS in " + folder);
        }
        return spark.read().schema(ManifestRow.SCHEMA).parquet(folder);
    }

    /** Returns a difference; null if OSS has the expected bytes. */
    private static @Nullable Row compare(OssLocation target, Row row) throws IOException, NoSuchAlgorithmException {
        String key = row.getAs("key");
        Long size = row.getAs("size");
        Long storedSize = row.getAs("storedSize");
        String etag = row.getAs("storedEtag");
        if (size == null) {
            return RowFactory.create(key, "EXTRA", storedSize + " bytes");
        }
        if (row.getAs("error") != null) {
            return RowFactory.create(key, "NOT_COPIED", row.getAs("error"));
        }
        if (storedSize == null) {
            return RowFactory.create(key, "MISSING", size + " bytes expected");
        }
        if (!size.equals(storedSize)) {
            return RowFactory.create(key, "SIZE", size + " bytes expected, was " + storedSize);
        }
        if (etag != null && etag.equals(row.getAs("etag"))) {
            return null;
        }
        String crc64 = row.getAs("crc64");
        if (crc64 == null) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            try {
                InputStream file = HadoopFiles.open(row.getAs("path"), 0, size);
                crc64 = Crc64.toString(HadoopFiles.crc64(new DigestInputStream(file, md5)));
            } catch (IOException | FSError e) {
                return RowFactory.create(key, "UNREADABLE", e.toString());
            }
            // The ETag of an object that PutObject stored is the MD5 of its bytes.
            String hex = HexFormat.of().withUpperCase().formatHex(md5.digest());
            if ("Normal".equals(row.getAs("type")) && hex.equals(etag)) {
                return null;
            }
        }
        ObjectMetadata stored = target.find(key);
        if (stored == null) {
            return RowFactory.create(key, "MISSING", "deleted since it was listed");
        }
        Long found = stored.size() == size ? stored.crc64() : null;
        if (found != null && crc64.equals(Crc64.toString(found))) {
            return null;
        }
        return RowFactory.create(
                key, "CRC64", crc64 + " expected, was " + (found == null ? "unknown" : Crc64.toString(found)));
    }
}
