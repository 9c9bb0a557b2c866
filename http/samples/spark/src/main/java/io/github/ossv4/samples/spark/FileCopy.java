// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies single files for {@link CopyDataSet}, and returns their rows of the manifest. */
record FileCopy(String source, OssLocation target, boolean skipSame, int attempts) implements Serializable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileCopy.class);

    /** Uploads a file in a task. The last attempt of a task returns a failure of the file as a row. */
    Row file(Row file) throws IOException {
        String path = file.getAs("path");
        long size = file.<Long>getAs("size");
        long modified = file.<Long>getAs("modified");
        TaskContext task = TaskContext.get();
        // Another attempt of this task, whose result was lost, may have uploaded it.
        boolean repeated = task.attemptNumber() > 0 || task.stageAttemptNumber() > 0;
        try {
            Row row =
                    skipSame || repeated ? same(path, size, () -> HadoopFiles.crc64(HadoopFiles.open(path, 0))) : null;
            if (row == null) {
                Body body = Body.of(size, () -> HadoopFiles.open(path, 0));
                row = row(path, size, target.client().put(key(path), body));
            }
            HadoopFiles.checkUnchanged(path, size, modified);
            return row;
        } catch (IOException | IllegalArgumentException | FSError e) {
            task.killTaskIfInterrupted();
            if (task.attemptNumber() + 1 < attempts || !isOfFile(e, path, size, modified)) {
                throw e;
            }
            return failed(path, size, e);
        }
    }

    /** Returns whether the file or its key caused a failure, or OSS refused it. Other causes affect all files. */
    private static boolean isOfFile(Throwable failure, String path, long size, long modified) {
        if (failure instanceof ServiceException refusal) {
            return refusal.status() < 500 && refusal.status() != 429;
        }
        try {
            HadoopFiles.checkUnchanged(path, size, modified);
            HadoopFiles.crc64(HadoopFiles.open(path, 0));
            return failure instanceof IllegalArgumentException;
        } catch (IOException | FSError unreadable) {
            return true;
        }
    }

    /** Uploads a large file by many tasks, from the driver. */
    Row inParts(SparkSession spark, Row file) {
        String path = file.getAs("path");
        long size = file.<Long>getAs("size");
        try {
            UploadInParts upload = new UploadInParts(target.at(key(path)), ConcatenatedFiles.of(List.of(path)));
            HadoopFiles.checkUnchanged(path, size, file.<Long>getAs("modified"));
            Row row = skipSame ? same(path, size, () -> upload.crc64(spark)) : null;
            return row != null ? row : row(path, size, upload.upload(spark, null));
        } catch (Exception e) {
            LOGGER.warn("{} failed", path, e);
            return failed(path, size, e);
        }
    }

    private interface Crc64Source {
        long compute() throws IOException;
    }

    /** Returns the row of an object that has the bytes of the file already; null if it has not. */
    private @Nullable Row same(String path, long size, Crc64Source bytes) throws IOException {
        ObjectMetadata stored = target.find(key(path));
        if (stored == null || stored.size() != size) {
            return null;
        }
        long crc64 = bytes.compute();
        return Objects.equals(stored.crc64(), crc64)
                ? row(path, size, crc64, stored.etag(), stored.versionId(), false)
                : null;
    }

    private String key(String path) {
        return target.path() + path.substring(source.length());
    }

    private Row row(String path, long size, PutResult stored) throws IOException {
        Long crc64 = stored.crc64();
        if (crc64 == null || !stored.isCrcChecked()) {
            throw new IOException("OSS returned no CRC64 of " + stored.key());
        }
        return row(path, size, crc64, stored.etag(), stored.versionId(), true);
    }

    private Row row(String path, long size, long crc64, @Nullable String etag, @Nullable String version, boolean sent) {
        return RowFactory.create(key(path), path, size, Crc64.toString(crc64), etag, version, sent, null);
    }

    private Row failed(String path, long size, Throwable e) {
        return RowFactory.create(key(path), path, size, null, null, null, false, e.toString());
    }
}
