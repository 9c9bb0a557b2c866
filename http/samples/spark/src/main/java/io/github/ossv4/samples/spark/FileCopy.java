// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.MultipartOptions;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies files and parts of large files in the tasks of {@link CopyDataSet}, and returns their rows of the manifest.
 *
 * @param attempts the maximum number of attempts of a task
 */
record FileCopy(OssLocation target, int attempts) implements Serializable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileCopy.class);

    private interface Call {
        ManifestRow execute() throws IOException;
    }

    /** Uploads a file or a part. */
    Row copy(Row row) throws IOException {
        ManifestRow file = ManifestRow.of(row);
        return attempt(file, () -> file.part() == null ? put(file) : isStored(file) ? file : uploadPart(file));
    }

    /** Returns the row of a call. In the last attempt of a task, a failure of the file becomes a row. */
    private Row attempt(ManifestRow file, Call call) throws IOException {
        try {
            ManifestRow stored = call.execute();
            HadoopFiles.checkUnchanged(file.path(), file.size(), file.modified());
            return stored.toRow();
        } catch (IOException | IllegalArgumentException | FSError e) {
            TaskContext task = TaskContext.get();
            task.killTaskIfInterrupted();
            if (task.attemptNumber() + 1 < attempts || !isOfFile(e, file)) {
                throw e;
            }
            return file.failed(e.toString()).toRow();
        }
    }

    /** Returns whether a failure becomes the row of the file: the file or its key caused it, or OSS responded 4xx. */
    private static boolean isOfFile(Throwable failure, ManifestRow file) {
        if (failure instanceof ServiceException refusal) {
            return refusal.status() < 500 && refusal.status() != 429;
        }
        if (failure instanceof IllegalArgumentException) {
            return true;
        }
        try {
            HadoopFiles.checkUnchanged(file.path(), file.size(), file.modified());
            if (file.part() != null || file.size() <= CopyDataSet.LARGE) {
                HadoopFiles.crc64(HadoopFiles.open(file.path(), file.offset(), file.length()));
            }
            return false;
        } catch (IOException | FSError unreadable) {
            return true;
        }
    }

    private ManifestRow put(ManifestRow file) throws IOException {
        TaskContext task = TaskContext.get();
        // Another attempt of this task, whose result was lost, may have uploaded it.
        if (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0) {
            ObjectMetadata stored = target.find(file.key());
            if (stored != null && stored.size() == file.size()) {
                long crc64 = HadoopFiles.crc64(HadoopFiles.open(file.path(), 0, file.size()));
                if (Objects.equals(stored.crc64(), crc64)) {
                    return file.stored(crc64, stored.etag(), stored.versionId(), false);
                }
            }
        }
        return stored(file, target.client().put(file.key(), body(file)));
    }

    private static Body body(ManifestRow file) {
        return Body.of(file.length(), () -> HadoopFiles.open(file.path(), file.offset(), file.length()));
    }

    private static ManifestRow stored(ManifestRow file, PutResult result) throws IOException {
        Long crc64 = result.crc64();
        if (crc64 == null || !result.isCrcChecked()) {
            throw new IOException("the CRC64 of " + result.key() + " was not checked");
        }
        return file.stored(crc64, result.etag(), result.versionId(), true);
    }

    private MultipartUpload upload(ManifestRow row) {
        return target.client().multipartUpload(row.key(), requireNonNull(row.upload()));
    }

    /**
     * Returns whether a part that an earlier run uploaded has the bytes of the file: a file may be replaced without a
     * change of its size and time.
     */
    private static boolean isStored(ManifestRow part) throws IOException {
        return part.etag() != null
                && Crc64.toString(HadoopFiles.crc64(HadoopFiles.open(part.path(), part.offset(), part.length())))
                        .equals(part.crc64());
    }

    /** Uploads a part. A repeated task replaces the part by the same bytes. */
    private ManifestRow uploadPart(ManifestRow row) throws IOException {
        UploadedPart part = upload(row).uploadPart(requireNonNull(row.part()), body(row));
        Long crc64 = part.crc64();
        if (crc64 == null) {
            throw new IOException("OSS returned no CRC64 of part " + part.number() + " of " + row.key());
        }
        return row.stored(crc64, part.etag(), null, true);
    }

    /**
     * Returns all parts of a large file; those that are not stored yet have no ETag. Continues the upload of an earlier
     * run, or initiates one.
     *
     * @param files the row of the file; none if it need not be copied any more
     * @param earlier rows of parts of the same key, of uploads that earlier runs did not complete
     */
    Iterator<Row> prepareParts(Iterable<Row> files, Iterable<Row> earlier) throws IOException {
        Map<String, TreeMap<Integer, ManifestRow>> uploads = new HashMap<>();
        for (Row known : earlier) {
            ManifestRow part = ManifestRow.of(known);
            uploads.computeIfAbsent(requireNonNull(part.upload()), id -> new TreeMap<>())
                    .merge(requireNonNull(part.part()), part, (a, b) -> a.etag() == null ? b : a);
        }
        if (!files.iterator().hasNext()) {
            uploads.values().forEach(this::abort);
            return Collections.emptyIterator();
        }
        ManifestRow file = ManifestRow.of(files.iterator().next());
        List<Row> parts = new ArrayList<>();
        try {
            for (TreeMap<Integer, ManifestRow> upload : uploads.values()) {
                if (parts.isEmpty() && isOf(file, upload)) {
                    parts.addAll(continued(file, upload));
                } else {
                    abort(upload);
                }
            }
            if (parts.isEmpty()) {
                String id = target.client()
                        .initiateMultipartUpload(file.key(), MultipartOptions.NONE)
                        .uploadId();
                for (int number = 1; number <= file.plan().count(); number++) {
                    parts.add(file.part(id, number).toRow());
                }
            }
            return parts.iterator();
        } catch (IOException | IllegalArgumentException | FSError e) {
            return List.of(attempt(file, () -> {
                        throw e;
                    }))
                    .iterator();
        }
    }

    /** Returns whether an upload is of the same file, and has all its rows, which one task committed together. */
    private static boolean isOf(ManifestRow file, TreeMap<Integer, ManifestRow> parts) {
        return parts.firstEntry().getValue().isSameFile(file)
                && parts.size() == file.plan().count();
    }

    /** Returns the parts of an upload of an earlier run; none if it can be neither continued nor completed. */
    private List<Row> continued(ManifestRow file, TreeMap<Integer, ManifestRow> parts) throws IOException {
        MultipartUpload upload = upload(parts.firstEntry().getValue());
        Map<Integer, String> etags = new HashMap<>();
        try {
            upload.listParts().forEach(part -> etags.put(part.number(), part.etag()));
        } catch (ServiceException e) {
            if (!isGone(e)) {
                throw e;
            }
            // The driver may have been lost after the upload was completed.
            ManifestRow completed = completed(file, parts.values());
            return completed == null
                            || !Crc64.toString(HadoopFiles.crc64(HadoopFiles.open(file.path(), 0, file.size())))
                                    .equals(completed.crc64())
                    ? List.of()
                    : parts.values().stream().map(ManifestRow::toRow).toList();
        }
        return parts.values().stream()
                .map(part -> part.etag() != null && part.etag().equals(etags.get(part.part()))
                        ? part
                        : file.part(upload.uploadId(), part.part()))
                .map(ManifestRow::toRow)
                .toList();
    }

    private static boolean isGone(ServiceException e) {
        return "NoSuchUpload".equals(e.code());
    }

    /** Returns the row of a large file whose upload no longer exists, if the object is its result; otherwise null. */
    private @Nullable ManifestRow completed(ManifestRow file, Iterable<ManifestRow> parts) throws IOException {
        List<UploadedPart> uploaded = new ArrayList<>();
        for (ManifestRow part : parts) {
            if (part.etag() == null) {
                return null;
            }
            uploaded.add(part.toPart());
        }
        long crc64 = requireNonNull(UploadedPart.crc64(uploaded));
        ObjectMetadata stored = target.find(file.key());
        return stored != null && stored.size() == file.size() && Objects.equals(stored.crc64(), crc64)
                ? file.stored(crc64, stored.etag(), stored.versionId(), true)
                : null;
    }

    /** Aborts an upload that no file needs. If this fails, its parts remain until a lifecycle rule aborts it. */
    private void abort(TreeMap<Integer, ManifestRow> parts) {
        try {
            upload(parts.firstEntry().getValue()).abort();
        } catch (IOException e) {
            LOGGER.info("not aborted: {}", e.toString());
        }
    }

    /** Completes the upload of a large file, if all its parts are stored. */
    Row complete(Iterable<Row> rows) throws IOException {
        TreeMap<Integer, ManifestRow> parts = new TreeMap<>();
        for (Row row : rows) {
            ManifestRow part = ManifestRow.of(row);
            if (part.error() != null) {
                return part.part(part.upload(), null).failed(part.error()).toRow();
            }
            parts.put(requireNonNull(part.part()), part);
        }
        ManifestRow first = parts.firstEntry().getValue();
        ManifestRow file = first.part(first.upload(), null);
        return attempt(file, () -> {
            if (parts.size() != file.plan().count()) {
                throw new IOException(
                        "only " + parts.size() + " of " + file.plan().count() + " parts are known of " + file.path());
            }
            try {
                List<UploadedPart> uploaded =
                        parts.values().stream().map(ManifestRow::toPart).toList();
                return stored(file, upload(file).complete(uploaded));
            } catch (ServiceException e) {
                ManifestRow completed = isGone(e) ? completed(file, parts.values()) : null;
                if (completed == null) {
                    throw e;
                }
                return completed;
            }
        });
    }
}
