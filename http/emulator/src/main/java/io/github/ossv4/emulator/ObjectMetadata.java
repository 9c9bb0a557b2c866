// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The headers that are stored with an object and come back with it. Immutable. */
final class ObjectMetadata {
    private static final List<String> STORED =
            List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Expires");
    private static final List<String> STORAGE_CLASSES =
            List.of("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive");
    static final String USER_PREFIX = "x-oss-meta-";

    private final String contentType;
    private final String storageClass;
    private final Map<String, String> headers;

    private ObjectMetadata(String contentType, String storageClass, Map<String, String> headers) {
        this.contentType = contentType;
        this.storageClass = storageClass;
        this.headers = Collections.unmodifiableMap(headers);
    }

    /** @throws Refusal if the storage class is none that OSS has */
    static ObjectMetadata of(ReceivedRequest request) {
        String contentType = request.header("content-type");
        String storageClass = request.header("x-oss-storage-class");
        if (storageClass != null && !STORAGE_CLASSES.contains(storageClass)) {
            throw Refusal.invalidArgument(
                    null, "The storage class is none of " + STORAGE_CLASSES + ".", "x-oss-storage-class", storageClass);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : STORED) {
            putIfPresent(headers, name, request);
        }
        for (String name : request.headerNames()) {
            if (name.startsWith(USER_PREFIX)) {
                putIfPresent(headers, name, request);
            }
        }
        return new ObjectMetadata(
                contentType == null || contentType.isEmpty() ? "application/octet-stream" : contentType,
                storageClass == null ? "Standard" : storageClass,
                headers);
    }

    private static void putIfPresent(Map<String, String> headers, String name, ReceivedRequest request) {
        String value = request.header(name);
        if (value != null) {
            headers.put(name, value);
        }
    }

    String contentType() {
        return contentType;
    }

    String storageClass() {
        return storageClass;
    }

    /** The other headers, by name. */
    Map<String, String> headers() {
        return headers;
    }
}
