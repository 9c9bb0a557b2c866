// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a part of a large file, and what OSS has of it. It is not serializable, because the serializer that a
 * cluster configures may not support records: tasks exchange {@link #toRow}.
 *
 * @param tag the version of the file, if its file system has one
 * @param upload the upload id of a large file
 * @param part the number of the part; null for a whole file
 * @param etag null if it is not stored yet
 */
record ManifestRow(
        String key,
        String path,
        long size,
        long modified,
        @Nullable String tag,
        @Nullable String crc64,
        @Nullable String etag,
        @Nullable String version,
        boolean sent,
        @Nullable String error,
        @Nullable String upload,
        @Nullable Integer part) {
    static final StructType SCHEMA =
            StructType.fromDDL("key STRING, path STRING, size LONG, modified LONG, tag STRING, "
                    + "crc64 STRING, etag STRING, version STRING, sent BOOLEAN, error STRING, upload STRING, part INT");

    /** The size of all parts but the last, unless a file would have more than 10,000 parts. */
    private static final long PART_SIZE = 32L << 20;

    /** The number of parts of a large file, as an expression of Spark. */
    static final String PARTS = "least(ceil(size / " + PART_SIZE + "), " + PartPlan.MAX_PARTS + ")";

    static ManifestRow of(Row row) {
        return new ManifestRow(
                row.getAs("key"),
                row.getAs("path"),
                row.<Long>getAs("size"),
                row.<Long>getAs("modified"),
                row.getAs("tag"),
                row.getAs("crc64"),
                row.getAs("etag"),
                row.getAs("version"),
                row.<Boolean>getAs("sent"),
                row.getAs("error"),
                row.getAs("upload"),
                row.getAs("part"));
    }

    Row toRow() {
        return RowFactory.create(key, path, size, modified, tag, crc64, etag, version, sent, error, upload, part);
    }

    ManifestRow part(@Nullable String upload, @Nullable Integer part) {
        return new ManifestRow(key, path, size, modified, tag, null, null, null, false, null, upload, part);
    }

    ManifestRow stored(long crc64, @Nullable String etag, @Nullable String version, boolean sent) {
        String hex = Crc64.toString(crc64);
        return new ManifestRow(key, path, size, modified, tag, hex, etag, version, sent, null, upload, part);
    }

    ManifestRow failed(String error) {
        return new ManifestRow(key, path, size, modified, tag, null, null, null, false, error, upload, part);
    }

    /** Returns whether two rows are about the same bytes: neither the file nor its key has changed. */
    boolean isSameFile(ManifestRow other) {
        return key.equals(other.key)
                && path.equals(other.path)
                && size == other.size
                && modified == other.modified
                && Objects.equals(tag, other.tag);
    }

    PartPlan plan() {
        return PartPlan.of(size, Math.max(PART_SIZE, -Math.floorDiv(-size, PartPlan.MAX_PARTS)));
    }

    /** Returns where the bytes of this row start in the file. */
    long offset() {
        return part == null ? 0 : plan().part(part).offset();
    }

    /** Returns the number of bytes of this row. */
    long length() {
        return part == null ? size : plan().part(part).length();
    }

    UploadedPart toPart() {
        return UploadedPart.of(
                requireNonNull(part), requireNonNull(etag), length(), Crc64.parse(requireNonNull(crc64)));
    }
}
