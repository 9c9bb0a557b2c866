// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.object.ObjectHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The headers that are stored with an object and returned with it. Immutable.
 *
 * @param headers those other than the content type
 */
public record StoredMetadata(String contentType, Map<String, String> headers) {
    private static final int MAX_USER_BYTES = 8 * 1024;
    private static final Pattern USER_NAME = Pattern.compile(ObjectHeaders.METADATA_PREFIX + "[0-9a-z-]+");
    private static final List<String> STORED =
            List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires");

    /** The start of the names of metadata about client-side encryption. */
    public static final String CLIENT_SIDE_ENCRYPTION = ObjectHeaders.METADATA_PREFIX + "client-side-encryption-";

    /** The size of all parts, which a client with client-side encryption declares when it initiates an upload. */
    public static final String ENCRYPTED_SIZE = CLIENT_SIDE_ENCRYPTION + "data-size";

    /** The size of each part but the last. */
    public static final String ENCRYPTED_PART_SIZE = CLIENT_SIDE_ENCRYPTION + "part-size";

    private static final String DEFAULT_CONTENT_TYPE = "application/octet-stream";

    /** Shared, since many objects have it. */
    static final StoredMetadata DEFAULT = new StoredMetadata(DEFAULT_CONTENT_TYPE, Map.of());

    public StoredMetadata {
        headers = Collections.unmodifiableMap(headers);
    }

    /**
     * Returns the metadata in a request.
     *
     * @throws OssException if user metadata has an invalid name, or more than 8 KB in total
     */
    static StoredMetadata of(StorageRequest request) {
        String contentType = request.header("content-type");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : STORED) {
            String value = request.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        headers.putAll(userMetadata(request));
        if (contentType == null || contentType.isEmpty()) {
            contentType = DEFAULT_CONTENT_TYPE;
        }
        return headers.isEmpty() && contentType.equals(DEFAULT_CONTENT_TYPE)
                ? DEFAULT
                : new StoredMetadata(contentType, headers);
    }

    /**
     * Returns this metadata as a copy's. OSS keeps the content type of the source if the request has none, and
     * the metadata of client-side encryption, without which nobody can read the bytes.
     */
    StoredMetadata replacing(StoredMetadata source, StorageRequest request) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        source.headers.forEach((name, value) -> {
            if (name.startsWith(CLIENT_SIDE_ENCRYPTION)) {
                all.putIfAbsent(name, value);
            }
        });
        return new StoredMetadata(request.header("content-type") == null ? source.contentType : contentType, all);
    }

    private static Map<String, String> userMetadata(StorageRequest request) {
        Map<String, String> metadata = new LinkedHashMap<>();
        int bytes = 0;
        for (String name : request.headerNames()) {
            // Other fields of a form may contain line breaks.
            String value = name.startsWith(ObjectHeaders.METADATA_PREFIX) ? request.header(name) : null;
            if (value == null) {
                continue;
            }
            if (!USER_NAME.matcher(name).matches()) {
                throw OssException.invalidArgument(
                        "0011-00000004", "The name of user metadata is invalid.", name, value);
            }
            metadata.put(name, value);
            bytes += name.length()
                    - ObjectHeaders.METADATA_PREFIX.length()
                    + value.getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_USER_BYTES) {
            throw OssException.invalidArgument(
                    "0011-00000002",
                    "The user metadata is larger than " + MAX_USER_BYTES + " bytes.",
                    ObjectHeaders.METADATA_PREFIX + "*",
                    Integer.toString(bytes));
        }
        return metadata;
    }

    /** Adds the headers. */
    void describe(ServerResponse response) {
        response.header("Content-Type", contentType);
        headers.forEach(response::header);
    }
}
