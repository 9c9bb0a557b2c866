// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadList;
import io.github.ossv4.object.ObjectAcl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients that use the bucket of an upload too. Their calls meet no fault, except those of the upload's own operations. */
final class OtherClients implements AutoCloseable {
    private static final String SOURCE = "source";

    private final BucketClient bucket;
    private final BucketClient anonymous;

    OtherClients(BucketClient bucket, BucketClient anonymous) {
        this.bucket = bucket;
        this.anonymous = anonymous;
    }

    /** Stores the bytes that {@link #store} copies. */
    void storeSource(byte[] bytes) throws IOException {
        bucket.put(SOURCE, Body.of(bytes));
    }

    /** Stores the same bytes as the upload, with another marker. */
    void store(String key, String marker, ObjectAcl acl) throws IOException {
        bucket.copy(CopySource.of(SOURCE), key, copyOptions(marker, acl).build());
    }

    /** Stores the same bytes as the upload, with another marker, unless the object exists. */
    void storeNew(String key, String marker, ObjectAcl acl) throws IOException {
        bucket.copy(
                CopySource.of(SOURCE),
                key,
                copyOptions(marker, acl).forbidOverwrite().build());
    }

    private static CopyOptions.Builder copyOptions(String marker, ObjectAcl acl) {
        return CopyOptions.builder()
                .replaceMetadata()
                .metadata("marker", marker)
                .acl(acl);
    }

    void put(String key, byte[] bytes, ObjectAcl acl) throws IOException {
        bucket.put(key, Body.of(bytes), PutOptions.builder().acl(acl).build());
    }

    GetResult get(String key) throws IOException {
        return bucket.get(key);
    }

    void delete(String key) throws IOException {
        bucket.delete(key);
    }

    void discardUpload(Path checkpoint) throws IOException {
        bucket.discardUpload(checkpoint);
    }

    /** Returns the marker of an object, an empty text if it has none, or null if the object does not exist. */
    @Nullable
    String findMarker(String key) throws IOException {
        try (GetResult result = bucket.get(key)) {
            return result.metadata().metadata().getOrDefault("marker", "");
        } catch (ServiceException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    /** Returns whether an anonymous client can read the object; fails on any other error than AccessDenied. */
    boolean isPublic(String key) throws IOException {
        try (GetResult result = anonymous.get(key)) {
            return result.metadata().size() >= 0;
        } catch (ServiceException e) {
            if ("AccessDenied".equals(e.code())) {
                return false;
            }
            throw e;
        }
    }

    /** Aborts all uploads without ListParts, which faults may affect. */
    void abortUploadsWithoutListing() throws IOException {
        for (UploadList.Upload upload :
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads()) {
            bucket.multipartUpload(upload.key(), upload.uploadId()).abort();
        }
    }

    /**
     * Aborts all uploads.
     *
     * @return the number of parts of each upload that had parts; the response of an initiated upload without parts may be lost
     */
    Map<String, Integer> abortUploads() throws IOException {
        Map<String, Integer> parts = new HashMap<>();
        for (UploadList.Upload upload :
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads()) {
            MultipartUpload each = bucket.multipartUpload(upload.key(), upload.uploadId());
            int count = each.listParts().size();
            if (count > 0) {
                parts.put(upload.uploadId(), count);
            }
            each.abort();
        }
        return parts;
    }

    @Override
    public void close() {
        bucket.close();
        anonymous.close();
    }
}
